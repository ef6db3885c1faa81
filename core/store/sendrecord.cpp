// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendrecord.h"

#include "base/log.h"
#include "base/reasons/machine.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace rookery::store {

namespace {

constexpr int kDigits = 20;
constexpr qint64 kLongestRecord = 256;
constexpr qsizetype kLongestWord = 64;
constexpr QByteArrayView kMagic = "rookery-sends";

//! Formats a number with a fixed length, so that the record is overwritten in place.
QByteArray padded(qint64 number)
{
    return QByteArray::number(number).rightJustified(kDigits, '0');
}

#ifdef Q_OS_UNIX
void flush(const QFile &file, bool isNew)
{
    ::fsync(file.handle());
    if (!isNew)
        return;
    // the folder holds the file's name, so it must be flushed too
    const QByteArray folder = QFile::encodeName(QFileInfo(file.fileName()).absolutePath());
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}
#else
void flush(const QFile &, bool) {}
#endif

} // namespace

Result<Provenance> readProvenance(Connection &db)
{
    const auto found = firstRow(db, QStringLiteral("SELECT lineage, claims FROM sends"), {}, [](const Row &row) {
        return Provenance{row.text(0), row.integer(1)};
    });
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorKind::Storage, Reason::DatabaseForeign, QStringLiteral("sends"));
    return **found;
}

QByteArray fileState(const QString &path)
{
    const QFileInfo info(path);
    return padded(info.size()) + '-' + padded(info.lastModified().toMSecsSinceEpoch());
}

QString SendRecord::pathFor(const QString &databasePath)
{
    return databasePath + QStringLiteral("-sends");
}

SendRecord::SendRecord(const QString &databasePath) : m_file(pathFor(databasePath)) {}

bool SendRecord::open()
{
    if (m_file.isOpen())
        return true;
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return false;
    m_identity = readIdentity();
    return true;
}

QByteArray SendRecord::readIdentity() const
{
    // Not the device, whose number may change with a reboot; and not only the inode, which is reused for the next new
    // file.
    qint64 inode = 0;
#ifdef Q_OS_UNIX
    struct stat found = {};
    if (fstat(m_file.handle(), &found) == 0)
        inode = static_cast<qint64>(found.st_ino);
#endif
    const QDateTime born = m_file.fileTime(QFileDevice::FileBirthTime);
    return padded(inode) + '-' + padded(born.isValid() ? born.toMSecsSinceEpoch() : 0);
}

std::optional<SendRecord::Entry> SendRecord::read()
{
    if (!m_file.exists() || !open() || !m_file.seek(0))
        return std::nullopt;
    // "rookery-sends <lineage> <claims> <state of the database> <identity of this file>\n"
    const QByteArray bytes = m_file.read(kLongestRecord);
    const qsizetype end = bytes.indexOf('\n'); // the rest is left over from a longer record
    const QList<QByteArray> words = bytes.first(std::max<qsizetype>(0, end)).split(' ');
    if (words.size() != 5 || words.at(0) != kMagic)
        return std::nullopt;
    if (words.at(1).size() > kLongestWord || words.at(3).size() > kLongestWord)
        return std::nullopt; // not written by us, and too long to be written back
    bool isNumber = false;
    const qint64 claims = words.at(2).toLongLong(&isNumber);
    if (!isNumber || claims < 0)
        return std::nullopt;
    m_copied = words.at(4) != m_identity;
    m_flushed = words.at(3);
    return Entry{{QString::fromLatin1(words.at(1)), claims}, words.at(3)};
}

void SendRecord::write(const Entry &entry)
{
    if (open() && m_file.seek(0)) {
        const QByteArray line = kMagic.toByteArray() + ' ' + entry.provenance.lineage.toLatin1() + ' '
            + padded(entry.provenance.claims) + ' ' + entry.file + ' ' + m_identity + '\n';
        if (m_file.write(line) == line.size()) {
            m_copied = false;
            const QByteArray before = std::exchange(m_flushed, entry.file);
            if (before != entry.file)
                flush(m_file, before.isEmpty());
            return;
        }
    }
    if (!std::exchange(m_failed, true))
        rkWarn("{} cannot be written: {}", m_file.fileName(), m_file.errorString());
}

} // namespace rookery::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logdevice.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace rookery::logs {

namespace {

constexpr std::size_t kPiece = 64UL * 1024;

//! Returns whether the file begins like something that has logs in it and is none.
bool isPacked(QFile &file)
{
    using namespace std::string_view_literals;
    constexpr std::array kMarks{"\x1F\x8B"sv, "\x28\xB5\x2F\xFD"sv,
                                "\xFD"
                                "7zXZ\0"sv,
                                "BZh"sv, "PK\x03\x04"sv};
    constexpr qint64 kLongestMark = 6;
    const QByteArray first = file.peek(kLongestMark);
    return std::any_of(kMarks.begin(), kMarks.end(), [&first](std::string_view mark) {
        return first.startsWith(QByteArrayView(mark.data(), qsizetype(mark.size())));
    });
}

struct Close {
    void operator()(archive *packed) const { archive_read_free(packed); }
};

//! Reads what is in a packed file. Nothing is written anywhere, and the names in it mean nothing.
class PackedLog final : public QIODevice
{
    Q_DISABLE_COPY_MOVE(PackedLog)

public:
    explicit PackedLog(const QString &path) : m_path(path) {}
    ~PackedLog() override { QIODevice::close(); }

    [[nodiscard]] bool isSequential() const override { return true; }
    bool open(OpenMode mode) override
    {
        m_packed.reset(archive_read_new());
        m_inFile = false;
        m_ended = false;
        m_trouble.clear();
        m_block.clear();
        m_at = 0;
        archive_read_support_filter_all(m_packed.get());
        archive_read_support_format_zip(m_packed.get());
        archive_read_support_format_tar(m_packed.get());
        archive_read_support_format_raw(m_packed.get());
        if (archive_read_open_filename(m_packed.get(), QFile::encodeName(m_path).constData(), kPiece) != ARCHIVE_OK) {
            setErrorString(QString::fromUtf8(archive_error_string(m_packed.get())));
            return false;
        }
        return QIODevice::open(mode);
    }
    bool reset() override
    {
        close();
        return open(ReadOnly);
    }
    [[nodiscard]] QString trouble() const { return m_trouble; } //!< why reading ended too early; empty: it did not
    [[nodiscard]] bool atEnd() const override
    {
        return QIODevice::bytesAvailable() == 0 && m_at == m_block.size() && (m_ended || !fill());
    }

protected:
    qint64 readData(char *to, qint64 most) override
    {
        if (m_at == m_block.size() && !fill())
            return -1;
        const qsizetype size = std::min<qsizetype>(most, m_block.size() - m_at);
        std::memcpy(to, m_block.constData() + m_at, std::size_t(size));
        m_at += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    //! Reads the next block; false: there is none.
    bool fill() const
    {
        m_at = 0;
        m_block.resize(qsizetype(kPiece));
        while (!m_ended) {
            if (!m_inFile && !nextFile())
                break;
            const la_ssize_t got = archive_read_data(m_packed.get(), m_block.data(), kPiece);
            if (got > 0) {
                m_block.resize(got);
                return true;
            }
            m_inFile = false;
            if (got < 0)
                fail();
        }
        m_ended = true;
        m_block.clear();
        return false;
    }
    void fail() const
    {
        m_trouble = QString::fromUtf8(archive_error_string(m_packed.get()));
        m_ended = true;
    }
    bool nextFile() const
    {
        archive_entry *entry = nullptr;
        const int found = archive_read_next_header(m_packed.get(), &entry);
        if (found != ARCHIVE_OK && found != ARCHIVE_EOF && found != ARCHIVE_WARN)
            fail();
        m_inFile = found == ARCHIVE_OK || found == ARCHIVE_WARN;
        return m_inFile;
    }

    QString m_path;
    std::unique_ptr<archive, Close> m_packed;
    // Filled in advance also by atEnd(), which could not tell otherwise.
    mutable QByteArray m_block;
    mutable qsizetype m_at = 0;
    mutable bool m_inFile = false;
    mutable bool m_ended = false;
    mutable QString m_trouble;
};

} // namespace

Result<std::unique_ptr<QIODevice>> openLog(const QString &path)
{
    if (!QFileInfo(path).isFile())
        return fail(ErrorKind::Storage, Reason::FileMissing, path);
    auto file = std::make_unique<QFile>(path);
    if (!file->open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, file->errorString());
    if (!isPacked(*file))
        return std::unique_ptr<QIODevice>(std::move(file));
    auto packed = std::make_unique<PackedLog>(path);
    if (!packed->open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, packed->errorString());
    return std::unique_ptr<QIODevice>(std::move(packed));
}

Result<> checkWhole(const QIODevice &device)
{
    const auto *packed = dynamic_cast<const PackedLog *>(&device);
    if (packed && !packed->trouble().isEmpty())
        return fail(ErrorKind::Storage, Reason::FileDenied, packed->trouble());
    return {};
}

WallTime writtenAt(const QString &path)
{
    return fromMSecs(QFileInfo(path).lastModified().toMSecsSinceEpoch());
}

} // namespace rookery::logs

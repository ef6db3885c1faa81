// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendrecord.h"

#include "base/log.h"

namespace rookery::store {

namespace {

constexpr int kDigits = 20;

} // namespace

Result<Provenance> readProvenance(Connection &db)
{
    const auto found = rows(db, QStringLiteral("SELECT lineage, claims FROM sends"), {}, [](const QSqlQuery &query) {
        return Provenance{query.value(0).toString(), query.value(1).toLongLong()};
    });
    if (!found)
        return fail(found.error());
    if (found->isEmpty())
        return fail(ErrorKind::Storage, Reason::DatabaseForeign, QStringLiteral("sends"));
    return found->constFirst();
}

SendRecord::SendRecord(const QString &databasePath) : m_file(databasePath + QStringLiteral("-sends")) {}

bool SendRecord::open()
{
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    return m_file.isOpen() || m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered, ownerOnly);
}

std::optional<Provenance> SendRecord::read()
{
    if (!m_file.exists() || !open() || !m_file.seek(0))
        return std::nullopt;
    // "rookery-sends <lineage> <claims>\n"
    const QList<QByteArray> words = m_file.read(128).trimmed().split(' ');
    if (words.size() != 3 || words.at(0) != "rookery-sends")
        return std::nullopt;
    bool isNumber = false;
    const qint64 claims = words.at(2).toLongLong(&isNumber);
    if (!isNumber || claims < 0)
        return std::nullopt;
    return Provenance{QString::fromLatin1(words.at(1)), claims};
}

void SendRecord::write(const Provenance &provenance)
{
    // of one length, so that it is overwritten in place and needs no room on a full disk
    const QByteArray line = "rookery-sends " + provenance.lineage.toLatin1() + ' '
        + QByteArray::number(provenance.claims).rightJustified(kDigits, '0') + '\n';
    if (open() && m_file.seek(0) && m_file.write(line) == line.size())
        return;
    if (!std::exchange(m_failed, true))
        rkWarn("{} cannot be written: {}", m_file.fileName(), m_file.errorString());
}

} // namespace rookery::store

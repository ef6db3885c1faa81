// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger.h"

#include <QJsonObject>

namespace rookery::sim {

void Ledger::add(LedgerEntry entry)
{
    entry.seq = m_entries.size() + 1;
    m_entries.append(std::move(entry));
}

QJsonArray Ledger::toJson() const
{
    QJsonArray all;
    for (const LedgerEntry &e : m_entries) {
        QJsonObject entry{
            {QStringLiteral("seq"), e.seq},
            {QStringLiteral("account"), e.account},
            {QStringLiteral("target"),
             QJsonObject{{QStringLiteral("kind"), e.group ? QStringLiteral("group") : QStringLiteral("friend")},
                         {QStringLiteral("id"), e.target}}},
            {QStringLiteral("messageId"), e.messageId},
            {QStringLiteral("segments"), e.segments},
            {QStringLiteral("text"), e.text},
            {QStringLiteral("pictureSha256"), QJsonArray::fromStringList(e.pictureSha256)},
            {QStringLiteral("time"), toMSecs(e.time)},
        };
        if (!e.client.isEmpty())
            entry.insert(QStringLiteral("client"), e.client);
        all.append(entry);
    }
    return all;
}

} // namespace rookery::sim

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QJsonArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace rookery::sim {

//! A message that a chat really received.
struct LedgerEntry {
    qint64 seq = 0;
    QString account;
    bool group = true;
    QString target; //!< number of the group or friend
    qint64 messageId = 0;
    QJsonArray segments; //!< as they were asked for, picture bytes left out
    QString text;
    QStringList pictureSha256; //!< hex, of the real bytes, one per picture
    WallTime time{};
    QString client = {}; //!< "phone": another client of the account sent it; empty: a client of the gateway
    bool operator==(const LedgerEntry &) const = default;
};

//! The truth that deliveries are judged by.
class Ledger final
{
public:
    //! Gives the entry its number.
    void add(LedgerEntry entry);
    [[nodiscard]] const QList<LedgerEntry> &entries() const { return m_entries; }
    [[nodiscard]] QJsonArray toJson() const;

private:
    QList<LedgerEntry> m_entries;
};

} // namespace rookery::sim

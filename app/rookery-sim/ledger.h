// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QJsonArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace rookery::sim {

//! Records a message that a chat really received.
struct LedgerEntry {
    qint64 seq = 0;
    QString account;
    bool group = true;
    QString target; //!< number of the group or friend
    qint64 messageId = 0;
    QJsonArray segments; //!< as requested, without picture bytes
    QString text;
    QStringList pictureSha256; //!< hex, of the real bytes, one per picture
    WallTime time{};
    QString client = {}; //!< "phone": sent by another client of the account; empty: by a client of the gateway
    bool operator==(const LedgerEntry &) const = default;
};

//! Keeps the true list of received messages, against which tests check deliveries.
class Ledger final
{
public:
    //! Adds the entry and numbers it.
    void add(LedgerEntry entry);
    [[nodiscard]] const QList<LedgerEntry> &entries() const { return m_entries; }
    [[nodiscard]] QJsonArray toJson() const;

private:
    QList<LedgerEntry> m_entries;
};

} // namespace rookery::sim

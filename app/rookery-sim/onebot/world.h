// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"

#include <QMap>
#include <QStringList>

namespace rookery::sim::onebot {

//! What the parts of one simulated gateway share; outlives them all.
struct World {
    Clock &clock;
    const GatewayOptions &options;
    Faults &faults;
    Ledger &ledger;
    milliseconds skew{0}; //!< fault clock-skew: how far this gateway's clock is off
    qint64 bytesIn = 0; //!< payload bytes received over HTTP and WebSocket
    qint64 frames = 0; //!< WebSocket messages received
    qint64 sockets = 0; //!< OneBot WebSockets opened so far, by whichever side

    //! Every secret that was given out, by kind: a test looks for them where none may be.
    QMap<QString, QStringList> issued{};

    void noteIssued(const QString &kind, const QString &secret)
    {
        if (!issued[kind].contains(secret))
            issued[kind].append(secret);
    }
    //! As `GET /secrets` shows them.
    [[nodiscard]] QJsonObject secrets() const
    {
        QJsonObject all;
        for (auto it = issued.cbegin(); it != issued.cend(); ++it)
            all.insert(it.key(), QJsonArray::fromStringList(it.value()));
        return all;
    }
    //! This gateway's idea of the time.
    [[nodiscard]] WallTime now() const { return clock.wallNow() + skew; }
    [[nodiscard]] qint64 nowSeconds() const { return toMSecs(now()) / 1000; }
    [[nodiscard]] qint64 self() const { return options.account.toLongLong(); }
};

} // namespace rookery::sim::onebot

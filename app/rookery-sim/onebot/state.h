// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"

#include <QMap>
#include <QStringList>

namespace rookery::sim::onebot {

//! Holds what the parts of one simulated gateway share. Outlives them all.
struct State {
    Clock &clock;
    const GatewayOptions &options;
    Faults &faults;
    Ledger &ledger;
    milliseconds skew{0}; //!< fault clock-skew: offset of this gateway's clock
    qint64 bytesIn = 0; //!< payload bytes received over HTTP and WebSocket
    qint64 frames = 0; //!< WebSocket messages received
    qint64 sockets = 0; //!< OneBot WebSockets opened so far, by either side

    //! Lists every secret given out, by kind. Tests look for them in places where none may be.
    QMap<QString, QStringList> issued{};

    void observeIssued(const QString &kind, const QString &secret)
    {
        if (!issued[kind].contains(secret))
            issued[kind].append(secret);
    }
    //! Returns the secrets in the form of `GET /secrets`.
    [[nodiscard]] QJsonObject secrets() const
    {
        QJsonObject all;
        for (auto it = issued.cbegin(); it != issued.cend(); ++it)
            all.insert(it.key(), QJsonArray::fromStringList(it.value()));
        return all;
    }
    //! Returns the time by this gateway's clock.
    [[nodiscard]] WallTime now() const { return clock.wallNow() + skew; }
    [[nodiscard]] qint64 nowSeconds() const { return toMSecs(now()) / 1000; }
    [[nodiscard]] qint64 self() const { return options.account.toLongLong(); }
};

} // namespace rookery::sim::onebot

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"
#include "milky/behaviour.h"

#include "io/httplistener.h"

#include <functional>
#include <memory>

namespace rookery::sim::milky {

using ResponderPtr = std::shared_ptr<io::Responder>;

enum class Login { Never, Online, Kicked };

//! Holds what the parts of one simulated gateway share. Outlives them all.
struct State {
    Clock &clock;
    const GatewayOptions &options;
    Faults &faults;
    Ledger &ledger;
    const Behaviour &behaviour;
    QString pictureBase{};
    Login login = Login::Never;
    qint64 bytesIn = 0; //!< payload bytes received
    QJsonArray requests{}; //!< the newest calls, for checks by tests: {api, params}, long texts cut
    milliseconds skew{0}; //!< fault clock-skew

    [[nodiscard]] bool isOnline() const
    {
        return login == Login::Online && !faults.isOn(QStringLiteral("status-offline"));
    }
    [[nodiscard]] qint64 nowSeconds() const { return toMSecs(clock.wallNow() + skew) / 1000; }
    [[nodiscard]] qint64 self() const { return options.account.toLongLong(); }
};

//! Holds the outcome of a call, before HTTP formats it.
struct Outcome {
    enum class Kind { Ok, Failed, NoSuchApi, Broken };
    Kind kind = Kind::Ok;
    QJsonObject data = {};
    int retcode = 0;
    QString message = {};

    [[nodiscard]] static Outcome ok(const QJsonObject &data = {}) { return {.kind = Kind::Ok, .data = data}; }
    [[nodiscard]] static Outcome failed(int retcode, const QString &message)
    {
        return {.kind = Kind::Failed, .retcode = retcode, .message = message};
    }
    //! Makes the outcome of an HTTP 500.
    [[nodiscard]] static Outcome broken() { return {.kind = Kind::Broken}; }
};

using Done = std::function<void(const Outcome &)>;

} // namespace rookery::sim::milky

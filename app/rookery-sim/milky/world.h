// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"
#include "milky/habits.h"

#include "io/httplistener.h"

#include <functional>
#include <memory>

namespace rookery::sim::milky {

using ResponderPtr = std::shared_ptr<io::Responder>;

enum class Login { Never, Online, Kicked };

//! What the parts of one simulated gateway share; outlives them all.
struct World {
    Clock &clock;
    const GatewayOptions &options;
    Faults &faults;
    Ledger &ledger;
    const Habits &habits;
    QString pictureBase{};
    Login login = Login::Never;
    qint64 bytesIn = 0; //!< payload bytes received
    QJsonArray requests{}; //!< the newest calls, for judges: {api, params}, long texts cut
    milliseconds skew{0}; //!< fault clock-skew

    [[nodiscard]] bool isOnline() const
    {
        return login == Login::Online && !faults.isOn(QStringLiteral("status-offline"));
    }
    [[nodiscard]] qint64 nowSeconds() const { return toMSecs(clock.wallNow() + skew) / 1000; }
    [[nodiscard]] qint64 self() const { return options.account.toLongLong(); }
};

//! What came out of a call, before HTTP dresses it.
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
    //! HTTP 500.
    [[nodiscard]] static Outcome broken() { return {.kind = Kind::Broken}; }
};

using Done = std::function<void(const Outcome &)>;

} // namespace rookery::sim::milky

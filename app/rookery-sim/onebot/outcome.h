// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>

namespace rookery::sim::onebot {

//! Holds the outcome of an action, before a transport formats it.
struct Outcome {
    enum class Kind { Ok, Async, Failed, BadParams, Unknown, Silent };
    Kind kind = Kind::Ok;
    QJsonValue data{QJsonValue::Undefined}; //!< Undefined: no `data` key, for gateways that leave it out
    QString message = {};
    int retcode = 0; //!< 0: the gateway's usual number for this kind
    bool stream = false;

    [[nodiscard]] static Outcome ok(const QJsonValue &data) { return {.kind = Kind::Ok, .data = data}; }
    [[nodiscard]] static Outcome done() { return {}; }
    [[nodiscard]] static Outcome failed(const QString &message, int retcode = 0)
    {
        return {.kind = Kind::Failed, .data = QJsonValue(), .message = message, .retcode = retcode};
    }
    [[nodiscard]] static Outcome badParams(const QString &message)
    {
        return {.kind = Kind::BadParams, .data = QJsonValue(), .message = message};
    }
    [[nodiscard]] static Outcome unknown(const QString &message)
    {
        return {.kind = Kind::Unknown, .data = QJsonValue(), .message = message};
    }
};

using Done = std::function<void(const Outcome &)>;

//! Names the transport. Some gateways number their failures by it.
enum class Transport { Http, WebSocket };

} // namespace rookery::sim::onebot

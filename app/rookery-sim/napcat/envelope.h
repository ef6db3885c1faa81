// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>

namespace rookery::sim::napcat {

//! What came out of an action, before a transport dresses it.
struct Outcome {
    enum class Kind { Ok, Failed, BadParams, Unknown, Silent };
    Kind kind = Kind::Ok;
    QJsonValue data{QJsonValue::Undefined}; //!< Undefined: the reply has no `data` key
    QString message = {};
    bool stream = false;

    [[nodiscard]] static Outcome ok(const QJsonValue &data) { return {.kind = Kind::Ok, .data = data}; }
    [[nodiscard]] static Outcome done() { return {}; }
    [[nodiscard]] static Outcome failed(const QString &message)
    {
        return {.kind = Kind::Failed, .data = QJsonValue(), .message = message};
    }
    [[nodiscard]] static Outcome badParams(const QString &message)
    {
        return {.kind = Kind::BadParams, .data = QJsonValue(), .message = message};
    }
};

using Done = std::function<void(const Outcome &)>;

//! How a transport numbers its failures: HTTP 200/400, WebSocket 1200/1400/1404.
enum class Transport { Http, WebSocket };

//! The reply as it goes over the wire.
[[nodiscard]] QJsonObject envelope(const Outcome &outcome, Transport transport, const QJsonValue &echo);

} // namespace rookery::sim::napcat

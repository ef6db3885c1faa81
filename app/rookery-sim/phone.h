// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace rookery::sim {

//! What the operator's phone is to send, as `POST /own` asks: {"target":{"kind","id"},"text","picture","face"}.
struct PhoneMessage {
    bool group = true;
    QString target;
    QString text; //!< empty: none
    QString picture; //!< Base64; empty: none
    QString face; //!< number of a face; empty: none
    bool operator==(const PhoneMessage &) const = default;
};

//! Reads the body. For `"picture":true` it makes one up, another one for each `made`, which it counts up.
[[nodiscard]] PhoneMessage readPhoneMessage(const QJsonObject &body, quint32 &made);

} // namespace rookery::sim

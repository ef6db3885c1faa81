// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace rookery::sim {

//! Describes a message that the operator's phone sends. `POST /own` has it as
//! {"target":{"kind","id"},"text","picture","face"}.
struct PhoneMessage {
    bool group = true;
    QString target;
    QString text; //!< empty: none
    QString picture; //!< Base64; empty: none
    QString face; //!< number of a face; empty: none
    bool operator==(const PhoneMessage &) const = default;
};

//! Reads the body. `"picture":true` makes a new picture each time and increments `made`.
[[nodiscard]] PhoneMessage readPhoneMessage(const QJsonObject &body, quint32 &made);

} // namespace rookery::sim

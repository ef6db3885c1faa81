// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace rookery::protocol {

//! Describes a call to a gateway, with OneBot's action names and parameters.
struct Action {
    QString name;
    QJsonObject params;
};

//! Holds a successful answer; refusals are returned as Error.
struct Reply {
    QJsonValue data;
};

} // namespace rookery::protocol

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace rookery {

//! A call to a gateway, in OneBot's words.
struct Action {
    QString name;
    QJsonObject params;
};

//! A successful answer; refusals travel as Error.
struct Reply {
    QJsonValue data;
};

} // namespace rookery

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictureserver.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace rookery::protocol {

std::optional<PictureRefusal> decodePictureRefusal(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return std::nullopt;
    return PictureRefusal{.code = document.object().value(QLatin1StringView("retcode")).toInt(),
                          .text = document.object().value(QLatin1StringView("retmsg")).toString()};
}

} // namespace rookery::protocol

// SPDX-License-Identifier: GPL-3.0-or-later
#include "phone.h"

#include "picture.h"

using namespace Qt::StringLiterals;

namespace rookery::sim {

PhoneMessage readPhoneMessage(const QJsonObject &body, quint32 &made)
{
    const QJsonValue target = body.value("target"_L1);
    const QJsonValue picture = body.value("picture"_L1);
    PhoneMessage message{.group = target["kind"_L1].toString() == "group"_L1,
                         .target = target["id"_L1].toVariant().toString(),
                         .text = body.value("text"_L1).toString(),
                         .picture = picture.toString(),
                         .face = body.value("face"_L1).toVariant().toString()};
    if (picture.toBool())
        message.picture = QString::fromLatin1(plainPng(64, 64, ++made).toBase64());
    return message;
}

} // namespace rookery::sim

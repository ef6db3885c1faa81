// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcat/debuglines.h"

#include "onebot/chats.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

constexpr qsizetype kLongest = 500; // longer texts inside an object are cut

QJsonValue cut(const QJsonValue &value)
{
    if (value.isString()) {
        const QString text = value.toString();
        return text.size() > kLongest ? text.first(kLongest) + u"..."_s : text;
    }
    if (value.isArray()) {
        QJsonArray array;
        const QJsonArray whole = value.toArray();
        for (const QJsonValue &one : whole)
            array.append(cut(one));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = cut(it.value());
    return object;
}

QString shown(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(cut(object).toObject()).toJson(QJsonDocument::Compact));
}

QString textOf(const QJsonValue &value)
{
    return value.toVariant().toString();
}

//! Converts a segment to QQ's own element.
QJsonObject elementOf(const QJsonValue &segment)
{
    const QString type = segment["type"_L1].toString();
    const QJsonObject data = segment["data"_L1].toObject();
    if (type == "text"_L1) {
        return {{u"elementType"_s, 1},
                {u"textElement"_s, QJsonObject{{u"content"_s, data.value("text"_L1)}, {u"atType"_s, 0}}}};
    }
    if (type == "image"_L1) {
        return {{u"elementType"_s, 2},
                {u"picElement"_s,
                 QJsonObject{{u"fileName"_s, data.value("file"_L1)}, {u"fileSize"_s, data.value("file_size"_L1)}}}};
    }
    if (type == "face"_L1) {
        return {{u"elementType"_s, 6},
                {u"faceElement"_s, QJsonObject{{u"faceIndex"_s, textOf(data.value("id"_L1)).toInt()}}}};
    }
    return {{u"elementType"_s, 1},
            {u"textElement"_s,
             QJsonObject{{u"content"_s, onebot::Chats::shownAs({segment})}, {u"atType"_s, type == "at"_L1 ? 2 : 0}}}};
}

QJsonObject rawMessage(const QJsonObject &event)
{
    QJsonArray elements;
    const QJsonArray segments = event.value("message"_L1).toArray();
    for (const QJsonValue &segment : segments)
        elements.append(elementOf(segment));
    const bool group = event.value("message_type"_L1) == "group"_L1;
    const QJsonObject sender = event.value("sender"_L1).toObject();
    const QString from = textOf(event.value("user_id"_L1));
    const QString peer = event.contains("target_id"_L1) ? textOf(event.value("target_id"_L1))
                                                        : textOf(event.value(group ? "group_id"_L1 : "user_id"_L1));
    return {{u"msgId"_s, QString::number(7'400'000'000'000'000'000LL + event.value("message_id"_L1).toInteger())},
            {u"msgSeq"_s, event.value("real_seq"_L1)},
            {u"msgTime"_s, textOf(event.value("time"_L1))},
            {u"chatType"_s, group ? 2 : 1},
            {u"msgType"_s, 2},
            {u"sendStatus"_s, 2},
            {u"senderUid"_s, QString(u"u_"_s + from)},
            {u"senderUin"_s, from},
            {u"peerUid"_s, group ? peer : QString(u"u_"_s + peer)},
            {u"peerUin"_s, peer},
            {u"peerName"_s, event.value("group_name"_L1).toString()},
            {u"sendNickName"_s, sender.value("nickname"_L1)},
            {u"sendMemberName"_s, sender.value("card"_L1)},
            {u"elements"_s, elements}};
}

} // namespace

void logMessage(const QJsonObject &event, LogWriter &log)
{
    log.debug(u"收到新消息 RawMessage "_s + shown(rawMessage(event)));
    QJsonObject string = event;
    string.insert(u"message"_s, event.value("raw_message"_L1));
    string.insert(u"message_format"_s, u"string"_s);
    log.debug(u"转化为 OB11Message "_s + shown({{u"stringMsg"_s, string}, {u"arrayMsg"_s, event}}));
}

void logRequest(const QJsonObject &call, LogWriter &log)
{
    // NapCat's log says "forward" although this is the reverse socket
    log.debug(u"[OneBot] [WebSocket Client] 收到正向Websocket消息 "_s + shown(call));
}

} // namespace rookery::sim::napcat

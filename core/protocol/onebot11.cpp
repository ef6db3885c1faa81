// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot11.h"

#include "cqcode.h"
#include "json.h"

#include "base/reasons/transport.h"

#include <QJsonDocument>

namespace rookery::protocol {

using namespace Qt::Literals::StringLiterals;

namespace {

tl::unexpected<Error> garbage(const QString &detail)
{
    return fail(ErrorKind::Protocol, Reason::Garbage, detail);
}

Segment segmentOf(const QString &type, const QJsonObject &data)
{
    if (type == u"text"_s)
        return TextSegment{textOf(data.value(u"text"_s))};
    if (type == u"image"_s) {
        return ImageSegment{.file = textOf(data.value(u"file"_s)),
                            .url = textOf(data.value(u"url"_s)),
                            .summary = textOf(data.value(u"summary"_s)),
                            .size = std::max<qint64>(0, wholeNumber(data.value(u"file_size"_s))),
                            .name = textOf(data.value(u"filename"_s))};
    }
    if (type == u"at"_s) {
        const QString who = textOf(data.value(u"qq"_s));
        return AtSegment{who == u"all"_s ? QString() : who};
    }
    return OtherSegment{type, data};
}

struct SegmentWriter {
    QJsonObject operator()(const TextSegment &segment) const { return wrap(u"text"_s, {{u"text"_s, segment.text}}); }
    QJsonObject operator()(const ImageSegment &segment) const
    {
        // gateways prefer url over file, so the url of a received picture is not sent again
        QJsonObject data{{u"file"_s, segment.file.isEmpty() ? segment.url : segment.file}};
        if (!segment.summary.isEmpty())
            data.insert(u"summary"_s, segment.summary);
        return wrap(u"image"_s, data);
    }
    QJsonObject operator()(const AtSegment &segment) const
    {
        return wrap(u"at"_s, {{u"qq"_s, segment.userId.isEmpty() ? u"all"_s : segment.userId}});
    }
    QJsonObject operator()(const OtherSegment &segment) const { return wrap(segment.type, segment.data); }

    static QJsonObject wrap(const QString &type, const QJsonObject &data)
    {
        return QJsonObject{{u"type"_s, type}, {u"data"_s, data}};
    }
};

//! Returns a chat id in its canonical spelling, which is compared with the contact lists and with the targets of sends.
QString chatId(const QJsonValue &value)
{
    return canonicalChatId(idText(value));
}

//! Returns the chat of a message event; its id is null if unknown.
Target chatOf(const QJsonObject &object, bool own, const QString &self)
{
    const QString group = chatId(object.value(u"group_id"_s));
    const QString kind = object.value(u"message_type"_s).toString();
    if (kind == u"group"_s || (kind.isEmpty() && !group.isEmpty()))
        return {ChatKind::Group, group};
    const QString user = chatId(object.value(u"user_id"_s));
    const QString partner = chatId(object.value(u"target_id"_s));
    // target_id names the receiver, so for our own message it is the chat
    const bool fromUs = own || (!self.isEmpty() && user == canonicalChatId(self));
    return {ChatKind::Friend, fromUs && !partner.isEmpty() ? partner : user};
}

Result<MessageEvent> messageEventOf(const QJsonObject &object, const QString &self)
{
    MessageEvent event;
    // some gateways mark own messages only by their sender
    event.own = object.value(u"post_type"_s).toString() == u"message_sent"_s
        || (!self.isEmpty() && idText(object.value(u"user_id"_s)) == self);
    event.chat = chatOf(object, event.own, self);
    if (event.chat.id.isEmpty())
        return garbage(u"a message without a chat"_s);
    event.messageId = MessageId(idText(object.value(u"message_id"_s)));
    event.senderId = idText(object.value(u"user_id"_s));
    const QJsonObject sender = object.value(u"sender"_s).toObject();
    event.senderName = textOf(sender.value(u"card"_s));
    if (event.senderName.isEmpty())
        event.senderName = textOf(sender.value(u"nickname"_s));
    Result<Message> message = decodeMessage(object.value(u"message"_s));
    if (!message)
        return fail(message.error());
    event.message = *std::move(message);
    return event;
}

//! Returns the name under which OtherEvent is counted: "notice.group_upload", "meta_event.lifecycle.connect" …
QString typeName(const QJsonObject &object, const QString &postType)
{
    constexpr qsizetype kLongest = 80;
    QString name = postType;
    for (const QString &key : {QString(postType + u"_type"_s), u"sub_type"_s}) {
        const QString part = object.value(key).toString();
        if (!part.isEmpty())
            name += u'.' + part;
    }
    return name.left(kLongest);
}

HeartbeatEvent heartbeatOf(const QJsonObject &object)
{
    HeartbeatEvent event;
    const milliseconds interval(wholeNumber(object.value(u"interval"_s)));
    event.interval = std::clamp(interval, milliseconds(0), kLongestHeartbeat);
    const QJsonValue online = object.value(u"status"_s).toObject().value(u"online"_s);
    if (online.isBool())
        event.online = online.toBool();
    return event;
}

} // namespace

Result<Event> decodeEvent(const QJsonObject &object)
{
    const QString postType = object.value(u"post_type"_s).toString();
    if (postType.isEmpty())
        return garbage(u"an event without post_type"_s);
    const QString self = idText(object.value(u"self_id"_s));
    Event event{.self = AccountId(self), .time = timeOfEither(object.value(u"time"_s)), .body = OtherEvent{}};
    if (postType == u"message"_s || postType == u"message_sent"_s) {
        Result<MessageEvent> message = messageEventOf(object, self);
        if (!message)
            return fail(message.error());
        event.body = *std::move(message);
        return event;
    }
    const QString detail = object.value(postType + u"_type"_s).toString();
    if (postType == u"meta_event"_s && detail == u"heartbeat"_s)
        event.body = heartbeatOf(object);
    else if (postType == u"meta_event"_s && detail == u"lifecycle"_s)
        event.body = LifecycleEvent{object.value(u"sub_type"_s).toString()};
    else if (postType == u"notice"_s && detail == u"bot_offline"_s)
        event.body = BotOfflineEvent{textOf(object.value(u"tag"_s)), textOf(object.value(u"message"_s))};
    else
        event.body = OtherEvent{typeName(object, postType)};
    return event;
}

Result<Event> decodeEvent(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    return object ? decodeEvent(*object) : Result<Event>(fail(object.error()));
}

Result<ReplyEnvelope> decodeReply(const QJsonObject &object)
{
    const QJsonValue status = object.value(u"status"_s);
    if (!status.isString() || (!object.contains(u"retcode"_s) && !object.contains(u"echo"_s)))
        return garbage(u"neither an event nor an answer"_s);
    ReplyEnvelope reply{.echo = textOf(object.value(u"echo"_s)),
                        .status = status.toString(),
                        .retcode = boundedInt(wholeNumber(object.value(u"retcode"_s))),
                        .data = object.value(u"data"_s),
                        .wording = {}};
    for (const QString &key : {u"wording"_s, u"message"_s, u"msg"_s}) {
        if (reply.wording.isEmpty())
            reply.wording = textOf(object.value(key));
    }
    return reply;
}

Result<Frame> decodeFrame(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    if (object->contains(u"post_type"_s)) {
        Result<Event> event = decodeEvent(*object);
        if (!event)
            return fail(event.error());
        return Frame(*std::move(event));
    }
    Result<ReplyEnvelope> reply = decodeReply(*object);
    if (!reply)
        return fail(reply.error());
    return Frame(*std::move(reply));
}

QByteArray encodeAction(const Action &action, const QString &echo)
{
    const QJsonObject frame{{u"action"_s, action.name}, {u"params"_s, action.params}, {u"echo"_s, echo}};
    return QJsonDocument(frame).toJson(QJsonDocument::Compact);
}

QByteArray encodeForm(const Action &action)
{
    QByteArray form;
    for (auto it = action.params.constBegin(); it != action.params.constEnd(); ++it) {
        QByteArray value;
        if (it.key() == u"message"_s && it->isArray())
            value = cqTextOfSegments(it->toArray()).toUtf8();
        else if (it->isArray())
            value = QJsonDocument(it->toArray()).toJson(QJsonDocument::Compact);
        else if (it->isObject())
            value = QJsonDocument(it->toObject()).toJson(QJsonDocument::Compact);
        else
            value = it->toVariant().toString().toUtf8();
        if (!form.isEmpty())
            form += '&';
        form += it.key().toUtf8().toPercentEncoding() + '=' + value.toPercentEncoding();
    }
    return form;
}

QJsonArray encodeMessage(const Message &message)
{
    QJsonArray array;
    for (const Segment &segment : message)
        array.append(std::visit(SegmentWriter(), segment));
    return array;
}

Result<Message> decodeMessage(const QJsonValue &value)
{
    QJsonArray array;
    if (value.isString())
        array = segmentsOfCqText(value.toString());
    else if (value.isArray())
        array = value.toArray();
    else if (value.isObject())
        array.append(value);
    else
        return garbage(u"a message that is neither text nor segments"_s);
    if (array.size() > kMaxSegments)
        return garbage(u"a message with too many segments"_s);

    Message message;
    message.reserve(array.size());
    for (const QJsonValue entry : std::as_const(array)) {
        const QJsonObject object = entry.toObject();
        const QString type = object.value(u"type"_s).toString();
        if (type.isEmpty())
            return garbage(u"a segment without type"_s);
        message.append(segmentOf(type, object.value(u"data"_s).toObject()));
    }
    return message;
}

Result<QList<Contact>> decodeContacts(ChatKind kind, const QJsonValue &data)
{
    if (!data.isArray())
        return garbage(u"a contact list that is no list"_s);
    const bool group = kind == ChatKind::Group;
    QList<Contact> contacts;
    const QJsonArray array = data.toArray();
    contacts.reserve(array.size());
    for (const QJsonValue entry : array) {
        const QJsonObject object = entry.toObject();
        Contact contact;
        contact.target = {kind, chatId(object.value(group ? u"group_id"_s : u"user_id"_s))};
        if (contact.target.id.isEmpty())
            continue;
        contact.name = textOf(object.value(group ? u"group_name"_s : u"remark"_s));
        if (contact.name.isEmpty())
            contact.name = textOf(object.value(group ? u"group_remark"_s : u"nickname"_s));
        if (group) {
            contact.memberCount = boundedInt(wholeNumber(object.value(u"member_count"_s)));
            const QJsonValue shut = object.value(u"group_all_shut"_s);
            contact.allMuted = shut.isBool() ? shut.toBool() : wholeNumber(shut) != 0;
        }
        contacts.append(contact);
    }
    return contacts;
}

Action encodeSend(const Target &target, const Message &message)
{
    const bool group = target.kind == ChatKind::Group;
    bool isNumber = false;
    const qint64 number = target.id.toLongLong(&isNumber); // not every gateway converts text
    const QJsonObject params{
        {group ? u"group_id"_s : u"user_id"_s, isNumber ? QJsonValue(number) : QJsonValue(target.id)},
        {u"message"_s, encodeMessage(message)}};
    return {group ? u"send_group_msg"_s : u"send_private_msg"_s, params};
}

MessageId decodeSent(const QJsonValue &data)
{
    return MessageId(idText(data.toObject().value(u"message_id"_s)));
}

Result<QList<PictureKey>> decodePictureKeys(const QJsonValue &data)
{
    constexpr double kFar = 1e11; // seconds; beyond any plausible date
    QList<PictureKey> keys;
    const QJsonArray array = data.toArray();
    for (const QJsonValue entry : array) {
        const QJsonObject one = entry.toObject();
        QString text = one.value(u"rkey"_s).toString();
        const double created = one.value(u"created_at"_s).toDouble(-1);
        const double ttl = one.value(u"ttl"_s).toVariant().toDouble();
        if (text.isEmpty() || created < 0 || created > kFar || ttl <= 0 || ttl > kFar)
            continue;
        if (text.startsWith(u"&rkey="_s))
            text.remove(0, 6);
        keys.append({.key = Redacted<QString>(text),
                     .forGroups = one.value(u"type"_s).toString() == u"group"_s,
                     .createdAt = WallTime(seconds(static_cast<qint64>(created))),
                     .ttl = seconds(static_cast<qint64>(ttl))});
    }
    if (keys.isEmpty())
        return garbage(u"no picture key"_s);
    return keys;
}

} // namespace rookery::protocol

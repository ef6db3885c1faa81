// SPDX-License-Identifier: GPL-3.0-or-later
#include "milky.h"

#include "json.h"

#include "base/reasons/input.h"
#include "base/reasons/transport.h"

#include <algorithm>
#include <array>

namespace rookery::protocol::milky {

using namespace Qt::Literals::StringLiterals;

namespace {

struct SceneName {
    Scene scene;
    QLatin1StringView name;
};

constexpr std::array kScenes = {
    SceneName{Scene::Friend, QLatin1StringView("friend")},
    SceneName{Scene::Group, QLatin1StringView("group")},
    SceneName{Scene::Temp, QLatin1StringView("temp")},
};

constexpr qsizetype kLongestType = 80;

tl::unexpected<Error> garbage(const QString &detail)
{
    return fail(ErrorKind::Protocol, Reason::Garbage, detail);
}

QLatin1StringView nameOf(Scene scene)
{
    return std::find_if(kScenes.cbegin(), kScenes.cend(), [scene](const SceneName &one) { return one.scene == scene; })
        ->name;
}

std::optional<Scene> sceneOf(QStringView name)
{
    const auto it =
        std::find_if(kScenes.cbegin(), kScenes.cend(), [name](const SceneName &one) { return name == one.name; });
    return it == kScenes.cend() ? std::nullopt : std::optional(it->scene);
}

QJsonObject segment(const QString &type, const QJsonObject &data)
{
    return {{u"type"_s, type}, {u"data"_s, data}};
}

//! Returns the chat and sequence number of an incoming message.
std::optional<MessageKey> keyOf(const QJsonObject &message)
{
    const std::optional<Scene> scene = sceneOf(message.value(u"message_scene"_s).toString());
    const QString peer = canonicalChatId(idText(message.value(u"peer_id"_s)));
    const qint64 seq = wholeNumber(message.value(u"message_seq"_s), -1);
    if (!scene || peer.isEmpty() || peer.contains(u':') || seq < 0)
        return std::nullopt;
    return MessageKey{*scene, peer, seq};
}

//! Decodes an incoming segment. A reply names the message as `messageIdText` does.
Segment segmentOf(const QString &type, const QJsonObject &data, const MessageKey &key)
{
    if (type == u"text"_s)
        return TextSegment{textOf(data.value(type))};
    if (type == u"mention"_s)
        return AtSegment{idText(data.value(u"user_id"_s))};
    if (type == u"mention_all"_s)
        return AtSegment{};
    if (type == u"face"_s)
        return OtherSegment{type, {{u"id"_s, textOf(data.value(u"face_id"_s))}}};
    if (type == u"image"_s) {
        return ImageSegment{.file = textOf(data.value(u"resource_id"_s)),
                            .url = textOf(data.value(u"temp_url"_s)),
                            .summary = textOf(data.value(u"summary"_s))};
    }
    if (type == u"reply"_s) {
        const qint64 seq = wholeNumber(data.value(u"message_seq"_s), -1);
        return OtherSegment{type, {{u"id"_s, messageIdText({key.scene, key.peer, std::max<qint64>(0, seq)})}}};
    }
    return OtherSegment{type, data};
}

//! Returns the first text that is not empty.
QString firstText(const QList<QJsonValue> &values)
{
    for (const QJsonValue &value : values) {
        if (const QString text = textOf(value); !text.isEmpty())
            return text;
    }
    return {};
}

QString senderName(const QJsonObject &message, bool own)
{
    const QJsonObject member = message.value(u"group_member"_s).toObject();
    const QJsonObject partner = own ? QJsonObject() : message.value(u"friend"_s).toObject();
    return firstText({member.value(u"card"_s), member.value(u"nickname"_s), partner.value(u"remark"_s),
                      partner.value(u"nickname"_s)});
}

//! Converts a QQ number to the number that is sent; nullopt if it is not a number.
std::optional<qint64> uin(const QString &text)
{
    const qint64 number = wholeNumber(QJsonValue(text), 0);
    return number > 0 ? std::optional(number) : std::nullopt;
}

tl::unexpected<Error> cannotSay(const QString &type)
{
    return fail(ErrorKind::Rejected, Reason::BadInput, type.left(kLongestType));
}

struct SegmentWriter {
    Result<QJsonObject> operator()(const TextSegment &text) const
    {
        return segment(u"text"_s, {{u"text"_s, text.text}});
    }
    Result<QJsonObject> operator()(const AtSegment &at) const
    {
        if (at.userId.isEmpty())
            return segment(u"mention_all"_s, {});
        const std::optional<qint64> user = uin(at.userId);
        if (!user)
            return cannotSay(u"mention"_s);
        return segment(u"mention"_s, {{u"user_id"_s, *user}});
    }
    Result<QJsonObject> operator()(const ImageSegment &image) const
    {
        // a received picture has no file that could be sent again, only its link
        const QString uri = image.file.contains(u"://"_s) ? image.file : image.url;
        if (!uri.contains(u"://"_s))
            return cannotSay(u"image"_s);
        QJsonObject data{{u"uri"_s, uri}};
        if (!image.summary.isEmpty())
            data.insert(u"summary"_s, image.summary);
        return segment(u"image"_s, data);
    }
    Result<QJsonObject> operator()(const OtherSegment &other) const
    {
        if (other.type == u"face"_s) {
            const QString id = textOf(other.data.value(u"id"_s));
            if (!id.isEmpty())
                return segment(other.type, {{u"face_id"_s, id}});
        }
        if (other.type == u"reply"_s) {
            const QString id = textOf(other.data.value(u"id"_s));
            const std::optional<MessageKey> key = messageKey(id);
            const qint64 seq = key ? key->seq : wholeNumber(QJsonValue(id), -1);
            if (seq >= 0)
                return segment(other.type, {{u"message_seq"_s, seq}});
        }
        return cannotSay(other.type);
    }
};

} // namespace

QString messageIdText(const MessageKey &key)
{
    return QString(nameOf(key.scene)) + u':' + key.peer + u':' + QString::number(key.seq);
}

std::optional<MessageKey> messageKey(QStringView text)
{
    const QList<QStringView> parts = text.split(u':');
    if (parts.size() != 3 || parts.at(1).isEmpty())
        return std::nullopt;
    const std::optional<Scene> scene = sceneOf(parts.at(0));
    bool isNumber = false;
    const qint64 seq = parts.at(2).toLongLong(&isNumber);
    if (!scene || !isNumber || seq < 0)
        return std::nullopt;
    MessageKey key{*scene, parts.at(1).toString(), seq};
    if (messageIdText(key) != text) // "+7", "007": with two texts for one message, a duplicate would go unnoticed
        return std::nullopt;
    return key;
}

QJsonObject messageParams(const MessageKey &key)
{
    const std::optional<qint64> peer = uin(key.peer);
    if (!peer)
        return {};
    return {{u"message_scene"_s, nameOf(key.scene)}, {u"peer_id"_s, *peer}, {u"message_seq"_s, key.seq}};
}

Result<Answer> decodeAnswer(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    const QJsonValue status = object->value(u"status"_s);
    const QJsonValue retcode = object->value(u"retcode"_s);
    if (!status.isString() || !retcode.isDouble())
        return garbage(u"an answer without status and retcode"_s);
    return Answer{.status = status.toString(),
                  .retcode = boundedInt(wholeNumber(retcode, -1)),
                  .data = object->value(u"data"_s).toObject(),
                  .message = textOf(object->value(u"message"_s))};
}

Result<Event> decodeEvent(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    const QString type = object->value(u"event_type"_s).toString();
    if (type.isEmpty())
        return garbage(u"an event without event_type"_s);
    const QString self = idText(object->value(u"self_id"_s));
    const QJsonObject data = object->value(u"data"_s).toObject();
    if (type == u"message_receive"_s)
        return decodeMessage(data, self);
    Event event{.self = AccountId(self), .time = timeOfEither(object->value(u"time"_s)), .body = OtherEvent{}};
    if (type == u"bot_offline"_s)
        event.body = BotOfflineEvent{{}, textOf(data.value(u"reason"_s))};
    else
        event.body = OtherEvent{type.left(kLongestType)};
    return event;
}

Result<Event> decodeMessage(const QJsonObject &message, const QString &self)
{
    const std::optional<MessageKey> key = keyOf(message);
    if (!key)
        return garbage(u"a message without a chat or a number"_s);
    const QJsonValue segments = message.value(u"segments"_s);
    if (!segments.isArray())
        return garbage(u"a message without segments"_s);
    const QJsonArray array = segments.toArray();
    if (array.size() > kMaxSegments)
        return garbage(u"a message with too many segments"_s);
    MessageEvent decoded;
    decoded.message.reserve(array.size());
    for (const QJsonValue entry : array) {
        const QString type = entry.toObject().value(u"type"_s).toString();
        if (type.isEmpty())
            return garbage(u"a segment without type"_s);
        decoded.message.append(segmentOf(type, entry.toObject().value(u"data"_s).toObject(), *key));
    }
    const QString sender = idText(message.value(u"sender_id"_s));
    const bool group = key->scene == Scene::Group;
    decoded.own = !sender.isEmpty() && sender == self;
    decoded.messageId = MessageId(messageIdText(*key));
    decoded.chat = {group ? ChatKind::Group : ChatKind::Friend, key->peer};
    decoded.senderId = group || decoded.own ? sender : key->peer;
    decoded.senderName = senderName(message, decoded.own);
    return Event{.self = AccountId(self), .time = timeOfEither(message.value(u"time"_s)), .body = std::move(decoded)};
}

Result<QList<Contact>> decodeContacts(ChatKind kind, const QJsonObject &data)
{
    const bool group = kind == ChatKind::Group;
    const QJsonValue list = data.value(group ? u"groups"_s : u"friends"_s);
    if (!list.isArray())
        return garbage(u"a contact list that is no list"_s);
    QList<Contact> contacts;
    const QJsonArray array = list.toArray();
    contacts.reserve(array.size());
    for (const QJsonValue entry : array) {
        const QJsonObject one = entry.toObject();
        Contact contact;
        contact.target = {kind, canonicalChatId(idText(one.value(group ? u"group_id"_s : u"user_id"_s)))};
        if (contact.target.id.isEmpty())
            continue;
        contact.name = group ? firstText({one.value(u"group_name"_s), one.value(u"remark"_s)})
                             : firstText({one.value(u"remark"_s), one.value(u"nickname"_s)});
        if (group)
            contact.memberCount = boundedInt(wholeNumber(one.value(u"member_count"_s)));
        contacts.append(contact);
    }
    return contacts;
}

Result<QJsonArray> encodeMessage(const Message &message)
{
    QJsonArray array;
    for (const Segment &one : message) {
        const Result<QJsonObject> written = std::visit(SegmentWriter(), one);
        if (!written)
            return fail(written.error());
        array.append(*written);
    }
    return array;
}

int countPictures(const Message &message)
{
    return static_cast<int>(std::count_if(message.cbegin(), message.cend(), [](const Segment &one) {
        return std::holds_alternative<ImageSegment>(one);
    }));
}

} // namespace rookery::protocol::milky

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink.h"

#include "json.h"

#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace rookery::protocol::ilink {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kBotMessage = 2;
constexpr int kFinished = 2;
constexpr qint64 kLongestPoll = 120'000; // larger values from the server are reduced to this
constexpr qsizetype kMostItems = 4096;

enum ItemType { Text = 1, Image = 2, Voice = 3, File = 4, Video = 5 };

struct StateName {
    QLatin1StringView name;
    ScanState state;
};

constexpr std::array kStates = {
    StateName{QLatin1StringView("wait"), ScanState::Wait},
    StateName{QLatin1StringView("scaned"), ScanState::Scanned},
    StateName{QLatin1StringView("confirmed"), ScanState::Confirmed},
    StateName{QLatin1StringView("expired"), ScanState::Expired},
    StateName{QLatin1StringView("cancel"), ScanState::Expired},
    StateName{QLatin1StringView("canceled"), ScanState::Expired},
    StateName{QLatin1StringView("denied"), ScanState::Expired},
    StateName{QLatin1StringView("scaned_but_redirect"), ScanState::Redirected},
    StateName{QLatin1StringView("need_verifycode"), ScanState::NeedsVerifyCode},
    StateName{QLatin1StringView("verify_code_blocked"), ScanState::VerifyCodeBlocked},
    StateName{QLatin1StringView("binded_redirect"), ScanState::AlreadyBound},
};

tl::unexpected<Error> garbage(const QString &detail)
{
    return fail(ErrorKind::Protocol, Reason::Garbage, detail);
}

Verdict verdictOf(const QJsonObject &object)
{
    Verdict verdict;
    verdict.code = static_cast<int>(wholeNumber(object.value(u"ret"_s)));
    if (verdict.code == 0)
        verdict.code = static_cast<int>(wholeNumber(object.value(u"errcode"_s)));
    verdict.text = textOf(object.value(u"errmsg"_s));
    return verdict;
}

//! Converts one item. Keys of encrypted files are dropped: nothing here can decrypt those files, and the keys must not
//! reach the database.
Segment segmentOf(const QJsonObject &item)
{
    switch (static_cast<int>(wholeNumber(item.value(u"type"_s)))) {
    case Text:
        return TextSegment{textOf(item.value(u"text_item"_s).toObject().value(u"text"_s))};
    case Image: {
        ImageSegment image;
        image.size = wholeNumber(item.value(u"image_item"_s).toObject().value(u"mid_size"_s));
        return image;
    }
    case Voice:
        return OtherSegment{u"record"_s,
                            QJsonObject{{u"text"_s, textOf(item.value(u"voice_item"_s).toObject().value(u"text"_s))}}};
    case File: {
        const QJsonObject file = item.value(u"file_item"_s).toObject();
        return OtherSegment{
            u"file"_s,
            QJsonObject{{u"name"_s, textOf(file.value(u"file_name"_s))}, {u"size"_s, textOf(file.value(u"len"_s))}}};
    }
    case Video:
        return OtherSegment{u"video"_s, {}};
    default:
        return OtherSegment{u"item-%1"_s.arg(wholeNumber(item.value(u"type"_s))), {}};
    }
}

std::optional<Incoming> incomingOf(const QJsonObject &message)
{
    Incoming incoming;
    incoming.event.time = timeOfMSecs(wholeNumber(message.value(u"create_time_ms"_s)));
    if (!textOf(message.value(u"group_id"_s)).isEmpty()) {
        incoming.event.body = OtherEvent{u"group_message"_s};
        return incoming;
    }
    MessageEvent event;
    event.own = wholeNumber(message.value(u"message_type"_s)) == kBotMessage;
    event.senderId = textOf(message.value(u"from_user_id"_s));
    const QString other = event.own ? textOf(message.value(u"to_user_id"_s)) : event.senderId;
    const QJsonArray items = message.value(u"item_list"_s).toArray();
    if (other.isEmpty() || items.size() > kMostItems)
        return std::nullopt;
    event.chat = {ChatKind::Friend, other};
    const QString id = idText(message.value(u"message_id"_s));
    if (!id.isEmpty())
        event.messageId = MessageId(id);
    event.message.reserve(items.size());
    for (const QJsonValue item : items)
        event.message.append(segmentOf(item.toObject()));
    if (!event.own)
        incoming.contextToken = Redacted<QString>(textOf(message.value(u"context_token"_s)));
    incoming.event.body = event;
    return incoming;
}

QJsonObject messageWith(const Envelope &envelope, const QJsonObject &item)
{
    const QJsonObject message{{u"from_user_id"_s, QString()},      {u"to_user_id"_s, envelope.to},
                              {u"client_id"_s, envelope.clientId}, {u"message_type"_s, kBotMessage},
                              {u"message_state"_s, kFinished},     {u"context_token"_s, envelope.contextToken.reveal()},
                              {u"item_list"_s, QJsonArray{item}}};
    return {{u"msg"_s, message}};
}

} // namespace

Result<LoginCode> decodeLoginCode(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    LoginCode code{Redacted<QString>(textOf(object->value(u"qrcode"_s))),
                   Redacted<QString>(textOf(object->value(u"qrcode_img_content"_s)))};
    if (code.key.isEmpty() || code.content.isEmpty())
        return garbage(u"no login code"_s);
    return code;
}

Result<Scan> decodeScan(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    const QString status = textOf(object->value(u"status"_s));
    if (status.isEmpty())
        return garbage(u"no status of the login code"_s);
    Scan scan;
    const auto known =
        std::find_if(kStates.cbegin(), kStates.cend(), [&](const StateName &one) { return one.name == status; });
    if (known != kStates.cend())
        scan.state = known->state;
    scan.redirectHost = textOf(object->value(u"redirect_host"_s));
    if (scan.state == ScanState::Redirected && scan.redirectHost.isEmpty())
        return garbage(u"redirected to nowhere"_s);
    if (scan.state != ScanState::Confirmed)
        return scan;
    scan.binding = {Redacted<QString>(textOf(object->value(u"bot_token"_s))), textOf(object->value(u"ilink_bot_id"_s)),
                    textOf(object->value(u"ilink_user_id"_s)), textOf(object->value(u"baseurl"_s))};
    if (scan.binding.token.isEmpty() || scan.binding.botId.isEmpty())
        return garbage(u"confirmed without a binding"_s);
    return scan;
}

Result<Verdict> decodeVerdict(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    return verdictOf(*object);
}

Result<Updates> decodeUpdates(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    // any server may answer "ok"; only an answer in the interface's own format proves that we are online
    const bool isOwn = object->contains(u"ret"_s) || object->contains(u"errcode"_s)
        || object->value(u"msgs"_s).isArray() || object->value(u"get_updates_buf"_s).isString();
    if (!isOwn)
        return fail(ErrorKind::Protocol, Reason::WrongServer);
    Updates updates;
    updates.verdict = verdictOf(*object);
    const QString cursor = textOf(object->value(u"get_updates_buf"_s));
    if (!cursor.isEmpty())
        updates.cursor = cursor;
    const qint64 hold = wholeNumber(object->value(u"longpolling_timeout_ms"_s));
    updates.pollTime = milliseconds(std::clamp<qint64>(hold, 0, kLongestPoll));
    const QJsonArray messages = object->value(u"msgs"_s).toArray();
    for (const QJsonValue message : messages) {
        if (std::optional<Incoming> incoming = incomingOf(message.toObject()))
            updates.messages.append(*std::move(incoming));
        else
            ++updates.skipped;
    }
    return updates;
}

Result<UploadPlace> decodeUploadPlace(const QByteArray &utf8)
{
    const Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return fail(object.error());
    if (const Verdict verdict = verdictOf(*object); !verdict.ok())
        return fail(ErrorKind::Rejected, Reason::None, verdict.text, verdict.code);
    UploadPlace place{textOf(object->value(u"upload_full_url"_s)), textOf(object->value(u"upload_param"_s))};
    if (place.url.isEmpty() && place.param.isEmpty())
        return garbage(u"nowhere to put the picture"_s);
    return place;
}

Redacted<QString> encodeBinding(const Binding &binding)
{
    const QJsonObject object{{u"bot_token"_s, binding.token.reveal()},
                             {u"ilink_bot_id"_s, binding.botId},
                             {u"ilink_user_id"_s, binding.userId},
                             {u"baseurl"_s, binding.baseUrl}};
    return Redacted<QString>(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

std::optional<Binding> decodeBinding(const Redacted<QString> &text)
{
    const Result<QJsonObject> object = parseObject(text.reveal().toUtf8());
    if (!object)
        return std::nullopt;
    Binding binding{Redacted<QString>(textOf(object->value(u"bot_token"_s))), textOf(object->value(u"ilink_bot_id"_s)),
                    textOf(object->value(u"ilink_user_id"_s)), textOf(object->value(u"baseurl"_s))};
    if (binding.token.isEmpty() || binding.botId.isEmpty())
        return std::nullopt;
    return binding;
}

QJsonObject textMessage(const Envelope &envelope, const QString &text)
{
    return messageWith(envelope, {{u"type"_s, Text}, {u"text_item"_s, QJsonObject{{u"text"_s, text}}}});
}

QJsonObject pictureMessage(const Envelope &envelope, const UploadedPicture &picture)
{
    // the key travels as Base64 of its hexadecimal text, not of the bytes
    const QJsonObject media{{u"encrypt_query_param"_s, picture.param},
                            {u"aes_key"_s, QString::fromLatin1(picture.key.toHex().toBase64())},
                            {u"encrypt_type"_s, 1}};
    const QJsonObject image{{u"media"_s, media}, {u"mid_size"_s, picture.cipherSize}};
    return messageWith(envelope, {{u"type"_s, Image}, {u"image_item"_s, image}});
}

bool isTrusted(const QUrl &url, const QUrl &base)
{
    const QString host = url.host();
    if (!url.isValid() || host.isEmpty() || !url.userInfo().isEmpty())
        return false;
    if (url.scheme() == u"https"_s && host.endsWith(u".weixin.qq.com"_s))
        return true;
    const bool schemeFits = url.scheme() == u"https"_s || url.scheme() == base.scheme();
    return host == base.host() && schemeFits;
}

} // namespace rookery::protocol::ilink

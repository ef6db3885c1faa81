// SPDX-License-Identifier: GPL-3.0-or-later
#include "sender.h"

#include "phone.h"
#include "picture.h"

#include <QCryptographicHash>
#include <QFile>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

constexpr milliseconds kUnconfirmed = seconds(10);

//! Returns the bytes behind a URI; empty: it cannot be read. Downloads nothing.
QByteArray bytesOf(const QString &uri)
{
    if (uri.startsWith("base64://"_L1)) {
        const auto decoded =
            QByteArray::fromBase64Encoding(uri.mid(9).toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
        return decoded ? *decoded : QByteArray();
    }
    if (!uri.startsWith("file://"_L1))
        return {};
    QFile file(QUrl(uri).toLocalFile());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject segmentOf(const QString &type, const QString &key, const QString &value)
{
    return {{u"type"_s, type}, {u"data"_s, QJsonObject{{key, value}}}};
}

QJsonArray segmentsOf(const PhoneMessage &message)
{
    QJsonArray segments;
    if (!message.text.isEmpty())
        segments.append(segmentOf(u"text"_s, u"text"_s, message.text));
    if (!message.picture.isEmpty())
        segments.append(segmentOf(u"image"_s, u"uri"_s, u"base64://"_s + message.picture));
    if (!message.face.isEmpty())
        segments.append(segmentOf(u"face"_s, u"face_id"_s, message.face));
    return segments;
}

} // namespace

void Sender::addPicture(Draft &draft, const QJsonObject &data)
{
    const QByteArray bytes = bytesOf(data.value("uri"_L1).toString());
    if (bytes.isEmpty()) {
        draft.unreadable = draft.unreadable || !m_state.behaviour.dropsPictures;
        return;
    }
    const QString sha256 = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    const QString summary = data.value("summary"_L1).toString();
    draft.pictureSha256.append(sha256);
    // its name on QQ's server says nothing about the bytes
    const QString resource = QUuid::createUuid().toString(QUuid::Id128);
    draft.segments.append(m_chats.picture(resource, summary, shapeOf(bytes).size));
    draft.asked.append(QJsonObject{{u"type"_s, u"image"_s}, {u"data"_s, QJsonObject{{u"summary"_s, summary}}}});
}

Sender::Draft Sender::draftOf(const Peer &peer, const QJsonArray &segments)
{
    const bool lost = m_state.faults.isOn(u"picture-lost"_s);
    if (lost)
        static_cast<void>(m_state.faults.take(u"picture-lost"_s, peer.id));
    Draft draft;
    for (const QJsonValue &value : segments) {
        const QString type = value["type"_L1].toString();
        const QJsonObject data = value["data"_L1].toObject();
        if (type == "image"_L1) {
            if (!lost)
                addPicture(draft, data);
            continue;
        }
        QJsonObject shown = value.toObject();
        if (type == "text"_L1)
            draft.text += data.value("text"_L1).toString();
        else if (type == "mention"_L1)
            shown.insert(u"data"_s, QJsonObject{{u"user_id"_s, data.value("user_id"_L1)}, {u"name"_s, u"member"_s}});
        else if (type == "face"_L1)
            shown.insert(u"data"_s, QJsonObject{{u"face_id"_s, data.value("face_id"_L1)}, {u"is_large"_s, false}});
        else if (type != "mention_all"_L1)
            continue; // other types are not imitated
        draft.segments.append(shown);
        draft.asked.append(value);
    }
    return draft;
}

std::optional<Outcome> Sender::refusal(const Peer &peer, const Draft &draft)
{
    const Behaviour &behaviour = m_state.behaviour;
    if (!m_state.isOnline())
        return Outcome::failed(behaviour.loggedOutCode, behaviour.loggedOutText);
    if (draft.unreadable)
        return Outcome::broken();
    if (!m_chats.has(peer)) {
        if (!peer.group && behaviour.dropsPictures)
            return Outcome::failed(-404, u"User not found"_s);
        return behaviour.dropsPictures ? Outcome::failed(500, u"Internal error: 发送消息失败 (code=10): "_s)
                                       : Outcome::failed(10, QString());
    }
    if (m_state.faults.take(u"send-refused"_s, peer.id))
        return Outcome::failed(behaviour.mutedCode, behaviour.mutedText);
    if (draft.segments.isEmpty())
        return Outcome::failed(500, u"Internal error: 消息体无法解析，请检查是否发送了不支持的消息类型"_s);
    return std::nullopt;
}

Outcome Sender::unconfirmed() const
{
    const QString &text = m_state.behaviour.unconfirmedText;
    return text.isEmpty() ? Outcome::broken() : Outcome::failed(500, text);
}

QJsonObject Sender::receipt(const QJsonObject &message)
{
    return {{u"message_seq"_s, message.value("message_seq"_L1)}, {u"time"_s, message.value("time"_L1)}};
}

void Sender::send(const Peer &peer, const QJsonArray &segments, const Done &done)
{
    const Draft draft = draftOf(peer, segments);
    if (const std::optional<Outcome> refused = refusal(peer, draft)) {
        done(*refused);
        return;
    }
    const auto limit = [](const FaultSetting &fault) { return fault.delay.count() > 0 ? fault.delay : kUnconfirmed; };
    if (const auto lost = m_state.faults.take(u"send-timeout-lost"_s, peer.id)) {
        m_scheduler.after(limit(*lost), [this, done] { done(unconfirmed()); });
        return;
    }
    const auto late = m_state.faults.take(u"send-timeout-delivered"_s, peer.id);
    const bool silent = !late && m_state.faults.take(u"send-silently-lost"_s, peer.id).has_value();
    Contradiction twist;
    if (!late && !silent)
        twist = takeContradiction(m_state.faults, peer.id);
    const milliseconds wait = late ? limit(*late) : milliseconds(0);
    const bool confirmed = !late;
    m_scheduler.after(m_state.options.sendDelay, [this, peer, draft, done, confirmed, wait, silent, twist] {
        if (silent)
            done(Outcome::ok({{u"message_seq"_s, m_chats.skipNumber(peer)}, {u"time"_s, m_state.nowSeconds()}}));
        else
            deliverAndAnswer(peer, draft, {.twist = twist, .wait = wait, .confirmed = confirmed}, done);
    });
}

void Sender::deliverAndAnswer(const Peer &peer, const Draft &draft, const Answering &answering, const Done &done)
{
    const QJsonObject message = deliver(peer, draft);
    const auto tell = [this, message, echoes = answering.twist.echoes] {
        for (int i = 0; i < echoes; ++i)
            echo(message);
    };
    const bool echoFirst = answering.twist.echoAfter.count() == 0; // the usual order
    if (echoFirst)
        tell();
    m_scheduler.after(answering.wait, [this, message, done, answering, tell, echoFirst] {
        if (answering.twist.answer != Contradiction::Answer::True)
            done(contradiction(answering.twist.answer));
        else
            done(answering.confirmed ? Outcome::ok(receipt(message)) : unconfirmed());
        if (!echoFirst)
            m_scheduler.after(answering.twist.echoAfter, tell);
    });
}

QJsonObject Sender::deliver(const Peer &peer, const Draft &draft, const QString &client)
{
    const QJsonObject message = m_chats.remember(peer, m_state.options.account, draft.segments);
    m_state.ledger.add({.account = m_state.options.account,
                        .group = peer.group,
                        .target = peer.id,
                        .messageId = message.value("message_seq"_L1).toInteger(),
                        .segments = draft.asked,
                        .text = draft.text,
                        .pictureSha256 = draft.pictureSha256,
                        .time = m_state.clock.wallNow(),
                        .client = client});
    return message;
}

void Sender::echo(const QJsonObject &message)
{
    if (m_state.options.reportSelfMessage)
        m_chats.push(message);
}

Outcome Sender::contradiction(Contradiction::Answer what) const
{
    const Behaviour &behaviour = m_state.behaviour;
    switch (what) {
    case Contradiction::Answer::True:
    case Contradiction::Answer::Refused:
        break;
    case Contradiction::Answer::Offline:
        return Outcome::failed(behaviour.loggedOutCode, behaviour.loggedOutText);
    case Contradiction::Answer::Unlisted:
        return behaviour.unlistedCode == 0 ? Outcome::broken()
                                           : Outcome::failed(behaviour.unlistedCode, behaviour.unlistedText);
    }
    return Outcome::failed(behaviour.refusedCode, behaviour.refusedText);
}

Result<> Sender::sendFromPhone(const QJsonObject &body)
{
    const PhoneMessage message = readPhoneMessage(body, m_phonePictures);
    const Peer peer{.group = message.group, .id = message.target};
    if (!m_chats.has(peer))
        return fail(ErrorKind::Rejected, Reason::None, u"no such chat"_s);
    const Draft draft = draftOf(peer, segmentsOf(message));
    if (draft.segments.isEmpty())
        return fail(ErrorKind::Rejected, Reason::None, u"\"text\", \"picture\" or \"face\""_s);
    echo(deliver(peer, draft, u"phone"_s));
    return {};
}

} // namespace rookery::sim::milky

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sender.h"

#include <QCryptographicHash>
#include <QFile>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

constexpr milliseconds s_unconfirmed = seconds(10);

//! The bytes behind a URI; empty: cannot be read. Nothing is downloaded.
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

} // namespace

void Sender::addPicture(Draft &draft, const QJsonObject &data, bool usable)
{
    const QByteArray bytes = usable ? bytesOf(data.value("uri"_L1).toString()) : QByteArray();
    if (bytes.isEmpty()) {
        draft.unreadable = draft.unreadable || !m_world.habits.dropsPictures;
        return;
    }
    const QString sha256 = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    const QString summary = data.value("summary"_L1).toString();
    draft.pictureSha256.append(sha256);
    draft.segments.append(m_chats.picture(sha256.left(32), summary));
    draft.asked.append(QJsonObject{{u"type"_s, u"image"_s}, {u"data"_s, QJsonObject{{u"summary"_s, summary}}}});
}

Sender::Draft Sender::draftOf(const Peer &peer, const QJsonArray &segments)
{
    const bool lost = m_world.faults.isOn(u"picture-lost"_s);
    if (lost)
        static_cast<void>(m_world.faults.take(u"picture-lost"_s, peer.id));
    Draft draft;
    for (const QJsonValue &value : segments) {
        const QString type = value["type"_L1].toString();
        const QJsonObject data = value["data"_L1].toObject();
        if (type == "image"_L1) {
            if (!lost)
                addPicture(draft, data, true);
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
            continue; // the others are not imitated
        draft.segments.append(shown);
        draft.asked.append(value);
    }
    return draft;
}

std::optional<Outcome> Sender::refusal(const Peer &peer, const Draft &draft)
{
    const Habits &habits = m_world.habits;
    if (!m_world.isOnline())
        return Outcome::failed(habits.loggedOutCode, habits.loggedOutText);
    if (draft.unreadable)
        return Outcome::broken();
    if (!m_chats.has(peer)) {
        if (!peer.group && habits.dropsPictures)
            return Outcome::failed(-404, u"User not found"_s);
        return habits.dropsPictures ? Outcome::failed(500, u"Internal error: 发送消息失败 (code=10): "_s)
                                    : Outcome::failed(10, QString());
    }
    if (m_world.faults.take(u"send-refused"_s, peer.id))
        return Outcome::failed(habits.mutedCode, habits.mutedText);
    if (draft.segments.isEmpty())
        return Outcome::failed(500, u"Internal error: 消息体无法解析，请检查是否发送了不支持的消息类型"_s);
    return std::nullopt;
}

Outcome Sender::unconfirmed() const
{
    const QString &text = m_world.habits.unconfirmedText;
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
    const auto limit = [](const FaultSetting &fault) { return fault.delay.count() > 0 ? fault.delay : s_unconfirmed; };
    if (const auto lost = m_world.faults.take(u"send-timeout-lost"_s, peer.id)) {
        m_scheduler.after(limit(*lost), [this, done] { done(unconfirmed()); });
        return;
    }
    const auto late = m_world.faults.take(u"send-timeout-delivered"_s, peer.id);
    const bool silent = !late && m_world.faults.take(u"send-silently-lost"_s, peer.id).has_value();
    m_scheduler.after(m_world.options.sendDelay, [this, peer, draft, done, late, silent, limit] {
        if (silent) {
            done(Outcome::ok({{u"message_seq"_s, m_chats.skipNumber(peer)}, {u"time"_s, m_world.nowSeconds()}}));
            return;
        }
        const QJsonObject sent = receipt(deliver(peer, draft));
        if (late)
            m_scheduler.after(limit(*late), [this, done] { done(unconfirmed()); });
        else
            done(Outcome::ok(sent));
    });
}

QJsonObject Sender::deliver(const Peer &peer, const Draft &draft)
{
    const QJsonObject message = m_chats.remember(peer, m_world.options.account, draft.segments);
    m_world.ledger.add({.account = m_world.options.account,
                        .group = peer.group,
                        .target = peer.id,
                        .messageId = message.value("message_seq"_L1).toInteger(),
                        .segments = draft.asked,
                        .text = draft.text,
                        .pictureSha256 = draft.pictureSha256,
                        .time = m_world.clock.wallNow()});
    if (m_world.options.reportSelfMessage)
        m_chats.push(message); // its own copy comes before the answer
    return message;
}

} // namespace rookery::sim::milky

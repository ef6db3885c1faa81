// SPDX-License-Identifier: GPL-3.0-or-later
#include "sender.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

//! NapCat's own form for a kernel call that was refused or never confirmed.
QString kernelText(const QString &what, int result, const QString &message)
{
    return u"%1: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
           "ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n"
           "{\n    \"result\": %2,\n    \"errMsg\": \"%3\"\n}\n"_s.arg(what, QString::number(result), message);
}

QString refusedText(const QString &message)
{
    return kernelText(u"EventChecker Failed"_s, -1, message);
}

QString idOf(const QJsonObject &params, QLatin1StringView key)
{
    const QJsonValue value = params.value(key);
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

} // namespace

Sender::Sender(World &world, Chats &chats, UploadStore &uploads, RkeyLife &rkey, const QqLogin &login,
               const OneBotConfig &config)
    : m_world(world)
    , m_chats(chats)
    , m_uploads(uploads)
    , m_rkey(rkey)
    , m_login(login)
    , m_config(config)
    , m_scheduler(world.clock)
{}

Sender::Target Sender::targetOf(Family family, const QJsonObject &params) const
{
    const QString group = idOf(params, "group_id"_L1);
    const QString user = idOf(params, "user_id"_L1);
    const QString type = params.value("message_type"_L1).toString();
    if (family == Family::Group || type == "group"_L1) {
        if (group.isEmpty())
            return {.peer = {}, .error = u"当前群聊发送,请指定 group_id 而不是 user_id"_s};
        return {.peer = {.group = true, .id = group}, .error = {}};
    }
    if (family == Family::Private || type == "private"_L1) {
        if (user.isEmpty())
            return {.peer = {}, .error = u"当前私聊发送,请指定 user_id 而不是 group_id"_s};
        return {.peer = {.group = false, .id = user}, .error = {}};
    }
    if (!group.isEmpty())
        return {.peer = {.group = true, .id = group}, .error = {}};
    if (!user.isEmpty())
        return {.peer = {.group = false, .id = user}, .error = {}};
    return {.peer = {}, .error = u"请指定正确的 group_id 或 user_id"_s};
}

void Sender::refuse(const QString &message, const Done &done)
{
    m_world.log.error(
        u"发生错误 Error: %1\n    at SendMsgBase._handle (file:///app/napcat/napcat.mjs:1:1)"_s.arg(message));
    done(Outcome::failed(message));
}

void Sender::send(Family family, const QJsonObject &params, Transport transport, const Done &done)
{
    if (!params.contains("message"_L1)) {
        const QString stack = u"TypeError: Cannot read properties of undefined (reading 'length')\n"
                              "    at normalize (file:///app/napcat/napcat.mjs:1:1)"_s;
        m_world.log.error(u"发生错误 "_s + stack);
        // over a WebSocket the real one never answers this
        done(transport == Transport::WebSocket ? Outcome{.kind = Outcome::Kind::Silent} : Outcome::failed(stack));
        return;
    }
    const Target target = targetOf(family, params);
    if (!target.error.isEmpty()) {
        refuse(target.error, done);
        return;
    }
    if (!target.peer.group && !m_chats.has(target.peer)) {
        refuse(u"无法获取用户信息"_s, done);
        return;
    }
    const Draft draft =
        readDraft(params.value("message"_L1), params.value("auto_escape"_L1).toBool(), m_world, m_uploads);
    if (!draft.error.isEmpty()) {
        refuse(draft.error, done);
        return;
    }
    const milliseconds asked(params.value("timeout"_L1).toInteger());
    transmit(target.peer, draft, m_config.sendTimeout(draft.bytes, asked), done);
}

// Which refusal QQ words how is not known beyond "rich media transfer failed"; the others are ours.
QString Sender::refusal(const Peer &peer, const Draft &draft)
{
    if (!m_login.isOnline())
        return refusedText(u"账号已离线"_s);
    if (!m_chats.has(peer))
        return refusedText(u"你不在该群聊中"_s);
    if (m_world.faults.take(u"send-refused"_s, peer.id))
        return refusedText(u"你已被禁言"_s);
    if (!draft.pictureSha256.isEmpty() && m_world.faults.take(u"rich-media"_s, peer.id))
        return refusedText(u"rich media transfer failed"_s);
    return {};
}

void Sender::transmit(const Peer &peer, const Draft &draft, milliseconds timeout, const Done &done)
{
    const QString self = u"[%1(%2)]"_s.arg(m_world.options.nickname, m_world.options.account);
    const QString place =
        peer.group ? u"群聊 [%1(%2)] %3"_s.arg(m_chats.groupName(peer.id), peer.id, self) : u"私聊 (%1)"_s.arg(peer.id);
    m_world.log.info(u"发送 -> %1 %2"_s.arg(place, Chats::shownAs(draft.segments))); // at the attempt, even if it fails
    if (const QString text = refusal(peer, draft); !text.isEmpty()) {
        refuse(text, done);
        return;
    }
    const auto timedOut = [this, done] { refuse(kernelText(u"Timeout"_s, 0, {}), done); };
    if (const auto lost = m_world.faults.take(u"send-timeout-lost"_s, peer.id)) {
        static_cast<void>(ownEvent(peer, draft)); // QQ's own copy is there, the chat never gets it
        m_scheduler.after(lost->delay.count() > 0 ? lost->delay : timeout, timedOut);
        return;
    }
    const auto late = m_world.faults.take(u"send-timeout-delivered"_s, peer.id);
    const bool silent = !late && peer.group && m_world.faults.take(u"send-silently-lost"_s, peer.id).has_value();
    m_scheduler.after(m_world.options.sendDelay, [this, peer, draft, done, timedOut, timeout, late, silent] {
        const QJsonObject event = ownEvent(peer, draft);
        if (!silent)
            deliver(peer, draft, event); // the echo comes before the reply
        if (late)
            m_scheduler.after(late->delay.count() > 0 ? late->delay : timeout, timedOut);
        else
            done(Outcome::ok(QJsonObject{{u"message_id"_s, event.value("message_id"_L1)}}));
    });
}

QJsonObject Sender::ownEvent(const Peer &peer, const Draft &draft)
{
    QJsonArray segments;
    for (const QJsonValue &value : draft.segments) {
        QJsonObject segment = value.toObject();
        if (segment.value("type"_L1) == "image"_L1) {
            QJsonObject data = segment.value("data"_L1).toObject();
            const QString name = data.value("file"_L1).toString();
            data.insert(u"url"_s, m_rkey.pictureUrl(peer.group, name.left(name.indexOf(u'.'))));
            segment.insert(u"data"_s, data);
        }
        segments.append(segment);
    }
    return m_chats.remember(peer, m_world.options.account, segments);
}

void Sender::deliver(const Peer &peer, const Draft &draft, const QJsonObject &event)
{
    m_world.ledger.add({.account = m_world.options.account,
                        .group = peer.group,
                        .target = peer.id,
                        .messageId = event.value("message_id"_L1).toInteger(),
                        .segments = draft.segments,
                        .text = draft.text,
                        .pictureSha256 = draft.pictureSha256,
                        .time = m_world.clock.wallNow()});
    m_chats.push(event);
}

} // namespace rookery::sim::napcat

// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/actions.h"

#include "onebot/poster.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

Actions::Actions(const Parts &parts)
    : CommonActions(
        parts.state, parts.chats, parts.sender,
        {.noSuchGroup = u"群(%1)不存在"_s, .noSuchMessage = u"消息不存在"_s, .recallFailed = u"消息%1不存在"_s})
    , m_parts(parts)
    , m_started(parts.state.nowSeconds())
{
    addAbout();
    addHistory();
}

Outcome Actions::unknown(const QString &action, onebot::Transport /*transport*/) const
{
    return Outcome::unknown(m_parts.state.generation() < 5 ? QString(u"不支持的api "_s + action)
                                                           : QString(action + u" API 不存在"_s));
}

Outcome Actions::missing(const QString &key) const
{
    return Outcome::badParams(u"$.%1 missing required value"_s.arg(key));
}

Outcome Actions::status() const
{
    QJsonObject status{{u"online"_s, m_parts.account.isOnline()}, {u"good"_s, true}};
    if (m_parts.state.generation() >= 8) {
        status.insert(u"stat"_s,
                      QJsonObject{{u"message_received"_s, m_received},
                                  {u"message_sent"_s, m_sent},
                                  {u"last_message_time"_s, m_sent + m_received > 0 ? m_parts.state.nowSeconds() : 0},
                                  {u"startup_time"_s, m_started}});
    }
    return Outcome::ok(status);
}

Outcome Actions::rkey()
{
    if (m_parts.state.faults.take(u"rkey-failing"_s))
        return Outcome::failed(u"Command OidbSvcTrpcTcp.0x9067_202 timed out after 15000ms"_s);
    const onebot::PictureKeys::Keys keys = m_parts.keys.current();
    return Outcome::ok(QJsonObject{
        {u"private_key"_s, QString(u"&rkey="_s + keys.privateKey)},
        {u"group_key"_s, QString(u"&rkey="_s + keys.groupKey)},
        {u"expired_time"_s, keys.createdAt + keys.ttl},
        {u"updated_time"_s, QDateTime::fromSecsSinceEpoch(keys.createdAt).toString(u"yyyy-MM-dd HH:mm:ss"_s)}});
}

void Actions::addAbout()
{
    addPlain(u"get_status"_s, {}, [this](const QJsonObject &) { return status(); });
    addPlain(u"get_version_info"_s, {}, [this](const QJsonObject &) {
        return Outcome::ok(QJsonObject{{u"app_name"_s, u"LLOneBot"_s},
                                       {u"protocol_version"_s, u"v11"_s},
                                       {u"app_version"_s, m_parts.state.version()}});
    });
    addPlain(u"clean_cache"_s, {}, [](const QJsonObject &) { return Outcome::done(); });
    addPlain(u"scan_qrcode"_s, {}, [](const QJsonObject &) { return Outcome::failed(u"暂不支持"_s); });
    addPlain(u"set_restart"_s, {}, [this](const QJsonObject &) {
        if (m_parts.state.generation() < 8)
            Q_EMIT loggedOut();
        return Outcome::done();
    });
    if (m_parts.state.hasPanel()) // from 5.3 on
        addPlain(u"get_rkey"_s, {}, [this](const QJsonObject &) { return rkey(); });
    addPlain(u".handle_quick_operation"_s, {u"context"_s, u"operation"_s}, [this](const QJsonObject &params) {
        onebot::quickOperation(params.value("context"_L1).toObject(), params.value("operation"_L1).toObject(), *this);
        return Outcome::done();
    });
}

void Actions::addHistory()
{
    addPlain(u"get_group_msg_history"_s, {u"group_id"_s}, [this](const QJsonObject &params) {
        return history({.group = true, .id = onebot::idOf(params, "group_id"_L1)}, params);
    });
    addPlain(u"get_friend_msg_history"_s, {u"user_id"_s}, [this](const QJsonObject &params) {
        return history({.group = false, .id = onebot::idOf(params, "user_id"_L1)}, params);
    });
}

// Reads from QQ's servers: a message that is missing there was never sent.
Outcome Actions::history(const onebot::Peer &peer, const QJsonObject &params) const
{
    if (!m_parts.chats.has(peer))
        return Outcome::failed(peer.group ? u"群(%1)不存在"_s.arg(peer.id) : u"无法获取用户信息"_s);
    if (!m_parts.account.isOnline())
        return Outcome::failed(u"Direct client not logged in"_s);
    const qint64 anchor = onebot::idOf(params, "message_seq"_L1).toLongLong();
    const int count = params.value("count"_L1).toVariant().toInt();
    const QJsonArray messages = m_parts.chats.history(peer, anchor, count > 0 ? count : 20,
                                                      params.value("reverseOrder"_L1).toBool(), "message_seq"_L1);
    return Outcome::ok(QJsonObject{{u"messages"_s, messages}});
}

} // namespace rookery::sim::llbot

#include "llbot/moc_actions.cpp"

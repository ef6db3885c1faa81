// SPDX-License-Identifier: GPL-3.0-or-later
#include "api.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

QString idOf(const QJsonObject &params, QLatin1StringView key)
{
    return QString::number(params.value(key).toInteger());
}

//! Returns the chat that scene and peer name; nullopt: the scene is not imitated.
std::optional<Peer> peerOf(const QJsonObject &params)
{
    const QString scene = params.value("message_scene"_L1).toString();
    if (scene != "group"_L1 && scene != "friend"_L1)
        return std::nullopt;
    return Peer{.group = scene == "group"_L1, .id = idOf(params, "peer_id"_L1)};
}

} // namespace

Api::Api(State &state, Chats &chats, Sender &sender) : m_state(state), m_chats(chats), m_sender(sender)
{
    addAccountCalls();
    addContactCalls();
    addMessageCalls();
}

void Api::call(const QString &name, const QJsonObject &params, const Done &done)
{
    const auto handler = m_handlers.constFind(name);
    if (handler == m_handlers.constEnd())
        done({.kind = Outcome::Kind::NoSuchApi});
    else
        (*handler)(params, done);
}

Outcome Api::loggedOut() const
{
    return Outcome::failed(m_state.behaviour.loggedOutCode, m_state.behaviour.loggedOutText);
}

std::optional<Outcome> Api::missing(const QJsonObject &params, const QStringList &required) const
{
    for (const QString &key : required) {
        if (params.value(key).isDouble())
            continue;
        if (!m_state.behaviour.refusalsHaveBodies)
            return Outcome::broken();
        return Outcome::failed(
            -400, u"Invalid payload: [invalid_type] %1: Invalid input: expected number, received undefined"_s.arg(key));
    }
    return std::nullopt;
}

void Api::add(const QString &name, const QStringList &required, const Reader &reader)
{
    m_handlers.insert(name, [this, required, reader](const QJsonObject &params, const Done &done) {
        if (const auto bad = missing(params, required))
            done(*bad);
        else
            done(m_state.isOnline() ? reader(params) : loggedOut());
    });
}

Outcome Api::loginInfo() const
{
    if (m_state.isOnline())
        return Outcome::ok({{u"uin"_s, m_state.self()}, {u"nickname"_s, m_state.options.nickname}});
    if (!m_state.behaviour.infoFromMemory)
        return loggedOut();
    const bool somebodyWas = m_state.login != Login::Never;
    return Outcome::ok({{u"uin"_s, somebodyWas ? m_state.self() : 0},
                        {u"nickname"_s, somebodyWas ? m_state.options.nickname : QString()}});
}

Outcome Api::implInfo() const
{
    const Behaviour &behaviour = m_state.behaviour;
    return Outcome::ok({{u"impl_name"_s, behaviour.implName},
                        {u"impl_version"_s, behaviour.implVersion},
                        {u"qq_protocol_version"_s, behaviour.qqVersion},
                        {u"qq_protocol_type"_s, behaviour.qqType},
                        {u"milky_version"_s, behaviour.milkyVersion}});
}

void Api::addAccountCalls()
{
    m_handlers.insert(u"get_login_info"_s, [this](const QJsonObject &, const Done &done) { done(loginInfo()); });
    m_handlers.insert(u"get_impl_info"_s, [this](const QJsonObject &, const Done &done) { done(implInfo()); });
}

void Api::addContactCalls()
{
    add(u"get_group_list"_s, {}, [this](const QJsonObject &) {
        return Outcome::ok({{u"groups"_s, m_chats.groups()}});
    });
    add(u"get_friend_list"_s, {}, [this](const QJsonObject &) {
        return Outcome::ok({{u"friends"_s, m_chats.friends()}});
    });
    add(u"get_group_info"_s, {u"group_id"_s}, [this](const QJsonObject &params) {
        const QString id = idOf(params, "group_id"_L1);
        return m_chats.has({.group = true, .id = id}) ? Outcome::ok({{u"group"_s, m_chats.group(id)}})
                                                      : Outcome::failed(-404, u"Group not found"_s);
    });
    add(u"get_friend_info"_s, {u"user_id"_s}, [this](const QJsonObject &params) {
        const QString id = idOf(params, "user_id"_L1);
        return m_chats.has({.group = false, .id = id}) ? Outcome::ok({{u"friend"_s, m_chats.person(id)}})
                                                       : Outcome::failed(-404, u"Friend not found"_s);
    });
    add(u"get_user_profile"_s, {u"user_id"_s},
        [this](const QJsonObject &params) { return Outcome::ok(m_chats.profile(idOf(params, "user_id"_L1))); });
    add(u"get_group_member_info"_s, {u"group_id"_s, u"user_id"_s}, [this](const QJsonObject &params) {
        const QString group = idOf(params, "group_id"_L1);
        const QString user = idOf(params, "user_id"_L1);
        return m_chats.has({.group = true, .id = group}) && m_chats.memberIds().contains(user)
            ? Outcome::ok({{u"member"_s, m_chats.member(group, user)}})
            : Outcome::failed(-404, u"Group member not found"_s);
    });
    add(u"get_group_member_list"_s, {u"group_id"_s}, [this](const QJsonObject &params) {
        QJsonArray members;
        const QStringList ids = m_chats.memberIds();
        for (const QString &id : ids)
            members.append(m_chats.member(idOf(params, "group_id"_L1), id));
        return Outcome::ok({{u"members"_s, members}});
    });
}

void Api::addMessageCalls()
{
    const auto sendCall = [this](const QString &name, const QString &key, bool group) {
        m_handlers.insert(name, [this, key, group](const QJsonObject &params, const Done &done) {
            if (const auto bad = missing(params, {key}))
                return done(*bad);
            m_sender.send({.group = group, .id = QString::number(params.value(key).toInteger())},
                          params.value("message"_L1).toArray(), done);
        });
    };
    sendCall(u"send_group_message"_s, u"group_id"_s, true);
    sendCall(u"send_private_message"_s, u"user_id"_s, false);
    const auto recallCall = [this](const QString &name, const QString &key, bool group) {
        add(name, {key, u"message_seq"_s}, [this, key, group](const QJsonObject &params) {
            const Peer peer{.group = group, .id = QString::number(params.value(key).toInteger())};
            return m_chats.recall(peer, params.value("message_seq"_L1).toInteger())
                ? Outcome::ok()
                : Outcome::failed(-404, u"Message not found"_s);
        });
    };
    recallCall(u"recall_group_message"_s, u"group_id"_s, true);
    recallCall(u"recall_private_message"_s, u"user_id"_s, false);
    add(u"get_message"_s, {u"peer_id"_s, u"message_seq"_s}, [this](const QJsonObject &params) {
        const std::optional<Peer> peer = peerOf(params);
        const QJsonObject message =
            peer ? m_chats.message(*peer, params.value("message_seq"_L1).toInteger()) : QJsonObject();
        if (message.isEmpty() || m_state.faults.take(u"message-not-found"_s))
            return Outcome::failed(-404, u"Message not found"_s);
        return Outcome::ok({{u"message"_s, message}});
    });
    add(u"get_history_messages"_s, {u"peer_id"_s}, [this](const QJsonObject &params) {
        const std::optional<Peer> peer = peerOf(params);
        if (!peer)
            return Outcome::failed(-400, u"message_scene"_s);
        const QJsonArray messages = m_chats.history(*peer, params.value("start_message_seq"_L1).toInteger(0),
                                                    params.value("limit"_L1).toInteger(20));
        QJsonObject data{{u"messages"_s, messages}};
        const qint64 next = messages.isEmpty() ? 0 : messages.first()["message_seq"_L1].toInteger() - 1;
        if (next > 0)
            data.insert(u"next_message_seq"_s, next);
        return Outcome::ok(data);
    });
    add(u"get_resource_temp_url"_s, {}, [this](const QJsonObject &params) {
        return Outcome::ok({{u"url"_s, m_chats.pictureUrl(params.value("resource_id"_L1).toString())}});
    });
    if (m_state.behaviour.readStateCall)
        add(u"mark_message_as_read"_s, {u"peer_id"_s}, [](const QJsonObject &) { return Outcome::ok(); });
}

} // namespace rookery::sim::milky

// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/commonactions.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

//! Inserts the id. `arg` is no option: some texts do not contain `%1`.
QString withId(QString text, const QString &id)
{
    return text.replace(u"%1"_s, id);
}

} // namespace

CommonActions::CommonActions(State &state, Chats &chats, Sender &sender, const Words &words)
    : ActionTable(state.clock)
    , m_state(state)
    , m_chats(chats)
    , m_sender(sender)
{
    addContacts(words);
    addMessages(words);
}

void CommonActions::stop()
{
    ActionTable::stop();
    m_sender.stop();
}

void CommonActions::addContacts(const Words &words)
{
    addPlain(u"get_login_info"_s, {}, [this](const QJsonObject &) {
        return Outcome::ok(QJsonObject{{u"user_id"_s, m_state.self()}, {u"nickname"_s, m_state.options.nickname}});
    });
    for (const QString &name : {u"can_send_image"_s, u"can_send_record"_s})
        addPlain(name, {}, [](const QJsonObject &) { return Outcome::ok(QJsonObject{{u"yes"_s, true}}); });
    addPlain(u"get_friend_list"_s, {}, [this](const QJsonObject &) { return Outcome::ok(m_chats.friends()); });
    addPlain(u"get_group_list"_s, {}, [this](const QJsonObject &) { return Outcome::ok(m_chats.groups()); });
    const QString noSuchGroup = words.noSuchGroup;
    addPlain(u"get_group_member_list"_s, {u"group_id"_s}, [this, noSuchGroup](const QJsonObject &params) {
        const QString id = idOf(params, "group_id"_L1);
        if (!m_chats.has({.group = true, .id = id}))
            return Outcome::failed(withId(noSuchGroup, id));
        return Outcome::ok(m_chats.members(id));
    });
    addPlain(u"get_group_info"_s, {u"group_id"_s}, [this, noSuchGroup](const QJsonObject &params) {
        const QString id = idOf(params, "group_id"_L1);
        const QJsonObject group = m_chats.group(id);
        return group.isEmpty() ? Outcome::failed(withId(noSuchGroup, id)) : Outcome::ok(group);
    });
    addPlain(u"get_stranger_info"_s, {u"user_id"_s},
             [this](const QJsonObject &params) { return Outcome::ok(m_chats.stranger(idOf(params, "user_id"_L1))); });
}

void CommonActions::addMessages(const Words &words)
{
    const auto addSend = [this](const QString &name, Sender::Family family) {
        add(name, {}, [this, family](const QJsonObject &params, Transport transport, const Done &done) {
            m_sender.send(family, params, transport, done);
        });
    };
    addSend(u"send_msg"_s, Sender::Family::Any);
    addSend(u"send_group_msg"_s, Sender::Family::Group);
    addSend(u"send_private_msg"_s, Sender::Family::Private);
    const QString noSuchMessage = words.noSuchMessage;
    addPlain(u"get_msg"_s, {u"message_id"_s}, [this, noSuchMessage](const QJsonObject &params) {
        const QString id = idOf(params, "message_id"_L1);
        const QJsonObject message = m_chats.message(id.toLongLong());
        return message.isEmpty() ? Outcome::failed(withId(noSuchMessage, id)) : Outcome::ok(message);
    });
    const QString recallFailed = words.recallFailed;
    addPlain(u"delete_msg"_s, {u"message_id"_s}, [this, recallFailed](const QJsonObject &params) {
        const QString id = idOf(params, "message_id"_L1);
        return m_chats.recall(id.toLongLong()) ? Outcome::ok(QJsonValue()) : Outcome::failed(withId(recallFailed, id));
    });
}

} // namespace rookery::sim::onebot

#include "moc_commonactions.cpp"

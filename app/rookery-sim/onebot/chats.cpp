// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/chats.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

constexpr int kRememberedIds = 5000;
constexpr int kRememberedPerChat = 500;
constexpr int kMembers = 12;

QString keyOf(const Peer &peer)
{
    return (peer.group ? u'g' : u'f') + peer.id;
}

QString cqEscaped(QString text)
{
    return text.replace(u'&', u"&amp;"_s).replace(u'[', u"&#91;"_s).replace(u']', u"&#93;"_s);
}

} // namespace

Chats::Chats(State &state, Behaviour behaviour) : m_state(state), m_behaviour(std::move(behaviour)) {}

QStringList Chats::groupIds() const
{
    QStringList ids;
    for (int i = 1; i <= m_state.options.groups; ++i)
        ids.append(QString::number(30000 + i));
    return ids;
}

QString Chats::groupName(const QString &id) const
{
    static const QStringList names{
        u"测试群"_s,   u"公告频道"_s, u"技术交流"_s, u"摄影爱好者"_s, u"周末徒步"_s, u"Rook & Raven 读书会"_s,
        u"二手交易"_s, u"游戏开黑"_s, u"产品内测"_s, u"校友会"_s};
    const int number = id.toInt() - 30000;
    const QString &name = names.at(std::max(0, number - 1) % names.size());
    return number <= names.size() ? name : u"%1 %2"_s.arg(name, QString::number((number - 1) / names.size() + 1));
}

QString Chats::nameOf(const QString &user) const
{
    static const QStringList names{u"小明"_s,    u"小红"_s, u"阿杰"_s, u"Luna"_s, u"老王"_s, u"柚子"_s,
                                   u"Kestrel"_s, u"大鹏"_s, u"晓晓"_s, u"北风"_s, u"Mira"_s, u"豆豆"_s};
    if (user == m_state.options.account)
        return m_state.options.nickname;
    return names.at(std::max(0, user.toInt() - 20001) % names.size());
}

QJsonObject Chats::group(const QString &id) const
{
    if (!has({.group = true, .id = id}))
        return {};
    return {{u"group_id"_s, id.toLongLong()}, {u"group_name"_s, groupName(id)},  {u"group_remark"_s, QString()},
            {u"group_all_shut"_s, 0},         {u"member_count"_s, kMembers + 1}, {u"max_member_count"_s, 200}};
}

QJsonArray Chats::groups() const
{
    QJsonArray all;
    for (const QString &id : groupIds())
        all.append(group(id));
    return all;
}

QJsonArray Chats::friends() const
{
    QJsonArray all;
    for (const QString &id : m_state.options.friends) {
        QJsonObject one = stranger(id);
        one.insert(u"remark"_s, QString());
        one.insert(u"category_id"_s, 0);
        all.append(one);
    }
    return all;
}

QJsonObject Chats::stranger(const QString &id) const
{
    return {{u"user_id"_s, id.toLongLong()}, {u"nickname"_s, nameOf(id)},
            {u"sex"_s, u"unknown"_s},        {u"age"_s, 0},
            {u"qid"_s, QString()},           {u"level"_s, 16},
            {u"birthday_year"_s, 0},         {u"birthday_month"_s, 0},
            {u"birthday_day"_s, 0},          {u"phone_num"_s, u"-"_s},
            {u"email"_s, QString()}};
}

QJsonArray Chats::members(const QString &group) const
{
    QStringList ids{m_state.options.account};
    for (int i = 1; i <= kMembers; ++i)
        ids.append(QString::number(20000 + i));
    QJsonArray all;
    for (const QString &id : std::as_const(ids)) {
        all.append(QJsonObject{{u"group_id"_s, group.toLongLong()},
                               {u"user_id"_s, id.toLongLong()},
                               {u"nickname"_s, nameOf(id)},
                               {u"card"_s, QString()},
                               {u"sex"_s, u"unknown"_s},
                               {u"age"_s, 0},
                               {u"area"_s, QString()},
                               {u"level"_s, u"1"_s},
                               {u"qq_level"_s, 16},
                               {u"join_time"_s, 1'600'000'000},
                               {u"last_sent_time"_s, m_state.nowSeconds()},
                               {u"title_expire_time"_s, 0},
                               {u"unfriendly"_s, false},
                               {u"card_changeable"_s, true},
                               {u"is_robot"_s, false},
                               {u"shut_up_timestamp"_s, 0},
                               {u"role"_s, id == "20001"_L1 ? u"owner"_s : u"member"_s},
                               {u"title"_s, QString()}});
    }
    return all;
}

bool Chats::has(const Peer &peer) const
{
    if (!peer.group)
        return m_state.options.friends.contains(peer.id);
    bool isNumber = false;
    const int number = peer.id.toInt(&isNumber) - 30000;
    return isNumber && number >= 1 && number <= m_state.options.groups;
}

void Chats::forgetIds()
{
    m_ids.clear();
    m_idOrder.clear();
    m_counted = 0;
}

qint64 Chats::newId()
{
    if (m_state.faults.isOn(u"ids-restart"_s))
        return ++m_counted;
    for (;;) {
        const auto hash = static_cast<qint32>(QRandomGenerator::system()->generate()); // a key's hash in real gateways
        const qint64 id = m_behaviour.signedIds ? hash : hash & 0x7fffffff;
        if (id != 0 && !m_ids.contains(id))
            return id;
    }
}

QJsonArray Chats::inItsForm(const QJsonArray &segments) const
{
    if (!m_behaviour.image)
        return segments;
    QJsonArray all;
    for (const QJsonValue &value : segments) {
        QJsonObject segment = value.toObject();
        if (segment.value("type"_L1) == "image"_L1)
            segment.insert(u"data"_s, m_behaviour.image(segment.value("data"_L1).toObject()));
        all.append(segment);
    }
    return all;
}

QJsonObject Chats::remember(const Peer &peer, const QString &sender, const QJsonArray &asked)
{
    const QJsonArray segments = inItsForm(asked);
    const bool own = sender == m_state.options.account;
    const qint64 id = newId();
    QJsonObject from{{u"user_id"_s, sender.toLongLong()}, {u"nickname"_s, nameOf(sender)}, {u"card"_s, QString()}};
    QJsonObject event{{u"self_id"_s, m_state.self()},
                      {u"user_id"_s, sender.toLongLong()},
                      {u"time"_s, m_state.nowSeconds()},
                      {u"message_id"_s, id},
                      {u"message_type"_s, peer.group ? u"group"_s : u"private"_s},
                      {u"raw_message"_s, rawOf(segments)},
                      {u"font"_s, 14},
                      {u"sub_type"_s, peer.group ? u"normal"_s : u"friend"_s},
                      {u"message"_s, segments},
                      {u"post_type"_s, own ? u"message_sent"_s : u"message"_s}};
    if (peer.group) {
        from.insert(u"role"_s, u"member"_s);
        event.insert(u"group_id"_s, peer.id.toLongLong());
        event.insert(u"group_name"_s, groupName(peer.id));
    }
    if (!peer.group || own)
        event.insert(u"target_id"_s, peer.id.toLongLong());
    event.insert(u"sender"_s, from);
    if (m_behaviour.dress)
        m_behaviour.dress(event);
    m_ids.insert(id, event);
    m_idOrder.append(id);
    if (m_idOrder.size() > kRememberedIds)
        m_ids.remove(m_idOrder.takeFirst());
    QList<QJsonObject> &history = m_history[keyOf(peer)];
    history.append(event);
    if (history.size() > kRememberedPerChat)
        history.removeFirst();
    return event;
}

void Chats::push(const QJsonObject &event)
{
    Q_EMIT happened(event, event.value("user_id"_L1) == event.value("self_id"_L1));
}

QJsonObject Chats::message(qint64 id) const
{
    return m_ids.value(id);
}

bool Chats::recall(qint64 id)
{
    const QJsonObject event = m_ids.take(id);
    if (event.isEmpty())
        return false;
    for (QList<QJsonObject> &history : m_history)
        history.removeAll(event);
    return true;
}

QJsonArray Chats::history(const Peer &peer, qint64 anchor, int count, bool forward, QLatin1StringView anchorKey) const
{
    const QList<QJsonObject> all = m_history.value(keyOf(peer));
    qsizetype at = all.size() - 1;
    if (anchor != 0) {
        while (at >= 0 && all.at(at).value(anchorKey).toInteger() != anchor)
            --at;
        if (at < 0)
            return {};
    }
    const qsizetype first = forward && anchor != 0 ? at : std::max<qsizetype>(0, at - count + 1);
    const qsizetype last = forward && anchor != 0 ? std::min(all.size() - 1, at + count - 1) : at;
    QJsonArray messages;
    for (qsizetype i = first; i <= last; ++i)
        messages.append(all.at(i));
    return messages;
}

QJsonObject Chats::picture(const QString &file) const
{
    for (auto id = m_idOrder.crbegin(); id != m_idOrder.crend(); ++id) {
        const QJsonArray segments = m_ids.value(*id).value("message"_L1).toArray();
        for (const QJsonValue &segment : segments) {
            const QJsonObject data = segment["data"_L1].toObject();
            if (segment["type"_L1] == "image"_L1 && data.value("file"_L1) == file)
                return data;
        }
    }
    return {};
}

QString Chats::rawOf(const QJsonArray &segments)
{
    QString raw;
    for (const QJsonValue &value : segments) {
        const QString type = value["type"_L1].toString();
        const QJsonObject data = value["data"_L1].toObject();
        if (type == "text"_L1) {
            raw += cqEscaped(data.value("text"_L1).toString());
            continue;
        }
        raw += u"[CQ:"_s + type;
        for (auto it = data.constBegin(); it != data.constEnd(); ++it)
            raw += u",%1=%2"_s.arg(it.key(), cqEscaped(it.value().toVariant().toString()).replace(u',', u"&#44;"_s));
        raw += u']';
    }
    return raw;
}

QString Chats::shownAs(const QJsonArray &segments)
{
    QString shown;
    for (const QJsonValue &value : segments) {
        const QString type = value["type"_L1].toString();
        const QJsonObject data = value["data"_L1].toObject();
        if (type == "text"_L1)
            shown += data.value("text"_L1).toString();
        else if (type == "image"_L1)
            shown += u"[图片]"_s;
        else if (type == "at"_L1)
            shown += u'@' + data.value("qq"_L1).toVariant().toString();
        else
            shown += u'[' + type + u']';
    }
    return shown;
}

} // namespace rookery::sim::onebot

#include "onebot/moc_chats.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

constexpr int kFirstGroup = 30000;
constexpr int kFirstMember = 20000;
constexpr int kMembers = 12;
constexpr qsizetype kRemembered = 500;

} // namespace

QStringList Chats::groupIds() const
{
    QStringList ids;
    for (int i = 1; i <= m_state.options.groups; ++i)
        ids.append(QString::number(kFirstGroup + i));
    return ids;
}

QStringList Chats::memberIds() const
{
    QStringList ids{m_state.options.account};
    for (int i = 1; i <= kMembers; ++i)
        ids.append(QString::number(kFirstMember + i));
    return ids;
}

bool Chats::has(const Peer &peer) const
{
    if (!peer.group)
        return m_state.options.friends.contains(peer.id);
    const int number = peer.id.toInt() - kFirstGroup;
    return number >= 1 && number <= m_state.options.groups;
}

QString Chats::nameOf(const QString &user) const
{
    static const QStringList names{u"小明"_s, u"小红"_s, u"阿杰"_s, u"Luna"_s, u"老王"_s, u"柚子"_s};
    if (user == m_state.options.account)
        return m_state.options.nickname;
    return names.at(std::max(0, user.toInt() - kFirstMember - 1) % names.size());
}

QJsonObject Chats::group(const QString &id) const
{
    static const QStringList names{u"测试群"_s, u"公告频道"_s, u"技术交流"_s, u"摄影爱好者"_s, u"周末徒步"_s};
    const int number = id.toInt() - kFirstGroup;
    const QString &name = names.at(std::max(0, number - 1) % names.size());
    return {{u"group_id"_s, id.toLongLong()},
            {u"group_name"_s, number <= names.size() ? name : name + QString::number(number)},
            {u"member_count"_s, kMembers + 1},
            {u"max_member_count"_s, 200},
            {u"remark"_s, QString()},
            {u"created_time"_s, 1'600'000'000},
            {u"description"_s, QString()},
            {u"question"_s, QString()},
            {u"announcement"_s, QString()}};
}

QJsonObject Chats::person(const QString &id) const
{
    return {{u"user_id"_s, id.toLongLong()},
            {u"nickname"_s, nameOf(id)},
            {u"sex"_s, u"unknown"_s},
            {u"qid"_s, QString()},
            {u"remark"_s, QString()},
            {u"category"_s, QJsonObject{{u"category_id"_s, 0}, {u"category_name"_s, u"我的好友"_s}}}};
}

QJsonObject Chats::profile(const QString &id) const
{
    return {{u"nickname"_s, nameOf(id)}, {u"qid"_s, QString()},   {u"age"_s, 0},    {u"sex"_s, u"unknown"_s},
            {u"remark"_s, QString()},    {u"bio"_s, QString()},   {u"level"_s, 16}, {u"country"_s, QString()},
            {u"city"_s, QString()},      {u"school"_s, QString()}};
}

QJsonObject Chats::member(const QString &group, const QString &id) const
{
    return {{u"user_id"_s, id.toLongLong()},
            {u"nickname"_s, nameOf(id)},
            {u"sex"_s, u"unknown"_s},
            {u"group_id"_s, group.toLongLong()},
            {u"card"_s, QString()},
            {u"title"_s, QString()},
            {u"level"_s, 1},
            {u"role"_s, id == "20001"_L1 ? u"owner"_s : u"member"_s},
            {u"join_time"_s, 1'600'000'000},
            {u"last_sent_time"_s, m_state.nowSeconds()}};
}

QJsonArray Chats::groups() const
{
    QJsonArray all;
    const QStringList ids = groupIds();
    for (const QString &id : ids)
        all.append(group(id));
    return all;
}

QJsonArray Chats::friends() const
{
    QJsonArray all;
    for (const QString &id : m_state.options.friends)
        all.append(person(id));
    return all;
}

QJsonObject Chats::remember(const Peer &peer, const QString &sender, const QJsonArray &segments)
{
    const qint64 seq = skipNumber(peer);
    QJsonObject message{{u"message_scene"_s, peer.group ? u"group"_s : u"friend"_s},
                        {u"peer_id"_s, peer.id.toLongLong()},
                        {u"message_seq"_s, seq},
                        {u"sender_id"_s, sender.toLongLong()},
                        {u"time"_s, m_state.nowSeconds()},
                        {u"segments"_s, segments}};
    if (peer.group) {
        message.insert(u"group"_s, group(peer.id));
        message.insert(u"group_member"_s, member(peer.id, sender));
    } else {
        message.insert(u"friend"_s, person(peer.id));
    }
    QMap<qint64, QJsonObject> &history = m_history[keyOf(peer)];
    history.insert(seq, message);
    if (history.size() > kRemembered)
        history.erase(history.cbegin());
    return message;
}

QJsonObject Chats::message(const Peer &peer, qint64 seq) const
{
    return m_history.value(keyOf(peer)).value(seq);
}

bool Chats::recall(const Peer &peer, qint64 seq)
{
    return m_history[keyOf(peer)].remove(seq) > 0;
}

QJsonArray Chats::history(const Peer &peer, qint64 start, qint64 limit) const
{
    const QMap<qint64, QJsonObject> all = m_history.value(keyOf(peer));
    QJsonArray messages;
    for (auto it = all.constEnd(); it != all.constBegin() && messages.size() < limit;) {
        --it;
        if (start == 0 || it.key() <= start)
            messages.prepend(it.value());
    }
    return messages;
}

QString Chats::pictureUrl(const QString &resourceId) const
{
    return u"%1/download?appid=1407&fileid=%2&rkey=fresh"_s.arg(m_state.pictureBase, resourceId);
}

QJsonObject Chats::picture(const QString &resourceId, const QString &summary, const QSize &size) const
{
    return {{u"type"_s, u"image"_s},
            {u"data"_s,
             QJsonObject{{u"resource_id"_s, resourceId},
                         {u"temp_url"_s, pictureUrl(resourceId)},
                         {u"width"_s, size.width()},
                         {u"height"_s, size.height()},
                         {u"summary"_s, summary.isEmpty() ? u"[图片]"_s : summary},
                         {u"sub_type"_s, u"normal"_s}}}};
}

} // namespace rookery::sim::milky

#include "milky/moc_chats.cpp"

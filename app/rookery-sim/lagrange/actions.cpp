// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrange/actions.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace rookery::sim::lagrange {

namespace {

using onebot::Outcome;

QJsonObject status()
{
    return {{u"app_initialized"_s, true}, {u"app_enabled"_s, true}, {u"plugins_good"_s, true}, {u"app_good"_s, true},
            {u"online"_s, true},          {u"good"_s, true},        {u"memory"_s, 96'000'000}};
}

} // namespace

Actions::Actions(onebot::State &state, onebot::Chats &chats, onebot::Sender &sender, onebot::PictureKeys &keys)
    : CommonActions(state, chats, sender, {})
{
    // constant in Lagrange, even after a kick
    addPlain(u"get_status"_s, {}, [](const QJsonObject &) { return Outcome::ok(status()); });
    addPlain(u"get_version_info"_s, {}, [](const QJsonObject &) {
        return Outcome::ok(QJsonObject{{u"app_name"_s, u"Lagrange.OneBot"_s},
                                       {u"app_version"_s, u"0.0.3"_s},
                                       {u"protocol_version"_s, u"v11"_s},
                                       {u"nt_protocol"_s, u"Linux | 3.2.15-30366"_s}});
    });
    addPlain(u"get_rkey"_s, {}, [this, &keys](const QJsonObject &) {
        if (this->state().faults.take(u"rkey-failing"_s))
            return Outcome::failed({});
        const onebot::PictureKeys::Keys current = keys.current();
        const auto one = [&](const QString &type, const QString &key) {
            return QJsonObject{{u"type"_s, type},
                               {u"rkey"_s, QString(u"&rkey="_s + key)},
                               {u"created_at"_s, current.createdAt},
                               {u"ttl"_s, current.ttl}};
        };
        return Outcome::ok(QJsonObject{
            {u"rkeys"_s, QJsonArray{one(u"private"_s, current.privateKey), one(u"group"_s, current.groupKey)}}});
    });
    addPlain(u"upload_image"_s, {u"file"_s}, [&keys](const QJsonObject &params) {
        const std::optional<QByteArray> bytes = onebot::inlineBytes(params.value("file"_L1).toString());
        if (!bytes || bytes->isEmpty())
            return Outcome::failed({});
        const QByteArray md5 = QCryptographicHash::hash(*bytes, QCryptographicHash::Md5).toHex().toUpper();
        return Outcome::ok(keys.pictureUrl(true, QString::fromLatin1(md5)));
    });
    addPlain(u"set_restart"_s, {}, [this](const QJsonObject &) {
        Q_EMIT restartRequested();
        return Outcome::done();
    });
    addPlain(u"get_group_msg_history"_s, {u"group_id"_s}, [this](const QJsonObject &params) {
        return history({.group = true, .id = onebot::idOf(params, "group_id"_L1)}, params);
    });
    addPlain(u"get_friend_msg_history"_s, {u"user_id"_s}, [this](const QJsonObject &params) {
        return history({.group = false, .id = onebot::idOf(params, "user_id"_L1)}, params);
    });
}

// Fails if no message of that chat is recorded: Lagrange throws then.
Outcome Actions::history(const onebot::Peer &peer, const QJsonObject &params) const
{
    const qint64 anchor = onebot::idOf(params, "message_id"_L1).toLongLong();
    const int count = params.value("count"_L1).toVariant().toInt();
    const QJsonArray messages = chats().history(peer, anchor, count > 0 ? count : 20, false);
    return messages.isEmpty() ? Outcome::failed({}) : Outcome::ok(QJsonObject{{u"messages"_s, messages}});
}

} // namespace rookery::sim::lagrange

#include "lagrange/moc_actions.cpp"

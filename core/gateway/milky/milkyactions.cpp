// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkyactions.h"

#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "protocol/json.h"
#include "protocol/milky.h"

#include <QHash>

#include <algorithm>

namespace rookery::gateway::milky {

using namespace Qt::Literals::StringLiterals;
namespace codec = protocol::milky;

namespace {

constexpr qint64 kHistoryLimit = 30; // the interface's limit per call
constexpr qint64 kHistoryDefault = 20;

enum class Call {
    GroupList,
    FriendList,
    Status,
    LoginInfo,
    VersionInfo,
    GroupHistory,
    FriendHistory,
    Message,
    Delete,
    Image
};

const QHash<QString, Call> &calls()
{
    static const QHash<QString, Call> all{
        {u"get_group_list"_s, Call::GroupList},
        {u"get_friend_list"_s, Call::FriendList},
        {u"get_status"_s, Call::Status},
        {u"get_login_info"_s, Call::LoginInfo},
        {u"get_version_info"_s, Call::VersionInfo},
        {u"get_group_msg_history"_s, Call::GroupHistory},
        {u"get_friend_msg_history"_s, Call::FriendHistory},
        {u"get_msg"_s, Call::Message},
        {u"delete_msg"_s, Call::Delete},
        {u"get_image"_s, Call::Image},
    };
    return all;
}

tl::unexpected<Error> unknown()
{
    return fail(ErrorKind::Rejected, Reason::UnknownAction);
}

QJsonObject cachePreference(const QJsonObject &params)
{
    return {{u"no_cache"_s, params.value(u"no_cache"_s).toBool()}};
}

Result<Translation> history(const QJsonObject &params, codec::Scene scene)
{
    const QString idKey = scene == codec::Scene::Group ? u"group_id"_s : u"user_id"_s;
    QJsonObject asked = codec::messageParams({scene, protocol::idText(params.value(idKey)), 0});
    if (asked.isEmpty())
        return fail(ErrorKind::Rejected, Reason::TargetUnknown);
    asked.remove(u"message_seq"_s);
    const QJsonValue from = params.value(u"message_seq"_s);
    const auto key = codec::messageKey(from.toString());
    const qint64 seq = key ? key->seq : protocol::wholeNumber(from);
    if (seq > 0)
        asked.insert(u"start_message_seq"_s, seq);
    const qint64 count = protocol::wholeNumber(params.value(u"count"_s), kHistoryDefault);
    asked.insert(u"limit"_s, std::clamp<qint64>(count, 1, kHistoryLimit));
    return Translation{u"get_history_messages"_s, asked, false};
}

Result<Translation> message(const QJsonObject &params, bool recall)
{
    const auto key = codec::messageKey(params.value(u"message_id"_s).toString());
    const QJsonObject named = key ? codec::messageParams(*key) : QJsonObject();
    if (named.isEmpty())
        return fail(ErrorKind::Rejected, Reason::NotFound);
    if (!recall)
        return Translation{u"get_message"_s, named, false};
    const bool group = key->scene == codec::Scene::Group;
    const QJsonObject which{{group ? u"group_id"_s : u"user_id"_s, named.value(u"peer_id"_s)},
                            {u"message_seq"_s, key->seq}};
    return Translation{group ? u"recall_group_message"_s : u"recall_private_message"_s, which, true};
}

QJsonObject loginInfo(const QJsonObject &data)
{
    return {{u"user_id"_s, data.value(u"uin"_s)}, {u"nickname"_s, data.value(u"nickname"_s)}};
}

QJsonObject versionInfo(const QJsonObject &data)
{
    return {{u"app_name"_s, data.value(u"impl_name"_s)},
            {u"app_version"_s, data.value(u"impl_version"_s)},
            {u"protocol_version"_s, QString(u"milky "_s + data.value(u"milky_version"_s).toString())}};
}

QJsonObject status(bool online)
{
    return {{u"online"_s, online}, {u"good"_s, true}};
}

Result<Reply> asReply(const Result<QJsonArray> &list)
{
    return list ? Result<Reply>(Reply{*list}) : Result<Reply>(fail(list.error()));
}

Result<Reply> asReply(const Result<QJsonObject> &object)
{
    return object ? Result<Reply>(Reply{*object}) : Result<Reply>(fail(object.error()));
}

} // namespace

bool isSend(const Action &action)
{
    return action.name == u"send_group_msg"_s || action.name == u"send_private_msg"_s || action.name == u"send_msg"_s;
}

Result<Translation> translate(const Action &action)
{
    const auto call = calls().constFind(action.name);
    if (call == calls().constEnd())
        return unknown();
    switch (*call) {
    case Call::GroupList:
        return Translation{u"get_group_list"_s, cachePreference(action.params), false};
    case Call::FriendList:
        return Translation{u"get_friend_list"_s, cachePreference(action.params), false};
    case Call::Status:
    case Call::LoginInfo:
        return Translation{u"get_login_info"_s, {}, false};
    case Call::VersionInfo:
        return Translation{u"get_impl_info"_s, {}, false};
    case Call::GroupHistory:
        return history(action.params, codec::Scene::Group);
    case Call::FriendHistory:
        return history(action.params, codec::Scene::Friend);
    case Call::Message:
        return message(action.params, false);
    case Call::Delete:
        return message(action.params, true);
    case Call::Image: {
        const QString resource = action.params.value(u"file"_s).toString();
        return Translation{u"get_resource_temp_url"_s, {{u"resource_id"_s, resource}}, false};
    }
    }
    return unknown();
}

Result<Reply> oneBotReply(const Action &action, const Result<QJsonObject> &data, const AccountId &account)
{
    const auto call = calls().constFind(action.name);
    if (call == calls().constEnd())
        return unknown();
    if (!data) {
        if (*call == Call::Status && data.error().reason == Reason::NotLoggedIn)
            return Reply{status(false)};
        return fail(data.error());
    }
    switch (*call) {
    case Call::GroupList:
        return asReply(codec::oneBotContacts(ChatKind::Group, *data));
    case Call::FriendList:
        return asReply(codec::oneBotContacts(ChatKind::Friend, *data));
    case Call::Status:
        return Reply{status(!protocol::idText(data->value(u"uin"_s)).isEmpty())};
    case Call::LoginInfo:
        return Reply{loginInfo(*data)};
    case Call::VersionInfo:
        return Reply{versionInfo(*data)};
    case Call::GroupHistory:
    case Call::FriendHistory:
        return Reply{codec::oneBotHistory(*data, account.value())};
    case Call::Message:
        return asReply(codec::oneBotMessage(data->value(u"message"_s).toObject(), account.value()));
    case Call::Delete:
        return Reply{QJsonValue()};
    case Call::Image:
        return Reply{QJsonObject{{u"url"_s, data->value(u"url"_s)}}};
    }
    return unknown();
}

} // namespace rookery::gateway::milky

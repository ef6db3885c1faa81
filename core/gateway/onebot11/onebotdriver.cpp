// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotdriver.h"

#include "base/reasons/gateway.h"
#include "protocol/json.h"
#include "protocol/onebot11.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
using protocol::Action;
using protocol::Reply;

FutureResult<SentMessage> OneBotDriver::sendMessage(const Target &target, const Message &message, milliseconds deadline)
{
    return map(this, call(protocol::encodeSend(target, message), deadline),
               [](const Reply &reply) { return SentMessage{protocol::decodeSent(reply.data)}; });
}

FutureResult<QList<Contact>> OneBotDriver::contacts(ChatKind kind, Freshness freshness, milliseconds deadline)
{
    Action action{.name = kind == ChatKind::Group ? u"get_group_list"_s : u"get_friend_list"_s, .params = {}};
    if (freshness == Freshness::Fresh)
        action.params.insert(u"no_cache"_s, true);
    return map(this, call(action, deadline),
               [kind](const Reply &reply) { return protocol::decodeContacts(kind, reply.data); });
}

FutureResult<SelfInfo> OneBotDriver::self(milliseconds deadline)
{
    return map(this, call({u"get_login_info"_s, {}}, deadline), [](const Reply &reply) {
        const QJsonObject info = reply.data.toObject();
        return SelfInfo{AccountId(protocol::idText(info.value(u"user_id"_s))),
                        protocol::textOf(info.value(u"nickname"_s))};
    });
}

FutureResult<QList<PictureKey>> OneBotDriver::pictureKeys(milliseconds deadline)
{
    const QString check = dialect().keysCheck;
    if (check.isEmpty())
        return fetchKeys(deadline);
    const Promise<QList<PictureKey>> answer;
    onResult(this, call({check, {}}, deadline), [this, deadline, answer](const Result<Reply> &checked) {
        if (!checked && checked.error().reason != Reason::UnknownAction)
            return answer.resolve(fail(checked.error()));
        pipe(this, fetchKeys(deadline), answer);
    });
    return answer.future();
}

FutureResult<QList<PictureKey>> OneBotDriver::fetchKeys(milliseconds deadline)
{
    return map(this, call({u"get_rkey"_s, {}}, deadline),
               [](const Reply &reply) { return protocol::decodePictureKeys(reply.data); });
}

} // namespace rookery::gateway

#include "moc_onebotdriver.cpp"

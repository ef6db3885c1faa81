// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpanswers.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/sending.h"
#include "gateway/answershape.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isMissingAction(const Dialect &dialect, const CallWords &call, const io::HttpResponse &response)
{
    // the standard answers an unknown action with 404 and no body, but every gateway has these two and the sends
    const bool basic = call.action == httpGreeting().name || call.action == u"get_login_info"_s;
    return response.status == 404 && speakerOf(Interface::OneBot11, response) != Speaker::Front && !basic
        && !dialect.sendActions.contains(call.action);
}

} // namespace

protocol::Action httpGreeting()
{
    return {u"get_status"_s, {}};
}

bool isRefusal(int status)
{
    return status == 401 || status == 403;
}

bool refusesJson(const io::HttpResponse &response)
{
    return response.status == 406 || response.status == 415;
}

Result<protocol::ReplyEnvelope> envelopeOf(const io::HttpResponse &response)
{
    const Result<QJsonObject> object = protocol::parseObject(response.body);
    if (!object)
        return fail(object.error());
    return protocol::decodeReply(*object);
}

Error statusError(int status, bool hasToken)
{
    Error error{.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .code = status};
    if (isRefusal(status)) {
        error.kind = ErrorKind::Auth;
        error.reason = hasToken ? Reason::TokenWrong : Reason::TokenMissing;
    } else if (status == 404) {
        error.reason = Reason::UnknownAction;
    } else if (status == 413) {
        error.reason = Reason::MessageTooLarge;
    }
    return error;
}

bool isForeign(const Dialect &dialect, const CallWords &call, const io::HttpResponse &response)
{
    const Speaker speaker = speakerOf(Interface::OneBot11, response);
    const bool isSend = dialect.sendActions.contains(call.action);
    return speaker == Speaker::Front || (response.status == 413 && !isSend) // our other requests are small
        || (speaker == Speaker::Unclear && response.status != 400 && !isMissingAction(dialect, call, response));
}

Result<protocol::Reply> judgeHttp(const Dialect &dialect, const CallWords &call, const io::HttpResponse &response,
                                  bool hasToken)
{
    const Result<protocol::ReplyEnvelope> envelope = envelopeOf(response);
    if (envelope && !isRefusal(response.status))
        return judgeReply(dialect, call, *envelope);
    if (!isForeign(dialect, call, response) && response.status != 400)
        return fail(statusError(response.status, hasToken));
    return fail(dialect.sendActions.contains(call.action)
                    ? frontErrorOfSend(response.status)
                    : frontError(response.status, speakerOf(Interface::OneBot11, response)));
}

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokens.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"
#include "config/secretnames.h"

namespace rookery::gateway {

namespace {

bool isNowhere(const Result<Redacted<QString>> &token)
{
    return !token && (token.error().reason == Reason::TokenMissing || token.error().reason == Reason::KeyringAbsent);
}

} // namespace

FutureResult<Redacted<QString>> readToken(QObject *context, config::SecretStore &secrets, const GatewayProfile &profile,
                                          config::SecretKind kind)
{
    const Promise<Redacted<QString>> answer;
    const bool only = config::tokenKind(profile.kind) == kind;
    onResult(context, secrets.read(profile.id, kind),
             [answer, only, gateway = profile.id](const Result<Redacted<QString>> &token) {
                 if (!isNowhere(token)) {
                     answer.resolve(token);
                     return;
                 }
                 const Redacted<QString> given = config::secretFromOutside(gateway, config::SecretKind::WebUiToken);
                 if (only && !given.isEmpty())
                     answer.resolve(given);
                 else
                     answer.resolve(
                         fail(namingVariable({.kind = ErrorKind::Auth, .reason = Reason::TokenMissing}, gateway)));
             });
    return answer.future();
}

Error namingVariable(Error error, const GatewayId &gateway)
{
    if (error.reason == Reason::TokenMissing) // this detail helps more than any other
        error.detail = config::secretVariable(gateway, config::SecretKind::WebUiToken);
    return error;
}

} // namespace rookery::gateway

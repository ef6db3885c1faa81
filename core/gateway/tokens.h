// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/secretstore.h"

namespace rookery::gateway {

//! Reads a token of a gateway. `ROOKERY_SECRET_<ID>` is the gateway's one secret whatever its kind, so where there is
//! no panel it also gives the token of the OneBot port. Auth/TokenMissing, with the variable's name as its detail, when
//! nobody has one; Storage while a keyring cannot be asked that may have one; Cancelled when `context` ends first.
[[nodiscard]] FutureResult<Redacted<QString>> readToken(QObject *context, config::SecretStore &secrets,
                                                        const GatewayProfile &profile, config::SecretKind kind);

//! Gives a TokenMissing the name of the variable that would supply the token; leaves other errors alone.
[[nodiscard]] Error namingVariable(Error error, const GatewayId &gateway);

} // namespace rookery::gateway

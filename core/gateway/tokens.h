// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/secretstore.h"

namespace rookery::gateway {

//! Reads a token of a gateway. `ROOKERY_SECRET_<ID>` holds the gateway's one secret whatever its kind, so for a gateway
//! without a panel it also supplies the token of the OneBot port. Errors: Auth/TokenMissing, with the variable's name
//! as its detail, if there is none; Storage if a keyring that may hold one cannot be read; Cancelled if `context` is
//! destroyed first.
[[nodiscard]] FutureResult<Redacted<QString>> readToken(QObject *context, config::SecretStore &secrets,
                                                        const GatewayProfile &profile, config::SecretKind kind);

//! Adds to a TokenMissing error the name of the variable that would supply the token; leaves other errors alone.
[[nodiscard]] Error namingVariable(Error error, const GatewayId &gateway);

} // namespace rookery::gateway

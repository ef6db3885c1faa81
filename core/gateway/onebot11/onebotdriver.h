// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "gateway/gateway.h"

#include "protocol/action.h"

namespace rookery::gateway {

//! Implements the calls of the port with OneBot 11 actions, for every kind that speaks them.
class OneBotDriver : public Gateway
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotDriver)

public:
    //! Calls an action of OneBot 11 or of the gateway's extensions. Errors as in Gateway.
    [[nodiscard]] virtual FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) = 0;

    [[nodiscard]] FutureResult<SentMessage> sendMessage(const Target &target, const Message &message,
                                                        milliseconds deadline) final;
    [[nodiscard]] FutureResult<QList<Contact>> contacts(ChatKind kind, Freshness freshness,
                                                        milliseconds deadline) final;
    [[nodiscard]] FutureResult<SelfInfo> self(milliseconds deadline) final;
    //! Asks first for what the dialect names in `keysCheck`; a version without that action has keys all the same.
    [[nodiscard]] FutureResult<QList<PictureKey>> pictureKeys(milliseconds deadline) final;

protected:
    OneBotDriver() = default;

    //! Returns the dialect of the program, as far as it is known.
    [[nodiscard]] virtual const Dialect &dialect() const = 0;

private:
    [[nodiscard]] FutureResult<QList<PictureKey>> fetchKeys(milliseconds deadline);
};

} // namespace rookery::gateway

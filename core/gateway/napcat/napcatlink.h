// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/badframes.h"
#include "gateway/gateway.h"
#include "model/gateway.h"
#include "model/session.h"

#include "base/clock.h"
#include "base/redacted.h"
#include "base/result.h"

#include <variant>
#include <vector>

namespace rookery::gateway {

//! Lists what can happen to the link to a NapCat. Connect, Disconnect and the restart inputs count at any time,
//! everything else only while an attempt goes on.
namespace napcatinput {
struct Connect {};
struct Disconnect {};
struct RestartAsked {}; //!< of the gateway, by the operator
struct RestartAccepted {}; //!< by the bot's own action, after the panel refused
struct RestartFailed {};
struct PanelProbed {}; //!< its address answers
struct PanelAuthorised {};
struct PanelFailed { //!< at any of its calls; it may only lack the second factor
    Error why;
};
struct TotpEntered {
    Redacted<QString> code;
};
struct AppVersionRead {
    QString version;
};
struct QqVersionRead {
    QString version;
};
struct LoggedIn { //!< repeated where a doubt was settled
    AccountId account;
    QString nickname;
};
struct Waiting { //!< for a login
    LoginReason reason = LoginReason::None;
    QString text;
};
struct ChannelRefused { //!< by the panel
    Error why;
};
struct ChannelRetryDue {};
struct ChannelUp {};
struct ChannelDown {
    Error why;
    bool upgradeRefused = false;
    int closeCode = 0;
    bool byPeer = false;
    SteadyTime at{};
};
} // namespace napcatinput

using NapCatInput =
    std::variant<napcatinput::Connect, napcatinput::Disconnect, napcatinput::RestartAsked, napcatinput::RestartAccepted,
                 napcatinput::RestartFailed, napcatinput::PanelProbed, napcatinput::PanelAuthorised,
                 napcatinput::PanelFailed, napcatinput::TotpEntered, napcatinput::AppVersionRead,
                 napcatinput::QqVersionRead, napcatinput::LoggedIn, napcatinput::Waiting, napcatinput::ChannelRefused,
                 napcatinput::ChannelRetryDue, napcatinput::ChannelUp, napcatinput::ChannelDown>;

//! Lists what the driver does next, in this order.
namespace napcateffect {
struct DropAll {}; //!< ends the attempt: nothing of it reports any more
struct ProbePanel {};
struct AuthorisePanel {};
struct SubmitTotp {
    Redacted<QString> code;
};
struct ReadVersion {}; //!< of NapCat and of QQ
struct FollowPanel {}; //!< its log and its login; opens the operator's OneBot port too
struct ShowPanelUp {};
struct ShowPanelDown {
    Error why;
};
struct OpenChannel {};
struct RetryChannelLater {};
struct KeepChannelClosed {}; //!< no retry; an open one stays
struct ShowChannelUp {};
struct ShowChannelDown {
    Error why;
    int closeCode = 0;
    bool byPeer = false;
};
struct Report {
    DriverEvent event;
};
} // namespace napcateffect

using NapCatEffect = std::variant<napcateffect::DropAll, napcateffect::ProbePanel, napcateffect::AuthorisePanel,
                                  napcateffect::SubmitTotp, napcateffect::ReadVersion, napcateffect::FollowPanel,
                                  napcateffect::ShowPanelUp, napcateffect::ShowPanelDown, napcateffect::OpenChannel,
                                  napcateffect::RetryChannelLater, napcateffect::KeepChannelClosed,
                                  napcateffect::ShowChannelUp, napcateffect::ShowChannelDown, napcateffect::Report>;

//! Holds the complete memory of the link.
struct NapCatLink {
    enum class Channel { Closed, Opening, Up };

    // beyond one attempt
    bool restarting = false; //!< we requested it, so the next loss is reported as a restart
    GatewayVersion version{}; //!< as far as it was read
    BadFrames badFrames{}; //!< of the channel

    // of the attempt
    bool linked = false; //!< an attempt goes on, or waits for the second factor
    bool loggedIn = false;
    Channel channel = Channel::Closed; //!< the debug socket, for events and actions

    bool operator==(const NapCatLink &) const = default;
};

struct NapCatStep {
    NapCatLink link;
    std::vector<NapCatEffect> effects;
};

//! Computes the link after one input. Pure. The panel leads: it says who is logged in, and a login opens the channel,
//! which outlives a logout. The loss of either ends the link; a missing second factor only makes it wait.
[[nodiscard]] NapCatStep step(const NapCatLink &link, const NapCatInput &input);

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "model/session.h"

#include <variant>
#include <vector>

namespace rookery::gateway {

//! Lists what can happen to the link to an LLBot.
namespace llbotinput {
struct Connect {};
struct Disconnect {};
struct PanelProbed {}; //!< its address answers
struct PanelAuthorised {};
struct PanelLost {
    Error why;
};
struct LoggedIn { //!< according to the panel
    AccountId account;
    QString nickname;
};
struct Waiting { //!< according to the panel
    LoginReason reason = LoginReason::None;
    QString text;
};
struct PanelRetryDue {};
struct OneBotRetryDue {};
struct OneBotFound {}; //!< its server is known
struct OneBotMissing { //!< the panel's configuration names none
    Error why;
};
struct OneBotUp {};
struct OneBotDown {
    Error why;
    bool forGood = false;
};
struct OneBotSelf {
    AccountId account;
    QString nickname;
};
struct OneBotOffline {
    LoginReason reason = LoginReason::None;
    QString text;
};
} // namespace llbotinput

using LLBotInput =
    std::variant<llbotinput::Connect, llbotinput::Disconnect, llbotinput::PanelProbed, llbotinput::PanelAuthorised,
                 llbotinput::PanelLost, llbotinput::LoggedIn, llbotinput::Waiting, llbotinput::PanelRetryDue,
                 llbotinput::OneBotRetryDue, llbotinput::OneBotFound, llbotinput::OneBotMissing, llbotinput::OneBotUp,
                 llbotinput::OneBotDown, llbotinput::OneBotSelf, llbotinput::OneBotOffline>;

//! Lists what the driver does next, in this order.
namespace llboteffect {
struct DropAll {}; //!< ends the attempt: nothing of it reports any more
struct ProbePanel {};
struct AuthorisePanel {};
struct FollowPanel {}; //!< its login and its log
struct LeavePanel {}; //!< and its vitals
struct FollowVitals {};
struct LeaveVitals {};
struct PollLogin {}; //!< now instead of at the next turn
struct ShowPanelUp {};
struct ShowPanelDown {
    Error why;
};
struct OpenOneBot {};
struct RetryPanelLater {};
struct RetryOneBotLater {};
struct KeepOneBotClosed {}; //!< no retry
struct Report {
    DriverEvent event;
};
} // namespace llboteffect

using LLBotEffect = std::variant<llboteffect::DropAll, llboteffect::ProbePanel, llboteffect::AuthorisePanel,
                                 llboteffect::FollowPanel, llboteffect::LeavePanel, llboteffect::FollowVitals,
                                 llboteffect::LeaveVitals, llboteffect::PollLogin, llboteffect::ShowPanelUp,
                                 llboteffect::ShowPanelDown, llboteffect::OpenOneBot, llboteffect::RetryPanelLater,
                                 llboteffect::RetryOneBotLater, llboteffect::KeepOneBotClosed, llboteffect::Report>;

//! Holds the complete memory of the link.
struct LLBotLink {
    enum class OneBot { Closed, Opening, Up };

    bool hasPanel = false; //!< of the profile
    bool oneBotKnown = false; //!< its server is known: from the profile, or found by an earlier attempt
    bool linked = false; //!< an attempt goes on
    bool panelUp = false;
    bool authenticated = false; //!< reported
    bool loggedIn = false;
    bool channelUp = false; //!< reported
    OneBot oneBot = OneBot::Closed;
    int failedOpens = 0; //!< of OneBot since the login

    bool operator==(const LLBotLink &) const = default;
};

struct LLBotStep {
    LLBotLink link;
    std::vector<LLBotEffect> effects;
};

//! Computes the link after one input. Pure. The panel leads until the login, OneBot carries the rest: once OneBot is
//! up, the loss of the panel (the account's own configuration may close it) does not end the link.
[[nodiscard]] LLBotStep step(const LLBotLink &link, const LLBotInput &input);

} // namespace rookery::gateway

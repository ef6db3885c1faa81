// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatlink.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"

#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

using namespace napcateffect;
using Channel = NapCatLink::Channel;

//! Returns true for a refusal that a retry would not change; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls || why.reason == Reason::OldVersion;
}

bool lacksTotp(const Error &why)
{
    return why.reason == Reason::TotpNeeded || why.reason == Reason::TotpWrong;
}

Error masked(Error why)
{
    why.detail = logrules::maskSecrets(why.detail);
    return why;
}

//! Returns true for an input that means something without an attempt too.
bool countsAlways(const NapCatInput &input)
{
    using namespace napcatinput;
    return std::holds_alternative<Connect>(input) || std::holds_alternative<Disconnect>(input)
        || std::holds_alternative<RestartAsked>(input) || std::holds_alternative<RestartAccepted>(input)
        || std::holds_alternative<RestartFailed>(input);
}

//! Computes one step: each function takes one input.
class Stepper final
{
public:
    explicit Stepper(const NapCatLink &link) : m_link(link) {}

    [[nodiscard]] NapCatStep result() && { return {m_link, std::move(m_effects)}; }

    void operator()(const napcatinput::Connect &)
    {
        drop();
        m_link.linked = true;
        m_link.restarting = false;
        add(ProbePanel{});
    }
    void operator()(const napcatinput::Disconnect &) { drop(); }
    void operator()(const napcatinput::RestartAsked &) { m_link.restarting = true; }
    void operator()(const napcatinput::RestartAccepted &) { m_link.restarting = true; }
    void operator()(const napcatinput::RestartFailed &) { m_link.restarting = false; }
    void operator()(const napcatinput::PanelProbed &)
    {
        add(ShowPanelUp{});
        report(signal::Reached{});
        add(AuthorisePanel{});
    }
    void operator()(const napcatinput::PanelAuthorised &)
    {
        add(ShowPanelUp{}); // a missing second factor took it down
        report(signal::Authenticated{});
        add(ReadVersion{});
        add(FollowPanel{});
    }
    void operator()(const napcatinput::PanelFailed &failed) { end(failed.why); }
    void operator()(const napcatinput::TotpEntered &totp) { add(SubmitTotp{totp.code}); }
    void operator()(const napcatinput::AppVersionRead &app)
    {
        m_link.version.app = u"NapCat"_s;
        m_link.version.version = app.version;
        report(m_link.version);
    }
    void operator()(const napcatinput::QqVersionRead &qq)
    {
        m_link.version.qqVersion = qq.version;
        report(m_link.version);
    }
    void operator()(const napcatinput::LoggedIn &login)
    {
        m_link.loggedIn = true;
        report(driver::LoginText{});
        report(signal::LoggedIn{login.account, login.nickname});
        if (m_link.version.qqVersion.isEmpty()) // not known before the login
            add(ReadVersion{});
        if (m_link.channel == Channel::Up) // a kick leaves the channel open
            report(signal::ChannelUp{});
        else
            openChannel();
    }
    void operator()(const napcatinput::Waiting &waiting)
    {
        m_link.loggedIn = false;
        add(KeepChannelClosed{});
        report(driver::LoginText{waiting.text});
        report(signal::Waiting{waiting.reason, waiting.text});
    }
    void operator()(const napcatinput::ChannelRefused &refused)
    {
        m_link.channel = Channel::Closed;
        // right after the login, OneBot is not ready yet
        if (refused.why.reason == Reason::NotLoggedIn)
            add(RetryChannelLater{});
        else
            end(refused.why);
    }
    void operator()(const napcatinput::ChannelRetryDue &) { openChannel(); }
    void operator()(const napcatinput::ChannelUp &)
    {
        m_link.channel = Channel::Up;
        add(ShowChannelUp{});
        if (m_link.loggedIn)
            report(signal::ChannelUp{});
    }
    void operator()(const napcatinput::ChannelDown &down)
    {
        m_link.channel = Channel::Closed;
        Error why = masked(down.why);
        add(ShowChannelDown{why, down.closeCode, down.byPeer});
        // the gateway made this socket's token a moment ago; a refusal says nothing about the operator's token
        if (down.upgradeRefused || why.kind == ErrorKind::Auth) {
            why.kind = ErrorKind::Network;
            why.reason = Reason::ConnectionLost;
        }
        if (!m_link.badFrames.tooMany(why, down.at))
            return end(why);
        drop();
        report(signal::Refused{why});
    }

private:
    void add(NapCatEffect effect) { m_effects.push_back(std::move(effect)); }
    void report(const DriverEvent &event) { add(Report{event}); }

    void drop()
    {
        m_link = {.restarting = m_link.restarting, .version = m_link.version, .badFrames = m_link.badFrames};
        add(DropAll{});
    }
    //! Ends the attempt, or leaves it waiting for the second factor, and reports why.
    void end(const Error &reason)
    {
        Error why = masked(reason);
        if (m_link.restarting && !isFinal(why))
            why.reason = Reason::GatewayRestarting;
        drop();
        add(ShowPanelDown{why});
        if (lacksTotp(why)) {
            m_link.linked = true; // TotpEntered continues from here
            if (!why.detail.isEmpty())
                report(driver::LoginText{why.detail});
            report(signal::TotpNeeded{});
        } else if (isFinal(why)) {
            report(signal::Refused{why});
        } else {
            report(signal::LinkLost{why});
        }
    }
    void openChannel()
    {
        if (!m_link.loggedIn || m_link.channel != Channel::Closed)
            return;
        m_link.channel = Channel::Opening;
        add(OpenChannel{});
    }

    NapCatLink m_link;
    std::vector<NapCatEffect> m_effects;
};

} // namespace

NapCatStep step(const NapCatLink &link, const NapCatInput &input)
{
    if (!link.linked && !countsAlways(input))
        return {link, {}};
    Stepper stepper(link);
    std::visit(stepper, input);
    return std::move(stepper).result();
}

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotlink.h"

#include "gateway/answershape.h"

#include "base/overloaded.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"

#include <utility>

namespace rookery::gateway {

namespace {

using namespace llboteffect;
using OneBot = LLBotLink::OneBot;

// the adapters open shortly after the login
constexpr int kOneBotAttempts = 5;

//! Returns true for a refusal that a retry would not change; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls;
}

Error masked(Error why)
{
    why.detail = logrules::maskSecrets(why.detail);
    return why;
}

//! Computes one step: each function takes one input.
class Stepper final
{
public:
    explicit Stepper(const LLBotLink &link) : m_link(link) {}

    [[nodiscard]] LLBotStep result() && { return {m_link, std::move(m_effects)}; }

    void operator()(const llbotinput::Connect &)
    {
        drop();
        m_link.linked = true;
        if (m_link.hasPanel)
            add(ProbePanel{});
        else
            openOneBot();
    }
    void operator()(const llbotinput::Disconnect &) { drop(); }
    void operator()(const llbotinput::PanelProbed &)
    {
        if (!m_link.authenticated)
            report(signal::Reached{});
        add(AuthorisePanel{});
    }
    void operator()(const llbotinput::PanelAuthorised &)
    {
        m_link.panelUp = true;
        add(ShowPanelUp{});
        if (!std::exchange(m_link.authenticated, true))
            report(signal::Authenticated{});
        add(FollowPanel{});
    }
    void operator()(const llbotinput::PanelLost &lost)
    {
        const Error why = masked(lost.why);
        const bool wasUp = std::exchange(m_link.panelUp, false);
        add(LeavePanel{});
        const bool closed = why.kind == ErrorKind::Offline || why.kind == ErrorKind::Network || isFromFront(why);
        const bool oneBotToo = !wasUp && m_link.oneBotKnown && why.kind == ErrorKind::Offline;
        if (!closed || (m_link.oneBot != OneBot::Up && !oneBotToo))
            return end(why);
        add(ShowPanelDown{why});
        add(RetryPanelLater{});
        openOneBot();
    }
    void operator()(const llbotinput::LoggedIn &login)
    {
        m_link.loggedIn = true;
        m_link.failedOpens = 0;
        report(driver::LoginText{});
        report(signal::LoggedIn{login.account, login.nickname});
        add(FollowVitals{});
        if (m_link.oneBot == OneBot::Up) // a kick leaves the channel open
            reportChannel();
        else
            openOneBot();
    }
    void operator()(const llbotinput::Waiting &waiting) { wait(waiting.reason, waiting.text); }
    void operator()(const llbotinput::PanelRetryDue &) { add(ProbePanel{}); }
    void operator()(const llbotinput::OneBotRetryDue &) { openOneBot(); }
    void operator()(const llbotinput::OneBotFound &) { m_link.oneBotKnown = true; }
    void operator()(const llbotinput::OneBotMissing &missing)
    {
        m_link.oneBot = OneBot::Closed;
        end(missing.why);
    }
    void operator()(const llbotinput::OneBotUp &)
    {
        m_link.oneBot = OneBot::Up;
        if (std::exchange(m_link.authenticated, true))
            return;
        report(signal::Reached{});
        report(signal::Authenticated{});
    }
    void operator()(const llbotinput::OneBotDown &down)
    {
        m_link.oneBot = OneBot::Closed;
        const bool early = m_link.loggedIn && !m_link.channelUp && down.why.reason == Reason::ConnectionRefused;
        if (early && ++m_link.failedOpens < kOneBotAttempts)
            return add(RetryOneBotLater{});
        if (!down.forGood || isFinal(down.why))
            return end(down.why);
        drop(); // too many broken frames
        report(signal::Refused{masked(down.why)});
    }
    void operator()(const llbotinput::OneBotSelf &self)
    {
        if (!m_link.panelUp && (!m_link.loggedIn || !m_link.channelUp)) {
            m_link.loggedIn = true;
            report(driver::LoginText{});
            report(signal::LoggedIn{self.account, self.nickname});
        }
        if (m_link.loggedIn)
            reportChannel();
    }
    void operator()(const llbotinput::OneBotOffline &offline)
    {
        if (m_link.panelUp)
            add(PollLogin{}); // the panel knows more
        else
            wait(offline.reason, offline.text);
    }

private:
    void add(LLBotEffect effect) { m_effects.push_back(std::move(effect)); }
    void report(const DriverEvent &event) { add(Report{event}); }

    void drop()
    {
        m_link = {.hasPanel = m_link.hasPanel, .oneBotKnown = m_link.oneBotKnown};
        add(DropAll{});
    }
    //! Ends the attempt and reports why.
    void end(const Error &reason)
    {
        if (!m_link.linked)
            return;
        const Error why = masked(reason);
        const bool panelWasUp = m_link.panelUp;
        drop();
        if (m_link.hasPanel && !panelWasUp)
            add(ShowPanelDown{why});
        if (isFinal(why))
            report(signal::Refused{why});
        else
            report(signal::LinkLost{why});
    }
    void wait(LoginReason reason, const QString &text)
    {
        m_link.loggedIn = false;
        m_link.channelUp = false;
        add(KeepOneBotClosed{});
        add(LeaveVitals{});
        report(driver::LoginText{text});
        report(signal::Waiting{reason, text});
    }
    void openOneBot()
    {
        if (m_link.oneBot != OneBot::Closed || !m_link.linked)
            return;
        m_link.oneBot = OneBot::Opening;
        add(OpenOneBot{});
    }
    void reportChannel()
    {
        if (!std::exchange(m_link.channelUp, true))
            report(signal::ChannelUp{});
    }

    LLBotLink m_link;
    std::vector<LLBotEffect> m_effects;
};

} // namespace

LLBotStep step(const LLBotLink &link, const LLBotInput &input)
{
    Stepper stepper(link);
    std::visit(stepper, input);
    return std::move(stepper).result();
}

} // namespace rookery::gateway

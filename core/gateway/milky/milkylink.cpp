// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkylink.h"

#include "logrules/masking.h"

#include <utility>

namespace rookery::gateway {

namespace {

using namespace milkyeffect;
using Events = MilkyLink::Events;

//! Returns true for a refusal that no retry changes; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls;
}

Error masked(Error why)
{
    why.detail = logrules::maskSecrets(why.detail);
    return why;
}

//! Returns true for an input that means something without an attempt too.
bool countsAlways(const MilkyInput &input)
{
    return std::holds_alternative<milkyinput::Connect>(input) || std::holds_alternative<milkyinput::Disconnect>(input);
}

//! Computes one step: each function takes one input.
class Stepper final
{
public:
    Stepper(const MilkyLink &link, SteadyTime now) : m_link(link), m_now(now) {}

    [[nodiscard]] MilkyStep result() && { return {m_link, std::move(m_effects)}; }

    void operator()(const milkyinput::Connect &)
    {
        drop();
        m_link.linked = true;
        add(Probe{});
    }
    void operator()(const milkyinput::Disconnect &) { drop(); }
    void operator()(const milkyinput::Probed &)
    {
        report(signal::Reached{});
        add(Authorise{});
    }
    void operator()(const milkyinput::Authorised &info)
    {
        m_link.authorised = true;
        add(ShowCallsUp{});
        report(signal::Authenticated{});
        if (info.version != GatewayVersion())
            report(info.version);
        add(WatchLogin{});
    }
    void operator()(const milkyinput::CallsFailed &calls) { end(masked(calls.why)); }
    void operator()(const milkyinput::LoggedIn &login)
    {
        m_link.loggedIn = true;
        report(driver::LoginText{});
        report(signal::LoggedIn{login.account, login.nickname});
        if (m_link.events == Events::Up) // a kick leaves the channel open
            report(signal::ChannelUp{});
        else
            openEvents();
    }
    void operator()(const milkyinput::Waiting &waiting)
    {
        m_link.loggedIn = false;
        const QString shown = logrules::maskSecrets(waiting.text);
        report(driver::LoginText{shown});
        report(signal::Waiting{waiting.reason, shown});
    }
    void operator()(const milkyinput::EventsUp &)
    {
        m_link.events = Events::Up;
        add(ShowEventsUp{});
        if (m_link.loggedIn)
            report(signal::ChannelUp{});
    }
    void operator()(const milkyinput::EventsDown &down)
    {
        const Error why = masked(down.why);
        add(ShowEventsDown{why, down.closeCode, down.byPeer});
        end(why);
    }

private:
    void add(MilkyEffect effect) { m_effects.push_back(std::move(effect)); }
    void report(const DriverEvent &event) { add(Report{event}); }

    void drop()
    {
        m_link = {.badFrames = m_link.badFrames};
        add(DropAll{});
    }
    //! Ends the attempt and reports why.
    void end(const Error &why)
    {
        drop();
        add(ShowCallsDown{why});
        if (isFinal(why) || m_link.badFrames.tooMany(why, m_now))
            report(signal::Refused{why});
        else
            report(signal::LinkLost{why});
    }
    void openEvents()
    {
        if (m_link.events != Events::Closed)
            return;
        m_link.events = Events::Opening;
        add(OpenEvents{});
    }

    MilkyLink m_link;
    SteadyTime m_now;
    std::vector<MilkyEffect> m_effects;
};

} // namespace

MilkyStep step(const MilkyLink &link, const MilkyInput &input, SteadyTime now)
{
    if (!link.linked && !countsAlways(input))
        return {link, {}};
    Stepper stepper(link, now);
    std::visit(stepper, input);
    return std::move(stepper).result();
}

} // namespace rookery::gateway

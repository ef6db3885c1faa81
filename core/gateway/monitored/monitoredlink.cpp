// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitoredlink.h"

#include "base/reasons/gateway.h"

#include <utility>

namespace rookery::gateway {

namespace {

using namespace monitoredeffect;
using Kind = ServiceAnswer::Kind;
using Told = MonitoredLink::Told;

bool isWaiting(ServiceState state)
{
    return state == ServiceState::WaitingForScan || state == ServiceState::BotWaiting;
}

//! Returns true if the service itself is up, whatever the state of its bot.
bool isUp(ServiceState state, const ServiceAnswer &api)
{
    switch (state) {
    case ServiceState::Online:
    case ServiceState::BotUnproven:
    case ServiceState::BotUnwatched:
    case ServiceState::NoBot:
    case ServiceState::PaymentsOff:
    case ServiceState::SessionLost:
    case ServiceState::Failing:
        return true;
    case ServiceState::FrontDown:
        return api.kind == Kind::Works || api.kind == Kind::Fails;
    case ServiceState::Unknown:
    case ServiceState::BotWaiting:
    case ServiceState::WaitingForScan:
    case ServiceState::BackendDown:
    case ServiceState::TimedOut:
        break;
    }
    return false;
}

//! Computes one step: each function takes one input.
class Stepper final
{
public:
    Stepper(const MonitoredLink &link, const MonitoredMoment &moment) : m_link(link), m_moment(moment) {}

    [[nodiscard]] MonitoredStep result() && { return {m_link, std::move(m_effects)}; }

    void operator()(const monitoredinput::Connect &)
    {
        drop();
        m_link.linked = true;
        m_link.lossReported = false;
        add(FollowLog{});
        add(Poll{});
    }
    void operator()(const monitoredinput::Disconnect &)
    {
        drop();
        m_link.code = {};
        // After a loss that we reported ourselves the log is still followed, and what was shown stays.
        if (std::exchange(m_link.lossReported, false))
            return;
        m_link.view = {};
        add(LeaveLog{});
        add(ShowClosed{});
    }
    void operator()(const monitoredinput::Answered &answer)
    {
        if (!m_link.linked)
            return;
        m_link.front = answer.front;
        m_link.api = answer.api;
        if (m_link.hasFront)
            add(ShowFront{answer.front});
        add(ShowApi{answer.api});
        evaluate();
    }
    void operator()(const monitoredinput::LogSaid &said)
    {
        if (!m_link.linked) {
            if (said.turn)
                report(driver::PeerArrived{});
            return;
        }
        if (said.turn) {
            m_link.api = {};
            add(PollSoon{});
        }
        evaluate();
    }

private:
    void add(MonitoredEffect effect) { m_effects.push_back(std::move(effect)); }
    void report(const DriverEvent &event) { add(Report{event}); }

    void drop()
    {
        m_link = {
            .hasFront = m_link.hasFront, .lossReported = m_link.lossReported, .view = m_link.view, .code = m_link.code};
        add(DropAll{});
    }

    void evaluate()
    {
        ServiceEvidence evidence = m_moment.log;
        evidence.hasFront = m_link.hasFront;
        evidence.front = m_link.front;
        evidence.api = m_link.api;
        const ServiceState state = deriveServiceState(evidence, m_moment.now);
        if (state == ServiceState::Unknown)
            return;
        publish(state);
        if (isWaiting(state))
            showWaiting();
        else if (isUp(state, m_link.api))
            showUp();
        else
            lose(state);
    }
    void publish(ServiceState state)
    {
        ServiceView view{.state = state,
                         .since = state == m_link.view.state ? m_link.view.since : m_moment.wallNow,
                         .hasFront = m_link.front.kind != Kind::NotAsked,
                         .front = m_link.front.why,
                         .api = m_link.api.why,
                         .codeSince = m_moment.codeSince,
                         .lastHeartbeatAt = m_moment.lastHeartbeatAt,
                         .heartbeatsSeen = m_moment.log.heartbeatsSeen,
                         .botText = m_moment.botText,
                         .log = m_moment.logTrouble};
        if (state == ServiceState::WaitingForScan && view.codeSince != WallTime{})
            view.since = view.codeSince; // the service has been blocked since then, even if we began to watch later
        if (view == m_link.view)
            return;
        m_link.view = view;
        report(view);
    }
    void showWaiting()
    {
        if (std::exchange(m_link.told, Told::Waiting) != Told::Waiting) {
            report(signal::Reached{});
            report(signal::Waiting{});
        }
        if (m_link.code == m_moment.code)
            return;
        m_link.code = m_moment.code;
        report(driver::QrChanged{m_link.code});
    }
    void showUp()
    {
        if (std::exchange(m_link.told, Told::Up) == Told::Up)
            return;
        m_link.code = {};
        report(signal::Reached{});
        report(signal::LoggedIn{});
        report(signal::ChannelUp{});
    }
    void lose(ServiceState state)
    {
        const bool frontIsBad = state == ServiceState::FrontDown
            || (state == ServiceState::TimedOut && m_link.front.kind == Kind::TimedOut);
        Error why = frontIsBad ? m_link.front.why : m_link.api.why;
        const bool pageAnswers = m_link.hasFront && m_link.front.kind == Kind::Works;
        if (state == ServiceState::BackendDown && pageAnswers && why.kind != ErrorKind::Tls)
            why.reason = Reason::BackendDown;
        drop();
        m_link.lossReported = true;
        report(signal::LinkLost{why});
    }

    MonitoredLink m_link;
    const MonitoredMoment &m_moment;
    std::vector<MonitoredEffect> m_effects;
};

} // namespace

MonitoredStep step(const MonitoredLink &link, const MonitoredInput &input, const MonitoredMoment &moment)
{
    Stepper stepper(link, moment);
    std::visit(stepper, input);
    return std::move(stepper).result();
}

} // namespace rookery::gateway

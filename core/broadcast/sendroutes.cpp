// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendroutes.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"

#include <algorithm>
#include <utility>

namespace rookery::broadcast {

SendRoutes::SendRoutes(const SenderContext &context, QObject *parent) : QObject(parent), m_context(context) {}

SendRoutes::~SendRoutes() = default;

void SendRoutes::set(const GatewayId &id, gateway::Gateway *gateway, const AccountId &account,
                     const Capabilities &capabilities, bool online, const Error &away)
{
    SendRoute &route = m_routes[id];
    if (!route.sender) {
        route.sender = std::make_unique<AccountSender>(id, m_context);
        route.sender->setStopped(m_stopped);
        connect(route.sender.get(), &AccountSender::claimed, this, &SendRoutes::claimed);
        connect(route.sender.get(), &AccountSender::idle, this, &SendRoutes::checkQuiet);
        connect(route.sender.get(), &AccountSender::heldAway, this, &SendRoutes::waitsChanged);
    }
    if (!account.isNull() && route.account != account) {
        route.account = account;
        route.contacts.reset();
    }
    route.answersOnly = capabilities.answersOnly;
    // A lost login keeps the ids; after a lost link the gateway may have restarted.
    const bool loggedOut = away.kind == ErrorKind::Rejected;
    if (!online && !loggedOut)
        m_context.recorder.forgetIds(id);
    route.away = away;
    if (online)
        route.away = {};
    else if (away.reason == Reason::None)
        route.away = {.kind = ErrorKind::Offline, .reason = Reason::AccountOffline};
    route.sender->setRoute(gateway, account, capabilities, online);
    Q_EMIT waitsChanged();
}

void SendRoutes::remove(const GatewayId &id)
{
    const auto it = m_routes.find(id);
    if (it == m_routes.end())
        return;
    // A send in flight still ends in a recorded outcome: all futures of its gateway finish.
    it->second.sender->setStopped(true);
    m_retired.push_back(std::move(it->second.sender));
    m_routes.erase(it);
    checkQuiet();
    m_context.recorder.forgetIds(id);
    m_context.stager.forget(id);
    Q_EMIT waitsChanged();
}

void SendRoutes::setContacts(const GatewayId &id, const QList<Contact> &contacts)
{
    const auto it = m_routes.find(id);
    if (it == m_routes.end())
        return;
    QSet<Target> targets;
    for (const Contact &contact : contacts)
        targets.insert(canonical(contact.target));
    it->second.contacts = std::move(targets);
}

void SendRoutes::setExcluded(const GatewayId &id, bool excluded)
{
    if (const auto it = m_routes.find(id); it != m_routes.end())
        it->second.excluded = excluded;
}

void SendRoutes::setStopped(bool stopped)
{
    m_stopped = stopped;
    for (auto &[id, route] : m_routes)
        route.sender->setStopped(stopped);
    Q_EMIT waitsChanged();
}

void SendRoutes::wakeAll()
{
    for (auto &[id, route] : m_routes)
        route.sender->wake();
}

void SendRoutes::endHoldAway(const GatewayId &id)
{
    if (const auto it = m_routes.find(id); it != m_routes.end())
        it->second.sender->endHoldAway();
}

FutureResult<> SendRoutes::quiet()
{
    const Promise<void> answer;
    m_quiet.append(answer);
    checkQuiet();
    return answer.future();
}

void SendRoutes::checkQuiet()
{
    std::erase_if(m_retired, [](std::unique_ptr<AccountSender> &sender) {
        if (sender->isBusy())
            return false;
        sender.release()->deleteLater(); // it may be the sender of this signal
        return true;
    });
    if (m_quiet.isEmpty())
        return;
    const bool busy = !m_retired.empty() || std::any_of(m_routes.begin(), m_routes.end(), [](const auto &entry) {
        return entry.second.sender->isBusy();
    });
    if (busy)
        return;
    const auto waiting = std::exchange(m_quiet, {});
    for (const Promise<void> &answer : waiting)
        answer.resolve({});
}

AccountId SendRoutes::accountOf(const GatewayId &id) const
{
    const auto it = m_routes.find(id);
    return it == m_routes.end() ? AccountId() : it->second.account;
}

bool SendRoutes::isExcluded(const GatewayId &id) const
{
    const auto it = m_routes.find(id);
    return it != m_routes.end() && it->second.excluded;
}

QList<PlanRoute> SendRoutes::planRoutes() const
{
    QList<PlanRoute> routes;
    for (const auto &[id, route] : m_routes)
        routes.append({id, route.account, route.contacts, route.answersOnly, route.away, route.excluded});
    return routes;
}

Error SendRoutes::whyWaiting(const store::AccountQueue &queue) const
{
    const auto offline = [](ErrorReason reason) { return Error{.kind = ErrorKind::Offline, .reason = reason}; };
    const auto it = m_routes.find(queue.gateway);
    if (it == m_routes.end())
        return offline(Reason::GatewayRemoved);
    const SendRoute &route = it->second;
    if (route.away.reason != Reason::None)
        return route.away;
    if (route.account != queue.account)
        return offline(Reason::AnotherAccount);
    if (route.sender->isHeldAway())
        return {.kind = ErrorKind::Rejected, .reason = Reason::AccountOffline};
    return {};
}

} // namespace rookery::broadcast

#include "moc_sendroutes.cpp"

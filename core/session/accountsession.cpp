// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountsession.h"

#include "readiness.h"

#include "base/log.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "logrules/masking.h"

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::session {

namespace {

constexpr milliseconds kCheckDeadline = seconds(15);
//! Gives the name of a phase for our own log.
const char *phaseName(SessionPhase phase)
{
    switch (phase) {
    case SessionPhase::Stopped:
        return "stopped";
    case SessionPhase::Connecting:
        return "connecting";
    case SessionPhase::Authenticating:
        return "authenticating";
    case SessionPhase::NeedsTotp:
        return "needs totp";
    case SessionPhase::LoginRequired:
        return "login required";
    case SessionPhase::Online:
        return "online";
    case SessionPhase::Backoff:
        return "backoff";
    case SessionPhase::Rejected:
        return "rejected";
    }
    return "?";
}

QString textOf(const BotOfflineEvent &offline)
{
    return offline.title.isEmpty() ? offline.message : u"["_s + offline.title + u"] "_s + offline.message;
}

Error notOnline()
{
    return Error{.kind = ErrorKind::Offline, .reason = Reason::AccountOffline};
}

// The gateway makes one detail query per friend: slow on long lists.
constexpr milliseconds kContactDeadline = seconds(60);

} // namespace

AccountSession::AccountSession(const GatewayProfile &profile, std::unique_ptr<gateway::Gateway> driver, Clock &clock,
                               Jitter jitter, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_jitter(std::move(jitter))
    , m_driver(std::move(driver))
    , m_retry(clock, [this] { feed(input::TimerFired{m_machine.epoch}); })
{
    m_snapshot.profile = profile;
    m_snapshot.capabilities = m_driver->capabilities();
    m_snapshot.session.since = m_clock.wallNow();
    m_machine.session.since = m_snapshot.session.since;
    connect(&m_contacts, &ContactList::changed, this, &AccountSession::showContacts);
    watchDriver();
}

AccountSession::~AccountSession()
{
    // The driver must not signal a session that is half destroyed.
    m_driver->disconnect(this);
    m_driver->disconnectLink();
}

void AccountSession::watchDriver()
{
    connect(m_driver.get(), &gateway::Gateway::happened, this,
            [this](const gateway::DriverEvent &event) { std::visit([this](const auto &one) { on(one); }, event); });
}

void AccountSession::setProfile(const GatewayProfile &profile)
{
    m_snapshot.profile = profile;
    publish();
}

void AccountSession::replaceDriver(const GatewayProfile &profile, std::unique_ptr<gateway::Gateway> driver)
{
    const bool wasRunning = m_snapshot.session.phase != SessionPhase::Stopped;
    feed(input::Stop{});
    m_driver->disconnect(this);
    // This may be called from one of the driver's signals.
    m_driver.release()->deleteLater();
    m_driver = std::move(driver);
    watchDriver();
    m_snapshot.profile = profile;
    m_snapshot.capabilities = m_driver->capabilities();
    m_snapshot.version = {};
    m_snapshot.vitals.reset();
    m_snapshot.service.reset();
    m_snapshot.connections.clear();
    m_contacts.clear(); // loaded again once online
    m_snapshot.groups = m_contacts.groups();
    m_snapshot.friends = m_contacts.friends();
    m_snapshot.answerable = -1;
    publish();
    if (wasRunning)
        feed(input::Start{});
}

void AccountSession::start()
{
    feed(input::Start{});
}

void AccountSession::stop()
{
    feed(input::Stop{});
}

void AccountSession::retryNow()
{
    m_driver->retryRefused(); // first: a new link would find it still refused
    feed(input::RetryNow{});
}

FutureResult<> AccountSession::refreshQr()
{
    if (m_machine.session.phase != SessionPhase::LoginRequired)
        return failedResult<void>(
            {.kind = ErrorKind::Rejected, .reason = isOnline() ? Reason::AlreadyLoggedIn : Reason::NotFound});
    m_login.refreshAsked();
    publish();
    const Promise<void> answer;
    onResult(this, m_driver->refreshQr(), [this, answer](const Result<> &result) {
        m_login.refreshAnswered(result);
        publish();
        answer.resolve(result);
    });
    return answer.future();
}

FutureResult<> AccountSession::quickLogin(const AccountId &account)
{
    if (m_machine.session.phase != SessionPhase::LoginRequired)
        return failedResult<void>(
            {.kind = ErrorKind::Rejected, .reason = isOnline() ? Reason::AlreadyLoggedIn : Reason::NotFound});
    return m_driver->quickLogin(account);
}

void AccountSession::submitTotp(const Redacted<QString> &code)
{
    if (m_machine.session.phase != SessionPhase::NeedsTotp)
        return;
    feed(input::TotpSubmitted{});
    m_driver->submitTotp(code);
}

FutureResult<> AccountSession::submitSignToken(const Redacted<QString> &token)
{
    const SessionState &session = m_machine.session;
    if (session.phase != SessionPhase::LoginRequired || session.login != LoginReason::SignToken)
        return failedResult<void>({.kind = ErrorKind::Rejected, .reason = Reason::NotFound});
    return m_driver->submitSignToken(token);
}

FutureResult<> AccountSession::restart()
{
    const SessionPhase phase = m_machine.session.phase;
    const bool ownProgram = m_driver->capabilities().ownProgram && phase != SessionPhase::Stopped;
    if (!m_machine.authenticated && !ownProgram)
        return failedResult<void>(notOnline());
    const bool unlinked = phase == SessionPhase::Backoff || phase == SessionPhase::Rejected;
    const Promise<void> answer;
    onResult(this, m_driver->restart(), [this, answer, unlinked](const Result<> &result) {
        // A lost connection counts as success: the gateway may have exited before it could answer.
        if (result && unlinked)
            feed(input::RetryNow{}); // the attempt starts the program; a later loss is not expected
        else if (result || result.error().kind == ErrorKind::Network)
            feed(input::RestartAsked{});
        answer.resolve(result);
    });
    return answer.future();
}

template <class T>
FutureResult<T> AccountSession::observed(const FutureResult<T> &called)
{
    onResult(this, called, [this](const Result<T> &result) {
        if (!isOnline())
            return;
        const Readiness before = m_snapshot.readiness;
        applyActionOutcome(m_snapshot.readiness, result ? Result<>() : fail(result.error()), m_clock.wallNow());
        if (before != m_snapshot.readiness)
            publish();
    });
    return called;
}

FutureResult<QList<PictureKey>> AccountSession::pictureKeys(milliseconds deadline)
{
    return observed(m_driver->pictureKeys(deadline));
}

FutureResult<QList<Contact>> AccountSession::contacts(Freshness freshness)
{
    if (!m_snapshot.capabilities.actions)
        return readyResult<QList<Contact>>(QList<Contact>()); // it cannot reach any chat
    if (m_contacts.isLoaded() && freshness == Freshness::Cached)
        return readyResult<QList<Contact>>(m_contacts.all());
    if (!isOnline()) {
        // An old list is better than none: the targets of an account do not vanish with its login.
        if (m_contacts.isLoaded())
            return readyResult<QList<Contact>>(m_contacts.all());
        return failedResult<QList<Contact>>(notOnline());
    }
    return m_contacts.load(m_machine.epoch, [this, freshness](ChatKind kind) {
        return observed(m_driver->contacts(kind, freshness, kContactDeadline));
    });
}

void AccountSession::showContacts()
{
    m_snapshot.groups = m_contacts.groups();
    m_snapshot.friends = m_contacts.friends();
    publish();
    Q_EMIT contactsChanged();
}

void AccountSession::observeDelivery(const Delivery &delivery)
{
    if (delivery.state == DeliveryState::Waiting)
        judgeSending(delivery);
    if (!m_sends.count(delivery))
        return;
    m_snapshot.activity.sends = m_sends.counters();
    // The operator's statement about an old delivery says nothing about the link.
    if (delivery.state != DeliveryState::Waiting && delivery.verifiedBy != VerifiedBy::Operator)
        judgeSending(delivery);
    publish();
}

//! Judges sending by one delivery. Friends may be reachable while groups are not, so a private chat ends no doubt
//! about groups.
void AccountSession::judgeSending(const Delivery &delivery)
{
    if (!isOnline())
        return;
    const WallTime now = m_clock.wallNow();
    const ReadinessEvidence &sending = m_snapshot.readiness[std::size_t(ReadinessCheck::SendingProven)];
    const bool arrives = delivery.state == DeliveryState::Verified || delivery.state == DeliveryState::Accepted;
    const bool inGroup = delivery.target.kind == ChatKind::Group;
    if (arrives && !inGroup && m_groupsInDoubt && sending.state == ReadinessState::Broken)
        return;
    const Readiness before = m_snapshot.readiness;
    applySendOutcome(m_snapshot.readiness, delivery.state, delivery.why, now);
    Readiness alone;
    applySendOutcome(alone, delivery.state, delivery.why, now);
    const bool raisesDoubt = alone[std::size_t(ReadinessCheck::SendingProven)].state == ReadinessState::Broken;
    m_groupsInDoubt = sending.state == ReadinessState::Broken && (m_groupsInDoubt || (raisesDoubt && inGroup));
    if (before != m_snapshot.readiness)
        publish();
}

void AccountSession::setSameAccountElsewhere(bool elsewhere)
{
    if (std::exchange(m_snapshot.sameAccountElsewhere, elsewhere) != elsewhere)
        publish();
}

Moment AccountSession::moment() const
{
    return {.wall = m_clock.wallNow(), .steady = m_clock.now()};
}

void AccountSession::feed(const Input &input)
{
    // Actions may make the driver report at once; such inputs wait until the current step is complete.
    m_inputs.push_back(input);
    if (m_feeding)
        return;
    m_feeding = true;
    while (!m_inputs.empty()) {
        const Input next = std::move(m_inputs.front());
        m_inputs.pop_front();
        const MachineState before = m_machine;
        const StepResult result = step(m_machine, next, moment(), m_jitter());
        m_machine = result.state;
        afterStep(before);
        for (const SessionAction &action : result.actions)
            run(action);
        if (m_machine != before || !result.actions.isEmpty())
            publish();
    }
    m_feeding = false;
}

void AccountSession::afterStep(const MachineState &before)
{
    m_snapshot.session = m_machine.session;
    m_snapshot.account = m_machine.account;
    m_snapshot.nickname = m_machine.nickname;
    applyMachine(m_snapshot.readiness, m_machine, m_clock.wallNow());
    if (m_machine.session.phase == SessionPhase::Stopped)
        m_snapshot.service.reset();
    if (m_snapshot.service)
        applyService(m_snapshot.readiness, *m_snapshot.service, m_clock.wallNow());
    if (m_machine.reached && !before.reached)
        m_snapshot.refusedCertificate.reset();
    const bool expiredBefore = before.session.login == LoginReason::Expired;
    if (m_machine.session.login == LoginReason::Expired && !expiredBefore)
        m_login.expiredSeen(m_clock.wallNow());
    if (!m_machine.account.isNull() && before.account != m_machine.account) {
        m_contacts.clear();
        m_snapshot.groups = m_contacts.groups();
        m_snapshot.friends = m_contacts.friends();
        forgetProofs(m_snapshot.readiness, m_clock.wallNow());
    }
    if (m_machine.session.phase == SessionPhase::Online && before.session.phase != SessionPhase::Online)
        observeMissingEvents();
    if (before.session.phase != m_machine.session.phase)
        rkInfo("{}: {} -> {}", id().value(), phaseName(before.session.phase), phaseName(m_machine.session.phase));
}

void AccountSession::observeMissingEvents()
{
    for (const ConnectionInfo &connection : std::as_const(m_snapshot.connections)) {
        if (!connection.up && connection.lastError.reason == Reason::NoEvents)
            setCheck(m_snapshot.readiness, ReadinessCheck::EventsFlow, ReadinessState::Broken, m_clock.wallNow(),
                     connection.lastError);
    }
}

void AccountSession::run(const SessionAction &action)
{
    switch (action.kind) {
    case ActionKind::Connect:
        m_driver->connectLink();
        return;
    case ActionKind::Disconnect:
        m_driver->disconnectLink();
        for (ConnectionInfo &connection : m_snapshot.connections)
            connection.up = false;
        return;
    case ActionKind::ArmRetry:
        m_retry.start(action.delay);
        return;
    case ActionKind::CancelRetry:
        m_retry.stop();
        return;
    case ActionKind::ClearLogin:
        m_login.clear();
        return;
    case ActionKind::CheckActions:
        checkActions();
        return;
    }
}

void AccountSession::publish()
{
    m_snapshot.login = m_login.view();
    Q_EMIT snapshotChanged(m_snapshot);
}

void AccountSession::on(const gateway::GatewaySignal &signal)
{
    feed(input::Reported{m_machine.epoch, signal});
}

void AccountSession::on(const Event &event)
{
    const auto *message = std::get_if<MessageEvent>(&event.body);
    if (message && message->readBack) {
        Q_EMIT eventReceived(event); // fetched, not pushed: it does not prove that events arrive
        return;
    }
    const WallTime now = m_clock.wallNow();
    const Readiness before = m_snapshot.readiness;
    ++m_snapshot.activity.eventCount;
    m_snapshot.activity.lastEventAt = now;
    if (m_machine.loggedIn)
        setCheck(m_snapshot.readiness, ReadinessCheck::EventsFlow, ReadinessState::Working, now);
    if (const auto *heartbeat = std::get_if<HeartbeatEvent>(&event.body)) {
        m_snapshot.activity.lastHeartbeatAt = now;
        if (heartbeat->online == false && isOnline()) {
            feed(input::OfflineSeen{m_machine.epoch});
            m_driver->checkLogin();
        } else if (heartbeat->online == true) {
            feed(input::OnlineSeen{m_machine.epoch});
        }
    }
    if (const auto *offline = std::get_if<BotOfflineEvent>(&event.body)) {
        feed(input::KickSeen{m_machine.epoch, textOf(*offline)});
        m_driver->checkLogin();
    }
    if (m_snapshot.readiness == before)
        Q_EMIT activityChanged();
    else
        publish();
    Q_EMIT eventReceived(event);
}

void AccountSession::on(LogLine line)
{
    line.gateway = id();
    line.seq = m_nextSeq++;
    Q_EMIT logLine(line);
    // The line is a reason to check and never a state, because no later line would undo it. Replayed lines are
    // history.
    if (line.category == LogCategory::KickOffline && !line.replayed && !line.hearsay && isOnline())
        m_driver->checkLogin();
}

void AccountSession::on(const KeyFact &fact)
{
    Q_EMIT keyFact(fact);
}

void AccountSession::on(const ConnectionInfo &info)
{
    QList<ConnectionInfo> &list = m_snapshot.connections;
    const auto it = std::find_if(list.begin(), list.end(),
                                 [&info](const ConnectionInfo &known) { return known.label == info.label; });
    if (it == list.end())
        list.append(info);
    else
        *it = info;
    if (info.label == "events"_L1 && m_machine.loggedIn) {
        const ReadinessState state = m_snapshot.readiness[std::size_t(ReadinessCheck::EventsFlow)].state;
        if (!info.up)
            setCheck(m_snapshot.readiness, ReadinessCheck::EventsFlow, ReadinessState::Broken, m_clock.wallNow(),
                     info.lastError);
        else if (state == ReadinessState::Broken || info.quiet)
            setCheck(m_snapshot.readiness, ReadinessCheck::EventsFlow, ReadinessState::Unknown, m_clock.wallNow());
    }
    publish();
}

void AccountSession::on(const gateway::driver::Undecodable & /*skipped*/)
{
    ++m_snapshot.activity.undecodable;
    publish();
}

void AccountSession::on(const GatewayVersion &version)
{
    m_snapshot.version = version;
    for (QString *word : {&m_snapshot.version.app, &m_snapshot.version.version, &m_snapshot.version.qqVersion})
        *word = logrules::maskedWords(*word, logrules::kLongestName);
    m_snapshot.capabilities = m_driver->capabilities();
    publish();
}

void AccountSession::on(const GatewayVitals &vitals)
{
    m_snapshot.vitals = vitals;
    m_snapshot.vitals->mode = logrules::maskedWords(vitals.mode, logrules::kLongestName);
    publish();
}

void AccountSession::on(const ServiceView &view)
{
    m_snapshot.service = view;
    m_snapshot.activity.lastHeartbeatAt = view.lastHeartbeatAt;
    applyService(m_snapshot.readiness, view, m_clock.wallNow());
    publish();
}

void AccountSession::on(const CertificateInfo &certificate)
{
    m_snapshot.refusedCertificate = certificate;
    publish();
}

void AccountSession::on(const gateway::driver::QrChanged &code)
{
    // If the gateway says since when it waits for a scan, the code is that old.
    const bool dated = m_snapshot.service && m_snapshot.service->codeSince != WallTime{};
    m_login.codeSeen(code.text, dated ? m_snapshot.service->codeSince : m_clock.wallNow());
    publish();
}

void AccountSession::on(const gateway::driver::QrLifeStated &life)
{
    m_login.lifeSeen(life.left, m_clock.wallNow());
    publish();
}

void AccountSession::on(const gateway::driver::QrScanned & /*scanned*/)
{
    m_login.scanSeen();
    publish();
}

void AccountSession::on(const gateway::driver::QuickListChanged &list)
{
    m_login.quickListSeen(list.entries);
    publish();
}

void AccountSession::on(const gateway::driver::LoginText &said)
{
    m_login.textSeen(said.text);
    publish();
}

void AccountSession::on(const gateway::driver::AnswerableChanged &answerable)
{
    m_snapshot.answerable = answerable.chats;
    publish();
    if (isOnline()) // the friend list is the list of users who can be answered
        onResult(this, contacts(Freshness::Fresh), [](const Result<QList<Contact>> &) {});
}

void AccountSession::on(const gateway::driver::PeerArrived & /*arrived*/)
{
    if (m_machine.session.phase == SessionPhase::Backoff)
        feed(input::RetryNow{});
}

void AccountSession::checkActions()
{
    if (!m_snapshot.capabilities.actions)
        return;
    const auto whoAmI = observed(m_driver->self(kCheckDeadline));
    onResult(this, whoAmI, [this, epoch = m_machine.epoch](const Result<gateway::SelfInfo> &self) {
        if (epoch != m_machine.epoch || !isOnline() || !self)
            return;
        if (m_snapshot.groups < 0 || m_snapshot.friends < 0)
            onResult(this, contacts(Freshness::Fresh), [](const Result<QList<Contact>> &) {});
    });
}

} // namespace rookery::session

#include "moc_accountsession.cpp"

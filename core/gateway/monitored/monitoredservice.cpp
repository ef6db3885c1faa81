// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitoredservice.h"

#include "base/log.h"
#include "base/reasons/gateway.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = ServiceAnswer::Kind;

Error cannot()
{
    return {.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction};
}

logrules::RuleSet rules()
{
    auto loaded = logrules::RuleSet::builtIn(GatewayKind::MonitoredService);
    if (loaded)
        return *loaded;
    rkError("the rules for watched services are broken: {}", loaded.error().detail);
    return {};
}

//! Returns true if the service itself is up, whatever the state of its bot.
bool isUp(ServiceState state, const ServiceEvidence &evidence)
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
        return evidence.api.kind == Kind::Works || evidence.api.kind == Kind::Fails;
    case ServiceState::Unknown:
    case ServiceState::BotWaiting:
    case ServiceState::WaitingForScan:
    case ServiceState::BackendDown:
    case ServiceState::TimedOut:
        break;
    }
    return false;
}

void track(ConnectionTracker &connection, const ServiceAnswer &answer)
{
    if (answer.kind == Kind::Works)
        connection.up();
    else
        connection.down(answer.why, answer.why.code);
}

} // namespace

MonitoredService::MonitoredService(const GatewayProfile &profile, const DriverContext &around)
    : m_clock(around.clock)
    , m_watch(profile, around.clock, around.network)
    , m_log(profile.id, rules(), ServiceLog::sourcesOf(profile, around.children, around.clock), around.clock)
    , m_frontConnection(u"front page"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
    , m_apiConnection(u"api"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
{
    m_evidence.hasFront = !profile.front.isEmpty();
    connect(&m_watch, &ServiceWatch::answered, this, &MonitoredService::onAnswered);
    connect(&m_watch, &ServiceWatch::certificateRefused, this, reporter());
    connect(&m_log, &ServiceLog::line, this, reporter());
    connect(&m_log, &ServiceLog::said, this, &MonitoredService::onSaid);
    connect(&m_log, &ServiceLog::connectionChanged, this, reporter());
}

MonitoredService::~MonitoredService() = default;

Capabilities MonitoredService::capabilities() const
{
    Capabilities can;
    can.actions = false;
    can.qrLogin = m_log.hasSources();
    can.qrRefresh = false;
    can.logStream = m_log.hasSources();
    return can;
}

void MonitoredService::connectLink()
{
    m_linked = true;
    m_lost = false;
    m_told = Told::Nothing;
    m_evidence.front = {};
    m_evidence.api = {};
    if (!m_log.isStarted())
        m_log.start();
    m_watch.start();
}

void MonitoredService::disconnectLink()
{
    m_linked = false;
    m_watch.stop();
    m_codeTold = {};
    if (std::exchange(m_lost, false))
        return;
    m_log.stop();
    m_view = {};
    m_frontConnection.down({});
    m_apiConnection.down({});
}

void MonitoredService::onAnswered(const ServiceAnswer &front, const ServiceAnswer &api)
{
    m_evidence.front = front;
    m_evidence.api = api;
    if (m_evidence.hasFront)
        track(m_frontConnection, front);
    track(m_apiConnection, api);
    evaluate();
}

void MonitoredService::onSaid(bool turn)
{
    if (!m_linked) {
        if (turn)
            Q_EMIT happened(driver::PeerArrived{});
        return;
    }
    if (turn) {
        m_evidence.api = {}; // the interface is just opening or closing: the last answer is out of date
        m_watch.askSoon();
    }
    evaluate();
}

void MonitoredService::evaluate()
{
    if (!m_linked)
        return;
    m_log.tell(m_evidence);
    const ServiceState state = deriveServiceState(m_evidence, m_clock.now());
    if (state == ServiceState::Unknown)
        return;
    publish(state);
    report(state);
}

void MonitoredService::publish(ServiceState state)
{
    ServiceView view{.state = state,
                     .since = state == m_view.state ? m_view.since : m_clock.wallNow(),
                     .hasFront = m_evidence.front.kind != ServiceAnswer::Kind::NotAsked,
                     .front = m_evidence.front.why,
                     .api = m_evidence.api.why,
                     .codeSince = m_log.codeSince(),
                     .lastHeartbeatAt = m_log.lastHeartbeatAt(),
                     .heartbeatsSeen = m_evidence.heartbeatsSeen,
                     .botText = m_log.botText(),
                     .log = m_log.trouble()};
    if (state == ServiceState::WaitingForScan && view.codeSince != WallTime{})
        view.since = view.codeSince; // the service has been blocked since then, even if we began to watch later
    if (view == m_view)
        return;
    m_view = view;
    Q_EMIT happened(m_view);
}

void MonitoredService::report(ServiceState state)
{
    if (state == ServiceState::WaitingForScan || state == ServiceState::BotWaiting)
        tellWaiting();
    else if (isUp(state, m_evidence))
        tellUp();
    else
        lose(state);
}

void MonitoredService::tellWaiting()
{
    if (m_told != Told::Waiting) {
        m_told = Told::Waiting;
        Q_EMIT happened(signal::Reached{});
        Q_EMIT happened(signal::Waiting{});
    }
    if (!m_linked || m_codeTold == m_log.code())
        return;
    m_codeTold = m_log.code();
    Q_EMIT happened(driver::QrChanged{m_codeTold});
}

void MonitoredService::tellUp()
{
    if (m_told == Told::Up)
        return;
    m_told = Told::Up;
    m_codeTold = {};
    Q_EMIT happened(signal::Reached{});
    Q_EMIT happened(signal::LoggedIn{});
    if (m_linked)
        Q_EMIT happened(signal::ChannelUp{});
}

void MonitoredService::lose(ServiceState state)
{
    const ServiceAnswer &bad =
        state == ServiceState::FrontDown || (state == ServiceState::TimedOut && m_evidence.front.kind == Kind::TimedOut)
        ? m_evidence.front
        : m_evidence.api;
    Error why = bad.why;
    const bool pageAnswers = m_evidence.hasFront && m_evidence.front.kind == Kind::Works;
    if (state == ServiceState::BackendDown && pageAnswers && why.kind != ErrorKind::Tls)
        why.reason = Reason::BackendDown;
    m_lost = true;
    m_linked = false;
    m_watch.stop();
    Q_EMIT happened(signal::LinkLost{why});
}

// --- unsupported operations -----------------------------------------------------------------------

FutureResult<SentMessage> MonitoredService::sendMessage(const Target & /*target*/, const Message & /*message*/,
                                                        milliseconds /*deadline*/)
{
    return failedResult<SentMessage>(cannot());
}

FutureResult<QList<Contact>> MonitoredService::contacts(ChatKind /*kind*/, Freshness /*freshness*/,
                                                        milliseconds /*deadline*/)
{
    return failedResult<QList<Contact>>(cannot());
}

FutureResult<SelfInfo> MonitoredService::self(milliseconds /*deadline*/)
{
    return failedResult<SelfInfo>(cannot());
}

FutureResult<QList<PictureKey>> MonitoredService::pictureKeys(milliseconds /*deadline*/)
{
    return failedResult<QList<PictureKey>>(cannot());
}

FutureResult<StagedFile> MonitoredService::stagePicture(const QByteArray & /*bytes*/, const QByteArray & /*sha256*/,
                                                        const QString & /*fileName*/, milliseconds /*retention*/)
{
    return failedResult<StagedFile>(cannot());
}

milliseconds MonitoredService::sendDeadline(qint64 /*mediaBytes*/) const
{
    return milliseconds(0);
}

FutureResult<> MonitoredService::refreshQr()
{
    return failedResult<void>(cannot()); // only a restart of the service brings another code
}

FutureResult<> MonitoredService::quickLogin(const AccountId & /*account*/)
{
    return failedResult<void>(cannot());
}

void MonitoredService::submitTotp(const Redacted<QString> & /*code*/) {}

FutureResult<> MonitoredService::restart()
{
    return failedResult<void>(cannot());
}

} // namespace rookery::gateway

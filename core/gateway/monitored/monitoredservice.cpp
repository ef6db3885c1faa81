// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitoredservice.h"

#include "base/log.h"
#include "base/overloaded.h"
#include "base/reasons/gateway.h"
#include "gateway/linkeffects.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = ServiceAnswer::Kind;

Error cannot()
{
    return {.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction};
}

const logrules::RuleSet &rules()
{
    // compiled once for all gateways of the kind
    static const logrules::RuleSet loaded = logrules::RuleSet::builtInOrNone(GatewayKind::MonitoredService);
    return loaded;
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
    m_link.hasFront = !profile.front.isEmpty();
    connect(&m_watch, &ServiceWatch::answered, this, [this](const ServiceAnswer &front, const ServiceAnswer &api) {
        apply(monitoredinput::Answered{front, api});
    });
    connect(&m_watch, &ServiceWatch::certificateRefused, this, reporter());
    connect(&m_log, &ServiceLog::line, this, reporter());
    connect(&m_log, &ServiceLog::said, this, [this](bool turn) { apply(monitoredinput::LogSaid{turn}); });
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
    apply(monitoredinput::Connect{});
}

void MonitoredService::disconnectLink()
{
    apply(monitoredinput::Disconnect{});
}

MonitoredMoment MonitoredService::moment() const
{
    MonitoredMoment seen{.now = m_clock.now(),
                         .wallNow = m_clock.wallNow(),
                         .code = m_log.code(),
                         .codeSince = m_log.codeSince(),
                         .lastHeartbeatAt = m_log.lastHeartbeatAt(),
                         .botText = m_log.botText(),
                         .logTrouble = m_log.trouble()};
    m_log.tell(seen.log);
    return seen;
}

void MonitoredService::apply(const MonitoredInput &input)
{
    const MonitoredStep next = step(m_link, input, moment());
    m_link = next.link;
    runEffects<monitoredeffect::DropAll>(m_epoch, next.effects, [this](const MonitoredEffect &effect) { run(effect); });
}

void MonitoredService::run(const MonitoredEffect &effect)
{
    std::visit(Overloaded{
                   [this](const monitoredeffect::DropAll &) { dropAll(); },
                   [this](const monitoredeffect::FollowLog &) {
                       if (!m_log.isStarted())
                           m_log.start();
                   },
                   [this](const monitoredeffect::LeaveLog &) { m_log.stop(); },
                   [this](const monitoredeffect::Poll &) { m_watch.start(); },
                   [this](const monitoredeffect::PollSoon &) { m_watch.askSoon(); },
                   [this](const monitoredeffect::ShowFront &front) { track(m_frontConnection, front.answer); },
                   [this](const monitoredeffect::ShowApi &api) { track(m_apiConnection, api.answer); },
                   [this](const monitoredeffect::ShowClosed &) {
                       m_frontConnection.down({});
                       m_apiConnection.down({});
                   },
                   [this](const monitoredeffect::Report &news) { Q_EMIT happened(news.event); },
               },
               effect);
}

void MonitoredService::dropAll()
{
    m_epoch.advance();
    m_watch.stop();
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

#include "moc_monitoredservice.cpp"

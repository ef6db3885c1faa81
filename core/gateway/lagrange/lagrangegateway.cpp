// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangegateway.h"

#include "gateway/linkeffects.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/onebotgateway.h"
#include "gateway/onebot11/reverselistener.h"

#include "base/log.h"
#include "base/overloaded.h"
#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kOneBotRetry = seconds(2);

const logrules::RuleSet &rules()
{
    // compiled once for all gateways of the kind
    static const logrules::RuleSet loaded = logrules::RuleSet::builtInOrNone(GatewayKind::Lagrange);
    return loaded;
}

Error cannot()
{
    return {.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction};
}

} // namespace

LagrangeGateway::LagrangeGateway(const GatewayProfile &profile, const DriverContext &around)
    : m_clock(around.clock)
    , m_listener(around.listener)
    , m_services(profile, around, *this)
    , m_oneBotRetry(around.clock, [this] { apply(lagrangeinput::OneBotRetryDue{}); })
    , m_limits{limitTimer(LagrangeLimit::Start), limitTimer(LagrangeLimit::Ports), limitTimer(LagrangeLimit::Picture),
               limitTimer(LagrangeLimit::NewCode)}
{
    if (!profile.folder.isEmpty()) {
        m_folder = std::make_unique<LagrangeFolder>(profile.folder, around.clock);
        wireFolder();
    }
    if (m_folder && !profile.program.isEmpty()) {
        m_process = std::make_unique<LagrangeProcess>(profile, rules(), around.children, around.clock);
        wireProcess();
    }
    wireServices();
    m_link.hasFolder = m_folder != nullptr;
    m_link.hasProgram = m_process != nullptr;
    m_link.findsServices = m_services.areFound();
}

LagrangeGateway::~LagrangeGateway() = default;

void LagrangeGateway::wireServices()
{
    connect(&m_services, &LagrangeServices::up, this, [this] { apply(lagrangeinput::OneBotUp{}); });
    connect(&m_services, &LagrangeServices::down, this, [this](const Error &why, bool forGood) {
        apply(lagrangeinput::OneBotDown{why, forGood});
    });
    connect(&m_services, &LagrangeServices::selfKnown, this, [this](const AccountId &account, const QString &nickname) {
        apply(lagrangeinput::OneBotSelf{account, nickname});
    });
    connect(&m_services, &LagrangeServices::offline, this, [this](LoginReason reason, const QString &text) {
        apply(lagrangeinput::OneBotOffline{reason, text});
    });
}

void LagrangeGateway::wireFolder()
{
    connect(m_folder.get(), &LagrangeFolder::codeFound, this,
            [this](const Redacted<QString> &text, WallTime writtenAt) {
                apply(lagrangeinput::PictureFound{text, writtenAt});
            });
    connect(m_folder.get(), &LagrangeFolder::sessionSaved, this, [this] { apply(lagrangeinput::SessionSaved{}); });
}

void LagrangeGateway::wireProcess()
{
    LagrangeProcess *process = m_process.get();
    connect(process, &LagrangeProcess::line, this, reporter());
    connect(process, &LagrangeProcess::started, this, [this] { apply(lagrangeinput::ProgramStarted{}); });
    connect(process, &LagrangeProcess::waitsForSettings, this, [this] { apply(lagrangeinput::SetupAsked{}); });
    connect(process, &LagrangeProcess::ended, this,
            [this](const Error &why) { apply(lagrangeinput::ProgramEnded{why}); });
    connect(process, &LagrangeProcess::codeDrawn, this,
            [this](const Redacted<QString> &text) { apply(lagrangeinput::CodeDrawn{text}); });
    connect(process, &LagrangeProcess::codeLife, this,
            [this](milliseconds left) { apply(lagrangeinput::CodeLifeStated{left}); });
    connect(process, &LagrangeProcess::codeEnded, this,
            [this](const QString &text) { apply(lagrangeinput::CodeEnded{text}); });
    connect(process, &LagrangeProcess::codeConfirmed, this, [this] { apply(lagrangeinput::ProgramLoggedIn{}); });
    connect(process, &LagrangeProcess::loggedIn, this, [this] { apply(lagrangeinput::ProgramLoggedIn{}); });
}

Timer LagrangeGateway::limitTimer(LagrangeLimit limit)
{
    return {m_clock, [this, limit] { apply(lagrangeinput::LimitReached{limit}); }};
}

Capabilities LagrangeGateway::capabilities() const
{
    Capabilities can;
    can.qrLogin = m_folder != nullptr;
    can.qrRefresh = m_process || !m_folder; // only a new run brings another code
    can.qrLifeStated = m_process != nullptr; // it prints the lifetime to its console
    can.logStream = m_process != nullptr;
    can.remoteRestart = m_process != nullptr;
    can.ownProgram = m_process != nullptr;
    can.rkey = true;
    return can;
}

// --- the link -------------------------------------------------------------------------------------

void LagrangeGateway::connectLink()
{
    apply(lagrangeinput::Connect{});
}

void LagrangeGateway::disconnectLink()
{
    apply(lagrangeinput::Disconnect{});
}

LagrangeMoment LagrangeGateway::moment() const
{
    LagrangeMoment seen{.now = m_clock.wallNow()};
    if (m_process) {
        seen.active = m_process->isActive();
        seen.loggedIn = m_process->hasLoggedIn();
        seen.spent = m_process->isSpent();
        seen.startedAt = m_process->startedAt();
        seen.trouble = m_process->trouble();
    }
    return seen;
}

void LagrangeGateway::apply(const LagrangeInput &input)
{
    const LagrangeStep next = step(m_link, input, moment());
    m_link = next.link;
    runEffects<lagrangeeffect::DropAll>(m_epoch, next.effects, [this](const LagrangeEffect &effect) { run(effect); });
}

void LagrangeGateway::run(const LagrangeEffect &effect)
{
    std::visit(Overloaded{
                   [this](const lagrangeeffect::DropAll &) { dropAll(); },
                   [this](const lagrangeeffect::ReadSettings &) { readSettings(); },
                   [this](const lagrangeeffect::LeaveFolder &) { m_folder->stop(); },
                   [this](const lagrangeeffect::OpenAddress &) { m_services.openAddress(); },
                   [this](const lagrangeeffect::OpenService &service) { m_services.open(service.index); },
                   [this](const lagrangeeffect::CloseOneBot &) { m_services.closeCurrent(); },
                   [this](const lagrangeeffect::RetryOneBotLater &) { m_oneBotRetry.start(kOneBotRetry); },
                   [this](const lagrangeeffect::StartProgram &) { m_process->start(); },
                   [this](const lagrangeeffect::StopProgram &) { m_process->stop(); },
                   [this](const lagrangeeffect::RestartProgram &) { m_process->restart(); },
                   [this](const lagrangeeffect::ResetStarts &) { m_process->watch(); },
                   [this](const lagrangeeffect::SetLimit &set) { timerOf(set.limit).start(set.within); },
                   [this](const lagrangeeffect::LiftLimit &lift) { timerOf(lift.limit).stop(); },
                   [this](const lagrangeeffect::AnswerNewCode &answer) {
                       if (m_newCode)
                           std::exchange(m_newCode, std::nullopt)->resolve(answer.result);
                   },
                   [this](const lagrangeeffect::Report &news) { Q_EMIT happened(news.event); },
               },
               effect);
}

void LagrangeGateway::dropAll()
{
    m_epoch.advance();
    m_newCode.reset(); // resolves as Cancelled
    m_oneBotRetry.stop();
    for (Timer &limit : m_limits)
        limit.stop();
    m_services.close();
}

void LagrangeGateway::readSettings()
{
    onResult(this, m_epoch, m_folder->settings(),
             [this](const Result<LagrangeSettings> &settings) { onSettings(settings); });
}

void LagrangeGateway::onSettings(const Result<LagrangeSettings> &settings)
{
    if (!settings) {
        apply(lagrangeinput::SettingsUnreadable{settings.error()});
        return;
    }
    m_folder->watch(settings->uin);
    const QList<LagrangeService> services = usableServices(
        *settings, [this](const QUrl &dialled) { return m_listener && m_listener->isReachedAt(dialled); });
    m_services.setFound(services);
    QList<OneBotTransportKind> ways;
    std::transform(services.cbegin(), services.cend(), std::back_inserter(ways),
                   [](const LagrangeService &service) { return service.way; });
    apply(lagrangeinput::SettingsFound{ways});
}

// --- the program and its login code ---------------------------------------------------------------

FutureResult<> LagrangeGateway::restart()
{
    const bool ours = m_process && m_process->isActive();
    if (!m_process || (!ours && (m_link.oneBotUp || m_link.waiting))) // it runs, but we did not start it
        return failedResult<void>(cannot());
    apply(lagrangeinput::RestartAsked{});
    return readyResult<void>({});
}

void LagrangeGateway::retryRefused()
{
    if (m_process)
        m_process->watch();
}

FutureResult<> LagrangeGateway::refreshQr()
{
    if (!m_process || !m_link.linked)
        return failedResult<void>(cannot());
    const Promise<void> answer;
    m_newCode = answer;
    apply(lagrangeinput::NewCodeAsked{});
    return answer.future();
}

FutureResult<> LagrangeGateway::quickLogin(const AccountId &)
{
    return failedResult<void>(cannot());
}

// --- actions --------------------------------------------------------------------------------------

FutureResult<protocol::Reply> LagrangeGateway::call(const protocol::Action &action, milliseconds deadline)
{
    OneBotClient *client = m_services.client();
    if (!client)
        return failedResult<protocol::Reply>({.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost});
    if (action.name != u"get_rkey"_s)
        return client->call(action, deadline);
    const Promise<protocol::Reply> answer;
    onResult(this, client->call(action, deadline), [answer](Result<protocol::Reply> reply) {
        if (reply && reply->data.isObject())
            reply->data = reply->data[u"rkeys"_s];
        answer.resolve(std::move(reply));
    });
    return answer.future();
}

FutureResult<StagedFile> LagrangeGateway::stagePicture(const QByteArray &bytes, const QByteArray &, const QString &,
                                                       milliseconds)
{
    return readyResult<StagedFile>(stageInline(bytes, m_clock));
}

const Dialect &LagrangeGateway::dialect() const
{
    const OneBotClient *client = m_services.client();
    return client ? client->dialect() : dialectOf(GatewayKind::Lagrange);
}

milliseconds LagrangeGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(dialect(), mediaBytes);
}

} // namespace rookery::gateway

#include "moc_lagrangegateway.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangegateway.h"

#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/onebotgateway.h"
#include "gateway/onebot11/reverselistener.h"

#include "base/log.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kPeerRetry = seconds(2);
constexpr qsizetype kTriesEach = 3; //!< per service before the next one; the next one may hang
constexpr milliseconds kStampSlack{100}; //!< a file's time may come from a coarser clock than ours

logrules::RuleSet rules()
{
    Result<logrules::RuleSet> loaded = logrules::RuleSet::builtIn(GatewayKind::Lagrange);
    if (!loaded) {
        rkError("log rules: {}", loaded.error().detail);
        return {};
    }
    return *std::move(loaded);
}

Error cannot()
{
    return {.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction};
}

} // namespace

LagrangeGateway::LagrangeGateway(const GatewayProfile &profile, const DriverContext &around)
    : m_profile(profile)
    , m_clock(around.clock)
    , m_secrets(around.secrets)
    , m_network(around.network)
    , m_deadlines(around.deadlines)
    , m_listener(around.listener)
    , m_foundSecrets(config::makeMemorySecretStore())
    , m_ports(around.clock, around.network)
    , m_peerRetry(around.clock, [this] { tryPeer(); })
    , m_startLimit(around.clock, [this] { end({.kind = ErrorKind::Timeout, .reason = Reason::NoReply}); })
    , m_portsLimit(around.clock, [this] { onPortsSilent(); })
    , m_newCodeLimit(around.clock, [this] { refuseNewCode(ErrorKind::Timeout, Reason::NoReply); })
    , m_pictureLimit(around.clock, [this] { onPictureOld(); })
    , m_betterRetry(around.clock, [this] { tryBetter(); })
    , m_leavingEnd(around.clock, [this] { disposeLater(std::move(m_leaving)); })
{
    if (!profile.folder.isEmpty()) {
        m_folder = std::make_unique<LagrangeFolder>(profile.folder, around.clock);
        connect(m_folder.get(), &LagrangeFolder::codeFound, this, &LagrangeGateway::onPicture);
        connect(m_folder.get(), &LagrangeFolder::sessionSaved, this, &LagrangeGateway::onSession);
    }
    if (m_folder && !profile.program.isEmpty()) {
        m_process = std::make_unique<LagrangeProcess>(profile, rules(), around.children, around.clock);
        wireProcess();
    }
    connect(&m_ports, &LagrangePorts::connectionChanged, this, reporter());
    if (!findsOneBot())
        usePeer(newPeer(profile, around.secrets));
}

LagrangeGateway::~LagrangeGateway() = default;

void LagrangeGateway::wireProcess()
{
    LagrangeProcess *process = m_process.get();
    connect(process, &LagrangeProcess::line, this, reporter());
    connect(process, &LagrangeProcess::started, this, &LagrangeGateway::onProcessStarted);
    connect(process, &LagrangeProcess::waitsForSettings, this, &LagrangeGateway::onWaitingForSettings);
    connect(process, &LagrangeProcess::ended, this, &LagrangeGateway::onProcessEnded);
    connect(process, &LagrangeProcess::codeDrawn, this, &LagrangeGateway::showCode);
    connect(process, &LagrangeProcess::codeLife, this, &LagrangeGateway::onCodeLife);
    connect(process, &LagrangeProcess::codeEnded, this, &LagrangeGateway::onCodeEnded);
    connect(process, &LagrangeProcess::codeConfirmed, this, &LagrangeGateway::onLoggedIn);
    connect(process, &LagrangeProcess::loggedIn, this, &LagrangeGateway::onLoggedIn);
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
    dropLink();
    m_linked = true;
    m_lossTold = false;
    m_services.clear();
    if (m_folder)
        readSettings();
    else
        tryPeer();
}

void LagrangeGateway::disconnectLink()
{
    dropLink();
    // After a loss that we reported ourselves the program keeps running, and so does the watch for a login code.
    if (std::exchange(m_lossTold, false))
        return;
    m_portsRestarted = false;
    if (m_folder)
        m_folder->stop();
    if (m_process) {
        m_process->stop();
        m_process->watch();
    }
}

void LagrangeGateway::dropLink()
{
    m_epoch.advance();
    m_linked = false;
    m_peerUp = false;
    m_waiting = false;
    m_unconfigured = false;
    m_tries = 0;
    m_code = {};
    m_codeUntil.reset();
    m_newCode.reset(); // resolves as Cancelled
    m_ports.stop();
    for (Timer *timer :
         {&m_peerRetry, &m_startLimit, &m_portsLimit, &m_newCodeLimit, &m_pictureLimit, &m_betterRetry, &m_leavingEnd})
        timer->stop();
    disposeLater(std::move(m_better));
    disposeLater(std::move(m_leaving));
    if (m_peer)
        m_peer->close();
}

//! Ends the link and reports why.
void LagrangeGateway::end(Error why, bool forGood)
{
    if (!m_linked)
        return;
    why.detail = logrules::maskSecrets(why.detail);
    dropLink();
    m_lossTold = true; // also after a refusal: the account is still logged in, so the program keeps running
    if (forGood && m_process)
        m_process->watch(); // only the operator can try again now
    if (forGood)
        Q_EMIT happened(signal::Refused{why});
    else
        Q_EMIT happened(signal::LinkLost{why});
}

void LagrangeGateway::readSettings()
{
    onResult(this, m_epoch, m_folder->settings(),
             [this](const Result<LagrangeSettings> &settings) { onSettings(settings); });
}

void LagrangeGateway::onSettings(const Result<LagrangeSettings> &settings)
{
    if (!settings) {
        // Lagrange writes its settings at its first start.
        if (!m_process || settings.error().reason != Reason::FileMissing) {
            end(settings.error());
            return;
        }
        m_unconfigured = true;
        if (startProcess())
            m_peerRetry.start(kPeerRetry);
        return;
    }
    m_folder->watch(settings->uin);
    m_services = usableServices(*settings,
                                [this](const QUrl &dialled) { return m_listener && m_listener->isReachedAt(dialled); });
    if (findsOneBot() && m_services.isEmpty())
        end({.kind = ErrorKind::Rejected, .reason = Reason::NoOneBotServer});
    else
        tryPeer();
}

// --- OneBot ---------------------------------------------------------------------------------------

void LagrangeGateway::tryPeer()
{
    const qsizetype tries = m_tries++;
    if (!findsOneBot()) {
        m_peer->open();
        return;
    }
    if (m_services.isEmpty()) {
        readSettings(); // not written yet
        return;
    }
    const LagrangeService service = m_services.at(tries / kTriesEach % m_services.size());
    // A reverse WebSocket gives no sign that the program is not running.
    if (service.way == OneBotTransportKind::Reverse && m_process && !m_waiting && !startProcess())
        return;
    openService(service);
}

void LagrangeGateway::openService(const LagrangeService &service)
{
    if (service != m_service)
        disposeLater(std::move(m_peer)); // at once: it must not pass for the peer of another service
    m_service = service;
    prepareService(service, [this](std::unique_ptr<OneBotClient> ready) {
        if (!m_peer) // otherwise the peer keeps what it knows of this service
            usePeer(std::move(ready));
        m_peer->open();
    });
}

void LagrangeGateway::prepareService(const LagrangeService &service,
                                     const std::function<void(std::unique_ptr<OneBotClient>)> &done)
{
    GatewayProfile found = m_profile;
    found.way = service.way;
    found.oneBot = service.way == OneBotTransportKind::Reverse ? QUrl() : service.url;
    const auto written = m_foundSecrets->write(m_profile.id, config::SecretKind::OneBotToken, service.token);
    onResult(this, m_epoch, written, [this, found, done](const Result<> &) { done(newPeer(found, *m_foundSecrets)); });
}

std::unique_ptr<OneBotClient> LagrangeGateway::newPeer(const GatewayProfile &profile, config::SecretStore &secrets)
{
    return std::make_unique<OneBotClient>(profile, dialectOf(GatewayKind::Lagrange), m_clock, secrets, m_network,
                                          m_deadlines, m_listener);
}

void LagrangeGateway::usePeer(std::unique_ptr<OneBotClient> ready)
{
    disposeLater(std::move(m_peer));
    m_peer = std::move(ready);
    OneBotClient *peer = m_peer.get();
    connect(peer, &OneBotClient::up, this, &LagrangeGateway::onPeerUp);
    connect(peer, &OneBotClient::down, this, &LagrangeGateway::onPeerDown);
    connect(peer, &OneBotClient::selfKnown, this, &LagrangeGateway::onSelf);
    connect(peer, &OneBotClient::offline, this, &LagrangeGateway::tellWaiting);
    connect(peer, &OneBotClient::versionKnown, this, reporter());
    forwardSignals(*peer, *this);
}

void LagrangeGateway::onPeerUp()
{
    const Epoch::Mark link = m_epoch.mark();
    m_peerUp = true;
    m_portsRestarted = false;
    m_startLimit.stop();
    m_portsLimit.stop();
    m_pictureLimit.stop(); // that code has been scanned
    watchOtherPorts();
    if (findsOneBot() && !m_service.hasEvents())
        m_betterRetry.start(kBetterEvery);
    if (!link.isOver())
        report(signal::Reached{}, signal::Authenticated{});
}

void LagrangeGateway::tryBetter()
{
    QList<LagrangeService> better;
    std::copy_if(m_services.cbegin(), m_services.cend(), std::back_inserter(better),
                 [](const LagrangeService &service) { return service.hasEvents(); });
    if (better.isEmpty())
        return;
    m_betterService = better.at(m_betterTries++ % better.size());
    prepareService(m_betterService, [this](std::unique_ptr<OneBotClient> ready) {
        disposeLater(std::move(m_better));
        m_better = std::move(ready);
        connect(m_better.get(), &OneBotClient::up, this, &LagrangeGateway::moveToBetter);
        connect(m_better.get(), &OneBotClient::down, this, [this] { m_betterRetry.start(kBetterEvery); });
        m_better->open();
    });
}

void LagrangeGateway::moveToBetter()
{
    m_peer->disconnect(this);
    disposeLater(std::move(m_leaving));
    m_leaving = std::move(m_peer);
    m_leavingEnd.start(kLeaving);
    m_better->disconnect(this);
    m_service = m_betterService;
    usePeer(std::move(m_better));
    const ConnectionInfo replaced{.label = u"onebot"_s, .since = m_clock.wallNow(), .lastError = {}};
    const ConnectionInfo better{.label = u"events"_s, .up = true, .since = m_clock.wallNow(), .lastError = {}};
    if (report(replaced, better))
        onPeerUp();
}

void LagrangeGateway::watchOtherPorts()
{
    QList<LagrangeService> others;
    for (const LagrangeService &service : std::as_const(m_services)) {
        const bool used = findsOneBot() ? service == m_service : service.url.port() == m_profile.oneBot.port();
        if (!used && service.way != OneBotTransportKind::Reverse)
            others.append(service);
    }
    m_ports.watch(others);
}

void LagrangeGateway::onPeerDown(const Error &why, bool forGood)
{
    // A server that rejects the token was reachable.
    if (why.kind == ErrorKind::Auth && !report(signal::Reached{}))
        return;
    // Lagrange listens on no port before a login.
    const bool another = findsOneBot() && m_services.size() > 1 && !forGood;
    const bool closed = !m_peerUp && (why.kind == ErrorKind::Offline || another);
    const bool ours = m_process && m_process->isActive();
    if (closed && ours && m_process->hasLoggedIn())
        onLoggedIn();
    if (closed && (ours || m_waiting)) {
        if (!m_waiting && !m_portsLimit.isActive() && !m_startLimit.isActive())
            m_startLimit.start(kStartWithin);
        m_peerRetry.start(kPeerRetry);
    } else if (closed && m_process) {
        if (startProcess())
            m_peerRetry.start(kPeerRetry);
    } else if (closed && m_folder && m_tries < kTriesEach * (findsOneBot() ? m_services.size() : 1)) {
        m_peerRetry.start(kPeerRetry); // another service may be open, or the folder may hold a code to scan first
    } else {
        end(why, forGood);
    }
}

void LagrangeGateway::onSelf(const AccountId &account, const QString &nickname)
{
    const Epoch::Mark link = m_epoch.mark();
    m_waiting = false;
    hideCode();
    refuseNewCode(ErrorKind::Rejected, Reason::AlreadyLoggedIn);
    if (!link.isOver())
        report(driver::LoginText{}, signal::LoggedIn{account, nickname}, signal::ChannelUp{});
}

// --- the program ----------------------------------------------------------------------------------

bool LagrangeGateway::startProcess()
{
    if (!m_process->isActive()) {
        if (m_process->isSpent()) {
            end({.kind = ErrorKind::Rejected, .reason = Reason::ProgramEnded, .detail = m_process->trouble()}, true);
            return false;
        }
        m_startLimit.start(kStartWithin);
    }
    m_process->start();
    return true;
}

void LagrangeGateway::retryRefused()
{
    if (m_process)
        m_process->watch();
}

void LagrangeGateway::onProcessStarted()
{
    if (m_linked)
        Q_EMIT happened(signal::Reached{});
}

//! Ends the link because Lagrange waits for its settings. The line alone proves nothing: it counts only where we
//! started the program without settings, and while no account is logged in whose chats it could quote.
void LagrangeGateway::onWaitingForSettings()
{
    if (!m_linked || !m_unconfigured || m_peerUp || m_process->hasLoggedIn())
        return;
    m_process->stop(); // it waits for a key press that we cannot send
    end({.kind = ErrorKind::Rejected, .reason = Reason::SetupUnfinished});
}

void LagrangeGateway::onProcessEnded(const Error &why)
{
    end(why);
}

void LagrangeGateway::onLoggedIn()
{
    if (!m_linked || m_peerUp)
        return;
    hideCode();
    refuseNewCode(ErrorKind::Rejected, Reason::AlreadyLoggedIn);
    m_startLimit.stop();
    m_pictureLimit.stop();
    if (!m_portsLimit.isActive())
        m_portsLimit.start(kPortsWithin);
}

void LagrangeGateway::onPortsSilent()
{
    // If QQ's connection broke while the code waited, Lagrange takes the login for a reconnect and opens no port; a
    // restart logs in with the saved session.
    if (m_process && m_process->isActive() && !std::exchange(m_portsRestarted, true))
        m_process->restart();
    end({.kind = ErrorKind::Timeout, .reason = Reason::PortsSilent});
}

FutureResult<> LagrangeGateway::restart()
{
    const bool ours = m_process && m_process->isActive();
    if (!m_process || (!ours && (m_peerUp || m_waiting))) // it runs, but we did not start it
        return failedResult<void>(cannot());
    m_deadCode = m_code;
    m_process->watch();
    if (ours)
        m_process->restart();
    // Otherwise the next attempt starts it, unless it runs after all.
    end({.kind = ErrorKind::Network, .reason = Reason::GatewayRestarting});
    return readyResult<void>({});
}

// --- the login code -------------------------------------------------------------------------------

void LagrangeGateway::onPicture(const Redacted<QString> &text, WallTime writtenAt)
{
    if (m_peerUp)
        return; // connected: the login is over
    const bool ours = m_process && m_process->isActive();
    const WallTime oldest = ours ? m_process->startedAt() - kStampSlack : m_clock.wallNow() - kCodeLife;
    if (writtenAt < oldest || (m_process && !ours))
        return; // from an earlier run
    if (!m_linked) {
        Q_EMIT happened(driver::PeerArrived{}); // it has been started and waits for a scan
        return;
    }
    if (!ours)
        m_pictureLimit.start(writtenAt + kCodeLife - m_clock.wallNow());
    showCode(text);
}

void LagrangeGateway::onSession()
{
    if (!m_code.isEmpty())
        onLoggedIn();
}

//! Treats the code as expired: the program exits with its code, but without a process of ours that cannot be
//! observed.
void LagrangeGateway::onPictureOld()
{
    const Epoch::Mark link = m_epoch.mark();
    onCodeEnded({});
    if (!link.isOver())
        m_waiting = false; // from now on a closed port counts as a failure
}

void LagrangeGateway::showCode(const Redacted<QString> &text)
{
    if (!m_linked || m_peerUp || text == m_code)
        return;
    if (text == m_deadCode) {
        refuseNewCode(ErrorKind::Expired, Reason::QrUnchanged);
        return;
    }
    m_code = text;
    m_startLimit.stop();
    if (!report(driver::QrChanged{text}))
        return;
    if (m_codeUntil && !report(driver::QrLifeStated{*m_codeUntil - m_clock.wallNow()}))
        return;
    if (m_newCode)
        std::exchange(m_newCode, std::nullopt)->resolve({});
    tellWaiting(LoginReason::Fresh, {});
}

void LagrangeGateway::onCodeLife(milliseconds life)
{
    if (!m_linked || m_peerUp)
        return;
    m_codeUntil = m_clock.wallNow() + life;
    if (!m_code.isEmpty() && m_code != m_deadCode) // otherwise it is the lifetime of the code that is still to come
        Q_EMIT happened(driver::QrLifeStated{life});
}

void LagrangeGateway::onCodeEnded(const QString &text)
{
    if (!m_linked || m_peerUp)
        return;
    m_deadCode = m_code;
    m_codeUntil.reset();
    tellWaiting(LoginReason::Expired, text);
}

void LagrangeGateway::hideCode()
{
    m_codeUntil.reset();
    if (!std::exchange(m_code, {}).isEmpty())
        Q_EMIT happened(driver::QrChanged{});
}

void LagrangeGateway::tellWaiting(LoginReason reason, const QString &text)
{
    m_waiting = true;
    report(driver::LoginText{text}, signal::Waiting{reason, text});
}

FutureResult<> LagrangeGateway::refreshQr()
{
    if (!m_process || !m_linked)
        return failedResult<void>(cannot());
    // A restart is the only way: Lagrange issues one code per run.
    const Promise<void> answer;
    m_deadCode = m_code;
    m_newCode = answer;
    m_codeUntil.reset();
    m_newCodeLimit.start(kNewCodeWithin);
    m_portsLimit.stop();
    m_peerUp = false;
    if (m_peer)
        m_peer->close();
    m_process->watch();
    m_process->restart();
    m_peerRetry.start(kPeerRetry);
    return answer.future();
}

void LagrangeGateway::refuseNewCode(ErrorKind kind, ErrorReason why)
{
    if (m_newCode)
        std::exchange(m_newCode, std::nullopt)->resolve(fail(kind, why));
}

FutureResult<> LagrangeGateway::quickLogin(const AccountId &)
{
    return failedResult<void>(cannot());
}

// --- actions --------------------------------------------------------------------------------------

FutureResult<protocol::Reply> LagrangeGateway::call(const protocol::Action &action, milliseconds deadline)
{
    if (!m_peer)
        return failedResult<protocol::Reply>({.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost});
    if (action.name != u"get_rkey"_s)
        return m_peer->call(action, deadline);
    const Promise<protocol::Reply> answer;
    onResult(this, m_peer->call(action, deadline), [answer](Result<protocol::Reply> reply) {
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
    return m_peer ? m_peer->dialect() : dialectOf(GatewayKind::Lagrange);
}

milliseconds LagrangeGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(dialect(), mediaBytes);
}

} // namespace rookery::gateway

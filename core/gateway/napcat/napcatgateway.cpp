// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatgateway.h"

#include "gateway/onebot11/napcatdialect.h"
#include "napcatanswers.h"
#include "napcatkeys.h"

#include "base/log.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kChannelRetry = seconds(1);
// The third oversize or broken frame in ten minutes ends the reconnecting
constexpr milliseconds kBadFrameWindow = std::chrono::minutes(10);
constexpr int kBadFramesAllowed = 2;

logrules::RuleSet rules()
{
    Result<logrules::RuleSet> loaded = logrules::RuleSet::builtIn(GatewayKind::NapCat);
    if (!loaded) {
        rkError("log rules: {}", loaded.error().detail);
        return {};
    }
    return *std::move(loaded);
}

//! Returns true for a refusal that a retry would not change; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls || why.reason == Reason::OldVersion;
}

} // namespace

NapCatGateway::NapCatGateway(const GatewayProfile &profile, const DriverContext &around)
    : m_clock(around.clock)
    , m_deadlines(around.deadlines)
    , m_panel(profile, around.clock, around.secrets, around.network, around.deadlines)
    , m_login(m_panel, around.clock)
    , m_events(napcatDialect(), around.clock, around.network, around.deadlines, OneBotSocket::Greeting::Lifecycle)
    , m_logs(profile.id, rules(), m_panel, around.clock, around.network)
    , m_uploader(napcatDialect(), around.clock, around.deadlines,
                 [this](const protocol::Action &action, milliseconds deadline) { return call(action, deadline); })
    , m_panelConnection(u"webui"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
    , m_eventConnection(u"events"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
    , m_channelRetry(around.clock, [this] { openChannel(); })
{
    if (!profile.oneBot.isEmpty())
        m_oneBot = std::make_unique<OneBotLink>(profile, napcatDialect(), around.clock, around.secrets, around.network,
                                                around.deadlines);
    wire();
}

NapCatGateway::~NapCatGateway() = default;

void NapCatGateway::wire()
{
    connect(&m_panel, &WebUiClient::certificateRefused, this, reporter());
    connect(&m_events, &OneBotSocket::certificateRefused, this, reporter());

    connect(&m_login, &LoginPoller::loggedIn, this, &NapCatGateway::onLoggedIn);
    connect(&m_login, &LoginPoller::waiting, this, &NapCatGateway::onWaiting);
    connect(&m_login, &LoginPoller::failed, this, &NapCatGateway::end);
    connect(&m_login, &LoginPoller::qrChanged, this,
            [this](const Redacted<QString> &text) { Q_EMIT happened(driver::QrChanged{text}); });
    connect(&m_login, &LoginPoller::quickListChanged, this,
            [this](const QList<QuickLoginEntry> &entries) { Q_EMIT happened(driver::QuickListChanged{entries}); });
    connect(&m_login, &LoginPoller::polled, this, [this] {
        m_panelConnection.setLatency(m_panel.latency());
        m_eventConnection.setLatency(m_events.channel().latency());
    });

    connect(&m_events, &OneBotSocket::up, this, &NapCatGateway::onChannelUp);
    connect(&m_events, &OneBotSocket::down, this, &NapCatGateway::onChannelDown);
    connect(&m_events, &OneBotSocket::eventReceived, this, &NapCatGateway::onEvent);
    connect(&m_events, &OneBotSocket::undecodable, this,
            [this](const Error &what) { Q_EMIT happened(driver::Undecodable{what}); });

    connect(&m_logs, &NapCatLogs::line, this, &NapCatGateway::onLogLine);
    connect(&m_logs, &NapCatLogs::connectionChanged, this, reporter());
    if (m_oneBot) {
        connect(m_oneBot.get(), &OneBotLink::connectionChanged, this, reporter());
        connect(m_oneBot.get(), &OneBotLink::certificateRefused, this, reporter());
    }
}

Capabilities NapCatGateway::capabilities() const
{
    Capabilities can;
    can.qrLogin = true;
    can.quickLogin = true;
    can.ownMessageEcho = true;
    can.logStream = true;
    can.rkey = true;
    can.stagedUpload = true;
    can.remoteRestart = true;
    return can;
}

// --- the link -------------------------------------------------------------------------------------

void NapCatGateway::connectLink()
{
    dropAll();
    m_linked = true;
    m_restarting = false;
    m_panel.forgetRefusal();
    onResult(this, m_epoch, m_panel.probe(), [this](const Result<bool> &probed) { onProbed(probed); });
}

void NapCatGateway::disconnectLink()
{
    dropAll();
}

void NapCatGateway::retryRefused()
{
    if (m_oneBot)
        m_oneBot->retryNow();
}

void NapCatGateway::dropAll()
{
    m_epoch.advance();
    m_linked = false;
    m_loggedIn = false;
    m_channelOpening = false;
    m_channelRetry.stop();
    m_login.stop();
    m_logs.stop();
    m_events.close();
    if (m_oneBot)
        m_oneBot->stop();
    m_eventConnection.down({});
    m_panelConnection.down({});
}

//! Ends the link, or leaves it waiting for the second factor, and reports why.
void NapCatGateway::end(Error why)
{
    if (!m_linked)
        return;
    why.detail = logrules::maskSecrets(why.detail);
    if (m_restarting && !isFinal(why))
        why.reason = Reason::GatewayRestarting;
    dropAll();
    m_panelConnection.down(why);
    if (why.reason == Reason::TotpNeeded || why.reason == Reason::TotpWrong) {
        m_linked = true; // submitTotp continues from here
        if (!why.detail.isEmpty())
            Q_EMIT happened(driver::LoginText{why.detail});
        Q_EMIT happened(signal::TotpNeeded{});
    } else if (isFinal(why)) {
        Q_EMIT happened(signal::Refused{why});
    } else {
        Q_EMIT happened(signal::LinkLost{why});
    }
}

void NapCatGateway::submitTotp(const Redacted<QString> &code)
{
    if (!m_linked)
        return;
    onResult(this, m_epoch, m_panel.submitTotp(code), [this](const Result<> &result) { onAuthorised(result); });
}

void NapCatGateway::onProbed(const Result<bool> &probed)
{
    if (!probed) {
        end(probed.error());
        return;
    }
    const Epoch::Mark link = m_epoch.mark();
    m_panelConnection.up();
    Q_EMIT happened(signal::Reached{});
    if (!link.isOver())
        onResult(this, m_epoch, m_panel.authorise(), [this](const Result<> &result) { onAuthorised(result); });
}

void NapCatGateway::onAuthorised(const Result<> &result)
{
    if (!result) {
        end(result.error());
        return;
    }
    const Epoch::Mark link = m_epoch.mark();
    m_panelConnection.up();
    Q_EMIT happened(signal::Authenticated{});
    if (link.isOver())
        return;
    fetchVersion();
    m_logs.start();
    if (m_oneBot)
        m_oneBot->start();
    m_login.start();
}

void NapCatGateway::fetchVersion()
{
    // neither call is essential, so a version without them is not a failure
    onResult(this, m_epoch, m_panel.get(u"base/GetNapCatVersion"_s), [this](const Result<QJsonValue> &reply) {
        if (!reply)
            return;
        m_version.app = u"NapCat"_s;
        m_version.version = reply->toObject().value(u"version"_s).toString();
        Q_EMIT happened(m_version);
    });
    onResult(this, m_epoch, m_panel.get(u"base/QQVersion"_s), [this](const Result<QJsonValue> &reply) {
        // before the login, the answer is "unknown"
        if (!reply || reply->toString() == u"unknown"_s)
            return;
        m_version.qqVersion = reply->toString();
        Q_EMIT happened(m_version);
    });
}

// --- the account ----------------------------------------------------------------------------------

void NapCatGateway::onLoggedIn(const AccountId &account, const QString &nickname)
{
    m_loggedIn = true;
    if (!report(driver::LoginText{}, signal::LoggedIn{account, nickname}))
        return;
    if (m_version.qqVersion.isEmpty())
        fetchVersion();
    // a kick leaves the socket open, so the channel may be up already
    if (m_events.isUp())
        Q_EMIT happened(signal::ChannelUp{});
    else
        openChannel();
}

void NapCatGateway::onWaiting(LoginReason reason, const QString &text)
{
    m_loggedIn = false;
    m_channelRetry.stop();
    report(driver::LoginText{text}, signal::Waiting{reason, text});
}

FutureResult<> NapCatGateway::refreshQr()
{
    return m_login.refreshQr();
}

FutureResult<> NapCatGateway::quickLogin(const AccountId &account)
{
    return m_login.quickLogin(account);
}

FutureResult<> NapCatGateway::restart()
{
    Promise<void> answer;
    m_restarting = true; // set now: the loss may come before the answer
    onResult(this, m_panel.post(u"Process/Restart"_s), [this, answer](const Result<QJsonValue> &reply) {
        if (reply) {
            answer.resolve({});
            return;
        }
        const Error &why = reply.error();
        if (why.kind != ErrorKind::Rejected) {
            m_restarting = false;
            answer.resolve(fail(why));
            return;
        }
        // not in this version, or not in this mode: the bot's own action may still work
        onResult(this, call({u"set_restart"_s, {}}, m_deadlines.action),
                 [this, answer](const Result<protocol::Reply> &restarted) {
                     m_restarting = restarted.has_value();
                     answer.resolve(restarted ? Result<>() : Result<>(fail(restarted.error())));
                 });
    });
    return answer.future();
}

// --- the channel ----------------------------------------------------------------------------------

void NapCatGateway::openChannel()
{
    if (!m_loggedIn || m_channelOpening || m_events.isUp())
        return;
    m_channelOpening = true;
    onResult(this, m_epoch, m_panel.post(u"Debug/create"_s),
             [this](const Result<QJsonValue> &reply) { onChannelToken(reply); });
}

void NapCatGateway::onChannelToken(const Result<QJsonValue> &reply)
{
    if (!reply) {
        m_channelOpening = false;
        // right after the login, OneBot is not ready yet
        if (reply.error().reason == Reason::NotLoggedIn)
            m_channelRetry.start(kChannelRetry);
        else
            end(reply.error());
        return;
    }
    m_events.open(napcatDebugSocket(m_panel.socketUrl(u"Debug/ws"_s), *reply));
}

void NapCatGateway::onChannelUp()
{
    m_channelOpening = false;
    m_eventConnection.up();
    if (m_loggedIn)
        Q_EMIT happened(signal::ChannelUp{});
}

void NapCatGateway::onChannelDown(const io::WsClose &close)
{
    Error why = close.error;
    why.detail = logrules::maskSecrets(why.detail);
    m_channelOpening = false;
    m_eventConnection.down(why, close.code, close.byPeer);
    // the gateway made this socket's token a moment ago; a refusal says nothing about the operator's token
    if (close.httpStatus != 0 || why.kind == ErrorKind::Auth) {
        why.kind = ErrorKind::Network;
        why.reason = Reason::ConnectionLost;
    }
    if (tooManyBadFrames(why.reason)) {
        if (!m_linked)
            return;
        dropAll();
        Q_EMIT happened(signal::Refused{why});
        return;
    }
    end(why);
}

bool NapCatGateway::tooManyBadFrames(ErrorReason reason)
{
    if (reason != Reason::FrameTooLarge && reason != Reason::Garbage)
        return false;
    const SteadyTime now = m_clock.now();
    m_badFrames.removeIf([now](SteadyTime at) { return now - at > kBadFrameWindow; });
    m_badFrames.append(now);
    return m_badFrames.size() > kBadFramesAllowed;
}

void NapCatGateway::onEvent(const Event &event)
{
    // the notice contains no state; the answer to the poll does
    if (report(event) && std::holds_alternative<BotOfflineEvent>(event.body))
        m_login.check();
}

void NapCatGateway::onLogLine(const LogLine &line)
{
    // the fact opens a trouble, and the line is evidence of it
    if (const std::optional<KeyFact> fact = napcatKeyFact(line))
        Q_EMIT happened(*fact);
    Q_EMIT happened(line);
}

FutureResult<protocol::Reply> NapCatGateway::call(const protocol::Action &action, milliseconds deadline)
{
    const bool byPort = !m_events.isUp() && m_oneBot && m_oneBot->isUp();
    const FutureResult<protocol::Reply> answer =
        byPort ? m_oneBot->call(action, deadline) : m_events.call(action, deadline);
    onResult(this, answer, [this](const Result<protocol::Reply> &reply) {
        // the refusal of one call is not a state, but a reason to ask the panel, which knows it
        if (!reply && reply.error().reason == Reason::AccountOffline)
            m_login.pollSoon();
    });
    return answer;
}

FutureResult<StagedFile> NapCatGateway::stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                     const QString &fileName, milliseconds retention)
{
    return m_uploader.upload(bytes, sha256, fileName, retention);
}

const Dialect &NapCatGateway::dialect() const
{
    return napcatDialect();
}

milliseconds NapCatGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(dialect(), mediaBytes);
}

} // namespace rookery::gateway

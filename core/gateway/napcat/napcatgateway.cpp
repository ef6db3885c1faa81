// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatgateway.h"

#include "gateway/linkeffects.h"
#include "gateway/onebot11/napcatdialect.h"
#include "napcatanswers.h"
#include "napcatkeys.h"

#include "base/log.h"
#include "base/overloaded.h"
#include "base/reasons/login.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kChannelRetry = seconds(1);

const logrules::RuleSet &rules()
{
    // compiled once for all gateways of the kind
    static const logrules::RuleSet loaded = logrules::RuleSet::builtInOrNone(GatewayKind::NapCat);
    return loaded;
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
    , m_channelRetry(around.clock, [this] { apply(napcatinput::ChannelRetryDue{}); })
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

    connect(&m_login, &LoginPoller::loggedIn, this, [this](const AccountId &account, const QString &nickname) {
        apply(napcatinput::LoggedIn{account, nickname});
    });
    connect(&m_login, &LoginPoller::waiting, this, [this](LoginReason reason, const QString &text) {
        apply(napcatinput::Waiting{reason, text});
    });
    connect(&m_login, &LoginPoller::failed, this, [this](const Error &why) { apply(napcatinput::PanelFailed{why}); });
    connect(&m_login, &LoginPoller::qrChanged, this,
            [this](const Redacted<QString> &text) { Q_EMIT happened(driver::QrChanged{text}); });
    connect(&m_login, &LoginPoller::quickListChanged, this,
            [this](const QList<QuickLoginEntry> &entries) { Q_EMIT happened(driver::QuickListChanged{entries}); });
    connect(&m_login, &LoginPoller::polled, this, [this] {
        m_panelConnection.setLatency(m_panel.latency());
        m_eventConnection.setLatency(m_events.channel().latency());
    });

    connect(&m_events, &OneBotSocket::up, this, [this] { apply(napcatinput::ChannelUp{}); });
    connect(&m_events, &OneBotSocket::down, this, [this](const io::WsClose &close) {
        apply(napcatinput::ChannelDown{.why = close.error,
                                       .upgradeRefused = close.httpStatus != 0,
                                       .closeCode = close.code,
                                       .byPeer = close.byPeer,
                                       .at = m_clock.now()});
    });
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
    apply(napcatinput::Connect{});
}

void NapCatGateway::disconnectLink()
{
    apply(napcatinput::Disconnect{});
}

void NapCatGateway::submitTotp(const Redacted<QString> &code)
{
    apply(napcatinput::TotpEntered{code});
}

void NapCatGateway::retryRefused()
{
    if (m_oneBot)
        m_oneBot->retryNow();
}

void NapCatGateway::apply(const NapCatInput &input)
{
    const NapCatStep next = step(m_link, input);
    m_link = next.link;
    runEffects<napcateffect::DropAll>(m_epoch, next.effects, [this](const NapCatEffect &effect) { run(effect); });
}

void NapCatGateway::run(const NapCatEffect &effect)
{
    std::visit(Overloaded{
                   [this](const napcateffect::DropAll &) { dropAll(); },
                   [this](const napcateffect::ProbePanel &) { probePanel(); },
                   [this](const napcateffect::AuthorisePanel &) { awaitPanel(m_panel.authorise()); },
                   [this](const napcateffect::SubmitTotp &totp) { awaitPanel(m_panel.submitTotp(totp.code)); },
                   [this](const napcateffect::ReadVersion &) { readVersion(); },
                   [this](const napcateffect::FollowPanel &) { followPanel(); },
                   [this](const napcateffect::ShowPanelUp &) { m_panelConnection.up(); },
                   [this](const napcateffect::ShowPanelDown &down) { m_panelConnection.down(down.why); },
                   [this](const napcateffect::OpenChannel &) { openChannel(); },
                   [this](const napcateffect::RetryChannelLater &) { m_channelRetry.start(kChannelRetry); },
                   [this](const napcateffect::KeepChannelClosed &) { m_channelRetry.stop(); },
                   [this](const napcateffect::ShowChannelUp &) { m_eventConnection.up(); },
                   [this](const napcateffect::ShowChannelDown &down) {
                       m_eventConnection.down(down.why, down.closeCode, down.byPeer);
                   },
                   [this](const napcateffect::Report &news) { Q_EMIT happened(news.event); },
               },
               effect);
}

void NapCatGateway::dropAll()
{
    m_epoch.advance();
    m_channelRetry.stop();
    m_login.stop();
    m_logs.stop();
    m_events.close();
    if (m_oneBot)
        m_oneBot->stop();
    m_eventConnection.down({});
    m_panelConnection.down({});
}

// --- the panel ------------------------------------------------------------------------------------

void NapCatGateway::probePanel()
{
    m_panel.forgetRefusal();
    onResult(this, m_epoch, m_panel.probe(), [this](const Result<bool> &probed) {
        apply(probed ? NapCatInput(napcatinput::PanelProbed{}) : napcatinput::PanelFailed{probed.error()});
    });
}

void NapCatGateway::awaitPanel(const FutureResult<> &authorised)
{
    onResult(this, m_epoch, authorised, [this](const Result<> &result) {
        apply(result ? NapCatInput(napcatinput::PanelAuthorised{}) : napcatinput::PanelFailed{result.error()});
    });
}

void NapCatGateway::followPanel()
{
    m_logs.start();
    if (m_oneBot)
        m_oneBot->start();
    m_login.start();
}

void NapCatGateway::readVersion()
{
    // neither call is essential, so a version without them is not a failure
    onResult(this, m_epoch, m_panel.get(u"base/GetNapCatVersion"_s), [this](const Result<QJsonValue> &reply) {
        if (reply)
            apply(napcatinput::AppVersionRead{reply->toObject().value(u"version"_s).toString()});
    });
    onResult(this, m_epoch, m_panel.get(u"base/QQVersion"_s), [this](const Result<QJsonValue> &reply) {
        // before the login, the answer is "unknown"
        if (reply && reply->toString() != u"unknown"_s)
            apply(napcatinput::QqVersionRead{reply->toString()});
    });
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
    apply(napcatinput::RestartAsked{}); // now: the loss may come before the answer
    onResult(this, m_panel.post(u"Process/Restart"_s), [this, answer](const Result<QJsonValue> &reply) {
        if (reply) {
            answer.resolve({});
            return;
        }
        const Error &why = reply.error();
        if (why.kind != ErrorKind::Rejected) {
            apply(napcatinput::RestartFailed{});
            answer.resolve(fail(why));
            return;
        }
        // not in this version, or not in this mode: the bot's own action may still work
        onResult(this, call({u"set_restart"_s, {}}, m_deadlines.action),
                 [this, answer](const Result<protocol::Reply> &restarted) {
                     apply(restarted ? NapCatInput(napcatinput::RestartAccepted{}) : napcatinput::RestartFailed{});
                     answer.resolve(restarted ? Result<>() : Result<>(fail(restarted.error())));
                 });
    });
    return answer.future();
}

// --- the channel ----------------------------------------------------------------------------------

void NapCatGateway::openChannel()
{
    onResult(this, m_epoch, m_panel.post(u"Debug/create"_s), [this](const Result<QJsonValue> &reply) {
        if (reply)
            m_events.open(napcatDebugSocket(m_panel.socketUrl(u"Debug/ws"_s), *reply));
        else
            apply(napcatinput::ChannelRefused{reply.error()});
    });
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

#include "moc_napcatgateway.cpp"

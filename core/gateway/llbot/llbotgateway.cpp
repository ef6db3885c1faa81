// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotgateway.h"

#include "gateway/linkeffects.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/onebotgateway.h"

#include "base/log.h"
#include "base/overloaded.h"
#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"

#include <QJsonArray>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kPanelRetry = seconds(10);
constexpr milliseconds kOneBotRetry = seconds(1);
// docs/protocol/llbot.md, "Generations"
constexpr int kRkeyGeneration = 5;

const logrules::RuleSet &rules()
{
    // compiled once for all gateways of the kind
    static const logrules::RuleSet loaded = logrules::RuleSet::builtInOrNone(GatewayKind::LLBot);
    return loaded;
}

Error cannot()
{
    return {ErrorKind::Rejected, Reason::UnknownAction, 0, {}, milliseconds(0)};
}

} // namespace

QJsonValue commonRkeys(const QJsonValue &data, WallTime now)
{
    const QJsonObject pair = data.toObject();
    const auto end = static_cast<qint64>(pair.value(u"expired_time"_s).toDouble());
    const qint64 start = toMSecs(now) / 1000;
    if (!data.isObject() || end <= start)
        return data;
    QJsonArray keys;
    for (const auto &[name, type] :
         {std::pair(u"private_key"_s, u"private"_s), std::pair(u"group_key"_s, u"group"_s)}) {
        const QString key = pair.value(name).toString();
        if (!key.isEmpty())
            keys.append(QJsonObject{
                {u"type"_s, type}, {u"rkey"_s, key}, {u"created_at"_s, start}, {u"ttl"_s, qint64(end - start)}});
    }
    return keys;
}

LLBotGateway::LLBotGateway(const GatewayProfile &profile, const DriverContext &around)
    : m_profile(profile)
    , m_clock(around.clock)
    , m_network(around.network)
    , m_deadlines(around.deadlines)
    , m_listener(around.listener)
    , m_panel(profile, around.clock, around.secrets, around.network, around.deadlines)
    , m_login(m_panel, around.clock)
    , m_logs(profile.id, rules(), m_panel, around.clock, around.network)
    , m_vitals(m_panel, around.clock)
    , m_panelConnection(u"webui"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
    , m_panelRetry(around.clock, [this] { apply(llbotinput::PanelRetryDue{}); })
    , m_oneBotRetry(around.clock, [this] { apply(llbotinput::OneBotRetryDue{}); })
{
    m_link.hasPanel = !profile.webUi.isEmpty();
    wirePanel();
    if (!profile.oneBot.isEmpty() || profile.way == OneBotTransportKind::Reverse)
        makePeer(profile, around.secrets);
}

LLBotGateway::~LLBotGateway() = default;

void LLBotGateway::wirePanel()
{
    connect(&m_panel, &LLBotPanel::certificateRefused, this, reporter());
    connect(&m_login, &LLBotLogin::loggedIn, this, &LLBotGateway::onLoggedIn);
    connect(&m_login, &LLBotLogin::waiting, this, [this](LoginReason reason, const QString &text) {
        apply(llbotinput::Waiting{reason, text});
    });
    connect(&m_login, &LLBotLogin::failed, this, [this](const Error &why) { apply(llbotinput::PanelLost{why}); });
    connect(&m_login, &LLBotLogin::qrChanged, this,
            [this](const Redacted<QString> &text) { Q_EMIT happened(driver::QrChanged{text}); });
    connect(&m_login, &LLBotLogin::qrLifeStated, this,
            [this](milliseconds left) { Q_EMIT happened(driver::QrLifeStated{left}); });
    connect(&m_login, &LLBotLogin::quickListChanged, this,
            [this](const QList<QuickLoginEntry> &entries) { Q_EMIT happened(driver::QuickListChanged{entries}); });
    connect(&m_login, &LLBotLogin::polled, this, [this] { m_panelConnection.setLatency(m_panel.latency()); });
    connect(&m_vitals, &LLBotVitals::known, this, reporter());
    connect(&m_logs, &LLBotLogs::line, this, &LLBotGateway::onLogLine);
    connect(&m_logs, &LLBotLogs::connectionChanged, this, reporter());
}

Capabilities LLBotGateway::capabilities() const
{
    Capabilities can;
    can.qrLogin = m_link.hasPanel;
    can.qrLifeStated = m_link.hasPanel;
    can.quickLogin = m_link.hasPanel && !m_login.isThroughPmhq();
    can.logStream = m_link.hasPanel;
    // own messages are events only if the operator has enabled them
    const int generation = m_version.version.section(u'.', 0, 0).toInt(); // 0: not known yet
    can.rkey = generation == 0 || generation >= kRkeyGeneration;
    return can;
}

// --- the link -------------------------------------------------------------------------------------

void LLBotGateway::connectLink()
{
    m_panel.forgetRefusal();
    apply(llbotinput::Connect{});
}

void LLBotGateway::disconnectLink()
{
    apply(llbotinput::Disconnect{});
}

void LLBotGateway::apply(const LLBotInput &input)
{
    const LLBotStep next = step(m_link, input);
    m_link = next.link;
    runEffects<llboteffect::DropAll>(m_epoch, next.effects, [this](const LLBotEffect &effect) { run(effect); });
}

void LLBotGateway::run(const LLBotEffect &effect)
{
    std::visit(Overloaded{
                   [this](const llboteffect::DropAll &) { dropAll(); },
                   [this](const llboteffect::ProbePanel &) { probePanel(); },
                   [this](const llboteffect::AuthorisePanel &) { authorisePanel(); },
                   [this](const llboteffect::FollowPanel &) { followPanel(); },
                   [this](const llboteffect::LeavePanel &) {
                       m_login.stop();
                       m_logs.stop();
                       m_vitals.stop();
                   },
                   [this](const llboteffect::FollowVitals &) { m_vitals.start(); },
                   [this](const llboteffect::LeaveVitals &) { m_vitals.stop(); },
                   [this](const llboteffect::PollLogin &) { m_login.pollSoon(); },
                   [this](const llboteffect::ShowPanelUp &) { m_panelConnection.up(); },
                   [this](const llboteffect::ShowPanelDown &down) { m_panelConnection.down(down.why); },
                   [this](const llboteffect::OpenOneBot &) { openOneBot(); },
                   [this](const llboteffect::RetryPanelLater &) { m_panelRetry.start(kPanelRetry); },
                   [this](const llboteffect::RetryOneBotLater &) { m_oneBotRetry.start(kOneBotRetry); },
                   [this](const llboteffect::KeepOneBotClosed &) { m_oneBotRetry.stop(); },
                   [this](const llboteffect::Report &news) { Q_EMIT happened(news.event); },
               },
               effect);
}

void LLBotGateway::dropAll()
{
    m_epoch.advance();
    m_panelRetry.stop();
    m_oneBotRetry.stop();
    m_login.stop();
    m_logs.stop();
    m_vitals.stop();
    if (m_peer)
        m_peer->close();
    m_panelConnection.down({});
}

// --- the panel ------------------------------------------------------------------------------------

void LLBotGateway::probePanel()
{
    onResult(this, m_epoch, m_panel.probe(), [this](const Result<> &probed) {
        apply(probed ? LLBotInput(llbotinput::PanelProbed{}) : llbotinput::PanelLost{probed.error()});
    });
}

void LLBotGateway::authorisePanel()
{
    onResult(this, m_epoch, m_panel.authorise(), [this](const Result<QJsonValue> &info) {
        apply(info ? LLBotInput(llbotinput::PanelAuthorised{}) : llbotinput::PanelLost{info.error()});
    });
}

void LLBotGateway::followPanel()
{
    fetchQqVersion();
    m_logs.start();
    m_login.start();
}

void LLBotGateway::fetchQqVersion()
{
    onResult(this, m_epoch, m_panel.get(u"device-info"_s), [this](const Result<QJsonValue> &reply) {
        if (!reply)
            return; // nothing depends on it
        m_qqVersion = reply->toObject().value(u"buildVer"_s).toString();
        onVersion(m_version);
    });
}

void LLBotGateway::onLoggedIn(const AccountId &account, const QString &nickname)
{
    m_loggedInAt = m_clock.wallNow();
    apply(llbotinput::LoggedIn{account, nickname});
}

void LLBotGateway::onLogLine(const LogLine &line)
{
    // lines repeated from before the login explain nothing
    if (!report(line) || !m_link.loggedIn || (line.replayed && line.time < m_loggedInAt))
        return;
    // OneBot has no notice of it; the panel's next answer shows whether it is true
    if (line.ruleId == u"login.session-expired"_s)
        m_login.kicked(line.text);
    else if (line.category == LogCategory::KickOffline)
        m_login.pollSoon();
}

void LLBotGateway::checkLogin()
{
    if (m_link.hasPanel) // without a panel, the peer polls by itself
        m_login.check();
}

FutureResult<> LLBotGateway::refreshQr()
{
    return m_link.hasPanel ? m_login.refreshQr() : failedResult<void>(cannot());
}

FutureResult<> LLBotGateway::quickLogin(const AccountId &account)
{
    return capabilities().quickLogin ? m_login.quickLogin(account) : failedResult<void>(cannot());
}

FutureResult<> LLBotGateway::submitSignToken(const Redacted<QString> &token)
{
    return m_link.hasPanel ? m_login.submitSignToken(token) : failedResult<void>(cannot());
}

FutureResult<> LLBotGateway::restart()
{
    // no restart is possible over the network; a logout lets another account scan
    return capabilities().quickLogin ? m_login.logout() : failedResult<void>(cannot());
}

// --- OneBot ---------------------------------------------------------------------------------------

void LLBotGateway::openOneBot()
{
    if (m_peer && !m_foundSecrets) {
        m_peer->open();
        return;
    }
    // read again each time: the operator may just have changed it
    onResult(this, m_epoch, m_panel.get(u"config"_s), [this](const Result<QJsonValue> &reply) { onConfig(reply); });
}

void LLBotGateway::onConfig(const Result<QJsonValue> &reply)
{
    const Result<OneBotEntry> entry = reply
        ? findOneBot(reply->toObject().value(u"config"_s).toObject(), m_panel.base())
        : Result<OneBotEntry>(fail(reply.error()));
    if (!entry) {
        apply(llbotinput::OneBotMissing{entry.error()});
        return;
    }
    if (m_foundSecrets && *entry == m_found) {
        m_peer->open(); // the same peer keeps its count of bad frames
        return;
    }
    m_found = *entry;
    if (m_peer)
        m_peer->close(); // closed before the store that it reads from is replaced
    m_foundSecrets = config::makeMemorySecretStore();
    GatewayProfile found = m_profile;
    found.oneBot = entry->url;
    found.way = entry->way;
    const auto written =
        m_foundSecrets->write(m_profile.id, config::SecretKind::OneBotToken, entry->token); // in memory only
    onResult(this, m_epoch, written, [this, found](const Result<> &) {
        makePeer(found, *m_foundSecrets);
        m_peer->open();
    });
}

void LLBotGateway::makePeer(const GatewayProfile &profile, config::SecretStore &secrets)
{
    disposeLater(std::move(m_peer));
    m_peer = std::make_unique<OneBotClient>(profile, dialectOf(GatewayKind::LLBot), m_clock, secrets, m_network,
                                            m_deadlines, m_listener);
    OneBotClient *peer = m_peer.get();
    connect(peer, &OneBotClient::up, this, [this] { apply(llbotinput::OneBotUp{}); });
    connect(peer, &OneBotClient::down, this, [this](const Error &why, bool forGood) {
        apply(llbotinput::OneBotDown{why, forGood});
    });
    connect(peer, &OneBotClient::selfKnown, this, [this](const AccountId &account, const QString &nickname) {
        apply(llbotinput::OneBotSelf{account, nickname});
    });
    connect(peer, &OneBotClient::offline, this, [this](LoginReason reason, const QString &text) {
        apply(llbotinput::OneBotOffline{reason, text});
    });
    connect(peer, &OneBotClient::versionKnown, this, &LLBotGateway::onVersion);
    forwardSignals(*peer, *this);
    apply(llbotinput::OneBotFound{});
}

void LLBotGateway::onVersion(const GatewayVersion &version)
{
    m_version = version;
    if (m_version.qqVersion.isEmpty())
        m_version.qqVersion = m_qqVersion;
    if (m_version != GatewayVersion())
        Q_EMIT happened(m_version);
}

FutureResult<protocol::Reply> LLBotGateway::call(const protocol::Action &action, milliseconds deadline)
{
    if (!m_peer)
        return failedResult<protocol::Reply>({ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)});
    if (action.name != u"get_rkey"_s)
        return m_peer->call(action, deadline);
    Promise<protocol::Reply> answer;
    onResult(this, m_peer->call(action, deadline), [this, answer](Result<protocol::Reply> reply) {
        if (reply)
            reply->data = commonRkeys(reply->data, m_clock.wallNow());
        answer.resolve(std::move(reply));
    });
    return answer.future();
}

FutureResult<StagedFile> LLBotGateway::stagePicture(const QByteArray &bytes, const QByteArray &, const QString &,
                                                    milliseconds)
{
    return readyResult<StagedFile>(stageInline(bytes, m_clock));
}

const Dialect &LLBotGateway::dialect() const
{
    return m_peer ? m_peer->dialect() : dialectOf(GatewayKind::LLBot);
}

milliseconds LLBotGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(dialect(), mediaBytes);
}

} // namespace rookery::gateway

#include "moc_llbotgateway.cpp"

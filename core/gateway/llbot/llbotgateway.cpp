// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotgateway.h"

#include "gateway/answershape.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/onebotgateway.h"

#include "base/log.h"
#include "logrules/masking.h"

#include <QJsonArray>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kPanelRetry = seconds(10);
// the adapters open shortly after the login
constexpr milliseconds kOneBotRetry = seconds(1);
constexpr int kOneBotAttempts = 5;
// docs/protocol/llbot.md, "Generations"
constexpr int kDirectGeneration = 8;
constexpr int kRkeyGeneration = 5;

logrules::RuleSet rules()
{
    Result<logrules::RuleSet> loaded = logrules::RuleSet::builtIn(GatewayKind::LLBot);
    if (!loaded) {
        rkError("log rules: {}", loaded.error().detail);
        return {};
    }
    return *std::move(loaded);
}

//! Returns true for a refusal that a retry would not change; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls;
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
    , m_secrets(around.secrets)
    , m_network(around.network)
    , m_deadlines(around.deadlines)
    , m_listener(around.listener)
    , m_hasPanel(!profile.webUi.isEmpty())
    , m_panel(profile, around.clock, around.secrets, around.network, around.deadlines)
    , m_login(m_panel, around.clock)
    , m_logs(profile.id, rules(), m_panel, around.clock, around.network)
    , m_vitals(m_panel, around.clock)
    , m_panelConnection(u"webui"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
    , m_panelRetry(around.clock, [this] { openPanel(); })
    , m_oneBotRetry(around.clock, [this] { openOneBot(); })
{
    wirePanel();
    if (!profile.oneBot.isEmpty() || profile.way == OneBotTransportKind::Reverse)
        makePeer(profile, around.secrets);
}

LLBotGateway::~LLBotGateway() = default;

void LLBotGateway::wirePanel()
{
    connect(&m_panel, &LLBotPanel::certificateRefused, this, reporter());
    connect(&m_login, &LLBotLogin::loggedIn, this, &LLBotGateway::onLoggedIn);
    connect(&m_login, &LLBotLogin::waiting, this, &LLBotGateway::onWaiting);
    connect(&m_login, &LLBotLogin::failed, this, &LLBotGateway::onPanelLost);
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
    can.qrLogin = m_hasPanel;
    can.qrLifeStated = m_hasPanel;
    can.quickLogin = m_hasPanel && !m_login.isThroughPmhq();
    can.logStream = m_hasPanel;
    can.logout = can.quickLogin;
    // own messages are events only if the operator has enabled them; from generation 8 on, QQ's server knows them in
    // any case
    const int generation = m_version.version.section(u'.', 0, 0).toInt(); // 0: not known yet
    can.historyIsServerSide = generation >= kDirectGeneration;
    can.rkey = generation == 0 || generation >= kRkeyGeneration;
    return can;
}

// --- the link -------------------------------------------------------------------------------------

void LLBotGateway::connectLink()
{
    dropAll();
    m_linked = true;
    m_panel.forgetRefusal();
    if (m_hasPanel)
        openPanel();
    else
        openOneBot();
}

void LLBotGateway::disconnectLink()
{
    dropAll();
}

void LLBotGateway::dropAll()
{
    m_epoch.advance();
    m_linked = false;
    m_panelUp = false;
    m_authenticated = false;
    m_loggedIn = false;
    m_opening = false;
    m_channelTold = false;
    m_attempts = 0;
    m_panelRetry.stop();
    m_oneBotRetry.stop();
    m_login.stop();
    m_logs.stop();
    m_vitals.stop();
    if (m_peer)
        m_peer->close();
    m_panelConnection.down({});
}

//! Ends the link and reports why.
void LLBotGateway::end(Error why)
{
    if (!m_linked)
        return;
    why.detail = logrules::maskSecrets(why.detail);
    const bool panelWasUp = m_panelUp;
    dropAll();
    if (m_hasPanel && !panelWasUp)
        m_panelConnection.down(why);
    if (isFinal(why))
        Q_EMIT happened(signal::Refused{why});
    else
        Q_EMIT happened(signal::LinkLost{why});
}

// --- the panel ------------------------------------------------------------------------------------

void LLBotGateway::openPanel()
{
    onResult(this, m_epoch, m_panel.probe(), [this](const Result<> &probed) { onProbed(probed); });
}

void LLBotGateway::onProbed(const Result<> &probed)
{
    if (!probed) {
        onPanelLost(probed.error());
        return;
    }
    if (!m_authenticated && !report(signal::Reached{}))
        return;
    onResult(this, m_epoch, m_panel.authorise(), [this](const Result<QJsonValue> &info) { onAuthorised(info); });
}

void LLBotGateway::onAuthorised(const Result<QJsonValue> &info)
{
    if (!info) {
        onPanelLost(info.error());
        return;
    }
    const Epoch::Mark link = m_epoch.mark();
    m_panelUp = true;
    m_panelConnection.up();
    if (!std::exchange(m_authenticated, true))
        Q_EMIT happened(signal::Authenticated{});
    if (link.isOver())
        return;
    fetchQqVersion();
    m_logs.start();
    m_login.start();
}

void LLBotGateway::onPanelLost(Error why)
{
    const bool wasUp = std::exchange(m_panelUp, false);
    m_login.stop();
    m_logs.stop();
    m_vitals.stop();
    // the account's own configuration may close the panel after a login; OneBot continues without it
    const bool closed = why.kind == ErrorKind::Offline || why.kind == ErrorKind::Network || isFromFront(why);
    const bool oneBotToo = !wasUp && m_peer && why.kind == ErrorKind::Offline;
    if (!closed || !(peerIsUp() || oneBotToo)) {
        end(why);
        return;
    }
    why.detail = logrules::maskSecrets(why.detail);
    m_panelConnection.down(why);
    m_panelRetry.start(kPanelRetry);
    if (!peerIsUp())
        openOneBot();
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
    m_loggedIn = true;
    m_loggedInAt = m_clock.wallNow();
    m_attempts = 0;
    if (!report(driver::LoginText{}, signal::LoggedIn{account, nickname}))
        return;
    m_vitals.start();
    // a kick leaves the channel open, so it may be up already
    if (peerIsUp())
        tellChannel();
    else
        openOneBot();
}

void LLBotGateway::onWaiting(LoginReason reason, const QString &text)
{
    m_loggedIn = false;
    m_channelTold = false;
    m_oneBotRetry.stop();
    m_vitals.stop();
    report(driver::LoginText{text}, signal::Waiting{reason, text});
}

void LLBotGateway::onLogLine(const LogLine &line)
{
    // lines repeated from before the login explain nothing
    if (!report(line) || !m_loggedIn || (line.replayed && line.time < m_loggedInAt))
        return;
    // OneBot has no notice of it; the panel's next answer shows whether it is true
    if (line.ruleId == u"login.session-expired"_s)
        m_login.kicked(line.text);
    else if (line.category == LogCategory::KickOffline)
        m_login.pollSoon();
}

void LLBotGateway::checkLogin()
{
    if (m_hasPanel) // without a panel, the peer polls by itself
        m_login.check();
}

FutureResult<> LLBotGateway::refreshQr()
{
    return m_hasPanel ? m_login.refreshQr() : failedResult<void>(cannot());
}

FutureResult<> LLBotGateway::quickLogin(const AccountId &account)
{
    return capabilities().quickLogin ? m_login.quickLogin(account) : failedResult<void>(cannot());
}

FutureResult<> LLBotGateway::submitSignToken(const Redacted<QString> &token)
{
    return m_hasPanel ? m_login.submitSignToken(token) : failedResult<void>(cannot());
}

FutureResult<> LLBotGateway::restart()
{
    // no restart is possible over the network; a logout lets another account scan
    return capabilities().logout ? m_login.logout() : failedResult<void>(cannot());
}

// --- OneBot ---------------------------------------------------------------------------------------

void LLBotGateway::openOneBot()
{
    if (m_opening || peerIsUp() || !m_linked)
        return;
    m_opening = true;
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
        m_opening = false;
        end(entry.error());
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
    connect(peer, &OneBotClient::up, this, &LLBotGateway::onPeerUp);
    connect(peer, &OneBotClient::down, this, &LLBotGateway::onPeerDown);
    connect(peer, &OneBotClient::selfKnown, this, &LLBotGateway::onPeerSelf);
    connect(peer, &OneBotClient::offline, this, &LLBotGateway::onPeerOffline);
    connect(peer, &OneBotClient::versionKnown, this, &LLBotGateway::onVersion);
    forwardSignals(*peer, *this);
}

void LLBotGateway::onPeerUp()
{
    m_opening = false;
    if (!std::exchange(m_authenticated, true))
        report(signal::Reached{}, signal::Authenticated{});
}

void LLBotGateway::onPeerDown(const Error &why, bool forGood)
{
    m_opening = false;
    const bool early = m_loggedIn && !m_channelTold && why.reason == Reason::ConnectionRefused;
    if (early && ++m_attempts < kOneBotAttempts) {
        m_oneBotRetry.start(kOneBotRetry);
        return;
    }
    if (!forGood || isFinal(why)) {
        end(why);
        return;
    }
    dropAll(); // too many broken frames
    Q_EMIT happened(signal::Refused{why});
}

void LLBotGateway::onPeerSelf(const AccountId &account, const QString &nickname)
{
    if (!m_panelUp && (!m_loggedIn || !m_channelTold)) {
        m_loggedIn = true;
        if (!report(driver::LoginText{}, signal::LoggedIn{account, nickname}))
            return;
    }
    if (m_loggedIn)
        tellChannel();
}

void LLBotGateway::tellChannel()
{
    if (!std::exchange(m_channelTold, true))
        Q_EMIT happened(signal::ChannelUp{});
}

void LLBotGateway::onPeerOffline(LoginReason reason, const QString &text)
{
    if (m_panelUp) {
        m_login.pollSoon(); // the panel knows more
        return;
    }
    onWaiting(reason, text);
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

milliseconds LLBotGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(m_peer ? m_peer->dialect() : dialectOf(GatewayKind::LLBot), mediaBytes);
}

} // namespace rookery::gateway

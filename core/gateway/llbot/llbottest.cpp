// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbottest.h"

#include "base/reasons/login.h"
#include "gateway/onebot11/dialects.h"

#include "gateway/answershape.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

LLBotTest::LLBotTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                     const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : GatewayTestRun(parent)
    , m_profile(profile)
    , m_token(token)
    , m_clock(clock)
    , m_network(network)
    , m_deadlines(deadlines)
    , m_panel(profile, clock, secrets(), network, deadlines)
{
    connect(&m_panel, &LLBotPanel::certificateRefused, this, &LLBotTest::observeCertificate);
}

LLBotTest::~LLBotTest() = default;

void LLBotTest::begin()
{
    if (m_profile.webUi.isEmpty()) {
        openOneBot(m_profile, m_token);
        return;
    }
    onResult(this, secrets().write(m_profile.id, config::SecretKind::WebUiToken, m_token), [this](const Result<> &) {
        onResult(this, m_panel.probe(), [this](const Result<> &probed) { onProbed(probed); });
    });
}

void LLBotTest::onProbed(const Result<> &probed)
{
    const Error why = probed ? Error{} : probed.error();
    const bool answered =
        probed || isFromFront(why) || why.kind == ErrorKind::Auth || why.kind == ErrorKind::RateLimited;
    if (!answered) {
        failed(TestStep::Connect, why);
        return;
    }
    passed(TestStep::Connect);
    if (isFromFront(why)) {
        failed(TestStep::Kind, why);
        return;
    }
    passed(TestStep::Kind, u"LLBot"_s);
    if (!probed) { // locked, or without a password
        failed(TestStep::Token, why);
        return;
    }
    onResult(this, m_panel.authorise(), [this](const Result<QJsonValue> &reply) { onAuthorised(reply); });
}

void LLBotTest::onAuthorised(const Result<QJsonValue> &reply)
{
    if (!reply) {
        failed(TestStep::Token, reply.error());
        return;
    }
    passed(TestStep::Token);
    onResult(this, m_panel.get(u"device-info"_s),
             [this, login = llbotLoginInfo(*reply)](const Result<QJsonValue> &device) { onDevice(login, device); });
}

void LLBotTest::onDevice(const LLBotLoginInfo &login, const Result<QJsonValue> &reply)
{
    // the panel does not state its own version; OneBot does, after the login
    report().version.app = u"LLBot"_s;
    if (reply)
        report().version.qqVersion = reply->toObject().value(u"buildVer"_s).toString();
    const QString qq = report().version.qqVersion;
    passed(TestStep::Version, qq.isEmpty() ? QString() : u"QQ "_s + qq);
    if (!login.online) {
        skipped(TestStep::Login, {ErrorKind::Rejected, Reason::NotLoggedIn, 0, {}, milliseconds(0)});
        return;
    }
    report().account = login.account;
    report().nickname = login.nickname;
    passed(TestStep::Login, login.account.value());
    onResult(this, m_panel.get(u"config"_s), [this](const Result<QJsonValue> &config) { onConfig(config); });
}

void LLBotTest::onConfig(const Result<QJsonValue> &reply)
{
    const Result<OneBotEntry> entry = reply
        ? findOneBot(reply->toObject().value(u"config"_s).toObject(), m_panel.base())
        : Result<OneBotEntry>(fail(reply.error()));
    if (!entry) {
        failed(TestStep::Actions, entry.error());
        return;
    }
    GatewayProfile found = m_profile;
    found.oneBot = entry->url;
    found.way = entry->way;
    openOneBot(found, entry->token);
}

void LLBotTest::openOneBot(const GatewayProfile &profile, const Redacted<QString> &token)
{
    onResult(this, secrets().write(m_profile.id, config::SecretKind::OneBotToken, token),
             [this, profile](const Result<> &) {
                 m_peer = std::make_unique<OneBotClient>(profile, dialectOf(GatewayKind::LLBot), m_clock, secrets(),
                                                         m_network, m_deadlines);
                 OneBotClient *peer = m_peer.get();
                 connect(peer, &OneBotClient::up, this, &LLBotTest::onUp);
                 connect(peer, &OneBotClient::down, this, &LLBotTest::onDown);
                 connect(peer, &OneBotClient::selfKnown, this, &LLBotTest::onSelf);
                 connect(peer, &OneBotClient::offline, this, [this](LoginReason, const QString &text) {
                     if (m_profile.webUi.isEmpty())
                         skipped(TestStep::Login, {ErrorKind::Rejected, Reason::NotLoggedIn, 0, text, milliseconds(0)});
                 });
                 connect(peer, &OneBotClient::versionKnown, this, [this](const GatewayVersion &version) {
                     const QString qqVersion = report().version.qqVersion;
                     report().version = version;
                     if (version.qqVersion.isEmpty())
                         report().version.qqVersion = qqVersion;
                     if (!m_profile.webUi.isEmpty() && !version.version.isEmpty())
                         foundAt(TestStep::Version, QString(version.app + u' ' + version.version).trimmed());
                 });
                 connect(peer, &OneBotClient::certificateRefused, this, &LLBotTest::observeCertificate);
                 peer->open();
             });
}

void LLBotTest::onUp()
{
    if (!m_profile.webUi.isEmpty())
        return;
    passed(TestStep::Connect);
    passed(TestStep::Kind, u"OneBot 11"_s);
    passed(TestStep::Token);
}

void LLBotTest::onDown(const Error &why)
{
    if (nextStep() != TestStep::Connect) {
        failed(TestStep::Actions, why);
        return;
    }
    if (why.kind == ErrorKind::Auth) { // a server that refuses a token was reached
        passed(TestStep::Connect);
        passed(TestStep::Kind, u"OneBot 11"_s);
        failed(TestStep::Token, why);
    } else {
        failed(TestStep::Connect, why);
    }
}

void LLBotTest::onSelf(const AccountId &account, const QString &nickname)
{
    if (m_profile.webUi.isEmpty()) {
        passed(TestStep::Version, QString(report().version.app + u' ' + report().version.version).trimmed());
        report().account = account;
        report().nickname = nickname;
        passed(TestStep::Login, account.value());
    }
    onResult(this, m_peer->call({u"get_status"_s, {}}, m_deadlines.action),
             [this](const Result<protocol::Reply> &reply) { onAction(reply); });
}

void LLBotTest::onAction(const Result<protocol::Reply> &reply)
{
    if (!reply) {
        failed(TestStep::Actions, reply.error());
        return;
    }
    passed(TestStep::Actions);
    give();
}

void LLBotTest::ended()
{
    if (!m_peer)
        return;
    m_peer->disconnect(this);
    m_peer->close();
}

} // namespace rookery::gateway

#include "moc_llbottest.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebottest.h"

#include "dialects.h"

#include "base/reasons/login.h"
#include "base/reasons/transport.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns true if a server answered that is not OneBot.
bool isKindTrouble(const Error &error)
{
    return error.kind == ErrorKind::Protocol || error.reason == Reason::HandshakeSilent;
}

} // namespace

OneBotTest::OneBotTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                       const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener,
                       QObject *parent)
    : GatewayTestRun(parent)
    , m_profile(profile)
    , m_token(token)
    , m_peer(profile, dialectOf(profile.kind), clock, secrets(), network, deadlines, listener)
{
    connect(&m_peer, &OneBotClient::up, this, &OneBotTest::onUp);
    connect(&m_peer, &OneBotClient::down, this, &OneBotTest::onDown);
    connect(&m_peer, &OneBotClient::versionKnown, this, &OneBotTest::onVersion);
    connect(&m_peer, &OneBotClient::selfKnown, this, &OneBotTest::onSelf);
    connect(&m_peer, &OneBotClient::offline, this, [this](LoginReason, const QString &text) {
        skipped(TestStep::Login, {.kind = ErrorKind::Rejected, .reason = Reason::NotLoggedIn, .detail = text});
    });
    connect(&m_peer, &OneBotClient::certificateRefused, this, &OneBotTest::observeCertificate);
}

OneBotTest::~OneBotTest() = default;

void OneBotTest::begin()
{
    onResult(this, secrets().write(m_profile.id, config::SecretKind::OneBotToken, m_token),
             [this](const Result<> &) { m_peer.open(); });
}

void OneBotTest::onUp()
{
    passed(TestStep::Connect);
    passed(TestStep::Kind, u"OneBot 11"_s);
    passed(TestStep::Token);
}

void OneBotTest::onVersion(const GatewayVersion &version)
{
    report().version = version;
    passed(TestStep::Version, QString(version.app + u' ' + version.version).trimmed());
}

void OneBotTest::onSelf(const AccountId &account, const QString &nickname)
{
    report().account = account;
    report().nickname = nickname;
    passed(TestStep::Login, account.value()); // Version becomes Skipped if the gateway reported none
    passed(TestStep::Actions); // an action returned the account
    give();
}

void OneBotTest::onDown(const Error &why)
{
    const bool atTheDoor = nextStep() == TestStep::Connect;
    if (atTheDoor && (why.kind == ErrorKind::Auth || isKindTrouble(why)))
        passed(TestStep::Connect);
    // a refusal does not show the kind of server
    const bool refused = nextStep() == TestStep::Kind && why.kind == ErrorKind::Auth;
    failed(refused ? TestStep::Token : nextStep(), why);
}

void OneBotTest::ended()
{
    m_peer.disconnect(this);
    m_peer.close();
}

} // namespace rookery::gateway

#include "moc_onebottest.cpp"

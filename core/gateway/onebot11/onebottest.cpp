// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebottest.h"

#include "dialects.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! True when somebody answered, and it was not OneBot.
bool isKindTrouble(const Error &error)
{
    return error.kind == ErrorKind::Protocol || error.reason == Reason::HandshakeSilent;
}

} // namespace

OneBotTest::OneBotTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                       const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener,
                       QObject *parent)
    : QObject(parent)
    , m_secrets(config::makeMemorySecretStore())
    , m_profile(profile)
    , m_token(token)
    , m_peer(profile, dialectOf(profile.kind), clock, *m_secrets, network, deadlines, listener)
{
    connect(&m_peer, &OneBotPeer::up, this, &OneBotTest::onUp);
    connect(&m_peer, &OneBotPeer::down, this, &OneBotTest::onDown);
    connect(&m_peer, &OneBotPeer::versionKnown, this, &OneBotTest::onVersion);
    connect(&m_peer, &OneBotPeer::selfKnown, this, &OneBotTest::onSelf);
    connect(&m_peer, &OneBotPeer::offline, this, [this](LoginReason, const QString &text) {
        if (nextStep() == TestStep::Version)
            add(StepState::Skipped);
        finish({.kind = ErrorKind::Rejected, .reason = Reason::NotLoggedIn, .detail = text});
    });
    connect(&m_peer, &OneBotPeer::certificateRefused, this,
            [this](const CertificateInfo &certificate) { m_report.certificate = certificate; });
}

OneBotTest::~OneBotTest() = default;

FutureResult<GatewayTestReport> OneBotTest::run()
{
    onResult(this, m_secrets->write(m_profile.id, config::SecretKind::OneBotToken, m_token),
             [this](const Result<> &) { m_peer.open(); });
    return m_answer.future();
}

void OneBotTest::onUp()
{
    add(StepState::Passed);
    add(StepState::Passed, u"OneBot 11"_s);
    add(StepState::Passed);
}

void OneBotTest::onVersion(const GatewayVersion &version)
{
    m_report.version = version;
    add(StepState::Passed, QString(version.app + u' ' + version.version).trimmed());
}

void OneBotTest::onSelf(const AccountId &account, const QString &nickname)
{
    m_report.account = account;
    m_report.nickname = nickname;
    if (nextStep() == TestStep::Version)
        add(StepState::Skipped); // not every gateway has the call
    add(StepState::Passed, account.value());
    add(StepState::Passed); // who is there was answered by an action
    finish();
}

void OneBotTest::onDown(const Error &why)
{
    if (m_report.steps.isEmpty() && (why.kind == ErrorKind::Auth || isKindTrouble(why)))
        add(StepState::Passed);
    if (nextStep() == TestStep::Kind && why.kind == ErrorKind::Auth)
        add(StepState::Skipped); // a refusal at the door does not tell who lives there
    add(StepState::Failed, {}, why);
    finish();
}

void OneBotTest::add(StepState state, const QString &found, const Error &why)
{
    m_report.steps.append({nextStep(), state, why, found});
}

void OneBotTest::finish(const Error &why)
{
    m_peer.disconnect(this);
    m_peer.close();
    while (m_report.steps.size() <= static_cast<int>(TestStep::Actions))
        add(StepState::Skipped, {}, why);
    m_answer.give(m_report);
    deleteLater();
}

} // namespace rookery::gateway

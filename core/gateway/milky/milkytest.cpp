// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkytest.h"

#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Refused as if nobody were logged in, or by a gateway that fails while nobody is.
bool isLoggedOut(const Error &error)
{
    return (error.kind == ErrorKind::Rejected && error.reason != Reason::UnknownAction)
        || error.reason == Reason::AccountOffline;
}

Error notLoggedIn(const QString &detail)
{
    return {ErrorKind::Rejected, Reason::NotLoggedIn, 0, detail, milliseconds(0)};
}

} // namespace

MilkyTest::MilkyTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                     const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_secrets(config::makeMemorySecretStore())
    , m_gateway(profile.id)
    , m_token(token)
    , m_deadlines(deadlines)
    , m_api(profile, clock, *m_secrets, network, deadlines)
{
    connect(&m_api, &MilkyClient::certificateRefused, this,
            [this](const CertificateInfo &certificate) { m_report.certificate = certificate; });
}

MilkyTest::~MilkyTest() = default;

FutureResult<GatewayTestReport> MilkyTest::run()
{
    onResult(this, m_secrets->write(m_gateway, config::SecretKind::WebUiToken, m_token), [this](const Result<> &) {
        onResult(this, m_api.probe(), [this](const Result<> &probed) { onProbed(probed); });
    });
    return m_answer.future();
}

void MilkyTest::onProbed(const Result<> &probed)
{
    if (!probed && probed.error().kind != ErrorKind::Protocol) {
        failed(TestStep::Connect, probed.error());
        return;
    }
    passed(TestStep::Connect);
    if (!probed) {
        failed(TestStep::Kind, probed.error());
        return;
    }
    passed(TestStep::Kind, u"Milky"_s);
    onResult(this, m_api.authorise(), [this](const Result<QJsonObject> &info) { onAuthorised(info); });
}

void MilkyTest::onAuthorised(const Result<QJsonObject> &info)
{
    if (!info) {
        failed(TestStep::Token, info.error());
        return;
    }
    passed(TestStep::Token);
    m_report.version.app = info->value(u"impl_name"_s).toString();
    m_report.version.version = info->value(u"impl_version"_s).toString();
    m_report.version.qqVersion = info->value(u"qq_protocol_version"_s).toString();
    passed(TestStep::Version, QString(m_report.version.app + u' ' + m_report.version.version).trimmed());
    onResult(this, m_api.ask(u"get_login_info"_s, {}, m_deadlines.webUi),
             [this](const Result<QJsonObject> &reply) { onLogin(reply); });
}

void MilkyTest::onLogin(const Result<QJsonObject> &reply)
{
    const QString account = reply ? protocol::idText(reply->value(u"uin"_s)) : QString();
    if (reply ? account.isEmpty() : isLoggedOut(reply.error())) {
        finish(TestStep::Login, notLoggedIn(reply ? QString() : reply.error().detail));
        return;
    }
    if (!reply) {
        failed(TestStep::Login, reply.error());
        return;
    }
    const QString nickname = reply->value(u"nickname"_s).toString();
    // from QQ itself: the gateway may name an account that was thrown out long ago
    onResult(this, m_api.ask(u"get_group_list"_s, {{u"no_cache"_s, true}}, m_deadlines.action),
             [this, account, nickname](const Result<QJsonObject> &groups) {
                 if (!groups && isLoggedOut(groups.error())) {
                     finish(TestStep::Login, notLoggedIn(groups.error().detail));
                     return;
                 }
                 m_report.account = AccountId(account);
                 m_report.nickname = nickname;
                 passed(TestStep::Login, account);
                 onAction(groups);
             });
}

void MilkyTest::onAction(const Result<QJsonObject> &reply)
{
    if (!reply) {
        failed(TestStep::Actions, reply.error());
        return;
    }
    passed(TestStep::Actions);
    m_answer.give(m_report);
    deleteLater();
}

void MilkyTest::passed(TestStep step, const QString &found)
{
    m_report.steps.append({step, StepState::Passed, {}, found});
}

void MilkyTest::failed(TestStep step, const Error &why)
{
    m_report.steps.append({step, StepState::Failed, why, {}});
    if (step == TestStep::Actions)
        finish(step);
    else
        finish(static_cast<TestStep>(static_cast<int>(step) + 1));
}

void MilkyTest::finish(TestStep step, const Error &why)
{
    for (int next = static_cast<int>(step); next <= static_cast<int>(TestStep::Actions); ++next) {
        if (m_report.steps.isEmpty() || static_cast<int>(m_report.steps.constLast().step) < next)
            m_report.steps.append({static_cast<TestStep>(next), StepState::Skipped, why, {}});
    }
    m_answer.give(m_report);
    deleteLater();
}

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcattest.h"

#include "loginpoller.h"
#include "napcatdialect.h"

#include "protocol/json.h"
#include "protocol/onebot11.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! True when nobody who speaks the panel's protocol was met, although somebody answered.
bool isKindTrouble(const Error &error)
{
    return error.kind == ErrorKind::Protocol || error.reason == Reason::OldVersion;
}

} // namespace

NapCatTest::NapCatTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                       const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_secrets(config::makeMemorySecretStore())
    , m_gateway(profile.id)
    , m_token(token)
    , m_panel(profile, clock, *m_secrets, network, deadlines)
{
    connect(&m_panel, &WebUiClient::certificateRefused, this,
            [this](const CertificateInfo &certificate) { m_report.certificate = certificate; });
}

NapCatTest::~NapCatTest() = default;

FutureResult<GatewayTestReport> NapCatTest::run()
{
    onResult(this, m_secrets->write(m_gateway, config::SecretKind::WebUiToken, m_token), [this](const Result<> &) {
        onResult(this, m_panel.probe(), [this](const Result<bool> &probed) { onProbed(probed); });
    });
    return m_answer.future();
}

void NapCatTest::onProbed(const Result<bool> &probed)
{
    if (!probed && !isKindTrouble(probed.error())) {
        failed(TestStep::Connect, probed.error());
        return;
    }
    passed(TestStep::Connect);
    if (!probed) {
        failed(TestStep::Kind, probed.error());
        return;
    }
    passed(TestStep::Kind, u"NapCat"_s);
    onResult(this, m_panel.authorise(), [this](const Result<> &authorised) { onAuthorised(authorised); });
}

void NapCatTest::onAuthorised(const Result<> &authorised)
{
    if (!authorised && authorised.error().reason == Reason::TotpNeeded) {
        // the second factor is only asked for after the token was found right
        passed(TestStep::Token);
        finish(TestStep::Version, authorised.error());
        return;
    }
    if (!authorised) {
        failed(TestStep::Token, authorised.error());
        return;
    }
    passed(TestStep::Token);
    onResult(this, m_panel.get(u"base/GetNapCatVersion"_s),
             [this](const Result<QJsonValue> &reply) { onVersion(reply); });
}

void NapCatTest::onVersion(const Result<QJsonValue> &reply)
{
    if (!reply) {
        failed(TestStep::Version, reply.error());
        return;
    }
    m_report.version.app = u"NapCat"_s;
    m_report.version.version = reply->toObject().value(u"version"_s).toString();
    passed(TestStep::Version, m_report.version.version);
    onResult(this, m_panel.post(u"QQLogin/CheckLoginStatus"_s, {}, io::HttpMode::Idempotent),
             [this](const Result<QJsonValue> &status) { onStatus(status); });
}

void NapCatTest::onStatus(const Result<QJsonValue> &reply)
{
    const Result<LoginStatus> status = reply ? loginStatusOf(*reply) : Result<LoginStatus>(fail(reply.error()));
    if (!status) {
        failed(TestStep::Login, status.error());
        return;
    }
    if (!status->loggedIn) {
        finish(TestStep::Login, {ErrorKind::Rejected, Reason::NotLoggedIn, 0, {}, milliseconds(0)});
        return;
    }
    onResult(this, m_panel.post(u"QQLogin/GetQQLoginInfo"_s, {}, io::HttpMode::Idempotent),
             [this](const Result<QJsonValue> &info) { onInfo(info); });
}

void NapCatTest::onInfo(const Result<QJsonValue> &reply)
{
    if (!reply) {
        failed(TestStep::Login, reply.error());
        return;
    }
    const QJsonObject info = reply->toObject();
    m_report.account = AccountId(protocol::idText(info.value(u"uin"_s)));
    m_report.nickname = info.value(u"nick"_s).toString();
    passed(TestStep::Login, m_report.account.value());
    onResult(this, m_panel.post(u"Debug/create"_s), [this](const Result<QJsonValue> &created) { callAction(created); });
}

void NapCatTest::callAction(const Result<QJsonValue> &created)
{
    if (!created) {
        failed(TestStep::Actions, created.error());
        return;
    }
    const QJsonObject body{{u"action"_s, u"get_status"_s}, {u"params"_s, QJsonObject()}};
    onResult(this, m_panel.post(u"Debug/call"_s, body), [this](const Result<QJsonValue> &reply) { onAction(reply); });
}

void NapCatTest::onAction(const Result<QJsonValue> &reply)
{
    const Result<protocol::ReplyEnvelope> envelope =
        reply ? protocol::decodeReply(reply->toObject()) : Result<protocol::ReplyEnvelope>(fail(reply.error()));
    if (!envelope) {
        failed(TestStep::Actions, envelope.error());
        return;
    }
    if (!envelope->ok()) {
        failed(TestStep::Actions, actionError(napcatDialect(), u"get_status"_s, envelope->retcode, envelope->wording));
        return;
    }
    passed(TestStep::Actions);
    m_answer.give(m_report);
    deleteLater();
}

void NapCatTest::passed(TestStep step, const QString &found)
{
    m_report.steps.append({step, StepState::Passed, {}, found});
}

void NapCatTest::failed(TestStep step, const Error &why)
{
    m_report.steps.append({step, StepState::Failed, why, {}});
    if (step == TestStep::Actions)
        finish(step);
    else
        finish(static_cast<TestStep>(static_cast<int>(step) + 1));
}

void NapCatTest::finish(TestStep step, const Error &why)
{
    for (int next = static_cast<int>(step); next <= static_cast<int>(TestStep::Actions); ++next) {
        if (m_report.steps.isEmpty() || static_cast<int>(m_report.steps.constLast().step) < next)
            m_report.steps.append({static_cast<TestStep>(next), StepState::Skipped, why, {}});
    }
    m_answer.give(m_report);
    deleteLater();
}

} // namespace rookery::gateway

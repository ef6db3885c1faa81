// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcattest.h"

#include "gateway/onebot11/napcatdialect.h"
#include "napcatanswers.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "gateway/answershape.h"
#include "protocol/onebot11.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns true if a server answered that does not speak the panel's protocol.
bool isKindTrouble(const Error &error)
{
    return error.kind == ErrorKind::Protocol || error.reason == Reason::OldVersion || isFromFront(error);
}

} // namespace

NapCatTest::NapCatTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                       const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : GatewayTestRun(parent)
    , m_gateway(profile.id)
    , m_token(token)
    , m_panel(profile, clock, secrets(), network, deadlines)
{
    connect(&m_panel, &WebUiClient::certificateRefused, this, &NapCatTest::observeCertificate);
}

NapCatTest::~NapCatTest() = default;

void NapCatTest::begin()
{
    onResult(this, secrets().write(m_gateway, config::SecretKind::WebUiToken, m_token), [this](const Result<> &) {
        onResult(this, m_panel.probe(), [this](const Result<bool> &probed) { onProbed(probed); });
    });
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
        // NapCat asks for the second factor only after it has accepted the token
        passed(TestStep::Token);
        skipped(TestStep::Version, authorised.error());
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
    report().version.app = u"NapCat"_s;
    report().version.version = reply->toObject().value(u"version"_s).toString();
    passed(TestStep::Version, report().version.version);
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
        skipped(TestStep::Login, {ErrorKind::Rejected, Reason::NotLoggedIn, 0, {}, milliseconds(0)});
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
    const NapCatAccount who = napcatAccount(*reply);
    report().account = who.account;
    report().nickname = who.nickname;
    passed(TestStep::Login, report().account.value());
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
        failed(TestStep::Actions,
               actionError(napcatDialect(), {.action = u"get_status"_s, .texts = {}, .files = {}}, envelope->retcode,
                           envelope->wording));
        return;
    }
    passed(TestStep::Actions);
    give();
}

} // namespace rookery::gateway

#include "moc_napcattest.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkytest.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "gateway/answershape.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns true for a refusal as if no account were logged in, or a failure that some gateways answer with in that
//! state.
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
    : GatewayTestRun(parent)
    , m_gateway(profile.id)
    , m_token(token)
    , m_deadlines(deadlines)
    , m_api(profile, clock, secrets(), network, deadlines)
{
    connect(&m_api, &MilkyClient::certificateRefused, this, &MilkyTest::observeCertificate);
}

MilkyTest::~MilkyTest() = default;

void MilkyTest::begin()
{
    onResult(this, secrets().write(m_gateway, config::SecretKind::WebUiToken, m_token), [this](const Result<> &) {
        onResult(this, m_api.probe(), [this](const Result<> &probed) { onProbed(probed); });
    });
}

void MilkyTest::onProbed(const Result<> &probed)
{
    if (!probed && probed.error().kind != ErrorKind::Protocol && !isFromFront(probed.error())) {
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
    report().version.app = info->value(u"impl_name"_s).toString();
    report().version.version = info->value(u"impl_version"_s).toString();
    report().version.qqVersion = info->value(u"qq_protocol_version"_s).toString();
    passed(TestStep::Version, QString(report().version.app + u' ' + report().version.version).trimmed());
    onResult(this, m_api.ask(u"get_login_info"_s, {}, m_deadlines.webUi),
             [this](const Result<QJsonObject> &reply) { onLogin(reply); });
}

void MilkyTest::onLogin(const Result<QJsonObject> &reply)
{
    const QString account = reply ? protocol::idText(reply->value(u"uin"_s)) : QString();
    if (reply ? account.isEmpty() : isLoggedOut(reply.error())) {
        skipped(TestStep::Login, notLoggedIn(reply ? QString() : reply.error().detail));
        return;
    }
    if (!reply) {
        failed(TestStep::Login, reply.error());
        return;
    }
    const QString nickname = reply->value(u"nickname"_s).toString();
    // The list comes from QQ itself: the gateway may name an account that was logged out long ago.
    onResult(this, m_api.ask(u"get_group_list"_s, {{u"no_cache"_s, true}}, m_deadlines.action),
             [this, account, nickname](const Result<QJsonObject> &groups) {
                 if (!groups && isLoggedOut(groups.error())) {
                     skipped(TestStep::Login, notLoggedIn(groups.error().detail));
                     return;
                 }
                 report().account = AccountId(account);
                 report().nickname = nickname;
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
    give();
}

} // namespace rookery::gateway

#include "moc_milkytest.cpp"

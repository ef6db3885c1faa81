// SPDX-License-Identifier: GPL-3.0-or-later
#include "loginwatch.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns true if the gateway answers and refuses, or reports that QQ took nothing.
bool isRefusal(const Error &error)
{
    return error.kind == ErrorKind::Rejected || error.reason == Reason::AccountOffline;
}

} // namespace

LoginWatch::LoginWatch(MilkyClient &api, Clock &clock, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_deadlines(deadlines)
    , m_next(clock, [this] { ask(); })
{}

void LoginWatch::start()
{
    stop();
    m_running = true;
    m_known = Known::Nothing;
    m_account = {};
    m_wasOnline = false;
    m_kicked = false;
    m_doubtful = false;
    m_timeouts = 0;
    ask();
}

void LoginWatch::stop()
{
    m_epoch.advance();
    m_running = false;
    m_asking = false;
    m_next.stop();
}

void LoginWatch::kicked(const QString &text)
{
    if (!m_running)
        return;
    // Answers in flight describe the state before the kick.
    m_epoch.advance();
    m_asking = false;
    m_kicked = true;
    m_kickText = text;
    nobody(text, true);
}

void LoginWatch::doubt()
{
    if (!m_running || m_known != Known::LoggedIn)
        return;
    m_doubtful = true;
    if (!m_asking)
        ask();
}

void LoginWatch::ask()
{
    if (!m_running || m_asking)
        return;
    m_asking = true;
    m_next.stop();
    const auto info = m_api.ask(u"get_login_info"_s, {}, m_deadlines.webUi);
    onResult(this, m_epoch, info, [this](const Result<QJsonObject> &reply) { onInfo(reply); });
}

void LoginWatch::onInfo(const Result<QJsonObject> &reply)
{
    m_asking = false;
    if (!reply) {
        trouble(reply.error());
        return;
    }
    m_timeouts = 0;
    const Epoch::Mark run = m_epoch.mark();
    Q_EMIT asked();
    if (run.isOver())
        return; // a listener ended the link
    const AccountId account(protocol::idText(reply->value(u"uin"_s)));
    if (account.isNull() || account.value().isEmpty()) {
        nobody({}, false);
        return;
    }
    if (m_known == Known::LoggedIn && account == m_account && !m_doubtful)
        m_next.start(kOnlinePoll);
    else
        confirm(account, reply->value(u"nickname"_s).toString());
}

void LoginWatch::confirm(const AccountId &account, const QString &nickname)
{
    m_asking = true;
    m_doubtful = false;
    const auto groups = m_api.ask(u"get_group_list"_s, {{u"no_cache"_s, true}}, m_deadlines.action);
    onResult(this, m_epoch, groups,
             [this, account, nickname](const Result<QJsonObject> &reply) { onConfirmed(reply, account, nickname); });
}

void LoginWatch::onConfirmed(const Result<QJsonObject> &reply, const AccountId &account, const QString &nickname)
{
    m_asking = false;
    if (!reply && isRefusal(reply.error())) {
        nobody(reply.error().detail, true);
        return;
    }
    if (!reply) {
        trouble(reply.error());
        return;
    }
    m_timeouts = 0;
    m_kicked = false;
    m_kickText.clear();
    m_wasOnline = true;
    m_next.start(kOnlinePoll);
    if (std::exchange(m_known, Known::LoggedIn) == Known::LoggedIn && account == m_account)
        return;
    m_account = account;
    Q_EMIT loggedIn(account, nickname);
}

//! Reports that no account is logged in. `somebodyWas`: the gateway names an account, so this is not a first login.
void LoginWatch::nobody(const QString &text, bool somebodyWas)
{
    LoginReason reason = LoginReason::Fresh;
    if (m_kicked)
        reason = LoginReason::Kicked;
    else if (somebodyWas || m_wasOnline)
        reason = LoginReason::OfflineByQq;
    const QString shown = m_kicked ? m_kickText : text;
    m_next.start(kWaitingPoll);
    const bool told = m_known == Known::Waiting && m_reason == reason && m_text == shown;
    m_known = Known::Waiting;
    m_reason = reason;
    m_text = shown;
    if (!told)
        Q_EMIT waiting(reason, shown);
}

void LoginWatch::trouble(const Error &error)
{
    // Without an account some gateways answer with a failure of their own: they are reachable, and no account is
    // logged in.
    if (isRefusal(error) && error.reason != Reason::UnknownAction) {
        nobody(error.detail, false);
        return;
    }
    if (error.kind == ErrorKind::RateLimited) {
        m_next.start(std::max(error.retryAfter, kWaitingPoll));
        return;
    }
    if (error.kind == ErrorKind::Timeout && m_timeouts++ < kTimeoutsAllowed) {
        m_next.start(milliseconds(1));
        return;
    }
    stop();
    Q_EMIT failed(error);
}

} // namespace rookery::gateway

#include "moc_loginwatch.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "loginpoller.h"

#include "gateway/onebot11/napcatdialect.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "gateway/answershape.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Number of time-outs in a row that stop the polling: a slow gateway may miss one answer.
constexpr int kTimeoutsToGiveUp = 2;

} // namespace

LoginPoller::LoginPoller(WebUiClient &panel, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_panel(panel)
    , m_next(clock, [this] { poll(); })
    , m_refreshLimit(clock, [this] { endRefresh(fail(ErrorKind::Expired, Reason::QrUnchanged)); })
{}

void LoginPoller::start()
{
    stop();
    m_running = true;
    poll();
}

void LoginPoller::stop()
{
    m_epoch.advance();
    m_running = false;
    m_asking = false;
    m_quickWanted = false;
    m_quickAsking = false;
    m_confirmations = 0;
    m_timeouts = 0;
    m_known = Known::Nothing;
    m_reason = LoginReason::None;
    m_text.clear();
    m_qr = {};
    m_expiredQr = {};
    m_expiryTold = false;
    m_next.stop();
    endRefresh(fail(ErrorKind::Network, Reason::ConnectionLost));
}

void LoginPoller::pollSoon()
{
    if (m_running && !m_asking)
        poll();
}

void LoginPoller::check()
{
    m_confirmations = kConfirmations;
    pollSoon();
}

void LoginPoller::poll()
{
    m_next.stop();
    m_asking = true;
    const auto done = [this](const Result<QJsonValue> &data) {
        m_asking = false;
        const Result<LoginStatus> status = data ? loginStatusOf(*data) : Result<LoginStatus>(fail(data.error()));
        if (status)
            onStatus(*status);
        else
            onFailure(status.error());
    };
    onResult(this, m_epoch, m_panel.post(u"QQLogin/CheckLoginStatus"_s, {}, io::HttpMode::Idempotent), done);
}

void LoginPoller::onFailure(const Error &error)
{
    if (error.kind == ErrorKind::Timeout && ++m_timeouts < kTimeoutsToGiveUp) {
        m_next.start(kWaitingPoll);
        return;
    }
    stop();
    // every version has this call, so another server answered
    Q_EMIT failed(error.reason == Reason::OldVersion ? frontError(error.code) : error);
}

void LoginPoller::onStatus(const LoginStatus &status)
{
    const Epoch::Mark run = m_epoch.mark();
    m_timeouts = 0;
    Q_EMIT polled();
    if (run.isOver())
        return; // a receiver stopped us
    setQr(status.loggedIn ? QString() : status.qrText);
    if (status.loggedIn)
        onLoggedIn();
    else
        onWaiting(status);
    if (!run.isOver())
        m_next.start(status.loggedIn && m_confirmations == 0 ? kOnlinePoll : kWaitingPoll);
}

void LoginPoller::onLoggedIn()
{
    const bool confirmed = m_confirmations > 0 && --m_confirmations == 0;
    if (std::exchange(m_known, Known::LoggedIn) == Known::LoggedIn && !confirmed)
        return;
    m_reason = LoginReason::None;
    m_text.clear();
    m_expiryTold = false;
    endRefresh(fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn));
    onResult(this, m_epoch, m_panel.post(u"QQLogin/GetQQLoginInfo"_s, {}, io::HttpMode::Idempotent),
             [this](const Result<QJsonValue> &info) {
                 if (m_known != Known::LoggedIn)
                     return;
                 const NapCatAccount who = info ? napcatAccount(*info) : NapCatAccount();
                 if (who.account.isNull())
                     m_known = Known::Nothing; // not known yet: the next turn asks again
                 else
                     Q_EMIT loggedIn(who.account, who.nickname);
             });
}

LoginReason LoginPoller::reasonOf(const LoginStatus &status)
{
    if (status.offline)
        return LoginReason::OfflineByQq;
    const LoginReason reason = loginReason(napcatDialect(), status.errorText);
    if (reason != LoginReason::Expired) {
        m_expiryTold = false;
        return reason;
    }
    // the text stays although the same answer may already have a new code; only the code itself shows that
    if (!std::exchange(m_expiryTold, true))
        m_expiredQr = m_replacedQr.isEmpty() ? Redacted<QString>(status.qrText) : m_replacedQr;
    return m_expiredQr == Redacted<QString>(status.qrText) ? LoginReason::Expired : LoginReason::Fresh;
}

void LoginPoller::onWaiting(const LoginStatus &status)
{
    const bool first = std::exchange(m_known, Known::Waiting) != Known::Waiting;
    m_confirmations = 0;
    const LoginReason reason = reasonOf(status);
    const bool outdated = m_expiryTold && reason != LoginReason::Expired; // the text is about an earlier code
    const QString text = outdated ? QString() : status.errorText;
    if (first || reason != m_reason || text != m_text) {
        m_reason = reason;
        m_text = text;
        Q_EMIT waiting(reason, m_text);
    }
    if (first)
        m_quickWanted = true;
    if (m_running && m_quickWanted && !m_quickAsking)
        fetchQuickList();
}

void LoginPoller::setQr(const QString &text)
{
    const Redacted<QString> qr(text);
    m_replacedQr = {};
    if (qr != m_qr) {
        m_replacedQr = std::exchange(m_qr, qr);
        Q_EMIT qrChanged(qr);
    }
    if (m_refresh && !qr.isEmpty() && qr != m_refreshFrom)
        endRefresh({});
}

FutureResult<> LoginPoller::refreshQr()
{
    if (!m_running)
        return failedResult<void>({ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)});
    if (m_refresh)
        return m_refresh->future();
    m_refresh = std::make_unique<Promise<void>>();
    m_refreshFrom = m_qr;
    FutureResult<> future = m_refresh->future();
    onResult(this, m_epoch, m_panel.post(u"QQLogin/RefreshQRcode"_s), [this](const Result<QJsonValue> &result) {
        if (!m_refresh)
            return;
        // newer versions answer once the code is there, which may take as long as our own deadline
        if (!result && result.error().kind != ErrorKind::Timeout) {
            endRefresh(fail(result.error()));
            return;
        }
        if (result && (*result)["restarting"_L1].toBool()) {
            endRefresh(fail(ErrorKind::Network, Reason::GatewayRestarting));
            return;
        }
        m_refreshLimit.start(kRefreshLimit);
        pollSoon();
    });
    return future;
}

void LoginPoller::endRefresh(const Result<> &result)
{
    m_refreshLimit.stop();
    m_refreshFrom = {};
    if (const std::unique_ptr<Promise<void>> answer = std::exchange(m_refresh, nullptr))
        answer->resolve(result);
}

FutureResult<> LoginPoller::quickLogin(const AccountId &account)
{
    if (!m_running)
        return failedResult<void>({ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)});
    Promise<void> answer;
    const QJsonObject body{{u"uin"_s, account.value()}};
    onResult(this, m_panel.post(u"QQLogin/SetQuickLogin"_s, body), [this, answer](const Result<QJsonValue> &result) {
        if (result) {
            pollSoon();
            answer.resolve({});
            return;
        }
        Error error = result.error();
        // QQ's own texts arrive unchanged and match no rule
        if (error.kind == ErrorKind::Rejected && error.reason == Reason::None)
            error.reason = Reason::QuickLoginFailed;
        answer.resolve(fail(error));
    });
    return answer.future();
}

void LoginPoller::fetchQuickList()
{
    m_quickAsking = true;
    // the list is complete if there was a code before the request
    onResult(this, m_epoch, m_panel.get(u"QQLogin/GetQuickLoginListNew"_s),
             [this, final = !m_qr.isEmpty()](const Result<QJsonValue> &list) {
                 m_quickAsking = false;
                 if (list)
                     onQuickList(*list, final);
                 else if (list.error().reason == Reason::OldVersion)
                     fetchOldQuickList();
             });
}

void LoginPoller::fetchOldQuickList()
{
    m_quickAsking = true;
    onResult(this, m_epoch, m_panel.get(u"QQLogin/GetQuickLoginList"_s),
             [this, final = !m_qr.isEmpty()](const Result<QJsonValue> &list) {
                 m_quickAsking = false;
                 if (list)
                     onQuickList(*list, final);
                 else
                     m_quickWanted = false;
             });
}

void LoginPoller::onQuickList(const QJsonValue &data, bool final)
{
    const QList<QuickLoginEntry> entries = napcatQuickLogins(data);
    if (final || !entries.isEmpty())
        m_quickWanted = false;
    Q_EMIT quickListChanged(entries);
}

} // namespace rookery::gateway

#include "moc_loginpoller.cpp"

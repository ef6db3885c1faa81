// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotlogin.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "gateway/answershape.h"
#include "logrules/masking.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Number of time-outs in a row that stop the polling: a slow gateway may miss one answer.
constexpr int kTimeoutsToGiveUp = 2;

Error notConnected()
{
    return {ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)};
}

} // namespace

LLBotLogin::LLBotLogin(LLBotPanel &panel, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_panel(panel)
    , m_clock(clock)
    , m_next(clock, [this] { poll(); })
{}

void LLBotLogin::start()
{
    stop();
    m_running = true;
    poll();
}

void LLBotLogin::stop()
{
    m_epoch.advance();
    m_running = false;
    m_asking = false;
    m_confirmations = 0;
    m_timeouts = 0;
    m_known = Known::Nothing;
    m_account = {};
    m_reason = LoginReason::None;
    m_said = LoginReason::None;
    m_text.clear();
    m_kickText.clear();
    m_kickedAt.reset();
    m_qr = {};
    m_next.stop();
}

void LLBotLogin::pollSoon()
{
    if (m_running && !m_asking)
        poll();
}

void LLBotLogin::check()
{
    m_confirmations = kConfirmations;
    pollSoon();
}

void LLBotLogin::kicked(const QString &text)
{
    m_kickText = text;
    m_kickedAt = m_clock.now();
    pollSoon();
}

void LLBotLogin::poll()
{
    m_next.stop();
    m_asking = true;
    onResult(this, m_epoch, m_panel.get(u"login-info"_s), [this](const Result<QJsonValue> &reply) {
        m_asking = false;
        onInfo(reply);
    });
}

void LLBotLogin::onInfo(const Result<QJsonValue> &reply)
{
    const Epoch::Mark run = m_epoch.mark();
    if (!reply) {
        if (reply.error().kind == ErrorKind::Timeout && ++m_timeouts < kTimeoutsToGiveUp) {
            m_next.start(kWaitingPoll);
            return;
        }
        stop();
        // every generation has this call, so another server answered
        const bool strange = reply.error().reason == Reason::OldVersion;
        Q_EMIT failed(strange ? frontError(reply.error().code) : reply.error());
        return;
    }
    m_timeouts = 0;
    Q_EMIT polled();
    if (run.isOver())
        return; // a receiver stopped us
    const LLBotLoginInfo info = llbotLoginInfo(*reply);
    m_throughPmhq = info.throughPmhq;
    const bool confirmed = info.online && m_confirmations > 0 && --m_confirmations == 0;
    if (!info.online)
        m_confirmations = 0;
    m_next.start(info.online && m_confirmations == 0 ? kOnlinePoll : kWaitingPoll);
    if (confirmed && m_known == Known::LoggedIn)
        m_known = Known::Nothing; // loggedIn is reported again
    if (info.online)
        onOnline(info);
    else
        onOffline(!info.account.isNull());
}

void LLBotLogin::onOnline(const LLBotLoginInfo &info)
{
    const Epoch::Mark run = m_epoch.mark();
    if (info.panelPort != 0)
        m_panel.announcePort(info.panelPort);
    if (std::exchange(m_known, Known::LoggedIn) == Known::LoggedIn && info.account == m_account)
        return;
    m_account = info.account;
    m_reason = LoginReason::None;
    m_text.clear();
    m_kickedAt.reset();
    show({});
    if (!run.isOver())
        Q_EMIT loggedIn(info.account, info.nickname);
}

void LLBotLogin::onOffline(bool somebodyWas)
{
    const Epoch::Mark run = m_epoch.mark();
    const Known before = std::exchange(m_known, Known::Waiting);
    if (before != Known::Waiting) {
        const bool explained = m_kickedAt && m_clock.now() - *m_kickedAt < kExplains;
        const bool lost = before == Known::LoggedIn || somebodyWas;
        m_reason = explained ? LoginReason::Kicked : (lost ? LoginReason::OfflineByQq : LoginReason::Fresh);
        m_said = m_reason;
        m_text = explained ? m_kickText : QString();
        Q_EMIT waiting(m_said, m_text);
        if (run.isOver())
            return;
        if (!m_throughPmhq) // PMHQ lists accounts too, but cannot log them in
            fetchQuickList();
    }
    onResult(this, m_epoch, m_panel.get(u"login-qrcode"_s), [this](const Result<QJsonValue> &reply) {
        if (m_known == Known::Waiting)
            onCode(reply);
    });
}

void LLBotLogin::onCode(const Result<QJsonValue> &reply)
{
    const Epoch::Mark run = m_epoch.mark();
    show(reply ? llbotCode(*reply) : LLBotCode());
    if (run.isOver())
        return;
    if (reply) {
        say(m_reason, m_reason == LoginReason::Kicked ? m_kickText : QString());
        return;
    }
    const QString otherwise = logrules::maskSecrets(reply.error().detail);
    onResult(this, m_epoch, m_panel.get(u"auth-token/status"_s), [this, otherwise](const Result<QJsonValue> &status) {
        if (m_known == Known::Waiting)
            onAuthToken(status, otherwise);
    });
}

void LLBotLogin::onAuthToken(const Result<QJsonValue> &reply, const QString &otherwise)
{
    const LLBotSignToken token = reply ? llbotSignToken(*reply) : LLBotSignToken();
    say(token.needed ? LoginReason::SignToken : m_reason, token.trouble.isEmpty() ? otherwise : token.trouble);
}

void LLBotLogin::say(LoginReason reason, const QString &text)
{
    if (reason == m_said && text == m_text)
        return;
    m_said = reason;
    m_text = text;
    Q_EMIT waiting(m_said, m_text);
}

//! Reports the code of an answer, or that there is none.
void LLBotLogin::show(const LLBotCode &code)
{
    if (code.text == m_qr)
        return;
    m_qr = code.text;
    const Epoch::Mark run = m_epoch.mark();
    Q_EMIT qrChanged(code.text);
    if (!run.isOver() && code.life.count() > 0)
        Q_EMIT qrLifeStated(code.life);
}

FutureResult<> LLBotLogin::refreshQr()
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Promise<void> answer;
    onResult(this, m_panel.get(u"login-qrcode"_s),
             [this, answer, before = m_qr, run = m_epoch.mark()](const Result<QJsonValue> &reply) {
                 if (run.isOver()) {
                     answer.resolve(fail(notConnected()));
                     return;
                 }
                 if (!reply) {
                     answer.resolve(fail(reply.error()));
                     return;
                 }
                 if (m_known == Known::LoggedIn) {
                     answer.resolve(fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn));
                     return;
                 }
                 show(llbotCode(*reply));
                 answer.resolve(m_qr == before ? Result<>(fail(ErrorKind::Expired, Reason::QrUnchanged)) : Result<>());
             });
    return answer.future();
}

FutureResult<> LLBotLogin::quickLogin(const AccountId &account)
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Promise<void> answer;
    onResult(this, m_panel.post(u"quick-login"_s, {{u"uin"_s, account.value()}}),
             [this, answer](const Result<QJsonValue> &reply) {
                 if (reply) {
                     pollSoon();
                     answer.resolve({});
                     return;
                 }
                 Error error = reply.error();
                 if (error.kind == ErrorKind::Rejected && error.reason == Reason::None)
                     error.reason = Reason::QuickLoginFailed;
                 answer.resolve(fail(error));
             });
    return answer.future();
}

FutureResult<> LLBotLogin::logout()
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Promise<void> answer;
    onResult(this, m_panel.post(u"logout"_s), [this, answer](const Result<QJsonValue> &reply) {
        pollSoon();
        answer.resolve(reply ? Result<>() : Result<>(fail(reply.error())));
    });
    return answer.future();
}

FutureResult<> LLBotLogin::submitSignToken(const Redacted<QString> &token)
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Promise<void> answer;
    onResult(this, m_panel.post(u"auth-token"_s, {{u"token"_s, token.reveal()}}),
             [this, answer](const Result<QJsonValue> &reply) {
                 pollSoon();
                 answer.resolve(reply ? Result<>() : Result<>(fail(reply.error())));
             });
    return answer.future();
}

void LLBotLogin::fetchQuickList()
{
    onResult(this, m_epoch, m_panel.get(u"quick-login-list"_s), [this](const Result<QJsonValue> &list) {
        if (!list)
            return; // not in this version; nothing depends on it
        Q_EMIT quickListChanged(llbotQuickLogins(*list));
    });
}

} // namespace rookery::gateway

#include "moc_llbotlogin.cpp"

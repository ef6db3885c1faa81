// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotlogin.h"

#include "gateway/answershape.h"
#include "logrules/masking.h"
#include "protocol/json.h"

#include <QJsonArray>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! A slow gateway is not a lost one: one missing answer is forgiven.
constexpr int kTimeoutsToGiveUp = 2;

Error notConnected()
{
    return {ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)};
}

//! Why no code can be had, in LLBot's own words; empty when it does not say.
QString authTokenTrouble(const QJsonObject &status)
{
    const QString validation = status.value(u"validation"_s).toString();
    const bool fine = !status.value(u"applicable"_s).toBool() || validation == u"valid"_s;
    return status.value(fine ? u"loginError"_s : u"message"_s).toString();
}

//! Without a good one LLBot speaks to QQ not at all; "error" and "validating" are no verdict.
bool needsSignToken(const QJsonObject &status)
{
    return status.value(u"applicable"_s).toBool()
        && (!status.value(u"hasToken"_s).toBool() || status.value(u"validation"_s).toString() == u"invalid"_s);
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
    ++m_epoch;
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
    onResult(this, m_panel.get(u"login-info"_s), [this, epoch = m_epoch](const Result<QJsonValue> &reply) {
        if (epoch != m_epoch)
            return;
        m_asking = false;
        onInfo(reply);
    });
}

void LLBotLogin::onInfo(const Result<QJsonValue> &reply)
{
    const quint64 epoch = m_epoch;
    if (!reply) {
        if (reply.error().kind == ErrorKind::Timeout && ++m_timeouts < kTimeoutsToGiveUp) {
            m_next.start(kWaitingPoll);
            return;
        }
        stop();
        // every generation has this call
        const bool strange = reply.error().reason == Reason::OldVersion;
        Q_EMIT failed(strange ? frontError(reply.error().code) : reply.error());
        return;
    }
    m_timeouts = 0;
    Q_EMIT polled();
    if (epoch != m_epoch)
        return; // a listener stopped us
    const QJsonObject info = reply->toObject();
    m_throughPmhq = info.value(u"mode"_s) != u"direct"_s; // what has no mode yet knows PMHQ alone
    const bool online = info.value(u"online"_s).toBool() && !protocol::idText(info.value(u"uin"_s)).isEmpty();
    const bool confirmed = online && m_confirmations > 0 && --m_confirmations == 0;
    if (!online)
        m_confirmations = 0;
    m_next.start(online && m_confirmations == 0 ? kOnlinePoll : kWaitingPoll);
    if (confirmed && m_known == Known::LoggedIn)
        m_known = Known::Nothing; // told again
    if (online)
        onOnline(info);
    else
        onOffline(!protocol::idText(info.value(u"uin"_s)).isEmpty());
}

void LLBotLogin::onOnline(const QJsonObject &info)
{
    const quint64 epoch = m_epoch;
    const QJsonObject panel = info.value(u"webui"_s).toObject();
    if (const int port = panel.value(u"port"_s).toInt(); port > 0 && port <= 65535)
        m_panel.announcePort(static_cast<quint16>(port));
    const AccountId account(protocol::idText(info.value(u"uin"_s)));
    if (std::exchange(m_known, Known::LoggedIn) == Known::LoggedIn && account == m_account)
        return;
    m_account = account;
    m_reason = LoginReason::None;
    m_text.clear();
    m_kickedAt.reset();
    show({});
    if (epoch == m_epoch)
        Q_EMIT loggedIn(account, info.value(u"nick"_s).toString());
}

void LLBotLogin::onOffline(bool somebodyWas)
{
    const quint64 epoch = m_epoch;
    const Known before = std::exchange(m_known, Known::Waiting);
    if (before != Known::Waiting) {
        const bool explained = m_kickedAt && m_clock.now() - *m_kickedAt < kExplains;
        const bool lost = before == Known::LoggedIn || somebodyWas;
        m_reason = explained ? LoginReason::Kicked : (lost ? LoginReason::OfflineByQq : LoginReason::Fresh);
        m_said = m_reason;
        m_text = explained ? m_kickText : QString();
        Q_EMIT waiting(m_said, m_text);
        if (epoch != m_epoch)
            return;
        if (!m_throughPmhq) // PMHQ lists accounts too, and logs none of them in
            fetchQuickList();
    }
    onResult(this, m_panel.get(u"login-qrcode"_s), [this, epoch](const Result<QJsonValue> &reply) {
        if (epoch == m_epoch && m_known == Known::Waiting)
            onCode(reply);
    });
}

void LLBotLogin::onCode(const Result<QJsonValue> &reply)
{
    const quint64 epoch = m_epoch;
    show(reply ? reply->toObject() : QJsonObject());
    if (epoch != m_epoch)
        return;
    if (reply) {
        say(m_reason, m_reason == LoginReason::Kicked ? m_kickText : QString());
        return;
    }
    const QString otherwise = logrules::maskSecrets(reply.error().detail);
    onResult(this, m_panel.get(u"auth-token/status"_s), [this, epoch, otherwise](const Result<QJsonValue> &status) {
        if (epoch == m_epoch && m_known == Known::Waiting)
            onAuthToken(status, otherwise);
    });
}

void LLBotLogin::onAuthToken(const Result<QJsonValue> &reply, const QString &otherwise)
{
    const QJsonObject status = reply ? reply->toObject() : QJsonObject(); // older versions have no such call
    const QString trouble = logrules::maskSecrets(authTokenTrouble(status));
    say(needsSignToken(status) ? LoginReason::SignToken : m_reason, trouble.isEmpty() ? otherwise : trouble);
}

void LLBotLogin::say(LoginReason reason, const QString &text)
{
    if (reason == m_said && text == m_text)
        return;
    m_said = reason;
    m_text = text;
    Q_EMIT waiting(m_said, m_text);
}

//! Shows the code of an answer, or that there is none.
void LLBotLogin::show(const QJsonObject &code)
{
    const Redacted<QString> qr(code.value(u"qrcodeUrl"_s).toString());
    if (qr == m_qr)
        return;
    m_qr = qr;
    const quint64 epoch = m_epoch;
    Q_EMIT qrChanged(qr);
    const int left = code.value(u"expireTime"_s).toInt();
    if (epoch == m_epoch && !qr.isEmpty() && left > 0)
        Q_EMIT qrLifeStated(seconds(left));
}

FutureResult<> LLBotLogin::refreshQr()
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Answer<void> answer;
    onResult(this, m_panel.get(u"login-qrcode"_s),
             [this, answer, before = m_qr, epoch = m_epoch](const Result<QJsonValue> &reply) {
                 if (epoch != m_epoch) {
                     answer.give(fail(notConnected()));
                     return;
                 }
                 if (!reply) {
                     answer.give(fail(reply.error()));
                     return;
                 }
                 if (m_known == Known::LoggedIn) {
                     answer.give(fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn));
                     return;
                 }
                 show(reply->toObject());
                 answer.give(m_qr == before ? Result<>(fail(ErrorKind::Expired, Reason::QrUnchanged)) : Result<>());
             });
    return answer.future();
}

FutureResult<> LLBotLogin::quickLogin(const AccountId &account)
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Answer<void> answer;
    onResult(this, m_panel.post(u"quick-login"_s, {{u"uin"_s, account.value()}}),
             [this, answer](const Result<QJsonValue> &reply) {
                 if (reply) {
                     pollSoon();
                     answer.give({});
                     return;
                 }
                 Error error = reply.error();
                 if (error.kind == ErrorKind::Rejected && error.reason == Reason::None)
                     error.reason = Reason::QuickLoginFailed;
                 answer.give(fail(error));
             });
    return answer.future();
}

FutureResult<> LLBotLogin::logout()
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Answer<void> answer;
    onResult(this, m_panel.post(u"logout"_s), [this, answer](const Result<QJsonValue> &reply) {
        pollSoon();
        answer.give(reply ? Result<>() : Result<>(fail(reply.error())));
    });
    return answer.future();
}

FutureResult<> LLBotLogin::submitSignToken(const Redacted<QString> &token)
{
    if (!m_running)
        return failedResult<void>(notConnected());
    Answer<void> answer;
    onResult(this, m_panel.post(u"auth-token"_s, {{u"token"_s, token.reveal()}}),
             [this, answer](const Result<QJsonValue> &reply) {
                 pollSoon();
                 answer.give(reply ? Result<>() : Result<>(fail(reply.error())));
             });
    return answer.future();
}

void LLBotLogin::fetchQuickList()
{
    onResult(this, m_panel.get(u"quick-login-list"_s), [this, epoch = m_epoch](const Result<QJsonValue> &list) {
        if (epoch != m_epoch || !list)
            return; // not in this version; nothing hangs on it
        QList<QuickLoginEntry> entries;
        const QJsonArray accounts = list->toObject().value(u"LocalLoginInfoList"_s).toArray();
        for (const QJsonValue value : accounts) {
            const QJsonObject object = value.toObject();
            const QString uin = protocol::idText(object.value(u"uin"_s));
            if (!uin.isEmpty() && object.value(u"isQuickLogin"_s).toBool(true))
                entries.append({AccountId(uin), object.value(u"nickName"_s).toString()});
        }
        Q_EMIT quickListChanged(entries);
    });
}

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink/login.h"

#include "ilink/aes.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::ilink {

namespace {

constexpr qsizetype kCodes = 100;
constexpr qsizetype kHeldWaits = 16;
constexpr int kWrongDigits = 3; //!< wrong entries that block the code

Result<> senseless(const QString &why)
{
    return fail(ErrorKind::Rejected, Reason::None, why);
}

} // namespace

Login::Code *Login::find(const QString &key)
{
    const auto found = std::find_if(m_codes.begin(), m_codes.end(), [&](const Code &code) { return code.key == key; });
    return found == m_codes.end() ? nullptr : &*found;
}

void Login::newCode(const Call &call)
{
    Code code;
    code.key = QString::fromLatin1(randomBytes(16).toHex());
    code.content = codeText(m_state.options,
                            u"https://liteapp.weixin.qq.com/q/%1?qrcode=%2&bot_type=3"_s.arg(
                                QString::fromLatin1(randomBytes(6).toHex()), code.key),
                            code.key);
    m_codes.append(code);
    if (m_codes.size() > kCodes)
        m_codes.removeFirst();
    if (m_state.options.qrLife.count() > 0) {
        m_scheduler.after(m_state.options.qrLife, [this, key = code.key] {
            Code *old = find(key);
            if (old && old->state == CodeState::Waiting)
                change(*old, CodeState::Expired);
        });
    }
    call.answer({{u"ret"_s, 0}, {u"qrcode"_s, code.key}, {u"qrcode_img_content"_s, code.content}});
}

void Login::status(const Call &call)
{
    Code *code = find(call.key);
    if (!code) {
        call.answer({{u"ret"_s, 0}, {u"status"_s, u"expired"_s}});
        return;
    }
    if (!call.verifyCode.isEmpty())
        judgeDigits(*code, call.verifyCode);
    const bool elsewhere = code->redirected && !call.atSecondHost;
    const bool wantsDigits = code->state == CodeState::Digits;
    if (elsewhere || wantsDigits || !code->told) {
        code->told = code->told || !elsewhere;
        call.answer(answerOf(*code, call));
        return;
    }
    if (m_held.size() >= kHeldWaits)
        giveUp(m_held.constFirst().number);
    m_held.append({++m_number, call});
    m_scheduler.after(kHold, [this, number = m_number] { giveUp(number); });
}

//! Answers a call that was held long enough with the unchanged state.
void Login::giveUp(quint64 number)
{
    const auto found =
        std::find_if(m_held.cbegin(), m_held.cend(), [number](const Held &held) { return held.number == number; });
    if (found == m_held.cend())
        return;
    const Call call = found->call;
    m_held.erase(found);
    const Code *code = find(call.key);
    call.answer(code ? answerOf(*code, call) : QJsonObject{{u"status"_s, u"expired"_s}});
}

void Login::flush()
{
    const QList<Held> all = m_held;
    for (const Held &held : all)
        giveUp(held.number);
}

void Login::judgeDigits(Code &code, const QString &digits)
{
    if (code.state != CodeState::Digits)
        return;
    if (digits == code.digits)
        change(code, CodeState::Scanned);
    else if (++code.wrong >= kWrongDigits)
        change(code, CodeState::Blocked);
}

void Login::change(Code &code, CodeState state)
{
    code.state = state;
    code.told = false;
    const QString key = code.key;
    QList<Call> asked;
    for (const Held &held : std::as_const(m_held)) {
        if (held.call.key == key)
            asked.append(held.call);
    }
    m_held.removeIf([&](const Held &held) { return held.call.key == key; });
    // drops disconnected clients: the state must not count as reported to them
    asked.removeIf([](const Call &call) { return !call.isAlive(); });
    for (const Call &call : std::as_const(asked))
        status(call);
}

QJsonObject Login::bindingOf(const Call &call) const
{
    const QString scheme = m_state.base.section(u':', 0, 0);
    const QString home = call.atSecondHost ? QString(scheme + u"://"_s + m_state.secondHost) : m_state.base;
    return {{u"ret"_s, 0},
            {u"status"_s, u"confirmed"_s},
            {u"bot_token"_s, m_state.token},
            {u"ilink_bot_id"_s, m_state.botId()},
            {u"ilink_user_id"_s, u"owner@im.wechat"_s},
            {u"baseurl"_s, home}};
}

QJsonObject Login::answerOf(const Code &code, const Call &call) const
{
    if (code.redirected && !call.atSecondHost) {
        const bool foreign = m_state.faults.isOn(u"redirect-foreign"_s);
        return {{u"ret"_s, 0},
                {u"status"_s, u"scaned_but_redirect"_s},
                {u"redirect_host"_s, foreign ? u"weixin.example"_s : m_state.secondHost}};
    }
    switch (code.state) {
    case CodeState::Waiting:
        return {{u"ret"_s, 0}, {u"status"_s, u"wait"_s}};
    case CodeState::Digits:
        return {{u"ret"_s, 0}, {u"status"_s, u"need_verifycode"_s}};
    case CodeState::Blocked:
        return {{u"ret"_s, 0}, {u"status"_s, u"verify_code_blocked"_s}};
    case CodeState::Scanned:
        return {{u"ret"_s, 0}, {u"status"_s, u"scaned"_s}};
    case CodeState::Confirmed:
        return bindingOf(call);
    case CodeState::Cancelled:
        return {{u"ret"_s, 0}, {u"status"_s, u"cancel"_s}};
    case CodeState::AlreadyBound:
        return {{u"ret"_s, 0}, {u"status"_s, u"binded_redirect"_s}};
    case CodeState::Expired:
        break;
    }
    return {{u"ret"_s, 0}, {u"status"_s, u"expired"_s}};
}

// --- the phone ------------------------------------------------------------------------------------

Result<> Login::scan()
{
    if (m_codes.isEmpty() || m_codes.constLast().state != CodeState::Waiting)
        return senseless(u"there is no fresh code"_s);
    Code &code = m_codes.last();
    code.redirected = m_state.faults.take(u"redirect"_s) || m_state.faults.isOn(u"redirect-foreign"_s);
    if (m_state.faults.take(u"verify-code"_s)) {
        code.digits = u"%1"_s.arg(QRandomGenerator::system()->bounded(1, 10'000), 4, 10, QChar(u'0'));
        change(code, CodeState::Digits);
    } else {
        change(code, CodeState::Scanned);
    }
    return {};
}

Result<> Login::confirm()
{
    if (!m_codes.isEmpty() && m_codes.constLast().state == CodeState::Waiting) {
        if (Result<> scanned = scan(); !scanned)
            return scanned;
    }
    if (m_codes.isEmpty() || m_codes.constLast().state != CodeState::Scanned)
        return senseless(u"nothing was scanned that could be confirmed"_s);
    if (m_state.faults.take(u"already-bound"_s)) {
        change(m_codes.last(), CodeState::AlreadyBound);
        return {};
    }
    // the first binding has the token of the options, so that a test knows it
    const bool first = m_state.givenTokens.isEmpty();
    m_state.token = first ? m_state.options.token
                          : QString(m_state.botId() + u":"_s + QString::fromLatin1(randomBytes(16).toHex()));
    m_state.givenTokens.append(m_state.token);
    Q_EMIT bound();
    change(m_codes.last(), CodeState::Confirmed);
    return {};
}

Result<> Login::end(CodeState state)
{
    if (m_codes.isEmpty() || m_codes.constLast().state >= CodeState::Confirmed)
        return senseless(u"there is no code to end"_s);
    change(m_codes.last(), state);
    return {};
}

QJsonObject Login::describe() const
{
    if (m_codes.isEmpty())
        return {};
    static const QStringList words{u"waiting"_s,   u"digits"_s,  u"blocked"_s,   u"scanned"_s,
                                   u"confirmed"_s, u"expired"_s, u"cancelled"_s, u"alreadyBound"_s};
    const Code &code = m_codes.constLast();
    QJsonObject told{{u"qr"_s, code.content}, {u"qrState"_s, words.at(static_cast<int>(code.state))}};
    if (code.state == CodeState::Digits)
        told.insert(u"verifyCode"_s, code.digits);
    return told;
}

QJsonArray Login::contents() const
{
    QJsonArray all;
    for (const Code &code : m_codes) {
        all.append(code.key);
        all.append(code.content);
    }
    return all;
}

void Login::stop()
{
    m_scheduler.clear();
    m_held.clear();
}

} // namespace rookery::sim::ilink

#include "moc_login.cpp"

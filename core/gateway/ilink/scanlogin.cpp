// SPDX-License-Identifier: GPL-3.0-or-later
#include "scanlogin.h"

#include "base/reasons/gateway.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
using protocol::ilink::Binding;
using protocol::ilink::LoginCode;
using protocol::ilink::Scan;
using protocol::ilink::ScanState;

namespace {

//! Returns true if the code may still be scanned although asking for its state failed.
bool isWait(const Error &error)
{
    return error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Network || error.kind == ErrorKind::Offline;
}

Error untrusted(const QString &host)
{
    return {ErrorKind::Rejected, Reason::WrongServer, 0, host, milliseconds(0)};
}

} // namespace

ScanLogin::ScanLogin(ILinkClient &api, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_next(clock, [this] { ask(); })
    , m_life(clock, [this] { renew(); })
{}

void ScanLogin::start()
{
    stop();
    m_codes = 0;
    m_running = true;
    fetch();
}

void ScanLogin::stop()
{
    m_epoch.advance();
    m_running = false;
    m_next.stop();
    m_life.stop();
    m_code = {};
    m_verifyCode = {};
    m_wantsDigits = false;
    m_scanTold = false;
}

void ScanLogin::fetch()
{
    ++m_codes;
    onResult(this, m_epoch, m_api.newCode(), [this](const Result<LoginCode> &code) { onCode(code); });
}

void ScanLogin::onCode(const Result<LoginCode> &code)
{
    if (!code) {
        giveUp(code.error());
        return;
    }
    m_code = *code;
    m_where = m_api.base();
    m_life.start(kCodeLife);
    const Epoch::Mark login = m_epoch.mark();
    Q_EMIT codeShown(m_code.content);
    if (!login.isOver())
        ask();
}

void ScanLogin::ask()
{
    onResult(this, m_epoch, m_api.scan(m_where, m_code, m_verifyCode),
             [this](const Result<Scan> &scan) { onScan(scan); });
}

void ScanLogin::onScan(const Result<Scan> &scan)
{
    if (!scan && !isWait(scan.error())) {
        giveUp(scan.error());
        return;
    }
    m_next.start(kPause);
    if (scan)
        follow(*scan);
}

void ScanLogin::follow(const Scan &scan)
{
    switch (scan.state) {
    case ScanState::Wait:
        break;
    case ScanState::Scanned:
        m_verifyCode = {};
        if (!std::exchange(m_scanTold, true))
            Q_EMIT scanned();
        break;
    case ScanState::Confirmed:
        finish(scan.binding);
        break;
    case ScanState::Expired:
    case ScanState::VerifyCodeBlocked:
        renew();
        break;
    case ScanState::Redirected:
        redirect(scan.redirectHost);
        break;
    case ScanState::NeedsVerifyCode:
        needVerifyCode();
        break;
    case ScanState::AlreadyBound:
        end(LoginReason::TakenOver);
        break;
    }
}

void ScanLogin::redirect(const QString &host)
{
    QUrl where;
    where.setAuthority(host);
    where.setScheme(where.host() == m_api.base().host() ? m_api.base().scheme() : u"https"_s);
    if (protocol::ilink::isTrusted(where, m_api.base()))
        m_where = where;
    else
        giveUp(untrusted(host));
}

void ScanLogin::needVerifyCode()
{
    m_next.stop();
    m_wantsDigits = true;
    const bool wrong = !std::exchange(m_verifyCode, {}).isEmpty();
    Q_EMIT verifyCodeNeeded(wrong);
}

void ScanLogin::submitVerifyCode(const Redacted<QString> &digits)
{
    if (digits.isEmpty() || !std::exchange(m_wantsDigits, false))
        return;
    m_verifyCode = digits;
    ask();
}

void ScanLogin::finish(const Binding &binding)
{
    const QUrl base(binding.baseUrl);
    if (!binding.baseUrl.isEmpty() && !protocol::ilink::isTrusted(base, m_api.base())) {
        giveUp(untrusted(base.host()));
        return;
    }
    stop();
    Q_EMIT bound(binding);
}

void ScanLogin::renew()
{
    if (m_codes >= kCodes) {
        end(LoginReason::Expired);
        return;
    }
    stop();
    m_running = true;
    const Epoch::Mark login = m_epoch.mark();
    Q_EMIT codeShown({});
    if (!login.isOver())
        fetch();
}

void ScanLogin::end(LoginReason reason)
{
    stop();
    const Epoch::Mark login = m_epoch.mark();
    Q_EMIT codeShown({});
    if (!login.isOver())
        Q_EMIT ended(reason);
}

void ScanLogin::giveUp(const Error &error)
{
    stop();
    const Epoch::Mark login = m_epoch.mark();
    Q_EMIT codeShown({});
    if (!login.isOver())
        Q_EMIT failed(error);
}

} // namespace rookery::gateway

#include "moc_scanlogin.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/account.h"
#include "base/reasons/login.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

Account::Account(State &state, milliseconds qrLife)
    : m_state(state)
    , m_qrLife(state.options.qrLife.count() > 0 ? milliseconds(state.options.qrLife) : qrLife)
    , m_life(state.clock, [this] { static_cast<void>(expire()); })
{}

void Account::start()
{
    stop();
    renew();
}

void Account::stop()
{
    m_life.stop();
    m_loginState = LoginState::Waiting;
    m_wasLoggedIn = false;
    m_expired = true;
}

void Account::renew()
{
    static const QString letters = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"_s;
    QString key;
    for (int i = 0; i < 32; ++i)
        key += letters.at(QRandomGenerator::system()->bounded(static_cast<int>(letters.size())));
    m_qr = codeText(m_state.options, u"https://txz.qq.com/p?k=%1&f=1600001615"_s.arg(key), key);
    m_state.observeIssued(u"qr"_s, m_qr);
    m_expired = false;
    m_issued = m_state.clock.now();
    if (m_loginState == LoginState::Scanned)
        m_loginState = LoginState::Waiting;
    if (m_qrLife.count() > 0)
        m_life.start(m_qrLife);
    Q_EMIT codeIssued();
}

QString Account::stateWord() const
{
    switch (m_loginState) {
    case LoginState::Waiting:
        return u"waiting"_s;
    case LoginState::Scanned:
        return u"scanned"_s;
    case LoginState::Online:
        return u"online"_s;
    case LoginState::Offline:
        return u"offline"_s;
    case LoginState::Kicked:
        return u"kicked"_s;
    }
    return {};
}

milliseconds Account::remaining() const
{
    if (m_expired)
        return milliseconds(0);
    const auto age = std::chrono::duration_cast<milliseconds>(m_state.clock.now() - m_issued);
    return std::max(m_qrLife - age, milliseconds(0));
}

bool Account::showsCode() const
{
    return m_loginState != LoginState::Online && m_loginState != LoginState::Offline;
}

Result<> Account::refuseWithoutCode() const
{
    if (!showsCode())
        return fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn, u"already logged in"_s);
    if (m_expired)
        return fail(ErrorKind::Rejected, Reason::None, u"the code has expired"_s);
    return {};
}

Result<> Account::scan()
{
    if (Result<> possible = refuseWithoutCode(); !possible)
        return possible;
    m_loginState = LoginState::Scanned;
    Q_EMIT scanned();
    return {};
}

Result<> Account::confirm()
{
    if (Result<> possible = refuseWithoutCode(); !possible)
        return possible;
    login();
    return {};
}

void Account::login()
{
    if (m_loginState == LoginState::Online)
        return;
    m_life.stop();
    m_expired = true; // used up: a login after a kick needs another code
    m_loginState = LoginState::Online;
    m_wasLoggedIn = true;
    Q_EMIT loggedIn();
    Q_EMIT onlineChanged(true);
}

Result<> Account::expire()
{
    if (Result<> possible = refuseWithoutCode(); !possible)
        return possible;
    m_life.stop();
    m_expired = true;
    m_loginState = m_loginState == LoginState::Scanned ? LoginState::Waiting : m_loginState;
    Q_EMIT codeExpired();
    return {};
}

Result<> Account::kick()
{
    if (m_loginState != LoginState::Online && m_loginState != LoginState::Offline)
        return fail(ErrorKind::Rejected, Reason::NotLoggedIn, u"not logged in"_s);
    m_loginState = LoginState::Kicked;
    Q_EMIT kicked();
    Q_EMIT onlineChanged(false);
    return {};
}

void Account::setOffline(bool offline)
{
    if (offline == (m_loginState == LoginState::Offline)
        || (m_loginState != LoginState::Online && m_loginState != LoginState::Offline))
        return;
    m_loginState = offline ? LoginState::Offline : LoginState::Online;
    Q_EMIT onlineChanged(!offline);
}

} // namespace rookery::sim::onebot

#include "moc_account.cpp"

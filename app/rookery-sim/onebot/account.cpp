// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/account.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

Account::Account(World &world, milliseconds qrLife)
    : m_world(world)
    , m_qrLife(world.options.qrLife.count() > 0 ? milliseconds(world.options.qrLife) : qrLife)
    , m_life(world.clock, [this] { static_cast<void>(expire()); })
{}

void Account::start()
{
    stop();
    renew();
}

void Account::stop()
{
    m_life.stop();
    m_state = State::Waiting;
    m_wasLoggedIn = false;
    m_expired = true;
}

void Account::renew()
{
    static const QString letters = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"_s;
    QString key;
    for (int i = 0; i < 32; ++i)
        key += letters.at(QRandomGenerator::system()->bounded(static_cast<int>(letters.size())));
    m_qr = u"https://txz.qq.com/p?k=%1&f=1600001615"_s.arg(key);
    m_world.noteIssued(u"qr"_s, m_qr);
    m_expired = false;
    m_issued = m_world.clock.now();
    if (m_state == State::Scanned)
        m_state = State::Waiting;
    if (m_qrLife.count() > 0)
        m_life.start(m_qrLife);
    Q_EMIT codeIssued();
}

QString Account::stateWord() const
{
    switch (m_state) {
    case State::Waiting:
        return u"waiting"_s;
    case State::Scanned:
        return u"scanned"_s;
    case State::Online:
        return u"online"_s;
    case State::Offline:
        return u"offline"_s;
    case State::Kicked:
        return u"kicked"_s;
    }
    return {};
}

milliseconds Account::remaining() const
{
    if (m_expired)
        return milliseconds(0);
    const auto age = std::chrono::duration_cast<milliseconds>(m_world.clock.now() - m_issued);
    return std::max(m_qrLife - age, milliseconds(0));
}

bool Account::showsCode() const
{
    return m_state != State::Online && m_state != State::Offline;
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
    m_state = State::Scanned;
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
    if (m_state == State::Online)
        return;
    m_life.stop();
    m_expired = true; // used up: a login after a kick needs another code
    m_state = State::Online;
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
    m_state = m_state == State::Scanned ? State::Waiting : m_state;
    Q_EMIT codeExpired();
    return {};
}

Result<> Account::kick()
{
    if (m_state != State::Online && m_state != State::Offline)
        return fail(ErrorKind::Rejected, Reason::NotLoggedIn, u"not logged in"_s);
    m_state = State::Kicked;
    Q_EMIT kicked();
    Q_EMIT onlineChanged(false);
    return {};
}

void Account::setOffline(bool offline)
{
    if (offline == (m_state == State::Offline) || (m_state != State::Online && m_state != State::Offline))
        return;
    m_state = offline ? State::Offline : State::Online;
    Q_EMIT onlineChanged(!offline);
}

} // namespace rookery::sim::onebot

// SPDX-License-Identifier: GPL-3.0-or-later
#include "qqlogin.h"

#include "base/reasons/login.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

QqLogin::QqLogin(State &state)
    : m_state(state)
    , m_scheduler(state.clock)
    , m_life(state.clock, [this] { static_cast<void>(expire()); })
{}

void QqLogin::start(bool atOnce)
{
    m_loginState = LoginState::Waiting;
    m_wasLoggedIn = false;
    m_serviceUp = false;
    m_qr.clear();
    m_error.clear();
    m_state.log.info(u"等待网络连接..."_s);
    m_scheduler.after(m_state.options.loginService, [this, atOnce] { serviceUp(atOnce); });
}

void QqLogin::serviceUp(bool atOnce)
{
    m_serviceUp = true;
    m_state.log.info(u"网络已连接"_s);
    m_state.log.info(u"没有 -q 指令指定快速登录，将使用二维码登录方式"_s);
    if (!m_state.options.quickAccounts.isEmpty()) {
        QString list = u"可用于快速登录 of QQ："_s;
        int number = 0;
        for (const QString &uin : m_state.options.quickAccounts)
            list += u"\n%1. %2 %3"_s.arg(QString::number(++number), uin, m_state.options.nickname);
        m_state.log.info(list);
    }
    newCode();
    if (!atOnce)
        return;
    m_state.log.info(u"正在快速登录  "_s + m_state.options.account);
    login();
}

QStringList QqLogin::quickAccounts() const
{
    return m_serviceUp ? m_state.options.quickAccounts : QStringList();
}

void QqLogin::stop()
{
    m_scheduler.clear();
    m_life.stop();
}

void QqLogin::newCode()
{
    static const QString letters = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"_s;
    QString key;
    for (int i = 0; i < 32; ++i)
        key += letters.at(QRandomGenerator::system()->bounded(static_cast<int>(letters.size())));
    m_qr = codeText(m_state.options, u"https://txz.qq.com/p?k=%1&f=1600001615"_s.arg(key), key);
    m_state.observeIssued(u"qr"_s, m_qr);
    m_state.log.warn(u"请扫描下面的二维码，然后在手Q上授权登录："_s);
    m_state.log.warn(
        u"\n\n█▀▀▀▀▀█ ▄ █▀▀▀▀▀█\n二维码解码URL: %1\n"
        "如果控制台二维码无法扫码，可以复制解码url到二维码生成网站生成二维码再扫码，也可以打开下方的二维码路径图片进行扫码。"_s
            .arg(m_qr));
    m_state.log.warn(u"二维码已保存到 /app/napcat/cache/qrcode.png"_s);
    if (m_state.options.qrLife.count() > 0)
        m_life.start(m_state.options.qrLife);
}

QJsonObject QqLogin::status() const
{
    return {{u"isLogin"_s, isLogin()},
            {u"isOffline"_s, m_loginState == LoginState::Offline},
            {u"qrcodeurl"_s, m_qr},
            {u"loginError"_s, m_error}};
}

QJsonObject QqLogin::info() const
{
    if (!m_wasLoggedIn)
        return {{u"uid"_s, QString()}, {u"uin"_s, QString()}, {u"nick"_s, QString()}};
    return {{u"uid"_s, QString(u"u_"_s + m_state.options.account)},
            {u"uin"_s, m_state.options.account},
            {u"nick"_s, m_state.options.nickname},
            {u"online"_s, isOnline()},
            {u"avatarUrl"_s, u"https://q1.qlogo.cn/g?b=qq&nk=%1&s=640"_s.arg(m_state.options.account)}};
}

bool QqLogin::refresh()
{
    if (m_loginState == LoginState::Online || m_loginState == LoginState::Offline)
        return false;
    m_error.clear();
    if (!m_serviceUp || m_state.faults.take(u"qr-refresh-same"_s))
        return true;
    m_scheduler.after(milliseconds(200), [this] { newCode(); });
    return true;
}

bool QqLogin::refuseDuplicate()
{
    if (!m_state.faults.take(u"duplicate-login"_s))
        return false;
    m_error = u"当前账号(%1)已登录,无法重复登录"_s.arg(m_state.options.account);
    m_state.log.error(m_error);
    return true;
}

QString QqLogin::quickLogin(const QString &uin)
{
    if (uin.isEmpty())
        return u"uin is empty"_s;
    if (isLogin())
        return u"QQ Is Logined"_s;
    m_state.log.info(u"正在快速登录  %1"_s.arg(uin));
    if (!quickAccounts().contains(uin)) {
        m_error = u"快速登录失败，错误码: 1"_s;
        return m_error;
    }
    if (refuseDuplicate())
        return m_error;
    m_scheduler.after(milliseconds(300), [this] { login(); });
    return {};
}

void QqLogin::login()
{
    if (isLogin())
        return;
    m_life.stop();
    m_loginState = LoginState::Online;
    m_wasLoggedIn = true;
    if (!m_state.options.singleProcess) {
        m_state.log.info(u"[NapCat] 已通知主进程登录成功"_s);
        m_state.log.info(u"[NapCat] [Fork] Worker进程已登录成功，切换到正常重试策略"_s);
    }
    Q_EMIT loggedIn();
}

Result<> QqLogin::confirm()
{
    if (m_loginState == LoginState::Online || m_loginState == LoginState::Offline)
        return fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn, u"already logged in"_s);
    if (m_qr.isEmpty())
        return fail(ErrorKind::Rejected, Reason::None, u"no code is shown"_s);
    if (refuseDuplicate())
        return fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn, m_error);
    login();
    return {};
}

Result<> QqLogin::expire()
{
    if (m_loginState == LoginState::Online || m_loginState == LoginState::Offline)
        return fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn, u"no code is shown"_s);
    if (m_qr.isEmpty())
        return fail(ErrorKind::Rejected, Reason::None, u"no code is shown"_s);
    m_error = u"二维码已过期，请刷新"_s;
    m_state.log.error(u"[Core] [Login] Login Error,ErrType:  1  ErrCode: 3"_s);
    newCode(); // fetched automatically; the error text stays until the next refresh
    return {};
}

Result<> QqLogin::kick()
{
    if (m_loginState != LoginState::Online && m_loginState != LoginState::Offline)
        return fail(ErrorKind::Rejected, Reason::NotLoggedIn, u"not logged in"_s);
    m_loginState = LoginState::Kicked;
    const QString title = u"下线通知"_s;
    const QString text = u"你的账号在另一台设备登录，你已被迫下线。"_s;
    m_error = u"[KickedOffLine] [%1] %2"_s.arg(title, text);
    m_state.log.error(m_error);
    Q_EMIT kicked(title, text);
    return {};
}

void QqLogin::setOffline(bool offline)
{
    if (offline && m_loginState == LoginState::Online) {
        m_loginState = LoginState::Offline;
        m_state.log.info(u"账号状态变更为离线"_s);
    } else if (!offline && m_loginState == LoginState::Offline) {
        m_loginState = LoginState::Online;
    }
}

} // namespace rookery::sim::napcat

#include "moc_qqlogin.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/panel.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

namespace {

constexpr int kAttempts = 3;
constexpr std::chrono::minutes kLock{60};

QJsonObject refusal(const QString &message)
{
    return {{u"success"_s, false}, {u"message"_s, message}};
}

} // namespace

Panel::Panel(State &state) : m_state(state)
{
    if (state.options.panelPassword)
        setPassword(state.options.token);
}

void Panel::setPassword(const QString &password)
{
    m_password = password;
    m_state.observeIssued(u"webuiToken"_s, password);
    m_state.observeIssued(
        u"webuiHash"_s,
        QString::fromLatin1(QCryptographicHash::hash(password.toUtf8(), QCryptographicHash::Sha256).toHex()));
}

bool Panel::isLocked() const
{
    return m_lockedUntil && *m_lockedUntil > m_state.clock.now();
}

std::optional<Panel::Refusal> Panel::check(const QByteArray &hash)
{
    if (m_password.isEmpty())
        return Refusal{.status = 401, .body = refusal(u"请先设置WebUI密码"_s)};
    if (isLocked()) {
        const auto left = std::chrono::ceil<std::chrono::minutes>(*m_lockedUntil - m_state.clock.now());
        QJsonObject body = refusal(u"密码错误次数过多，请在 %1 分钟后重试"_s.arg(left.count()));
        body.insert(u"locked"_s, true);
        body.insert(u"remainingMinutes"_s, qint64(left.count()));
        return Refusal{.status = 403, .body = body};
    }
    if (hash.isEmpty())
        return Refusal{.status = 403, .body = refusal(u"请输入密码"_s)}; // not counted as wrong
    if (hash != QCryptographicHash::hash(m_password.toUtf8(), QCryptographicHash::Sha256).toHex())
        return wrong();
    m_wrong = 0;
    return std::nullopt;
}

Panel::Refusal Panel::wrong()
{
    if (m_lockedUntil) { // the hour has passed: the count starts again
        m_lockedUntil.reset();
        m_wrong = 0;
    }
    if (++m_wrong <= kAttempts) {
        const int left = kAttempts + 1 - m_wrong;
        QJsonObject body = refusal(u"Token校验失败，剩余尝试次数：%1"_s.arg(left));
        body.insert(u"remainingAttempts"_s, left);
        return {.status = 403, .body = body};
    }
    m_lockedUntil = m_state.clock.now() + kLock;
    QJsonObject body = refusal(u"密码连续错误3次，账户已被锁定1小时"_s);
    body.insert(u"locked"_s, true);
    body.insert(u"remainingMinutes"_s, qint64(kLock.count()));
    return {.status = 403, .body = body};
}

} // namespace rookery::sim::llbot

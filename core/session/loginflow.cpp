// SPDX-License-Identifier: GPL-3.0-or-later
#include "loginflow.h"

#include "base/reasons/login.h"
#include "logrules/masking.h"

namespace rookery::session {

namespace {

// NapCat's poll reports a new code and the old code's expiry in one answer.
constexpr milliseconds kSameBreath{100};

} // namespace

void LoginFlow::codeSeen(const Redacted<QString> &text, WallTime since)
{
    if (text.isEmpty()) {
        m_view.qr.reset();
        return;
    }
    if (text == m_lastText && m_generation > 0) {
        if (!m_view.qr) {
            m_view.qr = QrCode{.text = text,
                               .generation = m_generation,
                               .shownSince = m_lastShownSince,
                               .expiresAt = m_lastExpiresAt,
                               .expired = m_lastExpired};
        }
        return;
    }
    if (m_lastExpired)
        m_view.gatewayText.clear(); // it described the code that this one replaces
    m_lastText = text;
    m_lastShownSince = since;
    m_lastExpiresAt.reset();
    m_lastExpired = false;
    m_view.refreshing = false;
    m_view.qr = QrCode{.text = text, .generation = ++m_generation, .shownSince = since, .expiresAt = {}};
}

void LoginFlow::lifeSeen(milliseconds left, WallTime now)
{
    if (!m_view.qr)
        return;
    m_lastExpiresAt = now + left;
    m_view.qr->expiresAt = m_lastExpiresAt;
}

void LoginFlow::scanSeen()
{
    if (m_view.qr)
        m_view.qr->scanned = true;
}

void LoginFlow::expiredSeen(WallTime now)
{
    if (!m_view.qr || now - m_view.qr->shownSince < kSameBreath)
        return;
    m_view.qr->expired = true;
    m_lastExpired = true;
}

void LoginFlow::refreshAsked()
{
    m_view.refreshing = true;
    if (m_view.qr)
        m_view.qr->refreshUnchanged = false;
}

void LoginFlow::refreshAnswered(const Result<> &answer)
{
    m_view.refreshing = false;
    if (!answer && answer.error().reason == Reason::QrUnchanged && m_view.qr)
        m_view.qr->refreshUnchanged = true;
}

void LoginFlow::quickListSeen(const QList<QuickLoginEntry> &entries)
{
    m_view.quick = entries;
    for (QuickLoginEntry &entry : m_view.quick)
        entry.nickname = logrules::maskedWords(entry.nickname, logrules::kLongestName);
}

void LoginFlow::textSeen(const QString &text)
{
    m_view.gatewayText = logrules::maskedWords(text);
}

void LoginFlow::clear()
{
    m_view = {};
}

} // namespace rookery::session

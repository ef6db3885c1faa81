// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session.h"

namespace rookery::session {

//! Follows the login code of one gateway: counts codes that are proven new, and knows when one expired and when a
//! refresh was answered although the code stayed the same. Pure; the caller passes the time.
class LoginFlow final
{
public:
    [[nodiscard]] const LoginView &view() const { return m_view; }

    //! Notes the code that the gateway shows since then; empty: none. Only a different text counts as new.
    void codeSeen(const Redacted<QString> &text, WallTime since);
    //! Notes the gateway's statement how long the shown code remains valid.
    void lifeSeen(milliseconds left, WallTime now);
    //! Notes that the shown code was scanned.
    void scanSeen();
    //! Notes that the gateway reports the code as expired. NapCat fetches a new one by itself and keeps reporting
    //! this, so a code that arrived in the same answer is not affected.
    void expiredSeen(WallTime now);
    void refreshAsked();
    void refreshAnswered(const Result<> &answer);
    void quickListSeen(const QList<QuickLoginEntry> &entries);
    void textSeen(const QString &text);
    //! Shows nothing after login or disconnect. The last code is remembered, so that it cannot pass as new.
    void clear();

private:
    LoginView m_view;
    Redacted<QString> m_lastText;
    int m_generation = 0;
    WallTime m_lastShownSince{};
    std::optional<WallTime> m_lastExpiresAt;
    bool m_lastExpired = false;
};

} // namespace rookery::session

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session.h"

namespace rookery::session {

//! Follows the login code of one gateway: counts codes that are proven new, knows when one expired and
//! when a refresh was answered although the same code stayed. Pure; the caller brings the time.
class LoginFlow final
{
public:
    [[nodiscard]] const LoginView &view() const { return m_view; }

    //! A code as the gateway names it, shown since then; empty: none to show. Only a text that differs counts as new.
    void codeSeen(const Redacted<QString> &text, WallTime since);
    //! The gateway says how long the code on show still lives.
    void lifeSeen(milliseconds left, WallTime now);
    //! Somebody scanned the code on show.
    void scanSeen();
    //! The gateway calls the code expired. NapCat fetches a new one by itself and keeps saying so, hence a
    //! code that came in the same breath is not meant.
    void expiredSeen(WallTime now);
    void refreshAsked();
    void refreshAnswered(const Result<> &answer);
    void quickListSeen(const QList<QuickLoginEntry> &entries);
    void textSeen(const QString &text);
    //! Logged in or disconnected: nothing to show. The last code stays known, so that it cannot pass as new.
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

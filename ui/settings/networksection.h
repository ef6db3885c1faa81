// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxyaddress.h"
#include "settingspage.h"

class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace rookery::ui {

//! Edits the proxy of every connection that leaves this machine, and lists the certificates that are trusted by their
//! fingerprint. The parts of a proxy belong together, so they are applied with a button.
class NetworkSection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NetworkSection)

public:
    NetworkSection(const SettingsContext &context, const QString &title, QWidget *parent);

private:
    void addProxyRows();
    void addPasswordRow();
    void addApplyLine();
    [[nodiscard]] ProxyDraft typed() const;
    void showDraft(const ProxyDraft &draft);
    void hostEntered();
    void edited();
    void forgetPassword();
    void updateRows();
    void clearProblems();
    void showPasswordState(const ProxyDraft &draft);
    void apply();
    void applied(const Result<> &result);
    void discard();

    QComboBox *m_mode = nullptr;
    QLineEdit *m_host = nullptr;
    QSpinBox *m_port = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QPushButton *m_forget = nullptr;
    QPushButton *m_apply = nullptr;
    QPushButton *m_discard = nullptr;
    QLabel *m_state = nullptr;
    bool m_forgets = false; //!< the stored password is to be removed
    bool m_showing = false; //!< the controls are being set to what is stored or split
    bool m_applying = false;
};

} // namespace rookery::ui

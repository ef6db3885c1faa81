// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace rookery::ui {

class ExposureView;
class ShapeDot;

//! Lists what others can read or reach, and edits our own port for gateways that dial in: address, port, certificate.
//! They are applied with a button, and changed only if the port can be opened with them.
class SecuritySection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecuritySection)

public:
    SecuritySection(const SettingsContext &context, const QString &title, QWidget *parent);

private:
    enum Reach { Loopback, Everywhere, OneAddress };

    void addExposures();
    void addPortState();
    void addReachRows();
    void addFileRows();
    void addApplyLine();
    //! Makes a line for a file, with a button that chooses one.
    [[nodiscard]] QWidget *fileLine(QLineEdit *edit, const QString &browse, const QString &title);
    void showExposures();
    void showPort();
    void showDraft(const ListenerSettings &port);
    [[nodiscard]] ListenerSettings typed() const;
    void edited();
    void updateRows();
    void clearProblems();
    void apply();
    void applied(const Result<> &result);
    void showRefusal(const Error &error);
    void discard();
    //! Retries gateways that wait because the port was closed, so that they need not wait out their pause.
    void wakeWaiting();

    ExposureView *m_exposures = nullptr;
    QLabel *m_nothing = nullptr;
    ShapeDot *m_dot = nullptr;
    QLabel *m_word = nullptr;
    QLabel *m_address = nullptr;
    QComboBox *m_reach = nullptr;
    QLineEdit *m_host = nullptr;
    QSpinBox *m_port = nullptr;
    QLineEdit *m_certificate = nullptr;
    QLineEdit *m_key = nullptr;
    QPushButton *m_apply = nullptr;
    QPushButton *m_discard = nullptr;
    QLabel *m_state = nullptr;
    bool m_showing = false; //!< the controls are being set to what is stored
    bool m_applying = false;
};

} // namespace rookery::ui

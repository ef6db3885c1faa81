// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace rookery::ui {

//! Edits where our own port listens for gateways that dial in: address, port, certificate. The settings are changed
//! only if the port can be opened with them.
class ListenerDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ListenerDialog)

public:
    ListenerDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);

private:
    enum Reach { Loopback, Everywhere, OneAddress };

    [[nodiscard]] QLineEdit *addFile(const QString &label, const QString &browse, const QString &path,
                                     const QString &hint);
    void reachChanged();
    void save();
    void tellWhy(const Error &error);
    //! Retries gateways that wait because the port was closed, so that they need not wait out their pause.
    void wakeWaiting();

    engine::Engine &m_engine;
    QComboBox *m_reach = nullptr;
    QLineEdit *m_host = nullptr;
    QSpinBox *m_port = nullptr;
    QLineEdit *m_certificate = nullptr;
    QLineEdit *m_key = nullptr;
    QLabel *m_warning = nullptr;
};

} // namespace rookery::ui

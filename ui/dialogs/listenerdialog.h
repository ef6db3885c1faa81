// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialog.h"

#include "engine/engine.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace rookery::ui {

//! Where our own port listens, for gateways that dial in: address, port, certificate. Nothing is changed unless the
//! port could be opened so.
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
    //! Gateways that wait because the port was shut need not wait out their pause.
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

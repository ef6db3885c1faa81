// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace rookery::ui {

//! Shows what to enter in a gateway that dials in: the exact address, and the token, shown only this once. The token
//! is stored in its line edit only and is deleted with it.
class IncomingBox final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncomingBox)

public:
    IncomingBox(engine::Engine &engine, QWidget *parent);

    void show(OneBotTransportKind way, const Redacted<QString> &token);
    //! Removes the token from every widget.
    void forget();

Q_SIGNALS:
    void changePortWanted();

private:
    [[nodiscard]] QLineEdit *addLine(const QString &label, const QString &copy);
    void listenerChanged();

    engine::Engine &m_engine;
    OneBotTransportKind m_way = OneBotTransportKind::Reverse;
    QLabel *m_lead = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_token = nullptr;
    QLabel *m_reach = nullptr;
};

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include "engine/engine.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace rookery::ui {

//! What a gateway that dials in has to be given: the exact address, and the token, shown this once. The token lives in
//! its line alone and goes with it.
class DialInBox final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DialInBox)

public:
    DialInBox(engine::Engine &engine, const Theme &theme, QWidget *parent);

    void show(OneBotWay way, const Redacted<QString> &token);
    //! Nothing of the token is left in any widget.
    void forget();

private:
    [[nodiscard]] QLineEdit *addLine(const QString &label, const QString &copy);
    void listenerChanged();

    engine::Engine &m_engine;
    OneBotWay m_way = OneBotWay::Reverse;
    QLabel *m_lead = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_token = nullptr;
    QLabel *m_reach = nullptr;
};

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace rookery {

//! The system's wish that the program ends (SIGTERM, SIGINT, SIGHUP) as a Qt signal on the main thread. One per
//! program. Where there are no such signals it is silent.
class QuitSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuitSignals)

public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    void endWanted();
};

} // namespace rookery

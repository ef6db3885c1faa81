// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace rookery {

//! Turns the system's request to end the program (SIGTERM, SIGINT, SIGHUP) into a Qt signal on the main thread. Create
//! at most one per program. It never fires on systems without these signals.
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

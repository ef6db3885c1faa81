// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>

namespace rookery {

//! Runs the demo: rookery-sim as a child process that ends with this one, and a temporary profile that is then
//! deleted.
class Demo final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Demo)

public:
    Demo();
    ~Demo() override = default;

    [[nodiscard]] QString profileFolder() const { return m_folder.filePath(QStringLiteral("profile")); }
    [[nodiscard]] bool isValid() const { return m_folder.isValid(); }
    //! Starts the simulator from the folder of this program and adds each gateway that it announces.
    void start(engine::Engine &engine);
    //! Stops the simulator; `ended` follows after a second at the latest.
    void end();

Q_SIGNALS:
    void failed(const QString &detail);
    void ended();

private:
    void readLines(engine::Engine &engine);

    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace rookery

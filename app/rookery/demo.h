// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>

namespace rookery {

//! The demo: rookery-sim as a child that ends with us, and a profile that is gone afterwards.
class Demo final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Demo)

public:
    Demo();
    ~Demo() override = default;

    [[nodiscard]] QString profileFolder() const { return m_folder.filePath(QStringLiteral("profile")); }
    [[nodiscard]] bool isValid() const { return m_folder.isValid(); }
    //! Starts the simulator beside our own program and adds each gateway it announces.
    void start(engine::Engine &engine);
    //! Lets the simulator end; `ended` follows, at the latest after a second.
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

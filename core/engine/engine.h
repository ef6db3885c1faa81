// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "broadcastservice.h"
#include "gatewayservice.h"
#include "healthservice.h"
#include "logservice.h"
#include "profileservice.h"
#include "sessionservice.h"

#include <memory>

namespace rookery::engine {

//! Configures an engine.
struct Options {
    QString profileFolder;
    QString programName = QStringLiteral("rookery"); //!< shown to a program that finds the profile locked
    bool memorySecrets = false; //!< demo and tests: nothing is stored in the keyring
    bool connectAtStart = true; //!< false: read and edit only; no gateway is contacted
    //! The program and arguments with which a desktop session starts this program for this profile; empty: none does.
    QStringList startCommand = {};
};

//! Gives the platform's folder for the profile of this user.
[[nodiscard]] QString defaultProfileFolder();

//! Replaces a settings.json that is refused (Reason::SettingsBroken, SettingsRefused) with the last readable
//! settings, and returns the path of the refused file. Blocks for a moment.
[[nodiscard]] Result<QString> restoreSettings(const QString &profileFolder, const QString &programName);

//! Provides the façade of the engine: one service per feature, each with its snapshot, commands and signals, and the
//! engine and store threads behind them. Abstract, so that tests can show the pages with made-up state. Lives on the
//! caller's (GUI) thread; state is passed as values.
class Engine
{
    Q_DISABLE_COPY_MOVE(Engine)

public:
    //! Opens the profile (lock, database, migrations) and starts the threads. Storage errors: ProfileInUse,
    //! FileDenied, DiskFull, DatabaseBroken, DatabaseTooNew, DatabaseForeign.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> start(const Options &options);
    //! Stops sending, closes connections, waits for the threads, releases the lock.
    virtual ~Engine() = default;

    [[nodiscard]] virtual GatewayService &gateways() = 0;
    [[nodiscard]] virtual SessionService &sessions() = 0;
    [[nodiscard]] virtual BroadcastService &broadcasts() = 0;
    [[nodiscard]] virtual HealthService &health() = 0;
    [[nodiscard]] virtual LogService &logs() = 0;
    [[nodiscard]] virtual ProfileService &profile() = 0;

protected:
    Engine() = default;
};

} // namespace rookery::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/async.h"

#include <QJsonObject>
#include <QObject>

namespace rookery::engine {

//! Holds the settings, the window's state and the keyring's state of the opened profile. Lives on the window's thread.
class ProfileService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileService)

public:
    [[nodiscard]] virtual Settings settings() const = 0;
    [[nodiscard]] virtual KeyringState keyring() const = 0;
    [[nodiscard]] virtual QJsonObject windowState() const = 0;

    //! Saves the settings, except the gateways. If our own port cannot be opened as wanted (PortUnavailable, or an
    //! error of address or certificate), nothing changes.
    virtual FutureResult<> saveSettings(const Settings &settings) = 0;
    virtual FutureResult<> saveWindowState(const QJsonObject &state) = 0;
    //! Writes settings, window state and the database, as of now, into one new tar file (0600) at `path`, atomically:
    //! an older file there stays until the new one is complete. Secrets are not included, as its `backup.json`
    //! states; nor are logs and cached pictures. Unpacked into an empty folder it is a profile again. Runs off the
    //! caller's thread. Rejected/BadInput for a folder or a path inside the profile itself; Storage errors.
    virtual FutureResult<> backup(const QString &path) = 0;
    //! Reads whether the program starts with the desktop session; the desktop's own settings can change that.
    virtual FutureResult<AutostartState> autostart() = 0;
    //! Switches it on or off. Rejected/BadInput where it is not available; Storage errors.
    virtual FutureResult<> setAutostart(bool on) = 0;

Q_SIGNALS:
    void keyringChanged(rookery::KeyringState state);
    //! Reports trouble with the profile itself: disk full, database errors.
    void storageTrouble(const rookery::Error &error);
    void storageRecovered();
    //! Reports that the profile's database is older than the last send from it, or another one: `deliveries`
    //! (possibly 0) were live in it and are now Unknown(Restored). Emitted once, soon after the start.
    void databaseRestored(int deliveries);

protected:
    ProfileService() = default;
};

} // namespace rookery::engine

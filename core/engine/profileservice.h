// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/async.h"
#include "base/redacted.h"

#include <QJsonObject>
#include <QObject>

#include <optional>

namespace rookery::engine {

//! Holds the settings, the window's state and the keyring's state of the opened profile. Lives on the window's thread.
class ProfileService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileService)

public:
    [[nodiscard]] virtual Settings settings() const = 0;
    [[nodiscard]] virtual KeyringState keyring() const = 0;
    //! Returns why the stored password of the proxy cannot be used, such as a locked keyring; Reason::None: it can, or
    //! none is needed.
    [[nodiscard]] virtual Error proxyTrouble() const = 0;
    [[nodiscard]] virtual QJsonObject windowState() const = 0;

    //! Saves the settings, except the gateways and the proxy. If our own port cannot be opened as wanted
    //! (PortUnavailable, or an error of address or certificate), nothing changes.
    virtual FutureResult<> saveSettings(const Settings &settings) = 0;
    //! Saves the proxy with its password, and connects again through it. The password goes into the keyring, or is kept
    //! for this run where there is none (`keyring()` tells); without one the stored password stays, but is forgotten
    //! if host or user differ, so that it is never sent to another proxy. If the password cannot be stored, nothing
    //! changes.
    virtual FutureResult<> saveProxy(const ProxySettings &proxy, const std::optional<Redacted<QString>> &password) = 0;
    virtual FutureResult<> saveWindowState(const QJsonObject &state) = 0;
    //! Returns the user's log rules (docs/logrules.md) that are in use; empty: none.
    [[nodiscard]] virtual QByteArray logRules() const = 0;
    //! Returns why the profile's own rule file is not in use; Reason::None: it is, or there is none.
    [[nodiscard]] virtual Error logRulesTrouble() const = 0;
    //! Checks a rule file, copies it into the profile, and uses it for what is shown from now on. What is concluded
    //! from lines always rests on the built-in rules. Protocol/BadInput names the faulty rule; Storage errors.
    virtual FutureResult<> importLogRules(const QString &path) = 0;
    //! Writes the rules in use to a file (0600).
    virtual FutureResult<> exportLogRules(const QString &path) = 0;
    virtual FutureResult<> removeLogRules() = 0;
    //! Writes settings, window state, log rules and the database, as of now, into one new tar file (0600) at `path`,
    //! atomically: an older file there stays until the new one is complete. Secrets are not included, as its
    //! `backup.json` states; nor are logs and cached pictures. Unpacked into an empty folder it is a profile again.
    //! Runs off the caller's thread. Rejected/BadInput for a folder or a path inside the profile itself; Storage
    //! errors.
    virtual FutureResult<> backup(const QString &path) = 0;
    //! Reads whether the program starts with the desktop session; the desktop's own settings can change that.
    virtual FutureResult<AutostartState> autostart() = 0;
    //! Switches it on or off. Rejected/BadInput where it is not available; Storage errors.
    virtual FutureResult<> setAutostart(bool on) = 0;

Q_SIGNALS:
    //! Reports that the settings have changed, also from outside this window; they may not be written yet.
    void settingsChanged(const rookery::Settings &settings);
    void keyringChanged(rookery::KeyringState state);
    void proxyTroubleChanged(const rookery::Error &trouble);
    void logRulesChanged();
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

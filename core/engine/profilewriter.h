// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profilebackup.h"

#include "config/autostart.h"
#include "config/filewriter.h"
#include "config/profile.h"

#include "base/async.h"

#include <QObject>

namespace rookery::engine {

//! Writes the profile's files on a thread of its own, because a write may wait for the disk.
class ProfileWriter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileWriter)

public:
    //! Creates the writer; without `startCommand` the program is not offered to the desktop session.
    explicit ProfileWriter(std::unique_ptr<config::Profile> profile, const QStringList &startCommand = {})
        : m_profile(std::move(profile))
        , m_autostart(config::makeAutostart(startCommand, m_profile->folder()))
    {}

    //! Writes the settings. Any thread; writes run in the order of the calls.
    [[nodiscard]] FutureResult<> save(const Settings &settings)
    {
        return runOn<void>(this, [this, settings] { return m_profile->save(settings); });
    }
    [[nodiscard]] FutureResult<> saveWindowState(const QJsonObject &state)
    {
        return runOn<void>(this, [this, state] { return m_profile->saveWindowState(state); });
    }
    //! Writes a backup on this thread too, so that it contains complete files with everything saved before.
    [[nodiscard]] FutureResult<> backup(const QString &path, WallTime now)
    {
        return runOn<void>(this, [this, path, now] { return backupProfile(*m_profile, path, now); });
    }
    //! Checks a user's rule file and copies it into the profile; returns its content.
    [[nodiscard]] FutureResult<QByteArray> importLogRules(const QString &path);
    [[nodiscard]] FutureResult<> exportLogRules(const QString &path, const QByteArray &rules)
    {
        return runOn<void>(this, [path, rules] { return config::writePrivately(path, rules); });
    }
    [[nodiscard]] FutureResult<> removeLogRules();
    [[nodiscard]] FutureResult<AutostartState> autostart()
    {
        return runOn<AutostartState>(this, [this] { return Result<AutostartState>(m_autostart->state()); });
    }
    [[nodiscard]] FutureResult<> setAutostart(bool on)
    {
        return runOn<void>(this, [this, on] { return m_autostart->set(on); });
    }

private:
    std::unique_ptr<config::Profile> m_profile;
    std::unique_ptr<config::Autostart> m_autostart;
};

} // namespace rookery::engine

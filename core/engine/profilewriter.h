// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profilebackup.h"

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
    explicit ProfileWriter(std::unique_ptr<config::Profile> profile) : m_profile(std::move(profile)) {}

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

private:
    std::unique_ptr<config::Profile> m_profile;
};

} // namespace rookery::engine

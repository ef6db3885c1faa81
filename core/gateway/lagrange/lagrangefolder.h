// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lagrangesettings.h"

#include "base/async.h"
#include "base/clock.h"

#include <optional>

namespace rookery::gateway {

//! Lagrange.OneBot's working folder, which is only read: its configuration, and the picture of the login code that it
//! writes there. Files are read on workers. Lives on the engine thread.
class LagrangeFolder final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeFolder)

public:
    static constexpr seconds kLookEvery{1};
    //! At a picture that shows no code: one that is still being written is whole by then.
    static constexpr int kVainLooks = 5;

    LagrangeFolder(const QString &path, Clock &clock, QObject *parent = nullptr);
    ~LagrangeFolder() override;

    //! Errors: Storage/FileMissing or FileDenied; Rejected/BadInput.
    [[nodiscard]] FutureResult<LagrangeSettings> settings();

    //! Looks for the picture of this account from now on, until `stop`.
    void watch(const QString &uin);
    void stop();

Q_SIGNALS:
    //! A picture that was not there at the look before, or was written anew, and no login has used yet.
    void codeFound(const rookery::Redacted<QString> &text, rookery::WallTime writtenAt);
    //! It has saved a session, which it does after a login only; not told of one that was there at the first look.
    void sessionSaved();

private:
    void look();
    void onLook(const Redacted<QString> &text, WallTime writtenAt, WallTime session);

    QString m_path;
    QString m_uin;
    Clock &m_clock;
    WallTime m_lastWritten{}; //!< the picture that was told, or given up
    WallTime m_vainOf{}; //!< a picture that shows no code, as yet
    int m_vainLooks = 0;
    std::optional<WallTime> m_session; //!< when the saved session was last written
    quint64 m_epoch = 0;
    Timer m_next;
};

} // namespace rookery::gateway

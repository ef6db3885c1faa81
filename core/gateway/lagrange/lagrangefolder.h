// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lagrangesettings.h"

#include "base/clock.h"
#include "base/epoch.h"

#include <optional>

namespace rookery::gateway {

//! Reads Lagrange.OneBot's working folder: its configuration, and the picture of the login code that it writes there.
//! Never writes. Files are read on worker threads. Lives on the engine thread.
class LagrangeFolder final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeFolder)

public:
    static constexpr seconds kLookEvery{1};
    //! Number of looks at a picture without a readable code before it is given up; one that is still being written is
    //! complete by then.
    static constexpr int kVainLooks = 5;

    LagrangeFolder(const QString &path, Clock &clock, QObject *parent = nullptr);
    ~LagrangeFolder() override;

    //! Reads the configuration. Errors: Storage/FileMissing or FileDenied; Rejected/BadInput.
    [[nodiscard]] FutureResult<LagrangeSettings> settings();

    //! Looks for the login code picture of this account until `stop`.
    void watch(const QString &uin);
    void stop();

Q_SIGNALS:
    //! Reports a picture that is new or rewritten since the last look and that no login has used yet.
    void codeFound(const rookery::Redacted<QString> &text, rookery::WallTime writtenAt);
    //! Reports that Lagrange has saved a session, which it does only after a login. Not emitted for a session that
    //! was there at the first look.
    void sessionSaved();

private:
    void look();
    void onLook(const Redacted<QString> &text, WallTime writtenAt, WallTime session);

    QString m_path;
    QString m_uin;
    Clock &m_clock;
    WallTime m_lastWritten{}; //!< of the picture that was reported or given up
    WallTime m_vainOf{}; //!< of a picture that has shown no code so far
    int m_vainLooks = 0;
    std::optional<WallTime> m_session; //!< when the saved session was last written
    Epoch m_epoch;
    Timer m_next;
};

} // namespace rookery::gateway

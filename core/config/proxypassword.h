// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secretstore.h"

#include "base/epoch.h"

#include <QObject>

namespace rookery::config {

//! Holds the password of the profile's proxy for those who make connections. It is read from the keyring when it is
//! first needed, read again when a locked keyring opens, and never written into a file of ours. Engine thread.
class ProxyPassword final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProxyPassword)

public:
    //! Creates the holder without reading anything; `secrets` outlives it.
    explicit ProxyPassword(SecretStore &secrets, QObject *parent = nullptr);

    //! Reads the password unless it is known and usable. Always succeeds: `trouble` says why it could not be read.
    [[nodiscard]] FutureResult<> read();
    [[nodiscard]] bool isBeingRead() const { return !m_ready.isResolved(); }
    //! Stores another password; an empty one is forgotten. A failure leaves the previous one in force.
    [[nodiscard]] FutureResult<> change(const Redacted<QString> &password);

    //! Returns the password; empty: there is none, or it is not known (yet).
    [[nodiscard]] const Redacted<QString> &value() const { return m_value; }
    //! Returns why no connection can use the password now, as a failure to connect: a locked keyring, or a password
    //! that is not there. Reason::None: it can be used, or was never read.
    [[nodiscard]] const Error &trouble() const { return m_trouble; }

Q_SIGNALS:
    //! Reports that the keyring gave another value, or another trouble.
    void changed();

private:
    void ask();
    void onRead(const Result<Redacted<QString>> &read);

    SecretStore &m_secrets;
    Redacted<QString> m_value;
    Error m_trouble;
    Promise<void> m_ready;
    Epoch m_epoch; //!< a password that was entered meanwhile is newer than the one being read
    bool m_known = false;
};

} // namespace rookery::config

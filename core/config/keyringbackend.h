// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"

#include <QString>

#include <functional>
#include <memory>

namespace rookery::config {

//! Names the outcome of one keyring job.
enum class KeyringOutcome {
    Done,
    NotFound, //!< there is no such entry, or the keyring is locked and does not report that
    Denied, //!< locked, or the user refused
    Absent, //!< no keyring service answers
    Failed,
};

//! Accesses this user's keyring, one job at a time. Each callback is called once, asynchronously, on the calling
//! thread; it may take minutes if the system asks for a password meanwhile.
class KeyringBackend
{
    Q_DISABLE_COPY_MOVE(KeyringBackend)

public:
    using Callback = std::function<void(KeyringOutcome outcome, const Redacted<QString> &secret)>;

    //! Names the changes that the system reports about its keyrings on its own.
    enum class News {
        Appeared, //!< a keyring service has become available
        Unlocked, //!< one of its keyrings was unlocked
    };
    using Watcher = std::function<void(News news)>;

    virtual ~KeyringBackend() = default;
    virtual void read(const QString &key, Callback callback) = 0;
    virtual void write(const QString &key, const Redacted<QString> &secret, Callback callback) = 0;
    virtual void remove(const QString &key, Callback callback) = 0;
    //! Reports all news to `watcher`, asynchronously on the calling thread, as long as the backend lives.
    virtual void watch(Watcher watcher) = 0;

protected:
    KeyringBackend() = default;
};

//! Creates a backend over QtKeychain, never with its insecure fallback; `service` is the name under which entries are
//! filed.
[[nodiscard]] std::unique_ptr<KeyringBackend> makeQtKeyringBackend(const QString &service);

} // namespace rookery::config

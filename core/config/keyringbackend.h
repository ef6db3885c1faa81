// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"

#include <QString>

#include <functional>
#include <memory>

namespace rookery::config {

//! What one keyring job came to.
enum class KeyringOutcome {
    Done,
    NotFound, //!< there is no such entry, or the keyring is locked and does not say so
    Denied, //!< locked, or the user said no
    Absent, //!< no keyring service answers
    Failed,
};

//! The keyring of this user, one job at a time and never in a hurry: each callback is called once, later, on
//! the thread that asked, and perhaps minutes later when the system asks for a password meanwhile.
class KeyringBackend
{
    Q_DISABLE_COPY_MOVE(KeyringBackend)

public:
    using Callback = std::function<void(KeyringOutcome outcome, const Redacted<QString> &secret)>;

    //! What a system says about its keyrings without being asked.
    enum class News {
        Appeared, //!< a keyring service is there that was not
        Unlocked, //!< one of its keyrings was opened
    };
    using Watcher = std::function<void(News news)>;

    virtual ~KeyringBackend() = default;
    virtual void read(const QString &key, Callback callback) = 0;
    virtual void write(const QString &key, const Redacted<QString> &secret, Callback callback) = 0;
    virtual void remove(const QString &key, Callback callback) = 0;
    //! Calls `watcher` on the thread that asked, later and as long as the backend lives, with all news.
    virtual void watch(Watcher watcher) = 0;

protected:
    KeyringBackend() = default;
};

//! Over QtKeychain, never with its insecure fallback; `service` is the name the entries are filed under.
[[nodiscard]] std::unique_ptr<KeyringBackend> makeQtKeyringBackend(const QString &service);

} // namespace rookery::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/async.h"
#include "base/redacted.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace rookery::config {

enum class SecretKind {
    WebUiToken,
    OneBotToken,
    WebUiCredential, //!< issued to us by a login
    SyncCursor, //!< a driver's position in its event stream, if that is secret
    CommandKey, //!< of the profile: the key that seals its commands
    ProxyPassword, //!< of the profile: for the proxy of its settings
};

//! Returns the id under which the profile's own secrets are filed. No gateway can have this id.
[[nodiscard]] GatewayId profileSecrets();

//! Stores and reads secrets. Order of reading: environment (ROOKERY_SECRET_<ID>), $CREDENTIALS_DIRECTORY, this run's
//! memory, keyring. Secrets are never in a file of ours. Lives on the engine thread; each keyring job has a deadline of
//! 5 s. Errors: Storage with KeyringLocked, KeyringAbsent or KeyringFailed; Auth/TokenMissing if there is none
//! anywhere.
class SecretStore : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretStore)

public:
    ~SecretStore() override = default;

    [[nodiscard]] virtual KeyringState keyring() const = 0;
    [[nodiscard]] virtual FutureResult<Redacted<QString>> read(const GatewayId &gateway, SecretKind kind) = 0;
    //! Stores a secret. Succeeds if it is usable in this run; `keyring()` shows whether it was also kept.
    [[nodiscard]] virtual FutureResult<> write(const GatewayId &gateway, SecretKind kind,
                                               const Redacted<QString> &secret) = 0;
    [[nodiscard]] virtual FutureResult<> remove(const GatewayId &gateway) = 0;

    //! Probes a locked or absent keyring again, because the operator did something that needs it. The system may then
    //! prompt for the password again, and later reads and writes wait for the verdict. Does nothing while the keyring
    //! works, is being probed, or has just refused: one operator action may concern many gateways but causes one
    //! prompt. Never called by a timer.
    virtual void askAgain() = 0;

Q_SIGNALS:
    void keyringChanged(rookery::KeyringState state);

protected:
    explicit SecretStore(QObject *parent) : QObject(parent) {}
};

//! Returns which secret is "the token" of a kind: without a panel, it is that of the OneBot port.
[[nodiscard]] SecretKind tokenKind(GatewayKind kind);

//! Returns the secrets of the kind `before` that must not be sent to a gateway of the kind `after`.
[[nodiscard]] QList<SecretKind> foreignSecrets(GatewayKind before, GatewayKind after);

//! Returns the environment variable that overrides a secret: ROOKERY_SECRET_<ID>, …_ONEBOT (capitals, '-' as '_'),
//! ROOKERY_COMMAND_KEY or ROOKERY_PROXY_PASSWORD.
[[nodiscard]] QString secretVariable(const GatewayId &gateway, SecretKind kind);

//! Creates the store that programs use, over QtKeychain. `profileKey` separates the entries of different profiles.
[[nodiscard]] std::unique_ptr<SecretStore> makeKeyringSecretStore(const QString &profileKey, QObject *parent = nullptr);
//! Creates a store for the demo and tests: memory only, keyring() == None.
[[nodiscard]] std::unique_ptr<SecretStore> makeMemorySecretStore(QObject *parent = nullptr);

} // namespace rookery::config

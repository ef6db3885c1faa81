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
    WebUiCredential, //!< what a login of ours was given
    Bookmark, //!< where a driver left off, if that is secret
    CommandKey, //!< of the profile: what its commands are sealed with
};

//! Where secrets live. Order of reading: environment (ROOKERY_SECRET_<ID>), $CREDENTIALS_DIRECTORY,
//! this run's memory, keyring. Never a file of ours. Lives on the engine thread; each keyring job has a
//! deadline of 5 s. Errors: Storage with KeyringLocked, KeyringAbsent or KeyringFailed; Auth/TokenMissing
//! when there is none anywhere.
class SecretStore : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretStore)

public:
    ~SecretStore() override = default;

    [[nodiscard]] virtual KeyringState keyring() const = 0;
    [[nodiscard]] virtual FutureResult<Redacted<QString>> read(const GatewayId &gateway, SecretKind kind) = 0;
    //! Succeeds when the secret is usable in this run; `keyring()` tells whether it was also kept.
    [[nodiscard]] virtual FutureResult<> write(const GatewayId &gateway, SecretKind kind,
                                               const Redacted<QString> &secret) = 0;
    [[nodiscard]] virtual FutureResult<> remove(const GatewayId &gateway) = 0;

    //! The operator did something that needs the keyring: one that was locked or absent is asked once more, which may
    //! bring the system's question for the password up again, and what is read and written next waits for its verdict.
    //! Nothing happens while it works, is being asked, or has just said no: one step of the operator's may concern
    //! many gateways and is one question. Never called by a timer.
    virtual void askAgain() = 0;

Q_SIGNALS:
    void keyringChanged(rookery::KeyringState state);

protected:
    explicit SecretStore(QObject *parent) : QObject(parent) {}
};

//! Which secret "the token" of a kind is: where there is no panel, it is that of the OneBot port.
[[nodiscard]] SecretKind tokenKind(GatewayKind kind);
//! False where there is none to give: a login of ours issues what is needed.
[[nodiscard]] bool takesToken(GatewayKind kind);
//! False where a gateway may be set up without one.
[[nodiscard]] bool tokenNeeded(GatewayKind kind);
//! Returns whether the tokens of both kinds open the same thing: the panel, or the OneBot port.
[[nodiscard]] bool sameToken(GatewayKind one, GatewayKind other);

//! Returns the secrets of the kind `before` that must not be shown to a gateway of the kind `after`.
[[nodiscard]] QList<SecretKind> foreignSecrets(GatewayKind before, GatewayKind after);

//! Environment variable that overrides a secret: ROOKERY_SECRET_<ID>, …_ONEBOT (capitals, '-' as '_'), or
//! ROOKERY_COMMAND_KEY.
[[nodiscard]] QString secretVariable(const GatewayId &gateway, SecretKind kind);

//! The real thing, over QtKeychain. `profileKey` keeps two profiles apart.
[[nodiscard]] std::unique_ptr<SecretStore> makeKeyringSecretStore(const QString &profileKey, QObject *parent = nullptr);
//! For the demo and tests: memory only, keyring() == None.
[[nodiscard]] std::unique_ptr<SecretStore> makeMemorySecretStore(QObject *parent = nullptr);

} // namespace rookery::config

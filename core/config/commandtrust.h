// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secretstore.h"

#include "model/settings.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace rookery::config {

//! Returns whether the gateway runs something on this machine: a log command, or a program in its folder.
[[nodiscard]] bool hasCommand(const GatewayProfile &gateway);

//! Computes the seal of a gateway's command, in hex. It covers the entry's id and kind, the command or program with its
//! folder, and the profile's folder, so that it is valid nowhere else. Pure except for resolving the folder's canonical
//! path.
[[nodiscard]] QByteArray commandSeal(const Redacted<QString> &key, const QString &profileFolder,
                                     const GatewayProfile &gateway);

//! Tracks which commands of the settings were typed here, and seals them. Commands run exactly as stored, so a command
//! counts only with a seal made by the save that followed its typing. The seal covers the command, its entry and the
//! profile's folder, keyed with random bytes that are in no file of ours (keyring, or ROOKERY_COMMAND_KEY). If no key
//! can be kept, a typed command counts for this run only. Lives on the engine thread.
class CommandTrust final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandTrust)

public:
    //! Starts reading the key if one of the gateways has a sealed command; `judged` follows, never before this returns.
    CommandTrust(SecretStore &secrets, QString profileFolder, const QList<GatewayProfile> &gateways,
                 QObject *parent = nullptr);

    //! Returns the profile a driver may be created from: without its command unless that is known to be typed here.
    [[nodiscard]] GatewayProfile runnable(GatewayProfile gateway) const;
    //! Records that a gateway was added or edited here. `before` is the previous profile; its id is null for a new one.
    //! An unchanged command that was unconfirmed stays unconfirmed.
    void edited(const GatewayProfile &before, const GatewayProfile &after);
    //! Updates the seal and the `commandLeftOut` mark of a settings entry before it is saved or shown.
    void apply(GatewayProfile &gateway) const;
    //! Finishes, always successfully, once every typed command can be sealed; at once if none was typed.
    [[nodiscard]] FutureResult<> ready() const { return m_ready.future(); }
    [[nodiscard]] bool isReady() const { return !m_reading; }

Q_SIGNALS:
    //! Reports that a key is known, or that it changed: `trusted` commands count from now on, `leftOut` ones do not.
    void judged(const QList<rookery::GatewayId> &trusted, const QList<rookery::GatewayId> &leftOut);

private:
    void readKey();
    void onKey(const Result<Redacted<QString>> &read);
    void useKey(const Redacted<QString> &key, bool kept);

    SecretStore &m_secrets;
    const QString m_folder;
    Redacted<QString> m_key; //!< empty: not known yet, or not needed yet
    bool m_kept = false; //!< the key is kept beyond this run
    bool m_reading = false;
    QHash<GatewayId, GatewayProfile> m_sealed; //!< as read from the settings, not yet confirmed as typed here
    QSet<GatewayId> m_trusted;
    Promise<void> m_ready;
};

} // namespace rookery::config

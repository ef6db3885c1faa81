// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secretstore.h"

#include "model/settings.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace rookery::config {

//! Tells whether something of a gateway is run on this machine: a log command, or a program in its folder.
[[nodiscard]] bool hasCommand(const GatewayProfile &gateway);

//! Seals what is run for a gateway: over the entry's id and kind, its command or program with the folder, and the
//! profile's folder, so that it counts nowhere else. Hex. Pure but for the folder's canonical path.
[[nodiscard]] QByteArray commandSeal(const Redacted<QString> &key, const QString &profileFolder,
                                     const GatewayProfile &gateway);

//! Keeps which commands of the settings were typed here, and seals them. A command is run as it stands, so it only
//! counts with a seal that was made in the save that followed its typing: over what is run, the entry that it belongs
//! to and the profile's folder, keyed with random bytes that are in no file of ours (keyring, or ROOKERY_COMMAND_KEY).
//! Where nothing keeps a key, what is typed counts for this run only. Lives on the engine thread.
class CommandTrust final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandTrust)

public:
    //! Starts to read the key if one of these has a sealed command; `judged` follows, not before this returns.
    CommandTrust(SecretStore &secrets, QString profileFolder, const QList<GatewayProfile> &gateways,
                 QObject *parent = nullptr);

    //! What a driver may be made from: without the command where that is not known to be typed here.
    [[nodiscard]] GatewayProfile runnable(GatewayProfile gateway) const;
    //! A gateway was added or edited here; `before` is what it was, with a null id: nothing. A command that it still
    //! has unconfirmed stays so.
    void edited(const GatewayProfile &before, const GatewayProfile &after);
    //! Brings seal and mark of an entry of the settings up to date, before it is saved or shown.
    void apply(GatewayProfile &gateway) const;
    //! Finishes, always well, once everything that was typed can be sealed. At once when nothing was.
    [[nodiscard]] FutureResult<> ready() const { return m_ready.future(); }
    [[nodiscard]] bool isReady() const { return !m_reading; }

Q_SIGNALS:
    //! The key is known, or another one: these commands count from now on, and those do not.
    void judged(const QList<rookery::GatewayId> &trusted, const QList<rookery::GatewayId> &leftOut);

private:
    void readKey();
    void onKey(const Result<Redacted<QString>> &read);
    void useKey(const Redacted<QString> &key, bool kept);

    SecretStore &m_secrets;
    const QString m_folder;
    Redacted<QString> m_key; //!< empty: not known yet, or not needed yet
    bool m_kept = false; //!< the key outlives this run
    bool m_reading = false;
    QHash<GatewayId, GatewayProfile> m_sealed; //!< as they were read, not yet found to be typed here
    QSet<GatewayId> m_trusted;
    Answer<void> m_ready;
};

} // namespace rookery::config

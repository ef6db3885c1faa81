// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QDir>
#include <QJsonObject>
#include <QList>
#include <QLockFile>

#include <memory>
#include <optional>

namespace rookery::config {

//! The profile folder (0700) with its lock, its settings and paths. Files are written atomically, 0600.
//! Lives on one thread.
class Profile final
{
    Q_DISABLE_COPY_MOVE(Profile)

public:
    //! The platform's place for profiles of this user.
    [[nodiscard]] static QString defaultFolder();

    //! Opens or makes the folder. With `own`, takes the lock: Storage/ProfileInUse with the other
    //! program and pid as detail ("rookery, pid 123") when it is held; a lock left by kill -9 is taken over.
    [[nodiscard]] static Result<std::unique_ptr<Profile>> open(const QString &folder, bool own,
                                                               const QString &programName);
    ~Profile();

    [[nodiscard]] QString folder() const;
    [[nodiscard]] QString databasePath() const; //!< rookery.db
    [[nodiscard]] QString lockPath() const; //!< rookery.lock; held by the owner
    [[nodiscard]] QString logFolder() const;
    [[nodiscard]] QString cacheFolder() const;
    [[nodiscard]] bool isOwner() const;
    [[nodiscard]] const Settings &settings() const;
    [[nodiscard]] Result<> save(const Settings &settings);

    //! What the window remembers (geometry, columns, filters, draft): opaque to the core.
    [[nodiscard]] QJsonObject windowState() const;
    [[nodiscard]] Result<> saveWindowState(const QJsonObject &state);

private:
    friend Result<QString> restoreSettings(const QString &folder, const QString &programName);

    Profile();
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

//! Puts the last settings that could be read back in the place of a settings.json that is refused, and answers where
//! that one lies now. Takes the profile's lock. Storage/FileMissing when there is no copy.
[[nodiscard]] Result<QString> restoreSettings(const QString &folder, const QString &programName);

//! The content of a settings.json without the seals of its commands. Storage errors.
[[nodiscard]] Result<QByteArray> settingsForCopy(const QString &path);

//! An id from a free name, unique among `taken` (also after mapping to capitals and '_').
[[nodiscard]] GatewayId makeGatewayId(const QString &name, const QList<GatewayId> &taken);
[[nodiscard]] bool isValidGatewayId(const QString &text);

//! The kinds that this version can drive, in the order in which they are offered.
[[nodiscard]] QList<GatewayKind> drivenKinds();
//! The kind's name in settings, scripts and the simulator: "napcat". Empty when it cannot be driven.
[[nodiscard]] QString gatewayKindId(GatewayKind kind);
//! The same for the ways of OneBot 11 ("socket", "reverse" …).
[[nodiscard]] std::optional<OneBotWay> oneBotWay(const QString &id);
[[nodiscard]] QString oneBotWayId(OneBotWay way);
[[nodiscard]] std::optional<GatewayKind> gatewayKind(const QString &id);

//! "host:port", "http://host:port/webui?token=…" and the like -> base URL; the scheme and port that the kind's
//! users leave out are filled in; nothing at all is the address of a service that has but one. BadInput otherwise. A
//! token found in the text is returned apart, so that it never stays in a URL.
[[nodiscard]] Result<ParsedAddress> parseGatewayAddress(const QString &text, GatewayKind kind = GatewayKind::NapCat);

//! Puts the one address that an operator gives where the kind keeps it; http for OneBot means its HTTP way.
void setAddress(GatewayProfile &profile, const QUrl &url);

//! One line of the "paste many" box: `id url token`; lines that do not parse are listed, none is lost.
[[nodiscard]] PasteResult parsePastedGateways(const QString &text, const QList<GatewayId> &taken);

} // namespace rookery::config

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

//! Owns the profile folder (0700) with its lock, settings and paths. Files are written atomically, 0600. Lives on one
//! thread.
class Profile final
{
    Q_DISABLE_COPY_MOVE(Profile)

public:
    //! Returns the platform's default profile folder for this user.
    [[nodiscard]] static QString defaultFolder();

    //! Opens or creates the folder. With `own`, takes the lock: fails with Storage/ProfileInUse if another process
    //! holds it, with that program and its pid as detail ("rookery, pid 123"). A lock left after kill -9 is taken over.
    [[nodiscard]] static Result<std::unique_ptr<Profile>> open(const QString &folder, bool own,
                                                               const QString &programName);
    ~Profile();

    [[nodiscard]] QString folder() const;
    [[nodiscard]] QString databasePath() const; //!< rookery.db
    [[nodiscard]] QString lockPath() const; //!< rookery.lock; held by the owner
    [[nodiscard]] QString logRulesPath() const; //!< log-rules.json; there if the user has rules of their own
    [[nodiscard]] QString logFolder() const;
    [[nodiscard]] QString cacheFolder() const;
    [[nodiscard]] bool isOwner() const;
    [[nodiscard]] const Settings &settings() const;
    [[nodiscard]] Result<> save(const Settings &settings);

    //! Returns the window's saved state (geometry, columns, filters, draft), which is opaque to the core.
    [[nodiscard]] QJsonObject windowState() const;
    [[nodiscard]] Result<> saveWindowState(const QJsonObject &state);

private:
    friend Result<QString> restoreSettings(const QString &folder, const QString &programName);

    Profile();
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

//! Replaces a settings.json that is refused with the last settings that could be read, and returns the new path of the
//! refused file. Takes the profile's lock. Storage/FileMissing if there is no copy.
[[nodiscard]] Result<QString> restoreSettings(const QString &folder, const QString &programName);

//! Returns the content of a settings.json without the seals of its commands. Storage errors.
[[nodiscard]] Result<QByteArray> settingsForCopy(const QString &path);

//! Derives an id from a free-form name, unique among `taken` (also after mapping to capitals and '_').
[[nodiscard]] GatewayId makeGatewayId(const QString &name, const QList<GatewayId> &taken);
[[nodiscard]] bool isValidGatewayId(const QString &text);

//! Parses "host:port", "http://host:port/webui?token=…" and similar text into a base URL. Adds the scheme and port that
//! users of the kind omit; empty text gives the kind's fixed address if it has one. BadInput otherwise. A token found
//! in the text is returned separately, so that it never stays in a URL.
[[nodiscard]] Result<ParsedAddress> parseGatewayAddress(const QString &text, GatewayKind kind = kDefaultKind);
//! Parses the address of something that is no gateway, for example of a page beside one.
[[nodiscard]] Result<ParsedAddress> parseAddress(const QString &text, const AddressHabit &habit = {});

//! Stores the one address that an operator enters in the field that the kind uses; http for OneBot selects its HTTP
//! way.
void setAddress(GatewayProfile &profile, const QUrl &url);

//! Parses the "paste many" box, one `id url token` per line. Lines that do not parse are listed; none is lost.
[[nodiscard]] PasteResult parsePastedGateways(const QString &text, const QList<GatewayId> &taken);

} // namespace rookery::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/world.h"

#include "io/httplistener.h"

namespace rookery::sim::ilink {

//! The content servers: encrypted pictures go there before they can be named in a message. Keeps the newest ones.
class ContentServer final
{
public:
    explicit ContentServer(World &world) : m_world(world) {}

    //! getuploadurl.
    void place(const Call &call);
    //! /c2c/upload and /c2c/download. True: answered.
    [[nodiscard]] bool serve(const io::IncomingRequest &request, io::Responder &responder);

    //! A picture that a user sends: the `image_item` for it.
    [[nodiscard]] QJsonObject incoming(const QByteArray &bytes);
    //! What a message's `image_item` names. nullopt: not here, or not opened by the key that it gives.
    [[nodiscard]] std::optional<StoredFile> named(const QJsonObject &imageItem) const;
    [[nodiscard]] QJsonArray keys() const; //!< hexadecimal, secrets all

private:
    struct Expected {
        QString param;
        QString fileKey;
        QByteArray key;
        QByteArray md5; //!< hexadecimal
        qint64 plainSize = 0;
        qint64 cipherSize = 0;
    };

    void upload(const io::IncomingRequest &request, io::Responder &responder);
    [[nodiscard]] QString keep(const StoredFile &file);

    World &m_world;
    QList<Expected> m_expected;
    QList<std::pair<QString, StoredFile>> m_files; //!< by download parameter, the newest last
};

} // namespace rookery::sim::ilink

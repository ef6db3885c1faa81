// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/state.h"

#include "io/httplistener.h"

namespace rookery::sim::ilink {

//! Imitates the content servers: encrypted pictures go there before a message can name them. Keeps the newest ones.
class ContentServer final
{
public:
    explicit ContentServer(State &state) : m_state(state) {}

    //! Answers getuploadurl.
    void place(const Call &call);
    //! Serves /c2c/upload and /c2c/download. True: the request was answered.
    [[nodiscard]] bool serve(const io::IncomingRequest &request, io::Responder &responder);

    //! Stores a picture that a user sends. Returns its `image_item`.
    [[nodiscard]] QJsonObject incoming(const QByteArray &bytes);
    //! Returns the file that a message's `image_item` names. nullopt: not here, or its key does not open it.
    [[nodiscard]] std::optional<StoredFile> named(const QJsonObject &imageItem) const;
    [[nodiscard]] QJsonArray keys() const; //!< hexadecimal; all of them secret

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

    State &m_state;
    QList<Expected> m_expected;
    QList<std::pair<QString, StoredFile>> m_files; //!< by download parameter, the newest last
};

} // namespace rookery::sim::ilink

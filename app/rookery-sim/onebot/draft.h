// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QStringList>

#include <functional>
#include <optional>

namespace rookery::sim::onebot {

//! Holds a requested message with its pictures fetched.
struct Draft {
    QJsonArray segments; //!< as the event shows them, still without picture addresses
    QString text;
    QStringList pictureSha256;
    QStringList pictureIds; //!< one per picture: its MD5 in capitals, which the address contains
    qint64 bytes = 0; //!< of all pictures
    QString error; //!< why it cannot be sent; empty: it can be sent
};

//! Holds the bytes behind a picture's address.
struct Fetched {
    QByteArray bytes;
    QString error;
    QString name = {}; //!< file name in the own message; empty: as QQ names pictures
};

//! Describes how one gateway reads a requested message.
struct DraftBehaviour {
    //! Gets a picture by its segment's data. Downloads nothing.
    std::function<Fetched(const QJsonObject &data)> fetch;
    QString emptyPicture = {}; //!< the error text for a picture without bytes
    //! Returns the error text for an unknown segment; unset: the segment is dropped.
    std::function<QString(const QString &type)> unknown = {};
    QString nothing = {}; //!< the error text when no segment is left
};

//! Reads an array of segments, a single segment or a text with CQ codes.
[[nodiscard]] Draft readDraft(const QJsonValue &message, bool plainText, const DraftBehaviour &behaviour);

//! Decodes base64:// (or base64:) and data: addresses; nullopt: any other address.
[[nodiscard]] std::optional<QByteArray> inlineBytes(const QString &uri);
//! Reads a local file; nullopt: it cannot be read.
[[nodiscard]] std::optional<QByteArray> readLocal(const QString &path);

} // namespace rookery::sim::onebot

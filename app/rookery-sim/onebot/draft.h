// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QStringList>

#include <functional>
#include <optional>

namespace rookery::sim::onebot {

//! A message as it was asked for, with its pictures fetched.
struct Draft {
    QJsonArray segments; //!< as the event shows them, picture addresses still missing
    QString text;
    QStringList pictureSha256;
    QStringList pictureIds; //!< one per picture: its MD5 in capitals, which its address names
    qint64 bytes = 0; //!< of all pictures
    QString error; //!< why it cannot be sent; empty: it can
};

//! The bytes behind a picture's address.
struct Fetched {
    QByteArray bytes;
    QString error;
    QString name = {}; //!< as the own message shows it; empty: as QQ names pictures
};

//! How one gateway reads what it is asked to send.
struct DraftHabits {
    //! By the picture segment's data. Nothing is downloaded.
    std::function<Fetched(const QJsonObject &data)> fetch;
    QString emptyPicture = {}; //!< the complaint about a picture without bytes
    //! The complaint about an unknown segment; none: it is dropped.
    std::function<QString(const QString &type)> unknown = {};
    QString nothing = {}; //!< the complaint when no segment is left
};

//! Reads segments, a CQ text or a single segment.
[[nodiscard]] Draft readDraft(const QJsonValue &message, bool plainText, const DraftHabits &habits);

//! Bytes of base64:// (or base64:) and data: addresses; nullopt: it is none of them.
[[nodiscard]] std::optional<QByteArray> inlineBytes(const QString &uri);
//! nullopt: it cannot be read.
[[nodiscard]] std::optional<QByteArray> readLocal(const QString &path);

} // namespace rookery::sim::onebot

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/uploadstore.h"

#include <QJsonArray>
#include <QStringList>

namespace rookery::sim::napcat {

//! A message as it was asked for, with its pictures fetched.
struct Draft {
    QJsonArray segments; //!< as the event shows them, picture addresses still missing
    QString text;
    QStringList pictureSha256;
    qint64 bytes = 0; //!< of all pictures
    QString error; //!< why it cannot be sent; empty: it can
};

//! Reads segments, a CQ text or a single segment; pictures come from the upload store, base64, data: or
//! local files. Nothing is downloaded.
[[nodiscard]] Draft readDraft(const QJsonValue &message, bool plainText, World &world, UploadStore &uploads);

} // namespace rookery::sim::napcat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace rookery::protocol {

//! Holds a refusal of QQ's picture servers.
struct PictureRefusal {
    int code = 0; //!< `retcode`; 0: none
    QString text; //!< `retmsg`, text of a stranger
};

//! Decodes the body of a download; nullopt: it is no JSON object, so it may be a picture.
[[nodiscard]] std::optional<PictureRefusal> decodePictureRefusal(const QByteArray &body);

} // namespace rookery::protocol

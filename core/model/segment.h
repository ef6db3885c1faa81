// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <variant>

namespace rookery {

//! Holds plain text.
struct TextSegment {
    QString text;
    bool operator==(const TextSegment &) const = default;
};

//! Describes a picture. Outgoing: `file` is what the gateway understands (staged path). Incoming: `url` is the download
//! link.
struct ImageSegment {
    QString file;
    QString url;
    QString summary;
    qint64 size = 0; //!< bytes; 0 if the gateway did not state it
    QString name = {}; //!< incoming: the gateway's name for the file, if `file` is something else (Lagrange: a link)
    bool operator==(const ImageSegment &) const = default;
};

//! Mentions one member of a group, or everyone.
struct AtSegment {
    QString userId; //!< empty: everyone
    bool operator==(const AtSegment &) const = default;
};

//! Keeps any other segment of the protocol unchanged, so that nothing is lost.
struct OtherSegment {
    QString type;
    QJsonObject data;
    bool operator==(const OtherSegment &) const = default;
};

using Segment = std::variant<TextSegment, ImageSegment, AtSegment, OtherSegment>;
using Message = QList<Segment>;

} // namespace rookery

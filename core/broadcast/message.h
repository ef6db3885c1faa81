// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/segment.h"
#include "model/target.h"
#include "store/broadcastrepository.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace rookery::broadcast {

//! Identifies a picture that we sent by what an echo may say about it.
struct PictureIdentity {
    QByteArray sha256; //!< hexadecimal, lower case; staged files are named by it
    QByteArray md5; //!< hexadecimal, lower case; QQ names pictures by it. Empty: unknown
    qint64 bytes = 0;
    bool operator==(const PictureIdentity &) const = default;
};

//! Holds the content of one delivery, to be compared with what a gateway reports as sent by the account.
struct Fingerprint {
    QString text; //!< all text with white space normalised: gateways split, trim and join it
    bool atAll = false;
    QList<PictureIdentity> pictures; //!< in the message's order
    bool operator==(const Fingerprint &) const = default;
};

//! Says how closely a seen message matches the one that was sent.
enum class Likeness {
    Different, //!< another text, picture, number of pictures, or a segment that was not sent
    Alike, //!< nothing contradicts, but the content does not identify the message: a picture without a name, a short
           //!< word
    Same, //!< text and every picture are the ones that were sent
};

//! Compares all segments. Pure; cost proportional to the length of the text.
[[nodiscard]] Likeness likeness(const Fingerprint &sent, const Message &seen);

//! Builds the fingerprint of what `target` receives. Friends are never mentioned.
[[nodiscard]] Fingerprint fingerprintOf(const store::BroadcastContent &content, const Target &target);

//! Builds mention, text, pictures. `files`: the staged names, in the content's order. Friends are never mentioned.
[[nodiscard]] Message buildMessage(const store::BroadcastContent &content, const Target &target,
                                   const QStringList &files);

} // namespace rookery::broadcast

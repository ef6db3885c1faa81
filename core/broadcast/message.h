// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/segment.h"
#include "model/target.h"
#include "store/broadcastrepository.h"

#include <QStringList>

namespace rookery::broadcast {

//! What is compared between what we sent and what a gateway says the account sent.
struct Fingerprint {
    QString text; //!< all text, white space evened out: gateways split, trim and join it
    int images = 0;
    bool atAll = false;
    bool operator==(const Fingerprint &) const = default;
};

[[nodiscard]] Fingerprint fingerprintOf(const Message &message);

//! Mention, text, pictures. `files`: the staged names, in the content's order. Friends are never mentioned.
[[nodiscard]] Message buildMessage(const store::BroadcastContent &content, const Target &target,
                                   const QStringList &files);

//! The same fingerprint as of the built message, without staged names.
[[nodiscard]] Fingerprint fingerprintOf(const store::BroadcastContent &content, const Target &target);

[[nodiscard]] Action sendAction(const Target &target, const Message &message);

} // namespace rookery::broadcast

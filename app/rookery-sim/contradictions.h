// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults.h"

namespace rookery::sim {

//! How the answer to a send that was delivered, or its echo, leaves the truth (docs/guide/simulator.md).
struct Contradiction {
    //! What the answer says: the truth, or that it was refused, that the account is away, or words without a meaning.
    enum class Answer { True, Refused, Offline, Unlisted };
    Answer answer = Answer::True;
    milliseconds echoAfter{0}; //!< how long after the answer the own message is pushed; 0: before it
    int echoes = 1;
};

//! The faults that make one, and `answer-too-large`.
[[nodiscard]] QList<FaultInfo> contradictionFaults();
//! The contradiction that strikes now in this chat; counts one of each fault's `times`.
[[nodiscard]] Contradiction takeContradiction(Faults &faults, const QString &chat);
//! Words that mean nothing, and quote what the call carried, as real refusals do.
[[nodiscard]] QString unlistedWords(const QString &token);
//! Says whether `answer-too-large` refuses a frame or body of so many bytes; counts one of its `times`.
[[nodiscard]] bool isTooLarge(Faults &faults, qint64 bytes);

} // namespace rookery::sim

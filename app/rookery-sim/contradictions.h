// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults.h"

namespace rookery::sim {

//! Describes how the answer to a delivered send, or its echo, deviates from the truth (docs/guide/simulator.md).
struct Contradiction {
    //! Says what the answer claims: the truth, a refusal, an account that is away, or meaningless words.
    enum class Answer { True, Refused, Offline, Unlisted };
    Answer answer = Answer::True;
    milliseconds echoAfter{0}; //!< time from the answer to the push of the own message; 0: the push comes first
    int echoes = 1;
};

//! Returns the faults that make a contradiction, and `answer-too-large`.
[[nodiscard]] QList<FaultInfo> contradictionFaults();
//! Returns the contradiction that applies to a send in this chat now. Counts one of the `times` of each fault used.
[[nodiscard]] Contradiction takeContradiction(Faults &faults, const QString &chat);
//! Returns meaningless words that quote the call's token, as real refusals do.
[[nodiscard]] QString unlistedWords(const QString &token);
//! Returns whether `answer-too-large` refuses a frame or body of so many bytes. Counts one of its `times`.
[[nodiscard]] bool isTooLarge(Faults &faults, qint64 bytes);

} // namespace rookery::sim

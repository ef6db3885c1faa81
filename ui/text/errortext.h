// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "model/gateway.h"

#include <QString>

#include <optional>

namespace rookery::text {

//! Says what went wrong as a clause without capital or full stop, for cells and "retrying in 12 s: …". Returns an
//! empty string for an Error that says nothing (Reason::None with kind Bug).
[[nodiscard]] QString errorClause(const Error &error);
//! Returns the clause as a sentence, followed by the peer's own number and text. Plain text.
[[nodiscard]] QString errorText(const Error &error);
//! Turns a clause into a sentence: with a capital and a full stop.
[[nodiscard]] QString sentence(const QString &clause);
//! Describes where an advice is shown: it may name only controls that exist there.
struct AdvicePlace {
    std::optional<GatewayKind> kind = {}; //!< of the gateway that it is about; empty: any
    bool inForm = false; //!< in the dialog that asks for address and token, during its live test
};

//! Explains the likely cause and what to press, in one or two sentences. Plain text.
[[nodiscard]] QString errorAdvice(const Error &error, const AdvicePlace &place = {});
//! Says what a failure means for what happens next, when no closer reason is known.
[[nodiscard]] QString kindClause(ErrorKind kind);

} // namespace rookery::text

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "model/gateway.h"

#include <QString>

#include <optional>

namespace rookery::text {

//! What went wrong as a clause without capital or full stop, for cells and "retrying in 12 s: …".
//! Empty for an Error that says nothing (Reason::None with kind Bug).
[[nodiscard]] QString errorClause(const Error &error);
//! The same as a sentence, with the peer's own number and text behind it. Plain text.
[[nodiscard]] QString errorText(const Error &error);
//! A clause as a sentence: with a capital and a full stop.
[[nodiscard]] QString sentence(const QString &clause);
//! Where an advice is read: it may name only what is there.
struct AdvicePlace {
    std::optional<GatewayKind> kind = {}; //!< of the gateway that it is about; empty: any
    bool inForm = false; //!< in the dialog that asks for address and token, during its live test
};

//! Why we think so and what to press: one or two sentences. Plain text.
[[nodiscard]] QString errorAdvice(const Error &error, const AdvicePlace &place = {});
//! What a failure means for what happens next, when no closer reason is known.
[[nodiscard]] QString kindClause(ErrorKind kind);

} // namespace rookery::text

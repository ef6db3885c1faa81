// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"
#include "model/session.h"
#include "model/settings.h"

#include <span>

//! Holds the words of each kind of gateway in the language of the sources: the file of a kind defines one function that
//! returns its `Source`, and ui/text/kindwording.cpp lists them. The comments name the context of translation in which
//! each text is marked (QT_TRANSLATE_NOOP).
namespace rookery::text::kinds {

struct FieldSource {
    ProfileField field = ProfileField::Address;
    const char *label = ""; //!< "GatewayForm"
    const char *hint = ""; //!< "GatewayForm"; that of the token is `Source::tokenHint`
};

//! Holds the words of the card beside the form: "GatewayNeeds".
struct SetupSource {
    const char *switchOn = "";
    const char *token = ""; //!< empty: `Source::tokenHint`
    const char *limits = "";
    const char *checked = "";
};

struct StepSource {
    TestStep step = TestStep::Connect;
    const char *name = ""; //!< "Words"
};

struct CheckSource {
    ReadinessCheck check = ReadinessCheck::Reachable;
    const char *name = ""; //!< "Words"
};

struct Source {
    const char *name = ""; //!< "Words"; the name of a program is not translated
    const char *summary = ""; //!< "GatewayForm"
    std::span<const FieldSource> fields = {};
    const char *warning = ""; //!< "GatewayForm"
    const char *tokenHint = ""; //!< "rookery::ui::TokenDialog"
    const char *portAdvice = ""; //!< "Errors"
    const char *tokenAdvice = ""; //!< "Errors"
    const char *accessAdvice = ""; //!< "Errors"
    SetupSource setup = {};
    std::span<const StepSource> steps = {}; //!< those with a name of their own
    std::span<const CheckSource> checks = {}; //!< those with a name of their own
};

} // namespace rookery::text::kinds

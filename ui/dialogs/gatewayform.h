// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

namespace rookery::ui {

//! What the window asks for a gateway of one kind, and how it words it.
struct GatewayForm {
    QString words; //!< what the kind is and what is needed, under its name
    QString address; //!< label of the address field
    QString example; //!< shown while the field is empty
    QString addressHint;
    QString token; //!< label of the token field
    bool secondWay = false; //!< a OneBot port may be named beside the panel
};

[[nodiscard]] GatewayForm gatewayForm(GatewayKind kind);

} // namespace rookery::ui

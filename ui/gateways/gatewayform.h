// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include <QList>

namespace rookery::ui {

//! Describes one line of the form.
struct FormLine {
    ProfileField field = ProfileField::Address;
    QString label;
    QString example; //!< shown while the line is empty
    QString hint; //!< below it
    bool needed = false;

    bool operator==(const FormLine &) const = default;
};

//! Describes what the window asks for a gateway of one kind, with its wording.
struct GatewayForm {
    QString words; //!< what the kind is, in a sentence
    QList<FormLine> lines; //!< in reading order; a name may always be given
    QString warning; //!< what the operator must know before adding it
    bool ways = false; //!< OneBot 11: the operator chooses the way
    bool dialsIn = false; //!< the gateway connects to our port, and we make its token

    [[nodiscard]] const FormLine *line(ProfileField field) const;
};

[[nodiscard]] GatewayForm gatewayForm(GatewayKind kind, OneBotTransportKind way = OneBotTransportKind::Socket);
//! Returns false where there is no token that could be changed.
[[nodiscard]] bool hasToken(const GatewayProfile &gateway);

} // namespace rookery::ui

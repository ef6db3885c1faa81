// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include <QList>

namespace rookery::ui {

//! Lists the fields that a gateway's form may have; gatewayfields.cpp maps them to the profile.
enum class FormField { Address, OneBot, Token, Account, Folder, Program, Front, LogFile, LogCommand };

//! Describes one line of the form.
struct FormLine {
    FormField field = FormField::Address;
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

    [[nodiscard]] const FormLine *line(FormField field) const;
};

[[nodiscard]] GatewayForm gatewayForm(GatewayKind kind, OneBotTransportKind way = OneBotTransportKind::Socket);
//! Returns false where there is no token that could be changed.
[[nodiscard]] bool hasToken(const GatewayProfile &gateway);

//! Holds the words of the card beside the form: what to have ready, and what this kind cannot do.
struct SetupGuide {
    QString switchOn; //!< what must be enabled at the gateway
    QString token; //!< where to find its token
    QString limits; //!< what it cannot do, with a workaround
    QString checked; //!< the versions that this was checked with
};

[[nodiscard]] SetupGuide setupGuide(GatewayKind kind, OneBotTransportKind way = OneBotTransportKind::Socket);

} // namespace rookery::ui

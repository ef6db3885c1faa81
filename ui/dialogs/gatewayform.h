// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include <QList>

namespace rookery::ui {

//! What may be asked for a gateway; where it goes is the profile's business.
enum class FormField { Address, OneBot, Token, Account, Folder, Program, Front, LogFile, LogCommand };

//! One line that is asked for.
struct FormLine {
    FormField field = FormField::Address;
    QString label;
    QString example; //!< shown while the line is empty
    QString hint; //!< below it
    bool needed = false;

    bool operator==(const FormLine &) const = default;
};

//! What the window asks for a gateway of one kind, and how it words it.
struct GatewayForm {
    QString words; //!< what the kind is, in a sentence
    QList<FormLine> lines; //!< in reading order; a name may always be given
    QString warning; //!< what has to be known before it is added
    bool ways = false; //!< OneBot 11: the way is chosen
    bool dialsIn = false; //!< it comes to our port: we make the token

    [[nodiscard]] const FormLine *line(FormField field) const;
};

[[nodiscard]] GatewayForm gatewayForm(GatewayKind kind, OneBotWay way = OneBotWay::Socket);
//! False where there is no token that could be changed.
[[nodiscard]] bool hasToken(const GatewayProfile &gateway);

//! The card beside the form: what to have ready, and what this kind cannot do.
struct GatewayNeeds {
    QString switchOn; //!< what has to be on at the gateway
    QString token; //!< where its token is
    QString limits; //!< what it cannot do, with the way out
    QString checked; //!< the versions that this was checked with
};

[[nodiscard]] GatewayNeeds gatewayNeeds(GatewayKind kind, OneBotWay way = OneBotWay::Socket);

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

class QWidget;

namespace rookery::ui {

//! Opens the dialogs about gateways, over the given widget's window. Pages of several features offer them and know
//! only this interface; the shell, which knows every feature, implements it.
class GatewayDialogs
{
    Q_DISABLE_COPY_MOVE(GatewayDialogs)

public:
    GatewayDialogs() = default;
    virtual ~GatewayDialogs() = default;

    virtual void add(QWidget *over) = 0;
    //! Adds an account that dialled in and is not on the list.
    virtual void addIncoming(const QString &account, QWidget *over) = 0;
    virtual void paste(QWidget *over) = 0; //!< many gateways at once
    virtual void edit(const GatewayProfile &gateway, QWidget *over) = 0;
    virtual void changeKind(const GatewayProfile &gateway, GatewayKind kind, QWidget *over) = 0;
    //! Returns false where there is no token that could be changed.
    [[nodiscard]] virtual bool hasToken(const GatewayProfile &gateway) const = 0;
    virtual void changeToken(const GatewayProfile &gateway, QWidget *over) = 0;
    virtual void enterTotp(const AccountSnapshot &account, QWidget *over) = 0;
    //! Shows the certificate that the gateway was refused for; the account must have one.
    virtual void reviewCertificate(const AccountSnapshot &account, QWidget *over) = 0;
};

} // namespace rookery::ui

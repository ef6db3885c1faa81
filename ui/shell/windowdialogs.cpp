// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowdialogs.h"

#include "gateways/addgatewaydialog.h"
#include "gateways/certificatedialog.h"
#include "gateways/editgatewaydialog.h"
#include "gateways/gatewayform.h"
#include "gateways/listenerdialog.h"
#include "gateways/pastegatewaysdialog.h"
#include "gateways/tokendialog.h"
#include "settings/proxydialog.h"
#include "text/exposure.h"

namespace rookery::ui {

void WindowDialogs::add(QWidget *over)
{
    (new AddGatewayDialog(m_engine, m_theme, over))->open();
}

void WindowDialogs::addIncoming(const QString &account, QWidget *over)
{
    auto *dialog = new AddGatewayDialog(m_engine, m_theme, over);
    dialog->beginWithIncoming(account);
    dialog->open();
}

void WindowDialogs::paste(QWidget *over)
{
    (new PasteGatewaysDialog(m_engine, m_theme, over))->open();
}

void WindowDialogs::edit(const GatewayProfile &gateway, QWidget *over)
{
    (new EditGatewayDialog(m_engine, m_theme, gateway, over))->open();
}

void WindowDialogs::changeKind(const GatewayProfile &gateway, GatewayKind kind, QWidget *over)
{
    (new EditGatewayDialog(m_engine, m_theme, gateway, over, kind))->open();
}

bool WindowDialogs::hasToken(const GatewayProfile &gateway) const
{
    return ui::hasToken(gateway);
}

void WindowDialogs::changeToken(const GatewayProfile &gateway, QWidget *over)
{
    if (text::takesMadeToken(gateway))
        (new MadeTokenDialog(m_engine, m_theme, gateway, over))->open();
    else
        (new TokenDialog(m_engine, m_theme, gateway, over))->open();
}

void WindowDialogs::enterTotp(const AccountSnapshot &account, QWidget *over)
{
    (new TotpDialog(m_engine, m_theme, account, over))->open();
}

void WindowDialogs::reviewCertificate(const AccountSnapshot &account, QWidget *over)
{
    const auto trust = [&engine = m_engine, id = account.profile.id](const QByteArray &sha256) {
        return engine.gateways().pinCertificate(id, sha256);
    };
    (new CertificateDialog(m_theme, account.profile.displayName(), *account.refusedCertificate, over, trust))->open();
}

void WindowDialogs::changePort(QWidget *over)
{
    (new ListenerDialog(m_engine, m_theme, over))->open();
}

void WindowDialogs::network(QWidget *over)
{
    (new ProxyDialog(m_engine, m_theme, over))->open();
}

} // namespace rookery::ui

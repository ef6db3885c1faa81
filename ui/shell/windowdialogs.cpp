// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowdialogs.h"

#include "gateways/addgatewaydialog.h"
#include "gateways/certificatedialog.h"
#include "gateways/editgatewaydialog.h"
#include "gateways/gatewayform.h"
#include "gateways/pastegatewaysdialog.h"
#include "gateways/tokendialog.h"
#include "text/exposure.h"

namespace rookery::ui {

template <class PortDialog>
void WindowDialogs::open(PortDialog *dialog)
{
    if (m_changePort)
        QObject::connect(dialog, &PortDialog::changePortWanted, dialog, [run = m_changePort, dialog] { run(dialog); });
    dialog->open();
}

void WindowDialogs::add(QWidget *over)
{
    open(new AddGatewayDialog(m_engine, m_theme, over));
}

void WindowDialogs::addIncoming(const QString &account, QWidget *over)
{
    auto *dialog = new AddGatewayDialog(m_engine, m_theme, over);
    dialog->beginWithIncoming(account);
    open(dialog);
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
        open(new MadeTokenDialog(m_engine, m_theme, gateway, over));
    else
        (new TokenDialog(m_engine, m_theme, gateway, over))->open();
}

void WindowDialogs::enterTotp(const AccountSnapshot &account, QWidget *over)
{
    (new TotpDialog(m_engine, m_theme, account, over))->open();
}

void WindowDialogs::reviewCertificate(const AccountSnapshot &account, QWidget *over)
{
    const auto trust = [&engine = m_engine, id = account.profile.id](const CertificateInfo &certificate) {
        return engine.gateways().pinCertificate(id, certificate);
    };
    (new CertificateDialog(m_theme, account.profile.displayName(), *account.refusedCertificate, over, trust))->open();
}

} // namespace rookery::ui

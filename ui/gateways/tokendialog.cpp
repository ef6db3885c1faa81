// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokendialog.h"

#include "incomingbox.h"
#include "kit/secretfield.h"
#include "kit/widgetfactory.h"
#include "text/kindwording.h"
#include "text/wording.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

TokenDialog::TokenDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway, QWidget *parent)
    : Dialog(theme, tr("Change token of %1").arg(text::visibleControls(gateway.displayName())), parent)
    , m_engine(engine)
    , m_gateway(gateway)
{
    m_token = makeSecretField(theme, this, tr("New token"));
    addField(tr("New token"), m_token, text::kindWords(gateway.kind).tokenHint());
    QPushButton *save = setPrimary(tr("Save token"), [this] {
        await(m_engine.gateways().changeToken(m_gateway.id, Redacted<QString>(m_token->text().trimmed())));
    });
    save->setEnabled(false);
    connect(m_token, &QLineEdit::textChanged, this,
            [this, save](const QString &text) { save->setEnabled(!text.trimmed().isEmpty() && !isBusy()); });
    m_token->setFocus();
}

MadeTokenDialog::MadeTokenDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway,
                                 QWidget *parent)
    : Dialog(theme, tr("New token for %1").arg(text::visibleControls(gateway.displayName())), parent)
    , m_engine(engine)
    , m_gateway(gateway)
{
    resize(560, 240);
    m_words =
        addText(tr("This gateway connects with a token that Rookery generates. A new token replaces the old one at "
                   "once: the gateway cannot connect until the new one is entered there. Its history is kept."));
    m_box = new IncomingBox(engine, this);
    connect(m_box, &IncomingBox::changePortWanted, this, &MadeTokenDialog::changePortWanted);
    m_box->hide();
    body()->addWidget(m_box);
    body()->addStretch();
    setPrimary(tr("Generate new token"), [this] { make(); });
}

void MadeTokenDialog::make()
{
    const Redacted<QString> token = engine::GatewayService::makeToken();
    await(m_engine.gateways().changeToken(m_gateway.id, token), [this, token] {
        m_words->hide();
        m_box->show(m_gateway.way, token);
        m_box->setVisible(true);
        primary()->hide();
        setCloseText(tr("Close"));
        closeButton()->setFocus();
    });
}

TotpDialog::TotpDialog(engine::Engine &engine, const Theme &theme, const AccountSnapshot &account, QWidget *parent)
    : Dialog(
        theme,
        (text::asksForPhoneDigits(account.session) ? tr("Digits on the phone for %1") : tr("Two-factor code for %1"))
            .arg(text::visibleControls(account.profile.displayName())),
        parent)
    , m_engine(engine)
    , m_gateway(account.profile.id)
{
    const bool phone = text::asksForPhoneDigits(account.session);
    addText(phone ? tr("Enter the digits that the phone shows after the scan.")
                  : tr("The gateway's panel asks for the code of your authenticator app."),
            LabelKind::Muted);
    m_code = new QLineEdit(this);
    m_code->setMaxLength(8);
    m_code->setInputMethodHints(Qt::ImhDigitsOnly);
    m_code->setValidator(
        new QRegularExpressionValidator(QRegularExpression(phone ? u"\\d{1,8}"_s : u"\\d{6,8}"_s), m_code));
    addField(phone ? tr("Digits") : tr("Code"), m_code);
    QPushButton *send = setPrimary(phone ? tr("Enter digits") : tr("Enter code"), [this] {
        await(m_engine.sessions().submitTotp(m_gateway, Redacted<QString>(m_code->text())));
    });
    send->setEnabled(false);
    connect(m_code, &QLineEdit::textChanged, this,
            [this, send] { send->setEnabled(m_code->hasAcceptableInput() && !isBusy()); });
    m_code->setFocus();
}

} // namespace rookery::ui

#include "moc_tokendialog.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "certificatedialog.h"

#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

CertificateDialog::CertificateDialog(const Theme &theme, const QString &gateway, const CertificateInfo &certificate,
                                     QWidget *parent, std::function<FutureResult<>(const CertificateInfo &)> trust)
    : Dialog(theme, tr("Certificate of %1").arg(text::visibleControls(gateway)), parent)
{
    addText(tr("This machine does not trust the certificate that the gateway showed. Compare the fingerprint with the "
               "one on the "
               "gateway's machine, and trust it only when both are the same."));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    const auto row = [this, grid](const QString &name, const QString &value, LabelKind kind) {
        const int at = grid->rowCount();
        grid->addWidget(makeLabel(name, LabelKind::Muted, this), at, 0, Qt::AlignTop);
        QLabel *label = makeLabel(value, kind, this);
        label->setWordWrap(true);
        label->setAccessibleName(name);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        grid->addWidget(label, at, 1);
    };
    row(tr("Issued to"), text::visibleControls(certificate.subject), LabelKind::Body);
    row(tr("Issued by"), text::visibleControls(certificate.issuer), LabelKind::Body);
    row(tr("Valid until"), text::localDateTime(certificate.notAfter), LabelKind::Body);
    // Split into two lines of sixteen pairs, because a label cannot wrap inside a word.
    const QString print = text::fingerprint(certificate.sha256);
    row(tr("SHA-256"), print.left(48) + u'\n' + print.mid(48), LabelKind::Mono);
    grid->setColumnStretch(1, 1);
    body()->addLayout(grid);
    setPrimary(tr("Trust this certificate"), [this, certificate, run = std::move(trust)] { await(run(certificate)); });
    closeButton()->setFocus();
}

} // namespace rookery::ui

#include "moc_certificatedialog.cpp"

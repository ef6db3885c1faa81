// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaydialogs.h"

#include "gatewayfields.h"

#include "kit/plaintip.h"
#include "text/exposure.h"
#include "text/wording.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

QString fingerprintText(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex(':')).toUpper();
}

QString plainHttpWarning(const QUrl &url)
{
    if (!text::isPlainElsewhere(url))
        return {};
    return QCoreApplication::translate("rookery::ui::EditGatewayDialog",
                                       "Plain http to another machine: anyone on the same network can read the token "
                                       "and the messages. Use https, or a tunnel.");
}

EditGatewayDialog::EditGatewayDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway,
                                     QWidget *parent, std::optional<GatewayKind> kind)
    : Dialog(theme,
             kind ? tr("Change %1 to %2").arg(gateway.id.value(), text::gatewayKindName(*kind))
                  : tr("Edit gateway %1").arg(gateway.id.value()),
             parent)
    , m_engine(engine)
    , m_gateway(gateway)
{
    setMinimumWidth(480);
    if (kind) {
        addText(tr("Its name and history stay. Check the address: another kind may listen on another port."),
                LabelKind::Muted);
        m_gateway.kind = *kind;
        engine::Engine::setAddress(m_gateway, gateway.address());
    }
    const auto secrets = kind ? GatewayFields::Secrets::Ask : GatewayFields::Secrets::Leave;
    m_fields = new GatewayFields(theme, secrets, this);
    m_fields->show(m_gateway);
    body()->addWidget(m_fields, 1);
    const QString words = kind ? tr("Change kind") : tr("Save changes");
    setPrimary(words, [this] { save(); });
    m_fields->focusFirst();
}

void EditGatewayDialog::save()
{
    GatewayProfile changed = m_gateway;
    if (const auto problem = m_fields->read(changed)) {
        showProblem(problem->text, problem->advice);
        return;
    }
    await(m_engine.updateGateway(changed, m_fields->token()));
}

PasteGatewaysDialog::PasteGatewaysDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Bulk add gateways"), parent)
    , m_engine(engine)
{
    resize(640, 520);
    m_text = new QPlainTextEdit(this);
    m_text->setFont(Theme::monoFont(font()));
    m_text->setTabChangesFocus(true);
    m_text->setPlaceholderText(u"bot-1 http://192.168.1.20:6099 token-1\nbot-2 http://192.168.1.21:6099 token-2"_s);
    addField(tr("Lines"), m_text, tr("One gateway per line: id, address, token, separated by spaces."));
    m_preview = new QTreeWidget(this);
    m_preview->setHeaderLabels({tr("Line"), tr("Id"), tr("Address"), tr("Result")});
    styleTree(m_preview, tr("Preview"));
    m_preview->setSortingEnabled(false);
    m_preview->header()->setStretchLastSection(true);
    body()->addWidget(m_preview, 1);
    QPushButton *add = setPrimary(tr("Add all"), [this] { addAll(); });
    add->setEnabled(false);
    connect(m_text, &QPlainTextEdit::textChanged, this, &PasteGatewaysDialog::read);
}

void PasteGatewaysDialog::read()
{
    m_result = m_engine.parsePasted(m_text->toPlainText());
    m_preview->clear();
    int number = 0;
    for (const PastedGateway &gateway : std::as_const(m_result.gateways)) {
        const QString warning = plainHttpWarning(gateway.profile.webUi);
        auto *row = new QTreeWidgetItem(m_preview,
                                        {QString::number(++number), gateway.profile.id.value(),
                                         text::visibleControls(gateway.profile.webUi.toString()),
                                         warning.isEmpty() ? tr("will be added") : tr("will be added; plain http")});
        row->setIcon(0,
                     theme().shapeIcon(warning.isEmpty() ? Shape::FilledCircle : Shape::Triangle,
                                       warning.isEmpty() ? Role::Working : Role::Degraded));
        row->setToolTip(3, plainTip(warning));
    }
    for (const auto &[line, text] : std::as_const(m_result.badLines)) {
        auto *row = new QTreeWidgetItem(m_preview,
                                        {QString::number(line), {}, text::visibleControls(text), tr("not understood")});
        row->setIcon(0, theme().shapeIcon(Shape::Square, Role::Failed));
        row->setToolTip(3, tr("Expected: id, address, token"));
    }
    for (int column = 0; column < 3; ++column) {
        m_preview->resizeColumnToContents(column);
        m_preview->setColumnWidth(column, m_preview->columnWidth(column) + 24);
    }
    primary()->setEnabled(!m_result.gateways.isEmpty() && !isBusy());
}

void PasteGatewaysDialog::addAll()
{
    m_next = 0;
    m_failed.clear();
    clearError();
    m_text->setReadOnly(true);
    setBusy(true);
    addNext();
}

void PasteGatewaysDialog::addNext()
{
    if (m_next >= m_result.gateways.size()) {
        finish();
        return;
    }
    const PastedGateway gateway = m_result.gateways.at(m_next);
    ++m_next;
    onResult(this, m_engine.addGateway(gateway.profile, gateway.token), [this, gateway](const Result<> &result) {
        if (!result) {
            m_failed.append(QString(gateway.profile.id.value() + u' ' + gateway.profile.webUi.toString() + u' '
                                    + gateway.token.reveal()));
            m_lastError = result.error();
        }
        addNext();
    });
}

void PasteGatewaysDialog::finish()
{
    setBusy(false);
    m_text->setReadOnly(false);
    if (m_result.badLines.isEmpty() && m_failed.isEmpty()) {
        accept();
        return;
    }
    // Lines that could not be added stay for correction; the rest is in the list now.
    const QStringList lines = m_text->toPlainText().split(u'\n');
    QStringList rest = m_failed;
    for (const auto &[number, text] : std::as_const(m_result.badLines))
        rest.append(lines.value(number - 1, text));
    const int bad = int(m_result.badLines.size());
    m_text->setPlainText(rest.join(u'\n'));
    if (m_failed.isEmpty())
        showProblem(tr("%n line(s) were not understood.", nullptr, bad),
                    tr("The others were added. Correct these, or close."));
    else
        showError(m_lastError);
}

CertificateDialog::CertificateDialog(const Theme &theme, const QString &gateway, const CertificateInfo &certificate,
                                     QWidget *parent, std::function<FutureResult<>(const QByteArray &)> trust)
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
    const QString print = fingerprintText(certificate.sha256);
    row(tr("SHA-256"), print.left(48) + u'\n' + print.mid(48), LabelKind::Mono);
    grid->setColumnStretch(1, 1);
    body()->addLayout(grid);
    const QByteArray sha256 = certificate.sha256;
    setPrimary(tr("Trust this certificate"), [this, sha256, run = std::move(trust)] { await(run(sha256)); });
    closeButton()->setFocus();
}

void openGatewayPage(QWidget *parent, const Theme &theme, const GatewayProfile &gateway)
{
    const QUrl url = gateway.address().adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    ask(parent, theme, QCoreApplication::translate("rookery::ui::EditGatewayDialog", "Open the gateway's own page"),
        QCoreApplication::translate(
            "rookery::ui::EditGatewayDialog",
            "Your browser opens this address:\n\n%1\n\nThe page asks for the gateway's token; finish the check there.")
            .arg(text::visibleControls(url.toString())),
        QCoreApplication::translate("rookery::ui::EditGatewayDialog", "Open in browser"),
        [url] { QDesktopServices::openUrl(url); });
}

} // namespace rookery::ui

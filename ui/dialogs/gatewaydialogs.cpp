// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaydialogs.h"

#include "gatewayform.h"

#include "text/wording.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isLoopback(const QString &host)
{
    return host == u"localhost" || host == u"::1" || host.startsWith(u"127."_s);
}

} // namespace

QString fingerprintText(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex(':')).toUpper();
}

QString plainHttpWarning(const QUrl &url)
{
    if ((url.scheme() != u"http" && url.scheme() != u"ws") || url.host().isEmpty() || isLoopback(url.host()))
        return {};
    return QCoreApplication::translate(
        "rookery::ui::EditGatewayDialog",
        "Plain http to another machine: whoever shares the network can read the token and the "
        "messages. Use https, or a tunnel.");
}

EditGatewayDialog::EditGatewayDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway,
                                     QWidget *parent)
    : Dialog(theme, tr("Edit gateway %1").arg(gateway.id.value()), parent)
    , m_engine(engine)
    , m_gateway(gateway)
{
    m_name = new QLineEdit(gateway.name, this);
    const GatewayForm form = gatewayForm(gateway.kind);
    m_address = new QLineEdit(gateway.address().toString(), this);
    m_oneBot = new QLineEdit(gateway.oneBot.toString(), this);
    m_oneBot->setPlaceholderText(u"ws://127.0.0.1:3001"_s);
    addField(tr("Name"), m_name);
    addField(form.address, m_address);
    if (form.secondWay)
        addField(tr("OneBot address (optional)"), m_oneBot,
                 tr("A second way for actions; leave it empty when you are not sure."));
    else
        m_oneBot->hide();
    m_warning = addText(plainHttpWarning(gateway.address()), LabelKind::Body);
    setLabelRole(m_warning, theme, Role::Degraded);
    m_warning->setVisible(!m_warning->text().isEmpty());
    connect(m_address, &QLineEdit::textChanged, this, [this](const QString &text) {
        const auto parsed = engine::Engine::parseAddress(text, m_gateway.kind);
        m_warning->setText(parsed ? plainHttpWarning(parsed->url) : QString());
        m_warning->setVisible(!m_warning->text().isEmpty());
    });
    setPrimary(tr("Save changes"), [this] { save(); });
}

void EditGatewayDialog::save()
{
    const auto parsed = engine::Engine::parseAddress(m_address->text().trimmed(), m_gateway.kind);
    if (!parsed) {
        showError(parsed.error());
        m_address->setFocus();
        return;
    }
    GatewayProfile changed = m_gateway;
    changed.name = m_name->text().trimmed();
    if (changed.address().host() != parsed->url.host() || changed.address().port() != parsed->url.port())
        changed.pinnedSha256.clear(); // trust was given to that other address
    if (gatewayForm(changed.kind).secondWay)
        changed.oneBot = QUrl(m_oneBot->text().trimmed(), QUrl::StrictMode);
    engine::Engine::setAddress(changed, parsed->url);
    const bool bad = gatewayForm(changed.kind).secondWay && !m_oneBot->text().trimmed().isEmpty()
        && (!changed.oneBot.isValid() || (changed.oneBot.scheme() != u"ws" && changed.oneBot.scheme() != u"wss"));
    if (bad) {
        showProblem(tr("The OneBot address is not a WebSocket address."),
                    tr("It starts with ws:// or wss://, as in the gateway's settings."));
        m_oneBot->setFocus();
        return;
    }
    const Redacted<QString> token = parsed->token;
    await(m_engine.updateGateway(changed), [this, token] {
        if (token.isEmpty())
            accept();
        else
            await(m_engine.changeToken(m_gateway.id, token));
    });
}

PasteGatewaysDialog::PasteGatewaysDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Paste gateways"), parent)
    , m_engine(engine)
{
    resize(640, 520);
    m_text = new QPlainTextEdit(this);
    m_text->setFont(Theme::monoFont(font()));
    m_text->setTabChangesFocus(true);
    m_text->setPlaceholderText(u"bot-1 http://192.168.1.20:6099 token-1\nbot-2 http://192.168.1.21:6099 token-2"_s);
    addField(tr("Lines"), m_text, tr("One gateway per line: id, address, token, with blanks between them."));
    m_preview = new QTreeWidget(this);
    m_preview->setHeaderLabels({tr("Line"), tr("Id"), tr("Address"), tr("What happens")});
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
        row->setToolTip(3, warning);
    }
    for (const auto &[line, text] : std::as_const(m_result.badLines)) {
        auto *row = new QTreeWidgetItem(m_preview,
                                        {QString::number(line), {}, text::visibleControls(text), tr("not understood")});
        row->setIcon(0, theme().shapeIcon(Shape::Square, Role::Failed));
        row->setToolTip(3, tr("A line is: id, address, token"));
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
    // What could not be added stays for correction; the rest is in the list now.
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
    // Two lines of sixteen pairs: a label cannot wrap inside a word.
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

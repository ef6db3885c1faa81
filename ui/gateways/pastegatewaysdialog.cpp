// SPDX-License-Identifier: GPL-3.0-or-later
#include "pastegatewaysdialog.h"

#include "gatewayfields.h"
#include "kit/plaintip.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

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
    m_result = m_engine.gateways().parsePasted(m_text->toPlainText());
    m_preview->clear();
    int number = 0;
    for (const PastedGateway &gateway : std::as_const(m_result.gateways)) {
        const QString warning = plainHttpWarning(gateway.profile.webUi);
        auto *row = new QTreeWidgetItem(m_preview,
                                        {QString::number(++number), gateway.profile.id.value(),
                                         text::visibleControls(gateway.profile.webUi.toString()),
                                         warning.isEmpty() ? tr("will be added") : tr("will be added; plain http")});
        row->setIcon(0, theme().statusIcon(warning.isEmpty() ? kWorkingStyle : kDegradedStyle));
        row->setToolTip(3, plainTip(warning));
    }
    for (const auto &[line, text] : std::as_const(m_result.badLines)) {
        auto *row = new QTreeWidgetItem(m_preview,
                                        {QString::number(line), {}, text::visibleControls(text), tr("not understood")});
        row->setIcon(0, theme().statusIcon(kFailedStyle));
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
    onResult(this, m_engine.gateways().add(gateway.profile, gateway.token), [this, gateway](const Result<> &result) {
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

} // namespace rookery::ui

#include "moc_pastegatewaysdialog.cpp"

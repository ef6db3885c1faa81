// SPDX-License-Identifier: GPL-3.0-or-later
#include "pastetargetsdialog.h"

#include "kit/widgetfactory.h"
#include "targetlist.h"
#include "text/wording.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace rookery::ui {

namespace {

QString whyBad(BadRow why)
{
    switch (why) {
    case BadRow::NotANumber:
        return PasteTargetsDialog::tr("not a number");
    case BadRow::NotInLists:
        return PasteTargetsDialog::tr("not in these lists");
    case BadRow::GroupOrFriend:
        return PasteTargetsDialog::tr("both a group and a friend: write group: or friend: before it");
    case BadRow::SeveralAccounts:
        return PasteTargetsDialog::tr("a friend of several accounts: choose one of them first");
    case BadRow::Repeated:
        return PasteTargetsDialog::tr("listed twice");
    }
    return {};
}

} // namespace

PasteTargetsDialog::PasteTargetsDialog(const QString &accountName, QList<DraftTarget> known, QWidget *parent)
    : QDialog(parent)
    , m_known(std::move(known))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Paste a list of targets"));
    resize(560, 520);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(kGap);
    layout->addWidget(makeLabel(windowTitle(), LabelKind::Title, this));
    auto *lead = makeLabel(tr("Numbers such as 30001 or friend:20001, separated by lines, spaces or commas. They are "
                              "looked up in the lists of %1.")
                               .arg(accountName),
                           LabelKind::Muted, this);
    lead->setWordWrap(true);
    layout->addWidget(lead);
    m_text = new QPlainTextEdit(this);
    m_text->setAccessibleName(tr("List of targets"));
    m_text->setTabChangesFocus(true);
    layout->addWidget(m_text, 3);
    m_result = makeLabel({}, LabelKind::Strong, this);
    layout->addWidget(m_result);
    m_bad = new QPlainTextEdit(this);
    m_bad->setReadOnly(true);
    m_bad->setTabChangesFocus(true);
    m_bad->setAccessibleName(tr("Rows that were not understood"));
    layout->addWidget(m_bad, 2);
    auto *row = new QHBoxLayout;
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Plain, this);
    m_add = makeButton(tr("Add targets"), ButtonKind::Primary, this);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_add);
    layout->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_text, &QPlainTextEdit::textChanged, this, &PasteTargetsDialog::read);
    connect(m_add, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(m_targets);
        accept();
    });
    read();
}

void PasteTargetsDialog::read()
{
    PastedTargets pasted = parseTargets(m_text->toPlainText(), m_known);
    m_targets = std::move(pasted.targets);
    QStringList bad;
    for (const BadTargetRow &row : std::as_const(pasted.bad))
        bad.append(tr("line %1: %2 \u2013 %3", "number, pasted text, why")
                       .arg(QString::number(row.line), text::visibleControls(row.text), whyBad(row.why)));
    m_bad->setPlainText(bad.join(QLatin1Char('\n')));
    m_bad->setVisible(!bad.isEmpty());
    const QString found = tr("%n target(s) found", nullptr, int(m_targets.size()));
    m_result->setText(bad.isEmpty() ? found : tr("%1, %2 rows not understood").arg(found, QString::number(bad.size())));
    m_add->setEnabled(!m_targets.isEmpty());
}

} // namespace rookery::ui

#include "moc_pastetargetsdialog.cpp"

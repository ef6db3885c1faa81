// SPDX-License-Identifier: GPL-3.0-or-later
#include "settingrow.h"

#include "kit/widgetfactory.h"
#include "text/errortext.h"
#include "text/format.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

namespace {

constexpr int kControlWidth = 180;
constexpr int kFieldWidth = 340;

QLabel *addWrapped(LabelKind kind, QWidget *parent, QVBoxLayout *layout)
{
    QLabel *label = makeLabel({}, kind, parent);
    label->setWordWrap(true);
    label->hide();
    layout->addWidget(label);
    return label;
}

} // namespace

SettingRow::SettingRow(const SettingWords &words, const Theme &theme, QWidget *control, QWidget *parent)
    : QFrame(parent)
    , m_words(words)
    , m_control(control)
{
    setProperty("kind", QStringLiteral("setting"));
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(9, 6, 8, 6);
    m_layout->setSpacing(4);
    const bool isSwitch = qobject_cast<QCheckBox *>(control) != nullptr;
    if (!isSwitch && !words.label.isEmpty()) {
        QLabel *label = makeLabel(words.label, LabelKind::Strong, this);
        label->setBuddy(spoken());
        m_layout->addWidget(label);
    }
    if (control->accessibleName().isEmpty())
        control->setAccessibleName(words.label);
    if (!isSwitch)
        control->setMinimumWidth(kControlWidth);
    if (qobject_cast<QLineEdit *>(control))
        control->setMaximumWidth(kFieldWidth);
    const bool isWide = control->sizePolicy().horizontalPolicy() == QSizePolicy::Expanding;
    m_line = new QHBoxLayout;
    m_line->setSpacing(kGap);
    m_line->addWidget(control, isWide ? 1 : 0);
    m_line->addStretch(isWide ? 0 : 1);
    m_layout->addLayout(m_line);
    m_hint = addWrapped(LabelKind::Muted, this, m_layout);
    m_warning = addWrapped(LabelKind::Body, this, m_layout);
    setLabelRole(m_warning, theme, Role::Degraded);
    m_problem = new QFrame(this);
    setStrip(m_problem, Role::Failed);
    auto *strip = new QVBoxLayout(m_problem);
    strip->setContentsMargins(12, 6, 12, 6);
    strip->setSpacing(2);
    m_problemText = addWrapped(LabelKind::Strong, m_problem, strip);
    m_problemAdvice = addWrapped(LabelKind::Body, m_problem, strip);
    m_problem->hide();
    m_layout->addWidget(m_problem);
    setHint(words.hint);
}

void SettingRow::addBeside(QWidget *widget)
{
    m_line->insertWidget(m_line->count() - 1, widget);
}

void SettingRow::setHint(const QString &hint)
{
    m_words.hint = hint;
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    if (!m_marked)
        spoken()->setAccessibleDescription(hint);
}

QWidget *SettingRow::spoken() const
{
    QWidget *part = m_control->focusProxy();
    return part ? part : m_control;
}

void SettingRow::setWarning(const QString &warning)
{
    m_warning->setText(warning);
    m_warning->setVisible(!warning.isEmpty());
}

void SettingRow::setRestore(std::function<void()> restore)
{
    m_restore = makeButton(tr("Use default"), ButtonKind::Quiet, this, tr("Use default: %1").arg(m_words.label));
    m_restore->hide();
    addBeside(m_restore);
    connect(m_restore, &QPushButton::clicked, this, [this, run = std::move(restore)] {
        m_control->setFocus(); // the button disappears
        run();
    });
}

void SettingRow::setIsDefault(bool isDefault)
{
    if (m_restore)
        m_restore->setVisible(!isDefault);
}

void SettingRow::showError(const Error &error)
{
    showProblem(text::errorText(error), text::errorAdvice(error));
}

void SettingRow::showProblem(const QString &problem, const QString &advice)
{
    m_problemText->setText(text::visibleControls(problem, true));
    m_problemText->setVisible(!problem.isEmpty());
    m_problemText->setAccessibleName(tr("Problem with %1: %2").arg(m_words.label, problem));
    m_problemAdvice->setText(text::visibleControls(advice, true));
    m_problemAdvice->setVisible(!advice.isEmpty());
    m_problem->setVisible(!problem.isEmpty());
}

void SettingRow::clearProblem()
{
    m_problem->hide();
}

bool SettingRow::hasProblem() const
{
    return !m_problem->isHidden();
}

bool SettingRow::matches(const QStringList &words) const
{
    const QString all = m_words.label + u'\n' + m_words.hint + u'\n' + m_words.synonyms;
    return std::all_of(words.cbegin(), words.cend(),
                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

void SettingRow::setMarked(bool marked)
{
    m_marked = marked;
    ui::setMarked(this, marked);
    spoken()->setAccessibleDescription(marked ? tr("Found by the search. %1").arg(m_words.hint) : m_words.hint);
}

} // namespace rookery::ui

#include "moc_settingrow.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "settingspage.h"

#include "kit/widgetfactory.h"
#include "text/errortext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

SettingsPage::SettingsPage(const SettingsContext &context, const QString &title, const QString &synonyms,
                           QWidget *parent)
    : QScrollArea(parent)
    , m_context(context)
    , m_title(title)
    , m_synonyms(synonyms)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // its rows take the focus, and come into view with it
    m_content = new QWidget(this);
    m_content->setObjectName(u"plain"_s);
    m_body = new QVBoxLayout(m_content);
    m_body->setContentsMargins(0, 0, 8, 8);
    m_body->setSpacing(4);
    m_body->addWidget(makeLabel(title, LabelKind::Title, m_content));
    setWidget(m_content);
    connect(&context.editor, &SettingsEditor::changed, this, &SettingsPage::showSettings);
    connect(&context.editor, &SettingsEditor::settled, this, &SettingsPage::showFailure);
}

SettingRow *SettingsPage::row(const QString &key) const
{
    const auto it =
        std::find_if(m_rows.cbegin(), m_rows.cend(), [&key](const SettingRow *row) { return row->key() == key; });
    return it == m_rows.cend() ? nullptr : *it;
}

bool SettingsPage::matches(const QStringList &words) const
{
    const QString all = m_title + u'\n' + m_synonyms;
    return std::all_of(words.cbegin(), words.cend(),
                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

void SettingsPage::showSettings()
{
    for (const auto &show : std::as_const(m_shows))
        show(editor().settings());
}

void SettingsPage::addHeading(const QString &text)
{
    m_body->addSpacing(kGap);
    m_body->addWidget(makeLabel(text, LabelKind::Section, m_content));
}

QLabel *SettingsPage::addText(const QString &text)
{
    QLabel *label = makeLabel(text, LabelKind::Body, m_content);
    label->setWordWrap(true);
    m_body->addWidget(label);
    return label;
}

SettingRow *SettingsPage::addRow(const SettingWords &words, QWidget *control)
{
    auto *row = new SettingRow(words, theme(), control, m_content);
    m_body->addWidget(row);
    m_rows.append(row);
    if (control->focusPolicy() == Qt::WheelFocus)
        control->setFocusPolicy(Qt::StrongFocus);
    control->installEventFilter(this);
    showFailure(words.key);
    return row;
}

SettingRow *SettingsPage::addSwitch(const SettingWords &words, const Field<bool> &field)
{
    auto *box = new QCheckBox(words.label, m_content);
    SettingRow *row = addRow(words, box);
    const auto save = bind<bool>(row, field,
                                 {.read = [box] { return box->isChecked(); },
                                  .write =
                                      [box](const bool &on) {
                                          const QSignalBlocker quiet(box);
                                          box->setChecked(on);
                                      }});
    connect(box, &QCheckBox::toggled, row, [save] { save(); });
    return row;
}

SettingRow *SettingsPage::addChoice(const SettingWords &words, const QList<std::pair<QString, QString>> &options,
                                    const Field<QString> &field)
{
    auto *box = new QComboBox(m_content);
    for (const auto &[text, value] : options)
        box->addItem(text, value);
    SettingRow *row = addRow(words, box);
    const auto save = bind<QString>(row, field,
                                    {.read = [box] { return box->currentData().toString(); },
                                     .write =
                                         [box](const QString &value) {
                                             const QSignalBlocker quiet(box);
                                             box->setCurrentIndex(std::max(0, box->findData(value)));
                                         }});
    connect(box, &QComboBox::currentIndexChanged, row, [save] { save(); });
    return row;
}

SettingRow *SettingsPage::addNumber(const SettingWords &words, QSpinBox *box, const Field<int> &field)
{
    box->setKeyboardTracking(false); // a number that is half typed is not saved
    SettingRow *row = addRow(words, box);
    const auto save = bind<int>(row, field,
                                {.read = [box] { return box->value(); },
                                 .write =
                                     [box](const int &value) {
                                         const QSignalBlocker quiet(box);
                                         box->setValue(value);
                                     }});
    connect(box, &QSpinBox::valueChanged, row, [save] { save(); });
    return row;
}

void SettingsPage::onSettings(std::function<void(const Settings &)> show)
{
    show(editor().settings());
    m_shows.append(std::move(show));
}

bool SettingsPage::eventFilter(QObject *watched, QEvent *event)
{
    // The wheel scrolls the page; it changes only a control that was chosen before.
    const auto *control = qobject_cast<const QWidget *>(watched);
    if (event->type() == QEvent::Wheel && control && !control->hasFocus()) {
        event->ignore();
        return true;
    }
    return QScrollArea::eventFilter(watched, event);
}

void SettingsPage::showFailure(const QString &key)
{
    SettingRow *shown = row(key);
    if (!shown)
        return;
    const std::optional<Error> failure = editor().failure(key);
    if (failure)
        shown->showProblem(tr("It applies now, but could not be saved: %1").arg(text::errorText(*failure)),
                           text::errorAdvice(*failure));
    else
        shown->clearProblem();
}

} // namespace rookery::ui

#include "moc_settingspage.cpp"

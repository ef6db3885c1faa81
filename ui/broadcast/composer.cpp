// SPDX-License-Identifier: GPL-3.0-or-later
#include "composer.h"

#include "kit/confirm.h"
#include "kit/emptyhint.h"
#include "kit/widgetfactory.h"
#include "picturestrip.h"
#include "text/wording.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <cmath>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

enum PaceChoice { DefaultPace, NoPause, CustomPace };

QString defaultPaceWords(const Pace &pace)
{
    const QString interval = QLocale().toString(double(pace.interval.count()) / 1000, 'g', 6);
    return Composer::tr("Default: %1 s \u00B1 %2 %").arg(interval, QString::number(std::lround(pace.jitter * 100)));
}

} // namespace

bool MessageEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return PictureStrip::canTake(*source) || source->hasText();
}

void MessageEdit::insertFromMimeData(const QMimeData *source)
{
    if (PictureStrip::canTake(*source))
        Q_EMIT picturesOffered(source);
    else
        insertPlainText(source->text());
}

Composer::Composer(const Theme &theme, const Pace &defaultPace, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_default(defaultPace)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *card = makeCard(this);
    card->setMinimumWidth(320);
    outer->addWidget(card);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(kGap);
    buildMessage(layout);
    buildPictures(layout);
    buildPace(layout);
    updateActions();
}

void Composer::buildMessage(QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Message"), LabelKind::Section, this));
    head->addStretch();
    m_count = makeLabel({}, LabelKind::Muted, this);
    head->addWidget(m_count);
    layout->addLayout(head);
    m_title = new QLineEdit(this);
    m_title->setAccessibleName(tr("Title of the broadcast"));
    m_title->setPlaceholderText(tr("Title for the queue, not sent (optional)"));
    m_title->setMaxLength(kMaxTitle);
    layout->addWidget(m_title);
    m_text = new MessageEdit(this);
    m_text->setAccessibleName(tr("Message text"));
    m_text->setPlaceholderText(tr("Write the message. Pictures can be dropped or pasted here."));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(80);
    layout->addWidget(m_text, 1);
    m_atAll = new QCheckBox(tr("Mention everybody in groups (@all)"), this);
    m_atAll->setAccessibleName(tr("Mention everybody"));
    layout->addWidget(m_atAll);
    connect(m_title, &QLineEdit::textChanged, this, &Composer::edited);
    connect(m_text, &QPlainTextEdit::textChanged, this, &Composer::updateActions);
    connect(m_atAll, &QCheckBox::toggled, this, &Composer::askAtAll);
}

void Composer::buildPictures(QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(makeLabel(tr("Pictures"), LabelKind::Section, this));
    head->addStretch();
    m_earlier = makeIconButton(m_theme.icon(u"up"_s), tr("Move picture earlier"), this);
    m_later = makeIconButton(m_theme.icon(u"down"_s), tr("Move picture later"), this);
    m_remove = makeIconButton(m_theme.icon(u"trash"_s), tr("Remove pictures"), this);
    auto *add = makeButton(tr("Add pictures\u2026"), ButtonKind::Plain, this, tr("Add pictures"));
    for (QPushButton *button : {m_earlier, m_later, m_remove, add})
        head->addWidget(button);
    layout->addLayout(head);
    m_pictures = new PictureStrip(m_theme, this);
    m_pictures->setAccessibleName(tr("Pictures"));
    new EmptyHint(tr("No picture. Drop, paste or add some."), m_pictures);
    layout->addWidget(m_pictures);
    connect(add, &QPushButton::clicked, this, &Composer::addPictures);
    connect(m_remove, &QPushButton::clicked, m_pictures, &PictureStrip::removeSelected);
    connect(m_earlier, &QPushButton::clicked, m_pictures, [this] { m_pictures->moveSelected(-1); });
    connect(m_later, &QPushButton::clicked, m_pictures, [this] { m_pictures->moveSelected(1); });
    connect(m_pictures, &PictureStrip::edited, this, &Composer::updateActions);
    connect(m_pictures, &QListWidget::itemSelectionChanged, this, &Composer::updateActions);
    connect(m_text, &MessageEdit::picturesOffered, m_pictures,
            [this](const QMimeData *source) { m_pictures->take(*source); });
    connect(m_pictures, &PictureStrip::pasteFailed, this,
            [this] { Q_EMIT notice(tr("The pasted picture could not be stored. Save it as a file and add that.")); });
}

void Composer::buildPace(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    row->addWidget(makeLabel(tr("Pace"), LabelKind::Section, this));
    m_pace = new QComboBox(this);
    m_pace->setAccessibleName(tr("Pace of sending"));
    m_pace->addItem(defaultPaceWords(m_default), DefaultPace);
    m_pace->addItem(tr("Custom interval"), CustomPace);
    m_pace->addItem(tr("No delay (risky)"), NoPause);
    m_pace->setToolTip(tr("The pause between two messages of one account. The default, which the settings define, "
                          "protects the account."));
    m_seconds = new QDoubleSpinBox(this);
    m_seconds->setAccessibleName(tr("Seconds between messages"));
    m_seconds->setRange(0.5, 600);
    m_seconds->setDecimals(1);
    m_seconds->setSingleStep(0.5);
    m_seconds->setValue(5);
    m_seconds->setSuffix(tr(" s", "seconds, behind a number"));
    row->addWidget(m_pace);
    row->addWidget(m_seconds);
    row->addStretch();
    layout->addLayout(row);
    connect(m_pace, &QComboBox::currentIndexChanged, this, &Composer::updateActions);
    connect(m_seconds, &QDoubleSpinBox::valueChanged, this, &Composer::updateActions);
}

void Composer::setDefaultPace(const Pace &pace)
{
    if (pace == m_default)
        return;
    m_default = pace;
    m_pace->setItemText(m_pace->findData(DefaultPace), defaultPaceWords(pace));
    updateActions();
}

void Composer::askAtAll()
{
    if (!m_atAll->isChecked()) {
        updateActions();
        return;
    }
    tickAtAll(false);
    ask(this,
        {.title = tr("Mention everybody?"),
         .details = tr("Every member of every chosen group gets a notification. Many groups allow it only a few times "
                       "a day and only to administrators, and members report accounts that use it too often."),
         .yes = tr("Mention everybody"),
         .no = {},
         .dangerous = true},
        [this] {
            tickAtAll(true);
            updateActions();
        });
}

void Composer::tickAtAll(bool on)
{
    const QSignalBlocker quiet(m_atAll); // toggled() would ask again
    m_atAll->setChecked(on);
}

void Composer::addPictures()
{
    auto *dialog = new QFileDialog(this, tr("Add pictures"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    dialog->setNameFilters({tr("Pictures (*.png *.jpg *.jpeg *.gif *.webp *.bmp)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, m_pictures, &PictureStrip::add);
    dialog->open();
}

void Composer::updateActions()
{
    m_count->setText(tr("%n character(s)", nullptr, int(m_text->toPlainText().size())));
    m_pictures->setFixedHeight(m_pictures->count() == 0 ? 56 : 116);
    const bool any = !m_pictures->selectedItems().isEmpty();
    m_remove->setEnabled(any);
    m_earlier->setEnabled(any && m_pictures->currentRow() > 0);
    m_later->setEnabled(any && m_pictures->currentRow() + 1 < m_pictures->count());
    m_seconds->setVisible(m_pace->currentData().toInt() == CustomPace);
    Q_EMIT edited();
}

bool Composer::isEmpty() const
{
    return m_text->toPlainText().trimmed().isEmpty() && m_pictures->count() == 0;
}

void Composer::writeTo(Draft &draft) const
{
    draft.title = m_title->text().simplified();
    draft.text = m_text->toPlainText();
    draft.atAll = m_atAll->isChecked();
    draft.pictures = m_pictures->pictures();
    draft.pace = m_default;
    switch (m_pace->currentData().toInt()) {
    case NoPause:
        draft.pace.interval = milliseconds(0);
        draft.pace.jitter = 0;
        draft.pace.rampUp = false;
        break;
    case CustomPace:
        draft.pace.interval = milliseconds(std::lround(m_seconds->value() * 1000));
        break;
    default:
        break;
    }
}

void Composer::readFrom(const Draft &draft)
{
    m_title->setText(draft.title);
    m_text->setPlainText(draft.text);
    tickAtAll(draft.atAll);
    m_pictures->setPictures(draft.pictures);
    PaceChoice choice = CustomPace;
    if (draft.pace.interval <= milliseconds(0))
        choice = NoPause;
    else if (draft.pace.interval == m_default.interval)
        choice = DefaultPace;
    else
        m_seconds->setValue(double(draft.pace.interval.count()) / 1000);
    m_pace->setCurrentIndex(std::max(0, m_pace->findData(int(choice))));
    updateActions();
}

void Composer::clear()
{
    m_pace->setCurrentIndex(m_pace->findData(DefaultPace));
    m_title->clear();
    m_text->clear();
    tickAtAll(false);
    m_pictures->setPictures({});
}

} // namespace rookery::ui

#include "moc_composer.cpp"

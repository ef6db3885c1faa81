// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog.h"

#include "text/wording.h"
#include "widgetfactory.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

Dialog::Dialog(const Theme &theme, const QString &title, QWidget *parent) : QDialog(parent), m_theme(theme)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setWindowTitle(title);
    setAccessibleName(title);
    setMinimumWidth(440);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 16, 24, 16);
    outer->setSpacing(12);
    outer->addWidget(makeLabel(title, LabelKind::Title, this));
    m_body = new QVBoxLayout;
    m_body->setSpacing(kGap);
    outer->addLayout(m_body, 1);

    m_errorStrip = new QFrame(this);
    setStrip(m_errorStrip, Role::Failed);
    auto *strip = new QVBoxLayout(m_errorStrip);
    strip->setContentsMargins(12, 8, 12, 8);
    strip->setSpacing(4);
    m_errorText = makeLabel({}, LabelKind::Strong, m_errorStrip);
    m_errorText->setWordWrap(true);
    m_errorText->setAccessibleName(tr("Problem"));
    m_errorAdvice = makeLabel({}, LabelKind::Body, m_errorStrip);
    m_errorAdvice->setWordWrap(true);
    strip->addWidget(m_errorText);
    strip->addWidget(m_errorAdvice);
    m_errorStrip->hide();
    outer->addWidget(m_errorStrip);

    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 0);
    m_progress->setAccessibleName(tr("Working"));
    m_progress->hide();
    outer->addWidget(m_progress);

    m_buttons = new QWidget(this);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 4, 0, 0);
    buttons->setSpacing(kGap);
    buttons->addStretch();
    m_close = makeButton(tr("Cancel"), ButtonKind::Plain, this);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    buttons->addWidget(m_close);
    outer->addWidget(m_buttons);
}

void Dialog::showError(const Error &error)
{
    showProblem(text::errorText(error), text::errorAdvice(error, m_advicePlace));
}

void Dialog::showProblem(const QString &text, const QString &advice)
{
    m_errorText->setText(text::visibleControls(text, true));
    m_errorAdvice->setText(text::visibleControls(advice, true));
    m_errorAdvice->setVisible(!advice.isEmpty());
    m_errorStrip->setVisible(!text.isEmpty());
}

void Dialog::clearError()
{
    m_errorStrip->hide();
}

QPushButton *Dialog::setPrimary(const QString &text, std::function<void()> action, ButtonKind kind)
{
    m_primary = makeButton(text, kind, this);
    m_primary->setAutoDefault(true);
    m_primary->setDefault(true);
    connect(m_primary, &QPushButton::clicked, this, [run = std::move(action)] { run(); });
    m_buttons->layout()->addWidget(m_primary);
    return m_primary;
}

QPushButton *Dialog::addButton(const QString &text, std::function<void()> action)
{
    QPushButton *button = makeButton(text, ButtonKind::Plain, this);
    connect(button, &QPushButton::clicked, this, [run = std::move(action)] { run(); });
    qobject_cast<QHBoxLayout *>(m_buttons->layout())->insertWidget(0, button);
    return button;
}

void Dialog::setCloseText(const QString &text)
{
    m_close->setText(text);
    m_close->setAccessibleName(text);
}

QLabel *Dialog::addText(const QString &text, LabelKind kind)
{
    QLabel *label = makeLabel(text, kind, this);
    label->setWordWrap(true);
    m_body->addWidget(label);
    return label;
}

void Dialog::addField(const QString &label, QWidget *field, const QString &hint)
{
    auto *group = new QVBoxLayout;
    group->setSpacing(4);
    QLabel *title = makeLabel(label, LabelKind::Section, this);
    title->setBuddy(field);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(label);
    group->addWidget(title);
    group->addWidget(field);
    if (!hint.isEmpty()) {
        QLabel *words = makeLabel(hint, LabelKind::Muted, this);
        words->setWordWrap(true);
        group->addWidget(words);
    }
    m_body->addLayout(group);
}

void Dialog::await(const FutureResult<> &future, std::function<void()> done)
{
    clearError();
    setBusy(true);
    onResult(this, future, [this, finish = std::move(done)](const Result<> &result) {
        setBusy(false);
        if (!result) {
            showError(result.error());
            return;
        }
        if (finish)
            finish();
        else
            accept();
    });
}

void Dialog::setBusy(bool busy)
{
    m_busy = busy;
    m_progress->setVisible(busy);
    if (m_primary)
        m_primary->setEnabled(!busy);
}

namespace {

class Message final : public Dialog
{
public:
    Message(const Theme &theme, const QString &title, const QString &text, QWidget *parent)
        : Dialog(theme, title, parent)
    {
        addText(text);
    }
    void confirmWith(const QString &text, std::function<void()> confirmed, ButtonKind kind)
    {
        setPrimary(
            text,
            [this, run = std::move(confirmed)] {
                accept();
                run();
            },
            kind);
    }
    void onlyClose() { setCloseText(Dialog::tr("Close")); }
};

} // namespace

void ask(QWidget *parent, const Theme &theme, const QString &title, const QString &text, const QString &confirm,
         std::function<void()> confirmed, ButtonKind kind)
{
    auto *question = new Message(theme, title, text, parent);
    question->confirmWith(confirm, std::move(confirmed), kind);
    question->open();
}

void tell(QWidget *parent, const Theme &theme, const QString &title, const Error &error)
{
    auto *message = new Message(theme, title, {}, parent);
    message->showError(error);
    message->onlyClose();
    message->open();
}

} // namespace rookery::ui

#include "moc_dialog.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "messagepreview.h"

#include "kit/widgetfactory.h"
#include "text/format.h"
#include "thumbnail.h"

#include <QFileInfo>
#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QSize kPicture(240, 180);
constexpr int kTallest = 280;

} // namespace

MessagePreview::MessagePreview(const Draft &draft, QWidget *parent) : QScrollArea(parent)
{
    setAccessibleName(tr("Message preview"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *ground = new QWidget(this);
    ground->setObjectName(u"plain"_s);
    auto *outer = new QVBoxLayout(ground);
    outer->setContentsMargins(0, 0, 0, 0);
    QFrame *bubble = makeCard(ground);
    auto *layout = new QVBoxLayout(bubble);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(kGap);
    const QString everybody = draft.atAll ? tr("@everybody") + u' ' : QString();
    if (const QString said = everybody + draft.text; !said.trimmed().isEmpty()) {
        QLabel *text = makeLabel(text::visibleControls(said, true), LabelKind::Body, bubble);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        layout->addWidget(text);
    }
    for (const DraftPicture &picture : draft.pictures) {
        const QString name = picture.name.isEmpty() ? QFileInfo(picture.path).fileName() : picture.name;
        const QPixmap shown = thumbnail(picture.path, kPicture);
        QLabel *label = makeLabel({}, LabelKind::Muted, bubble);
        if (shown.isNull())
            label->setText(tr("Picture: %1").arg(text::visibleControls(name)));
        else
            label->setPixmap(shown);
        label->setAccessibleName(tr("Picture: %1").arg(text::visibleControls(name)));
        layout->addWidget(label);
    }
    outer->addWidget(bubble);
    outer->addStretch();
    setWidget(ground);
}

QSize MessagePreview::sizeHint() const
{
    constexpr int kWidth = 400;
    const int wanted = widget()->hasHeightForWidth() ? widget()->heightForWidth(kWidth) : widget()->sizeHint().height();
    return {kWidth, std::min(wanted, kTallest)};
}

} // namespace rookery::ui

#include "moc_messagepreview.cpp"

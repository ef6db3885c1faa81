// SPDX-License-Identifier: GPL-3.0-or-later
#include "messagedialog.h"

#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "messagepreview.h"
#include "text/broadcastwording.h"
#include "text/format.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace rookery::ui {

MessageDialog::MessageDialog(const BroadcastSummary &broadcast, const SentBroadcast &sent, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    const QString title = tr("Message of broadcast %1").arg(broadcast.id.value());
    setWindowTitle(title);
    setAccessibleName(title);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(kGap);
    layout->addWidget(makeLabel(title, LabelKind::Title, this));
    if (!broadcast.title.isEmpty())
        layout->addWidget(makeLabel(text::visibleControls(broadcast.title), LabelKind::Strong, this));
    layout->addWidget(makeLabel(tr("To %n target(s), queued %1", nullptr, int(sent.draft.targets.size()))
                                    .arg(text::localTime(broadcast.createdAt, wallNow())),
                                LabelKind::Muted, this));
    layout->addWidget(new MessagePreview(sent.draft, this), 1);
    if (const QString lost = text::lostPictures(sent); !lost.isEmpty()) {
        QLabel *words = makeLabel(lost, LabelKind::Body, this);
        words->setWordWrap(true);
        layout->addWidget(words);
    }
    auto *buttons = new QHBoxLayout;
    QPushButton *again = makeButton(tr("Use again\u2026"), ButtonKind::Plain, this, tr("Use this message again"));
    QPushButton *close = makeButton(tr("Close"), ButtonKind::Primary, this, tr("Close message"));
    buttons->addWidget(again);
    buttons->addStretch();
    buttons->addWidget(close);
    layout->addLayout(buttons);
    close->setDefault(true);
    close->setFocus();
    connect(again, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT againWanted();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

} // namespace rookery::ui

#include "moc_messagedialog.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "waitstrip.h"

#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"
#include "kit/widgetfactory.h"
#include "text/broadcastwording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace rookery::ui {

WaitStrip::WaitStrip(const AccountNames &names, QWidget *parent) : QFrame(parent), m_names(names)
{
    setStrip(this, Role::Degraded);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(kGap);
    m_words = makeLabel({}, LabelKind::Body, this);
    m_words->setWordWrap(true);
    m_help = makeButton({}, ButtonKind::Plain, this, tr("Resolve"));
    row->addWidget(m_words, 1);
    row->addWidget(m_help, 0, Qt::AlignVCenter);
    connect(m_help, &QPushButton::clicked, this, [this] { Q_EMIT helpWanted(m_place); });
    hide();
}

void WaitStrip::show(const BroadcastSummary *broadcast)
{
    QList<BroadcastWait> waits = broadcast == nullptr ? QList<BroadcastWait>() : broadcast->waits;
    waits.removeIf([](const BroadcastWait &wait) { return wait.why.reason == Reason::SendingStopped; });
    setVisible(!waits.isEmpty());
    if (waits.isEmpty())
        return;
    // a wait that only the operator can end comes first
    const auto first = std::find_if(waits.cbegin(), waits.cend(),
                                    [](const BroadcastWait &wait) { return text::waitsForOperator(wait.why); });
    const BroadcastWait &wait = first == waits.cend() ? waits.constFirst() : *first;
    m_words->setText(
        tr("%n message(s) wait: %1", nullptr, broadcast->waiting()).arg(text::waitsWords(*broadcast, m_names.namer())));
    const ErrorReason reason = wait.why.reason;
    const bool elsewhere = reason == Reason::GatewayStopped || reason == Reason::GatewayRemoved
        || wait.why.kind == ErrorKind::Auth || !text::waitsForOperator(wait.why);
    m_place = {.page = elsewhere ? PageId::Gateways : PageId::Login, .gateway = wait.gateway};
    m_help->setText(elsewhere ? tr("Show gateway") : tr("Log in"));
}

} // namespace rookery::ui

#include "moc_waitstrip.cpp"

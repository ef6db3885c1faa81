// SPDX-License-Identifier: GPL-3.0-or-later
#include "incomingbox.h"

#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace rookery::ui {

IncomingBox::IncomingBox(engine::Engine &engine, QWidget *parent) : QWidget(parent), m_engine(engine)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_lead = makeLabel({}, LabelKind::Body, this);
    m_lead->setWordWrap(true);
    layout->addWidget(m_lead);
    m_address = addLine(tr("Address to paste"), tr("Copy address"));
    m_token = addLine(tr("Token to paste"), tr("Copy token"));
    QLabel *once = makeLabel(tr("The token is shown only once and kept in the keyring. If it is lost, generate a new "
                                "one with Change token."),
                             LabelKind::Muted, this);
    once->setWordWrap(true);
    layout->addWidget(once);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_reach = makeLabel({}, LabelKind::Muted, this);
    m_reach->setWordWrap(true);
    m_reach->setAccessibleDescription(tr("Who can reach Rookery's port"));
    row->addWidget(m_reach, 1);
    QPushButton *change = makeButton(tr("Change port"), ButtonKind::Plain, this);
    connect(change, &QPushButton::clicked, this, &IncomingBox::changePortWanted);
    row->addWidget(change, 0, Qt::AlignTop);
    layout->addLayout(row);
    connect(&engine.gateways(), &engine::GatewayService::listenerChanged, this, &IncomingBox::listenerChanged);
}

QLineEdit *IncomingBox::addLine(const QString &label, const QString &copy)
{
    auto *group = new QVBoxLayout;
    group->setSpacing(4);
    auto *line = new QLineEdit(this);
    line->setReadOnly(true);
    line->setAccessibleName(label);
    line->setFont(Theme::monoFont(line->font()));
    QLabel *title = makeLabel(label, LabelKind::Section, this);
    title->setBuddy(line);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    row->addWidget(line, 1);
    QPushButton *button = makeButton(tr("Copy"), ButtonKind::Plain, this, copy);
    connect(button, &QPushButton::clicked, line, [line] { QGuiApplication::clipboard()->setText(line->text()); });
    row->addWidget(button);
    group->addWidget(title);
    group->addLayout(row);
    static_cast<QVBoxLayout *>(layout())->addLayout(group);
    return line;
}

void IncomingBox::show(OneBotTransportKind way, const Redacted<QString> &token)
{
    m_way = way;
    m_lead->setText(way == OneBotTransportKind::HttpPost
                        ? tr("Paste these at the gateway: the address as its HTTP client (HTTP POST), the token as "
                             "the client's secret and as the access token of its HTTP server.")
                        : tr("Paste these at the gateway, as a WebSocket client (reverse WebSocket)."));
    m_token->setText(token.reveal());
    listenerChanged();
}

void IncomingBox::forget()
{
    m_token->clear();
}

void IncomingBox::listenerChanged()
{
    const ListenerState listener = m_engine.gateways().listener();
    const QString address = text::listenerAddress(listener, m_way);
    m_address->setText(address);
    m_address->setCursorPosition(0);
    const ListenerSettings port = m_engine.profile().settings().listener;
    const bool beyond = listener.listening ? listener.beyondLoopback : !port.host.isEmpty();
    m_reach->setText(
        beyond ? tr("Other machines can reach this port. If the gateway reaches this machine by another address than "
                    "the one shown, enter that address at the gateway.")
               : tr("Only programs on this machine can reach this port. A gateway in a container or on another "
                    "machine cannot: let the port listen on another address."));
}

} // namespace rookery::ui

#include "moc_incomingbox.cpp"

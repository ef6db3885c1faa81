// SPDX-License-Identifier: GPL-3.0-or-later
#include "listenerdialog.h"

#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/transport.h"
#include "kit/widgetfactory.h"
#include "text/exposure.h"
#include "text/wording.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

ListenerDialog::ListenerDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Port for incoming gateway connections"), parent)
    , m_engine(engine)
{
    const ListenerSettings port = engine.profile().settings().listener;
    m_reach = new QComboBox(this);
    m_reach->addItem(tr("this machine only"), Loopback);
    m_reach->addItem(tr("all networks of this machine"), Everywhere);
    m_reach->addItem(tr("one address of this machine"), OneAddress);
    const bool loopback = port.host.isEmpty() || text::isLoopback(port.host);
    const bool everywhere = port.host == u"0.0.0.0"_s;
    m_reach->setCurrentIndex(loopback ? Loopback : everywhere ? Everywhere : OneAddress);
    addField(tr("Who may reach it"), m_reach);
    m_host = new QLineEdit(loopback || everywhere ? QString() : port.host, this);
    m_host->setPlaceholderText(u"172.17.0.1"_s);
    addField(tr("Address of this machine"), m_host);
    m_warning = addText({});
    m_warning->setAccessibleDescription(tr("Warning"));
    setLabelRole(m_warning, theme, Role::Degraded);
    m_port = new QSpinBox(this);
    m_port->setRange(1, 65535);
    m_port->setValue(port.port == 0 ? 6701 : port.port);
    addField(tr("Port"), m_port);
    m_certificate = addFile(tr("Certificate (optional)"), tr("Browse: certificate"), port.certificate,
                            tr("A PEM file with the chain; with a key the port speaks TLS (wss://)."));
    m_key = addFile(tr("Key (optional)"), tr("Browse: key"), port.key, {});
    connect(m_reach, &QComboBox::currentIndexChanged, this, &ListenerDialog::reachChanged);
    connect(m_certificate, &QLineEdit::textChanged, this, &ListenerDialog::reachChanged);
    setPrimary(tr("Save port"), [this] { save(); });
    reachChanged();
}

QLineEdit *ListenerDialog::addFile(const QString &label, const QString &browse, const QString &path,
                                   const QString &hint)
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    auto *edit = new QLineEdit(path, box);
    edit->setAccessibleName(label);
    row->addWidget(edit, 1);
    QPushButton *button = makeButton(tr("Browse"), ButtonKind::Plain, box, browse);
    connect(button, &QPushButton::clicked, this, [this, edit, label] {
        auto *chooser = new QFileDialog(this, label, edit->text(), tr("PEM files (*.pem *.crt *.key);;All files (*)"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setFileMode(QFileDialog::ExistingFile);
        connect(chooser, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        chooser->open();
    });
    row->addWidget(button);
    addField(label, box, hint);
    return edit;
}

void ListenerDialog::reachChanged()
{
    const int reach = m_reach->currentData().toInt();
    m_host->setEnabled(reach == OneAddress);
    const bool plain = m_certificate->text().trimmed().isEmpty();
    const QString why = tr(
        "Needed for gateways in containers (Docker) and on other machines: they cannot reach \"this machine only\".");
    m_warning->setText(plain ? why + u' '
                               + tr("Without a certificate, anyone on the same network can read the tokens; for Docker "
                                    "alone, the address of its network (such as 172.17.0.1) is enough.")
                             : why);
    m_warning->setVisible(reach != Loopback);
}

void ListenerDialog::save()
{
    Settings settings = m_engine.profile().settings();
    const int reach = m_reach->currentData().toInt();
    const QString host = m_host->text().trimmed();
    if (reach == OneAddress && host.isEmpty()) {
        showProblem(tr("The address is missing."), tr("Enter an IP address of this machine, or choose another reach."));
        m_host->setFocus();
        return;
    }
    settings.listener.host = reach == Loopback ? QString() : reach == Everywhere ? u"0.0.0.0"_s : host;
    settings.listener.port = quint16(m_port->value());
    settings.listener.certificate = m_certificate->text().trimmed();
    settings.listener.key = m_key->text().trimmed();
    if (settings.listener.certificate.isEmpty() != settings.listener.key.isEmpty()) {
        showProblem(tr("A certificate and its key belong together."), tr("Choose both files, or leave both empty."));
        (settings.listener.key.isEmpty() ? m_key : m_certificate)->setFocus();
        return;
    }
    clearError();
    setBusy(true);
    onResult(this, m_engine.profile().saveSettings(settings), [this](const Result<> &saved) {
        setBusy(false);
        if (!saved)
            return tellWhy(saved.error());
        wakeWaiting();
        accept();
    });
}

void ListenerDialog::tellWhy(const Error &error)
{
    if (error.reason == Reason::PortUnavailable) {
        m_port->setFocus();
        showError(error);
    } else if (error.kind == ErrorKind::Tls && error.reason == Reason::BadInput) {
        m_certificate->setFocus();
        showProblem(tr("This is not a certificate with its key: %1").arg(error.detail),
                    tr("Both files are PEM, the key has no password, and it is the key of the first certificate."));
    } else if (error.reason == Reason::BadInput) {
        m_host->setFocus();
        showProblem(tr("This is not an IP address: %1").arg(error.detail), tr("It looks like 192.168.1.5."));
    } else {
        showError(error);
    }
}

void ListenerDialog::wakeWaiting()
{
    const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
    for (const AccountSnapshot &account : accounts) {
        const SessionState &session = account.session;
        const bool here = text::dialsIn(account.profile) && session.phase == SessionPhase::Backoff;
        if (here && session.why.reason != Reason::NotDialledIn)
            static_cast<void>(m_engine.sessions().retryNow(account.profile.id)); // the gateway's row shows the outcome
    }
}

} // namespace rookery::ui

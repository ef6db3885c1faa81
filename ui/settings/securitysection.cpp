// SPDX-License-Identifier: GPL-3.0-or-later
#include "securitysection.h"

#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "base/reasons/transport.h"
#include "kit/elidedlabel.h"
#include "kit/exposureview.h"
#include "kit/shapedot.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "text/exposure.h"
#include "text/wording.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1StringView kEverywhere("0.0.0.0");

} // namespace

SecuritySection::SecuritySection(const SettingsContext &context, const QString &title, QWidget *parent)
    : SettingsPage(context, title, u"security exposure port listener certificate 安全 暴露 端口 监听 证书"_s, parent)
{
    addExposures();
    addPortState();
    addReachRows();
    addFileRows();
    addApplyLine();
    body()->addStretch();
    showDraft(editor().portDraft.value_or(editor().settings().listener));
    onSettings([this](const Settings &settings) {
        if (editor().portDraft)
            updateRows();
        else
            showDraft(settings.listener);
        showExposures();
    });
    showPort();
    connect(&engine().gateways(), &engine::GatewayService::listenerChanged, this, &SecuritySection::showPort);
    connect(&engine().sessions(), &engine::SessionService::changed, this, &SecuritySection::showExposures);
}

void SecuritySection::addExposures()
{
    addHeading(tr("What others can read or reach"));
    m_nothing = addText(tr("Nothing is known to be exposed."));
    m_exposures = new ExposureView(theme(), content());
    body()->addWidget(m_exposures);
}

void SecuritySection::addPortState()
{
    addHeading(tr("Port for incoming gateway connections"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 0, 8, 0);
    line->setSpacing(kGap);
    m_dot = new ShapeDot(theme(), content(), 13);
    line->addWidget(m_dot, 0, Qt::AlignTop);
    m_word = makeLabel({}, LabelKind::Body, content());
    m_word->setWordWrap(true);
    m_word->setAccessibleDescription(tr("State of Rookery's port"));
    line->addWidget(m_word, 1);
    body()->addLayout(line);
    m_address = new ElidedLabel(content());
    m_address->setFont(Theme::monoFont(m_address->font()));
    m_address->setContentsMargins(12, 0, 0, 0);
    m_address->setAccessibleDescription(tr("Address of Rookery's port"));
    body()->addWidget(m_address);
}

void SecuritySection::addReachRows()
{
    m_reach = new QComboBox(content());
    m_reach->addItem(tr("this machine only"), Loopback);
    m_reach->addItem(tr("all networks of this machine"), Everywhere);
    m_reach->addItem(tr("one address of this machine"), OneAddress);
    SettingRow *reach = addRow({.key = u"portReach"_s,
                                .label = tr("Who may reach it"),
                                .hint = tr("Gateways in containers (Docker) and on other machines cannot reach "
                                           "\"this machine only\"."),
                                .synonyms = u"who may reach it 谁可以访问 listen bind loopback docker lan network "
                                            u"address of this machine 监听 绑定 本机地址 局域网 容器 "
                                            "反向 可访问"_s},
                               m_reach);
    reach->setRestore([this] { m_reach->setCurrentIndex(Loopback); });
    m_host = new QLineEdit(content());
    m_host->setPlaceholderText(u"172.17.0.1"_s);
    addRow({.key = u"portHost"_s,
            .label = tr("Address of this machine"),
            .synonyms = u"address of this machine 本机地址 ip bind docker 地址 绑定"_s},
           m_host);
    m_port = new QSpinBox(content());
    m_port->setRange(1, 65535);
    SettingRow *port = addRow({.key = u"port"_s,
                               .label = tr("Port"),
                               .synonyms = u"port listener reverse websocket onebot in use 端口 反向 占用"_s},
                              m_port);
    port->setRestore([this] { m_port->setValue(ListenerSettings().port); });
    connect(m_reach, &QComboBox::currentIndexChanged, this, &SecuritySection::edited);
    connect(m_host, &QLineEdit::textChanged, this, &SecuritySection::edited);
    connect(m_port, &QSpinBox::valueChanged, this, &SecuritySection::edited);
}

void SecuritySection::addFileRows()
{
    m_certificate = new QLineEdit(content());
    m_certificate->setAccessibleName(tr("Certificate (optional)"));
    addRow({.key = u"portCertificate"_s,
            .label = tr("Certificate (optional)"),
            .hint = tr("A PEM file with the chain; with a key the port speaks TLS (wss://)."),
            .synonyms = u"certificate (optional) 证书（可选） tls ssl wss https pem encryption 证书 加密"_s},
           fileLine(m_certificate, tr("Browse: certificate"), tr("Certificate")));
    m_key = new QLineEdit(content());
    m_key->setAccessibleName(tr("Key (optional)"));
    addRow({.key = u"portKey"_s,
            .label = tr("Key (optional)"),
            .synonyms = u"key (optional) 私钥（可选） tls ssl pem private 密钥"_s},
           fileLine(m_key, tr("Browse: key"), tr("Key")));
    connect(m_certificate, &QLineEdit::textChanged, this, &SecuritySection::edited);
    connect(m_key, &QLineEdit::textChanged, this, &SecuritySection::edited);
}

QWidget *SecuritySection::fileLine(QLineEdit *edit, const QString &browse, const QString &title)
{
    auto *box = new QWidget(content());
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kGap);
    line->addWidget(edit, 1);
    QPushButton *button = makeButton(tr("Browse"), ButtonKind::Plain, box, browse);
    line->addWidget(button);
    box->setFocusProxy(edit);
    QSizePolicy policy = box->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Expanding);
    box->setSizePolicy(policy);
    connect(button, &QPushButton::clicked, this, [this, edit, title] {
        auto *chooser =
            new QFileDialog(window(), title, edit->text(), tr("PEM files (*.pem *.crt *.key);;All files (*)"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setFileMode(QFileDialog::ExistingFile);
        connect(chooser, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        chooser->open();
    });
    return box;
}

void SecuritySection::addApplyLine()
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 4, 8, 4);
    line->setSpacing(kGap);
    m_apply = makeButton(tr("Apply port"), ButtonKind::Primary, content());
    m_discard = makeButton(tr("Discard"), ButtonKind::Plain, content(), tr("Discard changes to the port"));
    m_state = makeLabel({}, LabelKind::Muted, content());
    m_state->setWordWrap(true);
    m_state->setAccessibleDescription(tr("State of the port settings"));
    line->addWidget(m_apply);
    line->addWidget(m_discard);
    line->addWidget(m_state, 1);
    body()->addLayout(line);
    connect(m_apply, &QPushButton::clicked, this, &SecuritySection::apply);
    connect(m_discard, &QPushButton::clicked, this, &SecuritySection::discard);
}

void SecuritySection::showExposures()
{
    QList<GatewayProfile> gateways;
    const QList<AccountSnapshot> accounts = engine().sessions().accounts();
    for (const AccountSnapshot &account : accounts)
        gateways.append(account.profile);
    const QList<text::Exposure> found = text::exposures(gateways, editor().settings().listener);
    m_exposures->show(found);
    m_exposures->setVisible(!found.isEmpty());
    m_nothing->setVisible(found.isEmpty());
}

void SecuritySection::showPort()
{
    const ListenerState state = engine().gateways().listener();
    const bool trouble = !state.listening && state.why.reason != Reason::None;
    m_dot->setStatus(state.listening ? kWorkingStyle : trouble ? kFailedStyle : kUnknownStyle);
    m_word->setText(text::sentence(text::listenerWord(state))
                    + (trouble ? u' ' + text::errorAdvice(state.why) : QString()));
    const QString address = text::listenerAddress(state, OneBotTransportKind::Reverse);
    m_address->setText(address);
    m_address->setVisible(!address.isEmpty());
}

void SecuritySection::showDraft(const ListenerSettings &port)
{
    {
        const QScopedValueRollback showing(m_showing, true);
        const bool loopback = port.host.isEmpty() || text::isLoopback(port.host);
        m_reach->setCurrentIndex(loopback ? Loopback : port.host == kEverywhere ? Everywhere : OneAddress);
        m_host->setText(loopback || port.host == kEverywhere ? QString() : port.host);
        m_port->setValue(port.port == 0 ? ListenerSettings().port : port.port);
        m_certificate->setText(port.certificate);
        m_key->setText(port.key);
    }
    updateRows();
}

ListenerSettings SecuritySection::typed() const
{
    const ListenerSettings stored = editor().settings().listener;
    ListenerSettings port;
    const int reach = m_reach->currentData().toInt();
    if (reach == Everywhere)
        port.host = kEverywhere;
    else if (reach == OneAddress)
        port.host = m_host->text().trimmed();
    else if (text::isLoopback(stored.host))
        port.host = stored.host; // another spelling of the same is no change
    port.port = quint16(m_port->value());
    if (stored.port == 0 && port.port == ListenerSettings().port)
        port.port = 0; // "any free port" is shown as the usual one, and stays what it is
    port.certificate = m_certificate->text().trimmed();
    port.key = m_key->text().trimmed();
    return port;
}

void SecuritySection::edited()
{
    if (m_showing)
        return;
    const ListenerSettings port = typed();
    const bool lacksAddress = m_reach->currentData().toInt() == OneAddress && port.host.isEmpty();
    const bool same = port == editor().settings().listener && !lacksAddress;
    editor().portDraft = same ? std::nullopt : std::optional(port);
    clearProblems();
    updateRows();
}

void SecuritySection::clearProblems()
{
    for (SettingRow *setting : rows())
        setting->clearProblem();
}

void SecuritySection::updateRows()
{
    const int reach = m_reach->currentData().toInt();
    const bool plain = m_certificate->text().trimmed().isEmpty();
    row(u"portHost"_s)->setVisible(reach == OneAddress);
    row(u"portReach"_s)->setIsDefault(reach == Loopback);
    row(u"portReach"_s)
        ->setWarning(reach != Loopback && plain ? tr(
                         "Without a certificate, anyone on the same network can read the tokens; for Docker alone, "
                         "the address of its network (such as 172.17.0.1) is enough.")
                                                : QString());
    row(u"port"_s)->setIsDefault(m_port->value() == ListenerSettings().port);
    const bool changed = editor().portDraft.has_value();
    m_apply->setEnabled(changed && !m_applying);
    m_discard->setVisible(changed && !m_applying);
    if (m_applying)
        m_state->setText(tr("Opening the port …"));
    else if (changed)
        m_state->setText(tr("Not applied yet. Then gateways that connect here have to connect again."));
    else
        m_state->setText({});
}

void SecuritySection::apply()
{
    const ListenerSettings port = typed();
    if (m_reach->currentData().toInt() == OneAddress && port.host.isEmpty()) {
        row(u"portHost"_s)
            ->showProblem(tr("The address is missing."),
                          tr("Enter an IP address of this machine, or choose another reach."));
        m_host->setFocus();
        return;
    }
    if (port.certificate.isEmpty() != port.key.isEmpty()) {
        SettingRow *missing = row(port.key.isEmpty() ? u"portKey"_s : u"portCertificate"_s);
        missing->showProblem(tr("A certificate and its key belong together."),
                             tr("Choose both files, or leave both empty."));
        missing->control()->setFocus();
        return;
    }
    clearProblems();
    m_applying = true;
    if (m_apply->hasFocus())
        m_port->setFocus(); // the button is disabled
    updateRows();
    onResult(this, editor().applyPort(), [this](const Result<> &result) { applied(result); });
}

void SecuritySection::applied(const Result<> &result)
{
    m_applying = false;
    if (!result) {
        updateRows();
        showRefusal(result.error());
        return;
    }
    showDraft(editor().settings().listener);
    m_state->setText(tr("Applied."));
    wakeWaiting();
}

//! Shows at the row that can help why the port cannot be opened as typed.
void SecuritySection::showRefusal(const Error &error)
{
    QString key = u"port"_s;
    if (error.kind == ErrorKind::Tls && error.reason == Reason::BadInput) {
        key = u"portCertificate"_s;
        row(key)->showProblem(tr("This is not a certificate with its key: %1").arg(error.detail),
                              tr("Both files are PEM, the key has no password, and it is the key of the first "
                                 "certificate."));
    } else if (error.reason == Reason::BadInput) {
        key = u"portHost"_s;
        row(key)->showProblem(tr("This is not an IP address: %1").arg(error.detail), tr("It looks like 192.168.1.5."));
    } else {
        if (error.reason == Reason::FileMissing || error.reason == Reason::FileDenied)
            key = error.detail == m_key->text().trimmed() ? u"portKey"_s : u"portCertificate"_s;
        row(key)->showError(error);
    }
    row(key)->control()->setFocus();
}

void SecuritySection::discard()
{
    editor().portDraft.reset();
    m_reach->setFocus(); // the button disappears
    clearProblems();
    showDraft(editor().settings().listener);
}

void SecuritySection::wakeWaiting()
{
    const QList<AccountSnapshot> accounts = engine().sessions().accounts();
    for (const AccountSnapshot &account : accounts) {
        const SessionState &session = account.session;
        const bool here = text::dialsIn(account.profile) && session.phase == SessionPhase::Backoff;
        if (here && session.why.reason != Reason::NotDialledIn)
            static_cast<void>(engine().sessions().retryNow(account.profile.id)); // the gateway's row shows the outcome
    }
}

} // namespace rookery::ui

#include "moc_securitysection.cpp"

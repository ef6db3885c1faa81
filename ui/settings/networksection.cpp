// SPDX-License-Identifier: GPL-3.0-or-later
#include "networksection.h"

#include "certificatelist.h"
#include "kit/secretfield.h"
#include "kit/widgetfactory.h"
#include "text/exposure.h"
#include "text/wording.h"

#include <QComboBox>
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

constexpr quint16 kUsualPort = 7890;

} // namespace

NetworkSection::NetworkSection(const SettingsContext &context, const QString &title, QWidget *parent)
    : SettingsPage(context, title, u"network proxy internet connection certificate 网络 代理 连接 证书"_s, parent)
{
    addProxyRows();
    addPasswordRow();
    addApplyLine();
    addHeading(tr("Certificates"));
    auto *certificates = new CertificateList(context, content());
    SettingRow *row = addRow(
        {.key = u"certificates"_s,
         .label = tr("Trusted by fingerprint"),
         .hint = tr("Gateways whose certificate this machine does not trust by itself. Without "
                    "the trust, Rookery does not connect to them until it is reviewed again."),
         .synonyms = u"trusted by fingerprint 按指纹信任 certificate tls ssl https pin expiry 证书 指纹 信任 固定 "
                     "有效期 到期"_s},
        certificates);
    connect(certificates, &CertificateList::removing, row, &SettingRow::clearProblem);
    connect(certificates, &CertificateList::failed, row, &SettingRow::showError);
    body()->addStretch();
    showDraft(editor().proxyDraft.value_or(ProxyDraft{.proxy = editor().settings().proxy, .password = {}}));
    onSettings([this](const Settings &settings) {
        if (editor().proxyDraft)
            updateRows();
        else
            showDraft({.proxy = settings.proxy, .password = {}});
    });
    connect(&engine().profile(), &engine::ProfileService::keyringChanged, this, &NetworkSection::updateRows);
    connect(&engine().profile(), &engine::ProfileService::proxyTroubleChanged, this, &NetworkSection::updateRows);
}

void NetworkSection::addProxyRows()
{
    m_mode = new QComboBox(content());
    for (const ProxyMode mode : {ProxyMode::System, ProxyMode::None, ProxyMode::Http, ProxyMode::Socks5})
        m_mode->addItem(text::proxyModeWord(mode), int(mode));
    SettingRow *mode =
        addRow({.key = u"proxyMode"_s,
                .label = tr("Proxy"),
                .hint = tr("Gateways on this machine are always reached directly."),
                .synonyms = u"proxy http socks socks5 system host port user (optional) password vpn clash "
                            "代理主机 代理端口 代理用户名（可选） 代理密码 翻墙 系统代理"_s},
               m_mode);
    mode->setRestore([this] { m_mode->setCurrentIndex(m_mode->findData(int(ProxySettings().mode))); });
    m_host = new QLineEdit(content());
    m_host->setPlaceholderText(u"127.0.0.1"_s);
    addRow({.key = u"proxyHost"_s,
            .label = tr("Proxy host"),
            .hint = tr("A whole address can be pasted, such as http://name:password@host:port."),
            .synonyms = u"proxy host 代理主机 address server 主机 地址 服务器"_s},
           m_host);
    m_port = new QSpinBox(content());
    m_port->setRange(1, 65535);
    addRow({.key = u"proxyPort"_s, .label = tr("Proxy port"), .synonyms = u"proxy port 代理端口"_s}, m_port);
    m_user = new QLineEdit(content());
    addRow({.key = u"proxyUser"_s,
            .label = tr("Proxy user (optional)"),
            .synonyms = u"proxy user (optional) 代理用户名（可选） name login account 账号"_s},
           m_user);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &NetworkSection::edited);
    connect(m_host, &QLineEdit::textChanged, this, &NetworkSection::edited);
    connect(m_host, &QLineEdit::editingFinished, this, &NetworkSection::hostEntered);
    connect(m_port, &QSpinBox::valueChanged, this, &NetworkSection::edited);
    connect(m_user, &QLineEdit::textChanged, this, &NetworkSection::edited);
}

void NetworkSection::addPasswordRow()
{
    m_password = makeSecretField(theme(), content(), tr("Proxy password"));
    SettingRow *row = addRow({.key = u"proxyPassword"_s,
                              .label = tr("Proxy password"),
                              .synonyms = u"proxy password 代理密码 secret keyring 密码 密钥环 凭据"_s},
                             m_password);
    m_forget = makeButton(tr("Forget password"), ButtonKind::Quiet, row, tr("Forget proxy password"));
    row->addBeside(m_forget);
    connect(m_password, &QLineEdit::textChanged, this, [this] {
        m_forgets = false;
        edited();
    });
    connect(m_forget, &QPushButton::clicked, this, &NetworkSection::forgetPassword);
}

void NetworkSection::addApplyLine()
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 4, 8, 4);
    line->setSpacing(kGap);
    m_apply = makeButton(tr("Apply proxy"), ButtonKind::Primary, content());
    m_discard = makeButton(tr("Discard"), ButtonKind::Plain, content(), tr("Discard changes to the proxy"));
    m_state = makeLabel({}, LabelKind::Muted, content());
    m_state->setWordWrap(true);
    m_state->setAccessibleDescription(tr("State of the proxy settings"));
    line->addWidget(m_apply);
    line->addWidget(m_discard);
    line->addWidget(m_state, 1);
    body()->addLayout(line);
    connect(m_apply, &QPushButton::clicked, this, &NetworkSection::apply);
    connect(m_discard, &QPushButton::clicked, this, &NetworkSection::discard);
}

//! Returns what the controls say; of a proxy that is not chosen the stored parts stay, so that it can be chosen again.
ProxyDraft NetworkSection::typed() const
{
    ProxyDraft draft{.proxy = editor().settings().proxy, .password = {}};
    draft.proxy.mode = ProxyMode(m_mode->currentData().toInt());
    if (!draft.proxy.isManual())
        return draft;
    draft.proxy.host = m_host->text().trimmed();
    draft.proxy.port = quint16(m_port->value());
    draft.proxy.user = m_user->text().trimmed();
    if (!m_password->text().isEmpty())
        draft.password = Redacted<QString>(m_password->text());
    else if (m_forgets)
        draft.password = Redacted<QString>();
    return draft;
}

void NetworkSection::showDraft(const ProxyDraft &draft)
{
    {
        const QScopedValueRollback showing(m_showing, true);
        m_mode->setCurrentIndex(m_mode->findData(int(draft.proxy.mode)));
        m_host->setText(draft.proxy.host);
        m_port->setValue(draft.proxy.port == 0 ? kUsualPort : draft.proxy.port);
        m_user->setText(draft.proxy.user);
        m_password->setText(draft.password ? draft.password->reveal() : QString());
        m_forgets = draft.password && draft.password->isEmpty();
    }
    updateRows();
}

//! Distributes a pasted address over the fields, so that its password never stays in the host's.
void NetworkSection::hostEntered()
{
    const std::optional<ProxyAddress> address = parseProxyAddress(m_host->text());
    if (!address)
        return;
    {
        const QScopedValueRollback showing(m_showing, true);
        if (address->mode)
            m_mode->setCurrentIndex(m_mode->findData(int(*address->mode)));
        m_host->setText(address->host);
        if (address->port > 0)
            m_port->setValue(address->port);
        if (!address->user.isEmpty())
            m_user->setText(address->user);
        if (!address->password.isEmpty())
            m_password->setText(address->password.reveal());
    }
    edited();
}

void NetworkSection::edited()
{
    if (m_showing)
        return;
    const ProxyDraft draft = typed();
    const bool same = draft.proxy == editor().settings().proxy && !draft.password;
    editor().proxyDraft = same ? std::nullopt : std::optional(draft);
    clearProblems();
    updateRows();
}

void NetworkSection::clearProblems()
{
    for (SettingRow *setting : rows()) {
        if (setting->key().startsWith(u"proxy"_s))
            setting->clearProblem();
    }
}

void NetworkSection::forgetPassword()
{
    m_password->clear();
    m_password->setFocus(); // the button disappears
    m_forgets = true;
    edited();
}

void NetworkSection::updateRows()
{
    const ProxyDraft draft = editor().proxyDraft.value_or(typed());
    for (const QString &key : {u"proxyHost"_s, u"proxyPort"_s, u"proxyUser"_s, u"proxyPassword"_s})
        row(key)->setVisible(draft.proxy.isManual());
    row(u"proxyMode"_s)->setIsDefault(draft.proxy.mode == ProxySettings().mode);
    showPasswordState(draft);
    const bool changed = editor().proxyDraft.has_value();
    m_apply->setEnabled(changed && !m_applying);
    m_discard->setVisible(changed && !m_applying);
    if (m_applying)
        m_state->setText(tr("Applying …"));
    else if (changed)
        m_state->setText(tr("Not applied yet. Then gateways on other machines connect again."));
    else
        m_state->setText({});
}

void NetworkSection::showPasswordState(const ProxyDraft &draft)
{
    const ProxySettings &stored = editor().settings().proxy;
    const bool isOwner = draft.proxy.host == stored.host && draft.proxy.user == stored.user;
    const bool isKept = stored.hasPassword && isOwner && !m_forgets;
    m_forget->setVisible(isKept && m_password->text().isEmpty());
    m_password->setPlaceholderText(isKept ? tr("stored") : QString());
    SettingRow *password = row(u"proxyPassword"_s);
    password->setHint(isKept ? tr("A password is stored. Leave this empty to keep it.")
                             : tr("Kept in the keyring of your desktop, never in a file."));
    QString warning;
    if (stored.hasPassword && !isOwner && !draft.password)
        warning = tr("The stored password was given for another proxy or user: it is forgotten, not sent to this one.");
    else if (m_forgets)
        warning = tr("The stored password is forgotten with Apply proxy.");
    else if ((isKept || draft.password) && engine().profile().keyring() == KeyringState::Locked)
        warning = tr("The keyring is locked: a new password is kept for this run only, until it is unlocked.");
    else if ((isKept || draft.password) && engine().profile().keyring() == KeyringState::None)
        warning = tr("No keyring answers: the password is kept for this run only.");
    else if (!draft.proxy.user.isEmpty() && !draft.proxy.host.isEmpty() && !text::isLoopback(draft.proxy.host))
        warning = tr("Proxies take name and password unencrypted: anyone on the way to this one can read them.");
    password->setWarning(draft.proxy.isManual() ? warning : QString());
    const Error trouble = engine().profile().proxyTrouble();
    if (trouble.reason != Reason::None && !draft.password)
        password->showError(trouble);
    else if (trouble.reason == Reason::None && !editor().proxyDraft)
        password->clearProblem();
}

void NetworkSection::apply()
{
    hostEntered(); // Enter in another field may come before the host's own end of editing
    const ProxyDraft draft = typed();
    if (draft.proxy.isManual() && draft.proxy.host.isEmpty()) {
        row(u"proxyHost"_s)
            ->showProblem(tr("The proxy's host is missing."),
                          tr("Enter its name or address, or choose another option."));
        m_host->setFocus();
        return;
    }
    if (draft.password && !draft.password->isEmpty() && draft.proxy.user.isEmpty()) {
        row(u"proxyUser"_s)
            ->showProblem(tr("A password needs a user name."), tr("Enter the name that the proxy asks for."));
        m_user->setFocus();
        return;
    }
    m_applying = true;
    if (m_apply->hasFocus())
        m_mode->setFocus(); // the button is disabled
    updateRows();
    onResult(this, editor().applyProxy(), [this](const Result<> &result) { applied(result); });
}

void NetworkSection::applied(const Result<> &result)
{
    m_applying = false;
    if (result) {
        showDraft({.proxy = editor().settings().proxy, .password = {}});
        m_state->setText(tr("Applied."));
        return;
    }
    updateRows();
    const bool isAboutSecret = editor().proxyDraft && editor().proxyDraft->password.has_value();
    SettingRow *at = row(isAboutSecret ? u"proxyPassword"_s : u"proxyMode"_s);
    at->showProblem(tr("The proxy was not applied: %1").arg(text::errorText(result.error())),
                    text::errorAdvice(result.error()));
}

void NetworkSection::discard()
{
    editor().proxyDraft.reset();
    m_mode->setFocus(); // the button disappears
    clearProblems();
    showDraft({.proxy = editor().settings().proxy, .password = {}});
}

} // namespace rookery::ui

#include "moc_networksection.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayfields.h"

#include "engine/engine.h"
#include "kit/secretfield.h"
#include "kit/widgetfactory.h"
#include "text/exposure.h"
#include "text/wording.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr OneBotTransportKind kWays[] = {OneBotTransportKind::Socket,     OneBotTransportKind::Reverse,
                                         OneBotTransportKind::HttpEvents, OneBotTransportKind::HttpPost,
                                         OneBotTransportKind::TwoSockets, OneBotTransportKind::Http};

bool isSocket(OneBotTransportKind way)
{
    return way == OneBotTransportKind::Socket || way == OneBotTransportKind::TwoSockets;
}

QString kept(const GatewayProfile &profile, ProfileField field)
{
    switch (field) {
    case ProfileField::Address:
        return profile.address().toString();
    case ProfileField::OneBot:
        return profile.oneBot.toString();
    case ProfileField::Account:
        return profile.account;
    case ProfileField::Folder:
        return profile.folder;
    case ProfileField::Program:
        return profile.program;
    case ProfileField::Front:
        return profile.front.toString();
    case ProfileField::LogFile:
        return profile.logFile;
    case ProfileField::LogCommand:
        return profile.logCommand;
    case ProfileField::Token:
        break;
    }
    return {};
}

QLabel *hintLabel(const QString &words, QWidget *parent)
{
    QLabel *label = makeLabel(words, LabelKind::Muted, parent);
    label->setWordWrap(true);
    return label;
}

} // namespace

GatewayFields::GatewayFields(const Theme &theme, Secrets secrets, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_secrets(secrets)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(waysBox());
}

void GatewayFields::show(const GatewayProfile &profile)
{
    m_pasted = {};
    m_unused.clear();
    layOut(profile);
}

void GatewayFields::takeToken(const Redacted<QString> &token, GatewayKind typedFor)
{
    if (token.isEmpty())
        return;
    QLineEdit *field = edit(ProfileField::Token);
    const FormLine *line = m_form.line(ProfileField::Token);
    const QString from = text::gatewayKindName(typedFor);
    const QString to = text::gatewayKindName(m_profile.kind);
    if (field && line && sameToken(typedFor, m_profile.kind))
        field->setText(token.reveal());
    else if (field && line)
        m_unused =
            tr("The token typed for %1 was not carried over: %2 needs another secret (%3).").arg(from, to, line->label);
    else
        m_unused = tr("The token typed for %1 was not carried over: %2 needs none.").arg(from, to);
    showWarning();
}

void GatewayFields::layOut(const GatewayProfile &profile)
{
    m_profile = profile;
    m_form = gatewayForm(profile.kind, profile.way);
    m_waysBox->setVisible(m_form.ways);
    m_ways->setCurrentIndex(m_ways->findData(int(profile.way)));
    m_wayWords->setText(text::oneBotWayWords(profile.way));
    build();
}

void GatewayFields::build()
{
    const QString name = m_name ? m_name->text() : m_profile.name;
    m_lines.clear();
    delete m_page;
    m_page = new QWidget(this);
    layout()->addWidget(m_page);
    m_layout = new QVBoxLayout(m_page);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(12);
    for (const FormLine &line : std::as_const(m_form.lines)) {
        if (line.field != ProfileField::Token || m_secrets == Secrets::Ask)
            addLine(line);
    }
    m_name = new QLineEdit(name, m_page);
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("display name; optional"));
    auto *group = new QVBoxLayout;
    group->setSpacing(4);
    QLabel *label = makeLabel(tr("Name"), LabelKind::Section, m_page);
    label->setBuddy(m_name);
    group->addWidget(label);
    group->addWidget(m_name);
    m_layout->addLayout(group);
    m_warning = makeLabel({}, LabelKind::Body, m_page);
    m_warning->setWordWrap(true);
    m_warning->setAccessibleDescription(tr("Warning"));
    setLabelRole(m_warning, m_theme, Role::Degraded);
    m_layout->addWidget(m_warning);
    m_layout->addStretch();
    if (QLineEdit *address = edit(ProfileField::Address))
        connect(address, &QLineEdit::textChanged, this, &GatewayFields::addressEdited);
    if (const QLineEdit *field = edit(ProfileField::Token))
        connect(field, &QLineEdit::textChanged, this, &GatewayFields::showWarning);
    addressEdited(typed(ProfileField::Address));
}

QWidget *GatewayFields::waysBox()
{
    m_waysBox = new QWidget(this);
    auto *group = new QVBoxLayout(m_waysBox);
    group->setContentsMargins(0, 0, 0, 0);
    group->setSpacing(4);
    m_ways = new QComboBox(m_waysBox);
    m_ways->setAccessibleName(tr("How it connects"));
    for (const OneBotTransportKind way : kWays)
        m_ways->addItem(text::oneBotWayName(way), int(way));
    QLabel *label = makeLabel(tr("How it connects"), LabelKind::Section, m_waysBox);
    label->setBuddy(m_ways);
    m_wayWords = hintLabel({}, m_waysBox);
    group->addWidget(label);
    group->addWidget(m_ways);
    group->addWidget(m_wayWords);
    connect(m_ways, &QComboBox::activated, this, &GatewayFields::chooseWay);
    return m_waysBox;
}

void GatewayFields::chooseWay(int index)
{
    const auto way = OneBotTransportKind(m_ways->itemData(index).toInt());
    if (way == m_profile.way)
        return;
    keep();
    if (isSocket(way) != isSocket(m_profile.way))
        m_profile.oneBot.clear(); // the address of another server
    m_profile.way = way;
    const QString token = typed(ProfileField::Token); // belongs to the same gateway, so it is kept
    layOut(m_profile);
    if (QLineEdit *field = edit(ProfileField::Token))
        field->setText(token);
    Q_EMIT wayChanged();
}

void GatewayFields::addLine(const FormLine &line)
{
    auto *group = new QVBoxLayout;
    group->setSpacing(4);
    QLineEdit *edit = line.field == ProfileField::Token ? makeSecretField(m_theme, m_page, line.label)
                                                        : new QLineEdit(kept(m_profile, line.field), m_page);
    edit->setAccessibleName(line.label);
    edit->setPlaceholderText(line.example);
    if (line.field == ProfileField::LogCommand)
        edit->setFont(Theme::monoFont(edit->font()));
    QLabel *label = makeLabel(line.label, LabelKind::Section, m_page);
    label->setBuddy(edit);
    group->addWidget(label);
    const bool path = line.field == ProfileField::Folder || line.field == ProfileField::Program
        || line.field == ProfileField::LogFile;
    if (path)
        addBrowse(group, line, edit);
    else
        group->addWidget(edit);
    if (!line.hint.isEmpty()) {
        QLabel *hint = hintLabel(line.hint, m_page);
        if (line.field == ProfileField::LogCommand)
            setLabelRole(hint, m_theme, Role::Degraded);
        group->addWidget(hint);
    }
    m_layout->addLayout(group);
    m_lines.append({line, edit});
}

void GatewayFields::addBrowse(QVBoxLayout *group, const FormLine &line, QLineEdit *edit)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    row->addWidget(edit, 1);
    QPushButton *browse = makeButton(tr("Browse"), ButtonKind::Plain, m_page, tr("Browse: %1").arg(line.label));
    browse->setAutoDefault(false);
    const bool folder = line.field == ProfileField::Folder;
    connect(browse, &QPushButton::clicked, this, [this, edit, folder, title = line.label] {
        auto *chooser = new QFileDialog(this, title, edit->text());
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
        connect(chooser, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        chooser->open();
    });
    row->addWidget(browse);
    group->addLayout(row);
}

QLineEdit *GatewayFields::edit(ProfileField field) const
{
    for (const Line &line : m_lines) {
        if (line.form.field == field)
            return line.edit;
    }
    return nullptr;
}

QString GatewayFields::typed(ProfileField field) const
{
    const QLineEdit *line = edit(field);
    return line ? line->text().trimmed() : QString();
}

void GatewayFields::addressEdited(const QString &text)
{
    showWarning();
    const auto parsed = engine::GatewayService::parseAddress(text.trimmed(), m_profile.kind);
    // A pasted panel address contains its token: it moves to its own field, which hides it.
    if (!parsed || parsed->token.isEmpty() || !text.contains(u"token="_s))
        return;
    m_pasted = parsed->token;
    if (QLineEdit *token = edit(ProfileField::Token))
        token->setText(parsed->token.reveal());
    edit(ProfileField::Address)->setText(parsed->url.toString());
}

void GatewayFields::showWarning()
{
    QStringList warnings;
    if (!m_unused.isEmpty() && typed(ProfileField::Token).isEmpty())
        warnings += m_unused;
    if (!m_form.warning.isEmpty())
        warnings += m_form.warning;
    if (m_profile.commandLeftOut)
        warnings += tr("There is no proof that the program or log command was entered on this machine, so it is not "
                       "run. Check it: saving confirms it. Or leave it empty.");
    if (const auto parsed = engine::GatewayService::parseAddress(typed(ProfileField::Address), m_profile.kind)) {
        const QString plain = plainHttpWarning(parsed->url);
        if (!plain.isEmpty())
            warnings += plain;
        const FormLine *token = edit(ProfileField::Token) ? m_form.line(ProfileField::Token) : nullptr;
        const bool open = token && !token->needed && typed(ProfileField::Token).isEmpty() && parsed->token.isEmpty();
        if (open && !text::isLoopback(parsed->url.host()))
            warnings +=
                tr("Without a token, anyone who can reach this address can use the account: set one at the gateway.");
    }
    m_warning->setText(warnings.join(u'\n'));
    m_warning->setVisible(!warnings.isEmpty());
}

Redacted<QString> GatewayFields::token() const
{
    return edit(ProfileField::Token) ? Redacted<QString>(typed(ProfileField::Token)) : m_pasted;
}

void GatewayFields::focusFirst()
{
    if (m_form.ways)
        m_ways->setFocus();
    else if (!m_lines.isEmpty())
        m_lines.constFirst().edit->setFocus();
    else
        m_name->setFocus();
}

void GatewayFields::typeAddress(const QString &text)
{
    if (QLineEdit *address = edit(ProfileField::Address))
        address->setText(text);
}

void GatewayFields::keep()
{
    m_profile.name = m_name->text().trimmed();
    m_profile.account = edit(ProfileField::Account) ? typed(ProfileField::Account) : m_profile.account;
    if (const auto parsed = engine::GatewayService::parseAddress(typed(ProfileField::Address), m_profile.kind))
        m_profile.oneBot = parsed->url;
}

// --- reading --------------------------------------------------------------------------------------

std::optional<GatewayFields::Problem> GatewayFields::read(GatewayProfile &profile)
{
    const QUrl before = profile.address();
    profile.name = m_name->text().trimmed();
    profile.way = m_profile.way;
    profile.commandLeftOut = false; // the operator has now seen and confirmed the lines
    profile.webUi.clear();
    profile.oneBot.clear();
    for (const Line &line : std::as_const(m_lines)) {
        if (auto problem = readLine(line, profile)) {
            line.edit->setFocus();
            return problem;
        }
    }
    if (traitsOf(profile.kind).inFolder && profile.folder.isEmpty() && profile.oneBot.isEmpty()) {
        m_lines.constFirst().edit->setFocus();
        return Problem{tr("Neither a working folder nor an address is given."),
                       tr("Choose the folder with its appsettings.json, or enter the OneBot address.")};
    }
    const QUrl after = profile.address();
    if (before.host() != after.host() || before.port() != after.port()) {
        profile.pinnedSha256.clear(); // the certificate was trusted for the previous address only
        profile.pinnedUntil = {};
    }
    return std::nullopt;
}

std::optional<GatewayFields::Problem> GatewayFields::readFront(const Line &line, GatewayProfile &profile)
{
    const QString text = line.edit->text().trimmed();
    profile.front.clear();
    if (text.isEmpty())
        return std::nullopt;
    const auto parsed = engine::GatewayService::parsePageAddress(text);
    if (!parsed)
        return Problem{tr("This is not an address."), tr("It looks like %1.").arg(line.form.example)};
    profile.front = parsed->url;
    return std::nullopt;
}

std::optional<GatewayFields::Problem> GatewayFields::readLine(const Line &line, GatewayProfile &profile)
{
    const QString text = line.edit->text().trimmed();
    switch (line.form.field) {
    case ProfileField::Address:
        return readAddress(line, profile);
    case ProfileField::OneBot:
        profile.oneBot = QUrl(text, QUrl::StrictMode);
        if (!text.isEmpty() && profile.oneBot.scheme() != u"ws" && profile.oneBot.scheme() != u"wss")
            return Problem{tr("The OneBot address is not a WebSocket address."), tr("It starts with ws:// or wss://.")};
        return std::nullopt;
    case ProfileField::Token:
        if (line.form.needed && text.isEmpty())
            return Problem{tr("The token is missing."), line.form.hint};
        return std::nullopt;
    case ProfileField::Account:
        profile.account = text;
        if (!text.isEmpty() && !QRegularExpression(u"\\A\\d{4,20}\\z"_s).match(text).hasMatch())
            return Problem{tr("This is not an account number."), tr("It has digits only. It can be left empty.")};
        return std::nullopt;
    case ProfileField::Folder:
        profile.folder = text;
        if (!text.isEmpty() && !QFileInfo(text).isDir())
            return Problem{tr("There is no such folder."), tr("Choose the one that holds appsettings.json.")};
        return std::nullopt;
    case ProfileField::Program:
        profile.program = text;
        // the program is started in its folder, so its path may be relative to that
        if (!text.isEmpty() && !QFileInfo(QDir(profile.folder), text).isFile())
            return Problem{tr("There is no such program."), tr("Choose the executable, or leave the line empty.")};
        return std::nullopt;
    case ProfileField::Front:
        return readFront(line, profile);
    case ProfileField::LogFile:
        profile.logFile = text;
        if (!text.isEmpty() && QFileInfo(text).isDir())
            return Problem{tr("This is a folder."), tr("Choose the log file in it.")};
        return std::nullopt;
    case ProfileField::LogCommand:
        profile.logCommand = text;
        if (!text.isEmpty() && !profile.logFile.isEmpty())
            return Problem{tr("Both a log file and a log command are given."), tr("Leave one of them empty.")};
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<GatewayFields::Problem> GatewayFields::readAddress(const Line &line, GatewayProfile &profile)
{
    const QString text = line.edit->text().trimmed();
    if (text.isEmpty() && !line.form.needed)
        return std::nullopt;
    const auto parsed = engine::GatewayService::parseAddress(text, profile.kind);
    if (!parsed)
        return Problem{tr("This is not an address."), tr("It looks like %1.").arg(line.form.example)};
    const bool socket = parsed->url.scheme().startsWith(u"ws"_s);
    if (m_form.ways && socket != isSocket(profile.way))
        return Problem{socket ? tr("This is the address of a WebSocket server.")
                              : tr("This is the address of an HTTP server."),
                       tr("Choose the matching connection above, or enter an address like %1.").arg(line.form.example)};
    engine::GatewayService::setAddress(profile, parsed->url);
    return std::nullopt;
}

QString plainHttpWarning(const QUrl &url)
{
    if (!text::isPlainElsewhere(url))
        return {};
    return GatewayFields::tr("Plain http to another machine: anyone on the same network can read the token and the "
                             "messages. Use https, or a tunnel.");
}

} // namespace rookery::ui

#include "moc_gatewayfields.cpp"

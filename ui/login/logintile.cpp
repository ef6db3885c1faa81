// SPDX-License-Identifier: GPL-3.0-or-later
#include "logintile.h"

#include "base/reasons/login.h"
#include "kit/plaintip.h"
#include "kit/shapedot.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "qrview.h"
#include "text/wording.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

#include <tuple>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kWallWidth = 300; // four on a line of 1440 pixels
constexpr int kWallCode = 272; // whole pixels for the modules of a usual code, as in a larger square
constexpr int kPopOutCode = 440;

bool asksForAScan(const SessionState &session)
{
    return session.login == LoginReason::Fresh || session.login == LoginReason::Expired
        || session.login == LoginReason::TakenOver;
}

//! Returns whether a scan binds a bot to this console, as it does for accounts that can only answer.
bool bindsABot(const AccountSnapshot &account)
{
    return account.capabilities.answersOnly;
}

QValidator *makeDigitsValidator(bool fromPhone, QObject *parent)
{
    return new QRegularExpressionValidator(QRegularExpression(fromPhone ? u"\\d{1,8}"_s : u"\\d{6,8}"_s), parent);
}

} // namespace

LoginTile::LoginTile(const Theme &theme, Size size, QWidget *parent) : QFrame(parent), m_theme(theme), m_size(size)
{
    setProperty("kind", u"card"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_dot = new ShapeDot(theme, this, 14);
    m_name = makeLabel({}, LabelKind::Strong, this);
    head->addWidget(m_dot);
    head->addWidget(m_name, 1);
    m_pop = makeIconButton(theme.icon(u"popout"_s), tr("Pop out"), this);
    m_pop->setVisible(size == Size::Wall);
    m_pop->setToolTip(tr("Opens a separate window that stays on top"));
    connect(m_pop, &QPushButton::clicked, this, &LoginTile::popOut);
    head->addWidget(m_pop);
    layout->addLayout(head);
    m_word = makeLabel({}, LabelKind::Body, this);
    m_word->setWordWrap(true);
    layout->addWidget(m_word);
    m_explain = makeLabel({}, LabelKind::Body, this);
    m_explain->setWordWrap(true);
    layout->addWidget(m_explain);
    m_gatewayText = makeLabel({}, LabelKind::Muted, this);
    m_gatewayText->setWordWrap(true);
    layout->addWidget(m_gatewayText);
    m_quick = new QWidget(this);
    m_quickLayout = new QVBoxLayout(m_quick);
    m_quickLayout->setContentsMargins(0, 0, 0, 0);
    m_quickLayout->setSpacing(4);
    layout->addWidget(m_quick);
    buildCode(layout, size);
    buildTotp(layout);
    m_primary = makeButton({}, ButtonKind::Primary, this);
    connect(m_primary, &QPushButton::clicked, this, &LoginTile::primary);
    layout->addWidget(m_primary);
    layout->addStretch(1);
    if (size == Size::Wall)
        setFixedWidth(kWallWidth);
}

void LoginTile::buildCode(QVBoxLayout *layout, Size size)
{
    m_codeBox = new QWidget(this);
    auto *box = new QVBoxLayout(m_codeBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(6);
    m_qr = new QrView(m_codeBox);
    const int side = size == Size::PopOut ? kPopOutCode : kWallCode;
    m_qr->setFixedSize(side, side);
    box->addWidget(m_qr, 0, Qt::AlignHCenter);
    m_codeState = makeLabel({}, LabelKind::Strong, m_codeBox);
    m_codeState->setWordWrap(true);
    box->addWidget(m_codeState);
    m_age = makeLabel({}, LabelKind::Muted, m_codeBox);
    m_age->setWordWrap(true);
    box->addWidget(m_age);
    m_trouble = makeLabel({}, LabelKind::Body, m_codeBox);
    m_trouble->setWordWrap(true);
    setLabelRole(m_trouble, m_theme, Role::Degraded);
    box->addWidget(m_trouble);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_newCode = makeButton(tr("New code"), ButtonKind::Plain, m_codeBox);
    m_newCode->setIcon(m_theme.icon(u"refresh"_s));
    connect(m_newCode, &QPushButton::clicked, this, &LoginTile::newCode);
    m_copy = makeButton(tr("Copy picture"), ButtonKind::Plain, m_codeBox);
    m_copy->setIcon(m_theme.icon(u"copy"_s));
    m_copy->setToolTip(tr("To send to the owner of the phone. Anyone who has the picture can log in with it."));
    connect(m_copy, &QPushButton::clicked, this, &LoginTile::copyPicture);
    row->addWidget(m_newCode, 1);
    row->addWidget(m_copy, 1);
    box->addLayout(row);
    layout->addWidget(m_codeBox);
}

void LoginTile::offerDemoPhone()
{
    m_demoScan = makeButton(tr("Scan with the demo phone"), ButtonKind::Primary, m_codeBox);
    m_demoScan->setIcon(m_theme.icon(u"phone"_s, Role::OnAccent));
    connect(m_demoScan, &QPushButton::clicked, this, &LoginTile::demoScan);
    m_demoExpire = makeButton(tr("Let it expire"), ButtonKind::Plain, m_codeBox);
    connect(m_demoExpire, &QPushButton::clicked, this, &LoginTile::demoExpire);
    auto *box = qobject_cast<QVBoxLayout *>(m_codeBox->layout());
    box->addWidget(m_demoScan);
    box->addWidget(m_demoExpire);
}

void LoginTile::buildTotp(QVBoxLayout *layout)
{
    m_totpBox = new QWidget(this);
    auto *row = new QHBoxLayout(m_totpBox);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    m_totp = new QLineEdit(m_totpBox);
    m_totp->setMaxLength(8);
    m_totp->setPlaceholderText(u"000000"_s);
    m_totp->setValidator(makeDigitsValidator(false, m_totp));
    m_totpSend = makeButton(tr("Enter code"), ButtonKind::Primary, m_totpBox);
    m_totpSend->setEnabled(false);
    const auto send = [this] {
        if (!m_totpSend->isEnabled())
            return;
        const QString entered = m_totp->text();
        m_totp->clear();
        if (m_account.session.phase == SessionPhase::NeedsTotp)
            Q_EMIT totp(entered);
        else
            Q_EMIT signToken(entered);
    };
    connect(m_totp, &QLineEdit::textChanged, this,
            [this] { m_totpSend->setEnabled(!m_totp->text().isEmpty() && m_totp->hasAcceptableInput()); });
    connect(m_totp, &QLineEdit::returnPressed, this, send);
    connect(m_totpSend, &QPushButton::clicked, this, send);
    row->addWidget(m_totp, 1);
    row->addWidget(m_totpSend);
    layout->addWidget(m_totpBox);
}

void LoginTile::show(const AccountSnapshot &account, bool masked)
{
    m_account = account;
    m_masked = masked;
    m_done = false;
    m_condition = account.condition.condition;
    m_since = account.session.since;
    m_pop->setVisible(m_size == Size::Wall);
    showNames();
    const QString gateway = text::visibleControls(account.profile.displayName());
    const SessionState &session = account.session;
    const StatusStyle look = statusStyle(account);
    m_dot->setStatus(look);
    setLabelRole(m_word, m_theme, look.role);
    showEntry(gateway);
    const QString explain = explanation();
    m_explain->setText(explain);
    m_explain->setVisible(!explain.isEmpty());
    const QString said = text::shownWords(text::visibleControls(account.login.gatewayText), masked);
    m_gatewayText->setText(tr("The gateway says: %1").arg(said));
    m_gatewayText->setVisible(!said.isEmpty());
    const bool scan = asksForAScan(session);
    const bool canHelp = account.capabilities.qrLogin || account.capabilities.remoteRestart;
    m_primary->setVisible(session.phase == SessionPhase::LoginRequired && !scan && canHelp
                          && session.login != LoginReason::SignToken);
    m_primary->setText(text::sessionButton(session, account.capabilities.qrLogin));
    m_primary->setAccessibleName(m_primary->text() + u": "_s + gateway);
    showQuick();
    showCode();
    tick();
}

void LoginTile::showNames()
{
    const QString gateway = text::visibleControls(m_account.profile.displayName());
    const QString name = text::accountTitle(m_account);
    m_name->setText(m_name->fontMetrics().elidedText(name, Qt::ElideRight, 200));
    m_name->setToolTip(plainTip(name));
    setAccessibleName(tr("Login of %1").arg(gateway));
    // Names stay unique on the wall because each contains the gateway.
    m_pop->setAccessibleName(tr("Pop out: %1").arg(gateway));
    m_newCode->setAccessibleName(tr("New code: %1").arg(gateway));
    m_copy->setAccessibleName(tr("Copy picture: %1").arg(gateway));
    m_qr->setAccessibleName(tr("Login code: %1").arg(gateway));
    if (m_demoScan) {
        m_demoScan->setAccessibleName(tr("Scan with the demo phone: %1").arg(gateway));
        m_demoExpire->setAccessibleName(tr("Let it expire: %1").arg(gateway));
    }
}

void LoginTile::showOnline(const AccountSnapshot &account, bool masked)
{
    m_account = account;
    m_masked = masked;
    m_done = true;
    showNames();
    m_dot->setStatus(kWorkingStyle);
    setLabelRole(m_word, m_theme, Role::Working);
    const QString who = account.account.isNull() ? QString() : text::shownNumber(account.account.value(), masked);
    m_word->setText(who.isEmpty() ? tr("Logged in") : tr("Logged in as %1").arg(who));
    m_totp->clear();
    m_qr->clear();
    for (QWidget *part : {static_cast<QWidget *>(m_explain), static_cast<QWidget *>(m_gatewayText), m_quick, m_codeBox,
                          m_totpBox, static_cast<QWidget *>(m_primary), static_cast<QWidget *>(m_pop)})
        part->hide();
}

bool LoginTile::isBefore(const LoginTile &other) const
{
    const auto key = [](const LoginTile &tile) {
        return std::tuple(-int(tile.m_condition), tile.m_since, tile.m_account.profile.id.value());
    };
    return key(*this) < key(other);
}

//! Shows the input for a code's digits, or for LLBot's Auth Token, which must be hidden from onlookers.
void LoginTile::showEntry(const QString &gateway)
{
    const SessionState &session = m_account.session;
    const bool token = session.phase == SessionPhase::LoginRequired && session.login == LoginReason::SignToken;
    m_totpBox->setVisible(token || session.phase == SessionPhase::NeedsTotp);
    if (m_totpBox->isHidden())
        m_totp->clear();
    const Entry entry = token ? Entry::SignToken : text::asksForPhoneDigits(session) ? Entry::PhoneDigits : Entry::Totp;
    const bool phone = entry == Entry::PhoneDigits;
    const QString digits = phone ? tr("Digits on the phone: %1") : tr("Two-factor code: %1");
    m_totp->setAccessibleName((token ? tr("Auth Token: %1") : digits).arg(gateway));
    m_totpSend->setText(token ? tr("Save token") : phone ? tr("Enter digits") : tr("Enter code"));
    m_totpSend->setAccessibleName(m_totpSend->text() + u": "_s + gateway);
    if (std::exchange(m_entry, entry) == entry)
        return;
    m_totp->clear();
    m_totp->setMaxLength(token ? 4096 : 8);
    m_totp->setEchoMode(token ? QLineEdit::Password : QLineEdit::Normal);
    m_totp->setPlaceholderText(token ? tr("Auth Token") : phone ? QString() : u"000000"_s);
    delete m_totp->validator();
    if (!token)
        m_totp->setValidator(makeDigitsValidator(phone, m_totp));
}

QString LoginTile::weChatWords(LoginReason reason)
{
    const QString own = tr(
        "Scanning binds the bot to this console; any other program that it is bound to (AstrBot, OpenClaw) loses it.");
    return reason == LoginReason::TakenOver ? tr("Another program has bound the bot.") + u' ' + own : own;
}

QString LoginTile::explanation() const
{
    if (text::asksForPhoneDigits(m_account.session))
        return m_account.session.why.reason == Reason::PhoneDigitsWrong
            ? tr("The digits did not match those on the phone. Enter them again.")
            : tr("Enter the digits that the phone shows after the scan.");
    if (m_account.service)
        return QString(text::serviceMeaning(*m_account.service) + u'\n'
                       + text::serviceWaysOut(m_account.service->state))
            .trimmed();
    if (m_account.session.phase != SessionPhase::LoginRequired && m_account.session.phase != SessionPhase::NeedsTotp)
        return tr("The gateway is restarting. Its code appears here as soon as it is back.");
    if (m_account.session.phase == SessionPhase::NeedsTotp)
        return tr("The gateway's panel asks for the code of your authenticator app.");
    if (m_account.session.phase == SessionPhase::LoginRequired && !m_account.capabilities.qrLogin)
        return tr("This kind of gateway gives no code to scan. Log in on its own panel or console; it shows here by "
                  "itself.");
    if (bindsABot(m_account) && asksForAScan(m_account.session))
        return weChatWords(m_account.session.login);
    switch (m_account.session.login) {
    case LoginReason::Captcha:
        return tr("QQ asks for a captcha. It can only be solved on the gateway's own page.");
    case LoginReason::NewDevice:
        return tr("QQ wants to check this device. Finish the check on the gateway's own page.");
    case LoginReason::Elsewhere:
        return tr("The gateway says that this account is logged in already, elsewhere.");
    case LoginReason::Kicked:
        return tr("QQ logged the account out because it was used elsewhere. Logging in again restarts the gateway.");
    case LoginReason::SignToken:
        return tr("LLBot cannot ask QQ for a code: its own Auth Token is missing or refused. It belongs to the account "
                  "and is kept by LLBot, not here.");
    case LoginReason::OfflineByQq:
        return tr("QQ took the account offline. Logging in again restarts the gateway.");
    default:
        return {};
    }
}

void LoginTile::showQuick()
{
    const QList<QuickLoginEntry> &entries = m_account.login.quick;
    m_quick->setVisible(!entries.isEmpty() && m_account.session.phase == SessionPhase::LoginRequired);
    // beside a quick login, a scan is the second choice
    setButtonKind(m_primary, entries.isEmpty() ? ButtonKind::Primary : ButtonKind::Plain);
    if (entries == m_quickShown)
        return;
    m_quickShown = entries;
    while (QLayoutItem *item = m_quickLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    bool first = true;
    for (const QuickLoginEntry &entry : entries) {
        const QString who =
            text::visibleControls(entry.nickname) + u" ("_s + text::shownNumber(entry.account.value(), m_masked) + u')';
        QPushButton *button =
            makeButton(tr("Log in as %1").arg(who), first ? ButtonKind::Primary : ButtonKind::Plain, m_quick);
        button->setText(button->fontMetrics().elidedText(button->text(), Qt::ElideMiddle, 220));
        button->setAccessibleName(tr("Quick login %1 on %2").arg(entry.account.value(), m_account.profile.id.value()));
        button->setToolTip(tr("Without a scan"));
        connect(button, &QPushButton::clicked, this, [this, entry] { Q_EMIT quickLogin(entry); });
        m_quickLayout->addWidget(button);
        first = false;
    }
}

void LoginTile::showCode()
{
    const auto &qr = m_account.login.qr;
    const bool wanted = m_account.capabilities.qrLogin && m_account.session.phase == SessionPhase::LoginRequired
        && asksForAScan(m_account.session);
    m_codeBox->setVisible(wanted);
    m_newCode->setVisible(m_account.capabilities.qrRefresh);
    m_newCode->setEnabled(!m_account.login.refreshing);
    m_newCode->setText(m_account.login.refreshing ? tr("Requesting …") : tr("New code"));
    m_newCode->setIcon(m_account.login.refreshing ? QIcon() : m_theme.icon(u"refresh"_s));
    if (m_demoScan) {
        m_demoScan->setEnabled(qr && !qr->expired && !qr->scanned);
        m_demoExpire->setEnabled(qr && !qr->expired);
    }
    if (!qr) {
        m_qr->clear();
        const bool over = m_account.session.login == LoginReason::Expired;
        const QString nobody = m_account.capabilities.qrRefresh
            ? tr("No code was scanned in time. Ask for a new one.")
            : tr("No code was scanned in time. %1").arg(wayToAnotherCode());
        m_codeState->setText(!wanted ? QString() : over ? nobody : tr("Waiting for the gateway's code …"));
        m_trouble->hide();
        m_copy->setEnabled(false);
        m_qr->setAccessibleDescription(tr("no code yet"));
        return;
    }
    m_qr->setCode(qr->text, qr->expired || qr->scanned);
    m_copy->setEnabled(!qr->expired);
    const QString state = text::codeWord(*qr);
    m_codeState->setText(state);
    m_qr->setAccessibleDescription(state);
    m_trouble->setVisible(qr->refreshUnchanged);
    m_trouble->setText(tr(
        "The gateway answered OK to the request for a new code, but the code is still the same. Try again, or restart "
        "the gateway."));
}

//! Says how to get another code from a gateway that cannot be asked for one.
QString LoginTile::wayToAnotherCode()
{
    return tr("A new one appears only when the gateway is restarted; enter its program in the gateway's settings to "
              "let Rookery restart it.");
}

void LoginTile::tick()
{
    if (m_done)
        return;
    const WallTime now = wallNow();
    const bool scanned = m_account.login.qr && m_account.login.qr->scanned && !m_account.login.qr->expired;
    m_word->setText(scanned ? tr("scanned: confirm on the phone") : text::accountWord(m_account, now));
    const auto &qr = m_account.login.qr;
    m_age->setVisible(qr.has_value());
    if (!qr)
        return;
    if (m_account.service) {
        m_age->setText(serviceAge(now));
        return;
    }
    const QString age = text::duration(std::max(milliseconds(0), now - qr->shownSince));
    if (qr->expired)
        m_age->setText(
            m_account.capabilities.qrRefresh
                ? tr("It was shown for %1. Ask for a new one.").arg(age)
                : tr("It was shown for %1. %2", "how long; what brings another one").arg(age, wayToAnotherCode()));
    else if (qr->expiresAt && *qr->expiresAt <= now)
        m_age->setText(tr("It has expired. The gateway has not provided a new one yet."));
    else if (qr->expiresAt)
        m_age->setText(tr("Valid for another %1").arg(text::duration(*qr->expiresAt - now)));
    else if (m_account.capabilities.qrLifeStated)
        m_age->setText(tr("Shown for %1").arg(age));
    else if (bindsABot(m_account))
        m_age->setText(tr("Shown for %1. After 5 min it is renewed automatically.").arg(age));
    else
        m_age->setText(tr("Shown for %1. This gateway does not report how long a code is valid.").arg(age));
}

//! Says how long the service has shown its code. WeChat decides how long a code lives and does not report it.
QString LoginTile::serviceAge(WallTime now) const
{
    const QString age = text::duration(std::max(milliseconds(0), now - m_account.login.qr->shownSince));
    if (m_account.login.qr->expired)
        return tr("The service has shown it for %1. A new one appears only when the service restarts.").arg(age);
    return m_account.service->state == ServiceState::WaitingForScan
        ? tr("The WeChat bot has blocked the service for %1. WeChat decides how long a code is valid.").arg(age)
        : tr("The WeChat bot has waited for %1. WeChat decides how long a code is valid.").arg(age);
}

QSize LoginTile::sizeHint() const
{
    const int width = minimumWidth() == maximumWidth() ? kWallWidth : QFrame::sizeHint().width();
    return {width, layout()->totalHeightForWidth(width)};
}

bool LoginTile::needsSecondTicks() const
{
    if (m_done)
        return false;
    const WallTime now = wallNow();
    const auto &qr = m_account.login.qr;
    return (qr && (qr->expiresAt || now - qr->shownSince < seconds(60))) || now - m_account.session.since < seconds(60);
}

void LoginTile::setMarked(bool marked)
{
    setProperty("marked", marked);
    setStyleSheet(marked ? u"QFrame[marked=\"true\"] { border-color: %1; }"_s.arg(m_theme.color(Role::Accent).name())
                         : QString());
}

void LoginTile::copyPicture()
{
    const QImage picture = m_qr->picture(600);
    if (picture.isNull())
        return;
    QApplication::clipboard()->setImage(picture);
    Q_EMIT copied();
}

} // namespace rookery::ui

#include "moc_logintile.cpp"

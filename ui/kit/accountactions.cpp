// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountactions.h"

#include "dialog.h"
#include "gatewaydialogs.h"
#include "text/wording.h"
#include "widgetfactory.h"

#include <QDesktopServices>
#include <QMenu>
#include <QWidget>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns whether a connection beside the working one was refused. Such a connection is never retried automatically,
//! except for a log stream, which is ignored here.
bool hasRefusedConnection(const AccountSnapshot &account)
{
    return std::any_of(account.connections.begin(), account.connections.end(), [](const ConnectionInfo &connection) {
        const ErrorKind kind = connection.lastError.kind;
        return !connection.up && connection.label != u"logs"_s && connection.lastError.reason != Reason::None
            && (kind == ErrorKind::Auth || kind == ErrorKind::Tls);
    });
}

//! Returns whether the gateway has a page for people to log in to; the other kinds offer interfaces for programs only.
bool hasPage(const GatewayProfile &gateway)
{
    return traitsOf(gateway.kind).token == TokenUse::Panel;
}

} // namespace

AccountActions::AccountActions(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, QWidget *page)
    : QObject(page)
    , m_engine(engine)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_page(page)
{}

void AccountActions::run(const FutureResult<> &future, const QString &done, const QString &failed)
{
    onResult(this, future, [this, done, failed](const Result<> &result) {
        if (result)
            Q_EMIT notice(done);
        else
            tell(m_page, m_theme, failed, result.error());
    });
}

void AccountActions::primary(const AccountSnapshot &account)
{
    const GatewayProfile &gateway = account.profile;
    const Destination login{.page = PageId::Login, .gateway = gateway.id};
    switch (account.session.phase) {
    case SessionPhase::Online:
        Q_EMIT navigate({.page = PageId::Overview, .gateway = gateway.id});
        return;
    case SessionPhase::NeedsTotp:
        enterTotp(account);
        return;
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
        stop(gateway);
        return;
    case SessionPhase::Backoff:
        if (account.refusedCertificate)
            reviewCertificate(account);
        else
            retry(gateway);
        return;
    case SessionPhase::Rejected:
        if (account.refusedCertificate)
            reviewCertificate(account);
        else if (text::isAboutTheToken(account.session.why))
            changeToken(gateway);
        else
            retry(gateway);
        return;
    case SessionPhase::Stopped:
        start(gateway);
        return;
    case SessionPhase::LoginRequired:
        break;
    }
    switch (account.session.login) {
    case LoginReason::Kicked:
    case LoginReason::OfflineByQq:
        logInAgain(account);
        return;
    case LoginReason::Captcha:
    case LoginReason::NewDevice:
    case LoginReason::Elsewhere:
        if (hasPage(gateway))
            openPage(gateway);
        else
            Q_EMIT navigate(login);
        return;
    default:
        Q_EMIT navigate(login);
        return;
    }
}

void AccountActions::start(const GatewayProfile &gateway)
{
    const QString name = text::visibleControls(gateway.displayName());
    run(m_engine.sessions().start(gateway.id), tr("Connecting %1").arg(name), tr("Could not connect %1").arg(name));
}

void AccountActions::stop(const GatewayProfile &gateway)
{
    const QString name = text::visibleControls(gateway.displayName());
    // a program that we started ends with the connection; other programs keep running
    run(m_engine.sessions().stop(gateway.id),
        gateway.program.isEmpty() ? tr("Disconnected from %1; the gateway keeps running").arg(name)
                                  : tr("%1 is stopped").arg(name),
        tr("Could not disconnect %1").arg(name));
}

void AccountActions::retry(const GatewayProfile &gateway)
{
    const QString name = text::visibleControls(gateway.displayName());
    run(m_engine.sessions().retryNow(gateway.id), tr("%1: trying again").arg(name),
        tr("Could not reconnect %1").arg(name));
}

void AccountActions::logInAgain(const AccountSnapshot &account)
{
    const GatewayProfile gateway = account.profile;
    const QString name = text::visibleControls(gateway.displayName());
    const bool away = account.session.phase == SessionPhase::LoginRequired;
    ask(m_page, m_theme, away ? tr("Log in again?") : tr("Restart %1?").arg(name),
        tr("%1 restarts and then waits for a scan or a quick login. Until then it neither receives nor sends.")
            .arg(name),
        away ? tr("Restart and log in") : tr("Restart gateway"), [this, gateway, name] {
            run(m_engine.sessions().restart(gateway.id), tr("%1 restarts").arg(name),
                tr("Could not restart %1").arg(name));
            Q_EMIT navigate({.page = PageId::Login, .gateway = gateway.id});
        });
}

bool AccountActions::canSend(const AccountSnapshot &account)
{
    return account.session.phase == SessionPhase::Online && account.capabilities.actions
        && !account.profile.neverBroadcast;
}

void AccountActions::sendFrom(const GatewayProfile &gateway)
{
    Q_EMIT navigate({.page = PageId::Broadcast, .gateway = gateway.id});
}

void AccountActions::probe(const GatewayProfile &gateway)
{
    const QString name = text::visibleControls(gateway.displayName());
    onResult(this, m_engine.health().probeRkey(gateway.id), [this, name](const Result<> &result) {
        if (!result)
            tell(m_page, m_theme, tr("Could not probe the rkey of %1").arg(name), result.error());
    });
}

void AccountActions::newCode(const GatewayProfile &gateway)
{
    const QString name = text::visibleControls(gateway.displayName());
    run(m_engine.sessions().refreshQr(gateway.id), tr("Requested a new code from %1").arg(name),
        tr("Could not request a new code from %1").arg(name));
}

void AccountActions::quickLogin(const GatewayProfile &gateway, const QuickLoginEntry &entry)
{
    run(m_engine.sessions().quickLogin(gateway.id, entry.account), tr("Logging in without a scan …"),
        tr("Could not log in without a scan"));
}

void AccountActions::enterTotp(const AccountSnapshot &account)
{
    m_dialogs.enterTotp(account, m_page);
}

void AccountActions::openPage(const GatewayProfile &gateway)
{
    // The address never contains a token.
    const QUrl url = gateway.address().adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    ask(m_page, m_theme, tr("Open the gateway's own page"),
        tr("Your browser opens this address:\n\n%1\n\nThe page asks for the gateway's token; finish the check there.")
            .arg(text::visibleControls(url.toString())),
        tr("Open in browser"), [url] { QDesktopServices::openUrl(url); });
}

void AccountActions::changeToken(const GatewayProfile &gateway)
{
    m_dialogs.changeToken(gateway, m_page);
}

void AccountActions::changeKind(const AccountSnapshot &account)
{
    if (account.version.seems)
        m_dialogs.changeKind(account.profile, *account.version.seems, m_page);
}

void AccountActions::edit(const GatewayProfile &gateway)
{
    m_dialogs.edit(gateway, m_page);
}

void AccountActions::remove(const GatewayProfile &gateway)
{
    const QString name = text::visibleControls(gateway.displayName());
    ask(
        m_page, m_theme, tr("Remove %1?").arg(name),
        tr("The gateway itself keeps running; it and its token are removed from this list. Its sending history is "
           "kept."),
        tr("Remove gateway"),
        [this, gateway, name] {
            run(m_engine.gateways().remove(gateway.id), tr("%1 was removed").arg(name),
                tr("Could not remove %1").arg(name));
        },
        ButtonKind::Danger);
}

void AccountActions::reviewCertificate(const AccountSnapshot &account)
{
    if (account.refusedCertificate)
        m_dialogs.reviewCertificate(account, m_page);
}

void AccountActions::addGateway()
{
    m_dialogs.add(m_page);
}

void AccountActions::addIncoming(const QString &account)
{
    m_dialogs.addIncoming(account, m_page);
}

void AccountActions::changePort()
{
    Q_EMIT navigate({.settings = SettingsSection::Security});
}

void AccountActions::clearIncoming()
{
    run(m_engine.gateways().clearIncoming(), tr("List of rejected connections cleared"),
        tr("Could not clear the list of rejected connections"));
}

void AccountActions::pasteGateways()
{
    m_dialogs.paste(m_page);
}

QList<PaletteItem> AccountActions::paletteItems(const AccountSnapshot &account, const QString &name)
{
    QList<PaletteItem> items;
    const GatewayProfile gateway = account.profile;
    const auto add = [&items, &gateway](const QString &icon, const QString &title, std::function<void()> action) {
        items.append({.title = title,
                      .hint = text::visibleControls(gateway.displayName()),
                      .iconName = icon,
                      .run = std::move(action)});
    };
    const bool away = account.session.phase == SessionPhase::LoginRequired;
    if (away)
        add(u"login"_s, tr("Log in %1").arg(name),
            [this, gateway] { Q_EMIT navigate({.page = PageId::Login, .gateway = gateway.id}); });
    if (account.capabilities.remoteRestart)
        add(u"refresh"_s, away ? tr("Restart %1 and log in again …").arg(name) : tr("Restart %1 …").arg(name),
            [this, account] { logInAgain(account); });
    if (canSend(account))
        add(u"broadcast"_s, tr("Send through %1").arg(name), [this, gateway] { sendFrom(gateway); });
    if (account.session.phase == SessionPhase::Backoff)
        add(u"refresh"_s, tr("Retry %1 now").arg(name), [this, gateway] { retry(gateway); });
    if (account.session.phase == SessionPhase::Stopped)
        add(u"play"_s, tr("Connect %1").arg(name), [this, gateway] { start(gateway); });
    else
        add(u"power"_s, tr("Disconnect %1").arg(name), [this, gateway] { stop(gateway); });
    return items;
}

void AccountActions::fill(QMenu *menu, const AccountSnapshot &account)
{
    const GatewayProfile gateway = account.profile;
    const auto add = [this, menu](const QString &icon, const QString &words, std::function<void()> action) {
        menu->addAction(m_theme.icon(icon), words, this, [run = std::move(action)] { run(); });
    };
    if (account.refusedCertificate)
        add(u"shield"_s, tr("Review certificate …"), [this, account] { reviewCertificate(account); });
    if (account.session.phase == SessionPhase::Stopped)
        add(u"play"_s, tr("Connect"), [this, gateway] { start(gateway); });
    else
        add(u"power"_s, tr("Disconnect"), [this, gateway] { stop(gateway); });
    if (account.session.phase == SessionPhase::Backoff || hasRefusedConnection(account))
        add(u"refresh"_s, tr("Retry now"), [this, gateway] { retry(gateway); });
    if (account.capabilities.remoteRestart)
        add(u"refresh"_s,
            account.session.phase == SessionPhase::LoginRequired ? tr("Log in again …") : tr("Restart gateway …"),
            [this, account] { logInAgain(account); });
    if (canSend(account))
        add(u"broadcast"_s, tr("Send from here"), [this, gateway] { sendFrom(gateway); });
    add(u"logs"_s, tr("Show log"), [this, gateway] { Q_EMIT navigate({.page = PageId::Logs, .gateway = gateway.id}); });
    if (hasPage(gateway))
        add(u"popout"_s, tr("Open gateway page …"), [this, gateway] { openPage(gateway); });
    menu->addSeparator();
    if (account.version.seems)
        add(u"edit"_s, tr("Change kind to %1 …").arg(text::gatewayKindName(*account.version.seems)),
            [this, account] { changeKind(account); });
    add(u"edit"_s, tr("Edit gateway …"), [this, gateway] { edit(gateway); });
    if (m_dialogs.hasToken(gateway))
        add(u"rkey"_s, tr("Change token …"), [this, gateway] { changeToken(gateway); });
    add(u"trash"_s, tr("Remove gateway …"), [this, gateway] { remove(gateway); });
}

} // namespace rookery::ui

#include "moc_accountactions.cpp"

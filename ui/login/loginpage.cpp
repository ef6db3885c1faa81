// SPDX-License-Identifier: GPL-3.0-or-later
#include "loginpage.h"

#include "base/reasons/gateway.h"
#include "kit/accountactions.h"
#include "kit/ageticker.h"
#include "kit/bulkactions.h"
#include "kit/democontrol.h"
#include "kit/emptystate.h"
#include "kit/flowlayout.h"
#include "kit/widgetfactory.h"
#include "logintile.h"
#include "text/wording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds kSuccessShown{6};

} // namespace

LoginPage::LoginPage(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, DemoControl *demo,
                     QWidget *parent)
    : Page(engine, theme, parent)
    , m_demo(demo)
{
    m_actions = new AccountActions(engine, theme, dialogs, this);
    connect(m_actions, &AccountActions::navigate, this, &Page::navigate);
    connect(m_actions, &AccountActions::notice, this, &Page::notice);
    m_bulk = new BulkActions(engine, theme, this, [this] { return waiting(); });
    connect(m_bulk, &BulkActions::notice, this, &Page::notice);
    QVBoxLayout *layout = makePageLayout(this);
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(makeLabel(title(), LabelKind::Title, this));
    m_summary = makeLabel({}, LabelKind::Muted, this);
    head->addWidget(m_summary, 1, Qt::AlignBottom);
    m_quickAll = makeButton({}, ButtonKind::Primary, this);
    m_quickAll->setIcon(theme.icon(BulkActions::iconName(BulkAction::QuickLogin), Role::OnAccent));
    connect(m_quickAll, &QPushButton::clicked, this, [this] { m_bulk->run(BulkAction::QuickLogin); });
    m_quickAll->hide();
    head->addWidget(m_quickAll);
    layout->addLayout(head);

    m_stack = new QStackedWidget(this);
    m_scroll = new QScrollArea(m_stack);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_wall = new QWidget(m_scroll);
    m_wall->setObjectName(u"plain"_s);
    m_flow = new FlowLayout(m_wall, 12);
    m_scroll->setWidget(m_wall);
    m_stack->addWidget(m_scroll);
    auto *empty = new EmptyState(theme, u"login"_s, tr("No account is waiting to log in"),
                                 tr("When an account needs a scan, its code appears here, together with the other "
                                    "login methods that the gateway offers."),
                                 m_stack);
    connect(empty->addButton(tr("Go to the overview")), &QPushButton::clicked, this,
            [this] { Q_EMIT navigate({.page = PageId::Overview}); });
    m_stack->addWidget(empty);
    layout->addWidget(m_stack, 1);

    m_ticker = new AgeTicker(
        this,
        [this] {
            for (LoginTile *tile : std::as_const(m_tiles))
                tile->tick();
        },
        [this] {
            return std::any_of(m_tiles.cbegin(), m_tiles.cend(),
                               [](const LoginTile *tile) { return tile->needsSecondTicks(); });
        });
    refresh();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &LoginPage::apply);
}

bool LoginPage::isWaiting(const SessionState &state)
{
    // after "restart and log in" a code will follow: the tile says so until then
    const bool restarting = state.why.reason == Reason::GatewayRestarting
        && (state.phase == SessionPhase::Backoff || state.phase == SessionPhase::Connecting
            || state.phase == SessionPhase::Authenticating);
    return state.phase == SessionPhase::LoginRequired || state.phase == SessionPhase::NeedsTotp || restarting;
}

void LoginPage::apply(const engine::SessionChanges &changes)
{
    for (const GatewayId &gone : changes.removed)
        drop(gone);
    for (const AccountSnapshot &account : changes.accounts)
        take(account);
    count();
}

void LoginPage::settingsChanged()
{
    refresh();
}

void LoginPage::refresh()
{
    const QList<AccountSnapshot> accounts = engine().sessions().accounts();
    for (const AccountSnapshot &account : accounts)
        take(account);
    count();
}

void LoginPage::take(const AccountSnapshot &account)
{
    const GatewayId id = account.profile.id;
    if (account.session.phase == SessionPhase::Online) {
        succeed(account);
        return;
    }
    if (!isWaiting(account.session)) {
        drop(id);
        return;
    }
    const bool masked = engine().profile().settings().maskNumbers;
    LoginTile *tile = m_tiles.value(id);
    if (!tile) {
        tile = makeTile(id, false, m_wall);
        m_tiles.insert(id, tile);
    }
    tile->show(account, masked);
    tile->QWidget::show();
    if (LoginTile *out = m_popOuts.value(id))
        out->show(account, masked);
    if (m_wanted == id)
        mark(id);
}

void LoginPage::succeed(const AccountSnapshot &account)
{
    const GatewayId id = account.profile.id;
    closePopOut(id); // the account no longer waits, so the window with its code has done its work
    LoginTile *tile = m_tiles.value(id);
    if (!tile)
        return;
    const bool first = !tile->isDone();
    tile->showOnline(account, engine().profile().settings().maskNumbers);
    if (!first)
        return;
    auto *shown = new QTimer(tile);
    shown->setObjectName(u"successShown"_s); // the tests end it
    shown->setSingleShot(true);
    connect(shown, &QTimer::timeout, this, [this, tile, shown, id] {
        shown->deleteLater();
        if (!tile->isDone()) // it waits again
            return;
        drop(id);
        count();
    });
    shown->start(kSuccessShown);
}

void LoginPage::drop(const GatewayId &gateway)
{
    if (LoginTile *tile = m_tiles.take(gateway)) {
        m_order.removeOne(tile);
        m_flow->removeWidget(tile);
        tile->hide();
        tile->deleteLater();
    }
    closePopOut(gateway);
}

void LoginPage::closePopOut(const GatewayId &gateway)
{
    if (LoginTile *out = m_popOuts.take(gateway))
        out->window()->close();
}

QList<AccountSnapshot> LoginPage::waiting() const
{
    QList<AccountSnapshot> accounts;
    for (const LoginTile *tile : m_order) {
        if (!tile->isDone())
            accounts.append(tile->account());
    }
    return accounts;
}

void LoginPage::arrange()
{
    QList<LoginTile *> order = m_tiles.values();
    std::sort(order.begin(), order.end(),
              [](const LoginTile *one, const LoginTile *other) { return one->isBefore(*other); });
    if (order == m_order)
        return;
    m_order = order;
    QWidget *before = m_quickAll;
    for (LoginTile *tile : std::as_const(m_order)) {
        m_flow->removeWidget(tile);
        m_flow->addWidget(tile);
        const QList<QWidget *> parts = tile->findChildren<QWidget *>();
        for (QWidget *part : parts) {
            if ((part->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            setTabOrder(before, part);
            before = part;
        }
    }
}

LoginTile *LoginPage::makeTile(const GatewayId &gateway, bool inWindow, QWidget *parent)
{
    auto *tile = new LoginTile(theme(), inWindow ? LoginTile::Size::PopOut : LoginTile::Size::Wall, parent);
    connect(tile, &LoginTile::newCode, this, [this, tile] { m_actions->newCode(tile->account().profile); });
    connect(tile, &LoginTile::quickLogin, this,
            [this, tile](const QuickLoginEntry &entry) { m_actions->quickLogin(tile->account().profile, entry); });
    connect(tile, &LoginTile::primary, this, [this, tile] { m_actions->primary(tile->account()); });
    connect(tile, &LoginTile::popOut, this, [this, gateway] { popOut(gateway); });
    connect(tile, &LoginTile::copied, this,
            [this] { Q_EMIT notice(tr("The picture is on the clipboard. Anyone who has it can log in.")); });
    connect(tile, &LoginTile::totp, this, [this, gateway](const QString &code) {
        onResult(this, engine().sessions().submitTotp(gateway, Redacted<QString>(code)),
                 [this](const Result<> &result) {
                     if (!result)
                         Q_EMIT notice(text::errorText(result.error()));
                 });
    });
    connect(tile, &LoginTile::signToken, this, [this, gateway](const QString &token) {
        onResult(this, engine().sessions().submitSignToken(gateway, Redacted<QString>(token)),
                 [this](const Result<> &result) {
                     Q_EMIT notice(result ? tr("LLBot has stored the Auth Token and is checking it.")
                                          : text::errorText(result.error()));
                 });
    });
    if (m_demo)
        offerDemoPhone(*tile, gateway);
    return tile;
}

void LoginPage::offerDemoPhone(LoginTile &tile, const GatewayId &gateway)
{
    tile.offerDemoPhone();
    const auto report = [this](const Result<> &result) {
        if (!result)
            Q_EMIT notice(result.error().kind == ErrorKind::Rejected ? tr("There is no code to scan now.")
                                                                     : text::errorText(result.error()));
    };
    connect(&tile, &LoginTile::demoScan, this,
            [this, gateway, report] { onResult(this, m_demo->scanCode(gateway), report); });
    connect(&tile, &LoginTile::demoExpire, this,
            [this, gateway, report] { onResult(this, m_demo->expireCode(gateway), report); });
}

void LoginPage::popOut(const GatewayId &gateway)
{
    LoginTile *tile = m_tiles.value(gateway);
    if (!tile)
        return;
    if (LoginTile *out = m_popOuts.value(gateway)) {
        out->window()->raise();
        out->window()->activateWindow();
        return;
    }
    auto *frame = new QWidget(this, Qt::Window | Qt::WindowStaysOnTopHint);
    frame->setAttribute(Qt::WA_DeleteOnClose);
    frame->setWindowTitle(tr("Login of %1").arg(text::visibleControls(tile->account().profile.displayName())));
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(8, 8, 8, 8);
    LoginTile *out = makeTile(gateway, true, frame);
    out->show(tile->account(), engine().profile().settings().maskNumbers);
    layout->addWidget(out);
    m_popOuts.insert(gateway, out);
    frame->adjustSize();
    frame->move(window()->geometry().center() - frame->rect().center());
    frame->show();
}

void LoginPage::count()
{
    arrange();
    m_stack->setCurrentIndex(m_tiles.isEmpty() ? 1 : 0);
    const QList<AccountSnapshot> accounts = waiting();
    m_summary->setText(accounts.isEmpty() ? QString() : tr("%n account(s) waiting", nullptr, int(accounts.size())));
    const auto remembered = int(m_bulk->fitting(BulkAction::QuickLogin, accounts).size());
    m_quickAll->setVisible(remembered > 1); // for one, its own tile has the button
    if (const QString words = BulkActions::words(BulkAction::QuickLogin, remembered); m_quickAll->text() != words) {
        m_quickAll->setText(words);
        m_quickAll->setAccessibleName(words);
    }
    m_ticker->reschedule();
}

void LoginPage::mark(const GatewayId &gateway)
{
    for (auto it = m_tiles.cbegin(); it != m_tiles.cend(); ++it)
        it.value()->setMarked(it.key() == gateway);
    if (LoginTile *tile = m_tiles.value(gateway)) {
        m_wanted = {};
        m_scroll->ensureWidgetVisible(tile);
    }
}

void LoginPage::showItem(const Destination &to)
{
    m_wanted = to.gateway;
    mark(m_wanted);
}

QList<PaletteItem> LoginPage::paletteItems()
{
    QList<PaletteItem> items;
    if (const auto all = int(m_bulk->fitting(BulkAction::QuickLogin, waiting()).size()); all > 1)
        items.append({.title = BulkActions::words(BulkAction::QuickLogin, all),
                      .hint = tr("action"),
                      .iconName = BulkActions::iconName(BulkAction::QuickLogin),
                      .run = [this] {
                          Q_EMIT navigate({.page = PageId::Login});
                          m_bulk->run(BulkAction::QuickLogin);
                      }});
    for (const LoginTile *tile : std::as_const(m_order)) {
        if (tile->isDone())
            continue;
        const GatewayProfile gateway = tile->account().profile;
        items.append(
            PaletteItem{.title = tr("Log in %1").arg(text::visibleControls(gateway.displayName())),
                        .hint = tr("action"),
                        .iconName = u"login"_s,
                        .run = [this, id = gateway.id] { Q_EMIT navigate({.page = PageId::Login, .gateway = id}); }});
    }
    return items;
}

} // namespace rookery::ui

#include "moc_loginpage.cpp"

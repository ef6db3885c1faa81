// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkactions.h"

#include "base/reasons/input.h"
#include "csvtable.h"
#include "gatewayaddress.h"
#include "tagfilter.h"
#include "text/wording.h"

#include <QAbstractItemView>
#include <QAction>
#include <QFileDialog>
#include <QMenu>
#include <QSet>
#include <QShortcut>

#include <algorithm>
#include <array>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array kActions{BulkAction::Connect,    BulkAction::Disconnect, BulkAction::QuickLogin,
                              BulkAction::LogInAgain, BulkAction::Restart,    BulkAction::Test,
                              BulkAction::Tags,       BulkAction::Exclude,    BulkAction::Include,
                              BulkAction::Export,     BulkAction::Remove};

//! Returns whether another try, with the same token and certificate, may connect the account.
bool canBeConnected(const AccountSnapshot &account)
{
    switch (account.session.phase) {
    case SessionPhase::Stopped:
        return true;
    case SessionPhase::Backoff:
        return !account.refusedCertificate;
    case SessionPhase::Rejected: // a wrong token is not tried on many gateways again: some lock out all clients
        return !account.refusedCertificate && !text::isAboutTheToken(account.session.why);
    default:
        return false;
    }
}

bool canRestart(const AccountSnapshot &account)
{
    const SessionPhase phase = account.session.phase;
    const bool linked = phase == SessionPhase::Online || phase == SessionPhase::LoginRequired;
    return account.capabilities.remoteRestart
        && (linked || (account.capabilities.ownProgram && phase != SessionPhase::Stopped));
}

//! Returns whether only a restart brings a login back, as after a kick.
bool needsRestartToLogIn(const AccountSnapshot &account)
{
    const SessionState &session = account.session;
    return session.phase == SessionPhase::LoginRequired && canRestart(account)
        && (session.login == LoginReason::Kicked || session.login == LoginReason::OfflineByQq);
}

Result<> outcomeOf(const GatewayTestReport &report)
{
    for (const TestStepResult &step : report.steps) {
        if (step.state == StepState::Failed)
            return fail(step.why);
    }
    return {};
}

} // namespace

QHash<GatewayId, AccountId> chooseQuickLogins(const QList<AccountSnapshot> &accounts, const QList<AccountSnapshot> &all)
{
    QSet<AccountId> taken;
    for (const AccountSnapshot &account : all) {
        if (account.session.phase == SessionPhase::Online)
            taken.insert(account.account);
    }
    QHash<GatewayId, AccountId> chosen;
    for (const AccountSnapshot &account : accounts) {
        const QList<QuickLoginEntry> &remembered = account.login.quick;
        if (account.session.phase != SessionPhase::LoginRequired || remembered.isEmpty())
            continue;
        const auto own = std::find_if(remembered.cbegin(), remembered.cend(), [&account](const QuickLoginEntry &entry) {
            return entry.account == account.account;
        });
        if (own == remembered.cend() && remembered.size() > 1)
            continue; // only the operator knows which one
        const AccountId who = own == remembered.cend() ? remembered.constFirst().account : own->account;
        if (taken.contains(who))
            continue;
        taken.insert(who);
        chosen.insert(account.profile.id, who);
    }
    return chosen;
}

BulkActions::BulkActions(engine::Engine &engine, const Theme &theme, QWidget *page, std::function<Accounts()> selected)
    : QObject(page)
    , m_engine(engine)
    , m_theme(theme)
    , m_page(page)
    , m_selected(std::move(selected))
{}

QHash<GatewayId, AccountId> BulkActions::quickLogins(const Accounts &accounts) const
{
    return chooseQuickLogins(accounts, m_engine.sessions().accounts());
}

BulkActions::Accounts BulkActions::fitting(BulkAction action, const Accounts &accounts) const
{
    const auto those = [&accounts](const std::function<bool(const AccountSnapshot &)> &fits) {
        Accounts found;
        std::copy_if(accounts.cbegin(), accounts.cend(), std::back_inserter(found), fits);
        return found;
    };
    switch (action) {
    case BulkAction::Connect:
        return those(canBeConnected);
    case BulkAction::Disconnect:
        return those([](const AccountSnapshot &one) { return one.session.phase != SessionPhase::Stopped; });
    case BulkAction::QuickLogin: {
        const QHash<GatewayId, AccountId> logins = quickLogins(accounts);
        return those([&logins](const AccountSnapshot &one) { return logins.contains(one.profile.id); });
    }
    case BulkAction::LogInAgain:
        return those(needsRestartToLogIn);
    case BulkAction::Restart:
        return those(canRestart);
    case BulkAction::Exclude: // a service that is only watched sends nothing anyway
        return those([](const AccountSnapshot &one) {
            return !one.profile.neverBroadcast && !traitsOf(one.profile.kind).isMonitored;
        });
    case BulkAction::Include:
        return those([](const AccountSnapshot &one) { return one.profile.neverBroadcast; });
    case BulkAction::Test:
    case BulkAction::Tags:
    case BulkAction::Export:
    case BulkAction::Remove:
        break;
    }
    return accounts;
}

QString BulkActions::words(BulkAction action, int count)
{
    switch (action) {
    case BulkAction::Connect:
        return tr("Connect %n account(s)", nullptr, count);
    case BulkAction::Disconnect:
        return tr("Disconnect %n account(s)", nullptr, count);
    case BulkAction::QuickLogin:
        return tr("Quick login for %n account(s)", nullptr, count);
    case BulkAction::LogInAgain:
        return tr("Log in %n account(s) again", nullptr, count);
    case BulkAction::Restart:
        return tr("Restart %n gateway(s)", nullptr, count);
    case BulkAction::Test:
        return tr("Test %n gateway(s)", nullptr, count);
    case BulkAction::Tags:
        return tr("Tags of %n gateway(s)", nullptr, count);
    case BulkAction::Exclude:
        return tr("Never broadcast from %n account(s)", nullptr, count);
    case BulkAction::Include:
        return tr("Allow broadcasts from %n account(s)", nullptr, count);
    case BulkAction::Export:
        return tr("Export %n gateway(s)", nullptr, count);
    case BulkAction::Remove:
        return tr("Remove %n gateway(s)", nullptr, count);
    }
    return {};
}

QString BulkActions::iconName(BulkAction action)
{
    switch (action) {
    case BulkAction::Connect:
        return u"play"_s;
    case BulkAction::Disconnect:
        return u"power"_s;
    case BulkAction::QuickLogin:
    case BulkAction::LogInAgain:
        return u"login"_s;
    case BulkAction::Restart:
        return u"refresh"_s;
    case BulkAction::Test:
        return u"check"_s;
    case BulkAction::Tags:
        return u"tag"_s;
    case BulkAction::Exclude:
        return u"stop"_s;
    case BulkAction::Include:
        return u"broadcast"_s;
    case BulkAction::Export:
        return u"download"_s;
    case BulkAction::Remove:
        return u"trash"_s;
    }
    return {};
}

QKeySequence BulkActions::key(BulkAction action)
{
    switch (action) {
    case BulkAction::Connect:
        return Qt::CTRL | Qt::SHIFT | Qt::Key_C;
    case BulkAction::Disconnect:
        return Qt::CTRL | Qt::SHIFT | Qt::Key_D;
    case BulkAction::QuickLogin:
        return Qt::CTRL | Qt::Key_L;
    case BulkAction::LogInAgain:
        return Qt::CTRL | Qt::SHIFT | Qt::Key_L;
    case BulkAction::Restart:
        return Qt::CTRL | Qt::SHIFT | Qt::Key_R;
    case BulkAction::Test:
        return Qt::CTRL | Qt::Key_T;
    case BulkAction::Tags:
        return Qt::CTRL | Qt::Key_G;
    case BulkAction::Export:
        return Qt::CTRL | Qt::Key_E;
    case BulkAction::Remove:
        return Qt::Key_Delete;
    case BulkAction::Exclude:
    case BulkAction::Include:
        break;
    }
    return {};
}

namespace {

//! Returns what a yes leads to; empty: the action interrupts nothing, so it is not asked about.
QString questionOf(BulkAction action)
{
    switch (action) {
    case BulkAction::Disconnect:
        return BulkActions::tr("Until they are connected again they neither receive nor send; queued messages wait. "
                               "The gateways keep running, except for programs that Rookery started.");
    case BulkAction::QuickLogin:
        return BulkActions::tr("Each account logs in at its gateway without a scan.");
    case BulkAction::LogInAgain:
    case BulkAction::Restart:
        return BulkActions::tr("Each gateway restarts and then waits for a scan or a quick login. Until then its "
                               "account neither receives nor sends.");
    case BulkAction::Remove:
        return BulkActions::tr("The gateways themselves keep running; they and their tokens are removed from this "
                               "list. Their sending history is kept.");
    default:
        return {};
    }
}

QString buttonOf(BulkAction action)
{
    switch (action) {
    case BulkAction::Disconnect:
        return BulkActions::tr("Disconnect");
    case BulkAction::QuickLogin:
        return BulkActions::tr("Log in");
    case BulkAction::LogInAgain:
        return BulkActions::tr("Restart and log in");
    case BulkAction::Restart:
        return BulkActions::tr("Restart gateways");
    case BulkAction::Remove:
        return BulkActions::tr("Remove gateways");
    default:
        return {};
    }
}

//! Reports how many succeeded.
QString doneWords(BulkAction action, int count)
{
    switch (action) {
    case BulkAction::Connect:
        return BulkActions::tr("Connecting %n account(s)", nullptr, count);
    case BulkAction::Disconnect:
        return BulkActions::tr("%n account(s) disconnected", nullptr, count);
    case BulkAction::QuickLogin:
        return BulkActions::tr("%n account(s) logging in without a scan", nullptr, count);
    case BulkAction::LogInAgain:
    case BulkAction::Restart:
        return BulkActions::tr("%n gateway(s) restarting", nullptr, count);
    case BulkAction::Tags:
        return BulkActions::tr("Tags of %n gateway(s) changed", nullptr, count);
    case BulkAction::Exclude:
        return BulkActions::tr("%n account(s) excluded from broadcasts", nullptr, count);
    case BulkAction::Include:
        return BulkActions::tr("%n account(s) can send broadcasts again", nullptr, count);
    case BulkAction::Remove:
        return BulkActions::tr("%n gateway(s) removed", nullptr, count);
    default:
        return {};
    }
}

//! Says why some of the chosen accounts are not among those of the action.
QString leftOutWords(BulkAction action, int count)
{
    if (count <= 0)
        return {};
    return action == BulkAction::QuickLogin
        ? BulkActions::tr("%n account(s) left out: none remembered by the gateway, several to choose from, or online "
                          "elsewhere.",
                          nullptr, count)
        : BulkActions::tr("%n chosen account(s) left out: not possible in the present state.", nullptr, count);
}

} // namespace

BulkJob BulkActions::job(BulkAction action, const Accounts &accounts, int chosen) const
{
    BulkJob job;
    job.title = words(action, int(accounts.size()));
    job.question = questionOf(action);
    job.button = buttonOf(action);
    job.kind = action == BulkAction::Remove ? ButtonKind::Danger : ButtonKind::Primary;
    job.leftOut = leftOutWords(action, chosen - int(accounts.size()));
    job.isReport = action == BulkAction::Test;
    job.isOrder = action == BulkAction::Connect || action == BulkAction::QuickLogin || action == BulkAction::LogInAgain
        || action == BulkAction::Restart;
    job.done = [action](int count) { return doneWords(action, count); };
    for (const AccountSnapshot &account : accounts)
        job.accounts.append({account.profile.id, text::accountTitle(account)});
    return job;
}

BulkCommand BulkActions::command(BulkAction action, const Accounts &accounts)
{
    engine::SessionService &sessions = m_engine.sessions();
    switch (action) {
    case BulkAction::Connect:
        return {[this](const GatewayId &gateway) { return connectAgain(gateway); }};
    case BulkAction::Disconnect:
        return {[&sessions](const GatewayId &gateway) { return sessions.stop(gateway); }};
    case BulkAction::QuickLogin:
        return {[&sessions, logins = quickLogins(accounts)](const GatewayId &gateway) {
            return sessions.quickLogin(gateway, logins.value(gateway));
        }};
    case BulkAction::LogInAgain:
    case BulkAction::Restart:
        return {[&sessions](const GatewayId &gateway) { return sessions.restart(gateway); }};
    case BulkAction::Test:
        return testCommand();
    case BulkAction::Exclude:
        return profileCommand([](GatewayProfile &profile) { profile.neverBroadcast = true; });
    case BulkAction::Include:
        return profileCommand([](GatewayProfile &profile) { profile.neverBroadcast = false; });
    case BulkAction::Remove:
        return {[this](const GatewayId &gateway) { return m_engine.gateways().remove(gateway); }};
    case BulkAction::Tags:
    case BulkAction::Export:
        break;
    }
    return {};
}

FutureResult<> BulkActions::connectAgain(const GatewayId &gateway)
{
    const std::optional<AccountSnapshot> account = find(gateway);
    const bool stopped = !account || account->session.phase == SessionPhase::Stopped;
    return stopped ? m_engine.sessions().start(gateway) : m_engine.sessions().retryNow(gateway);
}

BulkCommand BulkActions::testCommand()
{
    return {.start =
                [this](const GatewayId &gateway) {
                    const std::optional<AccountSnapshot> account = find(gateway);
                    if (!account)
                        return failedResult<void>({.kind = ErrorKind::Rejected, .reason = Reason::NotFound});
                    return map(this, m_engine.gateways().test(account->profile, {}), outcomeOf);
                },
            .abort = [this](const GatewayId &gateway) { m_engine.gateways().cancelTest(gateway); }};
}

BulkCommand BulkActions::profileCommand(std::function<void(GatewayProfile &)> edit)
{
    return {[this, change = std::move(edit)](const GatewayId &gateway) {
        const std::optional<AccountSnapshot> account = find(gateway);
        if (!account)
            return failedResult<void>({.kind = ErrorKind::Rejected, .reason = Reason::NotFound});
        GatewayProfile profile = account->profile;
        change(profile);
        return m_engine.gateways().update(profile);
    }};
}

std::optional<AccountSnapshot> BulkActions::find(const GatewayId &gateway) const
{
    const Accounts all = m_engine.sessions().accounts();
    const auto it = std::find_if(all.cbegin(), all.cend(),
                                 [&gateway](const AccountSnapshot &one) { return one.profile.id == gateway; });
    return it == all.cend() ? std::nullopt : std::optional(*it);
}

void BulkActions::run(BulkAction action)
{
    const Accounts chosen = selected();
    const Accounts accounts = fitting(action, chosen);
    if (accounts.isEmpty()) {
        if (!chosen.isEmpty())
            Q_EMIT notice(tr("No selected account is in a state in which that can be done."));
        return;
    }
    if (action == BulkAction::Tags)
        return editTags(accounts);
    if (action == BulkAction::Export)
        return exportTable(accounts);
    BulkJob wanted = job(action, accounts, int(chosen.size()));
    wanted.command = command(action, accounts);
    open(action, std::move(wanted));
}

void BulkActions::open(BulkAction action, BulkJob job)
{
    auto *dialog = new BulkDialog(m_engine, m_theme, std::move(job), m_page);
    connect(dialog, &BulkDialog::notice, this, &BulkActions::notice);
    if (action == BulkAction::LogInAgain || action == BulkAction::Restart) {
        // their codes and quick logins are there
        connect(dialog, &QDialog::finished, this, [this, dialog] {
            if (dialog->succeeded() > 0)
                Q_EMIT navigate({.page = PageId::Login});
        });
    }
    dialog->begin();
}

void BulkActions::editTags(const Accounts &accounts)
{
    QList<GatewayProfile> gateways;
    for (const AccountSnapshot &account : accounts)
        gateways.append(account.profile);
    auto *dialog = new TagsDialog(m_theme, gateways, tagsOf(m_engine.sessions().accounts()), m_page);
    connect(dialog, &TagsDialog::edited, this, [this, accounts](const TagEdit &edit) { applyTags(accounts, edit); });
    dialog->open();
}

void BulkActions::applyTags(const Accounts &accounts, const TagEdit &edit)
{
    Accounts changed;
    std::copy_if(accounts.cbegin(), accounts.cend(), std::back_inserter(changed),
                 [&edit](const AccountSnapshot &one) { return edit.appliedTo(one.profile.tags) != one.profile.tags; });
    if (changed.isEmpty())
        return;
    BulkJob wanted = job(BulkAction::Tags, changed, int(changed.size()));
    wanted.command = profileCommand([edit](GatewayProfile &profile) { profile.tags = edit.appliedTo(profile.tags); });
    open(BulkAction::Tags, std::move(wanted));
}

void BulkActions::exportTable(const Accounts &accounts)
{
    QList<QStringList> rows{{tr("Name"), tr("Id"), tr("Kind"), tr("Address"), tr("Version"), tr("State"), tr("Number"),
                             tr("Nickname"), tr("Tags"), tr("Never broadcasts")}};
    for (const AccountSnapshot &account : accounts) {
        const GatewayProfile &profile = account.profile;
        rows.append({profile.displayName(), profile.id.value(), text::gatewayKindName(profile.kind), addressOf(profile),
                     account.version.version, text::accountWord(account), account.account.value(), account.nickname,
                     profile.tags.join(u' '), profile.neverBroadcast ? tr("yes") : QString()});
    }
    auto *dialog = new QFileDialog(m_page, words(BulkAction::Export, int(accounts.size())));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setNameFilter(tr("Table (*.csv)"));
    dialog->selectFile(u"gateways.csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, rows](const QString &path) {
        const QString trouble = writeCsv(path, rows);
        if (trouble.isEmpty())
            Q_EMIT notice(tr("%n gateway(s) written to %1, without tokens", nullptr, int(rows.size()) - 1).arg(path));
        else
            Q_EMIT notice(tr("Could not write the table: %1").arg(trouble));
    });
    dialog->open();
}

void BulkActions::fill(QMenu *menu)
{
    const Accounts chosen = selected();
    for (const BulkAction action : kActions) {
        const auto count = int(fitting(action, chosen).size());
        if (count == 0)
            continue;
        if (action == BulkAction::Test || action == BulkAction::Export)
            menu->addSeparator();
        const bool asks = !questionOf(action).isEmpty() || action == BulkAction::Tags || action == BulkAction::Export;
        QAction *entry =
            menu->addAction(m_theme.icon(iconName(action)), words(action, count) + (asks ? u" …"_s : QString()), this,
                            [this, action] { run(action); });
        // shown; a wider context would make the key of the view ambiguous
        entry->setShortcut(key(action));
        entry->setShortcutContext(Qt::WidgetShortcut);
        entry->setShortcutVisibleInContextMenu(true);
    }
}

QList<PaletteItem> BulkActions::paletteItems()
{
    QList<PaletteItem> items;
    const Accounts chosen = selected();
    for (const BulkAction action : kActions) {
        const auto count = int(fitting(action, chosen).size());
        if (count == 0)
            continue;
        const QString keys = key(action).toString(QKeySequence::NativeText);
        items.append({.title = words(action, count),
                      .hint = keys.isEmpty() ? tr("selection") : tr("selection") + u" · "_s + keys,
                      .iconName = iconName(action),
                      .run = [this, action] { run(action); }});
    }
    return items;
}

void BulkActions::listenTo(QAbstractItemView *view, const QList<BulkAction> &except)
{
    for (const BulkAction action : kActions) {
        if (key(action).isEmpty() || except.contains(action))
            continue;
        auto *shortcut = new QShortcut(key(action), view);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, action] { run(action); });
    }
}

} // namespace rookery::ui

#include "moc_bulkactions.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "overviewpage.h"

#include "accountdrawer.h"
#include "accountmodel.h"
#include "kit/accountactions.h"
#include "kit/ageticker.h"
#include "kit/bulkactions.h"
#include "kit/columnfit.h"
#include "kit/emptyhint.h"
#include "kit/emptystate.h"
#include "kit/flowlayout.h"
#include "kit/heldorder.h"
#include "kit/selectedrows.h"
#include "kit/selectionbar.h"
#include "kit/statusstyle.h"
#include "kit/tagfilter.h"
#include "kit/viewstate.h"
#include "kit/widgetfactory.h"
#include "readydelegate.h"
#include "text/wording.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns the condition of a filter button other than "All": the worst comes first, stopped last.
Condition conditionAt(int group)
{
    return Condition(kConditionCount - group);
}

} // namespace

OverviewPage::OverviewPage(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, QWidget *parent)
    : Page(engine, theme, parent)
{
    m_actions = new AccountActions(engine, theme, dialogs, this);
    connect(m_actions, &AccountActions::navigate, this, [this](const Destination &to) {
        if (to.page == PageId::Overview && !to.settings)
            showItem(to);
        else
            Q_EMIT navigate(to);
    });
    connect(m_actions, &AccountActions::notice, this, &Page::notice);
    m_bulk = new BulkActions(engine, theme, this, [this] { return selected(); });
    connect(m_bulk, &BulkActions::navigate, this, &Page::navigate);
    connect(m_bulk, &BulkActions::notice, this, &Page::notice);
    m_model = new AccountModel(theme, this);
    m_filter = new AccountFilter(this);
    m_filter->setSourceModel(m_model);

    QVBoxLayout *layout = makePageLayout(this);
    layout->setContentsMargins(16, 4, 16, 6);
    layout->setSpacing(6);
    layout->addWidget(toolRow());
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(tableArea());
    m_stack->addWidget(emptyArea());
    layout->addWidget(m_stack, 1);
    m_selection = new SelectionBar(*m_bulk, theme,
                                   {BulkAction::Connect, BulkAction::Disconnect, BulkAction::QuickLogin,
                                    BulkAction::LogInAgain, BulkAction::Restart},
                                   this);
    layout->addWidget(m_selection);

    m_ticker = new AgeTicker(
        this,
        [this] {
            m_model->tick();
            if (!m_drawer->isHidden())
                m_drawer->tick();
        },
        [this] { return m_model->wantsSeconds() || (!m_drawer->isHidden() && m_drawer->needsSecondTicks()); });
    m_model->reset(engine.sessions().accounts(), engine.health().rkeys());
    settingsChanged();
    countGroups();
    updateTags();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &OverviewPage::applyAccounts);
    connect(&engine.health(), &engine::HealthService::changed, this, &OverviewPage::applyHealth);
}

QWidget *OverviewPage::toolRow()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    m_title = makeLabel(title(), LabelKind::Title, box);
    row->addWidget(m_title);
    row->addSpacing(4);
    auto *groups = new QWidget(box);
    auto *flow = new FlowLayout(groups, 2); // a second line where the window is narrow
    for (int i = 0; i < kGroups; ++i) {
        QPushButton *button = makeButton({}, ButtonKind::Quiet, groups, u"-"_s);
        button->setCheckable(true);
        button->setChecked(i == 0);
        if (i > 0) {
            const StatusStyle look = statusStyle(conditionAt(i));
            button->setIcon(theme().statusIcon(look, 14));
        }
        connect(button, &QPushButton::clicked, this, [this, i] { chooseGroup(i); });
        flow->addWidget(button);
        m_groups[size_t(i)] = button;
    }
    row->addWidget(groups, 1);
    m_mask = makeIconButton(theme().icon(u"eye"_s), tr("Hide numbers"), box);
    m_mask->setCheckable(true);
    m_mask->setToolTip(
        tr("Hide the numbers of accounts, groups and friends on every page, for screenshots. In log lines "
           "and evidence every number of 5 to 12 digits is hidden. Names, addresses and exported files "
           "stay as they are."));
    connect(m_mask, &QPushButton::clicked, this, [this](bool masked) {
        Settings settings = engine().profile().settings();
        settings.maskNumbers = masked;
        onResult(this, engine().profile().saveSettings(settings), [this](const Result<> &result) {
            if (!result)
                Q_EMIT notice(text::errorText(result.error()));
            settingsChanged();
        });
    });
    row->addWidget(m_mask);
    m_words = makeFilter(tr("Filter  (Ctrl+F)"), theme(), box, tr("Filter accounts"));
    m_words->setMinimumWidth(96);
    connect(m_words, &QLineEdit::textChanged, m_filter, &AccountFilter::setWords);
    m_tagMenu = new TagMenu(theme(), m_words);
    row->addWidget(m_words);
    row->addSpacing(kGap);
    m_add = makeButton(tr("Add gateway"), ButtonKind::Primary, box);
    m_add->setIcon(theme().icon(u"plus"_s, Role::OnAccent));
    connect(m_add, &QPushButton::clicked, m_actions, &AccountActions::addGateway);
    row->addWidget(m_add);
    return box;
}

QWidget *OverviewPage::tableArea()
{
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(8);
    m_table = new QTableView(m_splitter);
    styleTable(m_table, tr("Accounts"));
    m_table->setModel(m_filter);
    holdOrderUnderPointer(m_table, m_filter);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setItemDelegateForColumn(AccountModel::Ready, new ReadyDelegate(theme(), m_table));
    m_table->horizontalHeader()->setSectionsMovable(true);
    // The two columns of sentences share the remaining width.
    setColumnWidths(m_table, {120, 108, 90, 92, 190, 118, 82, 100, 86, 66, 96},
                    {AccountModel::State, AccountModel::Ready});
    QHeaderView *header = m_table->horizontalHeader();
    header->moveSection(header->visualIndex(AccountModel::Tags), header->visualIndex(AccountModel::Gateway) + 1);
    m_table->sortByColumn(AccountModel::State, Qt::AscendingOrder);
    connect(m_table, &QTableView::customContextMenuRequested, this, &OverviewPage::showMenu);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) { openDrawer(gatewayAt(index)); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        if (!m_drawer->isHidden() && index.isValid())
            openDrawer(gatewayAt(index));
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (selected().size() == 1) // not while several are being chosen
            openDrawer(gatewayAt(index));
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &OverviewPage::updateSelection);
    m_bulk->listenTo(m_table);
    new EmptyHint(tr("No account matches the filters."), m_table);
    m_drawer = new AccountDrawer(theme(), *m_actions, m_splitter);
    m_drawer->hide();
    connect(m_drawer, &AccountDrawer::closed, this, &OverviewPage::closeDrawer);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({900, 340});
    return m_splitter;
}

QWidget *OverviewPage::emptyArea()
{
    auto *empty = new EmptyState(
        theme(), u"gateways"_s, tr("No gateway yet"),
        tr("Add the gateway that your bot account runs behind: its address and token are enough. Or look "
           "around in the demo, with made-up accounts on this machine."),
        this);
    QPushButton *add = empty->addButton(tr("Add gateway"));
    connect(add, &QPushButton::clicked, m_actions, &AccountActions::addGateway);
    QPushButton *paste = empty->addButton(tr("Bulk add"));
    connect(paste, &QPushButton::clicked, m_actions, &AccountActions::pasteGateways);
    QPushButton *demo = empty->addButton(tr("Open the demo"));
    connect(demo, &QPushButton::clicked, this, &OverviewPage::demoWanted);
    return empty;
}

void OverviewPage::applyAccounts(const engine::SessionChanges &changes)
{
    m_model->apply(changes);
    countGroups();
    updateDrawer();
    updateSelection();
    updateTags();
    m_ticker->reschedule();
}

void OverviewPage::applyHealth(const engine::HealthChanges &changes)
{
    if (!changes.rkeys.isEmpty())
        m_model->applyRkeys(changes.rkeys);
    updateDrawer();
    m_ticker->reschedule();
}

void OverviewPage::settingsChanged()
{
    const bool masked = engine().profile().settings().maskNumbers;
    m_model->setMasked(masked);
    m_mask->setChecked(masked);
    m_mask->setIcon(theme().icon(masked ? u"eye-off"_s : u"eye"_s));
    updateDrawer();
}

void OverviewPage::countGroups()
{
    std::array<int, kGroups> counts{};
    for (const AccountSnapshot &account : m_model->rows()) {
        ++counts[0];
        ++counts[size_t(kConditionCount - int(account.condition.condition))];
    }
    const std::array words{tr("All"),        tr("Failed"),     tr("Attention"), tr("Degraded"),
                           tr("Connecting"), tr("Not proven"), tr("Working"),   tr("Stopped")};
    static_assert(kGroups == std::tuple_size_v<decltype(words)>);
    for (size_t i = 0; i < kGroups; ++i) {
        m_groups[i]->setText(words[i] + u"  "_s + QString::number(counts[i]));
        m_groups[i]->setAccessibleName(tr("Show: %1").arg(words[i]));
        // A filter without accounts is hidden, except while it is selected.
        m_groups[i]->setVisible(i == 0 || counts[i] > 0 || int(i) == m_group);
    }
    m_stack->setCurrentIndex(counts[0] == 0 ? 1 : 0);
    m_words->setVisible(counts[0] > 0);
    m_mask->setVisible(counts[0] > 0);
    m_add->setVisible(counts[0] > 0);
    m_groups[0]->setVisible(counts[0] > 0);
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    // the filters need the room more than the title, which the navigation shows too
    constexpr int kRoomForTitle = 1000;
    m_title->setVisible(event->size().width() >= kRoomForTitle);
    Page::resizeEvent(event);
}

void OverviewPage::chooseGroup(int group)
{
    m_group = group;
    for (int i = 0; i < kGroups; ++i)
        m_groups[size_t(i)]->setChecked(i == group);
    m_filter->setCondition(group == 0 ? std::nullopt : std::optional(conditionAt(group)));
    countGroups();
}

GatewayId OverviewPage::gatewayAt(const QModelIndex &index) const
{
    return GatewayId(index.data(AccountModel::GatewayIdRole).toString());
}

AccountDetails OverviewPage::detailsOf(const AccountSnapshot &account) const
{
    const GatewayId &id = account.profile.id;
    AccountDetails details{.account = account};
    const QList<Incident> incidents = engine().health().incidents();
    std::copy_if(incidents.cbegin(), incidents.cend(), std::back_inserter(details.incidents),
                 [&id](const Incident &incident) { return incident.isOpen() && incident.gateways.contains(id); });
    std::stable_sort(details.incidents.begin(), details.incidents.end(), isGraver);
    const QList<RkeyState> rkeys = engine().health().rkeys();
    const auto rkey =
        std::find_if(rkeys.cbegin(), rkeys.cend(), [&id](const RkeyState &state) { return state.gateway == id; });
    if (rkey != rkeys.cend())
        details.rkey = *rkey;
    return details;
}

void OverviewPage::openDrawer(const GatewayId &gateway)
{
    const AccountSnapshot *account = m_model->find(gateway);
    if (!account)
        return;
    m_drawer->show(detailsOf(*account), engine().profile().settings().maskNumbers);
    m_drawer->setVisible(true);
}

void OverviewPage::closeDrawer()
{
    m_drawer->hide();
    m_table->setFocus();
}

void OverviewPage::updateDrawer()
{
    if (m_drawer->isHidden())
        return;
    if (const AccountSnapshot *account = m_model->find(m_drawer->gateway()))
        m_drawer->show(detailsOf(*account), engine().profile().settings().maskNumbers);
    else
        m_drawer->hide();
}

QList<AccountSnapshot> OverviewPage::selected() const
{
    QList<AccountSnapshot> accounts;
    const QList<int> rows = selectedRows(m_table);
    for (const int row : rows)
        accounts.append(m_model->at(row));
    return accounts;
}

void OverviewPage::updateSelection()
{
    const QModelIndex current = m_table->currentIndex();
    const bool shown = current.isValid() && m_table->viewport()->rect().contains(m_table->visualRect(current).center());
    const bool before = m_selection->isVisible();
    m_selection->refresh();
    if (m_selection->isVisible() == before || !shown)
        return;
    // the bar takes its room from the table: the row just chosen stays in view
    QMetaObject::invokeMethod(
        m_table, [this] { m_table->scrollTo(m_table->currentIndex()); }, Qt::QueuedConnection);
}

void OverviewPage::updateTags()
{
    const QList<AccountSnapshot> &accounts = m_model->rows();
    m_tagMenu->setTags(tagsOf(accounts));
    m_table->setColumnHidden(AccountModel::Tags, !anyTagWords(accounts));
}

void OverviewPage::showMenu(const QPoint &position)
{
    const QList<AccountSnapshot> accounts = selected();
    if (accounts.isEmpty())
        return;
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (accounts.size() == 1)
        m_actions->fill(menu, accounts.constFirst());
    else
        m_bulk->fill(menu);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void OverviewPage::refresh()
{
    m_model->reset(engine().sessions().accounts(), engine().health().rkeys());
    countGroups();
    updateDrawer();
    updateSelection();
    updateTags();
}

void OverviewPage::focusFilter()
{
    m_words->setFocus();
    m_words->selectAll();
}

bool OverviewPage::escape()
{
    if (!m_drawer->isHidden()) {
        closeDrawer();
        return true;
    }
    if (!m_words->text().isEmpty()) {
        m_words->clear();
        return true;
    }
    if (selected().size() > 1) {
        m_table->clearSelection();
        return true;
    }
    return false;
}

void OverviewPage::showItem(const Destination &to)
{
    const GatewayId gateway = to.gateway;
    if (!m_model->find(gateway))
        return;
    chooseGroup(0);
    m_words->clear();
    openDrawer(gateway);
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        if (gatewayAt(m_filter->index(row, 0)) == gateway)
            m_table->setCurrentIndex(m_filter->index(row, 0));
    }
}

QJsonObject OverviewPage::saveState() const
{
    return {{u"table"_s, saveHeader(m_table)},
            {u"splitter"_s, saveSplitter(m_splitter)},
            {u"condition"_s, m_group},
            {u"filter"_s, m_words->text()},
            {u"open"_s, m_drawer->isHidden() ? QString() : m_drawer->gateway().value()}};
}

void OverviewPage::restoreState(const QJsonObject &state)
{
    restoreHeader(m_table, state.value(u"table"_s));
    restoreSplitter(m_splitter, state.value(u"splitter"_s));
    chooseGroup(std::clamp(state.value(u"condition"_s).toInt(), 0, kGroups - 1));
    m_words->setText(state.value(u"filter"_s).toString());
    if (const QString open = state.value(u"open"_s).toString(); !open.isEmpty())
        openDrawer(GatewayId(open));
}

QList<PaletteItem> OverviewPage::paletteItems()
{
    QList<PaletteItem> items;
    if (isVisible()) // the selection that the operator sees
        items = m_bulk->paletteItems();
    const bool masked = engine().profile().settings().maskNumbers;
    for (const AccountSnapshot &account : m_model->rows()) {
        const GatewayId gateway = account.profile.id;
        const AccountModel::Shown shown = m_model->shownOf(account);
        const QString name = shown.nickname.isEmpty() ? account.profile.displayName() : shown.nickname;
        QStringList hint{shown.number.isNull() ? gateway.value() : text::shownNumber(shown.number.value(), masked),
                         text::accountWord(account)};
        for (const QString &tag : account.profile.tags)
            hint.append(u"tag:"_s + text::visibleControls(tag));
        items.append(
            PaletteItem{.title = text::visibleControls(name),
                        .hint = hint.join(u" · "_s),
                        .iconName = u"overview"_s,
                        .run = [this, gateway] { Q_EMIT navigate({.page = PageId::Overview, .gateway = gateway}); }});
        items += m_actions->paletteItems(account, text::visibleControls(name));
    }
    return items;
}

} // namespace rookery::ui

#include "moc_overviewpage.cpp"

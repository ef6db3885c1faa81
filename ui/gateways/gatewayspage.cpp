// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayspage.h"

#include "gatewayform.h"
#include "gatewaymodel.h"
#include "kit/accountactions.h"
#include "kit/bulkactions.h"
#include "kit/columnfit.h"
#include "kit/emptyhint.h"
#include "kit/emptystate.h"
#include "kit/exposureview.h"
#include "kit/naturalsorter.h"
#include "kit/selectedrows.h"
#include "kit/selectionbar.h"
#include "kit/tagfilter.h"
#include "kit/viewstate.h"
#include "kit/widgetfactory.h"
#include "portview.h"
#include "text/exposure.h"
#include "text/wording.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

GatewaysPage::GatewaysPage(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, QWidget *parent)
    : Page(engine, theme, parent)
{
    m_actions = new AccountActions(engine, theme, dialogs, this);
    connect(m_actions, &AccountActions::navigate, this, &Page::navigate);
    connect(m_actions, &AccountActions::notice, this, &Page::notice);
    m_bulk = new BulkActions(engine, theme, this, [this] { return selected(); });
    connect(m_bulk, &BulkActions::navigate, this, &Page::navigate);
    connect(m_bulk, &BulkActions::notice, this, &Page::notice);
    m_model = new GatewayModel(theme, this);
    m_sorter = new NaturalSorter(m_model, this);
    QVBoxLayout *layout = makePageLayout(this);
    layout->addWidget(toolRow());
    layout->addWidget(sectionRow());
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(tableArea());
    m_port = new PortView(engine, theme, *m_actions, this);
    m_stack->addWidget(m_port);
    m_exposed = new ExposureView(theme, this);
    m_stack->addWidget(makeScrollArea(m_exposed, this));
    m_stack->addWidget(emptyArea());
    layout->addWidget(m_stack, 1);
    settingsChanged();
    refresh();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &GatewaysPage::applyAccounts);
    connect(&engine.gateways(), &engine::GatewayService::listenerChanged, this, &GatewaysPage::applyListener);
}

QWidget *GatewaysPage::toolRow()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    row->addWidget(makeLabel(title(), LabelKind::Title, box));
    row->addStretch(1);
    m_words = makeFilter(tr("Filter  (Ctrl+F)"), theme(), box, tr("Filter gateways"));
    connect(m_words, &QLineEdit::textChanged, m_sorter, &NaturalSorter::setWords);
    m_tagMenu = new TagMenu(theme(), m_words);
    row->addWidget(m_words);
    QPushButton *network = makeButton(tr("Network"), ButtonKind::Plain, box, tr("Network settings"));
    network->setToolTip(tr("Proxy for gateways on other machines, and trusted certificates"));
    connect(network, &QPushButton::clicked, this, [this] { Q_EMIT navigate({.settings = SettingsSection::Network}); });
    row->addWidget(network);
    QPushButton *paste = makeButton(tr("Bulk add"), ButtonKind::Plain, box);
    connect(paste, &QPushButton::clicked, m_actions, &AccountActions::pasteGateways);
    row->addWidget(paste);
    m_add = makeButton(tr("Add gateway"), ButtonKind::Primary, box);
    connect(m_add, &QPushButton::clicked, m_actions, &AccountActions::addGateway);
    row->addWidget(m_add);
    return box;
}

QWidget *GatewaysPage::sectionRow()
{
    m_sections = new QWidget(this);
    auto *row = new QHBoxLayout(m_sections);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_toRows = makeButton(tr("List"), ButtonKind::Plain, m_sections, tr("List of gateways"));
    m_toPort = makeButton(tr("Incoming connections"), ButtonKind::Plain, m_sections);
    m_toPort->setToolTip(tr("Rookery's port and the connections it rejected"));
    m_toExposed = makeButton(tr("Exposure"), ButtonKind::Plain, m_sections);
    m_toExposed->setToolTip(tr("What others can read or reach"));
    const QList<std::pair<QPushButton *, Section>> sections{{m_toRows, Rows}, {m_toPort, Port}, {m_toExposed, Exposed}};
    for (const auto &[button, section] : sections) {
        button->setCheckable(true);
        connect(button, &QPushButton::clicked, this, [this, where = section] { showSection(where); });
        row->addWidget(button);
    }
    row->addStretch(1);
    return m_sections;
}

QWidget *GatewaysPage::newcomerStrip()
{
    m_newcomers = new QFrame(this);
    setStrip(m_newcomers, Role::NeedsHand);
    auto *row = new QHBoxLayout(m_newcomers);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(kGap);
    m_newcomerWords = makeLabel({}, LabelKind::Body, m_newcomers);
    m_newcomerWords->setWordWrap(true);
    row->addWidget(m_newcomerWords, 1);
    QPushButton *look = makeButton(tr("Review"), ButtonKind::Plain, m_newcomers);
    connect(look, &QPushButton::clicked, this, [this] { showSection(Port); });
    row->addWidget(look);
    return m_newcomers;
}

QWidget *GatewaysPage::selectionRow()
{
    auto *box = new QWidget(this);
    m_single = box;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const auto make = [this, box, row](const QString &icon, const QString &words, ButtonKind kind, auto action) {
        QPushButton *button = makeButton(words, kind, box);
        button->setIcon(theme().icon(icon, kind == ButtonKind::Danger ? Role::Failed : Role::Muted));
        connect(button, &QPushButton::clicked, this, action);
        row->addWidget(button);
        return button;
    };
    m_edit = make(u"edit"_s, tr("Edit"), ButtonKind::Plain, [this] {
        if (const AccountSnapshot *account = current())
            m_actions->edit(account->profile);
    });
    m_token = make(u"rkey"_s, tr("Change token"), ButtonKind::Plain, [this] {
        if (const AccountSnapshot *account = current())
            m_actions->changeToken(account->profile);
    });
    m_startStop = makeButton(tr("Connect"), ButtonKind::Plain, box);
    connect(m_startStop, &QPushButton::clicked, this, [this] {
        const AccountSnapshot *account = current();
        if (!account)
            return;
        if (account->session.phase == SessionPhase::Stopped)
            m_actions->start(account->profile);
        else
            m_actions->stop(account->profile);
    });
    row->addWidget(m_startStop);
    m_trust = makeButton(tr("Review certificate"), ButtonKind::Plain, box);
    m_trust->setIcon(theme().icon(u"shield"_s, Role::Degraded));
    connect(m_trust, &QPushButton::clicked, this, [this] {
        if (const AccountSnapshot *account = current())
            m_actions->reviewCertificate(*account);
    });
    row->addWidget(m_trust);
    m_kind = makeButton(tr("Change kind"), ButtonKind::Plain, box);
    m_kind->setIcon(theme().icon(u"edit"_s, Role::Degraded));
    connect(m_kind, &QPushButton::clicked, this, [this] {
        if (const AccountSnapshot *account = current())
            m_actions->changeKind(*account);
    });
    row->addWidget(m_kind);
    row->addStretch(1);
    m_remove = make(u"trash"_s, tr("Remove"), ButtonKind::Danger, [this] {
        if (const AccountSnapshot *account = current())
            m_actions->remove(account->profile);
        else
            m_bulk->run(BulkAction::Remove); // by key: the button is hidden then
    });
    return box;
}

QWidget *GatewaysPage::tableArea()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_table = new QTableView(box);
    styleTable(m_table, tr("Gateways"));
    m_table->setModel(m_sorter);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->sortByColumn(GatewayModel::Name, Qt::AscendingOrder);
    setColumnWidths(m_table, {132, 104, 72, 194, 162, 72, 164, 96}, {GatewayModel::Account});
    connect(m_table, &QTableView::customContextMenuRequested, this, &GatewaysPage::showMenu);
    connect(m_table, &QTableView::activated, this, [this] {
        if (const AccountSnapshot *account = current())
            m_actions->edit(account->profile);
    });
    layout->addWidget(newcomerStrip());
    layout->addWidget(m_table, 1);
    layout->addWidget(selectionRow());
    m_several = new SelectionBar(*m_bulk, theme(),
                                 {BulkAction::Connect, BulkAction::Disconnect, BulkAction::Restart, BulkAction::Test,
                                  BulkAction::Tags, BulkAction::Remove},
                                 box);
    layout->addWidget(m_several);
    pressOn(QKeySequence::Delete, m_table, m_remove);
    m_bulk->listenTo(m_table, {BulkAction::Remove});
    new EmptyHint(tr("No gateway matches the filter."), m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &GatewaysPage::update);
    return box;
}

QWidget *GatewaysPage::emptyArea()
{
    auto *empty = new EmptyState(
        theme(), u"gateways"_s, tr("No gateway yet"),
        tr("A gateway is the program your bot account runs behind, such as NapCat. Its panel address and token "
           "are enough; the add dialog says where to find them and tests each step."),
        this);
    connect(empty->addButton(tr("Add the first gateway")), &QPushButton::clicked, m_actions,
            &AccountActions::addGateway);
    connect(empty->addButton(tr("Open the demo")), &QPushButton::clicked, this, &GatewaysPage::demoWanted);
    return empty;
}

const AccountSnapshot *GatewaysPage::current() const
{
    // Uses the selected row, not the current one: a table that gets the focus silently makes its first row current.
    const QList<int> rows = selectedRows(m_table);
    return rows.size() != 1 ? nullptr : &m_model->at(rows.constFirst());
}

QList<AccountSnapshot> GatewaysPage::selected() const
{
    QList<AccountSnapshot> accounts;
    const QList<int> rows = selectedRows(m_table);
    for (const int row : rows)
        accounts.append(m_model->at(row));
    return accounts;
}

void GatewaysPage::updateTags()
{
    const QList<AccountSnapshot> &accounts = m_model->rows();
    m_tagMenu->setTags(tagsOf(accounts));
    m_table->setColumnHidden(GatewayModel::Tags, !anyTagWords(accounts));
}

void GatewaysPage::update()
{
    const AccountSnapshot *account = current();
    m_several->refresh();
    m_single->setVisible(m_several->isHidden());
    updateTags();
    for (QPushButton *button : {m_edit, m_startStop})
        button->setEnabled(account != nullptr);
    m_remove->setEnabled(m_table->selectionModel()->hasSelection());
    m_token->setEnabled(account && hasToken(account->profile));
    const bool stopped = account && account->session.phase == SessionPhase::Stopped;
    const QString words = stopped ? tr("Connect") : tr("Disconnect");
    m_startStop->setText(words);
    m_startStop->setAccessibleName(words);
    m_startStop->setIcon(theme().icon(stopped ? u"play"_s : u"power"_s));
    m_trust->setVisible(account && account->refusedCertificate);
    m_kind->setVisible(account && account->version.seems);
    const bool none = m_model->rowCount() == 0;
    if (none)
        m_stack->setCurrentIndex(Empty);
    else if (m_stack->currentIndex() == Empty)
        m_stack->setCurrentIndex(Rows);
    updateSections();
    // One primary button per view: the empty page has its own.
    setButtonKind(m_add, none ? ButtonKind::Plain : ButtonKind::Primary);
}

void GatewaysPage::updateSections()
{
    QList<GatewayProfile> gateways;
    bool incoming = false;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        gateways.append(m_model->at(row).profile);
        incoming = incoming || text::dialsIn(gateways.constLast());
    }
    const ListenerState listener = engine().gateways().listener();
    const QList<text::Exposure> found = text::exposures(gateways, engine().profile().settings().listener);
    m_exposed->show(found);
    m_toExposed->setText(tr("Exposure (%1)").arg(found.size()));
    m_toExposed->setVisible(!found.isEmpty());
    const auto fresh =
        std::count_if(listener.incoming.cbegin(), listener.incoming.cend(),
                      [](const IncomingConnection &entry) { return entry.trouble == RejectReason::NewAccount; });
    m_toPort->setText(listener.incoming.isEmpty() ? tr("Incoming connections")
                                                  : tr("Incoming connections (%1)").arg(listener.incoming.size()));
    m_toPort->setVisible(incoming || listener.listening || !listener.incoming.isEmpty());
    m_newcomerWords->setText(tr("%n unknown account(s) tried to connect: confirmation needed.", nullptr, int(fresh)));
    m_newcomers->setVisible(fresh > 0);
    const int section = m_stack->currentIndex();
    const bool gone = (section == Port && m_toPort->isHidden()) || (section == Exposed && m_toExposed->isHidden());
    if (gone)
        m_stack->setCurrentIndex(Rows);
    m_sections->setVisible(m_stack->currentIndex() != Empty && !(m_toPort->isHidden() && m_toExposed->isHidden()));
    m_words->setVisible(m_stack->currentIndex() == Rows);
    m_toRows->setChecked(m_stack->currentIndex() == Rows);
    m_toPort->setChecked(m_stack->currentIndex() == Port);
    m_toExposed->setChecked(m_stack->currentIndex() == Exposed);
}

void GatewaysPage::showSection(Section section)
{
    m_stack->setCurrentIndex(section);
    updateSections();
}

void GatewaysPage::applyListener()
{
    m_port->refresh();
    updateSections();
}

void GatewaysPage::applyAccounts(const engine::SessionChanges &changes)
{
    m_model->apply(changes);
    update();
}

void GatewaysPage::settingsChanged()
{
    m_model->setMasked(engine().profile().settings().maskNumbers);
    m_port->setMasked(engine().profile().settings().maskNumbers);
    updateSections();
}

void GatewaysPage::refresh()
{
    m_model->syncRows(engine().sessions().accounts());
    m_port->refresh();
    update();
}

void GatewaysPage::focusFilter()
{
    showSection(Rows);
    m_words->setFocus();
    m_words->selectAll();
}

bool GatewaysPage::escape()
{
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

void GatewaysPage::showItem(const Destination &to)
{
    showSection(Rows);
    for (int row = 0; row < m_sorter->rowCount(); ++row) {
        if (m_sorter->index(row, GatewayModel::Id).data().toString() == to.gateway.value())
            m_table->setCurrentIndex(m_sorter->index(row, 0));
    }
}

void GatewaysPage::showMenu(const QPoint &position)
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

QJsonObject GatewaysPage::saveState() const
{
    return {{u"table"_s, saveHeader(m_table)}, {u"filter"_s, m_words->text()}};
}

void GatewaysPage::restoreState(const QJsonObject &state)
{
    restoreHeader(m_table, state.value(u"table"_s));
    m_words->setText(state.value(u"filter"_s).toString());
}

QList<PaletteItem> GatewaysPage::paletteItems()
{
    const auto item = [](const QString &words, const QString &icon, std::function<void()> run) {
        return PaletteItem{.title = words, .hint = tr("action"), .iconName = icon, .run = std::move(run)};
    };
    QList<PaletteItem> items;
    if (isVisible()) // the selection that the operator sees
        items = m_bulk->paletteItems();
    items += {item(tr("Add gateway"), u"plus"_s, [this] { m_actions->addGateway(); }),
              item(tr("Bulk add gateways"), u"copy"_s, [this] { m_actions->pasteGateways(); }),
              item(tr("Port for incoming gateway connections"), u"link"_s,
                   [this] { Q_EMIT navigate({.settings = SettingsSection::Security}); })};
    return items;
}

} // namespace rookery::ui

#include "moc_gatewayspage.cpp"

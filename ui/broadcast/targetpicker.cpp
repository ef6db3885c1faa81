// SPDX-License-Identifier: GPL-3.0-or-later
#include "targetpicker.h"

#include "accountsdialog.h"
#include "contactmodel.h"
#include "kit/columnfit.h"
#include "kit/emptyhint.h"
#include "kit/naturalsorter.h"
#include "kit/plaintip.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "pastetargetsdialog.h"
#include "text/wording.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kBetweenArrivals{200};
// No gateway has these ids.
constexpr QLatin1StringView kAll("*");
constexpr QLatin1StringView kSeveral("+");

} // namespace

TargetPicker::TargetPicker(engine::Engine &engine, const Theme &theme, const AccountNames &names, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_theme(theme)
    , m_names(names)
{
    m_contacts = new ContactModel(theme, names, this);
    m_found = new NaturalSorter(m_contacts, this);
    m_chosen = new ChosenModel(theme, names, this);
    m_arrivals.setSingleShot(true);
    m_arrivals.setInterval(kBetweenArrivals);
    connect(&m_arrivals, &QTimer::timeout, this, &TargetPicker::showContacts);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *card = makeCard(this);
    outer->addWidget(card);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(kGap);
    buildContacts(layout);
    buildChosen(layout);
    fillAccounts();
    connect(m_account, &QComboBox::currentIndexChanged, this, [this] { load(Freshness::Cached); });
    load(Freshness::Cached);
    updateActions();
}

void TargetPicker::buildContacts(QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_account = new QComboBox(this);
    m_account->setAccessibleName(tr("Account for targets"));
    m_account->setMinimumContentsLength(16);
    m_account->setPlaceholderText(tr("No account yet"));
    m_account->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind = new QComboBox(this);
    m_kind->setAccessibleName(tr("Kind of targets"));
    m_kind->addItem(tr("Groups"), int(ChatKind::Group));
    m_kind->addItem(tr("Friends"), int(ChatKind::Friend));
    m_kind->addItem(tr("Both"), -1);
    m_search = makeFilter(tr("Search name or number"), m_theme, this, tr("Search targets"));
    m_search->setMinimumWidth(88);
    m_choose = makeIconButton(m_theme.icon(u"checklist"_s), tr("Choose several accounts"), this);
    connect(m_choose, &QPushButton::clicked, this, &TargetPicker::chooseSeveral);
    head->addWidget(m_account, 4);
    head->addWidget(m_choose);
    head->addWidget(m_kind);
    head->addWidget(m_search, 3);
    layout->addLayout(head);

    m_contactTable = new QTableView(this);
    m_contactTable->setModel(m_found);
    styleTable(m_contactTable, tr("Groups and friends"));
    m_contactTable->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_contactTable->sortByColumn(ContactModel::Name, Qt::AscendingOrder);
    setColumnWidths(m_contactTable, {140, 84, 64, 80, 176, 72});
    m_hint = new EmptyHint({}, m_contactTable);
    layout->addWidget(m_contactTable, 3);

    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_addSelected = makeButton(tr("Add selected"), ButtonKind::Plain, this);
    m_addAll = makeButton(tr("Add all shown"), ButtonKind::Plain, this);
    m_paste = makeButton(tr("Paste a list\u2026"), ButtonKind::Plain, this, tr("Paste a list"));
    m_state = makeLabel({}, LabelKind::Muted, this);
    m_state->setWordWrap(true);
    for (QPushButton *button : {m_addSelected, m_addAll, m_paste})
        row->addWidget(button);
    row->addWidget(m_state, 1);
    layout->addLayout(row);

    connect(m_search, &QLineEdit::textChanged, m_found, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_search, &QLineEdit::textChanged, this, &TargetPicker::updateActions);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &TargetPicker::showContacts);
    connect(m_contactTable, &QTableView::doubleClicked, this, &TargetPicker::addSelected);
    connect(m_contactTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TargetPicker::updateActions);
    connect(m_addSelected, &QPushButton::clicked, this, &TargetPicker::addSelected);
    connect(m_addAll, &QPushButton::clicked, this, &TargetPicker::addAllShown);
    connect(m_paste, &QPushButton::clicked, this, &TargetPicker::openPaste);
    pressOn(Qt::Key_Return, m_contactTable, m_addSelected);
}

void TargetPicker::buildChosen(QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_chosenCount = makeLabel({}, LabelKind::Section, this);
    m_remove = makeButton(tr("Remove selected"), ButtonKind::Quiet, this);
    m_clear = makeButton(tr("Remove all"), ButtonKind::Quiet, this);
    m_undo = makeButton(tr("Undo"), ButtonKind::Quiet, this, tr("Undo the removal"));
    m_undo->hide();
    head->addWidget(m_chosenCount);
    head->addStretch();
    head->addWidget(m_undo);
    head->addWidget(m_remove);
    head->addWidget(m_clear);
    layout->addLayout(head);
    m_chosenTable = new QTableView(this);
    m_chosenTable->setModel(m_chosen);
    styleTable(m_chosenTable, tr("Chosen targets"));
    m_chosenTable->setSortingEnabled(false); // the order is the sending order
    m_chosenTable->setSelectionMode(QAbstractItemView::ExtendedSelection);
    setColumnWidths(m_chosenTable, {150, 92, 64, 100});
    new EmptyHint(tr("No targets chosen yet. Select rows above and press Add selected."), m_chosenTable);
    layout->addWidget(m_chosenTable, 2);
    connect(m_remove, &QPushButton::clicked, this, &TargetPicker::removeSelected);
    connect(m_clear, &QPushButton::clicked, this, &TargetPicker::removeAll);
    connect(m_undo, &QPushButton::clicked, this, &TargetPicker::undoRemoval);
    pressOn(QKeySequence::Delete, m_chosenTable, m_remove);
    connect(m_chosenTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TargetPicker::updateActions);
}

void TargetPicker::fillAccounts()
{
    const QString kept = choice();
    const QSignalBlocker quiet(m_account);
    m_account->clear();
    m_excluded = 0;
    const QIcon online = m_theme.statusIcon(kWorkingStyle);
    const QIcon offline = m_theme.statusIcon(kUnknownStyle);
    int first = -1;
    const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
    for (const AccountSnapshot &snapshot : accounts) {
        if (!snapshot.capabilities.actions)
            continue;
        if (snapshot.profile.neverBroadcast) {
            ++m_excluded;
            continue;
        }
        const GatewayId id = snapshot.profile.id;
        const bool isOnline = m_names.isOnline(id);
        if (isOnline && first < 0)
            first = m_account->count();
        m_account->addItem(isOnline ? online : offline, m_names.name(id), id.value());
    }
    const QList<GatewayId> offered = offeredAccounts();
    m_several.removeIf([&offered](const GatewayId &one) { return !offered.contains(one); });
    m_choose->setEnabled(offered.size() > 1);
    if (offered.size() > 1) {
        m_account->insertItem(0, tr("All %n account(s)", nullptr, int(offered.size())), QString(kAll));
        first = std::max(0, first) + 1;
    }
    if (!m_several.isEmpty()) {
        m_account->insertItem(1, tr("%n chosen account(s)", nullptr, int(m_several.size())), QString(kSeveral));
        ++first;
    }
    const int place = kept.isEmpty() ? -1 : m_account->findData(kept);
    m_account->setCurrentIndex(place >= 0 ? place : std::max(0, first));
}

GatewayId TargetPicker::account() const
{
    return showsMany() ? GatewayId() : GatewayId(choice());
}

QString TargetPicker::choice() const
{
    return m_account->currentData().toString();
}

void TargetPicker::choose(const QString &choice)
{
    if (const int place = m_account->findData(choice); place >= 0)
        m_account->setCurrentIndex(place);
}

QJsonValue TargetPicker::saveChoice() const
{
    if (choice() != kSeveral)
        return choice();
    QJsonArray several;
    for (const GatewayId &one : m_several)
        several.append(one.value());
    return several;
}

void TargetPicker::restoreChoice(const QJsonValue &choice)
{
    if (!choice.isArray()) {
        choose(choice.toString());
        return;
    }
    QList<GatewayId> several;
    const QJsonArray saved = choice.toArray();
    for (const QJsonValue &one : saved)
        several.append(GatewayId(one.toString()));
    useSeveral(several);
}

void TargetPicker::chooseSeveral()
{
    const QList<GatewayId> ticked = showsMany() ? shownAccounts() : m_several.isEmpty() ? shownAccounts() : m_several;
    auto *dialog = new AccountsDialog(m_theme, m_names, offeredAccounts(), ticked, this);
    connect(dialog, &AccountsDialog::chosen, this, &TargetPicker::useSeveral);
    dialog->open();
}

void TargetPicker::useSeveral(const QList<GatewayId> &accounts)
{
    const bool all = accounts.size() == offeredAccounts().size();
    m_several = all || accounts.size() < 2 ? QList<GatewayId>() : accounts;
    fillAccounts();
    {
        const QSignalBlocker quiet(m_account); // the lists are loaded once, below
        choose(all ? QString(kAll) : m_several.isEmpty() ? accounts.value(0).value() : QString(kSeveral));
    }
    load(Freshness::Cached);
}

bool TargetPicker::showsMany() const
{
    return choice() == kAll || choice() == kSeveral;
}

QList<GatewayId> TargetPicker::offeredAccounts() const
{
    QList<GatewayId> all;
    for (int i = 0; i < m_account->count(); ++i) {
        if (const QString id = m_account->itemData(i).toString(); id != kAll && id != kSeveral)
            all.append(GatewayId(id));
    }
    return all;
}

QList<GatewayId> TargetPicker::shownAccounts() const
{
    if (choice() == kSeveral)
        return m_several;
    if (choice() == kAll)
        return offeredAccounts();
    return account().isNull() ? QList<GatewayId>() : QList{account()};
}

void TargetPicker::selectAccount(const GatewayId &gateway)
{
    choose(gateway.value());
}

void TargetPicker::selectTarget(const GatewayId &gateway, const Target &target)
{
    m_wanted = DraftTarget{.via = gateway, .target = target, .name = {}};
    m_search->clear();
    m_kind->setCurrentIndex(m_kind->findData(int(target.kind)));
    selectAccount(gateway);
    selectWanted();
}

void TargetPicker::selectWanted()
{
    if (!m_wanted || m_wanted->via != account() || !m_lists.contains(account()))
        return;
    const Target wanted = std::exchange(m_wanted, std::nullopt)->target;
    const QList<ReachableChat> &chats = m_contacts->rows();
    const auto found = std::find_if(chats.cbegin(), chats.cend(),
                                    [&wanted](const ReachableChat &chat) { return chat.contact.target == wanted; });
    if (found == chats.cend())
        return;
    const QModelIndex row = m_found->mapFromSource(m_contacts->index(int(found - chats.cbegin()), 0));
    m_contactTable->selectRow(row.row());
    m_contactTable->scrollTo(row);
}

void TargetPicker::accountsChanged()
{
    const QList<GatewayId> before = shownAccounts();
    fillAccounts();
    m_chosen->namesChanged();
    m_contacts->namesChanged();
    const QList<GatewayId> shown = shownAccounts();
    const bool lacking = m_pending == 0 && std::any_of(shown.cbegin(), shown.cend(), [this](const GatewayId &gateway) {
                             return !m_lists.contains(gateway) && m_names.isOnline(gateway);
                         });
    const int answerable = m_answerable;
    applyLimits();
    // for an account that only answers, the answerable chats are the whole list
    const bool otherList = m_answersOnly && m_answerable != answerable;
    if (shown != before || lacking || otherList)
        load(otherList ? Freshness::Fresh : Freshness::Cached);
}

//! Disables what the chosen account cannot do.
void TargetPicker::applyLimits()
{
    const bool before = std::exchange(m_answersOnly, false);
    m_answerable = -1;
    const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
    for (const AccountSnapshot &snapshot : accounts) {
        if (snapshot.profile.id != account())
            continue;
        m_answersOnly = snapshot.capabilities.answersOnly;
        m_answerable = snapshot.answerable;
    }
    m_kind->setEnabled(!m_answersOnly);
    m_kind->setToolTip(plainTip(m_answersOnly ? tr("iLink has no groups.") : QString()));
    if (m_answersOnly != before)
        m_kind->setCurrentIndex(m_kind->findData(int(m_answersOnly ? ChatKind::Friend : ChatKind::Group)));
}

void TargetPicker::load(Freshness freshness)
{
    applyLimits();
    const int epoch = ++m_load;
    m_trouble.clear();
    QList<GatewayId> wanted = shownAccounts();
    if (freshness == Freshness::Cached)
        wanted.removeIf([this](const GatewayId &gateway) { return m_lists.contains(gateway); });
    m_pending = int(wanted.size());
    showContacts();
    for (const GatewayId &gateway : std::as_const(wanted)) {
        onResult(this, m_engine.sessions().contacts(gateway, freshness),
                 [this, epoch, gateway](const Result<QList<Contact>> &contacts) {
                     if (contacts)
                         m_lists.insert(gateway, *contacts);
                     if (epoch == m_load)
                         onContacts(gateway, contacts);
                 });
    }
}

void TargetPicker::onContacts(const GatewayId &gateway, const Result<QList<Contact>> &contacts)
{
    --m_pending;
    if (!contacts) {
        const QString why = text::errorText(contacts.error());
        m_trouble =
            showsMany() ? tr("%1: %2", "an account, why its list is missing").arg(m_names.name(gateway), why) : why;
    }
    if (m_pending > 0 && !m_arrivals.isActive())
        m_arrivals.start();
    else if (m_pending == 0)
        showContacts();
}

//! Returns what the shown accounts reach, in their order. A group of several accounts stands once; those that are
//! online share such groups evenly.
QList<ReachableChat> TargetPicker::reachable() const
{
    QList<ReachableChat> chats;
    QHash<Target, qsizetype> groups;
    QHash<qsizetype, QList<GatewayId>> shared; // by place: all accounts that reach the group
    const QList<GatewayId> accounts = shownAccounts();
    for (const GatewayId &gateway : accounts) {
        const QList<Contact> contacts = m_lists.value(gateway);
        for (const Contact &contact : contacts) {
            const bool isGroup = contact.target.kind == ChatKind::Group;
            if (const auto known = isGroup ? groups.constFind(contact.target) : groups.cend(); known != groups.cend()) {
                ++chats[*known].others;
                shared[*known].append(gateway);
                continue;
            }
            if (isGroup && accounts.size() > 1) {
                groups.insert(contact.target, chats.size());
                shared[chats.size()].append(gateway);
            }
            chats.append({.contact = contact, .via = gateway, .others = 0});
        }
    }
    QHash<GatewayId, int> load;
    for (qsizetype place = 0; place < chats.size(); ++place) {
        QList<GatewayId> senders = shared.value(place);
        if (std::any_of(senders.cbegin(), senders.cend(),
                        [this](const GatewayId &one) { return m_names.isOnline(one); }))
            senders.removeIf([this](const GatewayId &one) { return !m_names.isOnline(one); });
        const auto least =
            std::min_element(senders.cbegin(), senders.cend(), [&load](const GatewayId &one, const GatewayId &other) {
                return load.value(one) < load.value(other);
            });
        if (least != senders.cend())
            chats[place].via = *least;
        ++load[chats.at(place).via];
    }
    return chats;
}

void TargetPicker::showContacts()
{
    m_arrivals.stop();
    const int kind = m_kind->currentData().toInt();
    QList<ReachableChat> shown = reachable();
    shown.removeIf([kind](const ReachableChat &chat) { return kind >= 0 && int(chat.contact.target.kind) != kind; });
    m_contacts->setRows(std::move(shown));
    m_contactTable->setColumnHidden(ContactModel::Kind, kind >= 0);
    m_contactTable->setColumnHidden(ContactModel::Members, kind == int(ChatKind::Friend));
    m_contactTable->setColumnHidden(ContactModel::Through, !showsMany());
    selectWanted();
    updateActions();
}

void TargetPicker::addContacts(const QList<int> &rows)
{
    const ChosenChats before = m_chosen->chats(showsMany()); // of several accounts, a group once, whichever sends to it
    QList<DraftTarget> targets;
    for (const int row : rows) {
        const ReachableChat &chat = m_contacts->at(m_found->mapToSource(m_found->index(row, 0)).row());
        if (!before.contains({GatewayId(), chat.contact.target}))
            targets.append({.via = chat.via, .target = chat.contact.target, .name = chat.contact.name});
    }
    const int added = m_chosen->add(targets);
    if (added < int(rows.size()))
        Q_EMIT notice(tr("%1 added, %2 were chosen already").arg(added).arg(int(rows.size()) - added));
    chosenChanged();
}

void TargetPicker::addSelected()
{
    QList<int> rows;
    const QModelIndexList selected = m_contactTable->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    addContacts(rows);
}

void TargetPicker::addAllShown()
{
    QList<int> rows;
    for (int row = 0; row < m_found->rowCount(); ++row)
        rows.append(row);
    addContacts(rows);
}

void TargetPicker::openPaste()
{
    QList<DraftTarget> known;
    const QList<ReachableChat> chats = reachable();
    for (const ReachableChat &chat : chats)
        known.append({.via = chat.via, .target = chat.contact.target, .name = chat.contact.name});
    const QString whose = !showsMany() ? m_names.name(account())
        : choice() == kAll             ? tr("all accounts")
                                       : tr("the chosen accounts");
    auto *dialog = new PasteTargetsDialog(whose, known, this);
    connect(dialog, &PasteTargetsDialog::chosen, this, [this](const QList<DraftTarget> &targets) {
        const int added = m_chosen->add(targets);
        Q_EMIT notice(tr("%n target(s) added", nullptr, added));
        chosenChanged();
    });
    dialog->open();
}

void TargetPicker::removeSelected()
{
    QList<int> rows;
    const QModelIndexList selected = m_chosenTable->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(index.row());
    const QList<DraftTarget> before = targets();
    m_chosen->remove(rows);
    chosenChanged();
    m_removed = before;
    m_undo->show();
}

void TargetPicker::removeAll()
{
    const QList<DraftTarget> before = targets();
    clear();
    m_removed = before;
    m_undo->show();
    m_undo->setFocus(); // the button that was pressed is disabled now
}

void TargetPicker::undoRemoval()
{
    setTargets(std::exchange(m_removed, {}));
}

//! A removal can be undone until the list changes again.
void TargetPicker::chosenChanged()
{
    m_removed.clear();
    m_undo->hide();
    updateActions();
    Q_EMIT edited();
}

QList<DraftTarget> TargetPicker::targets() const
{
    return m_chosen->rows();
}

void TargetPicker::setTargets(const QList<DraftTarget> &targets)
{
    m_chosen->setRows(targets);
    chosenChanged();
}

void TargetPicker::clear()
{
    setTargets({});
}

void TargetPicker::refresh()
{
    load(Freshness::Fresh);
}

void TargetPicker::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool TargetPicker::clearSearch()
{
    if (m_search->text().isEmpty())
        return false;
    m_search->clear();
    return true;
}

QString TargetPicker::emptyWords() const
{
    if (m_account->count() == 0 && m_excluded > 0)
        return tr("Every account is excluded from broadcasts.\nThe Gateways page (Ctrl+7) allows them again.");
    if (m_account->count() == 0)
        return tr("No account to send through yet.\nAdd its gateway on the Gateways page (Ctrl+7).");
    if (m_answersOnly && m_search->text().isEmpty())
        return tr("No user can be answered now.\niLink has no groups, and the user has to write first: users who wrote "
                  "to the bot are listed here for 24 hours.");
    return tr("No targets to choose from.\nChoose an account that is online, or change the search.");
}

void TargetPicker::updateActions()
{
    const int shown = m_found->rowCount();
    const auto selected = int(m_contactTable->selectionModel()->selectedRows().size());
    m_contacts->setChosen(m_chosen->chats(showsMany()));
    m_addSelected->setEnabled(selected > 0);
    m_addAll->setEnabled(shown > 0);
    const QList<GatewayId> accounts = shownAccounts();
    m_paste->setEnabled(std::any_of(accounts.cbegin(), accounts.cend(),
                                    [this](const GatewayId &gateway) { return !m_lists.value(gateway).isEmpty(); }));
    m_remove->setEnabled(m_chosenTable->selectionModel()->hasSelection());
    m_clear->setEnabled(m_chosen->rowCount() > 0);
    m_hint->setText(emptyWords());
    m_chosenCount->setText(tr("Chosen: %n target(s)", nullptr, m_chosen->rowCount()));
    if (m_pending > 0)
        m_state->setText(m_pending == 1 ? tr("Loading\u2026") : tr("Loading %n list(s)\u2026", nullptr, m_pending));
    else if (!m_trouble.isEmpty())
        m_state->setText(m_trouble);
    else if (m_answersOnly && selected == 0 && shown > 0)
        m_state->setText(tr("%n can be answered now; iLink has no groups", nullptr, shown));
    else
        m_state->setText(selected > 0 ? tr("%1 of %2 selected").arg(selected).arg(shown)
                                      : tr("%n shown", nullptr, shown));
}

} // namespace rookery::ui

#include "moc_targetpicker.cpp"

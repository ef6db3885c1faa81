// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountmodel.h"

#include "kit/plaintip.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "model/severity.h"
#include "text/wording.h"

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isNumber(int column)
{
    return column == AccountModel::LastEvent || column >= AccountModel::SentOk;
}

QString rkeyText(const QHash<GatewayId, RkeyState> &rkeys, const AccountSnapshot &account)
{
    const auto it = rkeys.constFind(account.profile.id);
    if (it == rkeys.cend())
        return text::dash();
    return text::rkeyWord(*it);
}

} // namespace

AccountModel::AccountModel(const Theme &theme, QObject *parent) : QAbstractTableModel(parent), m_theme(theme) {}

void AccountModel::reset(const QList<AccountSnapshot> &accounts, const QList<RkeyState> &rkeys)
{
    beginResetModel();
    m_accounts = accounts;
    m_rkeys.clear();
    for (const RkeyState &state : rkeys)
        m_rkeys.insert(state.gateway, state);
    endResetModel();
}

void AccountModel::apply(const engine::Delta &delta)
{
    for (const GatewayId &gone : delta.removedAccounts) {
        for (int row = int(m_accounts.size()) - 1; row >= 0; --row) {
            if (m_accounts[row].profile.id != gone)
                continue;
            beginRemoveRows({}, row, row);
            m_accounts.removeAt(row);
            endRemoveRows();
        }
        m_rkeys.remove(gone);
    }
    QList<GatewayId> touched;
    for (const RkeyState &state : delta.rkeys) {
        m_rkeys.insert(state.gateway, state);
        touched.append(state.gateway);
    }
    for (const AccountSnapshot &fresh : delta.accounts) {
        const auto same = [&fresh](const AccountSnapshot &old) { return old.profile.id == fresh.profile.id; };
        const auto it = std::find_if(m_accounts.begin(), m_accounts.end(), same);
        if (it == m_accounts.end()) {
            beginInsertRows({}, int(m_accounts.size()), int(m_accounts.size()));
            m_accounts.append(fresh);
            endInsertRows();
            continue;
        }
        *it = fresh;
        touched.append(fresh.profile.id);
    }
    for (int row = 0; row < m_accounts.size(); ++row) {
        if (touched.contains(m_accounts.at(row).profile.id))
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void AccountModel::setMasked(bool masked)
{
    if (m_masked == masked)
        return;
    m_masked = masked;
    if (!m_accounts.isEmpty())
        Q_EMIT dataChanged(index(0, Number), index(int(m_accounts.size()) - 1, Number));
}

void AccountModel::tick()
{
    if (m_accounts.isEmpty())
        return;
    const int last = int(m_accounts.size()) - 1;
    Q_EMIT dataChanged(index(0, LastEvent), index(last, LastEvent), {Qt::DisplayRole});
    Q_EMIT dataChanged(index(0, Ready), index(last, Ready), {Qt::DisplayRole, ReadinessRole});
    for (int row = 0; row <= last; ++row) {
        if (m_accounts.at(row).session.phase == SessionPhase::Backoff)
            Q_EMIT dataChanged(index(row, State), index(row, State), {Qt::DisplayRole, Qt::ToolTipRole});
    }
}

bool AccountModel::wantsSeconds() const
{
    const WallTime now = wallNow();
    return std::any_of(m_accounts.cbegin(), m_accounts.cend(), [now](const AccountSnapshot &account) {
        return account.session.phase == SessionPhase::Backoff
            || (account.lastEventAt != WallTime{} && now - account.lastEventAt < seconds(60));
    });
}

const AccountSnapshot *AccountModel::find(const GatewayId &gateway) const
{
    for (const AccountSnapshot &account : m_accounts) {
        if (account.profile.id == gateway)
            return &account;
    }
    return nullptr;
}

int AccountModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_accounts.size());
}

int AccountModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant AccountModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const AccountSnapshot &account = m_accounts[index.row()];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(account, column);
    case Qt::ToolTipRole:
        return plainTip(toolTip(account, column));
    case Qt::TextAlignmentRole:
        return QVariant((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (const auto color = colorRole(account, column))
            return m_theme.color(*color);
        return {};
    case Qt::DecorationRole:
        if (column == State) {
            const StatusStyle look = statusStyle(account);
            return m_theme.statusIcon(look, 14);
        }
        return {};
    case GatewayIdRole:
        return account.profile.id.value();
    case SortRole:
        return sortKey(account, column);
    case ConditionRole:
        return int(account.condition.condition);
    case ReadinessRole: {
        QList<int> checks;
        if (!account.capabilities.actions)
            return QVariant::fromValue(checks); // a watched service has no ladder
        for (const ReadinessEvidence &check : readinessAt(account, wallNow()))
            checks.append(int(check.state));
        return QVariant::fromValue(checks);
    }
    case SearchRole:
        return QString(account.nickname + u' ' + account.account.value() + u' ' + account.profile.displayName() + u' '
                       + account.profile.id.value() + u' ' + text(account, State) + u' '
                       + account.profile.address().host());
    default:
        return {};
    }
}

QString AccountModel::text(const AccountSnapshot &account, int column) const
{
    const auto number = [&account](int value) {
        return account.capabilities.actions ? text::number(value) : text::dash(); // a watched service sends nothing
    };
    switch (column) {
    case State:
        return text::accountWord(account, wallNow());
    case Name:
        return account.nickname.isEmpty() ? text::dash() : text::visibleControls(account.nickname);
    case Number:
        return account.account.isNull() ? text::dash() : text::shownNumber(account.account.value(), m_masked);
    case Gateway:
        return text::visibleControls(account.profile.displayName());
    case Ready:
        return account.session.phase == SessionPhase::Stopped ? text::dash() : text::readinessWord(account, wallNow());
    case Rkey:
        return account.session.phase == SessionPhase::Online && account.capabilities.actions
            ? rkeyText(m_rkeys, account)
            : text::dash();
    case LastEvent:
        return text::ago(account.lastEventAt, wallNow());
    case SentOk:
        return number(account.sends.verified + account.sends.accepted);
    case Unknown:
        return number(account.sends.unknown);
    case Failed:
        return number(account.sends.failed);
    default:
        return {};
    }
}

QVariant AccountModel::sortKey(const AccountSnapshot &account, int column) const
{
    switch (column) {
    // Ascending order brings the worst to the top.
    case State:
        return -int(account.condition.condition);
    case LastEvent:
        return -toMSecs(account.lastEventAt);
    case SentOk:
        return account.sends.verified + account.sends.accepted;
    case Unknown:
        return account.sends.unknown;
    case Failed:
        return account.sends.failed;
    case Number:
        return account.account.value().rightJustified(24, u'0');
    default:
        return text(account, column);
    }
}

QString AccountModel::toolTip(const AccountSnapshot &account, int column) const
{
    switch (column) {
    case State: {
        const QString why = text::shownWords(
            account.service ? text::serviceMeaning(*account.service) : text::errorText(account.session.why), m_masked);
        const QString since = tr("since %1").arg(text::localTime(account.session.since, wallNow()));
        return text(account, State) + u", "_s + since + (why.isEmpty() ? QString() : u'\n' + why);
    }
    case Gateway:
        return account.profile.displayName() + u'\n' + account.profile.address().toString();
    case LastEvent:
        return tr("Last event: %1\nLast heartbeat: %2\nEvents: %3")
            .arg(text::localTime(account.lastEventAt, wallNow()), text::localTime(account.lastHeartbeatAt, wallNow()),
                 text::number(qint64(account.eventCount)));
    case Rkey: {
        const auto it = m_rkeys.constFind(account.profile.id);
        return it == m_rkeys.cend() ? QString() : text::rkeyMeaning(*it, wallNow());
    }
    default:
        return text(account, column);
    }
}

std::optional<Role> AccountModel::colorRole(const AccountSnapshot &account, int column) const
{
    const Condition condition = account.condition.condition;
    switch (column) {
    case State:
        if (asksForAttention(condition))
            return statusStyle(account).role;
        return condition == Condition::Working ? std::nullopt : std::optional(Role::Muted);
    case Name:
        return condition == Condition::Stopped ? std::optional(Role::Muted) : std::nullopt;
    case Ready: {
        const bool broken =
            std::any_of(account.readiness.begin(), account.readiness.end(),
                        [](const ReadinessEvidence &check) { return check.state == ReadinessState::Broken; });
        return account.session.phase == SessionPhase::Online && broken ? Role::Degraded : Role::Muted;
    }
    case Rkey: {
        const auto it = m_rkeys.constFind(account.profile.id);
        const bool bad =
            it != m_rkeys.cend() && asksForAttention(conditionOf(*it)) && account.session.phase == SessionPhase::Online;
        return bad ? Role::Degraded : Role::Muted;
    }
    case Unknown:
        return account.sends.unknown > 0 ? Role::NeedsHand : Role::Muted;
    case Failed:
        return account.sends.failed > 0 ? Role::Failed : Role::Muted;
    case SentOk:
        return std::nullopt;
    default:
        return Role::Muted;
    }
}

QVariant AccountModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section >= SentOk)
        return tr("Messages sent since the program started, by how they ended");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Name:
        return tr("Account");
    case Number:
        return tr("Number");
    case Gateway:
        return tr("Gateway");
    case Ready:
        return tr("Readiness");
    case Rkey:
        return tr("rkey");
    case LastEvent:
        return tr("Last event");
    case SentOk:
        return tr("Sent this run");
    case Unknown:
        return tr("Unknown");
    case Failed:
        return tr("Failed");
    default:
        return {};
    }
}

AccountFilter::AccountFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(AccountModel::SortRole);
    setSortLocaleAware(true);
    setDynamicSortFilter(true);
}

void AccountFilter::setWords(const QString &words)
{
    m_words = words.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void AccountFilter::setCondition(std::optional<Condition> condition)
{
    m_condition = condition;
    invalidateFilter();
}

bool AccountFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_condition && index.data(AccountModel::ConditionRole).toInt() != int(*m_condition))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(AccountModel::SearchRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(),
                       [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace rookery::ui

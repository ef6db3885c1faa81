// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountmodel.h"

#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "model/severity.h"
#include "text/wording.h"

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString rkeyText(const QHash<GatewayId, RkeyState> &rkeys, const AccountSnapshot &account)
{
    const auto it = rkeys.constFind(account.profile.id);
    if (it == rkeys.cend())
        return text::dash();
    return text::rkeyWord(*it);
}

} // namespace

void AccountModel::reset(const QList<AccountSnapshot> &accounts, const QList<RkeyState> &rkeys)
{
    m_rkeys.clear();
    for (const RkeyState &state : rkeys)
        m_rkeys.insert(state.gateway, state);
    syncRows(accounts);
    touchColumn(Rkey);
}

void AccountModel::apply(const engine::SessionChanges &changes)
{
    removeKeys(changes.removed);
    for (const GatewayId &gone : changes.removed)
        m_rkeys.remove(gone);
    applyRows(changes.accounts, NewRows::Last);
}

void AccountModel::applyRkeys(const QList<RkeyState> &rkeys)
{
    for (const RkeyState &state : rkeys) {
        m_rkeys.insert(state.gateway, state);
        if (const int row = rowOfKey(state.gateway); row >= 0)
            touchRows(row, row);
    }
}

void AccountModel::setMasked(bool masked)
{
    if (m_masked == masked)
        return;
    m_masked = masked;
    touchColumn(Number);
}

void AccountModel::tick()
{
    touchColumn(LastEvent);
    touchColumn(Ready);
    for (int row = 0; row < rowCount(); ++row) {
        if (at(row).session.phase == SessionPhase::Backoff)
            Q_EMIT dataChanged(index(row, State), index(row, State), {Qt::DisplayRole, Qt::ToolTipRole});
    }
}

bool AccountModel::wantsSeconds() const
{
    const WallTime now = wallNow();
    return std::any_of(rows().cbegin(), rows().cend(), [now](const AccountSnapshot &account) {
        return account.session.phase == SessionPhase::Backoff
            || (account.activity.lastEventAt != WallTime{} && now - account.activity.lastEventAt < seconds(60));
    });
}

const AccountSnapshot *AccountModel::find(const GatewayId &gateway) const
{
    const int row = rowOfKey(gateway);
    return row < 0 ? nullptr : &at(row);
}

QString AccountModel::headingTip(int column) const
{
    return column >= SentOk && column <= Failed ? tr("Messages sent since the program started, by how they ended")
                                                : QString();
}

bool AccountModel::isNumeric(int column) const
{
    return column == LastEvent || (column >= SentOk && column <= Failed);
}

std::optional<StatusStyle> AccountModel::status(const AccountSnapshot &account, int column) const
{
    return column == State ? std::optional(statusStyle(account)) : std::nullopt;
}

QVariant AccountModel::more(const AccountSnapshot &account, int, int role) const
{
    switch (role) {
    case GatewayIdRole:
        return account.profile.id.value();
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
    case TagsRole:
        return account.profile.tags;
    case SearchRole: {
        const Shown shown = shownOf(account);
        const QStringList words{shown.nickname,
                                shown.number.value(),
                                account.profile.displayName(),
                                account.profile.id.value(),
                                textOf(account, State),
                                account.profile.address().host(),
                                text::tagWords(account.profile)};
        return words.join(u' ');
    }
    default:
        return {};
    }
}

AccountModel::Shown AccountModel::shownOf(const AccountSnapshot &account) const
{
    const auto remembered = rememberedAccount(account);
    const bool elsewhere = remembered
        && std::any_of(rows().cbegin(), rows().cend(),
                       [&remembered](const AccountSnapshot &other) { return other.account == remembered->account; });
    if (!remembered || elsewhere)
        return {.nickname = account.nickname, .number = account.account, .remembered = false};
    return {.nickname = remembered->nickname, .number = remembered->account, .remembered = true};
}

QString AccountModel::textOf(const AccountSnapshot &account, int column) const
{
    const auto number = [&account](int value) {
        return account.capabilities.actions ? text::number(value) : text::dash(); // a watched service sends nothing
    };
    switch (column) {
    case State:
        return text::accountWord(account, wallNow());
    case Name: {
        const Shown shown = shownOf(account);
        if (shown.nickname.isEmpty())
            return text::dash();
        const QString name = text::visibleControls(shown.nickname);
        return shown.remembered ? tr("%1 (remembered)").arg(name) : name;
    }
    case Number: {
        const Shown shown = shownOf(account);
        return shown.number.isNull() ? text::dash() : text::shownNumber(shown.number.value(), m_masked);
    }
    case Gateway:
        return text::visibleControls(account.profile.displayName());
    case Ready:
        return account.session.phase == SessionPhase::Stopped ? text::dash() : text::readinessWord(account, wallNow());
    case Rkey:
        return account.session.phase == SessionPhase::Online && account.capabilities.actions
            ? rkeyText(m_rkeys, account)
            : text::dash();
    case LastEvent:
        return text::ago(account.activity.lastEventAt, wallNow());
    case SentOk:
        return number(account.activity.sends.verified + account.activity.sends.accepted);
    case Unknown:
        return number(account.activity.sends.unknown);
    case Failed:
        return number(account.activity.sends.failed);
    case Tags: {
        const QString words = text::tagWords(account.profile);
        return words.isEmpty() ? text::dash() : words;
    }
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
        return -toMSecs(account.activity.lastEventAt);
    case SentOk:
        return account.activity.sends.verified + account.activity.sends.accepted;
    case Unknown:
        return account.activity.sends.unknown;
    case Failed:
        return account.activity.sends.failed;
    case Number:
        return shownOf(account).number.value().rightJustified(24, u'0');
    default:
        return textOf(account, column);
    }
}

QString AccountModel::toolTip(const AccountSnapshot &account, int column) const
{
    switch (column) {
    case State: {
        const QString why = text::shownWords(
            account.service ? text::serviceMeaning(*account.service) : text::errorText(account.session.why), m_masked);
        const QString since = tr("since %1").arg(text::localTime(account.session.since, wallNow()));
        return textOf(account, State) + u", "_s + since + (why.isEmpty() ? QString() : u'\n' + why);
    }
    case Name:
    case Number:
        if (shownOf(account).remembered)
            return textOf(account, column) + u'\n'
                + tr("The gateway remembers this account; it has not logged in yet.");
        return textOf(account, column);
    case Gateway:
        return account.profile.displayName() + u'\n' + account.profile.address().toString();
    case LastEvent:
        return tr("Last event: %1\nLast heartbeat: %2\nEvents: %3")
            .arg(text::localTime(account.activity.lastEventAt, wallNow()),
                 text::localTime(account.activity.lastHeartbeatAt, wallNow()),
                 text::number(qint64(account.activity.eventCount)));
    case Rkey: {
        const auto it = m_rkeys.constFind(account.profile.id);
        return it == m_rkeys.cend() ? QString() : text::rkeyMeaning(*it, wallNow());
    }
    default:
        return textOf(account, column);
    }
}

std::optional<Role> AccountModel::color(const AccountSnapshot &account, int column) const
{
    const Condition condition = account.condition.condition;
    switch (column) {
    case State:
        if (asksForAttention(condition))
            return statusStyle(account).role;
        return condition == Condition::Working ? std::nullopt : std::optional(Role::Muted);
    case Name:
        return condition == Condition::Stopped || shownOf(account).remembered ? std::optional(Role::Muted)
                                                                              : std::nullopt;
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
        return account.activity.sends.unknown > 0 ? Role::NeedsHand : Role::Muted;
    case Failed:
        return account.activity.sends.failed > 0 ? Role::Failed : Role::Muted;
    case SentOk:
        return std::nullopt;
    default:
        return Role::Muted;
    }
}

QString AccountModel::heading(int column) const
{
    switch (column) {
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
    case Tags:
        return tr("Tags");
    default:
        return {};
    }
}

AccountFilter::AccountFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setSortLocaleAware(true);
    setDynamicSortFilter(true);
}

void AccountFilter::setWords(const QString &words)
{
    m_words = WordFilter(words);
    invalidateFilter();
}

void AccountFilter::setCondition(std::optional<Condition> condition)
{
    m_condition = condition;
    invalidateFilter();
}

bool AccountFilter::lessThan(const QModelIndex &one, const QModelIndex &other) const
{
    if (one.data(SortRole) != other.data(SortRole))
        return QSortFilterProxyModel::lessThan(one, other);
    const auto name = [](const QModelIndex &index) {
        return index.siblingAtColumn(AccountModel::Name).data().toString();
    };
    const int order = QString::localeAwareCompare(name(one), name(other));
    return sortOrder() == Qt::AscendingOrder ? order < 0 : order > 0;
}

bool AccountFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_condition && index.data(AccountModel::ConditionRole).toInt() != int(*m_condition))
        return false;
    return m_words.accepts(index.data(AccountModel::SearchRole).toString(), index.data(TagsRole).toStringList());
}

} // namespace rookery::ui

#include "moc_accountmodel.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "rkeymodel.h"

#include "kit/statusstyle.h"
#include "model/severity.h"
#include "text/wording.h"

#include <QUrl>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

QString shortProviderName(const QString &name)
{
    if (name == u"native"_s)
        return text::rkeySourceWord(RkeySource::Native);
    const QUrl url(name);
    return text::visibleControls(url.host().isEmpty() ? name : url.host());
}

QString providerStatus(const RkeyProvider &provider)
{
    if (provider.lastStatus == "ok"_L1)
        return RkeyModel::tr("ok");
    return text::visibleControls(provider.lastStatus);
}

void RkeyModel::apply(const QList<RkeyState> &changed, const QList<GatewayId> &removed)
{
    removeKeys(removed);
    applyRows(changed, NewRows::Last);
}

void RkeyModel::tick()
{
    touchColumn(Since);
    touchColumn(Life);
    touchColumn(Probe);
}

namespace {

QString age(WallTime since, WallTime now)
{
    return text::shortDuration(now - since);
}

} // namespace

double RkeyModel::lifeLeft(const RkeyState &state, WallTime now)
{
    if (state.createdAt == WallTime{} || state.ttl <= milliseconds(0))
        return -1;
    const double left = double((state.createdAt + state.ttl - now).count()) / double(state.ttl.count());
    return std::clamp(left, 0.0, 1.0);
}

QString RkeyModel::lifeWords(const RkeyState &state, WallTime now)
{
    // createdAt is about the key that pictures carry; a key that we requested is a different one
    if (state.createdAt == WallTime{})
        return state.keySeenAt == WallTime{}
            ? tr("validity unknown")
            : tr("in pictures for %1, validity unknown").arg(age(state.keySeenAt, now));
    if (state.ttl <= milliseconds(0))
        return tr("%1 old, validity unknown").arg(age(state.createdAt, now));
    const milliseconds left = state.createdAt + state.ttl - now;
    if (left <= milliseconds(0))
        return tr("expired %1 ago").arg(text::shortDuration(-left));
    return tr("%1 left of %2").arg(text::shortDuration(left), text::shortDuration(state.ttl));
}

QString RkeyModel::sourceWords(const RkeyState &state)
{
    const QString word = text::rkeyWord(state);
    if (state.source == RkeySource::RemoteServer && !state.server.isEmpty())
        return u"%1 (%2)"_s.arg(word, shortProviderName(state.server));
    return word;
}

QString RkeyModel::textOf(const RkeyState &row, int column) const
{
    switch (column) {
    case Account:
        return m_names.name(row.gateway);
    case Source:
        return sourceWords(row);
    case Since:
        return text::ago(row.sourceSince, m_now());
    case Life:
        return lifeWords(row, m_now());
    case Probe:
        if (row.probing)
            return tr("probing");
        return row.probe == RkeyProbeOutcome::NotRun
            ? text::rkeyProbeWord(row.probe)
            : u"%1, %2"_s.arg(text::rkeyProbeWord(row.probe), text::ago(row.probeAt, m_now()));
    case Providers: {
        QStringList parts;
        for (const RkeyProvider &provider : row.providers) {
            QString part = shortProviderName(provider.name);
            if (!provider.lastStatus.isEmpty())
                part += u' ' + providerStatus(provider);
            if (provider.disabled)
                part += u" ("_s + tr("switched off") + u')';
            parts.append(part);
        }
        return parts.join(u" \u00B7 "_s);
    }
    default:
        return {};
    }
}

QVariant RkeyModel::sortKey(const RkeyState &row, int column) const
{
    switch (column) {
    case Source:
        return (int(conditionOf(row)) << 8) + int(row.source);
    case Since:
        return toMSecs(row.sourceSince);
    case Life:
        return lifeLeft(row, m_now());
    case Probe:
        return toMSecs(row.probeAt);
    default:
        return textOf(row, column);
    }
}

bool RkeyModel::isNumeric(int column) const
{
    return column == Since;
}

std::optional<StatusStyle> RkeyModel::status(const RkeyState &row, int column) const
{
    if (column == Source)
        return statusStyle(row);
    return column == Probe && !row.probing ? std::optional(statusStyle(row.probe)) : std::nullopt;
}

std::optional<Role> RkeyModel::color(const RkeyState &row, int column) const
{
    return column == Source && asksForAttention(conditionOf(row)) ? std::optional(statusStyle(row).role) : std::nullopt;
}

QVariant RkeyModel::more(const RkeyState &row, int column, int role) const
{
    if (role == TagsRole)
        return m_names.tags(row.gateway);
    const double left = lifeLeft(row, m_now());
    if (role == FractionRole)
        return column == Life ? QVariant(left) : QVariant();
    if (role == BarColorRole)
        return int(left <= 0 ? Role::Failed : left < 0.1 ? Role::Degraded : Role::Working);
    return {};
}

QString RkeyModel::heading(int column) const
{
    switch (column) {
    case Account:
        return tr("Account");
    case Source:
        return tr("Source now");
    case Since:
        return tr("Since");
    case Life:
        return tr("Key life");
    case Probe:
        return tr("Last probe");
    case Providers:
        return tr("Providers, last status");
    default:
        return {};
    }
}

QString ProviderModel::textOf(const RkeyProvider &row, int column) const
{
    switch (column) {
    case Name:
        return shortProviderName(row.name);
    case Status:
        return row.lastStatus.isEmpty() ? text::dash() : providerStatus(row);
    case Failures:
        return text::number(row.failures);
    case State:
        return row.disabled ? tr("switched off") : tr("on");
    case Seen:
        return text::shortTime(row.lastAt, m_now());
    default:
        return {};
    }
}

QString ProviderModel::headingTip(int column) const
{
    return column == Failures ? tr("Seen since the console connected or the gateway restarted") : QString();
}

bool ProviderModel::isNumeric(int column) const
{
    return column == Failures || column == Seen;
}

QString ProviderModel::toolTip(const RkeyProvider &row, int column) const
{
    return column == Name ? text::visibleControls(row.name) : textOf(row, column);
}

std::optional<StatusStyle> ProviderModel::status(const RkeyProvider &row, int column) const
{
    if (column != State)
        return {};
    return row.disabled ? kFailedStyle : row.failures > 0 ? kDegradedStyle : kUnknownStyle;
}

std::optional<Role> ProviderModel::color(const RkeyProvider &row, int column) const
{
    return column == State && row.disabled ? std::optional(kFailedStyle.role) : std::nullopt;
}

QString ProviderModel::heading(int column) const
{
    switch (column) {
    case Name:
        return tr("Provider");
    case Status:
        return tr("Last status");
    case Failures:
        return tr("Failures");
    case State:
        return tr("State");
    case Seen:
        return tr("Last seen");
    default:
        return {};
    }
}

} // namespace rookery::ui

#include "moc_rkeymodel.cpp"

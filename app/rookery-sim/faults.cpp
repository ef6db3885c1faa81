// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults.h"

#include "base/reasons/input.h"

#include <algorithm>

namespace rookery::sim {

Faults::Faults(QList<FaultInfo> known, QObject *parent) : QObject(parent), m_known(std::move(known)) {}

Result<> Faults::set(const QString &name, const QJsonObject &body)
{
    const bool known =
        std::any_of(m_known.cbegin(), m_known.cend(), [&](const FaultInfo &f) { return f.name == name; });
    if (!known)
        return fail(ErrorKind::Rejected, Reason::NotFound, name);
    if (!body.value(QLatin1String("on")).toBool(true)) {
        switchOff(name);
        return {};
    }
    m_on.insert(name,
                FaultSetting{.times = body.value(QLatin1String("times")).toInt(-1),
                             .delay = milliseconds(body.value(QLatin1String("delayMs")).toInt(0)),
                             .group = body.value(QLatin1String("group")).toVariant().toString(),
                             .bytes = body.value(QLatin1String("bytes")).toInteger(0),
                             .untilRestart = body.value(QLatin1String("untilRestart")).toBool(false)});
    Q_EMIT changed(name, true);
    return {};
}

bool Faults::isOn(const QString &name) const
{
    return m_on.contains(name);
}

std::optional<FaultSetting> Faults::take(const QString &name, const QString &group)
{
    const auto found = m_on.find(name);
    if (found == m_on.end() || (!found->group.isEmpty() && found->group != group))
        return std::nullopt;
    const FaultSetting setting = *found;
    if (found->times > 0 && --found->times == 0)
        switchOff(name);
    return setting;
}

milliseconds Faults::delayOf(const QString &name, milliseconds otherwise) const
{
    const milliseconds delay = m_on.value(name).delay;
    return delay.count() > 0 ? delay : otherwise;
}

qint64 Faults::bytesOf(const QString &name, qint64 otherwise) const
{
    const qint64 bytes = m_on.value(name).bytes;
    return bytes > 0 ? bytes : otherwise;
}

void Faults::switchOff(const QString &name)
{
    if (m_on.remove(name) > 0)
        Q_EMIT changed(name, false);
}

void Faults::endWithRestart()
{
    QStringList over;
    for (auto it = m_on.cbegin(); it != m_on.cend(); ++it) {
        if (it->untilRestart)
            over.append(it.key());
    }
    for (const QString &name : std::as_const(over))
        switchOff(name);
}

QJsonArray Faults::describe() const
{
    QJsonArray all;
    for (const FaultInfo &info : m_known) {
        QJsonObject one{{QStringLiteral("name"), info.name}, {QStringLiteral("what"), info.what}};
        const auto found = m_on.constFind(info.name);
        one.insert(QStringLiteral("on"), found != m_on.constEnd());
        if (found != m_on.constEnd()) {
            if (found->times >= 0)
                one.insert(QStringLiteral("times"), found->times);
            if (found->delay.count() > 0)
                one.insert(QStringLiteral("delayMs"), qint64(found->delay.count()));
            if (!found->group.isEmpty())
                one.insert(QStringLiteral("group"), found->group);
            if (found->bytes > 0)
                one.insert(QStringLiteral("bytes"), found->bytes);
            if (found->untilRestart)
                one.insert(QStringLiteral("untilRestart"), true);
        }
        all.append(one);
    }
    return all;
}

} // namespace rookery::sim

#include "moc_faults.cpp"

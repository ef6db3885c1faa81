// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/actiontable.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

void ActionTable::add(const QString &name, const QStringList &required, Handler handler)
{
    m_table.insert(name, {.required = required, .handler = std::move(handler)});
}

void ActionTable::addPlain(const QString &name, const QStringList &required,
                           std::function<Outcome(const QJsonObject &params)> f)
{
    add(name, required,
        [f = std::move(f)](const QJsonObject &params, Transport, const Done &done) { done(f(params)); });
}

QString ActionTable::plainName(const QString &action) const
{
    for (const QString &suffix : {u"_async"_s, u"_rate_limited"_s}) {
        if (action.endsWith(suffix))
            return action.chopped(suffix.size());
    }
    return action;
}

void ActionTable::call(const QString &action, const QJsonObject &params, Transport transport, const Done &done)
{
    const auto found = m_table.constFind(plainName(action));
    if (found == m_table.constEnd()) {
        done(unknown(action, transport));
        return;
    }
    for (const QString &key : found->required) {
        if (!params.contains(key)) {
            done(missing(key));
            return;
        }
    }
    const Handler handler = found->handler;
    handler(params, transport, done);
}

QString idOf(const QJsonObject &params, QLatin1StringView key)
{
    const QJsonValue value = params.value(key);
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

} // namespace rookery::sim::onebot

#include "moc_actiontable.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/outcome.h"
#include "scheduler.h"

#include <QMap>
#include <QObject>
#include <QStringList>

namespace rookery::sim::onebot {

//! Runs a gateway's OneBot actions by name, independent of a transport.
class ActionTable : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActionTable)

public:
    [[nodiscard]] bool knows(const QString &action) const { return m_table.contains(plainName(action)); }
    [[nodiscard]] QStringList names() const { return m_table.keys(); }
    //! Runs an action. `done` is called at once or later, or never where the real gateway never answers.
    virtual void call(const QString &action, const QJsonObject &params, Transport transport, const Done &done);
    //! Drops all pending answers, as the end of the process does.
    virtual void stop() { m_scheduler.clear(); }

protected:
    using Handler = std::function<void(const QJsonObject &params, Transport transport, const Done &done)>;

    explicit ActionTable(Clock &clock) : m_scheduler(clock) {}

    void add(const QString &name, const QStringList &required, Handler handler);
    void addPlain(const QString &name, const QStringList &required,
                  std::function<Outcome(const QJsonObject &params)> f);
    [[nodiscard]] Scheduler &scheduler() { return m_scheduler; }

    //! Returns the name without the suffixes that this gateway treats as aliases.
    [[nodiscard]] virtual QString plainName(const QString &action) const;
    [[nodiscard]] virtual Outcome unknown(const QString &action, Transport transport) const = 0;
    [[nodiscard]] virtual Outcome missing(const QString &key) const = 0;

private:
    struct Entry {
        QStringList required;
        Handler handler;
    };
    QMap<QString, Entry> m_table;
    Scheduler m_scheduler;
};

//! Returns the number or text under `key` as a text; empty: neither.
[[nodiscard]] QString idOf(const QJsonObject &params, QLatin1StringView key);

} // namespace rookery::sim::onebot

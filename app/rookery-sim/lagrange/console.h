// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QObject>

namespace rookery::sim::lagrange {

//! Writes Lagrange.OneBot's console output: two lines per entry, with the category above the text.
class Console final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Console)

public:
    explicit Console(Clock &clock) : m_clock(clock) {}

    //! Sets whether `trce` entries are written; the default is not.
    void setTracing(bool tracing) { m_tracing = tracing; }
    //! Writes an entry. `level`: trce, info, warn, fail, crit. `category` has its event id, e.g. `…LoginService[0]`.
    void entry(const QString &level, const QString &category, const QString &text);
    //! Writes a line of the core, with its own prefix: `[time] [<tag>] [<LEVEL>]: text`.
    void core(const QString &tag, const QString &coreLevel, const QString &text);
    //! Writes the text unchanged: no category, no added line feed.
    void raw(const QByteArray &text) { Q_EMIT printed(text); }

Q_SIGNALS:
    void printed(const QByteArray &text);

private:
    Clock &m_clock;
    bool m_tracing = false;
};

} // namespace rookery::sim::lagrange

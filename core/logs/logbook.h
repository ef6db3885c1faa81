// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

#include <QHash>
#include <QList>

#include <deque>

namespace rookery::logs {

//! The newest lines of all gateways, in order of arrival. Lives on one thread.
class LogBook final
{
public:
    static constexpr int kCapacity = 20'000;

    explicit LogBook(int capacity = kCapacity) : m_capacity(capacity) {}

    //! Keeps the line and returns it; a line without a number gets the next one of its gateway.
    LogLine append(LogLine line);
    void forget(const GatewayId &gateway);

    [[nodiscard]] QList<LogLine> lines() const; //!< oldest first
    [[nodiscard]] int size() const { return int(m_lines.size()); }

private:
    int m_capacity;
    std::deque<LogLine> m_lines;
    QHash<GatewayId, qint64> m_lastSeq;
};

} // namespace rookery::logs

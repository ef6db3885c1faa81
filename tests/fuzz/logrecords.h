// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/logstream.h"
#include "protocol/json.h"

namespace rookery::fuzz {

using Records = QList<gateway::LogStream::Record>;

//! Reads each line of a body as a message of the log stream of `Logs`.
template <class Logs>
Records recordsOf(const QByteArray &body)
{
    Records records;
    const QList<QByteArray> lines = body.split('\n');
    for (const QByteArray &line : lines) {
        const auto message = protocol::parseObject(line);
        if (const auto record = message ? Logs::recordOf(*message) : std::nullopt)
            records.append(*record);
    }
    return records;
}

inline QList<size_t> keysOf(const Records &records)
{
    QList<size_t> keys;
    for (const gateway::LogStream::Record &record : records)
        keys.append(record.key());
    return keys;
}

} // namespace rookery::fuzz

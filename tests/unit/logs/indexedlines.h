// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logs/entryreader.h"
#include "logs/logindexer.h"

namespace rookery::test {

//! Returns the lines of a file as the window reads them: by an index of the whole file.
inline QList<LogLine> indexedLines(const QString &path, GatewayKind kind, const logrules::RuleSet &rules)
{
    const auto log = logs::SeekableLog::open(path, kind, {});
    if (!log)
        return {};
    logs::LogIndexer indexer(*log, rules);
    if (!indexer.run({}, [](const logs::LogIndexer &) {}))
        return {};
    return logs::EntryReader(*log, rules).read(indexer.index(), {0}, indexer.index().entryCount());
}

} // namespace rookery::test

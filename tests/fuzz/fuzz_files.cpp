// SPDX-License-Identifier: GPL-3.0-or-later
// Files that an operator opens, drops or pastes come from anybody: a log, a picture. Whatever is in them is read or
// refused.
#include "logs/entryreader.h"
#include "logs/logdevice.h"
#include "logs/logfilereader.h"
#include "logs/logindexer.h"
#include "logs/logsummary.h"
#include "media/preflight.h"
#include "media/webp.h"

#include <QTemporaryDir>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace rookery;

namespace {

constexpr int kLines = 50;

void readAsLog(const QString &path)
{
    static const auto rules = [] {
        QHash<GatewayKind, logrules::RuleSet> all;
        for (const GatewayKind kind :
             {GatewayKind::NapCat, GatewayKind::LLBot, GatewayKind::Lagrange, GatewayKind::MonitoredService}) {
            if (const auto built = logrules::RuleSet::builtIn(kind))
                all.insert(kind, *built);
        }
        return all;
    }();
    const GatewayKind kind = logs::kindOfLogFile(path).value_or(GatewayKind::NapCat);
    const auto known = rules.constFind(kind);
    if (known == rules.cend())
        std::abort(); // a file is told as a kind that has rules
    const auto lines = logs::readLogFile(path, kind, *known, kLines);
    if (!lines || lines->lines.size() > kLines)
        std::abort();
    // what is counted from bytes is what the parser finds
    const auto summary = logs::summarizeLog(path, kind, *known);
    if (!summary || summary->entries != lines->lines.size() + lines->reading.leftOut)
        std::abort();
    if (lines->reading.leftOut > 0)
        return;
    QMap<QString, qint64> found;
    std::array<qint64, 5> levels{};
    for (const LogLine &line : lines->lines) {
        ++levels[std::size_t(line.level)];
        if (!line.ruleId.isEmpty())
            ++found[line.ruleId];
    }
    if (found != summary->rules || levels != summary->levels)
        std::abort();
    // and an index leads to the same lines
    const auto log = logs::SeekableLog::open(path, kind, {});
    if (!log)
        std::abort();
    logs::LogIndexer indexer(*log, *known);
    if (!indexer.run({}, [](const logs::LogIndexer &) {}))
        std::abort();
    logs::EntryReader reader(*log, *known);
    if (reader.read(indexer.index(), {0}, kLines) != lines->lines)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("input"));
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        std::abort();
    file.close();
    (void)media::webpSize(bytes);
    // a packed log is libarchive's to unpack, and a few bytes of it can be gigabytes
    const auto packed = logs::openLog(path);
    const bool isPacked = !packed || (*packed)->isSequential();
    // small limits: what would take minutes to draw is refused before it is drawn
    const media::PreflightReport report =
        media::inspectPicture(path, {.maxBytes = 1 << 20, .maxSide = 4096, .maxPixels = 1 << 20});
    if (report.pictures.isEmpty() == report.findings.isEmpty() && report.pictures.isEmpty())
        std::abort(); // neither taken nor refused
    if (!isPacked)
        readAsLog(path);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Log lines come from a gateway, and through chat messages from strangers: no text may crash, hang, or get a
// secret past the mask that a second pass would still find, or hold us for longer than its length explains.
#include "logrules/logformats.h"
#include "logrules/masking.h"
#include "logrules/ruleset.h"

#include <QElapsedTimer>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace rookery;
using namespace rookery::logrules;

namespace {

void readAs(GatewayKind kind, const Result<RuleSet> &rules, const QList<QStringView> &lines)
{
    if (!rules)
        std::abort();
    const auto check = [&rules](const RawLogEntry &entry) {
        const LogLine line = rules->makeLine(entry.level, entry.text);
        if (maskSecrets(line.text) != line.text)
            std::abort();
    };
    const auto parser = makeLogParser(kind, fromMSecs(1'795'000'000'000));
    for (const QStringView line : lines) {
        if (const auto entry = parser->feed(line))
            check(*entry);
    }
    if (const auto entry = parser->finish())
        check(*entry);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Result<RuleSet> napCat = RuleSet::builtIn(GatewayKind::NapCat);
    static const Result<RuleSet> llBot = RuleSet::builtIn(GatewayKind::LLBot);
    static const Result<RuleSet> lagrange = RuleSet::builtIn(GatewayKind::Lagrange);
    static const Result<RuleSet> geekAi = RuleSet::builtIn(GatewayKind::MonitoredService);
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    QElapsedTimer timer;
    timer.start();
    (void)maskSecrets(text);
    const qint64 kib = 1 + qint64(size) / 1024;
    if (timer.elapsed() > 3000 + 20 * kib) // far more than a slow machine needs
        std::abort();
    const QList<QStringView> lines = QStringView(text).split(u'\n');
    readAs(GatewayKind::NapCat, napCat, lines);
    readAs(GatewayKind::LLBot, llBot, lines);
    readAs(GatewayKind::Lagrange, lagrange, lines);
    readAs(GatewayKind::MonitoredService, geekAi, lines);
    return 0;
}

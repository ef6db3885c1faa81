// SPDX-License-Identifier: GPL-3.0-or-later
// Log lines come from a gateway, and through chat messages from strangers: no text may crash, hang, or get a
// secret past the mask that a second pass would still find.
#include "logrules/masking.h"
#include "logrules/napcatlogparser.h"
#include "logrules/ruleset.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace rookery;
using namespace rookery::logrules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Result<RuleSet> rules = RuleSet::builtIn(GatewayKind::NapCat);
    if (!rules)
        std::abort();
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    NapCatLogParser parser(fromMSecs(1'795'000'000'000));
    const auto check = [](const RawLogEntry &entry) {
        const LogLine line = rules->makeLine(entry.level, entry.text);
        if (maskSecrets(line.text) != line.text)
            std::abort();
    };
    const QList<QStringView> lines = QStringView(text).split(u'\n');
    for (const QStringView line : lines) {
        if (const auto entry = parser.feed(line))
            check(*entry);
    }
    if (const auto entry = parser.finish())
        check(*entry);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logformats.h"

#include "geekailogparser.h"
#include "lagrangelogparser.h"
#include "llbotlogparser.h"
#include "napcatlogparser.h"

#include <algorithm>

namespace rookery::logrules {

namespace {

//! Treats every line as an entry, for kinds without a known format.
class PlainLogParser final : public LogParser
{
private:
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const override
    {
        return RawLogEntry{.time = {}, .hasOwnTime = false, .level = LogLevel::Info, .nick = {}, .text = line};
    }
};

} // namespace

std::unique_ptr<LogParser> makeLogParser(GatewayKind kind, WallTime notAfter)
{
    switch (traitsOf(kind).logFormat) {
    case LogFormat::NapCat:
        return std::make_unique<NapCatLogParser>(notAfter);
    case LogFormat::LLBot:
        return std::make_unique<LLBotLogParser>(notAfter);
    case LogFormat::Lagrange:
        return std::make_unique<LagrangeLogParser>();
    case LogFormat::GeekAi:
        return std::make_unique<GeekAiLogParser>();
    case LogFormat::Plain:
        break;
    }
    return std::make_unique<PlainLogParser>();
}

std::optional<GatewayKind> detectLogKind(const QStringList &lines, WallTime notAfter)
{
    QList<QList<UnwrappedLine>> unwrapped;
    unwrapped.reserve(lines.size());
    for (const QString &line : lines)
        unwrapped.append(unwrappings(stripAnsi(line)));
    std::optional<GatewayKind> best;
    qsizetype most = 0;
    const QList<GatewayKind> kinds = gatewayKinds();
    for (const GatewayKind kind : kinds) {
        if (traitsOf(kind).logFormat == LogFormat::Plain) // recognises every line
            continue;
        const auto parser = makeLogParser(kind, notAfter);
        const qsizetype known = std::count_if(unwrapped.cbegin(), unwrapped.cend(),
                                              [&parser](const auto &parts) { return parser->recognises(parts); });
        if (known > most) {
            most = known;
            best = kind;
        }
    }
    return best;
}

} // namespace rookery::logrules

// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatkeys.h"

#include "logrules/ruleset.h"

#include <algorithm>
#include <iterator>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
using logrules::captureValue;

namespace {

constexpr int kLatchAfter = 8;
constexpr std::chrono::hours kServerPause{24};

QStringList servers()
{
    return {u"http://ss.xingzhige.com/music_card/rkey"_s, u"https://secret-service.bietiaop.com/rkeys"_s};
}

KeyFact nativeFailed(const QStringList &captures)
{
    return keyfact::NativeFailed{.why = captureValue(captures, u"error"_s), .latchAfter = kLatchAfter};
}

KeyFact serverFailed(const QStringList &captures)
{
    const QString status = captureValue(captures, u"status"_s);
    return keyfact::ServerFailed{.server = captureValue(captures, u"url"_s),
                                 .why = status.isEmpty() ? captureValue(captures, u"error"_s) : status,
                                 .asked = servers()};
}

KeyFact serverDisabled(const QStringList &captures)
{
    return keyfact::ServerDisabled{
        .server = captureValue(captures, u"url"_s), .pause = kServerPause, .asked = servers()};
}

template <class Fact>
KeyFact plain(const QStringList & /*captures*/)
{
    return Fact{};
}

struct Meaning {
    QLatin1StringView rule;
    KeyFact (*read)(const QStringList &captures);
};

constexpr Meaning kMeanings[] = {
    {"rkey.fetch-failed"_L1, &nativeFailed},
    {"rkey.native-disabled"_L1, &plain<keyfact::NativeLatched>},
    {"rkey.server-failed"_L1, &serverFailed},
    {"rkey.server-failed-old"_L1, &serverFailed},
    {"rkey.server-disabled"_L1, &serverDisabled},
    {"rkey.all-disabled"_L1, &plain<keyfact::FallbackUsed>},
    {"rkey.remote-all-disabled"_L1, &plain<keyfact::FallbackUsed>},
    {"rkey.service-fallback"_L1, &plain<keyfact::FallbackUsed>},
    {"rkey.old-mode"_L1, &plain<keyfact::FallbackUsed>},
    {"rkey.remote-failed"_L1, &plain<keyfact::FallbackUsed>},
    {"packet.unsupported"_L1, &plain<keyfact::NativeUnavailable>},
    {"packet.disabled"_L1, &plain<keyfact::NativeUnavailable>},
    {"packet.unavailable"_L1, &plain<keyfact::NativeUnavailable>},
    {"packet.init-failed"_L1, &plain<keyfact::NativeUnavailable>},
    {"packet.test-failed"_L1, &plain<keyfact::NativeUnavailable>},
    {"packet.missing-file"_L1, &plain<keyfact::NativeUnavailable>},
    {"packet.ready"_L1, &plain<keyfact::NativeAvailable>},
    {"process.version"_L1, &plain<keyfact::GatewayStarted>},
    {"process.loading"_L1, &plain<keyfact::GatewayStarted>},
};

} // namespace

std::optional<KeyFact> napcatKeyFact(const LogLine &line)
{
    const auto meaning = std::find_if(std::begin(kMeanings), std::end(kMeanings),
                                      [&line](const Meaning &one) { return one.rule == line.ruleId; });
    if (line.hearsay || meaning == std::end(kMeanings))
        return std::nullopt;
    KeyFact fact = meaning->read(line.captures);
    if (!line.replayed)
        return fact;
    auto *start = std::get_if<keyfact::GatewayStarted>(&fact);
    if (!start || line.timeIsOurs)
        return std::nullopt;
    start->at = line.time;
    return fact;
}

} // namespace rookery::gateway

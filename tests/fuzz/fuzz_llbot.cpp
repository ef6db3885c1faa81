// SPDX-License-Identifier: GPL-3.0-or-later
// What answers where LLBot's panel should be may be anything: only LLBot's own words are a verdict on the password, and
// whatever the panel says of login, accounts, counts and log comes out whole and within bounds.
#include "gateway/dialect.h"
#include "gateway/llbot/llbotanswers.h"
#include "gateway/llbot/llbotlogs.h"
#include "gateway/llbot/onebotentry.h"
#include "givenanswer.h"
#include "logrecords.h"

#include <algorithm>

using namespace rookery;
using namespace rookery::gateway;
using rookery::fuzz::require;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr WallTime kNow{seconds(1'795'000'000)};

//! A time that can be shown and reckoned with.
void requireSane(WallTime time)
{
    require(time == WallTime{} || (toMSecs(time) > 0 && toMSecs(time) <= 9'000'000'000'000'000), "a time is one");
}

void requireSoundRefusal(const io::HttpResponse &response, const Error &error)
{
    fuzz::requireFitToKeep(error, kLongestWording);
    const bool ownWords = fuzz::bodyOf(response).value(u"success"_s).isBool();
    require(error.kind != ErrorKind::Auth || ownWords, "only LLBot's own words are a verdict on the password");
    require(error.retryAfter <= std::chrono::hours(1), "nobody is locked out for longer than an hour");
}

void requireSoundLogin(const QJsonValue &data)
{
    const LLBotLoginInfo info = llbotLoginInfo(data);
    require(!info.online || !info.account.isNull(), "who is online has a number");
    const LLBotCode code = llbotCode(data);
    require(code.life.count() >= 0 && (code.life.count() == 0 || !code.text.isEmpty()), "only a code has a life");
    require(code.life <= std::chrono::hours(24), "no code lives for long");
    const LLBotSignToken token = llbotSignToken(data);
    require(logrules::maskSecrets(token.trouble) == token.trouble, "the panel's words hold no secret");
    for (const QuickLoginEntry &entry : llbotQuickLogins(data))
        require(!entry.account.isNull(), "an account that may log in has a number");
}

void requireSoundCounts(const QJsonValue &data)
{
    const GatewayVitals vitals = llbotVitals(data, kNow);
    require(vitals.received >= 0 && vitals.sent >= 0, "nothing is counted below none");
    requireSane(vitals.startedAt);
}

void requireSoundServer(const QJsonObject &config)
{
    const auto entry = findOneBot(config, QUrl(u"http://box:3080"_s));
    if (!entry)
        return;
    require(entry->url.isValid() && !entry->url.host().isEmpty(), "a server has an address");
    require(entry->url.port() > 0 && entry->url.port() <= 65535, "a server has a port");
    require(entry->url.scheme() == (entry->way == OneBotTransportKind::Socket ? u"ws"_s : u"http"_s),
            "its scheme fits its way");
}

void requireSoundLog(const QByteArray &body)
{
    const fuzz::Records burst = fuzz::recordsOf<LLBotLogs>(body);
    for (const LogStream::Record &record : burst)
        requireSane(record.time.value_or(WallTime{}));
    const QList<size_t> keys = fuzz::keysOf(burst);
    require(fuzz::keysOf(LLBotLogs::newOnes(burst, {})) == keys, "what was never reported is all new, in its order");
    const auto timeless = std::count_if(burst.cbegin(), burst.cend(), [](const auto &record) { return !record.time; });
    require(LLBotLogs::newOnes(burst, keys).size() == timeless, "what has a time is reported once");
    require(LLBotLogs::newOnes(burst + burst, keys).size() == burst.size() + timeless, "equal lines count each");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const io::HttpResponse response = fuzz::givenAnswer(data, size);
    const Result<QJsonValue> answer = llbotData(response);
    if (answer) {
        require(response.status == 200 && fuzz::bodyOf(response).value(u"success"_s).toBool(), "a success says so");
        requireSoundLogin(*answer);
        requireSoundCounts(*answer);
        requireSoundServer(answer->toObject().value(u"config"_s).toObject());
    } else {
        requireSoundRefusal(response, answer.error());
    }
    requireSoundRefusal(response, llbotRefusal(response));
    requireSoundLog(response.body);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "contradictions.h"

using namespace Qt::StringLiterals;

namespace rookery::sim {

namespace {

constexpr milliseconds kLate = seconds(2);
constexpr qint64 kTooLarge = 1024LL * 1024;

} // namespace

QList<FaultInfo> contradictionFaults()
{
    return {
        {u"answer-refused"_s,
         u"delivered and echoed, but the answer refuses it; the echo comes delayMs after the answer, 0: before"_s},
        {u"answer-offline"_s, u"the same, and the answer says that the account is away"_s},
        {u"answer-unlisted"_s, u"the same, and the answer fails in words that mean nothing"_s},
        {u"echo-late"_s, u"the own message is pushed delayMs (2000) after the answer"_s},
        {u"echo-twice"_s, u"the own message is pushed twice"_s},
        {u"answer-too-large"_s,
         u"frames above bytes (1048576) close the WebSocket with 1009, bodies are answered with 413"_s},
    };
}

Contradiction takeContradiction(Faults &faults, const QString &chat)
{
    Contradiction result;
    for (const auto &[name, answer] : {std::pair(u"answer-refused"_s, Contradiction::Answer::Refused),
                                       std::pair(u"answer-offline"_s, Contradiction::Answer::Offline),
                                       std::pair(u"answer-unlisted"_s, Contradiction::Answer::Unlisted)}) {
        if (result.answer != Contradiction::Answer::True)
            break;
        if (const std::optional<FaultSetting> fault = faults.take(name, chat)) {
            result.answer = answer;
            result.echoAfter = fault->delay;
        }
    }
    if (const std::optional<FaultSetting> late = faults.take(u"echo-late"_s, chat))
        result.echoAfter = late->delay.count() > 0 ? late->delay : kLate;
    if (faults.take(u"echo-twice"_s, chat))
        result.echoes = 2;
    return result;
}

QString unlistedWords(const QString &token)
{
    return u"Cannot read properties of undefined (reading 'msgId'), url=http://127.0.0.1/send?access_token=%1, headers={ Authorization: 'Bearer %1' }"_s
        .arg(token);
}

bool isTooLarge(Faults &faults, qint64 bytes)
{
    const QString name = u"answer-too-large"_s;
    return bytes > faults.bytesOf(name, kTooLarge) && faults.take(name).has_value();
}

} // namespace rookery::sim

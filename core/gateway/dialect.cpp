// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialect.h"

#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

bool fits(const QStringList &needles, const QString &text)
{
    return std::all_of(needles.cbegin(), needles.cend(),
                       [&text](const QString &needle) { return text.contains(needle, Qt::CaseInsensitive); });
}

//! Returns true if the call itself contains one of the needles. A message may contain the words of any refusal, and
//! gateways print the arguments of a failed call, so such words are no statement of the gateway.
bool isBrought(const QStringList &needles, const CallWords &call)
{
    return std::any_of(needles.cbegin(), needles.cend(), [&call](const QString &needle) {
        return std::any_of(call.texts.cbegin(), call.texts.cend(),
                           [&needle](const QString &text) { return text.contains(needle, Qt::CaseInsensitive); });
    });
}

//! Returns true if a rule says that nothing was sent. Only such a rule must not match quoted words.
bool isRefusal(const TextRule &rule)
{
    return rule.kind != ErrorKind::Timeout && rule.kind != ErrorKind::Network;
}

//! A refusal is at the start of the wording; after it come dumps that contain unrelated names and texts.
constexpr qsizetype kRefusalHead = 400;

const TextRule *firstFit(const QList<TextRule> &rules, const QString &text, const CallWords &call = {})
{
    const QString head = text.left(kRefusalHead);
    const bool aboutOurFile = std::any_of(call.files.cbegin(), call.files.cend(),
                                          [&text](const QString &file) { return text.contains(file); });
    const auto it = std::find_if(rules.cbegin(), rules.cend(), [&](const TextRule &rule) {
        if (!isRefusal(rule))
            return fits(rule.needles, text);
        return (aboutOurFile || !rule.aboutOurFile) && fits(rule.needles, head) && !isBrought(rule.needles, call);
    });
    return it == rules.cend() ? nullptr : &*it;
}

std::optional<int> qqNumber(const QStringList &marks, const QString &wording)
{
    for (const QString &mark : marks) {
        const qsizetype at = wording.indexOf(mark);
        if (at < 0)
            continue;
        qsizetype end = at + mark.size();
        const qsizetype begin = end;
        while (end < wording.size() && (wording.at(end).isDigit() || (end == begin && wording.at(end) == u'-')))
            ++end;
        bool ok = false;
        const int number = QStringView(wording).sliced(begin, end - begin).toInt(&ok);
        if (ok && number != 0)
            return number;
    }
    return std::nullopt;
}

} // namespace

CallWords wordsOf(const protocol::Action &action)
{
    constexpr qsizetype kLongestFile = 1024; // a longer value is the picture itself
    CallWords words{.action = action.name, .texts = {}, .files = {}};
    const QJsonArray message = action.params.value("message"_L1).toArray();
    for (const QJsonValue entry : message) {
        const QJsonObject data = entry["data"_L1].toObject();
        if (const QString text = data.value("text"_L1).toString(); !text.trimmed().isEmpty())
            words.texts.append(text);
        for (const QLatin1StringView key : {"file"_L1, "uri"_L1}) {
            if (const QString file = data.value(key).toString(); !file.isEmpty() && file.size() <= kLongestFile)
                words.files.append(file);
        }
    }
    return words;
}

Error actionError(const Dialect &dialect, const CallWords &call, int retcode, const QString &wording)
{
    Error error{ErrorKind::Rejected, Reason::None, retcode, logrules::maskedWords(wording, kLongestWording),
                milliseconds(0)};
    if (const auto number = qqNumber(dialect.numberMarks, wording))
        error.code = *number;
    if (const TextRule *rule = firstFit(dialect.actionTexts, wording, call)) {
        error.kind = rule->kind;
        error.reason = rule->reason;
        error.retryAfter = rule->retryAfter;
        return error;
    }
    const bool send = dialect.sendActions.contains(call.action);
    const auto code =
        std::find_if(dialect.actionCodes.cbegin(), dialect.actionCodes.cend(), [retcode, send](const CodeRule &rule) {
            return rule.retcode == retcode && (send || !rule.sendsOnly);
        });
    if (code != dialect.actionCodes.cend()) {
        error.kind = code->kind;
        error.reason = code->reason;
    } else if (send) {
        error.reason = Reason::SendUnclear;
    }
    return error;
}

Result<protocol::Reply> judgeReply(const Dialect &dialect, const CallWords &call,
                                   const protocol::ReplyEnvelope &envelope)
{
    const bool putOff = envelope.status == "async"_L1;
    if (putOff && dialect.sendActions.contains(call.action))
        return fail(ErrorKind::Timeout, Reason::NoReply, logrules::maskedWords(envelope.wording, kLongestWording),
                    envelope.retcode);
    if (putOff || (envelope.ok() && envelope.retcode == 0))
        return protocol::Reply{envelope.data};
    return fail(actionError(dialect, call, envelope.retcode, envelope.wording));
}

Error panelError(const Dialect &dialect, int code, const QString &message)
{
    Error error{ErrorKind::Rejected, Reason::None, code, logrules::maskedWords(message, kLongestWording),
                milliseconds(0)};
    if (const TextRule *rule = firstFit(dialect.panelTexts, message)) {
        error.kind = rule->kind;
        error.reason = rule->reason;
        error.retryAfter = rule->retryAfter;
    }
    return error;
}

LoginReason loginReason(const Dialect &dialect, const QString &text)
{
    for (const LoginTextRule &rule : dialect.loginTexts) {
        if (fits(rule.needles, text))
            return rule.reason;
    }
    return LoginReason::Fresh;
}

milliseconds sendDeadline(const Dialect &dialect, qint64 mediaBytes)
{
    // in two steps, so that no size overflows: whole KiB first, then their duration
    const qint64 kib = std::max<qint64>(0, mediaBytes) / 1024;
    const qint64 longestKib = dialect.sendLongest.count() * dialect.sendKiBPerSecond / 1000;
    const milliseconds upload(std::min(kib, longestKib) * 1000 / std::max<qint64>(1, dialect.sendKiBPerSecond));
    return std::min(dialect.sendBase + upload, dialect.sendLongest) + dialect.sendMargin;
}

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialect.h"

#include <algorithm>

namespace rookery::gateway {

namespace {

bool fits(const QStringList &needles, const QString &text)
{
    return std::all_of(needles.cbegin(), needles.cend(),
                       [&text](const QString &needle) { return text.contains(needle, Qt::CaseInsensitive); });
}

const TextRule *firstFit(const QList<TextRule> &rules, const QString &text)
{
    const auto it =
        std::find_if(rules.cbegin(), rules.cend(), [&text](const TextRule &rule) { return fits(rule.needles, text); });
    return it == rules.cend() ? nullptr : &*it;
}

} // namespace

Error actionError(const Dialect &dialect, const QString &action, int retcode, const QString &wording)
{
    Error error{ErrorKind::Rejected, Reason::None, retcode, wording, milliseconds(0)};
    if (const TextRule *rule = firstFit(dialect.actionTexts, wording)) {
        error.kind = rule->kind;
        error.reason = rule->reason;
        error.retryAfter = rule->retryAfter;
        return error;
    }
    const bool send = dialect.sendActions.contains(action);
    const auto code =
        std::find_if(dialect.actionCodes.cbegin(), dialect.actionCodes.cend(), [retcode, send](const CodeRule &rule) {
            return rule.retcode == retcode && (send || !rule.sendsOnly);
        });
    if (code != dialect.actionCodes.cend()) {
        error.kind = code->kind;
        error.reason = code->reason;
    } else if (send && wording.isEmpty() && dialect.wordlessLeavesOpen) {
        error.kind = ErrorKind::Timeout;
        error.reason = Reason::SendTimeout;
    } else if (send) {
        error.reason = Reason::SendRefused;
    }
    return error;
}

Result<Reply> judgeReply(const Dialect &dialect, const QString &action, const protocol::ReplyEnvelope &envelope)
{
    const bool putOff = envelope.status == QLatin1StringView("async");
    if (putOff && dialect.sendActions.contains(action))
        return fail(ErrorKind::Timeout, Reason::NoReply, envelope.wording, envelope.retcode);
    if (putOff || (envelope.ok() && envelope.retcode == 0))
        return Reply{envelope.data};
    return fail(actionError(dialect, action, envelope.retcode, envelope.wording));
}

Error panelError(const Dialect &dialect, int code, const QString &message)
{
    Error error{ErrorKind::Rejected, Reason::None, code, message, milliseconds(0)};
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
    // in two steps, so that no size overflows: whole KiB first, then the time they take
    const qint64 kib = std::max<qint64>(0, mediaBytes) / 1024;
    const qint64 longestKib = dialect.sendLongest.count() * dialect.sendKiBPerSecond / 1000;
    const milliseconds upload(std::min(kib, longestKib) * 1000 / std::max<qint64>(1, dialect.sendKiBPerSecond));
    return std::min(dialect.sendBase + upload, dialect.sendLongest) + dialect.sendMargin;
}

} // namespace rookery::gateway

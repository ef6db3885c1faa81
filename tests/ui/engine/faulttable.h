// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/subject.h"

#include "model/condition.h"

#include <algorithm>
#include <iterator>

namespace rookery::ui {

//! What has to happen at a gateway with a fault for it to show.
enum class Trigger {
    Connect, //!< the fault is on before the console connects
    Nothing, //!< it is switched on while the account is online
    LoggedOut, //!< it is switched on while the account waits for a scan
    Scan, //!< the same, and then the code is scanned
    Send, //!< it is switched on while the account is online, and then a text is sent
    SendPicture, //!< the same with a picture
    LeftOut, //!< it is not tried: the test could not bear it, and the reason stands beside it
};

//! The fault of the gateway that has none, with which the others of its kind are compared.
inline constexpr const char kNoFault[] = "nothing";

//! What a fault makes of an account. Working: nothing shows, and it is what the gateway without a fault is.
//! Whatever is worse must be reached, and may be exceeded.
struct FaultRow {
    const char *subject; //!< as `subjectName` returns it; empty: every subject without a row of its own
    const char *fault;
    Trigger trigger = Trigger::Nothing;
    Condition atLeast = Condition::Working;
};

inline constexpr FaultRow kFaultRows[] = {
    {"", kNoFault, Trigger::Send},
    {"onebot11 of onebot11 http", kNoFault, Trigger::Send, Condition::Degraded}, // no events can be had
    // the account
    {"", "kick", Trigger::Nothing, Condition::Failed},
    {"", "status-offline", Trigger::Nothing, Condition::Failed},
    {"lagrange", "status-offline", Trigger::Nothing}, // it says "online" whatever happens, and no other call shows it
    {"milky llbot", "status-offline", Trigger::Nothing}, // likewise
    {"", "restart", Trigger::Nothing, Condition::Connecting},
    {"napcat", "restart", Trigger::Nothing, Condition::NeedsAttention},
    {"geekai", "restart", Trigger::Nothing, Condition::Unproven},
    {"", "totp", Trigger::Connect, Condition::NeedsAttention},
    {"", "login-rate-limit", Trigger::Connect, Condition::Connecting},
    {"", "qr-refresh-same", Trigger::LoggedOut, Condition::NeedsAttention},
    {"", "qr-expire-soon", Trigger::LoggedOut, Condition::NeedsAttention},
    {"", "duplicate-login", Trigger::Scan, Condition::NeedsAttention},
    {"", "session-dead", Trigger::LoggedOut, Condition::NeedsAttention},
    {"", "auth-token-invalid", Trigger::LoggedOut, Condition::NeedsAttention},
    {"", "webui-moves", Trigger::Scan, Condition::Connecting}, // the other port is not one of the next ones
    {"", "verify-code", Trigger::Scan, Condition::NeedsAttention},
    {"", "already-bound", Trigger::Scan, Condition::Failed},
    {"", "redirect", Trigger::Scan},
    {"", "redirect-foreign", Trigger::Scan, Condition::Failed},
    {"", "first-poll-held", Trigger::Connect},
    // the connection
    {"", "half-open", Trigger::Nothing, Condition::Connecting},
    {"", "events-stall", Trigger::Nothing, Condition::Connecting},
    {"", "mute-handshake", Trigger::Connect, Condition::Connecting},
    {"onebot11 of onebot11 http", "mute-handshake", Trigger::Connect}, // it has no WebSocket
    {"", "no-socket", Trigger::Connect}, // the event stream does as well
    {"", "no-stream", Trigger::Connect}, // the event WebSocket does as well
    {"", "port-not-open", Trigger::Connect, Condition::Failed},
    {"napcat", "port-not-open", Trigger::Connect}, // the panel does as well
    {"", "slow-loris", Trigger::Connect, Condition::Connecting},
    {"lagrange", "slow-loris", Trigger::Connect}, // nothing goes over HTTP
    {"onebot11 of onebot11", "slow-loris", Trigger::Connect}, // likewise
    {"", "wrong-server", Trigger::Connect, Condition::Connecting},
    {"geekai", "wrong-server", Trigger::Nothing, Condition::Degraded},
    {"", "garbage", Trigger::Nothing, Condition::Degraded},
    {"", "giant-frame", Trigger::Nothing, Condition::Connecting},
    {"onebot11 of onebot11 http", "giant-frame", Trigger::Nothing}, // no events are asked for
    {"", "log-storm", Trigger::LeftOut}, // only much of the same
    {"", "clock-skew", Trigger::Send}, // nothing measures it
    {"", "server-error", Trigger::Nothing, Condition::Failed},
    {"", "http-504", Trigger::Nothing, Condition::Connecting},
    {"", "http-524", Trigger::Nothing, Condition::Connecting},
    // calls
    {"", "drop-reply", Trigger::Send, Condition::Connecting},
    {"napcat", "drop-reply", Trigger::Send}, // the echo proves the send, and the panel the link
    {"", "no-reply", Trigger::Send, Condition::Degraded},
    {"onebot11 of onebot11 http", "no-reply", Trigger::Send}, // of WebSockets only
    {"", "accept-then-close", Trigger::Nothing, Condition::Connecting},
    {"", "accept-then-reset", Trigger::Nothing, Condition::Connecting},
    {"napcat", "accept-then-close", Trigger::Send}, // the WebSocket carries the calls
    {"napcat", "accept-then-reset", Trigger::Send}, // likewise
    {"llbot 8", "accept-then-close", Trigger::Send},
    {"llbot 8", "accept-then-reset", Trigger::Send},
    {"llbot 7", "accept-then-close", Trigger::Send},
    {"llbot 7", "accept-then-reset", Trigger::Send},
    {"lagrange", "accept-then-close", Trigger::Send},
    {"lagrange", "accept-then-reset", Trigger::Send},
    {"onebot11 of onebot11", "accept-then-close", Trigger::Send},
    {"onebot11 of onebot11", "accept-then-reset", Trigger::Send},
    {"", "delay-reply", Trigger::Send},
    {"", "duplicate-reply", Trigger::Send},
    {"", "reorder-replies", Trigger::Send},
    {"", "ids-restart", Trigger::Send},
    {"", "echo-late", Trigger::Send},
    {"", "echo-twice", Trigger::Send},
    {"", "forms-only", Trigger::Send},
    {"", "echo-tokens", Trigger::Send},
    // sends
    {"", "answer-refused", Trigger::Send, Condition::Degraded},
    {"", "answer-offline", Trigger::Send, Condition::Degraded},
    {"napcat", "answer-offline", Trigger::Send}, // the echo proves the send
    {"", "answer-unlisted", Trigger::Send, Condition::Degraded},
    {"napcat", "answer-unlisted", Trigger::Send}, // likewise
    {"", "answer-too-large", Trigger::Send}, // it is about one message
    {"", "send-refused", Trigger::Send, Condition::Degraded},
    {"napcat", "send-refused", Trigger::Send}, // muted: it is about one group
    {"milky llbot", "send-refused", Trigger::Send}, // likewise
    {"", "muted", Trigger::Send}, // likewise
    {"", "stale-token", Trigger::Send}, // it is about one user
    {"", "silent-refusal", Trigger::Send, Condition::Degraded},
    {"", "account-restricted", Trigger::Send, Condition::Degraded},
    {"", "ok-but-refused", Trigger::Send, Condition::Degraded},
    {"", "send-timeout-lost", Trigger::Send, Condition::Degraded},
    {"", "send-timeout-delivered", Trigger::Send, Condition::Degraded},
    {"napcat", "send-timeout-delivered", Trigger::Send}, // the echo proves the send, as a rule before it is in doubt
    {"", "ntqq-timeout", Trigger::Send, Condition::Degraded},
    {"", "self-echo-timeout", Trigger::Send, Condition::Degraded},
    {"", "send-silently-lost", Trigger::Send, Condition::Degraded},
    {"onebot11 of onebot11", "send-silently-lost", Trigger::Send}, // nothing that it offers could prove or disprove it
    {"onebot11 of onebot11 http", "send-silently-lost", Trigger::Send}, // likewise
    {"ilink", "send-silently-lost", Trigger::Send}, // likewise
    {"", "message-not-found", Trigger::Send, Condition::Degraded},
    {"", "rich-media", Trigger::SendPicture, Condition::Degraded},
    {"", "picture-lost", Trigger::SendPicture, Condition::Degraded},
    {"", "staged-file-gone", Trigger::SendPicture, Condition::Degraded},
    {"", "upload-param-only", Trigger::SendPicture}, // the address is put together
    // picture keys
    {"", "packet-down", Trigger::Connect, Condition::Degraded},
    {"", "rkey-504", Trigger::Nothing, Condition::Degraded},
    {"", "rkey-stale", Trigger::Nothing, Condition::Degraded},
    {"", "rkey-native-latched", Trigger::Nothing, Condition::Degraded},
    {"", "rkey-native-failing", Trigger::Nothing, Condition::Degraded},
    {"", "rkey-recover", Trigger::Nothing},
    {"", "rkey-failing", Trigger::Connect, Condition::Degraded},
    // services
    {"", "qr-expired", Trigger::LoggedOut, Condition::Degraded},
    {"", "login-failed", Trigger::LoggedOut, Condition::Degraded},
    {"", "session-lost", Trigger::Nothing, Condition::Degraded},
    {"", "heartbeats-stop", Trigger::Nothing, Condition::Degraded},
    {"", "no-bot", Trigger::Connect},
    {"", "backend-down", Trigger::Nothing, Condition::Failed},
    {"", "packets-dropped", Trigger::Nothing, Condition::Failed},
    {"", "empty-reply", Trigger::Nothing, Condition::Failed},
    {"", "api-failing", Trigger::Nothing, Condition::Degraded},
    {"", "giant-answer", Trigger::Nothing, Condition::Degraded},
    {"", "front-down", Trigger::Nothing, Condition::Degraded},
    {"", "rotate-log", Trigger::Nothing},
    {"", "config-dump", Trigger::Nothing},
};

//! Returns the row of a subject's fault, else the row for all subjects, else null: the fault is not in the table.
[[nodiscard]] inline const FaultRow *rowOf(const QString &subject, const QString &fault)
{
    const auto find = [&fault](const QString &whose) {
        const auto *const it = std::find_if(std::begin(kFaultRows), std::end(kFaultRows), [&](const FaultRow &row) {
            return whose == QLatin1StringView(row.subject) && fault == QLatin1StringView(row.fault);
        });
        return it == std::end(kFaultRows) ? nullptr : it;
    };
    const FaultRow *own = find(subject);
    return own ? own : find({});
}

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session.h"
#include "protocol/action.h"

#include "base/result.h"
#include "protocol/onebot11.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace rookery::gateway {

//! Says how a picture reaches the gateway.
//! StreamUpload: as a file at the gateway that messages name. Inline: as bytes in each message.
enum class StagingWay { None, StreamUpload, Inline };

//! Maps a gateway's wording to an error. All needles must occur; case does not matter.
struct TextRule {
    QStringList needles;
    ErrorKind kind = ErrorKind::Rejected;
    ErrorReason reason = Reason::None;
    milliseconds retryAfter{0}; //!< with RateLimited
    bool aboutOurFile = false; //!< applies only if the text also contains a file that the call named
};

//! Maps a gateway's wording about the login to a reason.
struct LoginTextRule {
    QStringList needles;
    LoginReason reason = LoginReason::Fresh;
};

//! Maps a retcode to an error if no text rule matches.
struct CodeRule {
    int retcode = 0;
    ErrorKind kind = ErrorKind::Rejected;
    ErrorReason reason = Reason::None;
    bool sendsOnly = false; //!< for other actions, the code counts as unknown
};

//! Holds, as data, the differences between gateways that speak nearly the same protocol. Gateway wordings are matched
//! here and nowhere else.
struct Dialect {
    QString name;
    QList<CodeRule> actionCodes; //!< checked after the texts, which are more specific
    QList<TextRule> actionTexts; //!< the first match wins
    QList<TextRule> panelTexts; //!< refusals of the panel's own interface
    QList<LoginTextRule> loginTexts;
    QStringList sendActions; //!< for these, only a listed text or code proves that nothing was sent
    QStringList numberMarks; //!< texts that precede QQ's own error number in a refusal

    StagingWay staging = StagingWay::None;
    qint64 chunkBytes = 256 * 1024; //!< before base64

    // the gateway's own limit for a send is min(base + KiB / speed, longest); our margin is added to it
    milliseconds sendBase = seconds(10);
    qint64 sendKiBPerSecond = 256;
    milliseconds sendLongest = std::chrono::minutes(30);
    milliseconds sendMargin = seconds(10);

    bool pictureKeys = false; //!< supports get_rkey, at least in some versions
    QString keysCheck; //!< asked before get_rkey, because its refusal says why there are no keys; empty: nothing is
    bool heartbeats = false; //!< false: only pings show whether the event socket is alive
    bool onlineIsConstant = false; //!< get_status and heartbeats always say "online"
};

//! Holds the parts of a call that its refusal may quote; quoted text is not the gateway's own wording.
struct CallWords {
    QString action;
    QStringList texts; //!< of the message
    QStringList files; //!< paths and names, never the bytes of a picture
};

//! Extracts from a call what its refusal may quote, for OneBot and Milky messages alike.
[[nodiscard]] CallWords wordsOf(const protocol::Action &action);

//! Maps a refused call to an error. The detail is the gateway's wording, masked and at most `kLongestWording` long; the
//! code is QQ's own number if the wording contains one, else `retcode`. A refused send whose wording and code are both
//! unlisted is Rejected/SendUnclear: it may have been sent.
[[nodiscard]] Error actionError(const Dialect &dialect, const CallWords &call, int retcode, const QString &wording);
inline constexpr qsizetype kLongestWording = 1000;

//! Converts an answer to a result. Only the status "ok" with retcode 0 is a success. "async" means that the gateway
//! deferred the action: the outcome of a send is then unknown (Timeout/NoReply), and other actions succeed.
[[nodiscard]] Result<protocol::Reply> judgeReply(const Dialect &dialect, const CallWords &call,
                                                 const protocol::ReplyEnvelope &envelope);

//! Maps a refusal by the panel to an error; Rejected/None for an unlisted text. The detail is as with `actionError`.
[[nodiscard]] Error panelError(const Dialect &dialect, int code, const QString &message);

//! Returns why an account is logged out; Fresh if no listed text matches.
[[nodiscard]] LoginReason loginReason(const Dialect &dialect, const QString &text);

//! Returns our deadline for a send that carries `mediaBytes`; always longer than the gateway's own limit.
[[nodiscard]] milliseconds sendDeadline(const Dialect &dialect, qint64 mediaBytes);

} // namespace rookery::gateway

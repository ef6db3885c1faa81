// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/session.h"

#include "base/result.h"
#include "protocol/onebot11.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace rookery::gateway {

//! How a picture gets to the gateway before it is named in a message.
//! StreamUpload: a file at the gateway that every message names. Inline: the bytes travel in each message.
enum class StagingWay { None, StreamUpload, Inline };

//! One text of a gateway that means something to us. Every needle must occur, capitals aside.
struct TextRule {
    QStringList needles;
    ErrorKind kind = ErrorKind::Rejected;
    Reason reason = Reason::None;
    milliseconds retryAfter{0}; //!< with RateLimited
    bool aboutOurFile = false; //!< counts only when a file that the call named occurs too
};

//! The same for what a gateway says about the login.
struct LoginTextRule {
    QStringList needles;
    LoginReason reason = LoginReason::Fresh;
};

//! A number that means something by itself.
struct CodeRule {
    int retcode = 0;
    ErrorKind kind = ErrorKind::Rejected;
    Reason reason = Reason::None;
    bool sendsOnly = false; //!< any other action with it is refused like with a number that nobody knows
};

//! What differs between gateways that speak nearly the same, as data. Texts of gateways are matched
//! here and nowhere else.
struct Dialect {
    QString name;
    QList<CodeRule> actionCodes; //!< asked after the texts, which say more
    QList<TextRule> actionTexts; //!< first fit wins
    QList<TextRule> panelTexts; //!< refusals of the panel's own interface
    QList<LoginTextRule> loginTexts;
    QStringList sendActions; //!< only a listed text or code says of them that nothing was sent
    QStringList numberMarks; //!< what stands before QQ's own number in a refusal's words

    StagingWay staging = StagingWay::None;
    qint64 chunkBytes = 256 * 1024; //!< before base64

    // the gateway's own limit for a send: min(base + KiB / speed, longest); then our margin
    milliseconds sendBase = seconds(10);
    qint64 sendKiBPerSecond = 256;
    milliseconds sendLongest = std::chrono::minutes(30);
    milliseconds sendMargin = seconds(10);

    bool pictureKeys = false; //!< get_rkey is one of its calls, at least in some versions
    bool heartbeats = false; //!< false: only pings tell whether the event socket lives
    bool onlineIsConstant = false; //!< get_status and heartbeats say "online" whatever happens
};

//! What of a call may come back in the words of its refusal, and is not the gateway's own word then.
struct CallWords {
    QString action;
    QStringList texts; //!< of the message
    QStringList files; //!< paths and names, never the bytes of a picture
};

//! Takes out of a call what its refusal may quote; of OneBot's and Milky's messages alike.
[[nodiscard]] CallWords wordsOf(const Action &action);

//! Tells what a refused call means. The detail is the gateway's wording, masked and at most `kLongestWording` long; the
//! code is QQ's own number where the words have one, else `retcode`. A send that is refused in words and with a code
//! that are not listed is Rejected/SendUnclear: it may have been sent.
[[nodiscard]] Error actionError(const Dialect &dialect, const CallWords &call, int retcode, const QString &wording);
inline constexpr qsizetype kLongestWording = 1000;

//! Judges an answer: `status` decides, and an "ok" with a number beside it is none. An answer that was put off
//! ("async") to a send leaves its outcome unknown: Timeout/NoReply.
[[nodiscard]] Result<Reply> judgeReply(const Dialect &dialect, const CallWords &call,
                                       const protocol::ReplyEnvelope &envelope);

//! What a refusal of the panel means; Rejected/None when nobody knows the text. The detail is as with `actionError`.
[[nodiscard]] Error panelError(const Dialect &dialect, int code, const QString &message);

//! Why an account that is not logged in is not; Fresh when the text says nothing we know.
[[nodiscard]] LoginReason loginReason(const Dialect &dialect, const QString &text);

//! The client-side limit for a send that carries `mediaBytes`: always longer than the gateway's own.
[[nodiscard]] milliseconds sendDeadline(const Dialect &dialect, qint64 mediaBytes);

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/event.h"
#include "model/target.h"

#include "base/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <variant>

//! The OneBot 11 codec: bytes and JSON on one side, model values on the other. Pure, any thread.
//! Every error is Protocol/Garbage or Protocol/FrameTooLarge; nothing here knows a gateway kind.
//! Facts: docs/protocol/napcat.md, "OneBot 11".
namespace rookery::protocol {

//! A message with more segments than this is refused as garbage.
inline constexpr qsizetype kMaxSegments = 4096;

//! An answer to an action, not judged yet: what the numbers mean is the dialect's business.
struct ReplyEnvelope {
    QString echo; //!< empty: the answer names no call
    QString status; //!< "ok", "failed", "async"
    int retcode = 0;
    QJsonValue data; //!< undefined when the answer carried none
    QString wording; //!< the gateway's text; `wording`, else `message`, else `msg`

    //! OneBot's rule, and the only reliable one: the retcode alone is ambiguous.
    [[nodiscard]] bool ok() const { return status == QLatin1String("ok") || status == QLatin1String("async"); }
};

using Frame = std::variant<Event, ReplyEnvelope>;

//! One frame of an event-and-action socket. An event is known by `post_type`, an answer by
//! `status` together with `retcode` or `echo`; anything else is garbage.
[[nodiscard]] Result<Frame> decodeFrame(const QByteArray &utf8);

//! Types of no interest here come out as OtherEvent, never as an error. A message event that does
//! not say which chat it belongs to is garbage.
[[nodiscard]] Result<Event> decodeEvent(const QJsonObject &object);
[[nodiscard]] Result<Event> decodeEvent(const QByteArray &utf8);

[[nodiscard]] Result<ReplyEnvelope> decodeReply(const QJsonObject &object);

//! The frame that asks for `action`; compact UTF-8 JSON.
[[nodiscard]] QByteArray encodeAction(const Action &action, const QString &echo);

//! An action's parameters as an HTTP form: numbers and flags in words, a message as CQ text, anything deeper as JSON.
[[nodiscard]] QByteArray encodeForm(const Action &action);

//! The array form; plain text never reaches the gateway's CQ parser that way.
[[nodiscard]] QJsonArray encodeMessage(const Message &message);

//! Array form, CQ string form, or one segment object.
[[nodiscard]] Result<Message> decodeMessage(const QJsonValue &value);

//! `data` of get_group_list (Group) or get_friend_list (Friend). Entries without an id are left out.
[[nodiscard]] Result<QList<Contact>> decodeContacts(ChatKind kind, const QJsonValue &data);

struct History {
    QList<Event> messages; //!< only MessageEvent bodies, oldest first as the gateway gave them
    int skipped = 0; //!< entries that could not be read
};

//! `data` of get_group_msg_history or get_friend_msg_history.
[[nodiscard]] Result<History> decodeHistory(const QJsonValue &data);

} // namespace rookery::protocol

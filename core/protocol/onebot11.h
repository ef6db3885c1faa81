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

//! Implements the OneBot 11 codec: bytes and JSON on one side, model values on the other. Pure, any thread. Every error
//! is Protocol/Garbage or Protocol/FrameTooLarge; nothing here depends on a gateway kind. Facts:
//! docs/protocol/napcat.md, "OneBot 11".
namespace rookery::protocol {

//! Limits the number of segments; a message with more is refused as garbage.
inline constexpr qsizetype kMaxSegments = 4096;

//! Holds an answer to an action that is not interpreted yet; the dialect interprets its numbers.
struct ReplyEnvelope {
    QString echo; //!< empty: the answer names no call
    QString status; //!< "ok", "failed", "async"
    int retcode = 0;
    QJsonValue data; //!< undefined if the answer contained none
    QString wording; //!< the gateway's text; `wording`, else `message`, else `msg`

    //! Applies OneBot's rule, the only reliable one: the retcode alone is ambiguous.
    [[nodiscard]] bool ok() const { return status == QLatin1String("ok") || status == QLatin1String("async"); }
};

using Frame = std::variant<Event, ReplyEnvelope>;

//! Decodes one frame of an event-and-action socket. An event is recognised by `post_type`, an answer by `status`
//! together with `retcode` or `echo`; anything else is garbage.
[[nodiscard]] Result<Frame> decodeFrame(const QByteArray &utf8);

//! Decodes an event. Types that are not used here become OtherEvent, never an error. A message event without a chat is
//! garbage.
[[nodiscard]] Result<Event> decodeEvent(const QJsonObject &object);
[[nodiscard]] Result<Event> decodeEvent(const QByteArray &utf8);

[[nodiscard]] Result<ReplyEnvelope> decodeReply(const QJsonObject &object);

//! Encodes the frame that requests `action`; compact UTF-8 JSON.
[[nodiscard]] QByteArray encodeAction(const Action &action, const QString &echo);

//! Encodes an action's parameters as an HTTP form: numbers and flags as text, a message as CQ text, anything nested as
//! JSON.
[[nodiscard]] QByteArray encodeForm(const Action &action);

//! Encodes the array form, so that plain text never reaches the gateway's CQ parser.
[[nodiscard]] QJsonArray encodeMessage(const Message &message);

//! Decodes the array form, the CQ string form, or one segment object.
[[nodiscard]] Result<Message> decodeMessage(const QJsonValue &value);

//! Decodes `data` of get_group_list (Group) or get_friend_list (Friend). Entries without an id are left out.
[[nodiscard]] Result<QList<Contact>> decodeContacts(ChatKind kind, const QJsonValue &data);

} // namespace rookery::protocol

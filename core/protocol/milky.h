// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/event.h"
#include "model/segment.h"
#include "model/target.h"

#include "base/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringView>

#include <optional>

//! Implements the Milky 1.2 codec: JSON on one side, model values on the other. Pure, any thread. Every decoding error
//! is Protocol/Garbage or Protocol/FrameTooLarge. Facts: docs/protocol/milky.md.
namespace rookery::protocol::milky {

enum class Scene { Friend, Group, Temp };

//! Identifies a message in Milky. There is no global id: the sequence counts within one chat.
struct MessageKey {
    Scene scene = Scene::Group;
    QString peer;
    qint64 seq = 0;
    bool operator==(const MessageKey &) const = default;
};

//! Returns the text that identifies a Milky message in this program, for example "group:30001:123".
[[nodiscard]] QString messageIdText(const MessageKey &key);
//! Parses such a text. nullopt for anything that `messageIdText` does not write.
[[nodiscard]] std::optional<MessageKey> messageKey(QStringView text);
//! Returns the three parameters that request one message; empty if the peer is not a number.
[[nodiscard]] QJsonObject messageParams(const MessageKey &key);

//! Holds an answer of the HTTP interface that is not interpreted yet.
struct Answer {
    QString status; //!< "ok" or "failed"
    int retcode = 0;
    QJsonObject data; //!< empty if the answer contained none
    QString message; //!< the gateway's text, with "failed"

    //! Requires both to agree: one gateway has answered "ok" with a failure's number.
    [[nodiscard]] bool ok() const { return status == QLatin1String("ok") && retcode == 0; }
};

[[nodiscard]] Result<Answer> decodeAnswer(const QByteArray &utf8);

//! Decodes one event. `message_receive` from the account itself becomes its own message, `bot_offline` becomes
//! BotOfflineEvent, everything else becomes OtherEvent with its type.
[[nodiscard]] Result<Event> decodeEvent(const QByteArray &utf8);

//! Decodes an incoming message, as get_message returns it; `self` decides whether it is the account's own. A message
//! without a chat or a number is garbage.
[[nodiscard]] Result<Event> decodeMessage(const QJsonObject &message, const QString &self);

//! Decodes `data` of get_group_list or get_friend_list. Entries without an id are left out.
[[nodiscard]] Result<QList<Contact>> decodeContacts(ChatKind kind, const QJsonObject &data);

//! Encodes segments to send. Rejected/BadInput, naming the type, for a segment that Milky does not support; a picture's
//! `file` must already be a URI.
[[nodiscard]] Result<QJsonArray> encodeMessage(const Message &message);

//! Counts the pictures in a sent or received message.
[[nodiscard]] int countPictures(const Message &message);

} // namespace rookery::protocol::milky

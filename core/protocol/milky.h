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

//! The Milky 1.2 codec. Pure, any thread. What comes from a gateway is turned into OneBot's words, which is what
//! the rest of the program reads; what goes out is turned the other way. Every decoding error is Protocol/Garbage
//! or Protocol/FrameTooLarge. Facts: docs/protocol/milky.md.
namespace rookery::protocol::milky {

enum class Scene { Friend, Group, Temp };

//! How Milky names a message. There is no global id: the sequence counts within one chat.
struct MessageKey {
    Scene scene = Scene::Group;
    QString peer;
    qint64 seq = 0;
    bool operator==(const MessageKey &) const = default;
};

//! "group:30001:123": the one text by which the program knows a message of a Milky gateway.
[[nodiscard]] QString messageIdText(const MessageKey &key);
//! nullopt for anything that `messageIdText` does not write.
[[nodiscard]] std::optional<MessageKey> messageKey(QStringView text);
//! The three parameters by which the interface is asked for one message; empty when the peer is no number.
[[nodiscard]] QJsonObject messageParams(const MessageKey &key);

//! An answer of the HTTP interface, not judged yet.
struct Answer {
    QString status; //!< "ok" or "failed"
    int retcode = 0;
    QJsonObject data; //!< empty when the answer carried none
    QString message; //!< the gateway's text, with "failed"

    //! Both have to agree: one gateway once said ok with a failure's number.
    [[nodiscard]] bool ok() const { return status == QLatin1String("ok") && retcode == 0; }
};

[[nodiscard]] Result<Answer> decodeAnswer(const QByteArray &utf8);

//! One event. `message_receive` of the account itself comes out as its own message, `bot_offline` as
//! BotOfflineEvent, everything else as OtherEvent by its type.
[[nodiscard]] Result<Event> decodeEvent(const QByteArray &utf8);

//! An incoming message (of an event, of get_message or of a history) as OneBot's message event; `self` decides
//! whose it is. A message that does not say which chat it belongs to, or has no number, is garbage.
[[nodiscard]] Result<QJsonObject> oneBotMessage(const QJsonObject &message, const QString &self);

//! `data` of get_history_messages as OneBot's history; messages that cannot be read are left out.
[[nodiscard]] QJsonObject oneBotHistory(const QJsonObject &data, const QString &self);

//! `data` of get_group_list or get_friend_list as OneBot's list.
[[nodiscard]] Result<QJsonArray> oneBotContacts(ChatKind kind, const QJsonObject &data);

//! Segments to send. Rejected/BadInput, naming the type, for a segment that Milky has no word for; a picture's
//! `file` has to be a URI already.
[[nodiscard]] Result<QJsonArray> encodeMessage(const Message &message);

//! Pictures among segments as they came or go.
[[nodiscard]] int countPictures(const Message &message);

} // namespace rookery::protocol::milky

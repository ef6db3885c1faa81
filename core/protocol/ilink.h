// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/event.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <optional>

//! Implements the codec of iLink, Tencent's bot interface of WeChat. Pure, any thread. Incoming data becomes model
//! values; every decoding error is Protocol/Garbage or Protocol/FrameTooLarge. Facts: docs/protocol/ilink.md.
namespace rookery::protocol::ilink {

//! Holds a login code: `key` is used to query its state, `content` is the text of the drawn code. Both are credentials.
struct LoginCode {
    Redacted<QString> key;
    Redacted<QString> content;
};

enum class ScanState {
    Wait, //!< also for an unknown state name
    Scanned,
    Confirmed,
    Expired, //!< also if the login was refused on the phone
    Redirected,
    NeedsVerifyCode,
    VerifyCodeBlocked,
    AlreadyBound,
};

//! Holds what a confirmed login issued. It is kept, as one text, only in the SecretStore.
struct Binding {
    Redacted<QString> token;
    QString botId;
    QString userId; //!< the user who scanned; may be empty
    QString baseUrl; //!< base URL for later requests; empty: the one that issued the code

    bool operator==(const Binding &) const = default;
};

//! Holds the state of a login code.
struct Scan {
    ScanState state = ScanState::Wait;
    QString redirectHost; //!< with Redirected: host, perhaps with a port
    Binding binding; //!< with Confirmed
};

//! Holds the verdict of any answer. A 200 with a number other than 0 is a refusal.
struct Verdict {
    int code = 0; //!< `ret`, else `errcode`
    QString text;

    [[nodiscard]] bool ok() const { return code == 0; }
};
inline constexpr int kTokenStale = -14; //!< the binding has ended: the bot was bound elsewhere
inline constexpr int kMustWriteFirst = -2; //!< no message can be sent to this user until they write again

//! Holds one message of an answer to getupdates.
struct Incoming {
    Event event;
    Redacted<QString> contextToken; //!< a reply has to include it
};

//! Holds one answer of the long poll for messages.
struct Updates {
    Verdict verdict;
    std::optional<QString> cursor; //!< for the next call; nullopt: keep the current one
    milliseconds pollTime{0}; //!< how long the server holds a call; 0: not stated
    QList<Incoming> messages;
    int skipped = 0; //!< entries that could not be read
};

//! Holds the upload destination of an encrypted picture: a full URL, or a parameter for the usual one.
struct UploadPlace {
    QString url;
    QString param;
};

[[nodiscard]] Result<LoginCode> decodeLoginCode(const QByteArray &utf8);
[[nodiscard]] Result<Scan> decodeScan(const QByteArray &utf8);
[[nodiscard]] Result<Verdict> decodeVerdict(const QByteArray &utf8);
[[nodiscard]] Result<Updates> decodeUpdates(const QByteArray &utf8);
//! Decodes an upload destination. Rejected with the server's number if the server refused.
[[nodiscard]] Result<UploadPlace> decodeUploadPlace(const QByteArray &utf8);

[[nodiscard]] Redacted<QString> encodeBinding(const Binding &binding);
[[nodiscard]] std::optional<Binding> decodeBinding(const Redacted<QString> &text);

//! Identifies the recipient of a message and the message itself.
struct Envelope {
    QString to;
    QString clientId; //!< our own, unique; the server returns none
    Redacted<QString> contextToken;
};

//! Describes a picture that was uploaded to the content servers.
struct UploadedPicture {
    QString param; //!< as named in the upload's answer
    QByteArray key; //!< 16 raw bytes
    qint64 cipherSize = 0;
};

//! Returns the body of sendmessage; one item per message.
[[nodiscard]] QJsonObject textMessage(const Envelope &envelope, const QString &text);
[[nodiscard]] QJsonObject pictureMessage(const Envelope &envelope, const UploadedPicture &picture);

//! Returns whether a login or a binding may be sent to an address that came over the network: https to Tencent's hosts,
//! or the host of the configured base with the base's own scheme.
[[nodiscard]] bool isTrusted(const QUrl &url, const QUrl &base);

} // namespace rookery::protocol::ilink

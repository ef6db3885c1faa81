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

//! The codec of iLink, Tencent's bot interface of WeChat. Pure, any thread. What comes in is turned into model values;
//! every decoding error is Protocol/Garbage or Protocol/FrameTooLarge. Facts: docs/protocol/ilink.md.
namespace rookery::protocol::ilink {

//! A login code: `key` asks for its state, `content` is what the drawn code says. Both are credentials.
struct LoginCode {
    Redacted<QString> key;
    Redacted<QString> content;
};

enum class ScanState {
    Wait, //!< also for a word that nobody knows
    Scanned,
    Confirmed,
    Expired, //!< also: refused on the phone
    Redirected,
    NeedsVerifyCode,
    VerifyCodeBlocked,
    AlreadyBound,
};

//! What a confirmed login issued. As one text it is kept in the SecretStore and nowhere else.
struct Binding {
    Redacted<QString> token;
    QString botId;
    QString userId; //!< who scanned; may be empty
    QString baseUrl; //!< where to talk from now on; empty: where the code came from

    bool operator==(const Binding &) const = default;
};

struct Scan {
    ScanState state = ScanState::Wait;
    QString redirectHost; //!< with Redirected: host, perhaps with a port
    Binding binding; //!< with Confirmed
};

//! Any answer's verdict. A 200 with a number other than 0 is a refusal.
struct Verdict {
    int code = 0; //!< `ret`, else `errcode`
    QString text;

    [[nodiscard]] bool ok() const { return code == 0; }
};
inline constexpr int kTokenStale = -14; //!< the binding is over: somebody bound the bot elsewhere
inline constexpr int kMustWriteFirst = -2; //!< no word to this user until they write again

//! One message of an answer to getupdates.
struct Incoming {
    Event event;
    Redacted<QString> contextToken; //!< what a reply has to carry
};

struct Updates {
    Verdict verdict;
    std::optional<QString> cursor; //!< for the next call; nullopt: keep the one there is
    milliseconds pollTime{0}; //!< how long the server holds a call; 0: it did not say
    QList<Incoming> messages;
    int skipped = 0; //!< entries that could not be read
};

//! Where an encrypted picture goes: a whole address, or a parameter for the usual one.
struct UploadPlace {
    QString url;
    QString param;
};

[[nodiscard]] Result<LoginCode> decodeLoginCode(const QByteArray &utf8);
[[nodiscard]] Result<Scan> decodeScan(const QByteArray &utf8);
[[nodiscard]] Result<Verdict> decodeVerdict(const QByteArray &utf8);
[[nodiscard]] Result<Updates> decodeUpdates(const QByteArray &utf8);
//! Rejected with the server's number when it refused.
[[nodiscard]] Result<UploadPlace> decodeUploadPlace(const QByteArray &utf8);

[[nodiscard]] Redacted<QString> encodeBinding(const Binding &binding);
[[nodiscard]] std::optional<Binding> decodeBinding(const Redacted<QString> &text);

//! Whom a message goes to and how it is known.
struct Envelope {
    QString to;
    QString clientId; //!< our own, unique; the server gives none back
    Redacted<QString> contextToken;
};

//! A picture that was put to the content servers.
struct UploadedPicture {
    QString param; //!< as the upload's answer named it
    QByteArray key; //!< 16 raw bytes
    qint64 cipherSize = 0;
};

//! The body of sendmessage; one item per message.
[[nodiscard]] QJsonObject textMessage(const Envelope &envelope, const QString &text);
[[nodiscard]] QJsonObject pictureMessage(const Envelope &envelope, const UploadedPicture &picture);

//! May a login or a binding go to an address that came over the network? https to Tencent's hosts, or the host of
//! the configured base with the base's own scheme.
[[nodiscard]] bool isTrusted(const QUrl &url, const QUrl &base);

} // namespace rookery::protocol::ilink

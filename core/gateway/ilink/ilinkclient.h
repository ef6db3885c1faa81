// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "io/httpclient.h"
#include "protocol/ilink.h"

#include <QJsonObject>
#include <QObject>
#include <QUrl>

namespace rookery::gateway {

//! Gives the headers of every POST before there is a binding. Without them the server does not answer an anonymous
//! caller in the interface's form.
[[nodiscard]] io::HttpHeaders iLinkPostHeaders();

//! Calls iLink's HTTP interface. Lives on the engine thread. Errors, beside those of the HttpClient:
//! Protocol/WrongServer (not this interface), Protocol/Garbage, Network/ConnectionLost (the server's own failure);
//! Auth/CredentialExpired: the binding is over. Calls that the server holds open use a separate HttpClient, so that
//! nothing waits behind one. Facts: docs/protocol/ilink.md.
class ILinkClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ILinkClient)

public:
    //! Deadline of a call that the server holds open for 35 s, and the margin after a longer hold that it announces.
    static constexpr milliseconds kHeldDeadline = seconds(40);
    static constexpr milliseconds kAfterHold = seconds(5);

    ILinkClient(const QUrl &base, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                QObject *parent = nullptr);

    [[nodiscard]] const QUrl &base() const { return m_base; }
    //! Gets a new login code; the previous one stays valid until it expires.
    [[nodiscard]] FutureResult<protocol::ilink::LoginCode> newCode();
    //! Asks for the state of a code; the server holds the call. `where`: the base, or the address the server
    //! redirected to.
    [[nodiscard]] FutureResult<protocol::ilink::Scan> scan(const QUrl &where, const protocol::ilink::LoginCode &code,
                                                           const Redacted<QString> &verifyCode);

    //! Makes later calls carry this binding's token and go to its address, which must already be trusted.
    void bind(const protocol::ilink::Binding &binding);
    //! Gets the messages since `cursor`; the server holds the call for `hold`, if it announced one. A refusal is an
    //! error; Rejected if its number is unknown.
    [[nodiscard]] FutureResult<protocol::ilink::Updates> updates(const QString &cursor, milliseconds hold);
    //! Sends one message, at most once. Rejected: the server refused it; `code` is its number.
    [[nodiscard]] FutureResult<> sendMessage(const QJsonObject &body, milliseconds deadline);
    //! Encrypts a picture for `to` and uploads it to the content servers.
    [[nodiscard]] FutureResult<protocol::ilink::UploadedPicture> upload(const QByteArray &bytes, const QString &to,
                                                                        milliseconds deadline);

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    using UploadAnswer = Promise<protocol::ilink::UploadedPicture>;

    [[nodiscard]] io::HttpRequest post(const QString &path, const QJsonObject &body, milliseconds deadline) const;
    void putPicture(const Result<protocol::ilink::UploadPlace> &place, const QByteArray &cipher, const QString &fileKey,
                    const protocol::ilink::UploadedPicture &picture, milliseconds deadline, const UploadAnswer &answer);

    QUrl m_base;
    QUrl m_home; //!< address of a bound client's calls
    Redacted<QString> m_token;
    Deadlines m_deadlines;
    io::HttpClient m_calls;
    io::HttpClient m_held;
};

} // namespace rookery::gateway

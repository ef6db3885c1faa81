// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "io/httpclient.h"
#include "protocol/ilink.h"

#include <QJsonObject>
#include <QObject>
#include <QUrl>

namespace rookery::gateway {

//! What every POST carries before there is a binding; an anonymous caller without them is not answered in the
//! interface's own words.
[[nodiscard]] io::HttpHeaders iLinkPostHeaders();

//! iLink's HTTP interface. Lives on the engine thread. Errors, beside those of the
//! HttpClient: Protocol/WrongServer (not this interface), Protocol/Garbage, Network/ConnectionLost (the server's own
//! failure); Auth/CredentialExpired: the binding is over. Calls that the server holds have an HttpClient of their own,
//! so that nothing waits behind one. Facts: docs/protocol/ilink.md.
class ILinkClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ILinkClient)

public:
    //! How long we wait for a call that the server holds for 35 s, and for one that it says it holds longer.
    static constexpr milliseconds kHeldDeadline = seconds(40);
    static constexpr milliseconds kAfterHold = seconds(5);

    ILinkClient(const QUrl &base, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                QObject *parent = nullptr);

    [[nodiscard]] const QUrl &base() const { return m_base; }
    //! A new login code; the one before stays valid until it expires.
    [[nodiscard]] FutureResult<protocol::ilink::LoginCode> newCode();
    //! What became of a code; held by the server. `where`: the base, or where the server sent us.
    [[nodiscard]] FutureResult<protocol::ilink::Scan> scan(const QUrl &where, const protocol::ilink::LoginCode &code,
                                                           const Redacted<QString> &verifyCode);

    //! From now on calls carry this binding's token and go where it says; its address has to be trusted already.
    void bind(const protocol::ilink::Binding &binding);
    //! What came since `cursor`; held by the server for `hold`, if it said so. A refusal is an error, Rejected where it
    //! means nothing we know.
    [[nodiscard]] FutureResult<protocol::ilink::Updates> updates(const QString &cursor, milliseconds hold);
    //! Sends one message, at most once. Rejected when the server took it not; `code` is its number.
    [[nodiscard]] FutureResult<> sendMessage(const QJsonObject &body, milliseconds deadline);
    //! Encrypts a picture for `to` and puts it to the content servers.
    [[nodiscard]] FutureResult<protocol::ilink::UploadedPicture> upload(const QByteArray &bytes, const QString &to,
                                                                        milliseconds deadline);

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    using UploadAnswer = Answer<protocol::ilink::UploadedPicture>;

    [[nodiscard]] io::HttpRequest post(const QString &path, const QJsonObject &body, milliseconds deadline) const;
    void putPicture(const Result<protocol::ilink::UploadPlace> &place, const QByteArray &cipher, const QString &fileKey,
                    const protocol::ilink::UploadedPicture &picture, milliseconds deadline, const UploadAnswer &answer);

    QUrl m_base;
    QUrl m_home; //!< where a bound client talks to
    Redacted<QString> m_token;
    Deadlines m_deadlines;
    io::HttpClient m_calls;
    io::HttpClient m_held;
};

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "io/httpclient.h"
#include "protocol/ilink.h"

#include <QObject>
#include <QUrl>

namespace rookery::gateway {

//! iLink's HTTP interface as far as a login needs it. Lives on the engine thread. Errors, beside those of the
//! HttpClient: Protocol/WrongServer (not this interface), Protocol/Garbage, Network/ConnectionLost (the server's own
//! failure). Calls that the server holds have an HttpClient of their own, so that nothing waits behind one.
//! Facts: docs/protocol/ilink.md.
class ILinkClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ILinkClient)

public:
    //! How long we wait for a call that the server holds for 35 s.
    static constexpr milliseconds kHeldDeadline = seconds(40);

    ILinkClient(const QUrl &base, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                QObject *parent = nullptr);

    [[nodiscard]] const QUrl &base() const { return m_base; }
    //! A new login code; the one before stays valid until it expires.
    [[nodiscard]] FutureResult<protocol::ilink::LoginCode> newCode();
    //! What became of a code; held by the server. `where`: the base, or where the server sent us.
    [[nodiscard]] FutureResult<protocol::ilink::Scan> scan(const QUrl &where, const protocol::ilink::LoginCode &code,
                                                           const Redacted<QString> &verifyCode);

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    QUrl m_base;
    Deadlines m_deadlines;
    io::HttpClient m_calls;
    io::HttpClient m_held;
};

} // namespace rookery::gateway

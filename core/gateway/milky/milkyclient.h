// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/answershape.h"
#include "gateway/dialect.h"
#include "gateway/gateway.h"

#include "base/redacted.h"
#include "config/secretstore.h"
#include "io/httpclient.h"
#include "model/gateway.h"

#include <QJsonObject>
#include <QObject>

namespace rookery::gateway {

//! Calls Milky's HTTP interface: one address, one access token, `POST api/<name>` with a JSON object. Lives on the
//! engine thread. Errors, beside those of the HttpClient and the SecretStore: Auth/TokenWrong or TokenMissing,
//! Rejected/UnknownAction (this gateway lacks the call), Protocol/WrongServer, and what the dialect makes of a
//! refusal. A server's own failure (500) of a send is Timeout/SendTimeout: outcome unknown. Facts:
//! docs/protocol/milky.md, "Answers".
class MilkyClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkyClient)

public:
    MilkyClient(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    //! Checks whether a Milky gateway answers. Sends no token, so that a wrong server learns nothing.
    [[nodiscard]] FutureResult<> probe();
    //! Reads the token again (there may be none) and sends it once. The value is `data` of get_impl_info, empty when
    //! the gateway refuses it.
    [[nodiscard]] FutureResult<QJsonObject> authorise();

    //! Makes a call that only reads; it may be sent twice.
    [[nodiscard]] FutureResult<QJsonObject> ask(const QString &api, const QJsonObject &params, milliseconds deadline);
    //! Makes a call that changes something; it arrives at most once.
    [[nodiscard]] FutureResult<QJsonObject> order(const QString &api, const QJsonObject &params, milliseconds deadline);

    //! Gives the event address, for a stream or (`socket`) for a WebSocket; `authorisation` gives the header for it.
    [[nodiscard]] QUrl eventUrl(bool socket) const;
    [[nodiscard]] io::HttpHeaders authorisation() const;
    //! Gives the round trip of the last answered call; -1: none yet.
    [[nodiscard]] milliseconds latency() const { return m_latency; }

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    [[nodiscard]] FutureResult<QJsonObject> exchange(const QString &api, const QJsonObject &params, io::HttpMode mode,
                                                     milliseconds deadline, const io::HttpHeaders &authorisation);
    //! Finds out who gave a refusal without an explanation: requests the base address, which needs no token, because
    //! only a proxy in front would refuse that too.
    void askWhoAnswered(const CallWords &call, const io::HttpResponse &response, const Promise<QJsonObject> &answer);
    [[nodiscard]] Result<QJsonObject> understood(const CallWords &call, const io::HttpResponse &response,
                                                 Speaker speaker) const;

    GatewayProfile m_profile;
    QUrl m_base;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    Deadlines m_deadlines;
    io::HttpClient m_http;
    Redacted<QString> m_token;
    milliseconds m_latency{-1};
};

} // namespace rookery::gateway

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

//! Milky's HTTP interface: one address, one access token, `POST api/<name>` with a JSON object. Lives on the engine
//! thread. Errors, beside those of the HttpClient and the SecretStore: Auth/TokenWrong or TokenMissing,
//! Rejected/UnknownAction (a call that this gateway lacks), Protocol/WrongServer, and what the dialect makes of a
//! refusal. A server's own failure (500) leaves open what became of a send: Timeout/SendTimeout.
//! Facts: docs/protocol/milky.md, "Answers".
class MilkyClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkyClient)

public:
    MilkyClient(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    //! Is a Milky gateway there? Sends no token, so that a wrong server learns nothing.
    [[nodiscard]] FutureResult<> probe();
    //! Reads the token anew (there may be none) and shows it once. The value is `data` of get_impl_info, empty when
    //! the gateway would not say.
    [[nodiscard]] FutureResult<QJsonObject> authorise();

    //! Only reads: may be sent twice.
    [[nodiscard]] FutureResult<QJsonObject> ask(const QString &api, const QJsonObject &params, milliseconds deadline);
    //! Changes something: arrives at most once.
    [[nodiscard]] FutureResult<QJsonObject> order(const QString &api, const QJsonObject &params, milliseconds deadline);

    //! The event address, for a stream or (`socket`) for a WebSocket, and the header that opens it.
    [[nodiscard]] QUrl eventUrl(bool socket) const;
    [[nodiscard]] io::HttpHeaders authorisation() const;
    //! Round trip of the last answered call, -1: none yet.
    [[nodiscard]] milliseconds latency() const { return m_latency; }

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    [[nodiscard]] FutureResult<QJsonObject> exchange(const QString &api, const QJsonObject &params, io::HttpMode mode,
                                                     milliseconds deadline, const io::HttpHeaders &authorisation);
    //! A refusal without a word: asks for what no secret guards, because only what stands in front refuses that too.
    void askWhoAnswered(const CallWords &call, const io::HttpResponse &response, const Answer<QJsonObject> &answer);
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

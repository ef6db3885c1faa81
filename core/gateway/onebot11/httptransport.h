// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/epoch.h"
#include "gateway/connectiontracker.h"
#include "io/httpclient.h"
#include "io/ssestream.h"
#include "onebottransport.h"
#include "reverselistener.h"

#include <QPointer>
#include <QUrl>

#include <memory>

namespace rookery::gateway {

//! Sends actions as HTTP requests; receives events not at all, as posts to our own port, or as a stream from
//! `/_events`. Only requests show whether the gateway is there. Actions that change something are sent `Once`.
class HttpTransport final : public OneBotTransport
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpTransport)

public:
    //! Minimum time-out for the silence of a stream that has sent heartbeats.
    static constexpr milliseconds kLeastIdle = seconds(30);

    //! `listener` may be null unless events are posted.
    HttpTransport(const GatewayProfile &profile, ReverseListener *listener, const Dialect &dialect, Clock &clock,
                  const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);
    ~HttpTransport() override;

    void open(const Redacted<QString> &token) override;
    void close() override;
    [[nodiscard]] bool isUp() const override { return m_up; }
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) override;
    void setDialect(const Dialect &dialect) override { m_dialect = &dialect; }
    [[nodiscard]] bool needsProbing() const override { return true; }

private:
    //! Asks for the status, to learn whether the server speaks OneBot, accepts our token and understands JSON.
    void greet();
    //! Asks again after a refusal without a body, with another token or none, because only a gateway tells them apart.
    void askWhoRefused(int status);
    [[nodiscard]] FutureResult<io::HttpResponse> send(const protocol::Action &action, milliseconds deadline,
                                                      const Redacted<QString> &token);
    [[nodiscard]] Result<protocol::Reply> judge(const CallWords &call, const Result<io::HttpResponse> &response) const;
    void onGreeted(const Result<io::HttpResponse> &response);
    [[nodiscard]] Result<> openEvents();
    [[nodiscard]] Result<> claimPosts();
    void onEventBytes(const QByteArray &utf8);
    void onStreamClosed(const Error &error);
    //! Ends the attempt from our side.
    void lose(const Error &why);

    GatewayId m_gateway;
    QString m_account;
    QUrl m_url;
    OneBotTransportKind m_way;
    QPointer<ReverseListener> m_listener;
    const Dialect *m_dialect;
    Clock &m_clock;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    std::unique_ptr<io::HttpClient> m_client; //!< of the current attempt; null: none is active
    io::SseStream m_stream;
    Timer m_silence; //!< runs while the stream's heartbeats are known
    milliseconds m_heartbeat{0};
    ConnectionTracker m_actions;
    ConnectionTracker m_events;
    Redacted<QString> m_token;
    Error m_trouble; //!< of the last call; Reason::None: it succeeded
    Epoch m_epoch; //!< of the current attempt
    quint64 m_claim = 0; //!< 0: none
    bool m_up = false;
    bool m_asForm = false; //!< the gateway refuses JSON bodies
};

} // namespace rookery::gateway

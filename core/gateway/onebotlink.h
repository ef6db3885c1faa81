// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectiontracker.h"
#include "onebotsocket.h"

#include "base/backoff.h"
#include "base/epoch.h"
#include "config/secretstore.h"
#include "model/gateway.h"

#include <QObject>

namespace rookery::gateway {

//! Connects to a OneBot port that the operator named: a second way for actions, never a source of events. Reconnects by
//! itself; retries a refused token or certificate only at the operator's request. Lives on the engine thread.
class OneBotLink final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotLink)

public:
    OneBotLink(const GatewayProfile &profile, const Dialect &dialect, Clock &clock, config::SecretStore &secrets,
               const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    void start();
    void stop();
    //! Retries at once at the operator's request, also after a refusal. Does nothing while it is up or stopped.
    void retryNow();
    [[nodiscard]] bool isUp() const { return m_socket.isUp(); }
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline);

Q_SIGNALS:
    void connectionChanged(const rookery::ConnectionInfo &info);
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    void open();
    void onDown(const io::WsClose &close);

    GatewayProfile m_profile;
    QUrl m_url;
    config::SecretStore &m_secrets;
    OneBotSocket m_socket;
    ConnectionTracker m_connection;
    Timer m_retry;
    Jitter m_jitter;
    Epoch m_epoch;
    int m_attempt = 0;
    bool m_started = false;
    bool m_refused = false;
};

} // namespace rookery::gateway

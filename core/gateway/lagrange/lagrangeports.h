// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/epoch.h"
#include "gateway/connectiontracker.h"
#include "io/httpclient.h"
#include "lagrangesettings.h"

#include <map>
#include <memory>

namespace rookery::gateway {

//! Watches whether the ports that we do not use ourselves answer as well: other programs rely on them, and Lagrange
//! keeps running without a port that another process holds. Only an answer as Lagrange gives it counts; no token is
//! sent. Lives on the engine thread.
class LagrangePorts final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangePorts)

public:
    //! Delay of the first look: services open one after the other.
    static constexpr seconds kFirstLook{30};
    static constexpr seconds kLookEvery{60};

    LagrangePorts(Clock &clock, const io::NetworkSettings &network, QObject *parent = nullptr);
    ~LagrangePorts() override;

    //! Watches these services until `stop`. None of them may be a reverse WebSocket.
    void watch(const QList<LagrangeService> &services);
    void stop();

Q_SIGNALS:
    void connectionChanged(const rookery::ConnectionInfo &info); //!< label ":8080"

private:
    void look();
    void onAnswer(const LagrangeService &service, const Result<io::HttpResponse> &answer);

    Clock &m_clock;
    io::HttpClient m_http;
    QList<LagrangeService> m_services;
    std::map<int, std::unique_ptr<ConnectionTracker>> m_trackers; //!< by port
    Epoch m_epoch;
    Timer m_next;
};

} // namespace rookery::gateway

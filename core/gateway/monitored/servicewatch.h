// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "servicestate.h"

#include "io/httpclient.h"
#include "model/gateway.h"

#include <QList>
#include <QObject>
#include <QUrl>

namespace rookery::gateway {

//! Describes an address that shows whether the interface works.
struct ServiceCall {
    QUrl url;
    bool envelope = false; //!< the answer must be GeekAI's envelope; otherwise the status decides if there is none
    bool operator==(const ServiceCall &) const = default;
};

//! Gives the calls to make, in order: the address as typed; if it has no path, the settings that GeekAI shows
//! publicly, at the path of 4.x and then of 3.x.
[[nodiscard]] QList<ServiceCall> serviceCalls(const QUrl &typed);

//! Judges an answer of the interface, or of the page in front. Pure.
[[nodiscard]] ServiceAnswer judgeApi(const ServiceCall &call, const Result<io::HttpResponse> &response);
[[nodiscard]] ServiceAnswer judgeFront(const Result<io::HttpResponse> &response);

//! Polls the two addresses of a watched service. Makes only calls that are free, public and change nothing. Lives on
//! the engine thread.
class ServiceWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServiceWatch)

public:
    static constexpr milliseconds kInterval = seconds(10);
    //! nginx waits five minutes where packets are dropped; we do not.
    static constexpr milliseconds kDeadline = seconds(5);

    ServiceWatch(const GatewayProfile &profile, Clock &clock, const io::NetworkSettings &network,
                 QObject *parent = nullptr);

    //! Asks now, and then every kInterval.
    void start();
    void stop();
    //! Asks again in a moment and drops calls in flight, because something suggests that the answer has changed. Does
    //! nothing while stopped.
    void askSoon();

Q_SIGNALS:
    //! Reports one complete round. `front` is NotAsked if there is none.
    void answered(const rookery::gateway::ServiceAnswer &front, const rookery::gateway::ServiceAnswer &api);
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    struct Round;

    void ask();
    void askApi(const std::shared_ptr<Round> &round, qsizetype index);
    void tell(const std::shared_ptr<Round> &round);

    QList<ServiceCall> m_calls;
    qsizetype m_known = 0; //!< the call that worked last
    QUrl m_front;
    io::HttpClient m_http;
    std::shared_ptr<Round> m_round; //!< null: nothing is being asked
    bool m_started = false;
    Timer m_next;
};

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "controlmessages.h"

#include "engine/engine.h"
#include "io/localchannel.h"

#include <QMap>
#include <QSet>

#include <memory>

namespace rookery::engine {

//! Limits what one program may ask of the window.
struct ControlLimits {
    int maxConnections = 16;
    milliseconds helloDeadline = seconds(5); //!< from the connection to a whole `hello`
    milliseconds idleDeadline = seconds(60); //!< without a request, unless it watches
    int maxPerSecond = 50; //!< requests
    int maxUnanswered = 16; //!< orders in progress
    milliseconds factsEvery{200}; //!< between two batches of facts
    qint64 maxUnsent = 256 * 1024; //!< bytes; above it facts wait, and only the newest of each kind is kept
    int maxDeliveries = 20'000; //!< changed deliveries that wait; above it the connection ends
};

//! Answers one program: requests in order of arrival, and facts while it watches. A program that exceeds a limit gets
//! an error and is disconnected. Emits `ended` once; its owner then deletes it later. Lives on the window's thread.
class ControlConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlConnection)

public:
    //! Creates the connection; `engine` and `clock` outlive it.
    ControlConnection(Engine &engine, Clock &clock, const ControlLimits &limits,
                      std::unique_ptr<io::LocalChannel> channel, QObject *parent);

    //! Refuses the program, and ends.
    void refuse(const Error &error);

Q_SIGNALS:
    void startWanted(const rookery::engine::StartWish &wish);
    void ended();

private:
    void onLine(const QByteArray &line);
    [[nodiscard]] bool isTooFast();
    void greet(const ParsedRequest &request);
    void carryOut(qint64 id, const ControlAsk &ask);
    void carryOut(qint64 id, const BroadcastRequest &order);
    void watch(qint64 id, const WatchRequest &request);
    void onAccounts(const SessionChanges &changes);
    void onBroadcasts(const BroadcastChanges &changes);
    void factsChanged();
    void sendFacts();
    void sendAccounts();
    void sendBroadcasts();
    void sendDeliveries();
    void send(const ControlTold &told, qint64 id = 0);
    void updateIdle();

    Engine &m_engine;
    Clock &m_clock;
    const ControlLimits m_limits;
    std::unique_ptr<io::LocalChannel> m_channel;
    bool m_greeted = false;
    int m_unanswered = 0;
    SteadyTime m_secondBegan{};
    int m_inThisSecond = 0;
    bool m_watching = false;
    BroadcastId m_watched; //!< its deliveries are facts too
    // facts to be sent
    QSet<GatewayId> m_accounts;
    QSet<GatewayId> m_removedAccounts;
    QSet<BroadcastId> m_broadcasts;
    QSet<BroadcastId> m_removedBroadcasts;
    QMap<qint64, Delivery> m_deliveries; //!< by id; the newest of each
    Timer m_idle;
    Timer m_facts; // last: its callback uses everything above
};

} // namespace rookery::engine

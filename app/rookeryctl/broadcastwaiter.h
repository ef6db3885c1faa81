// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "output.h"

#include "base/clock.h"
#include "engine/broadcastservice.h"
#include "engine/sessionservice.h"

#include <QObject>

namespace rookery::ctl {

//! Prints one delivery. `waitsFor` says what keeps a queued one from leaving, where that is known.
void printDelivery(const Output &output, const Delivery &delivery, const QString &waitsFor = {});

//! Prints one line about a broadcast that is not followed: its state and counts, and how to resume it.
void printBroadcast(const Output &output, const BroadcastSummary &summary);

//! Names an account for a sentence: "Heron (10006)", or the gateway's id before a login.
[[nodiscard]] QString accountName(const engine::SessionService &sessions, const GatewayId &gateway);

//! Follows one broadcast until no delivery is live or the time limit ends; at the limit it is paused and stays in the
//! queue. After failures it waits some seconds for late echoes. Reports progress and what the broadcast waits for
//! (JSON: lines of type "progress" on stdout; else words on stderr), and at the end every delivery and the outcome.
class BroadcastWaiter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BroadcastWaiter)

public:
    struct Options {
        seconds limit{0}; //!< counted from `start`
        bool watch = false; //!< prints each change of a delivery as a line of its own
        int leftOut = 0; //!< targets that the plan had to leave out; with any, the exit code is not success
    };
    //! Creates the waiter; the services outlive it.
    BroadcastWaiter(const engine::SessionService &sessions, engine::BroadcastService &broadcasts, BroadcastId broadcast,
                    const Output &output, const Options &options);

    void start();

Q_SIGNALS:
    void settled(int exitCode);

private:
    void apply(const engine::BroadcastChanges &changes);
    void look(const BroadcastSummary &summary);
    void end();
    void printProgress();
    [[nodiscard]] QString progressWords() const;
    void printEnd(const QList<Delivery> &deliveries);
    void giveUp();

    const engine::SessionService &m_sessions;
    engine::BroadcastService &m_broadcasts;
    BroadcastId m_broadcast;
    Output m_output;
    Options m_options;
    BroadcastSummary m_summary; //!< as last reported
    bool m_news = false; //!< m_summary has not been printed yet
    bool m_done = false;
    SystemClock m_clock;
    Timer m_progress{m_clock, [this] { printProgress(); }};
    Timer m_lateEcho{m_clock, [this] { end(); }}; //!< settled, with failures that a late echo may still correct
    Timer m_deadline{m_clock, [this] { giveUp(); }};
};

} // namespace rookery::ctl

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include "base/async.h"

#include <QList>
#include <QObject>

#include <functional>

namespace rookery::ui {

//! Names a command of the engine for one gateway, and how to end it early where that is possible.
struct BulkCommand {
    std::function<FutureResult<>(const GatewayId &)> start;
    std::function<void(const GatewayId &)> abort = {}; //!< its future then ends as Cancelled
};

//! Runs one command for each of many gateways: in their order, at most kAtOnce at a time while the others wait.
//! Collects how each ended.
class BulkRun final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BulkRun)

public:
    static constexpr int kAtOnce = 4;

    enum class State {
        Waiting,
        Running,
        Done,
        Failed,
        Removed, //!< its gateway was removed before its turn
        Cancelled, //!< the run was cancelled before it had ended
    };
    struct Item {
        GatewayId gateway;
        State state = State::Waiting;
        Error why = {}; //!< with Failed
    };

    BulkRun(const QList<GatewayId> &gateways, BulkCommand command, QObject *parent);

    void start();
    //! Starts nothing more. Commands that run are aborted where that is possible; the others end by themselves.
    void cancel();
    //! Leaves out gateways that are not on the list any more. Commands that run end by themselves.
    void forget(const QList<GatewayId> &removed);

    [[nodiscard]] const QList<Item> &items() const { return m_items; }
    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] int ended() const; //!< in whatever way

Q_SIGNALS:
    //! Reports that the state of an item differs.
    void changed(int item);
    //! Reports, once, that every item has ended.
    void finished();

private:
    void proceed();
    void begin(int item);
    void end(int item, const Result<> &result);
    void set(int item, State state);

    QList<Item> m_items;
    BulkCommand m_command;
    qsizetype m_next = 0; //!< the first item whose turn has not come
    int m_running = 0;
    bool m_started = false;
    bool m_cancelled = false;
    bool m_finished = false;
};

} // namespace rookery::ui

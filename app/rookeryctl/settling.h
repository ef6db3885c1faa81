// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "output.h"

#include "engine/engine.h"

#include <QHash>
#include <QObject>

namespace rookery::ctl {

void printDelivery(const Output &output, const Delivery &delivery);

//! Follows one broadcast until no delivery is live, then prints every delivery and the counts.
class Settling final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Settling)

public:
    //! With `watch`, each change of a delivery is a line of its own.
    Settling(engine::Engine &engine, BroadcastId broadcast, const Output &output, bool watch);

    void start();

Q_SIGNALS:
    void settled(int exitCode);

private:
    void apply(const engine::Delta &delta);
    void look(const BroadcastSummary &summary);

    engine::Engine &m_engine;
    BroadcastId m_broadcast;
    Output m_output;
    bool m_watch;
    bool m_done = false;
};

} // namespace rookery::ctl

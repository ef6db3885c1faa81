// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbotpanel.h"

#include "base/clock.h"
#include "base/epoch.h"
#include "model/session.h"

#include <QObject>

namespace rookery::gateway {

//! Polls LLBot's own counters from its panel once a minute while an account is logged in. Nothing depends on them: a
//! refusal or a version without the call is ignored. Lives on the engine thread. Facts: docs/protocol/llbot.md,
//! "Dashboard".
class LLBotVitals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotVitals)

public:
    static constexpr milliseconds kEvery = seconds(60);

    LLBotVitals(LLBotPanel &panel, Clock &clock, QObject *parent = nullptr);

    //! Starts polling at once.
    void start();
    void stop();

Q_SIGNALS:
    void known(const rookery::GatewayVitals &vitals);

private:
    void ask();

    LLBotPanel &m_panel;
    Clock &m_clock;
    Timer m_next;
    Epoch m_epoch; //!< answers of an earlier start are dropped
};

} // namespace rookery::gateway

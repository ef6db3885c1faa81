// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotvitals.h"

#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

LLBotVitals::LLBotVitals(LLBotPanel &panel, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_panel(panel)
    , m_clock(clock)
    , m_next(clock, [this] { ask(); })
{}

void LLBotVitals::start()
{
    stop();
    ask();
}

void LLBotVitals::stop()
{
    ++m_epoch;
    m_next.stop();
}

void LLBotVitals::ask()
{
    m_next.start(kEvery);
    onResult(this, m_panel.get(u"dashboard/stats"_s), [this, epoch = m_epoch](const Result<QJsonValue> &reply) {
        if (epoch != m_epoch || !reply || !reply->isObject())
            return;
        const QJsonObject stats = reply->toObject();
        GatewayVitals vitals;
        vitals.mode = stats.value(u"mode"_s).toString();
        vitals.received = protocol::wholeNumber(stats.value(u"messageReceived"_s));
        vitals.sent = protocol::wholeNumber(stats.value(u"messageSent"_s));
        const qint64 started = protocol::wholeNumber(stats.value(u"startupTime"_s));
        if (started > 0)
            vitals.startedAt = fromMSecs(started * 1000);
        vitals.asOf = m_clock.wallNow();
        Q_EMIT known(vitals);
    });
}

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotvitals.h"

#include "llbotanswers.h"

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
    m_epoch.advance();
    m_next.stop();
}

void LLBotVitals::ask()
{
    m_next.start(kEvery);
    onResult(this, m_epoch, m_panel.get(u"dashboard/stats"_s), [this](const Result<QJsonValue> &reply) {
        if (!reply || !reply->isObject())
            return;
        Q_EMIT known(llbotVitals(*reply, m_clock.wallNow()));
    });
}

} // namespace rookery::gateway

#include "moc_llbotvitals.cpp"

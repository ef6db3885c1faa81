// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotlogs.h"

#include "logrules/masking.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

LLBotLogs::LLBotLogs(const GatewayId &gateway, logrules::RuleSet rules, LLBotPanel &panel, Clock &clock,
                     const io::NetworkSettings &network, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_rules(std::move(rules))
    , m_panel(panel)
    , m_clock(clock)
    , m_stream(clock, network)
    , m_connection(u"logs"_s, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
    , m_jitter(systemJitter())
    , m_burstEnd(clock, [this] { endBurst(); })
    , m_retry(clock, [this] { open(); })
{
    connect(&m_stream, &io::SseStream::message, this, &LLBotLogs::onMessage);
    connect(&m_stream, &io::SseStream::closed, this, &LLBotLogs::onClosed);
}

void LLBotLogs::start()
{
    stop();
    m_started = true;
    m_attempt = 0;
    open();
}

void LLBotLogs::stop()
{
    m_started = false;
    m_retry.stop();
    m_stream.close();
    endBurst();
    m_connection.down({});
}

void LLBotLogs::open()
{
    m_inBurst = true;
    m_stream.open(m_panel.url(u"logs/stream"_s), m_panel.authorisation());
}

void LLBotLogs::onMessage(const QByteArray &data)
{
    m_attempt = 0;
    m_connection.up();
    const Result<QJsonObject> object = protocol::parseObject(data);
    if (!object || !object->contains(u"content"_s))
        return; // the greeting, and keep-alives
    Raw raw;
    const qint64 stamp = protocol::wholeNumber(object->value(u"timestamp"_s), 0);
    raw.hasTime = stamp > 0;
    raw.time = raw.hasTime ? fromMSecs(stamp) : m_clock.wallNow();
    raw.level = logrules::levelFromWord(object->value(u"type"_s).toString());
    raw.text = object->value(u"content"_s).toString();
    if (!m_inBurst) {
        report(raw, false);
        return;
    }
    if (m_burst.isEmpty())
        m_burstEnd.start(kBurst);
    m_burst.append(raw);
    // more than the gateway remembers: the rest is live
    if (m_burst.size() >= kRemembered)
        endBurst();
}

void LLBotLogs::onClosed(const Error &error, const QByteArray &body)
{
    endBurst();
    Error why = error;
    // the panel refuses with an ordinary answer; a password it no longer takes must not be shown again
    if (!body.isEmpty() && why.code != 0 && why.code != 200)
        why = m_panel.refusalOf(why.code, body);
    why.detail = logrules::maskSecrets(why.detail);
    m_connection.down(why);
    if (!m_started || why.kind == ErrorKind::Auth)
        return; // the login's polling meets the same refusal, and ends the link
    const bool refused = why.kind == ErrorKind::Rejected || why.kind == ErrorKind::RateLimited;
    m_retry.start(refused ? kAfterRefusal : backoffDelay(kReconnectTable, ++m_attempt, m_jitter()));
}

void LLBotLogs::endBurst()
{
    m_burstEnd.stop();
    m_inBurst = false;
    QHash<size_t, int> known; // equal lines of one millisecond count each
    for (const size_t key : std::as_const(m_reported))
        ++known[key];
    const QList<Raw> burst = std::exchange(m_burst, {});
    for (const Raw &raw : burst) {
        const auto it = known.find(raw.key());
        if (raw.hasTime && it != known.end() && *it > 0)
            --*it;
        else
            report(raw, true);
    }
}

void LLBotLogs::report(const Raw &raw, bool replayed)
{
    m_reported.append(raw.key());
    if (m_reported.size() > kRemembered)
        m_reported.removeFirst();
    LogLine made = m_rules.makeLine(raw.level, raw.text);
    made.gateway = m_gateway;
    made.time = raw.time;
    made.timeIsOurs = !raw.hasTime;
    made.replayed = replayed;
    Q_EMIT line(made);
}

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logstream.h"

#include "logrules/logparser.h"
#include "logrules/masking.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

size_t LogStream::Record::key() const
{
    return qHashMulti(0, time ? toMSecs(*time) : 0, static_cast<int>(level), text);
}

LogStream::LogStream(const GatewayId &gateway, logrules::RuleSet rules, qsizetype remembered, Clock &clock,
                     const io::NetworkSettings &network, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_rules(std::move(rules))
    , m_remembered(remembered)
    , m_clock(clock)
    , m_stream(clock, network)
    , m_connection(u"logs"_s, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
    , m_jitter(systemJitter())
    , m_burstEnd(clock, [this] { endBurst(); })
    , m_retry(clock, [this] { open(); })
{
    connect(&m_stream, &io::SseStream::message, this, &LogStream::onMessage);
    connect(&m_stream, &io::SseStream::closed, this,
            [this](const Error &error, const QByteArray &body) { end(refusal(error, body)); });
}

void LogStream::start()
{
    stop();
    m_started = true;
    m_attempt = 0;
    open();
}

void LogStream::stop()
{
    m_started = false;
    m_retry.stop();
    m_stream.close();
    endBurst();
    m_connection.down({});
}

void LogStream::begin(const QUrl &url, const io::HttpHeaders &headers)
{
    m_inBurst = true;
    m_stream.open(url, headers);
}

void LogStream::end(const Error &error)
{
    endBurst();
    Error why = error;
    why.detail = logrules::maskSecrets(why.detail);
    m_connection.down(why);
    if (!m_started || !triesAgainAfter(why))
        return;
    const bool refused =
        why.kind == ErrorKind::Auth || why.kind == ErrorKind::Rejected || why.kind == ErrorKind::RateLimited;
    m_retry.start(refused ? kAfterRefusal : backoffDelay(kReconnectTable, ++m_attempt, m_jitter()));
}

void LogStream::onMessage(const QByteArray &data)
{
    const Result<QJsonObject> message = protocol::parseObject(data);
    if (!message)
        return; // a proxy's keep-alive, or another server
    m_attempt = 0;
    m_connection.up();
    std::optional<Record> record = read(*message);
    if (!record)
        return;
    record->text = logrules::cutStreamed(record->text);
    if (!m_inBurst) {
        report(*record, false);
        return;
    }
    if (m_burst.isEmpty())
        m_burstEnd.start(kBurst);
    m_burst.append(*record);
    // the panel repeats no more than this: the rest is live
    if (m_burst.size() >= m_remembered)
        endBurst();
}

void LogStream::endBurst()
{
    m_burstEnd.stop();
    m_inBurst = false;
    const QList<Record> records = untold(std::exchange(m_burst, {}), m_told);
    for (const Record &record : records)
        report(record, true);
}

void LogStream::report(const Record &record, bool replayed)
{
    m_told.append(record.key());
    if (m_told.size() > m_remembered)
        m_told.removeFirst();
    LogLine made = m_rules.makeLine(record.level, record.text);
    made.gateway = m_gateway;
    made.time = record.time.value_or(m_clock.wallNow());
    made.timeIsOurs = !record.time;
    made.replayed = replayed;
    Q_EMIT line(made);
}

} // namespace rookery::gateway

#include "moc_logstream.cpp"

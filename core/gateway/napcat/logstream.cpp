// SPDX-License-Identifier: GPL-3.0-or-later
#include "logstream.h"

#include "napcatdialect.h"

#include "logrules/masking.h"
#include "protocol/json.h"

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

LogStream::LogStream(const GatewayId &gateway, logrules::RuleSet rules, WebUiClient &panel, Clock &clock,
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
    connect(&m_stream, &io::SseStream::message, this, &LogStream::onMessage);
    connect(&m_stream, &io::SseStream::closed, this, &LogStream::onClosed);
}

void LogStream::start()
{
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

void LogStream::open()
{
    onResult(this, m_panel.authorise(), [this](const Result<> &authorised) {
        if (!m_started)
            return;
        if (!authorised) {
            onClosed(authorised.error(), {});
            return;
        }
        m_inBurst = true;
        m_stream.open(m_panel.url(u"Log/GetLogRealTime"_s),
                      {{"Authorization", QByteArray("Bearer " + m_panel.credential().reveal().toUtf8())}});
    });
}

void LogStream::onMessage(const QByteArray &data)
{
    const Result<QJsonObject> object = protocol::parseObject(data);
    if (!object)
        return; // keep-alives of proxies and the like
    const Raw raw{logrules::levelFromWord(object->value(u"level"_s).toString()),
                  object->value(u"message"_s).toString()};
    if (!m_inBurst) {
        report(raw, false);
        return;
    }
    if (m_burst.isEmpty()) {
        m_burstEnd.start(kBurst);
        m_burst.append(raw);
        m_attempt = 0;
        m_connection.up();
        return;
    }
    m_burst.append(raw);
    // more than the gateway remembers: the rest is live
    if (m_burst.size() >= kRemembered)
        endBurst();
}

void LogStream::onClosed(const Error &error, const QByteArray &body)
{
    endBurst();
    Error why = error;
    why.detail = logrules::maskSecrets(error.detail);
    // the panel refuses with an ordinary answer instead of a stream
    if (const Result<QJsonObject> answer = protocol::parseObject(body)) {
        why = panelError(napcatDialect(), -1, answer->value(u"message"_s).toString());
        if (why.reason == Reason::CredentialExpired)
            m_panel.dropCredential();
    }
    m_connection.down(why);
    if (!m_started)
        return;
    // A refused secret is found by the login's own polling, which stops everything long before this; but a proxy
    // in between may refuse this stream alone, and then it is worth another try, slowly.
    m_retry.start(why.kind == ErrorKind::Auth ? kAfterRefusal : backoffDelay(kReconnectTable, ++m_attempt, m_jitter()));
}

void LogStream::endBurst()
{
    m_burstEnd.stop();
    m_inBurst = false;
    const qsizetype known = alreadyReported();
    const QList<Raw> burst = std::exchange(m_burst, {});
    for (qsizetype i = known; i < burst.size(); ++i)
        report(burst.at(i), true);
}

//! How many lines at the start of the burst are the last ones reported before.
qsizetype LogStream::alreadyReported() const
{
    for (qsizetype n = std::min(m_burst.size(), m_reported.size()); n > 0; --n) {
        if (std::equal(m_burst.cbegin(), m_burst.cbegin() + n, m_reported.cend() - n,
                       [](const Raw &raw, size_t key) { return raw.key() == key; }))
            return n;
    }
    return 0;
}

void LogStream::report(const Raw &raw, bool replayed)
{
    m_reported.append(raw.key());
    if (m_reported.size() > kRemembered)
        m_reported.removeFirst();
    LogLine made = m_rules.makeLine(raw.level, raw.text);
    made.gateway = m_gateway;
    made.time = m_clock.wallNow();
    made.timeIsOurs = true;
    made.replayed = replayed;
    Q_EMIT line(made);
}

} // namespace rookery::gateway

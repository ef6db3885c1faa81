// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectiontracker.h"

#include "base/backoff.h"
#include "io/ssestream.h"
#include "logrules/ruleset.h"
#include "model/logline.h"

#include <QJsonObject>
#include <QList>
#include <QObject>

#include <optional>

namespace rookery::gateway {

//! A panel's live log, line by line, masked and classified. Panels first repeat what they remember and do not say where
//! that ends, so what comes within `kBurst` of the first line counts as repeated; what was told before a reconnect is
//! left out. It is no vital link: lost, it comes back by itself while started. Lives on the engine thread.
class LogStream : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogStream)

public:
    static constexpr milliseconds kBurst = milliseconds(500);
    //! Before a stream that was refused is asked for again.
    static constexpr milliseconds kAfterRefusal = seconds(60);

    //! A line as the panel gives it.
    struct Record {
        std::optional<WallTime> time = {}; //!< the gateway's own
        LogLevel level = LogLevel::Info;
        QString text = {};
        [[nodiscard]] size_t key() const; //!< equal for the same line, given again
    };

    void start();
    void stop();

Q_SIGNALS:
    void line(const rookery::LogLine &line);
    void connectionChanged(const rookery::ConnectionInfo &info);

protected:
    //! `remembered`: lines that the panel repeats at most.
    LogStream(const GatewayId &gateway, logrules::RuleSet rules, qsizetype remembered, Clock &clock,
              const io::NetworkSettings &network, QObject *parent);

    [[nodiscard]] bool isStarted() const { return m_started; }
    void begin(const QUrl &url, const io::HttpHeaders &headers);
    //! The stream is over, or could not be opened.
    void end(const Error &why);

private:
    //! To call `begin` or `end`, at once or later.
    virtual void open() = 0;
    //! None: a greeting or the like, no line.
    [[nodiscard]] virtual std::optional<Record> read(const QJsonObject &message) const = 0;
    //! Those of a burst that were not told before; `told`: the keys of the last ones that were, oldest first.
    [[nodiscard]] virtual QList<Record> untold(const QList<Record> &burst, const QList<size_t> &told) const = 0;
    //! Why the stream closed; `body` is what came instead of a stream.
    [[nodiscard]] virtual Error refusal(const Error &error, const QByteArray &body) = 0;
    //! False: nobody may ask again before the operator has done something. A refused secret is found by the login's
    //! polling, but a proxy in between may refuse this stream alone, and then it is worth another try.
    [[nodiscard]] virtual bool triesAgainAfter(const Error & /*why*/) const { return true; }

    void onMessage(const QByteArray &data);
    void endBurst();
    void report(const Record &record, bool replayed);

    GatewayId m_gateway;
    logrules::RuleSet m_rules;
    qsizetype m_remembered;
    Clock &m_clock;
    io::SseStream m_stream;
    ConnectionTracker m_connection;
    Jitter m_jitter;
    Timer m_burstEnd;
    Timer m_retry;
    int m_attempt = 0;
    bool m_started = false;
    bool m_inBurst = false;
    QList<Record> m_burst;
    QList<size_t> m_told; //!< the last ones, oldest first; not their texts, which may hold secrets
};

} // namespace rookery::gateway

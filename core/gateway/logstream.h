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

//! Reads a panel's live log line by line, masked and classified. Panels first repeat the lines that they remember and
//! do not say where those end, so lines within `kBurst` of the first one count as repeated; lines that were reported
//! before a reconnect are left out. A lost stream reconnects by itself while started and does not affect the gateway's
//! link. Lives on the engine thread.
class LogStream : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogStream)

public:
    static constexpr milliseconds kBurst = milliseconds(500);
    //! Time before a refused stream is requested again.
    static constexpr milliseconds kAfterRefusal = seconds(60);

    //! Holds a line as the panel sends it.
    struct Record {
        std::optional<WallTime> time = {}; //!< the gateway's own time
        LogLevel level = LogLevel::Info;
        QString text = {};
        [[nodiscard]] size_t key() const; //!< equal when the same line is sent again
    };

    void start();
    void stop();

Q_SIGNALS:
    void line(const rookery::LogLine &line);
    void connectionChanged(const rookery::ConnectionInfo &info);

protected:
    //! `remembered`: the maximum number of lines that the panel repeats.
    LogStream(const GatewayId &gateway, logrules::RuleSet rules, qsizetype remembered, Clock &clock,
              const io::NetworkSettings &network, QObject *parent);

    [[nodiscard]] bool isStarted() const { return m_started; }
    void begin(const QUrl &url, const io::HttpHeaders &headers);
    //! Handles a stream that ended or could not be opened.
    void end(const Error &why);

private:
    //! Opens the stream: calls `begin` or `end`, at once or later.
    virtual void open() = 0;
    //! Reads the line in a message; nullopt for a greeting or the like.
    [[nodiscard]] virtual std::optional<Record> read(const QJsonObject &message) const = 0;
    //! Returns the records of a burst that were not reported before. The second argument holds the keys of the last
    //! reported ones, oldest first.
    [[nodiscard]] virtual QList<Record> untold(const QList<Record> &burst, const QList<size_t> &told) const = 0;
    //! Returns why the stream closed; `body` is the answer that came instead of a stream.
    [[nodiscard]] virtual Error refusal(const Error &error, const QByteArray &body) = 0;
    //! Returns false if the stream must not be requested again until the operator acts. The login polling finds a
    //! refused secret, but a proxy in between may refuse only this stream, which is then worth a retry.
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
    QList<size_t> m_told; //!< keys of the last reported lines, oldest first; not their texts, which may hold secrets
};

} // namespace rookery::gateway

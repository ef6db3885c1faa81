// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "llbotpanel.h"

#include "base/backoff.h"
#include "io/ssestream.h"
#include "logrules/ruleset.h"
#include "model/logline.h"

#include <QHash>
#include <QList>
#include <QObject>

namespace rookery::gateway {

//! The panel's live log, line by line, masked and classified, with the gateway's own times. It first repeats up to 800
//! records and does not say where they end, so what comes within `kBurst` of the first one counts as repeated; what was
//! told before a reconnect is known by its time and text. It is no vital link: lost, it comes back by itself while
//! started. Lives on the engine thread. Facts: docs/protocol/llbot.md, "Log stream".
class LLBotLogs final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotLogs)

public:
    static constexpr milliseconds kBurst = milliseconds(500);
    static constexpr qsizetype kRemembered = 800;
    //! Before a stream that was refused is asked for again.
    static constexpr milliseconds kAfterRefusal = seconds(60);

    LLBotLogs(const GatewayId &gateway, logrules::RuleSet rules, LLBotPanel &panel, Clock &clock,
              const io::NetworkSettings &network, QObject *parent = nullptr);

    void start();
    void stop();

Q_SIGNALS:
    void line(const rookery::LogLine &line);
    void connectionChanged(const rookery::ConnectionInfo &info);

private:
    struct Raw {
        WallTime time{};
        bool hasTime = false;
        LogLevel level = LogLevel::Info;
        QString text;
        [[nodiscard]] size_t key() const { return qHashMulti(0, toMSecs(time), static_cast<int>(level), text); }
    };

    void open();
    void onMessage(const QByteArray &data);
    void onClosed(const Error &error, const QByteArray &body);
    void endBurst();
    void report(const Raw &raw, bool replayed);

    GatewayId m_gateway;
    logrules::RuleSet m_rules;
    LLBotPanel &m_panel;
    Clock &m_clock;
    io::SseStream m_stream;
    ConnectionTracker m_connection;
    Jitter m_jitter;
    Timer m_burstEnd;
    Timer m_retry;
    int m_attempt = 0;
    bool m_started = false;
    bool m_inBurst = false;
    QList<Raw> m_burst;
    QList<size_t> m_reported; //!< the last ones, oldest first; not their texts, which may hold secrets
};

} // namespace rookery::gateway

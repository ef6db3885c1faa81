// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakepanel.h"

#include "gateway/logstream.h"

#include "support/manualclock.h"
#include "support/testcase.h"

namespace rookery::test {

//! A panel's stream, in the test's hand.
class LogStreamTestCase : public TestCase
{
protected:
    struct Refusal {
        int status = 200;
        QByteArray body;
    };

    //! The reader of the panel at this address.
    virtual std::unique_ptr<gateway::LogStream> make(const GatewayProfile &profile) = 0;

    void prepare() override
    {
        m_refusal.reset();
        m_asked = 0;
        m_lines.clear();
        m_responders.clear();
        m_info = {};
        m_secrets.kept.clear();
        m_listener = std::make_unique<io::HttpListener>(m_panelClock);
        m_listener->setHandler([this](const io::IncomingRequest &, const std::shared_ptr<io::Responder> &responder) {
            ++m_asked;
            if (m_refusal) {
                responder->send(m_refusal->status, {{"Content-Type", "application/json"}}, m_refusal->body);
                return;
            }
            responder->begin(200, {{"Content-Type", "text/event-stream"}});
            m_responders.append(responder);
        });
        GatewayProfile profile;
        profile.id = GatewayId(QStringLiteral("fake"));
        profile.webUi.setScheme(QStringLiteral("http"));
        profile.webUi.setHost(QStringLiteral("127.0.0.1"));
        profile.webUi.setPort(m_listener->listen(QHostAddress::LocalHost, 0).value_or(0));
        m_stream = make(profile);
        connect(m_stream.get(), &gateway::LogStream::line, this, [this](const LogLine &line) { m_lines.append(line); });
        connect(m_stream.get(), &gateway::LogStream::connectionChanged, this,
                [this](const ConnectionInfo &info) { m_info = info; });
    }
    void finish() override
    {
        m_stream.reset();
        m_responders.clear();
        m_listener.reset();
    }

    void openStream()
    {
        m_stream->start();
        QTRY_COMPARE(m_responders.size(), 1);
    }
    void reopen()
    {
        const auto before = m_responders.size();
        m_clock.advance(seconds(2)); // the first entry of the table, spread included
        QTRY_COMPARE(m_responders.size(), before + 1);
    }
    //! In one piece, so that it arrives in one piece.
    void push(const QList<QJsonObject> &messages)
    {
        QByteArray frames;
        for (const QJsonObject &message : messages)
            frames += "data: " + QJsonDocument(message).toJson(QJsonDocument::Compact) + "\n\n";
        m_responders.constLast()->write(frames);
    }
    void waitForBurst() { QTRY_VERIFY(m_info.up); }
    void endBurst() { m_clock.advance(gateway::LogStream::kBurst); }
    void pushBurst(const QList<QJsonObject> &messages)
    {
        push(messages);
        waitForBurst();
        endBurst();
    }

    ManualClock m_clock; // of what is tested alone
    ManualClock m_panelClock;
    FakeSecrets m_secrets;
    std::unique_ptr<io::HttpListener> m_listener;
    QList<std::shared_ptr<io::Responder>> m_responders;
    std::unique_ptr<gateway::LogStream> m_stream;
    QList<LogLine> m_lines;
    ConnectionInfo m_info;
    std::optional<Refusal> m_refusal;
    int m_asked = 0;
};

} // namespace rookery::test

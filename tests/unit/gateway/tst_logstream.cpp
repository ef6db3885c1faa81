// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakepanel.h"

#include "gateway/napcat/logstream.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! The panel's stream, in the test's hand.
class TestLogStream final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void whatComesAtOnceCountsAsRepeated()
    {
        openStream();
        push({u"old"_s});
        waitForBurst();
        endBurst();
        QCOMPARE(m_lines.size(), 1);
        QVERIFY(m_lines.at(0).replayed);
        QVERIFY(m_lines.at(0).timeIsOurs);
        QCOMPARE(m_lines.at(0).gateway, GatewayId(u"fake"_s));
        push({u"new"_s});
        QTRY_COMPARE(m_lines.size(), 2);
        QVERIFY(!m_lines.at(1).replayed);
        QCOMPARE(m_lines.at(1).level, LogLevel::Warn);
    }

    void reconnectingRepeatsNothing()
    {
        openStream();
        push({u"a"_s, u"b"_s, u"b"_s, u"c"_s});
        waitForBurst();
        endBurst();
        QTRY_COMPARE(m_lines.size(), 4);
        m_responders.constLast()->end();
        QTRY_VERIFY(!m_info.up);
        QVERIFY(m_info.lastError.reason != Reason::None);

        reopen();
        push({u"b"_s, u"b"_s, u"c"_s, u"d"_s});
        waitForBurst();
        endBurst();
        QTRY_COMPARE(m_lines.size(), 5);
        QCOMPARE(m_lines.at(4).text, u"d"_s);
        QCOMPARE(m_info.reconnects, 1);
    }

    void secretsNeverLeave()
    {
        openStream();
        push({u"[NapCat] [WebUi] WebUi Token: my-secret-1"_s});
        waitForBurst();
        endBurst();
        QCOMPARE(m_lines.size(), 1);
        QVERIFY(!m_lines.at(0).text.contains(u"secret"_s));
    }

    void refusedCredentialIsDropped()
    {
        m_refuse = true;
        m_stream->start();
        QTRY_COMPARE(m_info.lastError.reason, Reason::CredentialExpired);
        QVERIFY(m_panel->credential().isEmpty());
    }

    void stoppingIsFinal()
    {
        openStream();
        push({u"a"_s});
        waitForBurst();
        m_stream->stop();
        QCOMPARE(m_lines.size(), 1); // what had come is not lost
        QVERIFY(!m_info.up);
        m_clock.advance(std::chrono::minutes(5));
        QTest::qWait(20);
        QCOMPARE(m_responders.size(), 1);
    }

protected:
    void prepare() override
    {
        m_refuse = false;
        m_lines.clear();
        m_responders.clear();
        m_info = {};
        m_secrets.kept = {{config::SecretKind::WebUiCredential, u"c"_s}};
        m_listener = std::make_unique<io::HttpListener>(m_clock);
        m_listener->setHandler([this](const io::IncomingRequest &, const std::shared_ptr<io::Responder> &responder) {
            if (m_refuse) {
                responder->send(200, {{"Content-Type", "application/json"}},
                                "{\"code\":-1,\"message\":\"Unauthorized\"}");
                return;
            }
            responder->begin(200, {{"Content-Type", "text/event-stream"}});
            m_responders.append(responder);
        });
        GatewayProfile profile;
        profile.id = GatewayId(u"fake"_s);
        profile.webUi = QUrl(u"http://127.0.0.1:%1"_s.arg(m_listener->listen(QHostAddress::LocalHost, 0).value_or(0)));
        m_panel = std::make_unique<WebUiClient>(profile, m_clock, m_secrets, io::NetworkSettings{}, Deadlines{});
        m_stream =
            std::make_unique<LogStream>(profile.id, logrules::RuleSet(), *m_panel, m_clock, io::NetworkSettings{});
        connect(m_stream.get(), &LogStream::line, this, [this](const LogLine &line) { m_lines.append(line); });
        connect(m_stream.get(), &LogStream::connectionChanged, this,
                [this](const ConnectionInfo &info) { m_info = info; });
    }
    void finish() override
    {
        m_stream.reset();
        m_panel.reset();
        m_responders.clear();
        m_listener.reset();
    }

private:
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
    void push(const QStringList &texts)
    {
        QByteArray frames;
        for (const QString &text : texts) {
            const QJsonObject line{{u"level"_s, u"warn"_s}, {u"message"_s, text}};
            frames += "data: " + QJsonDocument(line).toJson(QJsonDocument::Compact) + "\n\n";
        }
        m_responders.constLast()->write(frames);
    }
    void waitForBurst() { QTRY_VERIFY(m_info.up); }
    void endBurst() { m_clock.advance(LogStream::kBurst); }

    ManualClock m_clock;
    FakeSecrets m_secrets;
    std::unique_ptr<io::HttpListener> m_listener;
    QList<std::shared_ptr<io::Responder>> m_responders;
    std::unique_ptr<WebUiClient> m_panel;
    std::unique_ptr<LogStream> m_stream;
    QList<LogLine> m_lines;
    ConnectionInfo m_info;
    bool m_refuse = false;
};

QTEST_GUILESS_MAIN(TestLogStream)
#include "tst_logstream.moc"

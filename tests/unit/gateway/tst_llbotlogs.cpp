// SPDX-License-Identifier: GPL-3.0-or-later
#include "logstreamtestcase.h"

#include "gateway/llbot/llbotlogs.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! LLBot's log: records with the gateway's own times.
class TestLLBotLogs final : public test::LogStreamTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void recordsKeepTheirOwnTimes()
    {
        openStream();
        pushBurst({{{u"type"_s, u"connected"_s}}, said(1000, u"old"_s)});
        QCOMPARE(m_lines.size(), 1); // the greeting is none
        QVERIFY(m_lines.at(0).replayed);
        QVERIFY(!m_lines.at(0).timeIsOurs);
        QCOMPARE(toMSecs(m_lines.at(0).time), 1000);
        push({said(2000, u"new"_s)});
        QTRY_COMPARE(m_lines.size(), 2);
        QVERIFY(!m_lines.at(1).replayed);
        QCOMPARE(m_lines.at(1).level, LogLevel::Warn);
    }

    void aGreetingAloneShowsThatTheStreamIsOpen()
    {
        openStream();
        push({{{u"type"_s, u"connected"_s}}});
        QTRY_VERIFY(m_info.up);
        QVERIFY(m_lines.isEmpty());
    }

    void reconnectingRepeatsNothingWhateverTheOrder()
    {
        openStream();
        pushBurst({said(1, u"a"_s), said(2, u"b"_s), said(2, u"b"_s)});
        QCOMPARE(m_lines.size(), 3);
        m_responders.constLast()->end();
        QTRY_VERIFY(!m_info.up);

        reopen();
        pushBurst({said(2, u"b"_s), said(0, u"while away"_s), said(2, u"b"_s), said(2, u"b"_s), said(3, u"b"_s)});
        QStringList texts;
        for (const LogLine &line : std::as_const(m_lines))
            texts.append(line.text);
        QCOMPARE(texts, (QStringList{u"a"_s, u"b"_s, u"b"_s, u"while away"_s, u"b"_s, u"b"_s}));
    }

    void aRecordWithoutATimeIsNeverTakenForOneTold()
    {
        openStream();
        pushBurst({said(0, u"a"_s)});
        m_responders.constLast()->end();
        QTRY_VERIFY(!m_info.up);
        reopen();
        pushBurst({said(0, u"a"_s)});
        QCOMPARE(m_lines.size(), 2);
        QVERIFY(m_lines.at(1).timeIsOurs);
    }

    void moreThanIsRememberedIsLive()
    {
        openStream();
        QList<QJsonObject> many;
        many.reserve(LLBotLogs::kRemembered + 1);
        for (int i = 0; i <= LLBotLogs::kRemembered; ++i)
            many.append(said(i + 1, QString::number(i)));
        push(many);
        QTRY_COMPARE(m_lines.size(), many.size());
        QVERIFY(m_lines.at(LLBotLogs::kRemembered - 1).replayed);
        QVERIFY(!m_lines.at(LLBotLogs::kRemembered).replayed);
    }

    void aWrongPasswordIsNotShownASecondTime()
    {
        m_refusal = Refusal{.status = 401, .body = "{\"success\":false,\"message\":\"密码错误，剩余3次\"}"};
        m_stream->start();
        QTRY_COMPARE(m_info.lastError.kind, ErrorKind::Auth);
        QCOMPARE(m_clock.armedTimers(), 0);
        QCOMPARE(m_asked, 1);
    }

    void anotherRefusalIsTriedAgainSlowly()
    {
        m_refusal = Refusal{.status = 404, .body = "{\"success\":false,\"message\":\"no such thing\"}"};
        m_stream->start();
        QTRY_COMPARE(m_info.lastError.kind, ErrorKind::Rejected);
        m_clock.advance(LogStream::kAfterRefusal - milliseconds(1));
        QCOMPARE(m_asked, 1);
        m_clock.advance(milliseconds(1));
        QTRY_COMPARE(m_asked, 2);
    }

private:
    //! 0: without a time.
    static QJsonObject said(qint64 ms, const QString &text)
    {
        QJsonObject record{{u"type"_s, u"warn"_s}, {u"content"_s, text}};
        if (ms > 0)
            record.insert(u"timestamp"_s, ms);
        return record;
    }

    std::unique_ptr<LogStream> make(const GatewayProfile &profile) override
    {
        io::NetworkSettings network;
        network.systemProxy = false;
        m_panel = std::make_unique<LLBotPanel>(profile, m_clock, m_secrets, network, Deadlines{});
        return std::make_unique<LLBotLogs>(profile.id, logrules::RuleSet(), *m_panel, m_clock, network);
    }
    void finish() override
    {
        LogStreamTestCase::finish();
        m_panel.reset();
    }

    std::unique_ptr<LLBotPanel> m_panel;
};

ROOKERY_TEST(tst_llbotlogs, TestLLBotLogs)
#include "tst_llbotlogs.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "logrules/logparser.h"
#include "logstreamtestcase.h"

#include "gateway/napcat/napcatlogs.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! NapCat's log: lines without times.
class TestNapCatLogs final : public test::LogStreamTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void whatComesAtOnceCountsAsRepeated()
    {
        openStream();
        pushBurst({said(u"old"_s)});
        QCOMPARE(m_lines.size(), 1);
        QVERIFY(m_lines.at(0).replayed);
        QVERIFY(m_lines.at(0).timeIsOurs);
        QCOMPARE(m_lines.at(0).gateway, GatewayId(u"fake"_s));
        push({said(u"new"_s)});
        QTRY_COMPARE(m_lines.size(), 2);
        QVERIFY(!m_lines.at(1).replayed);
        QCOMPARE(m_lines.at(1).level, LogLevel::Warn);
    }

    void reconnectingRepeatsNothing()
    {
        openStream();
        pushBurst({said(u"a"_s), said(u"b"_s), said(u"b"_s), said(u"c"_s)});
        QTRY_COMPARE(m_lines.size(), 4);
        m_responders.constLast()->end();
        QTRY_VERIFY(!m_info.up);
        QVERIFY(m_info.lastError.reason != Reason::None);

        reopen();
        pushBurst({said(u"b"_s), said(u"b"_s), said(u"c"_s), said(u"d"_s)});
        QTRY_COMPARE(m_lines.size(), 5);
        QCOMPARE(m_lines.at(4).text, u"d"_s);
        QCOMPARE(m_info.reconnects, 1);
    }

    void secretsNeverLeave()
    {
        openStream();
        pushBurst({said(u"[NapCat] [WebUi] WebUi Token: my-secret-1"_s)});
        QCOMPARE(m_lines.size(), 1);
        QVERIFY(!m_lines.at(0).text.contains(u"secret"_s));
    }

    void aLineIsCutBeforeAnythingLooksAtIt()
    {
        openStream();
        pushBurst({said(QString(1'000'000, u'a') + u" WebUi Token: x"_s)});
        QCOMPARE(m_lines.size(), 1);
        QCOMPARE(m_lines.at(0).text.size(), logrules::kStreamedLimit + 1);
    }

    void aRefusedCredentialIsDropped()
    {
        m_refusal = Refusal{.body = "{\"code\":-1,\"message\":\"Unauthorized\"}"};
        m_stream->start();
        QTRY_COMPARE(m_info.lastError.reason, Reason::CredentialExpired);
        QVERIFY(m_panel->credential().isEmpty());
    }

    void stoppingIsFinal()
    {
        openStream();
        push({said(u"a"_s)});
        waitForBurst();
        m_stream->stop();
        QCOMPARE(m_lines.size(), 1); // what had come is not lost
        QVERIFY(!m_info.up);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

private:
    static QJsonObject said(const QString &text) { return {{u"level"_s, u"warn"_s}, {u"message"_s, text}}; }

    std::unique_ptr<LogStream> make(const GatewayProfile &profile) override
    {
        m_secrets.kept = {{config::SecretKind::WebUiCredential, u"c"_s}};
        m_panel = std::make_unique<WebUiClient>(profile, m_clock, m_secrets, io::NetworkSettings{}, Deadlines{});
        return std::make_unique<NapCatLogs>(profile.id, logrules::RuleSet(), *m_panel, m_clock, io::NetworkSettings{});
    }
    void finish() override
    {
        LogStreamTestCase::finish();
        m_panel.reset();
    }

    std::unique_ptr<WebUiClient> m_panel;
};

ROOKERY_TEST(tst_napcatlogs, TestNapCatLogs)
#include "tst_napcatlogs.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangetestcase.h"

#include "app/rookery-sim/reservedport.h"
#include "app/rookery-sim/simgateway.h"
#include "base/reasons/gateway.h"
#include "base/reasons/picture.h"
#include "base/reasons/transport.h"
#include "gateway/gatewaytest.h"
#include "gateway/onebot11/reverselistener.h"
#include "io/httplistener.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! The services that its configuration names: which is used, and what is said of the others.
class TestLagrangeServices final : public LagrangeTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void loggedInWithoutAPortIsNamedAndHealedByOneRestart()
    {
        write(u"scenario.json"_s, R"({"faults":{"port-not-open":{"on":true}}})");
        QVERIFY(bringToCode());
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return sawRule(u"login.registered"_s) && code().isEmpty(); }));
        QFile::remove(m_folder->filePath(u"scenario.json"_s));
        pass(LagrangeLink::kPortsWithin);
        QCOMPARE(count<gateway::signal::LinkLost>(), 1);
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::PortsSilent);
        m_gateway->disconnectLink(); // the session's answer to the loss
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QCOMPARE(starts().size(), 2);
    }

    void aPortThatStaysClosedIsNotRestartedForEver()
    {
        write(u"scenario.json"_s, R"({"loggedIn":true,"faults":{"port-not-open":{"on":true}}})");
        make();
        for (int loss = 0; loss < 4; ++loss) {
            connectLink();
            QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
            QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::PortsSilent);
            m_gateway->disconnectLink();
        }
        QCOMPARE(starts().size(), 2);
    }

    void theNextServiceIsTriedWhereTheFirstIsNotOurs()
    {
        QTcpServer squatter;
        QVERIFY(squatter.listen(QHostAddress::LocalHost));
        connect(&squatter, &QTcpServer::newConnection, this,
                [&squatter] { squatter.nextPendingConnection()->abort(); });
        const sim::ReservedPort open;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%1,"AccessToken":""},)"
                             R"({"Type":"Http","Host":"127.0.0.1","Port":%2,"AccessToken":""}]})")
                  .arg(squatter.serverPort())
                  .arg(open.number())
                  .toUtf8());
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        QVERIFY(startElsewhere());
        QVERIFY(until([this] { return control(u"/state"_s, "GET")->body.contains("\"oneBotOpen\":true"); }));
        m_profile.program.clear();
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
        m_other.reset();
    }

    void aServiceWithEventsTakesThePlaceOfOneWithout()
    {
        sim::GatewayOptions options;
        options.kind = u"lagrange"_s;
        options.loggedIn = true;
        sim::SimGateway http(m_clock2, options);
        ROOKERY_VERIFY_RESULT(http.start());
        const sim::ReservedPort socket; // nobody listens there yet
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%1,"AccessToken":"%3"},)"
                             R"({"Type":"Http","Host":"127.0.0.1","Port":%2,"AccessToken":"%3"}]})")
                  .arg(socket.number())
                  .arg(http.oneBotHttpUrl().port())
                  .arg(http.oneBotToken())
                  .toUtf8());
        m_profile.program.clear();
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QVERIFY(!m_connections.value(u"events"_s).up);
        QCOMPARE(m_connections.value(u"events"_s).lastError.reason, Reason::NoEvents);
        const auto called = m_gateway->call({u"get_group_list"_s, {}}, seconds(15));
        options.port = socket.number();
        options.oneBotToken = http.oneBotToken();
        options.traffic = 5;
        sim::SimGateway both(m_clock2, options);
        ROOKERY_VERIFY_RESULT(both.start());
        QVERIFY(until([this] { return m_connections.value(u"events"_s).up; }));
        QVERIFY(until([&called] { return called.isFinished(); })); // also when it changed sides meanwhile
        ROOKERY_VERIFY_RESULT(called.result());
        QVERIFY(!m_connections.value(u"onebot"_s).up);
        int events = 0;
        onDriverEvent<Event>(*m_gateway, this, [&events](const Event &) { ++events; });
        QVERIFY(until([&events] { return events > 0; }));
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
        m_gateway.reset();
    }

    void oneThatOnlyDialsIsStartedAndTakenIn()
    {
        const sim::ReservedPort port;
        ReverseListener listener(*m_clock, {.host = {}, .port = port.number(), .certificate = {}, .key = {}});
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[{"Type":"ReverseWebSocket",)"
                             R"("Host":"127.0.0.1","Port":%1,"Suffix":"/onebot/v11/ws","ReconnectInterval":200,)"
                             R"("AccessToken":"only for this test"}]})")
                  .arg(port.number())
                  .toUtf8());
        make(&listener);
        QVERIFY(bringUp());
        m_gateway.reset(); // before its listener
    }

    void anotherPortThatStaysSilentIsShown()
    {
        QTcpServer squatter; // takes connections, and answers nothing
        QVERIFY(squatter.listen(QHostAddress::LocalHost));
        const sim::ReservedPort open;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"Http","Host":"127.0.0.1","Port":%1,"AccessToken":""},)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%2,"AccessToken":""}]})")
                  .arg(squatter.serverPort())
                  .arg(open.number())
                  .toUtf8());
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QVERIFY(until([this] { return sawRule(u"port.failed"_s); }));
        const QString label = u":%1"_s.arg(squatter.serverPort());
        QVERIFY(until([&] { return m_connections.contains(label); }));
        QVERIFY(!m_connections.value(label).up);
        QCOMPARE(m_connections.value(label).lastError.kind, ErrorKind::Timeout);
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
    }

    void aPortThatAnotherProgramHoldsIsNotShownAsOpen_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("token");
        QTest::addColumn<int>("status");
        QTest::newRow("a page") << u"Http"_s << QString() << 200;
        QTest::newRow("no such page") << u"Http"_s << u"only for this test"_s << 404;
        QTest::newRow("a page without the token") << u"Http"_s << u"only for this test"_s << 200;
        QTest::newRow("another's login") << u"Http"_s << u"only for this test"_s << 401;
        QTest::newRow("a page for a socket") << u"ForwardWebSocket"_s << QString() << 200;
    }
    void aPortThatAnotherProgramHoldsIsNotShownAsOpen()
    {
        QFETCH(const QString, type);
        QFETCH(const QString, token);
        QFETCH(const int, status);
        io::HttpListener squatter(m_clock2, {});
        QByteArray shown;
        squatter.setHandler(
            [status, &shown](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder) {
                shown += request.header("authorization");
                responder->send(status, {}, "{}");
            });
        ROOKERY_VERIFY_RESULT(squatter.listen(QHostAddress::LocalHost, 0));
        const sim::ReservedPort open;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%2,"AccessToken":""},)"
                             R"({"Type":"%3","Host":"127.0.0.1","Port":%1,"AccessToken":"%4"}]})")
                  .arg(squatter.port())
                  .arg(open.number())
                  .arg(type, token)
                  .toUtf8());
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        pass(LagrangePorts::kFirstLook);
        const QString label = u":%1"_s.arg(squatter.port());
        QVERIFY(until([&] { return m_connections.contains(label); }));
        QVERIFY(!m_connections.value(label).up);
        QCOMPARE(m_connections.value(label).lastError.reason, Reason::WrongServer);
        QVERIFY(shown.isEmpty()); // no token for strangers
    }

    void otherPortsThatAnswerAreShownToo()
    {
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        const QUrl http(ready().value(u"onebotHttp"_s).toString());
        const QUrl socket(ready().value(u"onebotWs"_s).toString());
        const auto shown = [this](const QUrl &url) { return m_connections.value(u":%1"_s.arg(url.port())).up; };
        QVERIFY(until([&] { return shown(http) || shown(socket); }));
        m_gateway->disconnectLink();
        QVERIFY(!shown(http) && !shown(socket));
    }

    void theLiveTestNamesWhatIsMissing()
    {
        const auto test = [this]() -> GatewayTestReport {
            const auto future = testGateway(m_profile, {}, m_clock2, direct(), this);
            return until([&future] { return future.isFinished(); }) ? future.result().value_or(GatewayTestReport())
                                                                    : GatewayTestReport();
        };
        GatewayTestReport report = test();
        QCOMPARE(report.steps.constFirst().why.reason, Reason::FileMissing); // no appsettings.json
        QVERIFY(bringToCode());
        report = test();
        QVERIFY(report.passed());
        for (const TestStepResult &step : std::as_const(report.steps)) // a folder was read, and nobody asked
            QCOMPARE(step.state, StepState::Skipped);
        QCOMPARE(report.steps.constFirst().why.reason, Reason::ConnectionRefused);
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        report = test();
        QVERIFY(report.passed());
        QCOMPARE(report.account, AccountId(u"10001"_s));
        m_profile.program = u"/nowhere"_s;
        QCOMPARE(test().steps.constFirst().why.reason, Reason::ProgramNotStarted);
    }
};

ROOKERY_TEST(tst_lagrangeservices, TestLagrangeServices)
#include "tst_lagrangeservices.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcase.h"

#include "base/reasons/transport.h"
#include "ui/text/detectionwording.h"
#include "ui/text/exposure.h"
#include "ui/text/wording.h"

using namespace rookery;
using namespace rookery::text;
using namespace Qt::Literals::StringLiterals;

namespace {

GatewayProfile gatewayAt(const QString &id, const QString &url)
{
    GatewayProfile gateway;
    gateway.id = GatewayId(id);
    gateway.webUi = QUrl(url);
    return gateway;
}

GatewayProfile dialling()
{
    GatewayProfile gateway;
    gateway.id = GatewayId(u"dials"_s);
    gateway.kind = GatewayKind::OneBot11;
    gateway.way = OneBotTransportKind::Reverse;
    return gateway;
}

} // namespace

class TestExposure final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSaidOfWhatStaysHere()
    {
        const QList<GatewayProfile> gateways{gatewayAt(u"a"_s, u"http://127.0.0.1:6099"_s),
                                             gatewayAt(u"b"_s, u"http://localhost:6099"_s),
                                             gatewayAt(u"c"_s, u"https://10.0.0.2:6099"_s), dialling()};
        QVERIFY(exposures(gateways, {}).isEmpty());
    }

    void plainHttpElsewhereIsOneFindingHoweverMany()
    {
        QList<GatewayProfile> gateways;
        for (int i = 1; i <= 5; ++i)
            gateways.append(gatewayAt(u"gate-%1"_s.arg(i), u"http://10.0.0.%1:6099"_s.arg(i)));
        const QList<Exposure> found = exposures(gateways, {});
        QCOMPARE(found.size(), 1);
        QVERIFY(found.constFirst().finding.contains(u"gate-1, gate-2, gate-3"));
        QVERIFY(!found.constFirst().finding.contains(u"gate-4"));
        QVERIFY(!found.constFirst().remedy.isEmpty());
    }

    void anOpenPortCountsOnlyWhenSomebodyUsesItInClear()
    {
        ListenerSettings port{.host = u"0.0.0.0"_s, .port = 6701, .certificate = {}, .key = {}};
        QVERIFY(exposures({}, port).isEmpty());
        QCOMPARE(exposures({dialling()}, port).size(), 1);
        port.certificate = u"cert.pem"_s;
        QVERIFY(exposures({dialling()}, port).isEmpty());
        port = {.host = u"127.0.0.1"_s, .port = 6701, .certificate = {}, .key = {}};
        QVERIFY(exposures({dialling()}, port).isEmpty());
    }

    void aLogCommandIsNamed()
    {
        GatewayProfile probe = gatewayAt(u"watched"_s, u"http://127.0.0.1:5678"_s);
        probe.kind = GatewayKind::MonitoredService;
        probe.logCommand = u"docker logs -f x"_s;
        const QList<Exposure> found = exposures({probe}, {});
        QCOMPARE(found.size(), 1);
        QVERIFY(found.constFirst().finding.contains(u"watched"));
    }

    void aProgramThatIsStartedIsNamed()
    {
        GatewayProfile lagrange = gatewayAt(u"started"_s, u"http://127.0.0.1:5678"_s);
        lagrange.kind = GatewayKind::Lagrange;
        lagrange.program = u"Lagrange.OneBot"_s;
        const QList<Exposure> found = exposures({lagrange}, {});
        QCOMPARE(found.size(), 1);
        QVERIFY(found.constFirst().finding.contains(u"started"));
        QVERIFY(!found.constFirst().remedy.isEmpty());
    }

    void aCommandThatWasLeftOutIsNamedWithTheWayOut()
    {
        GatewayProfile probe = gatewayAt(u"moved"_s, u"http://127.0.0.1:5678"_s);
        probe.kind = GatewayKind::MonitoredService;
        probe.commandLeftOut = true;
        const QList<Exposure> found = exposures({probe}, {});
        QCOMPARE(found.size(), 1);
        QVERIFY(found.constFirst().finding.contains(u"moved"));
        QVERIFY(found.constFirst().remedy.contains(u"saving confirms it"));
    }

    void aNameThatLooksLikeThisMachineIsAnothers()
    {
        for (const QString &here : {u"localhost"_s, u"127.0.0.1"_s, u"127.1.2.3"_s, u"::1"_s})
            QVERIFY2(isLoopback(here), qPrintable(here));
        for (const QString &elsewhere : {u"127.example.org"_s, u"127.0.0.1.example.org"_s, u"10.0.0.1"_s, QString()})
            QVERIFY2(!isLoopback(elsewhere), qPrintable(elsewhere));
        QVERIFY(isPlainElsewhere(QUrl(u"http://127.example.org:6099"_s)));
    }

    void theAddressToPasteFitsTheWay()
    {
        ListenerState state;
        QVERIFY(listenerAddress(state, OneBotTransportKind::Reverse).isEmpty());
        state.url = QUrl(u"ws://127.0.0.1:6701"_s);
        QCOMPARE(listenerAddress(state, OneBotTransportKind::Reverse), u"ws://127.0.0.1:6701/onebot/v11/ws"_s);
        QCOMPARE(listenerAddress(state, OneBotTransportKind::HttpPost), u"http://127.0.0.1:6701/onebot/v11/post"_s);
        state.url = QUrl(u"wss://10.0.0.2:6701"_s);
        QCOMPARE(listenerAddress(state, OneBotTransportKind::HttpPost), u"https://10.0.0.2:6701/onebot/v11/post"_s);
    }

    void whatWasFoundSaysNoMoreThanItsEvidence()
    {
        Detection found;
        QVERIFY(detectionWords(found).contains(u"Choose the kind yourself"));
        found.as = DetectedAs::Panel;
        found.kind = GatewayKind::NapCat;
        QVERIFY(detectionWords(found).contains(u"behaves like"));
        found.certain = true;
        QCOMPARE(detectionWords(found), u"This is the panel of NapCat."_s);
        found.version = u"4.18.19"_s;
        found.asksForToken = true;
        QCOMPARE(detectionWords(found), u"This is the panel of NapCat. Version 4.18.19. A token is required."_s);
        found.evidence = {{.asked = u"GET /"_s, .status = 401, .said = u"no\x1b"_s, .closeCode = 0, .error = {}},
                          {.asked = u"WebSocket /"_s,
                           .status = 0,
                           .said = {},
                           .closeCode = 0,
                           .error = {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}}};
        const QStringList lines = detectionEvidence(found).split(u'\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.at(0).startsWith(u"GET /: 401 no") && !lines.at(0).contains(u'\x1b'));
        QVERIFY(lines.at(1).contains(u"nothing listens"));
        for (int i = 0; i <= int(DetectedAs::WebPage); ++i) {
            found.as = DetectedAs(i);
            QVERIFY(!detectionWords(found).isEmpty());
        }
    }

    void everyTroubleAndWayHasItsWords()
    {
        for (int i = 0; i <= int(RejectReason::TooMany); ++i) {
            QVERIFY(!rejectReasonWord(RejectReason(i)).isEmpty());
            QVERIFY(rejectAdvice(RejectReason(i)).endsWith(u'.'));
        }
        for (int i = 0; i <= int(OneBotTransportKind::HttpEvents); ++i) {
            QVERIFY(!oneBotWayName(OneBotTransportKind(i)).isEmpty());
            QVERIFY(oneBotWayWords(OneBotTransportKind(i)).endsWith(u'.'));
        }
    }

    void thePortSaysWhoReachesItOrWhyItIsShut()
    {
        ListenerState state;
        QVERIFY(listenerWord(state).contains(u"no gateway"));
        state.why = Error{.kind = ErrorKind::Offline, .reason = Reason::PortUnavailable};
        QVERIFY(listenerWord(state).contains(u"could not be opened"));
        state.listening = true;
        QVERIFY(listenerWord(state).contains(u"this machine only"));
        state.beyondLoopback = true;
        QVERIFY(listenerWord(state).contains(u"other machines"));
    }

    void whoGivesNoCodesIsLoggedInAtTheGateway()
    {
        SessionState state;
        state.phase = SessionPhase::LoginRequired;
        state.login = LoginReason::Fresh;
        QCOMPARE(sessionWord(state, {}), u"waiting for scan"_s);
        QCOMPARE(sessionWord(state, {}, false), u"log in at the gateway"_s);
        QCOMPARE(sessionButton(state, false), u"Where to log in"_s);
        state.login = LoginReason::Kicked;
        QCOMPARE(sessionWord(state, {}, false), u"kicked offline"_s);
    }
};

ROOKERY_TEST(tst_exposure, TestExposure)
#include "tst_exposure.moc"

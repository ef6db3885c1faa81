// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/napcat/napcatkeys.h"
#include "health/healthmonitor.h"
#include "rkey/rkeywatch.h"
#include "session/accountsession.h"

#include "support/manualclock.h"
#include "support/scriptedgateway.h"
#include "support/testcase.h"
#include "unit/logrules/payloadforms.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

namespace rookery {

//! What is written in a chat, through every line that quotes it, up to where states and incidents are made.
class TestPayloadChangesNothing final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void noStateNoIncidentNoQuestion_data()
    {
        QTest::addColumn<int>("kind");
        for (int i = 0; i < int(test::payloadKinds().size()); ++i)
            QTest::newRow(test::payloadKinds()[std::size_t(i)].name) << i;
    }
    void noStateNoIncidentNoQuestion()
    {
        QFETCH(const int, kind);
        const test::PayloadKind &of = test::payloadKinds()[std::size_t(kind)];
        const logrules::RuleSet rules = logrules::RuleSet::builtIn(of.kind).value();
        ManualClock clock;
        GatewayProfile profile;
        profile.id = GatewayId(u"a"_s);
        profile.kind = of.kind;
        auto made = std::make_unique<ScriptedGateway>();
        ScriptedGateway *driver = made.get();
        session::AccountSession session(profile, std::move(made), clock, [] { return 0.5; });
        io::HttpClient http(clock, io::NetworkSettings{});
        rkey::RkeyWatch keys(
            profile, [](milliseconds) { return failedResult<QList<PictureKey>>({}); }, http, clock);
        health::HealthMonitor health(clock);
        connect(&session, &session::AccountSession::keyFact, &keys, &rkey::RkeyWatch::observeKeyFact);
        connect(&session, &session::AccountSession::logLine, &health, &health::HealthMonitor::observeLogLine);
        session.start();
        driver->goOnline(u"10001"_s);
        QSignalSpy incidents(&health, &health::HealthMonitor::incidentChanged);
        QSignalSpy keyStates(&keys, &rkey::RkeyWatch::stateChanged);
        QSignalSpy snapshots(&session, &session::AccountSession::snapshotChanged);
        test::everyQuotation(of, rules, [&](LogLevel level, const QString &text) {
            const LogLine line = rules.makeLine(level, text);
            if (const auto fact = gateway::napcatKeyFact(line)) // the one kind whose log says something about keys
                driver->report(*fact);
            driver->report(line);
            if (!snapshots.isEmpty() || !keyStates.isEmpty() || !incidents.isEmpty() || driver->checks > 0)
                QTest::qFail(qPrintable(text), __FILE__, __LINE__);
        });
        QVERIFY(session.isOnline());
    }
};

} // namespace rookery

ROOKERY_TEST(tst_payloadchangesnothing, rookery::TestPayloadChangesNothing)
#include "tst_payloadchangesnothing.moc"

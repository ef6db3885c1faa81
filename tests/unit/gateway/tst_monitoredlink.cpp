// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/monitored/monitoredlink.h"

#include "base/overloaded.h"
#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"
#include "support/eventnames.h"
#include "support/testcase.h"

#include <QHash>

#include <functional>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;
using Kind = ServiceAnswer::Kind;
using Told = MonitoredLink::Told;

namespace {

const WallTime kNow = fromMSecs(1'700'000'000'000);

constexpr const char *kEffectNames[] = {"drop",  "follow", "leave",  "poll",  "poll-soon",
                                        "front", "api",    "closed", "report"};

QString nameOf(const MonitoredEffect &effect)
{
    if (const auto *news = std::get_if<monitoredeffect::Report>(&effect))
        return eventName(news->event);
    return QLatin1StringView(kEffectNames[effect.index()]);
}

ServiceAnswer answerOf(Kind kind)
{
    switch (kind) {
    case Kind::NotAsked:
    case Kind::Works:
        break;
    case Kind::Fails:
        return {.kind = kind, .why = {.kind = ErrorKind::Rejected, .reason = Reason::ServiceFails}};
    case Kind::Closed:
        return {.kind = kind, .why = {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}};
    case Kind::TimedOut:
        return {.kind = kind, .why = {.kind = ErrorKind::Timeout, .reason = Reason::NoReply}};
    }
    return {.kind = kind, .why = {}};
}

} // namespace

//! The link to a watched service: what follows from each input. The contract suite shows the same against a simulated
//! one; which state follows from which evidence is the table of tst_servicestate.
class TestMonitoredLink final : public TestCase
{
    Q_OBJECT

    MonitoredLink m_link;
    MonitoredMoment m_moment;
    std::vector<MonitoredEffect> m_effects; //!< of the last step

    //! Takes one step and returns the names of its effects.
    QString after(const MonitoredInput &input)
    {
        const MonitoredStep next = step(m_link, input, m_moment);
        m_link = next.link;
        m_effects = next.effects;
        QStringList names;
        for (const MonitoredEffect &effect : next.effects)
            names.append(nameOf(effect));
        return names.join(u' ');
    }
    //! Returns the first report of a type that the last step had; a default one if it had none.
    template <class Event>
    [[nodiscard]] Event reported() const
    {
        return firstReport<monitoredeffect::Report, Event>(m_effects);
    }
    //! Returns why the last step reported a loss.
    [[nodiscard]] Error why() const
    {
        const auto *news = m_effects.empty() ? nullptr : std::get_if<monitoredeffect::Report>(&m_effects.back());
        const auto *signal = news ? std::get_if<GatewaySignal>(&news->event) : nullptr;
        const auto *lost = signal ? std::get_if<gateway::signal::LinkLost>(signal) : nullptr;
        return lost ? lost->why : Error{};
    }

    void begin(bool hasFront = true)
    {
        m_link = {};
        m_link.hasFront = hasFront;
        m_moment = {};
        m_moment.now = SteadyTime(seconds(1000));
        m_moment.wallNow = kNow;
        m_moment.log.logFollowed = true;
        m_moment.log.startSeen = true;
        after(monitoredinput::Connect{});
    }
    void says(BotWord word) { m_moment.log.bot = word; }
    void shows(const QString &code)
    {
        says(BotWord::CodeFollows);
        m_moment.code = Redacted<QString>(code);
        m_moment.codeSince = kNow - seconds(60);
    }
    //! Brings the link to where the start waits for a scan.
    void holdUp()
    {
        begin();
        shows(u"first"_s);
        after(answered(Kind::Works, Kind::Closed));
        QCOMPARE(m_link.told, Told::Waiting);
    }
    //! Brings the link to where the service works.
    void work()
    {
        begin();
        after(answered(Kind::Works, Kind::Works));
        QCOMPARE(m_link.told, Told::Up);
    }
    //! Brings the link to where the service is away and the session waits.
    void lose()
    {
        work();
        after(answered(Kind::Works, Kind::Closed));
        after(monitoredinput::Disconnect{});
        QVERIFY(!m_link.linked);
    }
    static monitoredinput::Answered answered(Kind front, Kind api) { return {answerOf(front), answerOf(api)}; }

private Q_SLOTS:
    // --- the way up -------------------------------------------------------------------------------

    void aServiceThatWorksIsReportedInOrder()
    {
        m_link = {};
        m_link.hasFront = true;
        m_moment = {};
        m_moment.wallNow = kNow;
        QCOMPARE(after(monitoredinput::Connect{}), u"drop follow poll"_s);
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api view reached logged-in channel"_s);
        QCOMPARE(reported<ServiceView>().state, ServiceState::BotUnwatched);
        QCOMPARE(reported<ServiceView>().since, kNow);
        QVERIFY(reported<ServiceView>().hasFront);
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api"_s); // reported once
    }
    void withoutAFrontPageOnlyTheInterfaceIsShown()
    {
        begin(false);
        QCOMPARE(after(answered(Kind::NotAsked, Kind::Works)), u"api view reached logged-in channel"_s);
        QVERIFY(!reported<ServiceView>().hasFront);
    }
    void aHeldUpStartShowsItsCode()
    {
        begin();
        shows(u"first"_s);
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), u"front api view reached waiting code"_s);
        QCOMPARE(reported<ServiceView>().state, ServiceState::WaitingForScan);
        QCOMPARE(reported<ServiceView>().since, m_moment.codeSince); // not the time of our first look
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), u"front api"_s);
        shows(u"second"_s);
        QCOMPARE(after(monitoredinput::LogSaid{}), u"code"_s);
        m_moment.code = {};
        QCOMPARE(after(monitoredinput::LogSaid{}), u"no-code"_s);
    }
    void aCodeThatIsDrawnLateIsReportedThen()
    {
        begin();
        says(BotWord::CodeFollows);
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), u"front api view reached waiting"_s);
        m_moment.code = Redacted<QString>(u"first"_s);
        QCOMPARE(after(monitoredinput::LogSaid{}), u"code"_s);
    }
    void aScanOpensTheService()
    {
        holdUp();
        says(BotWord::Scanned);
        QCOMPARE(after(monitoredinput::LogSaid{}), QString());
        says(BotWord::LoggedIn);
        m_moment.code = {};
        QCOMPARE(after(monitoredinput::LogSaid{true}), u"poll-soon"_s); // the last answer is out of date
        QCOMPARE(m_link.api, ServiceAnswer());
        QCOMPARE(after(monitoredinput::LogSaid{}), QString());
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api view reached logged-in channel"_s);
        QVERIFY(m_link.code.isEmpty());
    }
    void aBotThatWaitsBesideAWorkingServiceIsAWait()
    {
        begin();
        shows(u"first"_s);
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api view reached waiting code"_s);
        QCOMPARE(reported<ServiceView>().state, ServiceState::BotWaiting);
        QCOMPARE(reported<ServiceView>().since, kNow); // only the bot is blocked
    }
    void aWorkingServiceWhoseBotIsLostWaitsAgain()
    {
        work();
        shows(u"first"_s);
        QCOMPARE(after(monitoredinput::LogSaid{}), u"view reached waiting code"_s);
        says(BotWord::LoggedIn);
        m_moment.code = {};
        QCOMPARE(after(monitoredinput::LogSaid{}), u"view reached logged-in channel"_s);
    }
    void nothingIsReportedBeforeTheFirstAnswer()
    {
        begin();
        shows(u"first"_s);
        QCOMPARE(after(monitoredinput::LogSaid{}), QString());
        QCOMPARE(after(monitoredinput::LogSaid{true}), u"poll-soon"_s);
    }

    // --- the view ---------------------------------------------------------------------------------

    void theViewFollowsTheEvidence()
    {
        work();
        const WallTime since = m_link.view.since;
        m_moment.wallNow += seconds(10);
        says(BotWord::LoggedIn);
        m_moment.log.heartbeatsSeen = true;
        m_moment.log.lastHeartbeat = m_moment.now;
        m_moment.lastHeartbeatAt = m_moment.wallNow;
        QCOMPARE(after(monitoredinput::LogSaid{}), u"view"_s); // up before and after
        QCOMPARE(m_link.view.state, ServiceState::Online);
        QVERIFY(m_link.view.since != since);
        QVERIFY(m_link.view.heartbeatsSeen);
        m_moment.wallNow += seconds(10);
        m_moment.botText = u"words"_s;
        QCOMPARE(after(monitoredinput::LogSaid{}), u"view"_s);
        QCOMPARE(m_link.view.since, kNow + seconds(10)); // the state is the same
        QCOMPARE(m_link.view.botText, u"words"_s);
        QCOMPARE(after(monitoredinput::LogSaid{}), QString());
        m_moment.now += kHeartbeatLife;
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api view"_s); // time is evidence, too
        QCOMPARE(m_link.view.state, ServiceState::SessionLost);
        m_moment.logTrouble = {.kind = ErrorKind::Storage, .reason = Reason::LogUnreadable};
        QCOMPARE(after(monitoredinput::LogSaid{}), u"view"_s);
        QCOMPARE(m_link.view.log.reason, Reason::LogUnreadable);
    }
    void aServiceThatFailsIsUp()
    {
        work();
        QCOMPARE(after(answered(Kind::Works, Kind::Fails)), u"front api view"_s);
        QCOMPARE(m_link.view.state, ServiceState::Failing);
        QCOMPARE(m_link.view.api.reason, Reason::ServiceFails);
    }
    void aFrontPageThatIsGoneIsALossOnlyWithTheInterface()
    {
        work();
        QCOMPARE(after(answered(Kind::Closed, Kind::Works)), u"front api view"_s);
        QCOMPARE(m_link.view.state, ServiceState::FrontDown);
        QCOMPARE(after(answered(Kind::Closed, Kind::Fails)), u"front api view"_s);
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api view"_s);
        QCOMPARE(after(answered(Kind::Closed, Kind::Closed)), u"front api view drop lost"_s);
    }

    // --- a service that is away -------------------------------------------------------------------

    void aLossNamesTheAddressThatIsAway_data()
    {
        QTest::addColumn<int>("front");
        QTest::addColumn<int>("api");
        QTest::addColumn<ErrorReason>("reason");
        const auto row = [](const char *name, Kind front, Kind api, ErrorReason reason) {
            QTest::newRow(name) << int(front) << int(api) << reason;
        };
        row("the page answers", Kind::Works, Kind::Closed, Reason::BackendDown);
        row("nothing answers", Kind::Closed, Kind::TimedOut, Reason::ConnectionRefused);
        row("the page is silent", Kind::TimedOut, Kind::Closed, Reason::NoReply);
        row("the interface is silent", Kind::Works, Kind::TimedOut, Reason::NoReply);
        row("no page", Kind::NotAsked, Kind::Closed, Reason::ConnectionRefused);
    }
    void aLossNamesTheAddressThatIsAway()
    {
        QFETCH(const int, front);
        QFETCH(const int, api);
        QFETCH(const ErrorReason, reason);
        begin(Kind(front) != Kind::NotAsked);
        after(answered(Kind(front), Kind(api)));
        QCOMPARE(why().reason, reason);
        QVERIFY(m_link.lossReported);
        QVERIFY(!m_link.linked);
    }
    void anUntrustedCertificateKeepsItsName()
    {
        begin();
        const Error tls{.kind = ErrorKind::Tls, .reason = Reason::TlsUntrusted};
        after(monitoredinput::Answered{answerOf(Kind::Works), {.kind = Kind::Closed, .why = tls}});
        QCOMPARE(m_link.view.state, ServiceState::BackendDown);
        QCOMPARE(why(), tls); // not the service's own absence
    }
    void aServiceIsLostFromEveryState()
    {
        begin();
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), u"front api view drop lost"_s);
        work();
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), u"front api view drop lost"_s);
        holdUp();
        says(BotWord::Starting);
        QCOMPARE(after(monitoredinput::LogSaid{}), u"view drop lost"_s); // of the next process
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), QString()); // it ended already
    }
    void theLogIsFollowedAfterALoss()
    {
        work();
        after(answered(Kind::Works, Kind::Closed));
        const ServiceView view = m_link.view;
        QCOMPARE(after(monitoredinput::Disconnect{}), u"drop"_s); // the session's answer to the loss
        QVERIFY(m_link.view == view); // what is known stays shown
        QCOMPARE(after(monitoredinput::LogSaid{}), QString());
        QCOMPARE(after(monitoredinput::LogSaid{true}), u"arrived"_s); // there is something to try
        QCOMPARE(after(monitoredinput::Connect{}), u"drop follow poll"_s);
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), u"front api drop lost"_s); // nothing is new but the loss
        after(monitoredinput::Disconnect{});
        after(monitoredinput::Connect{});
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api view reached logged-in channel"_s);
    }
    void aCodeIsShownAgainAfterALoss()
    {
        holdUp();
        QCOMPARE(after(answered(Kind::Closed, Kind::Closed)), u"front api view drop lost"_s);
        after(monitoredinput::Disconnect{});
        after(monitoredinput::Connect{});
        QCOMPARE(after(answered(Kind::Works, Kind::Closed)), u"front api view reached waiting code"_s);
    }
    void connectingAgainBeginsANewAttempt()
    {
        work();
        QCOMPARE(after(monitoredinput::Connect{}), u"drop follow poll"_s);
        QCOMPARE(after(monitoredinput::LogSaid{}), QString()); // earlier answers do not count
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), u"front api reached logged-in channel"_s);
    }

    // --- the end ----------------------------------------------------------------------------------

    void disconnectingEndsEveryState_data()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : {"polling", "held up", "up", "failing", "between", "ended"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void disconnectingEndsEveryState()
    {
        QFETCH(const QString, state);
        const QHash<QString, std::function<void()>> ways{
            {u"polling"_s, [] {}},
            {u"held up"_s, [this] { holdUp(); }},
            {u"up"_s, [this] { work(); }},
            {u"failing"_s,
             [this] {
                 work();
                 after(answered(Kind::Works, Kind::Fails));
             }},
            {u"between"_s, [this] { lose(); }}, // the session waits, then the operator stops it
            {u"ended"_s, [this] { after(monitoredinput::Disconnect{}); }},
        };
        begin();
        ways.value(state)();
        QCOMPARE(after(monitoredinput::Disconnect{}), u"drop leave closed"_s);
        const MonitoredLink fresh{.hasFront = true};
        QVERIFY(m_link == fresh);
    }
    void anEndedLinkTakesNothing()
    {
        work();
        after(monitoredinput::Disconnect{});
        const MonitoredLink before = m_link;
        QCOMPARE(after(answered(Kind::Works, Kind::Works)), QString());
        QVERIFY(m_link == before);
        QCOMPARE(after(monitoredinput::LogSaid{}), QString());
        QVERIFY(m_link == before);
    }
};

ROOKERY_TEST(tst_monitoredlink, TestMonitoredLink)
#include "tst_monitoredlink.moc"

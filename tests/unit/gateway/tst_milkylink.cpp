// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/milky/milkylink.h"

#include "base/overloaded.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"
#include "support/eventnames.h"
#include "support/testcase.h"

#include <QHash>

#include <functional>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;
using Events = MilkyLink::Events;

namespace {

const AccountId kAccount(u"10001"_s);

constexpr const char *kEffectNames[] = {"drop",     "probe",      "authorise", "watch",       "open",
                                        "calls-up", "calls-down", "events-up", "events-down", "report"};

QString nameOf(const MilkyEffect &effect)
{
    if (const auto *news = std::get_if<milkyeffect::Report>(&effect))
        return eventName(news->event);
    return QLatin1StringView(kEffectNames[effect.index()]);
}

Error error(ErrorKind kind, ErrorReason reason)
{
    return {.kind = kind, .reason = reason};
}

} // namespace

//! The link to a Milky gateway: what follows from each input. The contract suite shows the same against a simulated
//! one.
class TestMilkyLink final : public TestCase
{
    Q_OBJECT

    MilkyLink m_link;
    SteadyTime m_now{};
    std::vector<MilkyEffect> m_effects; //!< of the last step

    //! Takes one step and returns the names of its effects.
    QString after(const MilkyInput &input)
    {
        const MilkyStep next = step(m_link, input, m_now);
        m_link = next.link;
        m_effects = next.effects;
        QStringList names;
        for (const MilkyEffect &effect : next.effects)
            names.append(nameOf(effect));
        return names.join(u' ');
    }
    template <class Wanted>
    [[nodiscard]] Wanted effect() const
    {
        return firstEffect<Wanted>(m_effects);
    }
    template <class Signal>
    [[nodiscard]] Signal signalled() const
    {
        return firstSignal<milkyeffect::Report, Signal>(m_effects);
    }

    void begin()
    {
        m_link = {};
        m_now = {};
        after(milkyinput::Connect{});
    }
    //! Brings the link to where the token was accepted.
    void authorise()
    {
        begin();
        after(milkyinput::Probed{});
        after(milkyinput::Authorised{});
        QVERIFY(m_link.authorised);
    }
    //! Brings the link to where an account is logged in and everything works.
    void work()
    {
        authorise();
        after(login());
        after(milkyinput::EventsUp{});
        QVERIFY(m_link.loggedIn && m_link.events == Events::Up);
    }
    static milkyinput::LoggedIn login() { return {kAccount, u"Bot"_s}; }
    static milkyinput::Waiting waiting(LoginReason reason) { return {reason, u"words"_s}; }
    static milkyinput::CallsFailed callsFailed(ErrorKind kind, ErrorReason reason) { return {error(kind, reason)}; }
    static milkyinput::EventsDown eventsDown(ErrorKind kind, ErrorReason reason)
    {
        return {error(kind, reason), 1006, true};
    }

private Q_SLOTS:
    // --- the way up -------------------------------------------------------------------------------

    void aLinkGoesThroughItsStepsInOrder()
    {
        m_link = {};
        QCOMPARE(after(milkyinput::Connect{}), u"drop probe"_s);
        QCOMPARE(after(milkyinput::Probed{}), u"reached authorise"_s);
        QVERIFY(!m_link.authorised);
        QCOMPARE(after(milkyinput::Authorised{GatewayVersion{.app = u"LLBot"_s, .version = {}, .qqVersion = {}}}),
                 u"calls-up authenticated version watch"_s);
        QVERIFY(m_link.authorised);
        QCOMPARE(after(login()), u"text logged-in open"_s);
        QCOMPARE(signalled<gateway::signal::LoggedIn>().account, kAccount);
        QCOMPARE(signalled<gateway::signal::LoggedIn>().nickname, u"Bot"_s);
        QCOMPARE(after(milkyinput::EventsUp{}), u"events-up channel"_s);
    }
    void aGatewayThatNamesNoVersionReportsNone()
    {
        begin();
        after(milkyinput::Probed{});
        QCOMPARE(after(milkyinput::Authorised{}), u"calls-up authenticated watch"_s);
    }
    void nothingIsOpenedBeforeALogin()
    {
        authorise();
        QCOMPARE(after(waiting(LoginReason::Fresh)), u"text waiting"_s);
        QCOMPARE(signalled<gateway::signal::Waiting>().reason, LoginReason::Fresh);
        QCOMPARE(signalled<gateway::signal::Waiting>().text, u"words"_s);
        QCOMPARE(m_link.events, Events::Closed);
        QCOMPARE(after(login()), u"text logged-in open"_s);
    }
    void theChannelIsOpenedOnce()
    {
        authorise();
        after(login());
        QCOMPARE(after(milkyinput::LoggedIn{AccountId(u"10002"_s), {}}), u"text logged-in"_s); // it is opening
        QCOMPARE(after(milkyinput::EventsUp{}), u"events-up channel"_s);
    }
    void connectingAgainBeginsANewAttempt()
    {
        work();
        QCOMPARE(after(milkyinput::Connect{}), u"drop probe"_s);
        QVERIFY(m_link == MilkyLink{.linked = true});
    }

    // --- a login that is lost ---------------------------------------------------------------------

    void aKickKeepsTheChannelAndANewLoginReportsItAgain()
    {
        work();
        QCOMPARE(after(waiting(LoginReason::Kicked)), u"text waiting"_s);
        QCOMPARE(m_link.events, Events::Up);
        QCOMPARE(after(waiting(LoginReason::OfflineByQq)), u"text waiting"_s);
        QCOMPARE(after(login()), u"text logged-in channel"_s);
    }
    void aChannelThatOpensAfterAKickIsReportedWithTheNextLogin()
    {
        authorise();
        after(login());
        QCOMPARE(after(waiting(LoginReason::Kicked)), u"text waiting"_s);
        QCOMPARE(after(milkyinput::EventsUp{}), u"events-up"_s); // no account is logged in
        QCOMPARE(after(login()), u"text logged-in channel"_s);
    }
    void anotherAccountThatLogsInKeepsTheChannel()
    {
        work();
        QCOMPARE(after(milkyinput::LoggedIn{AccountId(u"10002"_s), {}}), u"text logged-in channel"_s);
        QCOMPARE(signalled<gateway::signal::LoggedIn>().account, AccountId(u"10002"_s));
    }

    // --- losses and refusals ----------------------------------------------------------------------

    void callsThatFailEndTheLinkInEveryState()
    {
        const milkyinput::CallsFailed gone = callsFailed(ErrorKind::Offline, Reason::ConnectionRefused);
        begin();
        QCOMPARE(after(gone), u"drop calls-down lost"_s);
        QCOMPARE(effect<milkyeffect::ShowCallsDown>().why, gone.why);
        QCOMPARE(after(gone), QString()); // it ended already
        begin();
        after(milkyinput::Probed{});
        QCOMPARE(after(gone), u"drop calls-down lost"_s);
        authorise();
        QCOMPARE(after(gone), u"drop calls-down lost"_s);
        work();
        QCOMPARE(after(gone), u"drop calls-down lost"_s);
        QCOMPARE(signalled<gateway::signal::LinkLost>().why, gone.why);
        QVERIFY(m_link == MilkyLink());
    }
    void whatTheOperatorHasToChangeIsRefused()
    {
        begin();
        after(milkyinput::Probed{});
        QCOMPARE(after(callsFailed(ErrorKind::Auth, Reason::TokenMissing)), u"drop calls-down refused"_s);
        QCOMPARE(signalled<gateway::signal::Refused>().why.reason, Reason::TokenMissing);
        begin();
        QCOMPARE(after(callsFailed(ErrorKind::Tls, Reason::TlsUntrusted)), u"drop calls-down refused"_s);
        begin();
        QCOMPARE(after(callsFailed(ErrorKind::Protocol, Reason::WrongServer)), u"drop calls-down lost"_s);
        work();
        QCOMPARE(after(eventsDown(ErrorKind::Auth, Reason::TokenWrong)), u"events-down drop calls-down refused"_s);
    }
    void aChannelThatIsLostEndsTheLinkInEveryState()
    {
        const milkyinput::EventsDown closed = eventsDown(ErrorKind::Network, Reason::ConnectionLost);
        authorise();
        after(login());
        QCOMPARE(after(closed), u"events-down drop calls-down lost"_s); // it did not open
        QCOMPARE(effect<milkyeffect::ShowEventsDown>().why, closed.why);
        QCOMPARE(effect<milkyeffect::ShowEventsDown>().closeCode, 1006);
        QVERIFY(effect<milkyeffect::ShowEventsDown>().byPeer);
        work();
        QCOMPARE(after(closed), u"events-down drop calls-down lost"_s);
        QCOMPARE(effect<milkyeffect::ShowCallsDown>().why, closed.why);
        work();
        after(waiting(LoginReason::Kicked));
        QCOMPARE(after(closed), u"events-down drop calls-down lost"_s);
        QCOMPARE(after(closed), QString());
    }
    void theThirdBrokenFrameInTenMinutesEndsTheReconnecting()
    {
        const milkyinput::EventsDown broken = eventsDown(ErrorKind::Protocol, Reason::Garbage);
        const auto again = [this] {
            after(milkyinput::Connect{});
            after(milkyinput::Probed{});
            after(milkyinput::Authorised{});
            after(login());
            m_now += seconds(60);
        };
        begin();
        again();
        QCOMPARE(after(broken), u"events-down drop calls-down lost"_s);
        after(milkyinput::Disconnect{}); // the count outlives an attempt
        again();
        QCOMPARE(after(callsFailed(ErrorKind::Protocol, Reason::FrameTooLarge)), u"drop calls-down lost"_s);
        again();
        QCOMPARE(after(eventsDown(ErrorKind::Auth, Reason::TokenWrong)), u"events-down drop calls-down refused"_s);
        again();
        QCOMPARE(after(broken), u"events-down drop calls-down refused"_s);
        m_now += BadFrames::kWindow;
        again();
        QCOMPARE(after(broken), u"events-down drop calls-down lost"_s); // those were long ago
    }

    // --- the end ----------------------------------------------------------------------------------

    void disconnectingEndsEveryState_data()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : {"probing", "reached", "authorised", "waiting", "opening", "up", "kicked", "ended"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void disconnectingEndsEveryState()
    {
        QFETCH(const QString, state);
        const QHash<QString, std::function<void()>> ways{
            {u"probing"_s, [] {}},
            {u"reached"_s, [this] { after(milkyinput::Probed{}); }},
            {u"authorised"_s, [this] { authorise(); }},
            {u"waiting"_s,
             [this] {
                 authorise();
                 after(waiting(LoginReason::Fresh));
             }},
            {u"opening"_s,
             [this] {
                 authorise();
                 after(login());
             }},
            {u"up"_s, [this] { work(); }},
            {u"kicked"_s,
             [this] {
                 work();
                 after(waiting(LoginReason::Kicked));
             }},
            {u"ended"_s, [this] { after(milkyinput::Disconnect{}); }},
        };
        begin();
        ways.value(state)();
        QCOMPARE(after(milkyinput::Disconnect{}), u"drop"_s);
        QVERIFY(m_link == MilkyLink());
    }
    void anEndedLinkTakesNothing()
    {
        work();
        after(milkyinput::Disconnect{});
        const QList<MilkyInput> late{
            milkyinput::Probed{},
            milkyinput::Authorised{},
            callsFailed(ErrorKind::Timeout, Reason::NoReply),
            login(),
            waiting(LoginReason::Fresh),
            milkyinput::EventsUp{},
            eventsDown(ErrorKind::Network, Reason::ConnectionLost),
        };
        for (const MilkyInput &input : late) {
            QCOMPARE(after(input), QString());
            QVERIFY2(m_link == MilkyLink(), qPrintable(QString::number(input.index())));
        }
    }
    void secretsInWordsAreMasked()
    {
        Error why = error(ErrorKind::Network, Reason::ConnectionLost);
        why.detail = u"https://h/?token=s3cret"_s;
        work();
        after(milkyinput::EventsDown{why, 0, false});
        const QStringList shown{effect<milkyeffect::ShowEventsDown>().why.detail,
                                effect<milkyeffect::ShowCallsDown>().why.detail,
                                signalled<gateway::signal::LinkLost>().why.detail};
        for (const QString &text : shown)
            QVERIFY2(!text.isEmpty() && !text.contains(u"s3cret"), qPrintable(text));
        work();
        after(milkyinput::Waiting{LoginReason::Kicked, why.detail});
        QVERIFY(!signalled<gateway::signal::Waiting>().text.contains(u"s3cret"));
    }
};

ROOKERY_TEST(tst_milkylink, TestMilkyLink)
#include "tst_milkylink.moc"

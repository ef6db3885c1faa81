// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "session/accountsession.h"
#include "session/sessionregistry.h"

#include "support/manualclock.h"
#include "support/scriptedgateway.h"
#include "support/testcase.h"

#include <QJsonArray>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

namespace rookery::session {

namespace {

namespace sig = gateway::signal;

GatewayProfile profile(const QString &id)
{
    GatewayProfile made;
    made.id = GatewayId(id);
    made.webUi = QUrl(u"http://127.0.0.1:6099"_s);
    return made;
}

QJsonArray twoGroups()
{
    return {QJsonObject{{u"group_id"_s, 30001}, {u"group_name"_s, u"g1"_s}},
            QJsonObject{{u"group_id"_s, 30002}, {u"group_name"_s, u"g2"_s}}};
}

QJsonArray oneFriend()
{
    return {QJsonObject{{u"user_id"_s, 20001}, {u"nickname"_s, u"f"_s}}};
}

ReadinessState check(const AccountSession &session, ReadinessCheck which)
{
    return session.snapshot().readiness[std::size_t(which)].state;
}

} // namespace

class TestAccountSession final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void comesOnlineAndLoadsContacts()
    {
        auto [session, driver] = make(u"a"_s);
        driver->replies = {{u"get_login_info"_s, QJsonObject{{u"user_id"_s, 10001}}},
                           {u"get_group_list"_s, twoGroups()},
                           {u"get_friend_list"_s, oneFriend()}};
        session->start();
        QCOMPARE(driver->connects, 1);
        driver->goOnline(u"10001"_s);
        QVERIFY(session->isOnline());
        QCOMPARE(session->snapshot().nickname, u"Bot"_s);
        QTRY_COMPARE(session->snapshot().friends, 1);
        QCOMPARE(session->snapshot().groups, 2);
        QCOMPARE(check(*session, ReadinessCheck::ActionsAnswer), ReadinessState::Working);
        const auto cached = session->contacts();
        QVERIFY(cached.isFinished());
        QCOMPARE(cached.result()->size(), 3);
        QCOMPARE(driver->callNames(), (QStringList{u"get_login_info"_s, u"get_group_list"_s, u"get_friend_list"_s}));
    }

    void aServiceThatIsOnlyWatchedIsAskedForNothing()
    {
        auto driver = std::make_unique<ScriptedGateway>();
        driver->can.actions = false;
        ScriptedGateway *raw = driver.get();
        AccountSession session(profile(u"pay"_s), std::move(driver), m_clock, [] { return 0.5; });
        session.start();
        ServiceView view;
        view.state = ServiceState::PaymentsOff;
        raw->report(view);
        raw->report(sig::Reached{});
        raw->report(sig::LoggedIn{});
        raw->report(sig::ChannelUp{});
        QVERIFY(session.isOnline());
        QVERIFY(raw->calls.isEmpty());
        const auto contacts = session.contacts(Freshness::Fresh);
        QVERIFY(contacts.isFinished());
        QVERIFY(contacts.result()->isEmpty());
        QVERIFY(raw->calls.isEmpty());
        // up, but nothing of it is called proven
        QCOMPARE(check(session, ReadinessCheck::Reachable), ReadinessState::Working);
        QCOMPARE(check(session, ReadinessCheck::LoggedIn), ReadinessState::Broken);
        QCOMPARE(check(session, ReadinessCheck::Authenticated), ReadinessState::Unknown);
        QCOMPARE(check(session, ReadinessCheck::ActionsAnswer), ReadinessState::Unknown);
        session.stop();
        QVERIFY(!session.snapshot().service);
    }

    void aCodeIsAsOldAsTheServiceSays()
    {
        auto [session, driver] = make(u"pay"_s);
        session->start();
        const WallTime since = m_clock.wallNow() - seconds(240);
        ServiceView view;
        view.state = ServiceState::WaitingForScan;
        view.codeSince = since;
        driver->report(view);
        driver->report(sig::Reached{});
        driver->report(sig::Waiting{});
        driver->report(gateway::driver::QrChanged{Redacted<QString>(u"code"_s)});
        QCOMPARE(session->snapshot().login.qr->shownSince, since);
    }

    void contactsAreLoadedOnceForManyCallers()
    {
        auto [session, driver] = make(u"a"_s);
        driver->failure = Error{.kind = ErrorKind::Timeout, .reason = Reason::NoReply};
        session->start();
        driver->goOnline(u"1"_s);
        QTRY_COMPARE(check(*session, ReadinessCheck::ActionsAnswer), ReadinessState::Broken);
        driver->failure.reset();
        driver->calls.clear();
        const auto first = session->contacts();
        const auto second = session->contacts();
        QCOMPARE(driver->callNames(), QStringList{u"get_group_list"_s});
        driver->pending.takeFirst().resolve(Reply{twoGroups()});
        QTRY_COMPARE(driver->pending.size(), 1);
        driver->pending.takeFirst().resolve(fail(ErrorKind::Timeout, Reason::NoReply));
        QTRY_VERIFY(first.isFinished() && second.isFinished());
        QCOMPARE(first.result()->size(), 2);
        QCOMPARE(session->snapshot().groups, 2);
        QCOMPARE(session->snapshot().friends, -1);
        // whoever looks at what there is must not start the next round
        QVERIFY(session->contacts().isFinished());
        QVERIFY(driver->pending.isEmpty());
    }

    void contactsWithoutLoginAreRefused()
    {
        auto [session, driver] = make(u"a"_s);
        QCOMPARE(session->contacts().result().error().reason, Reason::AccountOffline);
        session->start();
        driver->goOnline(u"1"_s);
        const auto running = session->contacts();
        driver->report(sig::LinkLost{{.kind = ErrorKind::Network}});
        QVERIFY(!session->isOnline());
        driver->failure = Error{.kind = ErrorKind::Offline, .reason = Reason::AccountOffline};
        driver->calls.clear();
        driver->pending.clear(); // the driver ends every call: here as cancelled
        QTRY_VERIFY(running.isFinished());
        QVERIFY(!running.result());
    }

    void reconnectsByItself()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->report(sig::LinkLost{{.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}});
        QCOMPARE(m_clock.armedTimers(), 1);
        m_clock.advance(milliseconds(999));
        QCOMPARE(driver->connects, 1);
        m_clock.advance(milliseconds(1));
        QCOMPARE(driver->connects, 2);
        driver->goOnline(u"1"_s);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

    void aRefusedTokenIsNeverRetried()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->report(sig::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong}});
        QCOMPARE(session->snapshot().session.phase, SessionPhase::Rejected);
        QCOMPARE(m_clock.armedTimers(), 0);
        m_clock.advance(std::chrono::hours(24));
        QCOMPARE(driver->connects, 1);
    }

    void tryingAgainReachesWhatWasRefusedBesideALinkThatStands()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        session->retryNow();
        QCOMPARE(driver->retries, 1);
        QCOMPARE(driver->connects, 1);
        QVERIFY(session->isOnline());
    }

    void whatTheGatewaySaysAboutKeysIsPassedOn()
    {
        auto [session, driver] = make(u"a"_s);
        QSignalSpy facts(session.get(), &AccountSession::keyFact);
        driver->report(KeyFact(keyfact::NativeLatched{})); // whatever the state of the session
        session->start();
        driver->goOnline(u"1"_s);
        driver->report(KeyFact(keyfact::FallbackUsed{}));
        QCOMPARE(facts.size(), 2);
        QVERIFY(facts.at(0).first().value<KeyFact>() == KeyFact(keyfact::NativeLatched{}));
        QVERIFY(facts.at(1).first().value<KeyFact>() == KeyFact(keyfact::FallbackUsed{}));
    }

    void aLineOfAnotherKindSaysNothingAboutKeysWhateverItsRule()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        QSignalSpy facts(session.get(), &AccountSession::keyFact);
        QSignalSpy lines(session.get(), &AccountSession::logLine);
        for (const QString &rule : {u"rkey.native-disabled"_s, u"rkey.all-disabled"_s, u"packet.disabled"_s}) {
            driver->report(
                LogLine{.gateway = {}, .category = LogCategory::Rkey, .ruleId = rule, .text = u"x"_s, .captures = {}});
        }
        QCOMPARE(lines.size(), 3);
        QCOMPARE(facts.size(), 0); // only a driver that knows its own rules makes facts of them
    }

    void reportsFromInsideConnectAreInOrder()
    {
        auto [session, driver] = make(u"a"_s);
        driver->onConnect = [d = driver] {
            d->report(sig::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing}});
        };
        session->start();
        QCOMPARE(session->snapshot().session.phase, SessionPhase::Rejected);
        QCOMPARE(driver->disconnects, 1);
    }

    void aKickEventShowsAtOnce()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        QSignalSpy events(session.get(), &AccountSession::eventReceived);
        driver->report(Event{.self = AccountId(u"1"_s), .time = {}, .body = BotOfflineEvent{u"下线通知"_s, u"x"_s}});
        QCOMPARE(session->snapshot().session.login, LoginReason::Kicked);
        QCOMPARE(events.size(), 1);
        QCOMPARE(session->snapshot().readiness[std::size_t(ReadinessCheck::LoggedIn)].why.reason, Reason::Kicked);
    }

    void logLinesAreNumberedAndAKickInThemIsAskedAbout()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        LogLine line{.gateway = {},
                     .category = LogCategory::KickOffline,
                     .ruleId = u"account.kicked"_s,
                     .text = u"x"_s,
                     .captures = {}};
        driver->report(line);
        QCOMPARE(driver->checks, 0); // nobody is logged in
        driver->goOnline(u"1"_s);
        QSignalSpy lines(session.get(), &AccountSession::logLine);
        line.replayed = true;
        driver->report(line);
        QCOMPARE(driver->checks, 0); // history
        line.replayed = false;
        const AccountSnapshot before = session->snapshot();
        driver->report(line);
        QCOMPARE(driver->checks, 1);
        QCOMPARE(session->snapshot(), before);
        QCOMPARE(lines.size(), 2);
        const auto last = lines.last().first().value<LogLine>();
        QCOMPARE(last.seq, 3);
        QCOMPARE(last.gateway, GatewayId(u"a"_s));
        driver->report(sig::Waiting{LoginReason::Kicked, u"[a] b"_s}); // the answer decides
        QCOMPARE(session->snapshot().session.login, LoginReason::Kicked);
    }

    void aNoticeOfAKickEndsWhereTheGatewayGoesOnSayingOtherwise()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        driver->report(Event{.self = AccountId(u"1"_s), .time = {}, .body = BotOfflineEvent{u"t"_s, u"x"_s}});
        QCOMPARE(session->snapshot().session.login, LoginReason::Kicked);
        QCOMPARE(driver->checks, 1);
        driver->report(sig::LoggedIn{AccountId(u"1"_s), {}});
        QVERIFY(session->isOnline());
    }

    void whatTheDriverReadBackIsPassedOnAndIsNoEvidenceOfEvents()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        QSignalSpy events(session.get(), &AccountSession::eventReceived);
        MessageEvent message;
        message.own = true;
        message.readBack = true;
        driver->report(Event{.self = AccountId(u"1"_s), .time = {}, .body = message});
        QCOMPARE(events.size(), 1);
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Unknown);
        QCOMPARE(session->snapshot().activity.eventCount, 0U);
    }

    void heartbeatsAndEventsAreEvidence()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Unknown);
        driver->report(Event{.self = {}, .time = {}, .body = HeartbeatEvent{.online = true}});
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Working);
        QVERIFY(session->snapshot().activity.lastHeartbeatAt == m_clock.wallNow());
        driver->report(ConnectionInfo{.label = u"events"_s,
                                      .up = false,
                                      .lastError = {.kind = ErrorKind::Network, .reason = Reason::ConnectionLost}});
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Broken);
        QCOMPARE(session->snapshot().connections.size(), 1);
        driver->report(Event{.self = {}, .time = {}, .body = HeartbeatEvent{.online = false}});
        QCOMPARE(session->snapshot().session.login, LoginReason::OfflineByQq);
    }

    void aQuietChannelIsNoEvidenceThatEventsFlow()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        driver->report(Event{.self = {}, .time = {}, .body = HeartbeatEvent{.online = true}});
        driver->report(ConnectionInfo{.label = u"events"_s, .up = true, .lastError = {}});
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Working);
        driver->report(ConnectionInfo{.label = u"events"_s, .up = true, .quiet = true, .lastError = {}});
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Unknown);
        driver->report(Event{.self = {}, .time = {}, .body = HeartbeatEvent{.online = true}});
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Working);
        QVERIFY(session->isOnline());
    }

    void showsTheLoginCodeAndItsRefresh()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        QVERIFY(!session->refreshQr().result());
        driver->report(sig::Reached{});
        driver->report(sig::Waiting{LoginReason::Fresh, {}});
        driver->report(gateway::driver::QrChanged{Redacted<QString>(u"https://txz.qq.com/p?k=1"_s)});
        QCOMPARE(session->snapshot().login.qr->generation, 1);
        driver->refreshResult = fail(ErrorKind::Expired, Reason::QrUnchanged);
        const auto refreshed = session->refreshQr();
        QVERIFY(session->snapshot().login.refreshing);
        QTRY_VERIFY(refreshed.isFinished());
        QVERIFY(session->snapshot().login.qr->refreshUnchanged);
        m_clock.advance(seconds(100));
        driver->report(sig::Waiting{LoginReason::Expired, u"二维码已过期，请刷新"_s});
        QVERIFY(session->snapshot().login.qr->expired);
        driver->report(gateway::driver::QrChanged{Redacted<QString>(u"https://txz.qq.com/p?k=2"_s)});
        QVERIFY(!session->snapshot().login.qr->expired);
        QCOMPARE(session->snapshot().login.qr->generation, 2);
        driver->report(sig::LoggedIn{AccountId(u"1"_s), {}});
        QVERIFY(!session->snapshot().login.qr);
    }

    void aStatedLifeIsCountedFromNow()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->report(sig::Reached{});
        driver->report(sig::Waiting{LoginReason::Fresh, {}});
        driver->report(gateway::driver::QrChanged{Redacted<QString>(u"https://txz.qq.com/p?k=1"_s)});
        QVERIFY(!session->snapshot().login.qr->expiresAt);
        driver->report(gateway::driver::QrLifeStated{seconds(120)});
        QVERIFY(session->snapshot().login.qr->expiresAt == m_clock.wallNow() + seconds(120));
    }

    void quickLoginNeedsALoginPage()
    {
        auto [session, driver] = make(u"a"_s);
        QCOMPARE(session->quickLogin(AccountId(u"1"_s)).result().error().kind, ErrorKind::Rejected);
        session->start();
        driver->report(sig::Waiting{LoginReason::Fresh, {}});
        QVERIFY(session->quickLogin(AccountId(u"1"_s)).result().has_value());
        QCOMPARE(driver->quick, AccountId(u"1"_s));
    }

    void totpGoesOnlyWhereItWasAskedFor()
    {
        auto [session, driver] = make(u"a"_s);
        session->submitTotp(Redacted<QString>(u"123456"_s));
        QVERIFY(driver->totp.isEmpty());
        session->start();
        driver->report(sig::TotpNeeded{});
        session->submitTotp(Redacted<QString>(u"123456"_s));
        QCOMPARE(driver->totp.reveal(), u"123456"_s);
        QCOMPARE(session->snapshot().session.phase, SessionPhase::Authenticating);
    }

    void aProgramOfOurOwnIsRestartedWithoutALink_data()
    {
        QTest::addColumn<bool>("refused");
        QTest::newRow("while waiting") << false;
        QTest::newRow("after a refusal") << true;
    }
    void aProgramOfOurOwnIsRestartedWithoutALink()
    {
        QFETCH(const bool, refused);
        auto [session, driver] = make(u"a"_s);
        driver->can.ownProgram = true;
        QVERIFY(!session->restart().result()); // stopped by the operator
        QCOMPARE(driver->restarts, 0);
        session->start();
        const Error why{.kind = ErrorKind::Offline, .reason = Reason::ProgramEnded};
        if (refused)
            driver->report(sig::Refused{why});
        else
            driver->report(sig::LinkLost{why});
        const auto done = session->restart();
        QTRY_VERIFY(done.isFinished());
        ROOKERY_VERIFY_RESULT(done.result());
        QCOMPARE(driver->restarts, 1);
        QCOMPARE(driver->connects, 2); // at once
        QCOMPARE(session->snapshot().session.phase, SessionPhase::Connecting);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

    void nobodyElsesProgramIsRestartedWithoutALink()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->report(sig::LinkLost{{.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}});
        QVERIFY(!session->restart().result());
        QCOMPARE(driver->restarts, 0);
        QCOMPARE(driver->connects, 1);
    }

    void restartExplainsTheSilence()
    {
        auto [session, driver] = make(u"a"_s);
        QVERIFY(!session->restart().result());
        session->start();
        driver->goOnline(u"1"_s);
        const auto done = session->restart();
        QTRY_VERIFY(done.isFinished());
        driver->report(sig::LinkLost{{.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}});
        QCOMPARE(session->snapshot().session.why.reason, Reason::GatewayRestarting);
    }

    void countsEachDeliveryOnceHoweverOftenItIsTold()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        Delivery delivery;
        delivery.id = DeliveryId(7);
        delivery.state = DeliveryState::Unknown;
        delivery.why = {.kind = ErrorKind::Timeout, .reason = Reason::NoReply};
        session->observeDelivery(delivery);
        session->observeDelivery(delivery);
        QCOMPARE(session->snapshot().activity.sends.unknown, 1);
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Broken);
        delivery.state = DeliveryState::Verified;
        delivery.verifiedBy = VerifiedBy::Operator;
        session->observeDelivery(delivery);
        QVERIFY((session->snapshot().activity.sends == SendCounters{.verified = 1}));
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Broken);
        delivery.id = DeliveryId(8);
        delivery.verifiedBy = VerifiedBy::Echo;
        session->observeDelivery(delivery);
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Working);
        delivery.state = DeliveryState::Queued;
        session->observeDelivery(delivery);
        QVERIFY((session->snapshot().activity.sends == SendCounters{.verified = 1}));
    }

    void aSendThatIsRefusedAsOfflineIsADoubtWhileTheAccountPassesForOnline()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        Delivery delivery;
        delivery.id = DeliveryId(7);
        delivery.state = DeliveryState::Waiting;
        delivery.why = {.kind = ErrorKind::Rejected, .reason = Reason::NotLoggedIn};
        session->observeDelivery(delivery);
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Broken);
        QVERIFY(session->snapshot().activity.sends == SendCounters{}); // it waits, and is counted when it ends
        delivery.state = DeliveryState::Accepted; // an answer, and no proof yet
        session->observeDelivery(delivery);
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Broken);
        delivery.finallyAccepted = true; // and none will come
        session->observeDelivery(delivery);
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Unknown);
        // while nobody is logged in, the state says it
        driver->report(sig::Waiting{.reason = LoginReason::Kicked, .text = {}});
        delivery.id = DeliveryId(8);
        delivery.state = DeliveryState::Waiting;
        session->observeDelivery(delivery);
        driver->goOnline(u"1"_s);
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Unknown);
    }

    void whatReachesAFriendEndsNoDoubtAboutGroups_data()
    {
        QTest::addColumn<DeliveryState>("arrives");
        QTest::addColumn<ReadinessState>("afterwards");
        QTest::newRow("accepted") << DeliveryState::Accepted << ReadinessState::Unknown;
        QTest::newRow("verified") << DeliveryState::Verified << ReadinessState::Working;
    }
    void whatReachesAFriendEndsNoDoubtAboutGroups()
    {
        QFETCH(const DeliveryState, arrives);
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        int id = 0;
        const auto ends = [&, session = session.get()](ChatKind chat, DeliveryState state) {
            Delivery delivery;
            delivery.id = DeliveryId(++id);
            delivery.target = {chat, u"30001"_s};
            delivery.state = state;
            delivery.finallyAccepted = state == DeliveryState::Accepted;
            if (state == DeliveryState::Unknown)
                delivery.why = {.kind = ErrorKind::Timeout, .reason = Reason::NoReply};
            session->observeDelivery(delivery);
            return check(*session, ReadinessCheck::SendingProven);
        };
        QCOMPARE(ends(ChatKind::Group, DeliveryState::Unknown), ReadinessState::Broken);
        QCOMPARE(ends(ChatKind::Friend, arrives), ReadinessState::Broken);
        QCOMPARE(ends(ChatKind::Friend, DeliveryState::Unknown), ReadinessState::Broken);
        QCOMPARE(ends(ChatKind::Friend, arrives), ReadinessState::Broken);
        QTEST(ends(ChatKind::Group, arrives), "afterwards");
        QCOMPARE(ends(ChatKind::Friend, DeliveryState::Unknown), ReadinessState::Broken);
        QTEST(ends(ChatKind::Friend, arrives), "afterwards");
    }

    void whatWasCountedLongAgoIsNotRememberedOneByOne()
    {
        auto [session, driver] = make(u"a"_s);
        Delivery delivery;
        delivery.state = DeliveryState::Verified;
        constexpr int kSends = SendTally::kRemembered + 10;
        for (int id = 1; id <= kSends; ++id) {
            delivery.id = DeliveryId(id);
            session->observeDelivery(delivery);
        }
        QCOMPARE(session->snapshot().activity.sends.verified, kSends);
        delivery.state = DeliveryState::Unknown;
        delivery.id = DeliveryId(kSends); // a recent one is still corrected
        session->observeDelivery(delivery);
        QCOMPARE(session->snapshot().activity.sends.verified, kSends - 1);
        delivery.id = DeliveryId(1); // an old one stays where it was counted
        session->observeDelivery(delivery);
        QCOMPARE(session->snapshot().activity.sends.verified, kSends - 1);
        QCOMPARE(session->snapshot().activity.sends.unknown, 2);
    }

    void anotherAccountWhileOnlineStartsWithoutProofsAndWithItsOwnContacts()
    {
        auto [session, driver] = make(u"a"_s);
        driver->replies = {{u"get_login_info"_s, QJsonObject{{u"user_id"_s, 1}}},
                           {u"get_group_list"_s, twoGroups()},
                           {u"get_friend_list"_s, oneFriend()}};
        session->start();
        driver->goOnline(u"1"_s);
        QTRY_COMPARE(session->snapshot().groups, 2);
        Delivery proven;
        proven.id = DeliveryId(1);
        proven.state = DeliveryState::Verified;
        session->observeDelivery(proven);
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Working);

        driver->replies.insert(u"get_group_list"_s, QJsonArray());
        driver->report(sig::LoggedIn{AccountId(u"2"_s), u"Other"_s});
        QVERIFY(session->isOnline());
        QCOMPARE(session->snapshot().account, AccountId(u"2"_s));
        QCOMPARE(check(*session, ReadinessCheck::SendingProven), ReadinessState::Unknown);
        QCOMPARE(session->snapshot().groups, -1);
        QTRY_COMPARE(session->snapshot().groups, 0);
        QCOMPARE(check(*session, ReadinessCheck::ActionsAnswer), ReadinessState::Working);
        driver->calls.clear();
        driver->report(sig::LoggedIn{AccountId(u"2"_s), u"Other"_s}); // each look says so
        QVERIFY(driver->calls.isEmpty());
    }

    void listsOfTheAccountBeforeAreNotTakenForThoseOfTheNextOne()
    {
        auto [session, driver] = make(u"a"_s);
        driver->replies = {{u"get_login_info"_s, QJsonObject{{u"user_id"_s, 1}}}};
        session->start();
        driver->goOnline(u"1"_s);
        QTRY_COMPARE(driver->pending.size(), 1); // its groups are on their way
        driver->report(sig::LoggedIn{AccountId(u"2"_s), u"Other"_s});
        QTRY_COMPARE(driver->pending.size(), 2); // and those of the other one
        driver->replies.insert(u"get_friend_list"_s, oneFriend());
        driver->pending.takeFirst().resolve(Reply{twoGroups()});
        driver->pending.takeFirst().resolve(Reply{QJsonArray()});
        QTRY_COMPARE(session->snapshot().groups, 0);
        QTRY_COMPARE(session->snapshot().friends, 1);
    }

    void aGatewayThatArrivesEndsTheWaitAndNothingElse()
    {
        auto [session, driver] = make(u"a"_s);
        driver->report(gateway::driver::PeerArrived{});
        QCOMPARE(driver->connects, 0);
        session->start();
        QCOMPARE(driver->connects, 1);
        driver->report(gateway::driver::PeerArrived{});
        QCOMPARE(driver->connects, 1);
        driver->report(sig::LinkLost{{.kind = ErrorKind::Offline, .reason = Reason::NotDialledIn}});
        QCOMPARE(session->snapshot().session.phase, SessionPhase::Backoff);
        driver->report(gateway::driver::PeerArrived{});
        QCOMPARE(driver->connects, 2);
        driver->report(sig::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong}});
        driver->report(gateway::driver::PeerArrived{});
        QCOMPARE(driver->connects, 2);
    }

    void aNewDriverKeepsCountersAndNumbers()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->goOnline(u"1"_s);
        driver->report(LogLine{});
        auto fresh = std::make_unique<ScriptedGateway>();
        ScriptedGateway *next = fresh.get();
        session->replaceDriver(profile(u"a"_s), std::move(fresh));
        QCOMPARE(next->connects, 1);
        QCOMPARE(session->snapshot().session.phase, SessionPhase::Connecting);
        QCOMPARE(session->snapshot().groups, -1); // so that they are loaded through the new one
        QSignalSpy lines(session.get(), &AccountSession::logLine);
        next->report(LogLine{});
        QCOMPARE(lines.first().first().value<LogLine>().seq, 2);
    }

    void aNewDriverShowsItsLoginCode()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        auto fresh = std::make_unique<ScriptedGateway>();
        ScriptedGateway *next = fresh.get();
        session->replaceDriver(profile(u"a"_s), std::move(fresh));
        next->report(sig::Reached{});
        next->report(sig::Authenticated{});
        next->report(sig::Waiting{});
        next->report(gateway::driver::QrChanged{Redacted<QString>(u"code"_s)});
        next->report(gateway::driver::QuickListChanged{{{AccountId(u"1"_s), u"Bot"_s}}});
        next->report(gateway::driver::LoginText{u"words"_s});
        QVERIFY(session->snapshot().login.qr);
        QCOMPARE(session->snapshot().login.quick.size(), 1);
        QCOMPARE(session->snapshot().login.gatewayText, u"words"_s);
    }

    void whatAGatewaySaysOfItselfIsKeptShortAndMasked()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->report(sig::Reached{});
        driver->report(sig::Authenticated{});
        driver->report(sig::Waiting{});
        const QString words = u"token=s3cretS3cret "_s + QString(5000, u'x');
        driver->report(gateway::driver::QuickListChanged{{{AccountId(u"1"_s), words}}});
        driver->report(gateway::driver::LoginText{words});
        driver->report(GatewayVersion{.app = words, .version = words, .qqVersion = words});
        driver->report(GatewayVitals{.mode = words});
        const AccountSnapshot &now = session->snapshot();
        for (const QString &kept : {now.login.quick.value(0).nickname, now.login.gatewayText, now.version.app,
                                    now.version.version, now.version.qqVersion, now.vitals.value().mode}) {
            QVERIFY(kept.startsWith(u"token="_s));
            QVERIFY(kept.size() <= 1000);
            QVERIFY(!kept.contains(u"s3cret"_s));
        }
    }

    void aWayWithoutEventsIsSaidOfWhoIsOnline()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        // told before anybody is known to be logged in
        driver->report(ConnectionInfo{.label = u"events"_s,
                                      .lastError = {.kind = ErrorKind::Rejected, .reason = Reason::NoEvents}});
        driver->goOnline(u"1"_s);
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Broken);
        QCOMPARE(session->snapshot().readiness[std::size_t(ReadinessCheck::EventsFlow)].why.reason, Reason::NoEvents);
        driver->report(ConnectionInfo{.label = u"events"_s, .up = true, .lastError = {}});
        QCOMPARE(check(*session, ReadinessCheck::EventsFlow), ReadinessState::Unknown);
    }

    void aRefusedCertificateStaysUntilTheLinkWorks()
    {
        auto [session, driver] = make(u"a"_s);
        session->start();
        driver->report(CertificateInfo{.sha256 = "x", .subject = {}, .issuer = {}});
        driver->report(sig::LinkLost{{.kind = ErrorKind::Tls, .reason = Reason::TlsUntrusted}});
        m_clock.advance(seconds(2));
        QCOMPARE(driver->connects, 2);
        QVERIFY(session->snapshot().refusedCertificate);
        driver->report(sig::Reached{});
        QVERIFY(!session->snapshot().refusedCertificate);
    }

    void theSameAccountTwiceIsNoticed()
    {
        SessionRegistry registry;
        auto [one, driverOne] = make(u"a"_s);
        auto [two, driverTwo] = make(u"b"_s);
        AccountSession *a = registry.add(std::move(one));
        AccountSession *b = registry.add(std::move(two));
        auto again = make(u"a"_s);
        QVERIFY(!registry.add(std::move(again.first)));
        a->start();
        b->start();
        driverOne->goOnline(u"1"_s);
        QVERIFY(!a->snapshot().sameAccountElsewhere);
        driverTwo->goOnline(u"1"_s);
        QVERIFY(a->snapshot().sameAccountElsewhere && b->snapshot().sameAccountElsewhere);
        driverTwo->report(sig::Waiting{LoginReason::Kicked, {}});
        QVERIFY(!a->snapshot().sameAccountElsewhere && !b->snapshot().sameAccountElsewhere);
        driverTwo->report(sig::LoggedIn{AccountId(u"1"_s), {}});
        QVERIFY(a->snapshot().sameAccountElsewhere);
        QVERIFY(registry.remove(GatewayId(u"b"_s)));
        QVERIFY(!registry.remove(GatewayId(u"b"_s)));
        QVERIFY(!a->snapshot().sameAccountElsewhere);
        QCOMPARE(registry.all(), QList<AccountSession *>{a});
        QVERIFY(!registry.find(GatewayId(u"b"_s)));
    }

private:
    std::pair<std::unique_ptr<AccountSession>, ScriptedGateway *> make(const QString &id)
    {
        auto driver = std::make_unique<ScriptedGateway>();
        ScriptedGateway *raw = driver.get();
        return {std::make_unique<AccountSession>(profile(id), std::move(driver), m_clock, [] { return 0.5; }), raw};
    }

    ManualClock m_clock;
};

} // namespace rookery::session

ROOKERY_TEST(tst_accountsession, rookery::session::TestAccountSession)
#include "tst_accountsession.moc"

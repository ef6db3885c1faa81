// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "protocol/milky.h"
#include "support/eventnames.h"
#include "support/testcase.h"

#include <QCryptographicHash>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! What only Milky has: its two dialects, two ways for events, logins elsewhere, and sends that are looked after.
class TestMilkyGateway final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("dialect");
        QTest::newRow("lagrange") << u"lagrange"_s;
        QTest::newRow("llbot") << u"llbot"_s;
    }

    void loginElsewhereIsSeenAndNamed()
    {
        sim::GatewayOptions options = loggedIn();
        options.loggedIn = false;
        Link link(subject(), options);
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }));
        QVERIFY(link.saw<signal::Authenticated>());
        QCOMPARE(link.last<signal::Waiting>().reason, LoginReason::Fresh);
        QVERIFY(link.codes.isEmpty());
        QCOMPARE(link.finished(link.gateway->refreshQr()).error().kind, ErrorKind::Rejected);
        QCOMPARE(link.finished(link.gateway->restart()).error().kind, ErrorKind::Rejected);
        QVERIFY(!link.gateway->capabilities().qrLogin);
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
        QCOMPARE(link.last<signal::LoggedIn>().account, AccountId(u"10001"_s));
        QCOMPARE(link.last<signal::LoggedIn>().nickname, u"TestBot"_s);
        QVERIFY(!link.version.app.isEmpty() && !link.version.version.isEmpty() && !link.version.qqVersion.isEmpty());
        QCOMPARE(link.count<signal::Waiting>(), 1);
    }

    void kickIsBelievedAlthoughTheGatewayRemembersTheAccount()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }, seconds(3)));
        QCOMPARE(link.last<signal::Waiting>().reason, LoginReason::Kicked);
        QVERIFY(!link.last<signal::Waiting>().text.isEmpty());
        link.pass(seconds(60));
        QCOMPARE(link.count<signal::LoggedIn>(), 1);
        QCOMPARE(link.count<signal::Waiting>(), 1);
        QVERIFY(!link.saw<signal::LinkLost>());
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.count<signal::ChannelUp>() == 2; }));
    }

    void silentCutOffIsFoundByTheFirstRefusedSend()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"status-offline"_s));
        const auto sent = link.finished(link.sendText(1, u"x"_s));
        QVERIFY(!sent);
        QVERIFY(sent.error().reason == Reason::NotLoggedIn || sent.error().reason == Reason::AccountOffline);
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }, seconds(3)));
        QCOMPARE(link.last<signal::Waiting>().reason, LoginReason::OfflineByQq);
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"status-offline"_s, {{u"on"_s, false}}));
        QVERIFY(link.until([&] { return link.count<signal::ChannelUp>() == 2; }));
    }

    void wrongTokenIsRefusedAndNoTokenNamed()
    {
        Link link(subject(), loggedIn());
        link.token.clear();
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.reason, Reason::TokenMissing);
        link.said.clear();
        link.token = u"wrong"_s;
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.reason, Reason::TokenWrong);
    }

    void prefixBelongsToTheAddress()
    {
        sim::GatewayOptions options = loggedIn();
        options.prefix = u"/milky"_s;
        Link link(subject(), options);
        QVERIFY(link.bringUp());
        link.profile.webUi.setPath({});
        link.said.clear();
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }));
        QCOMPARE(link.last<signal::LinkLost>().why.reason, Reason::WrongServer);
    }

    void listenerThatDisconnectsHearsNothingMore_data()
    {
        QTest::addColumn<QString>("report");
        for (const char *report : {"reached", "authenticated", "version", "text", "logged-in", "channel"})
            QTest::newRow(report) << QString::fromLatin1(report);
    }
    void listenerThatDisconnectsHearsNothingMore()
    {
        QFETCH(const QString, report);
        Link link(subject(), loggedIn());
        link.connectLink();
        DisconnectsAt listener(*link.gateway, report);
        QVERIFY(link.until([&listener] { return listener.done; }));
        link.pass(seconds(30));
        QVERIFY2(listener.late.isEmpty(), qPrintable(listener.late.join(u' ')));
        QVERIFY(!link.connection(u"milky"_s).up);
        QVERIFY(!link.connection(u"events"_s).up);
    }

    void streamReplacesARefusedSocket()
    {
        sim::GatewayOptions options = loggedIn();
        options.reportSelfMessage = true;
        Link link(subject(), options);
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-socket"_s));
        QVERIFY(link.bringUp());
        QCOMPARE(link.sim->state().value(u"eventStreams"_s).toInt(), 1);
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"over the stream"_s)));
        QVERIFY(link.until([&] { return link.ownEchoes() == 1; }));
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }, seconds(3)));
    }

    void noWayForEventsIsALossWithAName()
    {
        Link link(subject(), loggedIn());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-socket"_s));
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-stream"_s));
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }));
        QVERIFY(!link.saw<signal::ChannelUp>());
        QCOMPARE(link.connection(u"events"_s).lastError.reason, Reason::WrongServer);
    }

    void everySendIsReadBackOnce()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        const auto sent = link.finished(link.sendText(1, u"hello"_s));
        ROOKERY_VERIFY_RESULT(sent);
        QCOMPARE(sent->id, MessageId(u"group:30001:1"_s));
        QVERIFY(link.until([&] { return link.ownEchoes() == 1; }));
        const auto &own = std::get<MessageEvent>(link.events.constLast().body);
        QVERIFY(own.readBack);
        QCOMPARE(own.messageId, MessageId(u"group:30001:1"_s));
        link.pass(seconds(60));
        QCOMPARE(link.ownEchoes(), 1);
    }

    void pushedOwnMessageIsNotReadBackToo()
    {
        sim::GatewayOptions options = loggedIn();
        options.reportSelfMessage = true;
        Link link(subject(), options);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"hello"_s)));
        QVERIFY(link.until([&] { return link.ownEchoes() == 1; }));
        link.pass(seconds(60));
        QCOMPARE(link.ownEchoes(), 1);
    }

    void whatTheServerNeverShowsHasNoProof()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"send-silently-lost"_s));
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"gone"_s)));
        link.pass(seconds(90));
        QCOMPARE(link.ownEchoes(), 0);
        QCOMPARE(link.sim->ledger().size(), 0);
    }

    void lateServerCopyIsFoundByLookingAgain()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"message-not-found"_s, {{u"times"_s, 2}}));
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"late"_s)));
        QVERIFY(link.until([&] { return link.ownEchoes() == 1; }, seconds(20)));
    }

    void droppedPictureIsToldAndProvesNothing_data()
    {
        QTest::addColumn<bool>("echoed");
        QTest::newRow("read back") << false;
        QTest::newRow("pushed") << true;
    }
    void droppedPictureIsToldAndProvesNothing()
    {
        QFETCH(const bool, echoed);
        sim::GatewayOptions options = loggedIn();
        options.reportSelfMessage = echoed;
        Link link(subject(), options);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"picture-lost"_s));
        const auto sent = link.finished(sendBoth(link));
        QVERIFY(!sent);
        QCOMPARE(sent.error().kind, ErrorKind::Rejected);
        QCOMPARE(sent.error().reason, Reason::PictureLost);
        QCOMPARE(link.sim->ledger().size(), 1);
        QVERIFY(link.sim->ledger().at(0).pictureSha256.isEmpty());
        link.pass(seconds(60));
        // the pushed one is real and comes out; a read-back one would claim that all went well
        QCOMPARE(link.ownEchoes(), echoed ? 1 : 0);
    }

    void pictureThatNobodyCanLookUpIsAccepted()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"message-not-found"_s));
        ROOKERY_VERIFY_RESULT(link.finished(sendBoth(link)));
        QCOMPARE(link.sim->ledger().at(0).pictureSha256.size(), 1);
        QCOMPARE(link.ownEchoes(), 0);
    }

    void unreadablePictureIsNeverSilent()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        const auto alone = link.finished(link.sendPicture(1, u"base64://!"_s, 1));
        QVERIFY(!alone);
        QCOMPARE(link.sim->ledger().size(), 0);
        const auto gone = link.finished(link.sendPicture(1, u"held:0000"_s, 1));
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, ErrorKind::Expired);
        QCOMPARE(gone.error().reason, Reason::StagedFileGone);
    }

    void serversOwnFailureLeavesASendOpen()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"server-error"_s));
        const auto sent = link.finished(link.sendText(1, u"x"_s));
        QVERIFY(!sent);
        QCOMPARE(sent.error().kind, ErrorKind::Timeout);
        QCOMPARE(sent.error().code, 500);
        const auto list = link.finished(link.gateway->contacts(ChatKind::Group, Freshness::Cached, seconds(15)));
        QCOMPARE(list.error().kind, ErrorKind::Rejected);
    }

    void closedConnectionAfterASendIsUnknownAndSentOnce()
    {
        for (const QString &fault : {u"accept-then-close"_s, u"accept-then-reset"_s}) {
            Link link(subject(), loggedIn());
            QVERIFY(link.bringUp());
            ROOKERY_VERIFY_RESULT(link.sim->setFault(fault, {{u"times"_s, 1}}));
            const auto sent = link.finished(link.sendText(1, u"once"_s));
            QVERIFY(!sent);
            QCOMPARE(sent.error().kind, ErrorKind::Network);
            link.pass(seconds(10));
            QCOMPARE(link.sim->ledger().size(), 1);
        }
    }

    void restartIsSurvived()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"restart"_s));
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }));
        link.gateway->connectLink();
        QVERIFY(link.until([&] { return link.count<signal::LinkLost>() == 2; }));
        QCOMPARE(link.last<signal::LinkLost>().why.kind, ErrorKind::Offline);
        link.clock.advance(seconds(5));
        link.gateway->connectLink();
        QVERIFY(link.until([&] { return link.count<signal::ChannelUp>() == 2; }));
    }

    void silentGatewayIsFoundOverTheStreamToo()
    {
        Link link(subject(), loggedIn());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-socket"_s));
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"half-open"_s));
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }, seconds(60)));
        QCOMPARE(link.last<signal::LinkLost>().why.kind, ErrorKind::Timeout);
    }

    void streamThatDiedWithoutAWordIsDialledAnew()
    {
        Link link(subject(), loggedIn());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-socket"_s));
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"events-stall"_s));
        QVERIFY(link.until([&] { return link.sim->state().value(u"eventStreams"_s).toInt() == 1; }, seconds(150)));
        // heard over the stream alone: a poll would not know this reason
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }, seconds(3)));
        QCOMPARE(link.last<signal::Waiting>().reason, LoginReason::Kicked);
        QVERIFY(!link.saw<signal::LinkLost>());
        QVERIFY(link.connection(u"events"_s).up);
    }

    void streamThatCannotBeDialledAnewIsALoss()
    {
        Link link(subject(), loggedIn());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-socket"_s));
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"events-stall"_s));
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-stream"_s));
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }, seconds(150)));
        QVERIFY(!link.connection(u"events"_s).up);
        QCOMPARE(link.connection(u"events"_s).lastError.reason, Reason::WrongServer);
    }

    void socketThatDiedWithoutAWordIsALossAlthoughCallsAreAnswered()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"events-stall"_s));
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }, seconds(90)));
        QCOMPARE(link.last<signal::LinkLost>().why.reason, Reason::HalfOpen);
        QCOMPARE(link.connection(u"events"_s).lastError.reason, Reason::HalfOpen);
        link.gateway->connectLink();
        QVERIFY(link.until([&] { return link.count<signal::ChannelUp>() == 2; }));
    }

    void longSilenceIsToldUntilTheNextEvent_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("socket") << false;
        QTest::newRow("stream") << true;
    }
    void longSilenceIsToldUntilTheNextEvent()
    {
        QFETCH(const bool, stream);
        Link link(subject(), loggedIn());
        if (stream)
            ROOKERY_VERIFY_RESULT(link.sim->setFault(u"no-socket"_s));
        QVERIFY(link.bringUp());
        QVERIFY(!link.connection(u"events"_s).quiet);
        QVERIFY(link.until([&] { return link.connection(u"events"_s).quiet; }, seconds(310)));
        QVERIFY(link.connection(u"events"_s).up);
        QCOMPARE(link.connection(u"events"_s).reconnects, 0);
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        QVERIFY(link.until([&] { return !link.connection(u"events"_s).quiet; }, seconds(3)));
    }

    void contactsAndSendsToFriendsAreUnderstood()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        const auto send = [&link](const Target &target, const Message &message) {
            return link.finished(link.gateway->sendMessage(target, message, seconds(15)));
        };
        const auto friends = link.finished(link.gateway->contacts(ChatKind::Friend, Freshness::Fresh, seconds(15)));
        ROOKERY_VERIFY_RESULT(friends);
        QCOMPARE(friends->size(), 2);
        const auto direct = send({ChatKind::Friend, u"20001"_s}, {TextSegment{u"hi"_s}});
        ROOKERY_VERIFY_RESULT(direct);
        QCOMPARE(direct->id, MessageId(u"friend:20001:1"_s));
        QVERIFY(!link.sim->ledger().constLast().group);
        QCOMPARE(send({ChatKind::Friend, u"x"_s}, {TextSegment{u"hi"_s}}).error().reason, Reason::TargetUnknown);
        QCOMPARE(send(link.chat(1), {OtherSegment{u"dice"_s, {}}}).error().reason, Reason::BadInput);
        const auto self = link.finished(link.gateway->self(seconds(15)));
        ROOKERY_VERIFY_RESULT(self);
        QCOMPARE(self->account, AccountId(u"10001"_s));
    }

private:
    static Subject subject()
    {
        Subject one;
        one.simKind = u"milky"_s;
        one.kind = GatewayKind::Milky;
        return one;
    }
    static sim::GatewayOptions loggedIn()
    {
        QFETCH_GLOBAL(QString, dialect);
        sim::GatewayOptions options;
        options.dialect = dialect;
        options.loggedIn = true;
        return options;
    }
    //! A text and a picture in one message.
    static FutureResult<gateway::SentMessage> sendBoth(Link &link)
    {
        const QByteArray bytes = QByteArray::fromHex("89504e470d0a1a0a") + QByteArray(2000, 'x');
        const auto staged = link.finished(link.gateway->stagePicture(
            bytes, QCryptographicHash::hash(bytes, QCryptographicHash::Sha256), u"p.png"_s, seconds(600)));
        if (!staged)
            return failedResult<gateway::SentMessage>(staged.error());
        const Message message{TextSegment{u"look"_s}, ImageSegment{.file = staged->file, .url = {}, .summary = {}}};
        return link.gateway->sendMessage({ChatKind::Group, u"30001"_s}, message,
                                         link.gateway->sendDeadline(bytes.size()));
    }
};

ROOKERY_TEST(tst_milkygateway, TestMilkyGateway)
#include "tst_milkygateway.moc"

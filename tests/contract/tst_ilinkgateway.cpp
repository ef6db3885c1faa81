// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "support/driverevents.h"

#include "gateway/gatewaytest.h"
#include "gateway/ilink/synccursor.h"
#include "support/testcase.h"

#include <QCryptographicHash>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! What only WeChat's bot interface has: the phone's digits, a login that is sent to another host, a binding that one
//! program holds at a time, and chats that close.
class TestILinkGateway final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void theRightDigitsGoOnAndWrongOnesAreAskedForAgain()
    {
        Link link(subject());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"verify-code"_s, {{u"times"_s, 1}}));
        QVERIFY(showsACode(link));
        ROOKERY_VERIFY_RESULT(scan(link));
        QVERIFY(link.until([&] { return link.saw<signal::TotpNeeded>(); }));
        QVERIFY(link.last<signal::TotpNeeded>().fromPhone);
        link.gateway->submitTotp(Redacted<QString>(u"x"_s));
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.reason, Reason::TotpWrong);
        link.gateway->submitTotp(Redacted<QString>(link.sim->state().value(u"verifyCode"_s).toString()));
        QVERIFY(link.until([&] { return link.sim->state().value(u"qrState"_s) == u"scanned"_s; }));
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
    }

    void tooManyWrongDigitsEndTheCodeAndBringAnotherOne()
    {
        Link link(subject());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"verify-code"_s, {{u"times"_s, 1}}));
        QVERIFY(showsACode(link));
        const QString before = link.codes.constLast();
        ROOKERY_VERIFY_RESULT(scan(link));
        QVERIFY(link.until([&] { return link.saw<signal::TotpNeeded>(); }));
        for (int wrong = 1; wrong <= 3; ++wrong) {
            link.gateway->submitTotp(Redacted<QString>(u"x"_s));
            if (wrong < 3)
                QVERIFY(link.until([&] { return link.count<signal::Refused>() == wrong; }));
        }
        QVERIFY(link.until([&] { return !link.codes.constLast().isEmpty() && link.codes.constLast() != before; }));
        QCOMPARE(link.codes.constLast(), link.sim->qrUrl());
        QVERIFY(link.until([&] { return link.last<signal::Waiting>().reason == LoginReason::Fresh; }));
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
    }

    void aLoginIsFollowedToItsOtherHostAndStaysThere()
    {
        Link link(subject());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"redirect"_s));
        QVERIFY(showsACode(link));
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
        const auto binding = keptBinding(link);
        QVERIFY(binding.has_value());
        QCOMPARE(QUrl(binding->baseUrl).authority(), link.sim->state().value(u"secondHost"_s).toString());
    }

    void aLoginIsNotFollowedToAForeignHost()
    {
        Link link(subject());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"redirect-foreign"_s));
        QVERIFY(showsACode(link));
        ROOKERY_VERIFY_RESULT(scan(link));
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.reason, Reason::WrongServer);
        QCOMPARE(link.last<signal::Refused>().why.detail, u"weixin.example"_s);
        QVERIFY(link.codes.constLast().isEmpty());
        QVERIFY(!keptBinding(link));
    }

    void threeCodesAreLetPassThenTheOperatorHasToAsk()
    {
        Link link(subject());
        QVERIFY(showsACode(link));
        for (int code = 1; code < 3; ++code) {
            const QString before = link.codes.constLast();
            ROOKERY_VERIFY_RESULT(link.sim->expireQr());
            QVERIFY(link.until([&] { return !link.codes.constLast().isEmpty() && link.codes.constLast() != before; }));
        }
        ROOKERY_VERIFY_RESULT(link.sim->expireQr());
        QVERIFY(link.until([&] { return link.last<signal::Waiting>().reason == LoginReason::Expired; }));
        QVERIFY(link.codes.constLast().isEmpty());
        const auto asked = requests(link, u"get_bot_qrcode"_s);
        link.pass(std::chrono::minutes(2));
        QCOMPARE(requests(link, u"get_bot_qrcode"_s), asked);
        ROOKERY_VERIFY_RESULT(link.finished(link.gateway->refreshQr()));
        QCOMPARE(link.codes.constLast(), link.sim->qrUrl());
    }

    void aScanThatIsRefusedOnThePhoneBringsAnotherCode()
    {
        Link link(subject());
        QVERIFY(showsACode(link));
        const QString before = link.codes.constLast();
        ROOKERY_VERIFY_RESULT(link.sim->command(u"/qr/cancel"_s));
        QVERIFY(link.until([&] { return !link.codes.constLast().isEmpty() && link.codes.constLast() != before; }));
    }

    void aBotThatIsBoundAlreadyGivesNothing()
    {
        Link link(subject());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"already-bound"_s));
        QVERIFY(showsACode(link));
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.last<signal::Waiting>().reason == LoginReason::TakenOver; }));
        QVERIFY(!keptBinding(link));
    }

    void aLostBindingIsForgottenAndNeverPolledWithAgain()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        QVERIFY(link.until([&] { return link.last<signal::Waiting>().reason == LoginReason::TakenOver; }));
        QVERIFY(link.until([&] { return !link.codes.isEmpty() && !link.codes.constLast().isEmpty(); }));
        QVERIFY(!keptBinding(link));
        const auto polls = requests(link, u"getupdates"_s);
        link.pass(std::chrono::minutes(3));
        QCOMPARE(requests(link, u"getupdates"_s), polls);
        // nobody can be answered with what the other program has now
        QCOMPARE(link.answerable.constLast(), 0);
        QCOMPARE(link.finished(link.sendText(1, u"x"_s)).error().kind, ErrorKind::Offline);
        QVERIFY(link.sim->ledger().isEmpty());
    }

    void aBindingLostWithoutAPollIsSeenByTheNextSend()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"half-open"_s)); // the poll hears nothing
        link.pass(seconds(1));
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"half-open"_s, {{u"on"_s, false}}));
        const auto sent = link.finished(link.sendText(1, u"x"_s));
        QVERIFY(!sent);
        QCOMPARE(sent.error().reason, Reason::AccountOffline);
        QCOMPARE(sent.error().kind, ErrorKind::Rejected); // it was asked, so it may not count as never sent
        QVERIFY(link.sim->ledger().isEmpty());
    }

    void whoHasNotWrittenIsNotWrittenTo()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        const auto sends = requests(link, u"sendmessage"_s);
        const auto stranger = link.finished(link.sendText(9, u"x"_s));
        QVERIFY(!stranger);
        QCOMPARE(stranger.error().kind, ErrorKind::Rejected);
        QCOMPARE(stranger.error().reason, Reason::MustWriteFirst);
        QCOMPARE(requests(link, u"sendmessage"_s), sends); // not even asked
    }

    void aChatClosesAfterADayAndOpensWithTheNextMessage()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        QCOMPARE(link.answerable.constLast(), 2);
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"today"_s)));
        link.clock.advance(std::chrono::hours(24));
        QVERIFY(link.until([&] { return link.answerable.constLast() == 0; }));
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); })); // a day in one step: the question runs out
        QVERIFY(comesBack(link));
        const auto late = link.finished(link.sendText(1, u"late"_s));
        QVERIFY(!late);
        QCOMPARE(late.error().reason, Reason::MustWriteFirst);
        QVERIFY(link.usersWrite());
        QCOMPARE(link.answerable.constLast(), 2);
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"again"_s)));
        QCOMPARE(link.sim->ledger().size(), 2);
    }

    void whoCouldBeAnsweredCanBeAfterAStartOfTheProgram()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        link.gateway->disconnectLink(); // writes at once what it would have written soon
        link.said.clear();
        link.events.clear();
        link.answerable.clear();
        link.connectLink(); // another driver: it knows what was kept
        QVERIFY(link.until([&] { return !link.answerable.isEmpty(); }));
        QCOMPARE(link.answerable.constLast(), 2);
        ROOKERY_VERIFY_RESULT(
            link.sim->command(u"/message"_s, {{u"from"_s, u"20003"_s}, {u"text"_s, u"while you were away"_s}}));
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }, seconds(50)));
        QVERIFY(link.until([&] { return !link.events.isEmpty(); }));
        link.pass(seconds(5));
        QCOMPARE(link.events.size(), 1); // nothing comes a second time
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"still"_s)));
        QCOMPARE(link.sim->ledger().size(), 1);
    }

    void theMailboxIsKeptWhileTheLinkLives()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        QVERIFY(!link.keptSyncCursor()); // not with every message
        link.pass(seconds(31));
        const auto kept = link.keptSyncCursor();
        ROOKERY_VERIFY_RESULT(kept);
        const SyncCursor syncCursor = decodeSyncCursor(*kept);
        QCOMPARE(syncCursor.botId, link.account().value());
        QCOMPARE(syncCursor.chats.size(), 2);
        QVERIFY(!syncCursor.cursor.isEmpty());
    }

    void aLostBindingTakesWhatWasKeptWithIt()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        link.pass(seconds(31));
        QVERIFY(link.keptSyncCursor().has_value());
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }));
        QVERIFY(!link.keptSyncCursor());
        link.pass(seconds(40)); // whatever would have been written has been
        QVERIFY(!link.keptSyncCursor());
    }

    void aRefusedAnswerClosesTheChatUntilTheyWrite()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"stale-token"_s, {{u"times"_s, 1}}));
        const auto sent = link.finished(link.sendText(1, u"x"_s));
        QVERIFY(!sent);
        QCOMPARE(sent.error().kind, ErrorKind::Rejected);
        QCOMPARE(sent.error().reason, Reason::MustWriteFirst);
        QCOMPARE(sent.error().code, protocol::ilink::kMustWriteFirst);
        QCOMPARE(link.answerable.constLast(), 1);
    }

    void aClosedChatStaysClosedAfterAStartOfTheProgram()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        link.pass(seconds(31)); // kept as open
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"stale-token"_s, {{u"times"_s, 1}}));
        QVERIFY(!link.finished(link.sendText(1, u"x"_s)));
        link.pass(seconds(31));
        link.answerable.clear();
        link.connectLink(); // another driver: it knows what was kept
        QVERIFY(link.until([&] { return !link.answerable.isEmpty(); }));
        QCOMPARE(link.answerable.constLast(), 1);
    }

    void textAndPictureArriveAsTwoMessages()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        const QByteArray bytes("\x89PNG\r\n\x1a\n0123456789", 18);
        const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
        const auto staged = link.finished(link.gateway->stagePicture(bytes, hash, u"p.png"_s, seconds(600)));
        ROOKERY_VERIFY_RESULT(staged);
        ROOKERY_VERIFY_RESULT(sendBoth(link, staged->file));
        QCOMPARE(link.sim->ledger().size(), 2);
        QCOMPARE(link.sim->ledger().at(0).text, u"hello"_s);
        QCOMPARE(link.sim->ledger().at(1).pictureSha256, QStringList{QString::fromLatin1(hash.toHex())});
        // the content servers say no: then nothing has gone out
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"rich-media"_s, {{u"times"_s, 1}}));
        const auto refused = sendBoth(link, staged->file);
        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, Reason::RichMediaFailed);
        QCOMPARE(link.sim->ledger().size(), 2);
    }

    void anIncomingMessageKeepsItsLongNumber()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(
            link.sim->command(u"/message"_s, {{u"from"_s, u"20001"_s}, {u"text"_s, u"look"_s}, {u"picture"_s, true}}));
        QVERIFY(link.until([&] { return link.events.size() == 1; }));
        const auto message = std::get<MessageEvent>(link.events.constFirst().body);
        QCOMPARE(message.chat, link.chat(1));
        QVERIFY(message.messageId.value().toULongLong() > (quint64(1) << 53U));
        QCOMPARE(message.message.size(), 2);
        QCOMPARE(std::get<TextSegment>(message.message.constFirst()).text, u"look"_s);
        QVERIFY(std::get<ImageSegment>(message.message.constLast()).size > 0);
    }

    void aProxyThatGivesUpIsALinkLostForAMoment_data()
    {
        QTest::addColumn<QString>("fault");
        for (const QString &fault : {u"http-504"_s, u"http-524"_s, u"accept-then-close"_s, u"accept-then-reset"_s})
            QTest::newRow(qPrintable(fault)) << fault;
    }
    void aProxyThatGivesUpIsALinkLostForAMoment()
    {
        QFETCH(const QString, fault);
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(fault));
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }, seconds(80)));
        // a question without an effect is asked once more by itself, and then runs out
        const ErrorKind kind = link.last<signal::LinkLost>().why.kind;
        QVERIFY(kind == ErrorKind::Network || (kind == ErrorKind::Timeout && fault.startsWith(u"accept"_s)));
        ROOKERY_VERIFY_RESULT(link.sim->setFault(fault, {{u"on"_s, false}}));
        QVERIFY(comesBack(link));
    }

    void aCodeOutlivesAProxyThatGivesUp()
    {
        Link link(subject());
        QVERIFY(showsACode(link));
        const QString before = link.codes.constLast();
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"http-524"_s, {{u"times"_s, 2}}));
        link.pass(seconds(80));
        QCOMPARE(link.codes.constLast(), before);
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
    }

    void aHeldFirstQuestionIsOnlineOnceItIsAnswered()
    {
        Link link(subject(), loggedIn());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"first-poll-held"_s));
        link.connectLink();
        link.pass(seconds(20));
        QVERIFY(!link.saw<signal::LoggedIn>()); // nothing has shown it yet
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
    }

    void theTestBindsNothing()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        const auto report =
            link.finished(testGateway(link.profile, {}, link.clock, Link::network(), &link, {}, &link.listener));
        ROOKERY_VERIFY_RESULT(report);
        QVERIFY(report->passed());
        QCOMPARE(report->steps.at(int(TestStep::Kind)).state, StepState::Passed);
        QCOMPARE(report->steps.at(int(TestStep::Token)).state, StepState::Skipped);
        link.pass(seconds(40));
        QVERIFY(link.connection(u"ilink"_s).up);
        QCOMPARE(link.sim->state().value(u"login"_s).toString(), u"online"_s);
    }

    void noSecretIsTold()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        QStringList told; // everywhere
        onDriverEvent<gateway::driver::LoginText>(
            *link.gateway, this, [&told](const gateway::driver::LoginText &said) { told.append(said.text); });
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"echo-tokens"_s));
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"stale-token"_s, {{u"times"_s, 1}}));
        const auto sent = link.finished(link.sendText(1, u"x"_s));
        QVERIFY(!sent);
        told.append(sent.error().detail);
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }));
        told.append(link.last<signal::Waiting>().text);
        told.append(link.last<signal::LinkLost>().why.detail);
        told.append(link.last<signal::Refused>().why.detail);
        for (const ConnectionInfo &info : std::as_const(link.connections))
            told.append(info.lastError.detail);
        for (const LogLine &line : std::as_const(link.lines))
            told.append(line.text);
        const QString all = told.join(u'\n');
        // the server's own words are there, and both tokens were where the dots are
        QVERIFY2(all.contains(u"context token is missing or stale: *** ***"_s), qPrintable(all));
        QVERIFY2(all.contains(u"session timeout: ***"_s), qPrintable(all));
        QVERIFY(!all.contains(link.token));
        const QString context = sentContext(link);
        QVERIFY(!context.isEmpty() && !all.contains(context));
    }

private:
    static Subject subject() { return {u"ilink"_s, GatewayKind::ILink}; }
    static sim::GatewayOptions loggedIn()
    {
        sim::GatewayOptions options;
        options.loggedIn = true;
        return options;
    }
    static bool showsACode(Link &link)
    {
        link.connectLink();
        return link.until([&link] { return !link.codes.isEmpty() && !link.codes.constLast().isEmpty(); });
    }
    //! With its cursor: the first question is held like any other.
    static bool comesBack(Link &link)
    {
        link.gateway->connectLink();
        return link.until([&link] { return link.count<signal::ChannelUp>() == 2; }, seconds(50));
    }
    static Result<> scan(Link &link) { return link.sim->scanQr(); }
    static std::optional<protocol::ilink::Binding> keptBinding(Link &link)
    {
        const auto kept = link.keptBinding();
        return kept ? protocol::ilink::decodeBinding(*kept) : std::nullopt;
    }
    //! How often this was asked so far.
    static qsizetype requests(const Link &link, const QString &name)
    {
        const QJsonArray all = link.sim->state().value(u"requests"_s).toArray();
        return std::count_if(all.cbegin(), all.cend(),
                             [&name](const QJsonValue &one) { return one.toObject().value(u"api"_s) == name; });
    }
    //! What the last send carried.
    static QString sentContext(const Link &link)
    {
        QString context;
        const QJsonArray all = link.sim->state().value(u"requests"_s).toArray();
        for (const QJsonValue one : all) {
            if (one.toObject().value(u"api"_s) == u"sendmessage"_s)
                context = one[u"body"_s][u"msg"_s][u"context_token"_s].toString();
        }
        return context;
    }
    static Result<gateway::SentMessage> sendBoth(Link &link, const QString &file)
    {
        const Message message{TextSegment{u"hello"_s}, ImageSegment{.file = file, .url = {}, .summary = {}}};
        return link.finished(link.gateway->sendMessage(link.chat(1), message, seconds(60)));
    }
};

ROOKERY_TEST(tst_ilinkgateway, TestILinkGateway)
#include "tst_ilinkgateway.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reason.h"
#include "support/testcase.h"

#include "ui/text/wording.h"

#include <QSet>

#include <array>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

class TestWording final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void everyReasonHasItsOwnSentenceAndAdvice();
    void everyKindWithoutAReasonHasAClause();
    void anErrorThatSaysNothingHasNoWords();
    void theOthersOwnWordsStandInBracketsWithoutControls();
    void aRateLimitSaysWhenItGoesOn();
    void sessionStatesReadLikeTheTable_data();
    void sessionStatesReadLikeTheTable();
    void readinessNamesItsFirstBrokenCheck();
    void deliveriesSayWhatProvedThem();
    void aPausedBroadcastSaysThatItWasInterrupted();
    void everyIncidentHasTitleAndAdvice();
    void storageTroubleIsSaidByItsReason();
    void everyLogCategoryHasItsOwnWord();
    void aLogFileSaysWhichOfItsLinesAreShown();
    void aLatchSaysHowItIsKnown();
    void whatIsBoundIsNamedByKind();
    void aGatewayThatCannotProveSendsIsNotWaitedFor();
    void testStepsAreNamedByKind();
    void advicePointsAtTheGatewayThatItIsAbout();
};

void TestWording::everyReasonHasItsOwnSentenceAndAdvice()
{
    QSet<QString> seen;
    for (const auto &[reason, word] : kReasonNames) {
        if (reason == Reason::None)
            continue;
        const Error error{.kind = ErrorKind::Rejected, .reason = reason};
        const QString sentence = text::errorText(error);
        QVERIFY2(sentence.size() > 8, word);
        QVERIFY2(sentence.at(0).isUpper() && sentence.endsWith(u'.'), qPrintable(sentence));
        QVERIFY2(!seen.contains(sentence), qPrintable(sentence));
        seen.insert(sentence);
        QVERIFY2(text::errorAdvice(error).endsWith(u'.'), qPrintable(sentence));
    }
}

void TestWording::everyKindWithoutAReasonHasAClause()
{
    for (int i = 0; i <= int(ErrorKind::Bug); ++i)
        QVERIFY(!text::kindClause(ErrorKind(i)).isEmpty());
    QCOMPARE(text::errorText(Error{.kind = ErrorKind::Timeout}), u"No answer in time."_s);
}

void TestWording::anErrorThatSaysNothingHasNoWords()
{
    QVERIFY(text::errorText(Error{}).isEmpty());
    QVERIFY(text::errorClause(Error{}).isEmpty());
    QVERIFY(text::errorAdvice(Error{}).isEmpty());
}

void TestWording::theOthersOwnWordsStandInBracketsWithoutControls()
{
    const Error error{.kind = ErrorKind::Rejected,
                      .reason = Reason::SendRefused,
                      .code = 120,
                      .detail = u" \u4F60\u88AB\u7981\u8A00\r\n%1"_s};
    QCOMPARE(text::errorText(error),
             u"QQ refused the message (120: \u4F60\u88AB\u7981\u8A00\u2039U+000D\u203A\u21B5%1)."_s);
}

void TestWording::aRateLimitSaysWhenItGoesOn()
{
    const Error error{.kind = ErrorKind::RateLimited, .reason = Reason::LoginRateLimit, .retryAfter = seconds(20)};
    QVERIFY(text::errorText(error).endsWith(u"; next try in 20 s."_s));
}

void TestWording::sessionStatesReadLikeTheTable_data()
{
    QTest::addColumn<SessionPhase>("phase");
    QTest::addColumn<LoginReason>("login");
    QTest::addColumn<ErrorReason>("why");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("button");
    const auto none = LoginReason::None;
    const auto login = SessionPhase::LoginRequired;
    QTest::newRow("online") << SessionPhase::Online << none << Reason::None << u"online"_s << u"Open"_s;
    QTest::newRow("scan") << login << LoginReason::Fresh << Reason::None << u"waiting for scan"_s << u"Show code"_s;
    QTest::newRow("expired") << login << LoginReason::Expired << Reason::None << u"waiting for scan"_s
                             << u"Show code"_s;
    QTest::newRow("kicked") << login << LoginReason::Kicked << Reason::None << u"kicked offline"_s << u"Log in again"_s;
    QTest::newRow("offline") << login << LoginReason::OfflineByQq << Reason::None << u"offline (QQ)"_s
                             << u"Log in again"_s;
    QTest::newRow("captcha") << login << LoginReason::Captcha << Reason::None << u"captcha asked"_s
                             << u"Open gateway page"_s;
    QTest::newRow("totp") << SessionPhase::NeedsTotp << none << Reason::None << u"two-factor code needed"_s
                          << u"Enter code"_s;
    QTest::newRow("connecting") << SessionPhase::Connecting << none << Reason::None << u"connecting"_s << u"Cancel"_s;
    QTest::newRow("backoff") << SessionPhase::Backoff << none << Reason::ConnectionRefused
                             << u"retrying in 12 s: nothing listens at this address and port"_s << u"Retry now"_s;
    QTest::newRow("rejected") << SessionPhase::Rejected << none << Reason::TokenWrong << u"token refused"_s
                              << u"Change token"_s;
    QTest::newRow("no token") << SessionPhase::Rejected << none << Reason::TokenMissing << u"token needed"_s
                              << u"Change token"_s;
    QTest::newRow("rejected otherwise") << SessionPhase::Rejected << none << Reason::AccessDenied
                                        << u"refused: the gateway does not accept this machine's address"_s
                                        << u"Retry now"_s;
    QTest::newRow("stopped") << SessionPhase::Stopped << none << Reason::None << u"stopped"_s << u"Connect"_s;
}

void TestWording::sessionStatesReadLikeTheTable()
{
    QFETCH(SessionPhase, phase);
    QFETCH(LoginReason, login);
    QFETCH(ErrorReason, why);
    const WallTime now = fromMSecs(1'795'000'000'000);
    const SessionState state{
        .phase = phase,
        .login = login,
        .why = {.kind = why == Reason::TokenWrong || why == Reason::TokenMissing ? ErrorKind::Auth : ErrorKind::Network,
                .reason = why},
        .retryAt = now + milliseconds(11'400)};
    QTEST(text::sessionWord(state, now), "word");
    QTEST(text::sessionButton(state), "button");
}

void TestWording::readinessNamesItsFirstBrokenCheck()
{
    Readiness readiness{};
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"0 of 6 proven"_s);
    for (ReadinessEvidence &check : readiness)
        check.state = ReadinessState::Working;
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"ready"_s);
    readiness[5].state = ReadinessState::Unknown;
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"ready, sending not proven yet"_s);
    readiness[2] = {.state = ReadinessState::Broken,
                    .why = {.kind = ErrorKind::Rejected, .reason = Reason::OfflineByQq}};
    readiness[4].state = ReadinessState::Broken;
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"QQ reports the account as offline"_s);
    readiness[2].why = {.kind = ErrorKind::Rejected, .reason = Reason::NotLoggedIn};
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"waiting for login"_s);
    readiness[1] = {.state = ReadinessState::Broken, .why = {.kind = ErrorKind::Auth, .reason = Reason::TokenWrong}};
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"token refused"_s);
    readiness[1].why.reason = Reason::TotpNeeded;
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat),
             u"the gateway's panel asks for a two-factor code"_s);
    readiness[0] = {.state = ReadinessState::Broken,
                    .why = {.kind = ErrorKind::Network, .reason = Reason::ConnectionRefused}};
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat),
             u"unreachable: nothing listens at this address and port"_s);
    readiness[0].why.reason = Reason::TlsUntrusted;
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"the certificate is not trusted"_s);
}

void TestWording::deliveriesSayWhatProvedThem()
{
    Delivery delivery;
    delivery.state = DeliveryState::Verified;
    delivery.verifiedBy = VerifiedBy::Echo;
    QCOMPARE(text::deliveryWord(delivery), u"verified (echo)"_s);
    delivery = Delivery();
    delivery.state = DeliveryState::Accepted;
    QCOMPARE(text::deliveryWord(delivery), u"accepted"_s);
    delivery.finallyAccepted = true;
    QCOMPARE(text::deliveryWord(delivery), u"accepted (proof impossible here)"_s);
}

void TestWording::aPausedBroadcastSaysThatItWasInterrupted()
{
    BroadcastSummary summary;
    summary.state = BroadcastState::Paused;
    QCOMPARE(text::broadcastWord(summary), u"paused"_s);
    summary.interrupted = true;
    QCOMPARE(text::broadcastWord(summary), u"paused (interrupted)"_s);
}

void TestWording::everyIncidentHasTitleAndAdvice()
{
    QSet<QString> titles;
    for (int i = 0; i < kIncidentKindCount; ++i) {
        Incident incident;
        incident.kind = IncidentKind(i);
        titles.insert(text::incidentTitle(incident));
        QVERIFY(text::incidentAdvice(incident).endsWith(u'.'));
    }
    QCOMPARE(titles.size(), qsizetype(kIncidentKindCount));
    QVERIFY(!titles.contains(QString()));
}

void TestWording::storageTroubleIsSaidByItsReason()
{
    const auto storage = [](ErrorReason reason) {
        Incident incident;
        incident.kind = IncidentKind::StorageFull;
        incident.evidence = {
            {.gateway = {}, .at = {}, .what = {.kind = ErrorKind::Storage, .reason = reason}, .text = {}}};
        return incident;
    };
    QCOMPARE(text::incidentTitle(storage(Reason::DiskFull)), u"Disk full"_s);
    QSet<QString> advice{text::incidentAdvice(storage(Reason::DiskFull))};
    constexpr std::array kOthers{Reason::DatabaseReplaced, Reason::DatabaseForeign, Reason::DatabaseBroken,
                                 Reason::DiskFailed,       Reason::ProfileInUse,    Reason::FileDenied};
    for (const ErrorReason reason : kOthers) {
        QCOMPARE(text::incidentTitle(storage(reason)), u"Storage not writable"_s);
        QVERIFY(!text::incidentAdvice(storage(reason)).contains(u"Free space"_s));
        advice.insert(text::incidentAdvice(storage(reason)));
    }
    QCOMPARE(advice.size(), qsizetype(kOthers.size()) + 1);
}

void TestWording::everyLogCategoryHasItsOwnWord()
{
    QSet<QString> words;
    for (int i = 0; i < kLogCategoryCount; ++i)
        words.insert(text::logCategoryWord(LogCategory(i)));
    QCOMPARE(words.size(), qsizetype(kLogCategoryCount));
}

void TestWording::aLogFileSaysWhichOfItsLinesAreShown()
{
    LogReading reading;
    QVERIFY(text::leftOutWords(reading, 200'000).isEmpty());
    reading.leftOut = 200'000;
    QCOMPARE(text::leftOutWords(reading, 200'000), u"the newest 200,000 of 400,000 lines"_s);
    reading.from = fromMSecs(1'763'797'140'000);
    QCOMPARE(text::leftOutWords(reading, 200'000),
             u"the newest 200,000 of 400,000 lines, from "_s + text::localDateTime(reading.from));
    reading.startUnread = true; // nobody counted those before
    QCOMPARE(text::leftOutWords(reading, 200'000),
             u"the newest 200,000 lines, from %1; earlier ones are not shown"_s.arg(text::localDateTime(reading.from)));
}

void TestWording::aLatchSaysHowItIsKnown()
{
    const WallTime now = fromMSecs(1'795'000'000'000);
    RkeyState state;
    QVERIFY(text::rkeyLatchWords(state, now).isEmpty());
    state.nativeLatched = true;
    state.latchedAt = now - seconds(60);
    const QString at = text::localTime(state.latchedAt, now);
    for (const int failures : {0, 1, 7}) {
        state.providers = {{.name = u"native"_s, .failures = failures, .lastStatus = {}}};
        const QString words = text::rkeyLatchWords(state, now);
        QVERIFY2(words.contains(u"According to the gateway's log at %1,"_s.arg(at)), qPrintable(words));
    }
    state.providers = {{.name = u"native"_s, .failures = 8, .lastStatus = {}}};
    QVERIFY(text::rkeyLatchWords(state, now).endsWith(u"it failed 8 times."_s));
}

void TestWording::whatIsBoundIsNamedByKind()
{
    QCOMPARE(text::readinessCheckName(ReadinessCheck::LoggedIn, GatewayKind::ILink), u"WeChat bot bound"_s);
    for (const GatewayKind kind :
         {GatewayKind::NapCat, GatewayKind::LLBot, GatewayKind::Lagrange, GatewayKind::OneBot11, GatewayKind::Milky})
        QCOMPARE(text::readinessCheckName(ReadinessCheck::LoggedIn, kind), u"account logged in"_s);
    // nothing that is said of WeChat names QQ
    for (int i = 0; i < kReadinessCheckCount; ++i)
        QVERIFY(!text::readinessCheckName(ReadinessCheck(i), GatewayKind::ILink).contains(u"QQ"_s));
    for (int i = 0; i <= int(TestStep::Actions); ++i)
        QVERIFY(!text::testStepName(TestStep(i), GatewayKind::ILink).contains(u"QQ"_s));
    for (const ErrorReason reason : {Reason::NotLoggedIn, Reason::RichMediaFailed, Reason::MustWriteFirst,
                                     Reason::SendUnclear, Reason::BoundElsewhere, Reason::AccountOffline}) {
        const Error error{.kind = ErrorKind::Rejected, .reason = reason};
        QVERIFY2(!text::errorText(error).contains(u"QQ"_s), qPrintable(text::errorText(error)));
        QVERIFY2(!text::errorAdvice(error).contains(u"QQ"_s), qPrintable(text::errorAdvice(error)));
    }
}

void TestWording::aGatewayThatCannotProveSendsIsNotWaitedFor()
{
    Readiness readiness{};
    for (ReadinessEvidence &check : readiness)
        check.state = ReadinessState::Working;
    readiness[int(ReadinessCheck::SendingProven)].state = ReadinessState::Unknown;
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::ILink), u"ready, sending cannot be proven here"_s);
    QCOMPARE(text::readinessSummary(readiness, GatewayKind::NapCat), u"ready, sending not proven yet"_s);
    QCOMPARE(text::readinessCheckWord(ReadinessCheck::SendingProven, ReadinessState::Unknown, GatewayKind::ILink),
             u"cannot be proven here"_s);
    QCOMPARE(text::readinessCheckWord(ReadinessCheck::SendingProven, ReadinessState::Unknown, GatewayKind::NapCat),
             u"not known yet"_s);
    QCOMPARE(text::readinessCheckWord(ReadinessCheck::SendingProven, ReadinessState::Broken, GatewayKind::ILink),
             u"broken"_s);
    QCOMPARE(text::readinessCheckWord(ReadinessCheck::EventsFlow, ReadinessState::Unknown, GatewayKind::ILink),
             u"not known yet"_s);
    AccountSnapshot account;
    account.profile.kind = GatewayKind::ILink;
    account.readiness = readiness;
    account.activity.lastEventAt = fromMSecs(1'795'000'000'000);
    QCOMPARE(text::readinessWord(account, account.activity.lastEventAt), u"ready, sending cannot be proven here"_s);
}

void TestWording::testStepsAreNamedByKind()
{
    QCOMPARE(text::testStepName(TestStep::Login, GatewayKind::NapCat), u"Account"_s);
    QCOMPARE(text::testStepName(TestStep::Token, GatewayKind::ILink), u"WeChat bot bound"_s);
    QCOMPARE(text::testStepName(TestStep::Kind, GatewayKind::MonitoredService), u"Service behind it answers"_s);
    QCOMPARE(text::testStepName(TestStep::Login, GatewayKind::MonitoredService), u"Log can be read"_s);
    // a service has no token, no account and no actions that anybody could test
    for (int i = 0; i <= int(TestStep::Actions); ++i) {
        const auto step = TestStep(i);
        const bool ofAService = step == TestStep::Connect || step == TestStep::Kind || step == TestStep::Login;
        QCOMPARE(text::hasTestStep(step, GatewayKind::MonitoredService), ofAService);
        for (const GatewayKind kind : {GatewayKind::NapCat, GatewayKind::LLBot, GatewayKind::Lagrange,
                                       GatewayKind::OneBot11, GatewayKind::Milky, GatewayKind::ILink})
            QVERIFY(text::hasTestStep(step, kind));
    }
}

void TestWording::advicePointsAtTheGatewayThatItIsAbout()
{
    struct Named {
        GatewayKind kind;
        QString name;
    };
    const QList<Named> kinds{
        {GatewayKind::NapCat, u"NapCat"_s}, {GatewayKind::LLBot, u"LLBot"_s}, {GatewayKind::Lagrange, u"Lagrange"_s},
        {GatewayKind::OneBot11, {}},        {GatewayKind::Milky, {}},         {GatewayKind::ILink, {}},
        {GatewayKind::MonitoredService, {}}};
    for (const ErrorReason reason : {Reason::ConnectionRefused, Reason::TokenWrong, Reason::AccessDenied,
                                     Reason::Unreachable, Reason::WrongServer, Reason::TokenMissing}) {
        const Error error{.kind = ErrorKind::Auth, .reason = reason};
        for (const Named &place : kinds) {
            for (const bool inForm : {false, true}) {
                const QString advice = text::errorAdvice(error, {.kind = place.kind, .inForm = inForm});
                for (const Named &other : kinds) {
                    QVERIFY2(other.name.isEmpty() || other.kind == place.kind || !advice.contains(other.name),
                             qPrintable(advice));
                }
            }
        }
        const QString anywhere = text::errorAdvice(error);
        for (const Named &other : kinds)
            QVERIFY2(other.name.isEmpty() || !anywhere.contains(other.name), qPrintable(anywhere));
    }
    const Error closed{.kind = ErrorKind::Network, .reason = Reason::ConnectionRefused};
    QVERIFY(text::errorAdvice(closed, {.kind = GatewayKind::NapCat}).contains(u"6099"_s));
    QVERIFY(text::errorAdvice(closed, {.kind = GatewayKind::LLBot}).contains(u"3080"_s));
    QVERIFY(text::errorAdvice(closed, {.kind = GatewayKind::Lagrange}).contains(u"appsettings.json"_s));
    const Error refused{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong};
    QVERIFY(text::errorAdvice(refused, {.kind = GatewayKind::NapCat}).contains(u"webui.json"_s));
    QVERIFY(text::errorAdvice(refused, {.kind = GatewayKind::LLBot}).contains(u"webui_token.txt"_s));
}

ROOKERY_TEST(tst_wording, TestWording)
#include "tst_wording.moc"

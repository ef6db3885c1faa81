// SPDX-License-Identifier: GPL-3.0-or-later
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
    void theLadderNamesItsFirstBrokenRung();
    void deliveriesSayWhatProvedThem();
    void aPausedBroadcastSaysThatItWasInterrupted();
    void everyIncidentHasTitleAndAdvice();
    void storageTroubleIsSaidByItsReason();
    void everyLogCategoryHasItsOwnWord();
};

void TestWording::everyReasonHasItsOwnSentenceAndAdvice()
{
    QSet<QString> seen;
    for (int i = int(Reason::None) + 1; i <= int(Reason::Internal); ++i) {
        const Error error{.kind = ErrorKind::Rejected, .reason = Reason(i)};
        const QString sentence = text::errorText(error);
        QVERIFY2(sentence.size() > 8, qPrintable(QString::number(i)));
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
    QTest::addColumn<Reason>("why");
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
    QTest::newRow("stopped") << SessionPhase::Stopped << none << Reason::None << u"stopped"_s << u"Start"_s;
}

void TestWording::sessionStatesReadLikeTheTable()
{
    QFETCH(SessionPhase, phase);
    QFETCH(LoginReason, login);
    QFETCH(Reason, why);
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

void TestWording::theLadderNamesItsFirstBrokenRung()
{
    Ladder ladder{};
    QCOMPARE(text::ladderSummary(ladder), u"0 of 6 proven"_s);
    for (RungEvidence &rung : ladder)
        rung.state = RungState::Working;
    QCOMPARE(text::ladderSummary(ladder), u"ready"_s);
    ladder[5].state = RungState::Unknown;
    QCOMPARE(text::ladderSummary(ladder), u"ready, sending not proven yet"_s);
    ladder[2] = {.state = RungState::Broken, .why = {.kind = ErrorKind::Rejected, .reason = Reason::OfflineByQq}};
    ladder[4].state = RungState::Broken;
    QCOMPARE(text::ladderSummary(ladder), u"QQ reports the account as offline"_s);
    ladder[2].why = {.kind = ErrorKind::Rejected, .reason = Reason::NotLoggedIn};
    QCOMPARE(text::ladderSummary(ladder), u"waiting for login"_s);
    ladder[1] = {.state = RungState::Broken, .why = {.kind = ErrorKind::Auth, .reason = Reason::TokenWrong}};
    QCOMPARE(text::ladderSummary(ladder), u"token refused"_s);
    ladder[1].why.reason = Reason::TotpNeeded;
    QCOMPARE(text::ladderSummary(ladder), u"the gateway's panel asks for a two-factor code"_s);
    ladder[0] = {.state = RungState::Broken, .why = {.kind = ErrorKind::Network, .reason = Reason::ConnectionRefused}};
    QCOMPARE(text::ladderSummary(ladder), u"unreachable: nothing listens at this address and port"_s);
    ladder[0].why.reason = Reason::TlsUntrusted;
    QCOMPARE(text::ladderSummary(ladder), u"the certificate is not trusted"_s);
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
    const auto storage = [](Reason reason) {
        Incident incident;
        incident.kind = IncidentKind::StorageFull;
        incident.evidence = {
            {.gateway = {}, .at = {}, .what = {.kind = ErrorKind::Storage, .reason = reason}, .text = {}}};
        return incident;
    };
    QCOMPARE(text::incidentTitle(storage(Reason::DiskFull)), u"Disk full"_s);
    QSet<QString> advice{text::incidentAdvice(storage(Reason::DiskFull))};
    constexpr std::array others{Reason::DatabaseReplaced, Reason::DatabaseForeign, Reason::DatabaseBroken,
                                Reason::DiskFailed,       Reason::ProfileInUse,    Reason::FileDenied};
    for (const Reason reason : others) {
        QCOMPARE(text::incidentTitle(storage(reason)), u"Nothing can be recorded"_s);
        QVERIFY(!text::incidentAdvice(storage(reason)).contains(u"Make room"_s));
        advice.insert(text::incidentAdvice(storage(reason)));
    }
    QCOMPARE(advice.size(), qsizetype(others.size()) + 1);
}

void TestWording::everyLogCategoryHasItsOwnWord()
{
    QSet<QString> words;
    for (int i = 0; i < kLogCategoryCount; ++i)
        words.insert(text::logCategoryWord(LogCategory(i)));
    QCOMPARE(words.size(), qsizetype(kLogCategoryCount));
}

ROOKERY_TEST(tst_wording, TestWording)
#include "tst_wording.moc"

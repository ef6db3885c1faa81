// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/retrypolicy.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::broadcast;
using RetryDecision = Verdict::RetryDecision;

Q_DECLARE_METATYPE(rookery::Error)
Q_DECLARE_METATYPE(rookery::broadcast::Verdict::RetryDecision)

//! The whole table: kind and reason of a failure, and what follows.
class TestRetryPolicy final : public TestCase
{
    Q_OBJECT

    static Error error(ErrorKind kind, ErrorReason reason) { return {.kind = kind, .reason = reason}; }

private Q_SLOTS:
    void aClaimedSend_data()
    {
        QTest::addColumn<Error>("why");
        QTest::addColumn<RetryDecision>("move");
        QTest::newRow("offline") << error(ErrorKind::Offline, Reason::ConnectionRefused) << RetryDecision::Wait;
        QTest::newRow("logged out") << error(ErrorKind::Rejected, Reason::NotLoggedIn) << RetryDecision::Wait;
        QTest::newRow("kicked") << error(ErrorKind::Rejected, Reason::Kicked) << RetryDecision::Wait;
        QTest::newRow("offline in words") << error(ErrorKind::Rejected, Reason::AccountOffline) << RetryDecision::Wait;
        QTest::newRow("too large") << error(ErrorKind::Rejected, Reason::MessageTooLarge) << RetryDecision::Fail;
        QTest::newRow("unlisted words") << error(ErrorKind::Rejected, Reason::SendUnclear) << RetryDecision::AwaitEcho;
        QTest::newRow("no reason") << error(ErrorKind::Rejected, Reason::None) << RetryDecision::AwaitEcho;
        QTest::newRow("rate limit") << error(ErrorKind::RateLimited, Reason::SendRefused) << RetryDecision::Wait;
        QTest::newRow("muted") << error(ErrorKind::Rejected, Reason::Muted) << RetryDecision::Fail;
        QTest::newRow("not in group") << error(ErrorKind::Rejected, Reason::NotInGroup) << RetryDecision::Fail;
        QTest::newRow("no such target") << error(ErrorKind::Rejected, Reason::TargetUnknown) << RetryDecision::Fail;
        QTest::newRow("unknown action") << error(ErrorKind::Rejected, Reason::UnknownAction) << RetryDecision::Fail;
        QTest::newRow("refused") << error(ErrorKind::Rejected, Reason::SendRefused) << RetryDecision::Fail;
        QTest::newRow("token") << error(ErrorKind::Auth, Reason::TokenWrong) << RetryDecision::Fail;
        QTest::newRow("rich media") << error(ErrorKind::Rejected, Reason::RichMediaFailed) << RetryDecision::Retry;
        QTest::newRow("staged file gone")
            << error(ErrorKind::Rejected, Reason::StagedFileGone) << RetryDecision::Restage;
        QTest::newRow("staged file expired")
            << error(ErrorKind::Expired, Reason::StagedFileGone) << RetryDecision::Restage;
        QTest::newRow("credential") << error(ErrorKind::Expired, Reason::CredentialExpired) << RetryDecision::Retry;
        QTest::newRow("gateway saw no confirmation")
            << error(ErrorKind::Rejected, Reason::SendTimeout) << RetryDecision::AwaitEcho;
        QTest::newRow("no reply") << error(ErrorKind::Timeout, Reason::NoReply) << RetryDecision::Unknown;
        QTest::newRow("lost") << error(ErrorKind::Network, Reason::ConnectionLost) << RetryDecision::Unknown;
        QTest::newRow("garbage") << error(ErrorKind::Protocol, Reason::Garbage) << RetryDecision::Unknown;
        QTest::newRow("shut down") << error(ErrorKind::Cancelled, Reason::ShuttingDown) << RetryDecision::Unknown;
        QTest::newRow("tls") << error(ErrorKind::Tls, Reason::TlsChanged) << RetryDecision::Unknown;
        QTest::newRow("storage") << error(ErrorKind::Storage, Reason::DiskFull) << RetryDecision::Unknown;
        QTest::newRow("bug") << error(ErrorKind::Bug, Reason::Internal) << RetryDecision::Unknown;
    }
    void aClaimedSend()
    {
        QFETCH(const Error, why);
        QFETCH(const RetryDecision, move);
        QCOMPARE(afterSend(why, 0, false, 0.5).decision, move);
    }

    void anUpload_data()
    {
        QTest::addColumn<Error>("why");
        QTest::addColumn<RetryDecision>("move");
        QTest::newRow("offline") << error(ErrorKind::Offline, Reason::ConnectionLost) << RetryDecision::Wait;
        QTest::newRow("session ended") << error(ErrorKind::Cancelled, Reason::ShuttingDown) << RetryDecision::Wait;
        QTest::newRow("rate limit") << error(ErrorKind::RateLimited, Reason::None) << RetryDecision::Wait;
        QTest::newRow("no reply") << error(ErrorKind::Timeout, Reason::NoReply) << RetryDecision::Retry;
        QTest::newRow("mismatch") << error(ErrorKind::Rejected, Reason::UploadMismatch) << RetryDecision::Retry;
        QTest::newRow("copy lost") << error(ErrorKind::Rejected, Reason::FileMissing) << RetryDecision::Fail;
        QTest::newRow("token") << error(ErrorKind::Auth, Reason::TokenWrong) << RetryDecision::Fail;
    }
    void anUpload()
    {
        QFETCH(const Error, why);
        QFETCH(const RetryDecision, move);
        QCOMPARE(afterStaging(why, 0, 0.5).decision, move);
        QCOMPARE(afterStaging(why, 3, 0.5).decision, move == RetryDecision::Retry ? RetryDecision::Fail : move);
    }

    void retriesAreBoundedAndGrow()
    {
        const Error why = error(ErrorKind::Rejected, Reason::RichMediaFailed);
        milliseconds last(0);
        for (int retries = 0; retries < 3; ++retries) {
            const Verdict verdict = afterSend(why, retries, false, 0.5);
            QCOMPARE(verdict.decision, RetryDecision::Retry);
            QVERIFY(verdict.delay > last);
            QCOMPARE(verdict.hold, milliseconds(0));
            last = verdict.delay;
        }
        QCOMPARE(afterSend(why, 3, false, 0.5).decision, RetryDecision::Fail);
    }

    void stagingAnewIsFreeOnce()
    {
        QCOMPARE(afterSend(error(ErrorKind::Rejected, Reason::StagedFileGone), 0, true, 0.5).decision,
                 RetryDecision::Fail);
    }

    void aRateLimitSaysHowLongOrHalfAMinute()
    {
        Error limit = error(ErrorKind::RateLimited, Reason::None);
        QCOMPARE(afterSend(limit, 0, false, 0.5).delay, seconds(30));
        limit.retryAfter = seconds(7);
        const Verdict verdict = afterSend(limit, 0, false, 0.5);
        QCOMPARE(verdict.delay, seconds(7));
        QCOMPARE(verdict.hold, seconds(7));
    }

    void offlineInWordsIsTheAccountsTroubleAndNotTheRows()
    {
        const Verdict verdict = afterSend(error(ErrorKind::Rejected, Reason::AccountOffline), 9, false, 0.5);
        QCOMPARE(verdict.decision, RetryDecision::Wait);
        QVERIFY(verdict.saidOffline);
        QVERIFY(!verdict.unsent); // an echo may contradict
        QVERIFY(verdict.delay >= kEchoGrace);
    }

    void onlyADriverKnowsThatNothingLeft()
    {
        QVERIFY(afterSend(error(ErrorKind::Offline, Reason::ConnectionLost), 0, false, 0.5).unsent);
        QVERIFY(!afterSend(error(ErrorKind::Rejected, Reason::Muted), 0, false, 0.5).unsent);
    }

    void whatIsTooLargeIsTooLargeForTheWholeGateway()
    {
        QVERIFY(afterSend(error(ErrorKind::Rejected, Reason::MessageTooLarge), 0, false, 0.5).wholeGateway);
        QVERIFY(afterStaging(error(ErrorKind::Rejected, Reason::MessageTooLarge), 0, 0.5).wholeGateway);
        QVERIFY(!afterSend(error(ErrorKind::Rejected, Reason::Muted), 0, false, 0.5).wholeGateway);
    }
};

ROOKERY_TEST(tst_retrypolicy, TestRetryPolicy)
#include "tst_retrypolicy.moc"

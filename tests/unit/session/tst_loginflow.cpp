// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/loginflow.h"

#include "base/reasons/login.h"
#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::session {

namespace {

Redacted<QString> code(const QString &text)
{
    return Redacted<QString>(text);
}

WallTime at(int second)
{
    return WallTime(seconds(second));
}

} // namespace

class TestLoginFlow final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void countsOnlyCodesThatDiffer()
    {
        LoginFlow flow;
        QVERIFY(!flow.view().qr);
        flow.codeSeen(code(u"a"_s), at(1));
        QCOMPARE(flow.view().qr->generation, 1);
        flow.codeSeen(code(u"a"_s), at(5));
        QCOMPARE(flow.view().qr->generation, 1);
        QVERIFY(flow.view().qr->shownSince == at(1));
        flow.codeSeen(code(u"b"_s), at(9));
        QCOMPARE(flow.view().qr->generation, 2);
        QVERIFY(flow.view().qr->shownSince == at(9));
    }

    void expiresAndRenews()
    {
        LoginFlow flow;
        flow.codeSeen(code(u"a"_s), at(1));
        flow.expiredSeen(at(120));
        QVERIFY(flow.view().qr->expired);
        flow.codeSeen(code(u"a"_s), at(121));
        QVERIFY(flow.view().qr->expired);
        flow.codeSeen(code(u"b"_s), at(122));
        QVERIFY(!flow.view().qr->expired);
        QCOMPARE(flow.view().qr->generation, 2);
    }

    void aCodeOfTheSameBreathIsNotTheExpiredOne()
    {
        LoginFlow flow;
        flow.codeSeen(code(u"a"_s), at(1));
        flow.codeSeen(code(u"b"_s), at(120));
        flow.expiredSeen(at(120));
        QVERIFY(!flow.view().qr->expired);
    }

    void aRefreshThatChangesNothingIsSaid()
    {
        LoginFlow flow;
        flow.codeSeen(code(u"a"_s), at(1));
        flow.refreshAsked();
        QVERIFY(flow.view().refreshing);
        flow.refreshAnswered(fail(ErrorKind::Expired, Reason::QrUnchanged));
        QVERIFY(!flow.view().refreshing);
        QVERIFY(flow.view().qr->refreshUnchanged);
        flow.refreshAsked();
        QVERIFY(!flow.view().qr->refreshUnchanged);
        flow.codeSeen(code(u"b"_s), at(9));
        flow.refreshAnswered({});
        QVERIFY(!flow.view().qr->refreshUnchanged);
        QVERIFY(!flow.view().refreshing);
    }

    void aNewCodeClearsTheComplaint()
    {
        LoginFlow flow;
        flow.codeSeen(code(u"a"_s), at(1));
        flow.refreshAnswered(fail(ErrorKind::Expired, Reason::QrUnchanged));
        flow.codeSeen(code(u"b"_s), at(9));
        QVERIFY(!flow.view().qr->refreshUnchanged);
    }

    void theOldCodeCannotComeBackAsNew()
    {
        LoginFlow flow;
        flow.codeSeen(code(u"a"_s), at(1));
        flow.expiredSeen(at(60));
        flow.clear();
        QVERIFY(!flow.view().qr);
        flow.codeSeen(code(u"a"_s), at(70));
        QCOMPARE(flow.view().qr->generation, 1);
        QVERIFY(flow.view().qr->expired);
        QVERIFY(flow.view().qr->shownSince == at(1));
    }

    void whatTheGatewaySaidOfAnExpiredCodeGoesWithIt()
    {
        LoginFlow flow;
        flow.codeSeen(code(u"a"_s), at(1));
        flow.textSeen(u"二维码已过期，请刷新"_s);
        flow.expiredSeen(at(120));
        QCOMPARE(flow.view().gatewayText, u"二维码已过期，请刷新"_s);
        flow.codeSeen(code(u"b"_s), at(121));
        QCOMPARE(flow.view().gatewayText, QString());
        // what it says while a code is good is about the login, not about the code
        flow.textSeen(u"网络异常"_s);
        flow.codeSeen(code(u"c"_s), at(130));
        QCOMPARE(flow.view().gatewayText, u"网络异常"_s);
    }

    void aScanBelongsToItsCode()
    {
        LoginFlow flow;
        flow.scanSeen();
        QVERIFY(!flow.view().qr);
        flow.codeSeen(code(u"a"_s), at(1));
        QVERIFY(!flow.view().qr->scanned);
        flow.scanSeen();
        QVERIFY(flow.view().qr->scanned);
        flow.codeSeen(code(u"b"_s), at(2));
        QVERIFY(!flow.view().qr->scanned);
    }

    void aStatedLifeBelongsToItsCode()
    {
        LoginFlow flow;
        flow.lifeSeen(seconds(120), at(0)); // of no code
        flow.codeSeen(code(u"a"_s), at(1));
        QVERIFY(!flow.view().qr->expiresAt);
        flow.lifeSeen(seconds(120), at(1));
        QVERIFY(flow.view().qr->expiresAt == at(121));
        flow.lifeSeen(seconds(100), at(11)); // the gateway's clock is right about its own code
        QVERIFY(flow.view().qr->expiresAt == at(111));
        flow.clear();
        flow.codeSeen(code(u"a"_s), at(20));
        QVERIFY(flow.view().qr->expiresAt == at(111));
        flow.codeSeen(code(u"b"_s), at(112));
        QVERIFY(!flow.view().qr->expiresAt);
    }

    void whatTheGatewaySaysIsMaskedAndCut()
    {
        LoginFlow flow;
        flow.textSeen(u"refused: access_token=S3CRETS3CRET "_s + QString(5'000'000, u'x'));
        QVERIFY(!flow.view().gatewayText.contains(u"S3CRET"_s));
        QVERIFY(flow.view().gatewayText.size() < 2000);
        flow.quickListSeen({{AccountId(u"10001"_s), u"token=S3CRETS3CRET"_s + QString(3'000'000, u'x')}});
        QVERIFY(!flow.view().quick.constFirst().nickname.contains(u"S3CRET"_s));
        QVERIFY(flow.view().quick.constFirst().nickname.size() < 200);
    }

    void anEmptyTextShowsNothing()
    {
        LoginFlow flow;
        flow.codeSeen(code(u"a"_s), at(1));
        flow.codeSeen(code({}), at(2));
        QVERIFY(!flow.view().qr);
        flow.expiredSeen(at(3));
        flow.refreshAsked();
        flow.refreshAnswered(fail(ErrorKind::Expired, Reason::QrUnchanged));
        QVERIFY(!flow.view().qr);
    }
};

} // namespace rookery::session

ROOKERY_TEST(tst_loginflow, rookery::session::TestLoginFlow)
#include "tst_loginflow.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/onebotgateway.h"

#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

using Speaks = const Dialect &(*)();

const auto kSend = u"send_group_msg"_s;

} // namespace

Q_DECLARE_METATYPE(Speaks)

//! What the gateways beside NapCat mean by what they say.
class TestOneBotDialects final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void refusalsAreUnderstood_data()
    {
        QTest::addColumn<Speaks>("dialect");
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("retcode");
        QTest::addColumn<QString>("wording");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<ErrorReason>("reason");
        llonebotRows();
        llbotRows();
        lagrangeRows();
        specRows();
    }
    void refusalsAreUnderstood()
    {
        QFETCH(const Speaks, dialect);
        QFETCH(const QString, action);
        QFETCH(const int, retcode);
        QFETCH(const QString, wording);
        const protocol::ReplyEnvelope envelope{
            .echo = {}, .status = u"failed"_s, .retcode = retcode, .data = {}, .wording = wording};
        const Result<protocol::Reply> judged = judgeReply(dialect(), callOf(action), envelope);
        QVERIFY(!judged);
        QTEST(judged.error().kind, "kind");
        QTEST(judged.error().reason, "reason");
        QCOMPARE(judged.error().code, wording.contains(u"code=120"_s) ? 120 : retcode); // QQ's own where there is one
        QCOMPARE(judged.error().detail, wording);
    }

    void statusDecidesAndANumberBesideOkIsNone()
    {
        const auto judged = [](const QString &status, int retcode, const QString &action) {
            return judgeReply(specDialect(), callOf(action),
                              {.echo = {}, .status = status, .retcode = retcode, .data = 5, .wording = {}});
        };
        QVERIFY(judged(u"ok"_s, 0, kSend));
        QVERIFY(!judged(u"ok"_s, 120, kSend));
        QVERIFY(!judged(u"ok"_s, 1200, u"get_status"_s));
        QVERIFY(!judged(u"failed"_s, 0, kSend));
        QVERIFY(judged(u"async"_s, 1, u"set_restart"_s));
        QCOMPARE(judged(u"async"_s, 1, kSend).error().kind, ErrorKind::Timeout);
    }

    void everyDeadlineOutlastsTheGatewaysOwn_data()
    {
        QTest::addColumn<Speaks>("dialect");
        QTest::addColumn<qint64>("textMs");
        QTest::newRow("direct: 15 s, and 10 s for the echo") << Speaks(llbotDialect) << qint64(25'000);
        QTest::newRow("older: 15 s") << Speaks(llonebotDialect) << qint64(15'000);
        QTest::newRow("lagrange") << Speaks(lagrangeDialect) << qint64(15'000);
        QTest::newRow("anybody") << Speaks(specDialect) << qint64(15'000);
    }
    void everyDeadlineOutlastsTheGatewaysOwn()
    {
        QFETCH(const Speaks, dialect);
        QFETCH(const qint64, textMs);
        QVERIFY(sendDeadline(dialect(), 0) > milliseconds(textMs));
        QVERIFY(sendDeadline(dialect(), 10 * 1024 * 1024) > sendDeadline(dialect(), 0) + seconds(30));
    }

    void noneOfThemStagesFilesAndPicturesTravelInline()
    {
        for (const Dialect *dialect : {&specDialect(), &llbotDialect(), &llonebotDialect(), &lagrangeDialect()})
            QCOMPARE(dialect->staging, StagingWay::Inline);
        const ManualClock clock;
        const auto staged = stageInline("picture", clock);
        ROOKERY_VERIFY_RESULT(staged);
        QCOMPARE(staged->file, u"base64://cGljdHVyZQ=="_s);
        // nobody keeps what is as large as the picture itself
        QVERIFY(staged->expiresAt <= clock.now());
        QCOMPARE(stageInline({}, clock).error().reason, Reason::PictureEmpty);
    }

private:
    static CallWords callOf(const QString &action) { return {.action = action, .texts = {}, .files = {}}; }
    static void row(const char *name, Speaks dialect, const QString &action, int retcode, const QString &wording,
                    ErrorKind kind, ErrorReason reason)
    {
        QTest::newRow(name) << dialect << action << retcode << wording << kind << reason;
    }

    static void llonebotRows()
    {
        const Speaks older = llonebotDialect;
        row("3: send timed out", older, kSend, 200,
            u"ntqq api timeout IPC_UP_2, ns-ntApi-2, nodeIKernelMsgService/sendMsg, nodeIKernelMsgService/sendMsg,"
            "[object Object],"_s,
            ErrorKind::Timeout, Reason::SendTimeout);
        row("4: send timed out", older, kSend, 1200,
            u"ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelMsgService/sendMsg, [{\"text\":\"禁言\"}]"_s,
            ErrorKind::Timeout, Reason::SendTimeout);
        row("another call timed out", older, u"get_group_list"_s, 1200,
            u"ntqq api timeout IPC_UP_3, ns-ntApi-3-register, nodeIKernelGroupService/getGroupList, []"_s,
            ErrorKind::Timeout, Reason::NoReply);
        row("3.27: send timed out", older, kSend, 200, u"发送超时"_s, ErrorKind::Timeout, Reason::SendTimeout);
        row("5: send timed out", older, kSend, 1200, u"invoke timeout, wrapperSession.getMsgService().sendMsg, {}"_s,
            ErrorKind::Timeout, Reason::SendTimeout);
        row("5: another", older, u"get_group_list"_s, 1200, u"invoke timeout, getGroupService().getGroupList, "_s,
            ErrorKind::Timeout, Reason::NoReply);
        row("5: pipe", older, kSend, 1200, u"pmhq ws send: wait result timeout"_s, ErrorKind::Timeout, Reason::NoReply);
        row("5: pipe gone", older, kSend, 1200, u"PMHQ请求失败，请检查发包器PMHQ设置 500 - x"_s, ErrorKind::Network,
            Reason::ConnectionLost);
        row("7: muted", older, kSend, 1200, u"当前处于被禁言状态"_s, ErrorKind::Rejected, Reason::Muted);
        row("4: no channel", older, kSend, 1200, u"no ntqq api channel found"_s, ErrorKind::Rejected,
            Reason::SendRefused);
        row("4: unknown action", older, u"dance"_s, 1404, u"不支持的api dance"_s, ErrorKind::Rejected,
            Reason::UnknownAction);
    }
    static void llbotRows()
    {
        const Speaks direct = llbotDialect;
        row("8: no echo", direct, kSend, 1200, u"waitForSelfEcho timeout"_s, ErrorKind::Timeout, Reason::SendTimeout);
        row("8: send timed out", direct, kSend, 200, u"Command MessageSvc.PbSendMsg timed out after 15000ms"_s,
            ErrorKind::Timeout, Reason::SendTimeout);
        row("8: another timed out", direct, u"get_group_list"_s, 200, u"Command OidbSvc.0x1 timed out after 15000ms"_s,
            ErrorKind::Timeout, Reason::NoReply);
        row("8: away", direct, kSend, 1200, u"Direct client not logged in"_s, ErrorKind::Rejected,
            Reason::AccountOffline);
        row("8: silent", direct, kSend, 1200, u"发送消息失败 (sequence=0)"_s, ErrorKind::Rejected, Reason::RiskControl);
        row("8: refused", direct, kSend, 1200, u"发送消息失败 (code=120): "_s, ErrorKind::Rejected,
            Reason::SendRefused);
        row("8: refused, with a reason", direct, kSend, 1200, u"发送消息失败 (code=120): 你已被禁言"_s,
            ErrorKind::Rejected, Reason::Muted);
        row("8: muted", direct, kSend, 1200, u"当前处于被禁言状态"_s, ErrorKind::Rejected, Reason::Muted);
        row("8: pipe timed out", direct, kSend, 1200, u"pmhq ws send: wait result timeout"_s, ErrorKind::Timeout,
            Reason::NoReply);
        row("8: pipe gone", direct, kSend, 1200, u"PMHQ send failed: cmd=x code=-100 not logged in pb=<empty>"_s,
            ErrorKind::Rejected, Reason::AccountOffline);
        row("8: pipe refused", direct, kSend, 1200, u"PMHQ send failed: cmd=x code=5 no pb=00"_s, ErrorKind::Rejected,
            Reason::SendUnclear);
        row("8: signing", direct, kSend, 1200, u"sign failed for MessageSvc.PbSendMsg; see [Sign] log above"_s,
            ErrorKind::Rejected, Reason::SendRefused);
        row("8: picture gone", direct, kSend, 200, u"未知文件类型或路径不存在: /tmp/x"_s, ErrorKind::Rejected,
            Reason::FileMissing);
        row("8: unknown action", direct, u"dance"_s, 404, u"dance API 不存在"_s, ErrorKind::Rejected,
            Reason::UnknownAction);
        row("8: token", direct, {}, 1403, u"token验证失败"_s, ErrorKind::Auth, Reason::TokenWrong);
        row("8: connection went", direct, kSend, 1200, u"Disconnected"_s, ErrorKind::Network, Reason::ConnectionLost);
        row("8: parameters", direct, kSend, 1400, u"$.message missing required value"_s, ErrorKind::Rejected,
            Reason::BadInput);
        row("8: anything else", direct, kSend, 1200, u"?"_s, ErrorKind::Rejected, Reason::SendUnclear);
    }
    static void lagrangeRows()
    {
        const Speaks lagrange = lagrangeDialect;
        row("lagrange: silent", lagrange, kSend, 9000, {}, ErrorKind::Rejected, Reason::RiskControl);
        row("lagrange: refused", lagrange, kSend, 120, {}, ErrorKind::Rejected, Reason::SendRefused);
        row("lagrange: QQ's own number", lagrange, kSend, 79, {}, ErrorKind::Rejected, Reason::SendUnclear);
        row("lagrange: threw, perhaps after the send", lagrange, kSend, 200, {}, ErrorKind::Timeout,
            Reason::SendTimeout);
        row("lagrange: unknown", lagrange, u"dance"_s, 404, {}, ErrorKind::Rejected, Reason::UnknownAction);
        row("lagrange: read refused", lagrange, u"get_msg"_s, 200, {}, ErrorKind::Rejected, Reason::None);
    }
    static void specRows()
    {
        const Speaks spec = specDialect;
        row("spec: token", spec, {}, 1403, {}, ErrorKind::Auth, Reason::TokenWrong);
        row("spec: no token", spec, {}, 1401, {}, ErrorKind::Auth, Reason::TokenMissing);
        row("spec: malformed", spec, kSend, 1400, {}, ErrorKind::Rejected, Reason::BadInput);
        row("spec: unknown", spec, u"dance"_s, 1404, {}, ErrorKind::Rejected, Reason::UnknownAction);
        row("spec: parameters", spec, kSend, 100, {}, ErrorKind::Rejected, Reason::BadInput);
        row("spec: QQ refused", spec, kSend, 120, {}, ErrorKind::Rejected, Reason::SendRefused);
        row("spec: failed without a word", spec, kSend, 103, {}, ErrorKind::Rejected, Reason::SendUnclear);
        row("spec: failed with a word", spec, kSend, 103, u"no"_s, ErrorKind::Rejected, Reason::SendUnclear);
        row("spec: failed with that word", spec, kSend, 103, u"Request timeout"_s, ErrorKind::Timeout,
            Reason::SendTimeout);
        row("spec: read failed", spec, u"get_msg"_s, 103, {}, ErrorKind::Rejected, Reason::None);
    }
};

ROOKERY_TEST(tst_onebotdialects, TestOneBotDialects)
#include "tst_onebotdialects.moc"

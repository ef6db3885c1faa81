// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/onebot11/napcatdialect.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

QString kernelText(const QString &head, const QString &call, int result, const QString &message)
{
    return u"%1: NTEvent serviceAndMethod:%2 ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n{\n"
           "    \"result\": %3,\n    \"errMsg\": \"%4\"\n}\n"_s.arg(head, call, QString::number(result), message);
}

const auto kSend = u"NodeIKernelMsgService/sendMsg"_s;

} // namespace

class TestDialect final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void refusalsOfActionsAreUnderstood_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("retcode");
        QTest::addColumn<QString>("wording");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<ErrorReason>("reason");
        const auto row = [](const char *name, const QString &action, int retcode, const QString &wording,
                            ErrorKind kind, ErrorReason reason) {
            QTest::newRow(name) << action << retcode << wording << kind << reason;
        };
        const auto send = u"send_group_msg"_s;
        row("rich media", send, 1200, kernelText(u"EventChecker Failed"_s, kSend, -1, u"rich media transfer failed"_s),
            ErrorKind::Rejected, Reason::RichMediaFailed);
        row("accepted, never confirmed", send, 1200, kernelText(u"Timeout"_s, kSend, 0, QString()), ErrorKind::Timeout,
            Reason::SendTimeout);
        row("refused by QQ", send, 1200, kernelText(u"EventChecker Failed"_s, kSend, 299, u"no"_s), ErrorKind::Rejected,
            Reason::SendRefused);
        row("muted", send, 1200, kernelText(u"EventChecker Failed"_s, kSend, 110, u"你已被禁言"_s), ErrorKind::Rejected,
            Reason::Muted);
        row("another call times out", u"get_image"_s, 1200,
            kernelText(u"Timeout"_s, u"NodeIKernelFileAssistantService/searchFile"_s, 0, QString()), ErrorKind::Timeout,
            Reason::NoReply);
        row("our file gone", send, 1200, u"文件处理失败: 识别URL失败, uri= /temp/aa-1.png"_s, ErrorKind::Expired,
            Reason::StagedFileGone);
        row("our file gone, by its address", send, 1200, u"ENOENT: no such file or directory, open '/temp/aa-1.png'"_s,
            ErrorKind::Expired, Reason::StagedFileGone);
        row("another file", send, 1200, u"文件处理失败: 识别URL失败, uri= /temp/x.png"_s, ErrorKind::Rejected,
            Reason::FileMissing);
        row("1.3 cleans up after a send that arrived", send, 1200,
            u"Error: ENOENT: no such file or directory, unlink '/root/.config/QQ/NapCat/temp/ddbc743d.jpg'"_s,
            ErrorKind::Rejected, Reason::SendUnclear);
        row("1.x timed out", send, 1200, u"发送超时"_s, ErrorKind::Timeout, Reason::SendTimeout);
        row("thrown out of the group", send, 1200, kernelText(u"EventChecker Failed"_s, kSend, 110, u"已被移出该群"_s),
            ErrorKind::Rejected, Reason::NotInGroup);
        row("offline in words", send, 1200, u"账号已离线"_s, ErrorKind::Rejected, Reason::AccountOffline);
        row("a fault of the program", send, 1200, u"Cannot read properties of undefined (reading 'msgId')"_s,
            ErrorKind::Rejected, Reason::SendUnclear);
        row("unknown on the socket", u"dance"_s, 1404, u"不支持的API dance"_s, ErrorKind::Rejected,
            Reason::UnknownAction);
        row("unknown over HTTP", u"dance"_s, 200, u"不支持的Api dance"_s, ErrorKind::Rejected, Reason::UnknownAction);
        row("token", QString(), 1403, u"token验证失败"_s, ErrorKind::Auth, Reason::TokenWrong);
        row("token by number alone", QString(), 1403, QString(), ErrorKind::Auth, Reason::TokenWrong);
        row("schema", u"get_msg"_s, 1400, u"Schema compilation error: Expected required property"_s,
            ErrorKind::Rejected, Reason::BadInput);
        row("upload damaged", u"upload_file_stream"_s, 1200, u"SHA256 mismatch. Expected: a, Got: b"_s,
            ErrorKind::Rejected, Reason::UploadMismatch);
        row("send, text nobody knows", send, 1200, u"?"_s, ErrorKind::Rejected, Reason::SendUnclear);
        row("read, text nobody knows", u"get_status"_s, 1200, u"?"_s, ErrorKind::Rejected, Reason::None);
        row("no packet back end", u"nc_get_packet_status"_s, 1400,
            u"packetBackend不可用，请参照文档 https://napneko.github.io/config/advanced "
            "和启动日志检查packetBackend状态或进行配置！错误堆栈信息：Error\n    at check (napcat.mjs:1:1)"_s,
            ErrorKind::Rejected, Reason::PacketBackendOff);
        row("no packet back end, over HTTP", u"get_rkey"_s, 400, u"packetBackend不可用，请参照文档"_s,
            ErrorKind::Rejected, Reason::PacketBackendOff);
        row("empty picture", send, 1200, u"文件异常，大小为0"_s, ErrorKind::Rejected, Reason::PictureEmpty);
        row("no target", send, 1200, u"请指定正确的 group_id 或 user_id"_s, ErrorKind::Rejected, Reason::TargetUnknown);
    }
    void refusalsOfActionsAreUnderstood()
    {
        QFETCH(const QString, action);
        QFETCH(const int, retcode);
        QFETCH(const QString, wording);
        const CallWords call{.action = action, .texts = {}, .files = {u"/temp/aa-1.png"_s}};
        const Error error = actionError(napcatDialect(), call, retcode, wording);
        QTEST(error.kind, "kind");
        QTEST(error.reason, "reason");
        QCOMPARE(error.detail, wording);
    }

    void wordsThatTheCallBroughtAreNoRefusal()
    {
        const protocol::Action action{
            u"send_group_msg"_s,
            {{u"message"_s,
              QJsonArray{
                  QJsonObject{{u"type"_s, u"text"_s}, {u"data"_s, QJsonObject{{u"text"_s, u"明天起禁言"_s}}}}}}}};
        const CallWords call = wordsOf(action);
        QCOMPARE(actionError(napcatDialect(), call, 1200, u"write EPIPE {\"text\":\"明天起禁言\"}"_s).reason,
                 Reason::SendUnclear);
        QCOMPARE(actionError(napcatDialect(), {.action = action.name, .texts = {}, .files = {}}, 1200, u"你已被禁言"_s)
                     .reason,
                 Reason::Muted);
    }

    void theNumberIsQQsOwn()
    {
        const CallWords call{.action = u"send_group_msg"_s, .texts = {}, .files = {}};
        QCOMPARE(
            actionError(napcatDialect(), call, 1200, kernelText(u"EventChecker Failed"_s, kSend, 120, QString())).code,
            120);
        QCOMPARE(
            actionError(napcatDialect(), call, 1200, kernelText(u"EventChecker Failed"_s, kSend, -10, QString())).code,
            -10);
        QCOMPARE(actionError(napcatDialect(), call, 1200, kernelText(u"Timeout"_s, kSend, 0, QString())).code, 1200);
    }

    void theWordingIsMaskedAndCut()
    {
        const CallWords call{.action = u"send_group_msg"_s, .texts = {}, .files = {}};
        const QString token = u"access_token=secrettoken77"_s;
        const Error error = actionError(napcatDialect(), call, 1200, token + QString(5'000'000, u'x'));
        QVERIFY(error.detail.size() <= kLongestWording);
        QVERIFY(!error.detail.contains(u"secrettoken77"_s));
    }

    void theBytesOfAPictureAreNoFile()
    {
        const QString inlineBytes = u"base64://"_s + QString(2000, u'A');
        const QJsonObject image{{u"type"_s, u"image"_s}, {u"data"_s, QJsonObject{{u"file"_s, inlineBytes}}}};
        QVERIFY(wordsOf({u"send_group_msg"_s, {{u"message"_s, QJsonArray{image}}}}).files.isEmpty());
    }

    void refusalsOfThePanelAreUnderstood_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<ErrorReason>("reason");
        QTest::newRow("wrong token") << u"token is invalid"_s << ErrorKind::Auth << Reason::TokenWrong;
        QTest::newRow("rate") << u"login rate limit"_s << ErrorKind::RateLimited << Reason::LoginRateLimit;
        QTest::newRow("expired") << u"Unauthorized"_s << ErrorKind::Expired << Reason::CredentialExpired;
        QTest::newRow("totp") << u"Invalid or expired code"_s << ErrorKind::Auth << Reason::TotpWrong;
        QTest::newRow("logged in") << u"QQ Is Logined"_s << ErrorKind::Rejected << Reason::AlreadyLoggedIn;
        QTest::newRow("quick") << u"快速登录失败，错误码: 3"_s << ErrorKind::Rejected << Reason::QuickLoginFailed;
        QTest::newRow("other") << u"An unknown error occurred."_s << ErrorKind::Rejected << Reason::None;
    }
    void refusalsOfThePanelAreUnderstood()
    {
        QFETCH(const QString, message);
        const Error error = panelError(napcatDialect(), -1, message);
        QTEST(error.kind, "kind");
        QTEST(error.reason, "reason");
        QCOMPARE(error.retryAfter, error.kind == ErrorKind::RateLimited ? seconds(60) : seconds(0));
    }

    void loginTextsAreUnderstood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<LoginReason>("reason");
        QTest::newRow("none") << QString() << LoginReason::Fresh;
        QTest::newRow("kicked") << u"[KickedOffLine] [下线通知] 你的账号在另一台设备登录"_s << LoginReason::Kicked;
        QTest::newRow("expired") << u"二维码已过期，请刷新"_s << LoginReason::Expired;
        QTest::newRow("captcha") << u"密码回退需要验证码，请在 WebUi 中继续完成验证"_s << LoginReason::Captcha;
        QTest::newRow("device") << u"密码回退需要新设备验证，请在 WebUi 中继续完成验证"_s << LoginReason::NewDevice;
        QTest::newRow("twice") << u"当前账号(10001)已登录,无法重复登录"_s << LoginReason::Elsewhere;
        QTest::newRow("refused") << u"登录失败: {}"_s << LoginReason::Fresh;
    }
    void loginTextsAreUnderstood()
    {
        QFETCH(const QString, text);
        QTEST(loginReason(napcatDialect(), text), "reason");
    }

    void sendDeadlineFollowsTheGatewaysFormula_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<qint64>("milliseconds");
        QTest::newRow("text") << qint64(0) << qint64(20'000);
        QTest::newRow("5 MiB") << qint64(5 * 1024 * 1024) << qint64(40'000);
        QTest::newRow("one byte") << qint64(1) << qint64(20000);
        QTest::newRow("capped") << std::numeric_limits<qint64>::max() << qint64(30 * 60'000 + 10'000);
        QTest::newRow("negative") << qint64(-1) << qint64(20'000);
    }
    void sendDeadlineFollowsTheGatewaysFormula()
    {
        QFETCH(const qint64, bytes);
        QTEST(qint64(sendDeadline(napcatDialect(), bytes).count()), "milliseconds");
    }
};

ROOKERY_TEST(tst_dialect, TestDialect)
#include "tst_dialect.moc"

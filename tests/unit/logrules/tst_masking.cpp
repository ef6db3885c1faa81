// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/masking.h"

#include "support/costgrowth.h"
#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

class TestMasking final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void hidesSecretsAndKeepsTheRest_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const QString &expected) {
            QTest::newRow(name) << text << expected;
        };
        row("panel token", u"[NapCat] [WebUi] WebUi Token: S3-cret S3"_s, u"[NapCat] [WebUi] WebUi Token: ******"_s);
        row("llbot header token", u"[I] receive http header token S3"_s, u"[I] receive http header token ******"_s);
        row("llbot url token", u"receive ws url token S3"_s, u"receive ws url token ******"_s);
        row("panel url", u"Panel Url: http://h:1/webui?token=S3-cret"_s, u"Panel Url: http://h:1/webui?token=******"_s);
        row("half masked by the gateway", u"http://h/webui?token=***-S3 x"_s, u"http://h/webui?token=****** x"_s);
        row("url parameters", u"ws://h/x?access_token=S3&id=1"_s, u"ws://h/x?access_token=******&id=1"_s);
        row("webui_token", u"GET /x?webui_token=S3%3D%3D HTTP"_s, u"GET /x?webui_token=****** HTTP"_s);
        row("rkey", u"https://h/download?appid=1407&fileid=f&rkey=S3_-x&spec=0"_s,
            u"https://h/download?appid=1407&fileid=f&rkey=******&spec=0"_s);
        row("rkey in json", u"{\"rkey\":\"&rkey=S3\",\"ttl\":\"3600\"}"_s, u"{\"rkey\":\"******\",\"ttl\":\"3600\"}"_s);
        row("rkeys of servers", u"{\"private_rkey\":\"S3\",\"group_rkey\":\"S3\",\"expired_time\":1}"_s,
            u"{\"private_rkey\":\"******\",\"group_rkey\":\"******\",\"expired_time\":1}"_s);
        row("login code", u"二维码解码URL: https://txz.qq.com/p?k=S3&f=1600001615"_s,
            u"二维码解码URL: https://txz.qq.com/p?k=******&f=1600001615"_s);
        row("login code, handed to a stranger's page",
            u"或浏览器打开二维码网址: https://api.2dcode.biz/v1/create-qr-code?data=https%3A%2F%2Ftxz.qq.com%2Fp%3Fk%3DS3"_s,
            u"或浏览器打开二维码网址: https://api.2dcode.biz/v1/create-qr-code?data=******"_s);
        row("login code, other order", u"https://txz.qq.com/p?f=1&k=S3"_s, u"https://txz.qq.com/p?f=1&k=******"_s);
        row("config dump", u"{\"name\":\"ws\",\"token\":\"S3-\\\"x\",\"port\":1}"_s,
            u"{\"name\":\"ws\",\"token\":\"******\",\"port\":1}"_s);
        row("config dump cut short", u"{\"port\":1,\"token\": \"S3-cr..."_s, u"{\"port\":1,\"token\": \"******"_s);
        row("json in json", u"{\"config\":\"{\\\"token\\\":\\\"S3\\\",\\\"port\\\":1}\"}"_s,
            u"{\"config\":\"{\\\"token\\\":\\\"******\\\",\\\"port\\\":1}\"}"_s);
        row("inspected object", u"{ name: 'ws', token: 'S3-x', port: 1 }"_s,
            u"{ name: 'ws', token: '******', port: 1 }"_s);
        row("bearer", u"Authorization: Bearer S3.S3=="_s, u"Authorization: Bearer ******"_s);
        row("credential json", u"{\"Credential\":\"S3==\"}"_s, u"{\"Credential\":\"******\"}"_s);
        row("credential word", u"Credential: S3== expired"_s, u"Credential: ****** expired"_s);
        row("client key", u"{\"clientkey\":\"S3\"}"_s, u"{\"clientkey\":\"******\"}"_s);
        row("client key url", u"https://h/?clientuin=1&clientkey=S3&x=1"_s,
            u"https://h/?clientuin=1&clientkey=******&x=1"_s);
        row("totp", u"otpauth://totp/NapCat:u?secret=S3S3&issuer=NapCat"_s,
            u"otpauth://totp/NapCat:u?secret=******&issuer=NapCat"_s);
        row("totp config", u"{\"totpSecret\":\"S3\",\"enable2FA\":true}"_s,
            u"{\"totpSecret\":\"******\",\"enable2FA\":true}"_s);
        row("login hash", u"{\"hash\":\"S3\",\"totpCode\":\"S3\"}"_s,
            u"{\"hash\":\"******\",\"totpCode\":\"******\"}"_s);
        row("password", u"NAPCAT_QUICK_PASSWORD_MD5=S3 x"_s, u"NAPCAT_QUICK_PASSWORD_MD5=****** x"_s);
        row("captcha page", u"需要验证码, proofWaterUrl:  https://h/c?sid=S3&x=S3"_s,
            u"需要验证码, proofWaterUrl:  https://h/c?******"_s);
        row("QQ's cookies",
            u"redirectCookies {\"uin\":\"o1\",\"skey\":\"@S3\",\"pt4_token\":\"S3\",\"p_skey\":\"S3-I*Q\"}"_s,
            u"redirectCookies {\"uin\":\"o1\",\"skey\":\"******\",\"pt4_token\":\"******\",\"p_skey\":\"******\"}"_s);
        row("cookies in one value", u"{\"cookies\":\"p_uin=o1; skey=@S3\",\"bkn\":1}"_s,
            u"{\"cookies\":\"******\",\"bkn\":1}"_s);
        row("cookies, printed", u"skey=@S3; p_skey=S3; pt4_token=S3; x=1"_s,
            u"skey=******; p_skey=******; pt4_token=******; x=1"_s);
        row("cookie header", u"Cookie: uin=o1; RK=S3; skey=@S3"_s, u"Cookie: ******"_s);
        row("secret in single quotes", u"{ httpSecret: 'S3', 'httpSecret': 'S3', port: 1 }"_s,
            u"{ httpSecret: '******', 'httpSecret': '******', port: 1 }"_s);
        row("secret in other quotes", u"httpSecret: `S3` httpSecret: \"S3\" httpSecret = 'S3'"_s,
            u"httpSecret: `******` httpSecret: \"******\" httpSecret = '******'"_s);
        row("secret nested twice", u"{\\\\\\\"httpSecret\\\\\\\":\\\\\\\"S3\\\\\\\"}"_s,
            u"{\\\\\\\"httpSecret\\\\\\\":\\\\\\\"******\\\\\\\"}"_s);
        row("secret without quotes", u"access_token: S3abcdef, rkey: S3-abcdef x"_s,
            u"access_token: ******, rkey: ****** x"_s);
        row("words about a secret", u"token: expired; password: wrong; design: 'x1'"_s,
            u"token: expired; password: wrong; design: 'x1'"_s);
        row("bearer in a refusal", u"refused: \"Bearer S3token77\" for rkey=S3"_s,
            u"refused: \"Bearer ******\" for rkey=******"_s);
        row("nothing secret", u"接收 <- 群聊 [测试群(30001)] hello = world"_s,
            u"接收 <- 群聊 [测试群(30001)] hello = world"_s);
        row("words that only sound alike", u"token验证失败; rkey 失败; FetchRkey 失败"_s,
            u"token验证失败; rkey 失败; FetchRkey 失败"_s);
    }
    void hidesSecretsAndKeepsTheRest()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const QString masked = maskSecrets(text);
        QCOMPARE(masked, expected);
        QVERIFY(!masked.contains(u"S3"));
        QCOMPARE(maskSecrets(masked), masked);
        QCOMPARE(maskSecrets(std::string_view(text.toStdString())), expected.toStdString());
    }

    void leavesDrawnCodesOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const QString &expected) {
            QTest::newRow(name) << text << expected;
        };
        row("drawn code", u"scan:\n\n█▀▀▀▀▀█ ▄▀ █▀▀▀▀▀█\n█ ███ █ ▀▄ █ ███ █\ndone"_s, u"scan:\n\n[QR]\ndone"_s);
        row("drawn code behind a container's name",
            u"api  | scan:\napi  | █▀▀▀▀▀█ ▄▀ ▄ █▀▀▀▀▀█\napi  | █ ███ █ ▀▄ ▀ █ ███ █\napi  | done"_s,
            u"api  | scan:\napi  | [QR]\napi  | done"_s);
        row("drawn without blocks behind a container's name",
            u"api  | @^^^^^@ .^ . @^^^^^@\napi  | @ @@@ @ ^. ^ @ @@@ @"_s, u"api  | [QR]"_s);
        row("drawn between what other containers say",
            u"api  | █▀▀▀▀▀█ ▄▀ ▄ █▀▀▀▀▀█\ndb  | x\napi  | █ ███ █ ▀▄ ▀ █ ███ █"_s,
            u"api  | [QR]\ndb  | x\napi  | [QR]"_s);
        row("drawn behind a time on every line", u"1:01 █▀▀▀▀▀█ ▄▀ ▄ █▀▀▀▀▀█\n1:02 █ ███ █ ▀▄ ▀ █ ███ █"_s,
            u"1:01 [QR]\n1:02 [QR]"_s);
        row("a short bar behind words stays", u"loading ██████████"_s, u"loading ██████████"_s);
        row("an ellipsis stays", u"api  | waiting for x@y......................."_s,
            u"api  | waiting for x@y......................."_s);
        row("a progress bar stays", u"█▀▀ 3 %"_s, u"█▀▀ 3 %"_s);
    }
    void leavesDrawnCodesOut() { hidesSecretsAndKeepsTheRest(); }

    void keepsAtMostSoMuchOfWhatSomebodyChose()
    {
        QCOMPARE(maskedWords(u"Wren"_s, kLongestName), u"Wren"_s);
        QCOMPARE(maskedWords(u"Wren token=S3cret"_s, kLongestName), u"Wren token=******"_s);
        QCOMPARE(maskedWords(QString(3 << 20, u'x'), kLongestName).size(), kLongestName);
        // no half of a secret behind the cut, no half of a character before it
        QVERIFY(!maskedWords(u"x"_s.repeated(120) + u"token=S3cret"_s, kLongestName).contains(u"S3"));
        const QString birds = maskedWords(u"x"_s + u"🐦"_s.repeated(200), kLongestName);
        QVERIFY(birds.size() < kLongestName && birds.endsWith(u"🐦"_s));
    }

    //! What a stranger may write to make a pattern go back and forth. Quadratic time would be minutes here.
    void takesTimeThatGrowsWithLengthAlone_data()
    {
        QTest::addColumn<QString>("filler");
        for (const QString &filler : {u"txz.qq.com/?&"_s,
                                      u"txz.qq.com/"_s,
                                      u"txz.qq.com/?"_s,
                                      u"create-qr-code?a&"_s,
                                      u"create-qr-code?"_s,
                                      u"wx.qq.com/"_s,
                                      u"wx.qq.com/?uuid"_s,
                                      u"proofWaterUrl:"_s,
                                      u"jumpUrl:x"_s,
                                      u"\\"_s,
                                      u"\\\""_s,
                                      u"\"token"_s,
                                      u"\"token\":"_s,
                                      u"\"token\":\"\\"_s,
                                      u"token:'"_s,
                                      u"token: "_s,
                                      u"token:a-"_s,
                                      u" "_s,
                                      u"bearer "_s,
                                      u"credential "_s,
                                      u"Cookie: "_s,
                                      u"█ "_s,
                                      u"^ "_s,
                                      u"\n^"_s,
                                      u"secretsecret=\\"_s,
                                      u"receive ws url token "_s})
            QTest::newRow(qPrintable(filler.simplified())) << filler;
    }
    void takesTimeThatGrowsWithLengthAlone()
    {
        QFETCH(QString, filler);
        const auto mask = [&filler](qsizetype length) {
            // each trigger is there, and nothing that would end the search early
            (void)maskSecrets(u"token\"':`=uuid=txz.qq.com create-qr-code cookie: bearer credential url: \\\" "_s
                              + filler.repeated(length / filler.size()) + u" k= data= uuid= ?"_s);
        };
        constexpr double kLimit = 64; // sixteen times as long; by its square it would be 256
        const double growth = costGrowth(mask, 1 << 15, 1 << 19, kLimit);
        QVERIFY2(growth < kLimit, qPrintable(QString::number(growth)));
    }
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_masking, rookery::logrules::TestMasking)
#include "tst_masking.moc"

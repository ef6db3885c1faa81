// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/profile.h"

#include "base/reasons/input.h"
#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::config;

class TestGatewayAddress final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void understandsWhatPeoplePaste_data();
    void understandsWhatPeoplePaste();
    void refusesWhatIsNoAddress_data();
    void refusesWhatIsNoAddress();
    void idsAreValidAndUnique_data();
    void idsAreValidAndUnique();
    void judgesIds();
    void pastedLinesAreReadOrListed();
    void badLinesNeverShowATokenAgain();
    void everyKindHasItsHabits_data();
    void everyKindHasItsHabits();
    void theAddressGoesWhereTheKindKeepsIt();
};

void TestGatewayAddress::understandsWhatPeoplePaste_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("token");
    QTest::newRow("host and port") << u"10.0.0.2:6100"_s << u"http://10.0.0.2:6100"_s << QString();
    QTest::newRow("host alone") << u" bot.example "_s << u"http://bot.example:6099"_s << QString();
    QTest::newRow("scheme alone keeps its port") << u"https://bot.example"_s << u"https://bot.example"_s << QString();
    QTest::newRow("panel link") << u"http://127.0.0.1:6099/webui?token=a-b_c"_s << u"http://127.0.0.1:6099"_s
                                << u"a-b_c"_s;
    QTest::newRow("encoded token") << u"http://h:1/webui/?token=a%26b%20c"_s << u"http://h:1"_s << u"a&b c"_s;
    QTest::newRow("hash in the token") << u"http://h:1/webui?token=ab#cd"_s << u"http://h:1"_s << u"ab#cd"_s;
    QTest::newRow("ampersand in the token") << u"http://h:1/webui?token=ab&cd"_s << u"http://h:1"_s << u"ab&cd"_s;
    QTest::newRow("percent in the token") << u"http://h:1/webui?token=100%pure"_s << u"http://h:1"_s << u"100%pure"_s;
    QTest::newRow("escaped signs") << u"http://h:1/webui?token=a%2Bb%26c%23d"_s << u"http://h:1"_s << u"a+b&c#d"_s;
    QTest::newRow("another parameter") << u"http://h:1/webui?token=ab&lang=zh"_s << u"http://h:1"_s << u"ab"_s;
    QTest::newRow("a page behind the token") << u"http://h:1/webui?token=ab#/login"_s << u"http://h:1"_s << u"ab"_s;
    QTest::newRow("prefix of the same name") << u"https://h/webui/webui?token=a"_s << u"https://h/webui"_s << u"a"_s;
    QTest::newRow("prefix that begins alike")
        << u"https://h/webui-bot/webui?token=a"_s << u"https://h/webui-bot"_s << u"a"_s;
    QTest::newRow("deep panel path") << u"http://h:1/webui/web_login"_s << u"http://h:1"_s << QString();
    QTest::newRow("behind a proxy") << u"https://h/napcat/webui"_s << u"https://h/napcat"_s << QString();
    QTest::newRow("slash") << u"http://h:6099/"_s << u"http://h:6099"_s << QString();
    QTest::newRow("password") << u"http://me:t0k@h:6099"_s << u"http://h:6099"_s << u"t0k"_s;
    QTest::newRow("IPv6") << u"[fd00::1]:6099"_s << u"http://[fd00::1]:6099"_s << QString();
    QTest::newRow("any address") << u"http://[::]:6099/webui?token=x"_s << u"http://127.0.0.1:6099"_s << u"x"_s;
    QTest::newRow("any address 4") << u"0.0.0.0:6099"_s << u"http://127.0.0.1:6099"_s << QString();
    QTest::newRow("log line") << u"[NapCat] [WebUi] WebUi User Panel Url: http://127.0.0.1:6099/webui?token=x1"_s
                              << u"http://127.0.0.1:6099"_s << u"x1"_s;
}

void TestGatewayAddress::understandsWhatPeoplePaste()
{
    QFETCH(QString, text);
    QFETCH(QString, url);
    QFETCH(QString, token);
    const auto parsed = parseGatewayAddress(text);
    ROOKERY_VERIFY_RESULT(parsed);
    QCOMPARE(parsed->url.toString(), url);
    QCOMPARE(parsed->token.reveal(), token);
}

void TestGatewayAddress::refusesWhatIsNoAddress_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("blanks") << u"  "_s;
    QTest::newRow("sentence") << u"my gateway at home"_s;
    QTest::newRow("other scheme") << u"ws://h:3001"_s;
    QTest::newRow("no host") << u"http://:6099"_s;
    QTest::newRow("port too high") << u"h:70000"_s;
    QTest::newRow("port zero") << u"h:0"_s;
    QTest::newRow("port text") << u"h:port"_s;
}

void TestGatewayAddress::refusesWhatIsNoAddress()
{
    QFETCH(QString, text);
    const auto parsed = parseGatewayAddress(text);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().reason, Reason::BadInput);
}

void TestGatewayAddress::idsAreValidAndUnique_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    QTest::newRow("plain") << u"home"_s << u"home"_s;
    QTest::newRow("taken") << u"Main"_s << u"main-2"_s;
    QTest::newRow("blanks and capitals") << u" My  Bot #7! "_s << u"my-bot-7"_s;
    QTest::newRow("Chinese") << u"家里的机器人"_s << u"gateway"_s;
    QTest::newRow("empty") << QString() << u"gateway"_s;
    QTest::newRow("would share a variable") << u"main onebot"_s << u"main-2"_s;
    QTest::newRow("long") << QString(80, u'x') << QString(32, u'x');
}

void TestGatewayAddress::idsAreValidAndUnique()
{
    QFETCH(QString, name);
    QFETCH(QString, id);
    const GatewayId made = makeGatewayId(name, {GatewayId(u"main"_s)});
    QCOMPARE(made.value(), id);
    QVERIFY(isValidGatewayId(made.value()));
}

void TestGatewayAddress::judgesIds()
{
    for (const QString &good : {u"a"_s, u"a-1"_s, u"10001"_s})
        QVERIFY(isValidGatewayId(good));
    for (const QString &bad : {QString(), u"-a"_s, u"a-"_s, u"A"_s, u"a_b"_s, u"a b"_s, u"a/b"_s, u"群"_s, u"a\n"_s,
                               u"a-onebot"_s, QString(60, u'a')})
        QVERIFY2(!isValidGatewayId(bad), qPrintable(bad));
}

void TestGatewayAddress::pastedLinesAreReadOrListed()
{
    const QString text = u"# mine\n\nhome 10.0.0.2:6099 tok1\n"
                         "云端 https://bot.example:6099/webui?token=tok2\r\n"
                         "third, 10.0.0.3 , tok3\n"
                         "main 10.0.0.4 tok4\n"
                         "home 10.0.0.5 tok5\n"
                         "broken ftp://x tok6\n"
                         "one two three four\n"
                         "home SECRETTOKEN42\n"
                         "http://127.0.0.1:44049 SECRETTOKEN42\n"
                         "http://127.0.0.1:44050/webui?token=tok8\n"
                         "dots bot.example:6099 to.k.9\n"
                         "either bot.example to.k.10\n"
                         "eyJhbGci.eyJzdWIi.SflKxwRJ1_0\n"
                         "main eyJhbGci.eyJzdWIi.SflKxwRJ1_0\n"_s;
    const PasteResult result = parsePastedGateways(text, {GatewayId(u"main"_s)});
    QCOMPARE(result.gateways.size(), 7);
    for (const PastedGateway &gateway : result.gateways) {
        QVERIFY(!gateway.profile.webUi.toString().contains(u"secret"_s, Qt::CaseInsensitive));
        QVERIFY(!gateway.profile.id.value().contains(u"secret"_s) && !gateway.profile.name.contains(u"SECRET"_s));
    }
    QCOMPARE(result.gateways.at(3).profile.webUi, QUrl(u"http://127.0.0.1:44049"_s));
    QCOMPARE(result.gateways.at(3).profile.id.value(), u"napcat-44049"_s);
    QVERIFY(result.gateways.at(3).profile.name.isEmpty());
    QCOMPARE(result.gateways.at(3).token.reveal(), u"SECRETTOKEN42"_s);
    QCOMPARE(result.gateways.at(4).token.reveal(), u"tok8"_s);
    QCOMPARE(result.gateways.at(5).profile.webUi, QUrl(u"http://bot.example:6099"_s));
    QCOMPARE(result.gateways.at(5).token.reveal(), u"to.k.9"_s);
    QCOMPARE(result.gateways.at(6).profile.webUi.host(), u"bot.example"_s); // the other word ends as no domain does
    QCOMPARE(result.gateways.at(6).token.reveal(), u"to.k.10"_s);
    QCOMPARE(result.gateways.at(0).profile.id.value(), u"home"_s);
    QCOMPARE(result.gateways.at(0).profile.webUi, QUrl(u"http://10.0.0.2:6099"_s));
    QCOMPARE(result.gateways.at(0).token.reveal(), u"tok1"_s);
    QCOMPARE(result.gateways.at(1).profile.id.value(), u"gateway"_s);
    QCOMPARE(result.gateways.at(1).profile.name, u"云端"_s);
    QCOMPARE(result.gateways.at(1).token.reveal(), u"tok2"_s);
    QCOMPARE(result.gateways.at(2).profile.webUi, QUrl(u"http://10.0.0.3:6099"_s));
    QCOMPARE(result.gateways.at(2).token.reveal(), u"tok3"_s);
    QList<int> bad;
    for (const auto &line : result.badLines)
        bad.append(line.first);
    QCOMPARE(bad, (QList<int>{6, 7, 8, 9, 10, 15, 16}));
    QCOMPARE(result.badLines.at(0).second, u"main 10.0.0.4 …"_s);
}

void TestGatewayAddress::everyKindHasItsHabits_data()
{
    QTest::addColumn<GatewayKind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url"); // empty: refused
    QTest::addColumn<QString>("token");
    QTest::newRow("OneBot host") << GatewayKind::OneBot11 << u"bot.example"_s << u"ws://bot.example:3001"_s
                                 << QString();
    QTest::newRow("OneBot path and token")
        << GatewayKind::OneBot11 << u"wss://h:8/onebot/?access_token=t-1"_s << u"wss://h:8/onebot"_s << u"t-1"_s;
    QTest::newRow("OneBot over HTTP") << GatewayKind::OneBot11 << u"http://h:3000"_s << u"http://h:3000"_s << QString();
    QTest::newRow("OneBot scheme") << GatewayKind::OneBot11 << u"ftp://h:3000"_s << QString() << QString();
    QTest::newRow("Milky prefix") << GatewayKind::Milky << u"h:3010/webui/x"_s << u"http://h:3010/webui/x"_s
                                  << QString();
    QTest::newRow("Milky socket") << GatewayKind::Milky << u"ws://h:3010"_s << QString() << QString();
    QTest::newRow("LLBot host") << GatewayKind::LLBot << u"h"_s << u"http://h:3080"_s << QString();
}

void TestGatewayAddress::everyKindHasItsHabits()
{
    QFETCH(GatewayKind, kind);
    QFETCH(QString, text);
    QFETCH(QString, url);
    QFETCH(QString, token);
    const auto parsed = parseGatewayAddress(text, kind);
    QCOMPARE(parsed.has_value(), !url.isEmpty());
    if (parsed) {
        QCOMPARE(parsed->url.toString(), url);
        QCOMPARE(parsed->token.reveal(), token);
    }
}

void TestGatewayAddress::theAddressGoesWhereTheKindKeepsIt()
{
    GatewayProfile profile;
    profile.kind = GatewayKind::Milky;
    setAddress(profile, QUrl(u"http://h:1"_s));
    QCOMPARE(profile.webUi, QUrl(u"http://h:1"_s));
    QVERIFY(profile.oneBot.isEmpty());

    profile = {};
    profile.kind = GatewayKind::OneBot11;
    setAddress(profile, QUrl(u"http://h:2"_s));
    QCOMPARE(profile.oneBot, QUrl(u"http://h:2"_s));
    QCOMPARE(profile.way, OneBotTransportKind::Http);
    QCOMPARE(profile.address(), profile.oneBot);
    profile.way = OneBotTransportKind::HttpEvents;
    setAddress(profile, QUrl(u"http://h:3"_s));
    QCOMPARE(profile.way, OneBotTransportKind::HttpEvents); // the operator's choice stays where it fits
    setAddress(profile, QUrl(u"ws://h:4"_s));
    QCOMPARE(profile.way, OneBotTransportKind::Socket);
}

void TestGatewayAddress::badLinesNeverShowATokenAgain()
{
    const PasteResult result = parsePastedGateways(u"x ftp://me:s3cret@h?token=s3cret s3cret\n"
                                                   "s3cretword\n"
                                                   "https://h:0/webui?token=s3cret\n"
                                                   "a s3cret\n"
                                                   "a h.example s3cret s3cret\n"
                                                   "a h.example s3cret.with.dots\n"
                                                   "a b s3cret s3cret\n"
                                                   "http://me[N:s3cret@\n"_s,
                                                   {});
    QCOMPARE(result.badLines.size(), 8);
    for (const auto &line : result.badLines) {
        QVERIFY2(!line.second.contains(u"s3cret"_s), qPrintable(line.second));
        QVERIFY(!line.second.isEmpty()); // a line that shows nothing cannot be found again
    }
}

ROOKERY_TEST(tst_gatewayaddress, TestGatewayAddress)
#include "tst_gatewayaddress.moc"

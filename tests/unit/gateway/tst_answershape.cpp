// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/answershape.h"

#include "base/reasons/access.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

#include <array>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(rookery::gateway::Interface)
Q_DECLARE_METATYPE(rookery::gateway::Speaker)

namespace {

struct Face {
    const char *name;
    Interface face;
};
constexpr std::array kFaces = {Face{"napcat", Interface::NapCatPanel}, Face{"llbot", Interface::LLBotPanel},
                               Face{"milky", Interface::Milky}, Face{"onebot", Interface::OneBot11},
                               Face{"ilink", Interface::ILink}};

io::HttpResponse response(int status, const QByteArray &type, const QByteArray &body, io::HttpHeaders headers = {})
{
    headers.emplaceBack("content-type", type);
    return {.status = status, .headers = std::move(headers), .body = body};
}

} // namespace

//! Whose word an HTTP answer is: kind by status and body.
class TestAnswerShape final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void whatAProxySaysIsNeverTheGateways_data()
    {
        QTest::addColumn<Interface>("face");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        const QByteArray page = "<html><head><title>Refused</title></head></html>";
        for (const Face &one : kFaces) {
            const auto row = [&one](const char *what, int status, const QByteArray &type, const QByteArray &body) {
                QTest::addRow("%s %d %s", one.name, status, what) << one.face << status << type << body;
            };
            for (const int status : {401, 403, 404, 405, 429, 500, 502, 503, 504, 521}) {
                row("page", status, "text/html", page);
                row("words", status, "text/plain", "blocked by the firewall");
            }
            for (const int status : {403, 429, 502, 503, 504}) {
                if (status != 403 || one.face != Interface::OneBot11) // which refuses so itself
                    row("empty", status, "text/plain", {});
            }
            for (const int status : {301, 302, 303, 307, 308})
                row("to a login page", status, "text/html", {});
            row("page", 200, "text/html; charset=utf-8", page);
            row("a page that says JSON", 200, "application/json", page);
            row("empty", 200, "application/json", {});
            if (one.face == Interface::ILink)
                continue; // every object may be its answer
            row("another's JSON", 200, "application/json", R"({"ok":true,"result":[]})");
            row("another's refusal", 403, "application/json", R"({"detail":"Forbidden"})");
            row("another's refusal", 401, "application/json", R"({"error":"login required"})");
        }
    }
    void whatAProxySaysIsNeverTheGateways()
    {
        QFETCH(const Interface, face);
        QFETCH(const int, status);
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, body);
        QCOMPARE(speakerOf(face, response(status, type, body)), Speaker::Front);
        const Error told = frontError(status);
        QVERIFY(told.kind == ErrorKind::Network || told.kind == ErrorKind::Protocol); // tried again, no verdict
        QVERIFY(isFromFront(told));
        QCOMPARE(told.code, status);
    }

    void whatTheGatewaySaysIsKnownByItsForm_data()
    {
        QTest::addColumn<Interface>("face");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("challenge");
        const auto row = [](const char *what, Interface face, int status, const QByteArray &type,
                            const QByteArray &body, const QByteArray &challenge = {}) {
            QTest::newRow(what) << face << status << type << body << challenge;
        };
        const QByteArray json = "application/json";
        const auto napCat = Interface::NapCatPanel;
        row("napcat success", napCat, 200, json, R"({"code":0,"data":null,"message":"success"})");
        row("napcat refusal", napCat, 200, json, R"({"code":-1,"message":"Unauthorized"})");
        row("napcat list", napCat, 403, json, R"({"error":"访问被拒绝：IP不在白名单中"})");
        row("napcat unknown", napCat, 404, "text/html", "<html><pre>Cannot POST /api/Process/Restart</pre></html>");
        const auto llBot = Interface::LLBotPanel;
        row("llbot asks", llBot, 403, json, R"({"success":false,"message":"请输入密码"})");
        row("llbot unset", llBot, 401, json, R"({"success":false,"message":"请先设置WebUI密码"})");
        row("llbot unknown", llBot, 404, "text/plain", "404 Not Found");
        row("llbot fails", llBot, 500, json, R"({"success":false,"message":"boom"})");
        const auto milky = Interface::Milky;
        row("milky success", milky, 200, json, R"({"status":"ok","retcode":0,"data":{}})");
        row("milky token", milky, 401, json, R"({"status":"failed","retcode":401,"message":"Unauthorized"})");
        row("milky unknown", milky, 404, json, R"({"status":"failed","retcode":404,"message":"API not found"})");
        row("milky too large", milky, 413, "text/plain", {});
        const auto oneBot = Interface::OneBot11;
        row("onebot success", oneBot, 200, json, R"({"status":"ok","retcode":0,"data":{}})");
        row("onebot unknown", oneBot, 404, json, R"({"status":"failed","retcode":404,"data":null})");
        row("llbot token", oneBot, 403, json, R"({"message":"token verify failed"})");
        row("napcat token", oneBot, 403, "text/html; charset=utf-8", R"({"message":"token verify failed!"})");
        row("lagrange no token", oneBot, 401, {}, {}, "Bearer");
        row("forms only", oneBot, 406, {}, {});
        row("too large", oneBot, 413, "text/html", "<html>413</html>");
    }
    void whatTheGatewaySaysIsKnownByItsForm()
    {
        QFETCH(const Interface, face);
        QFETCH(const int, status);
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, challenge);
        io::HttpHeaders headers;
        if (!challenge.isEmpty())
            headers.emplaceBack("www-authenticate", challenge);
        QCOMPARE(speakerOf(face, response(status, type, body, headers)), Speaker::Gateway);
    }

    void aRefusalWithoutAWordIsUnclear()
    {
        QCOMPARE(speakerOf(Interface::OneBot11, response(403, {}, {})), Speaker::Unclear);
        QCOMPARE(speakerOf(Interface::OneBot11, response(401, "text/plain", {})), Speaker::Unclear);
        QCOMPARE(speakerOf(Interface::Milky, response(401, {}, {})), Speaker::Unclear);
        QCOMPARE(speakerOf(Interface::Milky, response(500, {}, {})), Speaker::Unclear);
        QCOMPARE(frontError(403, Speaker::Unclear).reason, Reason::TokenOrFront);
    }

    void anotherQuestionTellsWhoRefused_data()
    {
        QTest::addColumn<int>("refused");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Speaker>("speaker");
        const auto row = [](const char *what, int refused, int status, const QByteArray &body, Speaker speaker) {
            QTest::newRow(what) << refused << status << body << speaker;
        };
        row("no socket asked for: a gateway's port", 403, 426, "Upgrade Required", Speaker::Gateway);
        row("a wrong token is told from none", 403, 401, {}, Speaker::Gateway);
        row("what no token guards is answered", 401, 404, {}, Speaker::Gateway);
        row("a gateway's own words", 403, 403, R"({"message":"token verify failed"})", Speaker::Gateway);
        row("refused alike, without a word", 403, 403, {}, Speaker::Unclear);
        row("refused alike, in other words", 403, 403, "blocked", Speaker::Front);
        row("refused alike, with a page", 403, 403, "<html>403</html>", Speaker::Front);
        row("a page", 403, 200, "<html>log in</html>", Speaker::Front);
        row("sent to a login page", 401, 302, {}, Speaker::Front);
        row("nothing behind it", 403, 502, {}, Speaker::Front);
    }
    void anotherQuestionTellsWhoRefused()
    {
        QFETCH(const int, refused);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const Speaker, speaker);
        QCOMPARE(speakerOfRefusal(refused, response(status, {}, body)), speaker);
    }

    void noAnswerToTheOtherQuestionIsNoVerdict()
    {
        QCOMPARE(speakerOfRefusal(403, fail(ErrorKind::Timeout, Reason::NoReply)), Speaker::Unclear);
    }

    void aSendThatSomebodyElseAnsweredIsOpen()
    {
        for (const int status : {401, 403, 404, 429, 500, 503, 200, 302}) {
            const Error told = frontErrorOfSend(status);
            QCOMPARE(told.kind, ErrorKind::Network);
            QCOMPARE(told.reason, Reason::SendUnclear);
        }
    }
};

ROOKERY_TEST(tst_answershape, TestAnswerShape)
#include "tst_answershape.moc"

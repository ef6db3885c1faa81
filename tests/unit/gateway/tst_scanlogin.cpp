// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/ilink/scanlogin.h"

#include "base/reasons/gateway.h"
#include "io/httplistener.h"
#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! JSON with ' for ".
QByteArray json(QByteArray text)
{
    text.replace('\'', '"');
    return text;
}

} // namespace

//! iLink's login against a server that says what the test wants.
class TestScanLogin final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<ManualClock>();
        m_server = std::make_unique<io::HttpListener>(*m_clock);
        m_server->setHandler([this](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &to) {
            serve(request, to);
        });
        const Result<quint16> port = m_server->listen(QHostAddress(QHostAddress::LocalHost), 0);
        QVERIFY(port.has_value());
        io::NetworkSettings network;
        network.systemProxy = false;
        m_api =
            std::make_unique<ILinkClient>(QUrl(u"http://127.0.0.1:%1/"_s.arg(*port)), *m_clock, network, Deadlines{});
        m_login = std::make_unique<ScanLogin>(*m_api, *m_clock);
        connect(m_login.get(), &ScanLogin::codeShown, this,
                [this](const Redacted<QString> &code) { m_shown.append(code.reveal()); });
        connect(m_login.get(), &ScanLogin::scanned, this, [this] { ++m_scanned; });
        connect(m_login.get(), &ScanLogin::verifyCodeNeeded, this, [this](bool wrong) { m_digits.append(wrong); });
        connect(m_login.get(), &ScanLogin::bound, this,
                [this](const protocol::ilink::Binding &binding) { m_bound.append(binding); });
        connect(m_login.get(), &ScanLogin::ended, this, [this](LoginReason reason) { m_ended.append(reason); });
        connect(m_login.get(), &ScanLogin::failed, this, [this](const Error &error) { m_failed.append(error); });
        m_answers.clear();
        m_requests.clear();
        m_shown.clear();
        m_scanned = 0;
        m_digits.clear();
        m_bound.clear();
        m_ended.clear();
        m_failed.clear();
        m_codes = 0;
        m_codeStatus = 200;
    }
    void cleanup()
    {
        m_login.reset();
        m_api.reset();
        m_server.reset();
        m_clock.reset();
    }

    void aScannedAndConfirmedCodeGivesABinding()
    {
        m_answers = {json("{'status':'wait'}"), json("{'status':'scaned'}"), json("{'status':'scaned'}"), confirmed()};
        m_login->start();
        QVERIFY(lives([this] { return !m_bound.isEmpty(); }));
        QCOMPARE(m_shown, QStringList{u"https://q/1"_s});
        QCOMPARE(m_scanned, 1);
        QCOMPARE(m_bound.constFirst().token.reveal(), u"t"_s);
        QCOMPARE(m_bound.constFirst().botId, u"b@im.bot"_s);
        QVERIFY(m_failed.isEmpty());
    }

    void everyRequestSaysWhoWeAre()
    {
        m_answers = {confirmed()};
        m_login->start();
        QVERIFY(lives([this] { return !m_bound.isEmpty(); }));
        const io::IncomingRequest &code = m_requests.constFirst();
        QCOMPARE(code.path, u"/ilink/bot/get_bot_qrcode"_s);
        QCOMPARE(code.queryValue(u"bot_type"_s), u"3"_s);
        QCOMPARE(code.header("ilink-app-id"), QByteArray("bot"));
        QCOMPARE(code.header("authorizationtype"), QByteArray("ilink_bot_token"));
        QVERIFY(!QByteArray::fromBase64(code.header("x-wechat-uin")).isEmpty());
        QVERIFY(code.body.contains("\"bot_agent\":\"Rookery/"));
        QCOMPARE(m_requests.constLast().queryValue(u"qrcode"_s), u"key+1&x=%41"_s);
        QVERIFY(!m_requests.constLast().header("ilink-app-clientversion").isEmpty());
    }

    void threeCodesAreShownAndThenTheOperatorIsAsked()
    {
        m_answers = {json("{'status':'expired'}"), json("{'status':'verify_code_blocked'}"),
                     json("{'status':'expired'}")};
        m_login->start();
        QVERIFY(lives([this] { return !m_ended.isEmpty(); }));
        QVERIFY(m_ended.constFirst() == LoginReason::Expired);
        QCOMPARE(m_shown,
                 (QStringList{u"https://q/1"_s, QString(), u"https://q/2"_s, QString(), u"https://q/3"_s, QString()}));
        m_answers = {confirmed()};
        m_login->start();
        QVERIFY(lives([this] { return !m_bound.isEmpty(); }));
    }

    void aCodeThatNobodySpeaksOfIsReplacedAfterItsLife()
    {
        m_login->start(); // every question is answered with "wait"
        QVERIFY(lives([this] { return m_codes == 2; }, minutes(6)));
        QCOMPARE(m_shown.first(2), (QStringList{u"https://q/1"_s, QString()}));
    }

    void wrongDigitsAreAskedForAgain()
    {
        m_answers = {json("{'status':'need_verifycode'}"), json("{'status':'need_verifycode'}"), confirmed()};
        m_login->submitVerifyCode(Redacted<QString>(u"0"_s)); // nobody has asked
        m_login->start();
        QVERIFY(lives([this] { return m_digits.size() == 1; }));
        const qsizetype asked = m_requests.size();
        QVERIFY(!lives([this, asked] { return m_requests.size() > asked; }, seconds(5)));
        m_login->submitVerifyCode(Redacted<QString>(u"12"_s));
        QVERIFY(lives([this] { return m_digits.size() == 2; }));
        QCOMPARE(m_requests.constLast().queryValue(u"verify_code"_s), u"12"_s);
        m_login->submitVerifyCode(Redacted<QString>(u"34"_s));
        QVERIFY(lives([this] { return !m_bound.isEmpty(); }));
        QCOMPARE(m_requests.constLast().queryValue(u"verify_code"_s), u"34"_s);
        QCOMPARE(m_digits, (QList<bool>{false, true}));
    }

    void aRedirectToOurOwnHostIsFollowed()
    {
        io::HttpListener other(*m_clock);
        int askedThere = 0;
        other.setHandler([&askedThere](const io::IncomingRequest &, const std::shared_ptr<io::Responder> &to) {
            ++askedThere;
            to->send(200, {}, confirmed());
        });
        const Result<quint16> port = other.listen(QHostAddress(QHostAddress::LocalHost), 0);
        QVERIFY(port.has_value());
        m_answers = {json("{'status':'scaned_but_redirect','redirect_host':'127.0.0.1:") + QByteArray::number(*port)
                     + json("'}")};
        m_login->start();
        QVERIFY(lives([this] { return !m_bound.isEmpty(); }));
        QCOMPARE(askedThere, 1);
    }

    void aForeignHostIsNeverAsked_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("redirect") << json("{'status':'scaned_but_redirect','redirect_host':'evil.example'}");
        QTest::newRow("no host") << json("{'status':'scaned_but_redirect','redirect_host':'://'}");
        QTest::newRow("base") << json("{'status':'confirmed','bot_token':'t','ilink_bot_id':'b',"
                                      "'baseurl':'https://evil.example'}");
        QTest::newRow("plain base") << json("{'status':'confirmed','bot_token':'t','ilink_bot_id':'b',"
                                            "'baseurl':'http://sz.weixin.qq.com'}");
    }
    void aForeignHostIsNeverAsked()
    {
        QFETCH(const QByteArray, answer);
        m_answers = {answer};
        m_login->start();
        QVERIFY(lives([this] { return !m_failed.isEmpty(); }));
        QVERIFY(m_failed.constFirst().reason == Reason::WrongServer);
        QVERIFY(m_bound.isEmpty());
        QVERIFY(m_shown.constLast().isEmpty());
    }

    void aBindingElsewhereIsTold()
    {
        m_answers = {json("{'status':'binded_redirect'}")};
        m_login->start();
        QVERIFY(lives([this] { return !m_ended.isEmpty(); }));
        QVERIFY(m_ended.constFirst() == LoginReason::TakenOver);
    }

    void aServersFailureWhileWaitingIsAWait()
    {
        m_answers = {"524", "drop", confirmed()};
        m_login->start();
        QVERIFY(lives([this] { return !m_bound.isEmpty(); }));
        QCOMPARE(m_codes, 1);
    }

    void anotherServerIsNamed()
    {
        m_answers = {"<html>"};
        m_login->start();
        QVERIFY(lives([this] { return !m_failed.isEmpty(); }));
        QVERIFY(m_failed.constFirst().reason == Reason::WrongServer);
        m_failed.clear();
        m_codeStatus = 404;
        m_login->start();
        QVERIFY(lives([this] { return !m_failed.isEmpty(); }));
        QVERIFY(m_failed.constFirst().reason == Reason::WrongServer);
        QCOMPARE(m_failed.constFirst().code, 404);
    }

    void nothingIsSaidAfterAStop()
    {
        m_login->start();
        QVERIFY(lives([this] { return !m_shown.isEmpty(); }));
        m_answers = {confirmed()};
        m_login->stop();
        QVERIFY(!lives([this] { return !m_bound.isEmpty(); }, seconds(10)));
    }

private:
    using minutes = std::chrono::minutes;

    static QByteArray confirmed()
    {
        return json("{'status':'confirmed','bot_token':'t','ilink_bot_id':'b@im.bot','baseurl':''}");
    }
    void serve(const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &to)
    {
        m_requests.append(request);
        if (request.path.endsWith(u"get_bot_qrcode"_s)) {
            ++m_codes;
            const QByteArray number = QByteArray::number(m_codes);
            to->send(m_codeStatus, {},
                     json("{'qrcode':'key+" + number + "&x=%41','qrcode_img_content':'https://q/" + number + "'}"));
            return;
        }
        const QByteArray answer = m_answers.isEmpty() ? json("{'status':'wait'}") : m_answers.takeFirst();
        if (answer == "drop")
            to->drop(true);
        else if (answer == "524")
            to->send(524, {}, "");
        else
            to->send(200, {}, answer);
    }
    //! Lets both sides live until `met` holds; false when `limit` of their time passed without it.
    template <class Condition>
    bool lives(Condition met, milliseconds limit = seconds(30))
    {
        const milliseconds step(limit > seconds(30) ? 200 : 20);
        for (milliseconds passed(0); passed < limit && !met(); passed += step) {
            QTest::qWait(1);
            m_clock->advance(step);
        }
        return met();
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<io::HttpListener> m_server;
    std::unique_ptr<ILinkClient> m_api;
    std::unique_ptr<ScanLogin> m_login;
    QList<QByteArray> m_answers; //!< to questions about the code, in order; then "wait"
    QList<io::IncomingRequest> m_requests;
    QStringList m_shown;
    int m_scanned = 0;
    QList<bool> m_digits;
    QList<protocol::ilink::Binding> m_bound;
    QList<LoginReason> m_ended;
    QList<Error> m_failed;
    int m_codes = 0;
    int m_codeStatus = 200;
};

ROOKERY_TEST(tst_scanlogin, TestScanLogin)
#include "tst_scanlogin.moc"

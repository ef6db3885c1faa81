// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/ilink/ilinkclient.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"
#include "ilink/aes.h"
#include "io/httplistener.h"
#include "support/manualclock.h"
#include "support/outcome.h"

#include <QJsonDocument>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! What a bound client says to the server, and what it makes of the answers.
class TestILinkClient final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<ManualClock>();
        m_server = std::make_unique<io::HttpListener>(*m_clock);
        m_server->setHandler([this](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &to) {
            m_requests.append(request);
            if (request.path == u"/upload"_s)
                to->send(200, m_uploadHeaders, "");
            else
                to->send(m_status, {}, m_reply);
        });
        const Result<quint16> port = m_server->listen(QHostAddress(QHostAddress::LocalHost), 0);
        QVERIFY(port.has_value());
        m_url = u"http://127.0.0.1:%1"_s.arg(*port);
        io::NetworkSettings network;
        network.systemProxy = false;
        m_api = std::make_unique<ILinkClient>(QUrl(m_url), *m_clock, network, Deadlines{});
        m_api->bind({Redacted<QString>(u"secret"_s), u"b@im.bot"_s, {}, {}});
        m_requests.clear();
        m_uploadHeaders = {{"x-encrypted-param", "where it lies"}};
        m_reply = "{}";
        m_status = 200;
    }
    void cleanup()
    {
        m_api.reset();
        m_server.reset();
        m_clock.reset();
    }

    void updatesAreAskedForFromTheCursorOn()
    {
        m_reply = R"({"ret":0,"get_updates_buf":"next","msgs":[]})";
        const auto updates = outcome(m_api->updates(u"now"_s, milliseconds(0)));
        QVERIFY(updates.has_value());
        QVERIFY(updates->cursor == u"next"_s);
        QCOMPARE(m_requests.constFirst().path, u"/ilink/bot/getupdates"_s);
        QCOMPARE(m_requests.constFirst().header("authorization"), QByteArray("Bearer secret"));
        QCOMPARE(bodyOf(0).value(u"get_updates_buf"_s).toString(), u"now"_s);
    }

    void aStaleTokenIsTheEndOfTheBinding()
    {
        m_reply = R"({"ret":0,"errcode":-14,"errmsg":"session timeout"})";
        const auto updates = outcome(m_api->updates({}, milliseconds(0)));
        QVERIFY(!updates);
        QVERIFY(updates.error().kind == ErrorKind::Auth);
        QVERIFY(updates.error().reason == Reason::CredentialExpired);
        const auto sent = outcome(m_api->sendMessage({}, seconds(5)));
        QVERIFY(!sent);
        QVERIFY(sent.error().reason == Reason::CredentialExpired);
    }

    void aRefusalsWordsAreKeptShortAndMasked()
    {
        m_reply = "{\"ret\":-2,\"errmsg\":\"token=s3cretS3cret " + QByteArray(5000, 'x') + "\"}";
        const auto refused = outcome(m_api->sendMessage({}, seconds(5)));
        QVERIFY(!refused);
        QVERIFY(refused.error().detail.startsWith(u"token="_s));
        QVERIFY(refused.error().detail.size() <= 1000);
        QVERIFY(!refused.error().detail.contains(u"s3cret"_s));
    }

    void aSendIsDoneOnlyWhenTheServerSaysSo()
    {
        QVERIFY(outcome(m_api->sendMessage({}, seconds(5))).has_value());
        m_reply = R"({"ret":-2,"errmsg":"no"})";
        const auto refused = outcome(m_api->sendMessage({}, seconds(5)));
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == ErrorKind::Rejected);
        QCOMPARE(refused.error().code, -2);
        m_reply = "<html>";
        const auto garbage = outcome(m_api->sendMessage({}, seconds(5)));
        QVERIFY(!garbage);
        QVERIFY(garbage.error().kind == ErrorKind::Network); // whoever said so, the message may be there
        QVERIFY(garbage.error().reason == Reason::SendUnclear);
        m_status = 502;
        const auto unknown = outcome(m_api->sendMessage({}, seconds(5)));
        QVERIFY(!unknown);
        QVERIFY(unknown.error().kind == ErrorKind::Network);
        QCOMPARE(m_requests.size(), 4); // each arrived once
    }

    void aPictureIsEncryptedAndPutWhereTheServerSays()
    {
        m_reply = uploadTo(m_url + u"/upload"_s);
        const auto picture = outcome(m_api->upload("picture bytes", u"u@im.wechat"_s, seconds(5)));
        QVERIFY(picture.has_value());
        QCOMPARE(picture->param, u"where it lies"_s);
        QCOMPARE(m_requests.size(), 2);
        const QJsonObject asked = bodyOf(0);
        QCOMPARE(asked.value(u"aeskey"_s).toString().toLatin1(), picture->key.toHex());
        QCOMPARE(asked.value(u"rawsize"_s).toInt(), 13);
        QCOMPARE(asked.value(u"filesize"_s).toInt(), 16);
        QCOMPARE(asked.value(u"filekey"_s).toString().size(), 32);
        const io::IncomingRequest &put = m_requests.at(1);
        QCOMPARE(put.header("content-type"), QByteArray("application/octet-stream"));
        QVERIFY(put.header("authorization").isEmpty());
        QCOMPARE(picture->cipherSize, put.body.size());
        const auto plain = sim::ilink::opened(put.body, picture->key);
        QVERIFY(plain.has_value());
        QCOMPARE(*plain, QByteArray("picture bytes"));
    }

    void aPictureNeverGoesToAForeignHost()
    {
        m_reply = uploadTo(u"https://evil.example/upload"_s);
        const auto picture = outcome(m_api->upload("x", u"u"_s, seconds(5)));
        QVERIFY(!picture);
        QVERIFY(picture.error().reason == Reason::WrongServer);
        QCOMPARE(m_requests.size(), 1);
    }

    void aPictureThatIsNotTakenIsNamed()
    {
        m_reply = uploadTo(m_url + u"/upload"_s);
        m_uploadHeaders.clear();
        const auto lost = outcome(m_api->upload("x", u"u"_s, seconds(5)));
        QVERIFY(!lost);
        QVERIFY(lost.error().reason == Reason::RichMediaFailed);
        m_reply = R"({"ret":-3})";
        const auto refused = outcome(m_api->upload("x", u"u"_s, seconds(5)));
        QVERIFY(!refused);
        QVERIFY(refused.error().reason == Reason::RichMediaFailed);
        QCOMPARE(refused.error().code, -3);
        m_reply = R"({"ret":-14})";
        const auto stale = outcome(m_api->upload("x", u"u"_s, seconds(5)));
        QVERIFY(!stale);
        QVERIFY(stale.error().reason == Reason::CredentialExpired);
    }

private:
    [[nodiscard]] QJsonObject bodyOf(qsizetype request) const
    {
        return QJsonDocument::fromJson(m_requests.at(request).body).object();
    }
    static QByteArray uploadTo(const QString &url)
    {
        return QJsonDocument(QJsonObject{{u"upload_full_url"_s, url}}).toJson();
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<io::HttpListener> m_server;
    std::unique_ptr<ILinkClient> m_api;
    QString m_url;
    QList<io::IncomingRequest> m_requests;
    io::HttpHeaders m_uploadHeaders;
    QByteArray m_reply;
    int m_status = 200;
};

ROOKERY_TEST(tst_ilinkclient, TestILinkClient)
#include "tst_ilinkclient.moc"

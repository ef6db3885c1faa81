// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "gateway/onebot11/napcatdialect.h"
#include "gateway/onebotlink.h"
#include "io/httplistener.h"

#include "fakepanel.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! The port asks for a token, as the test says.
class TestOneBotLink final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aRefusedTokenIsTriedAgainOnlyWhenTheOperatorWants()
    {
        bringRefused();
        m_link->stop();
        m_link->start(); // a reconnect of the panel is no reason either
        m_clock.advance(std::chrono::hours(24));
        QCOMPARE(m_clock.armedTimers(), 0);
        m_secrets.kept[config::SecretKind::OneBotToken] = u"right"_s;
        m_link->retryNow();
        QTRY_VERIFY(m_link->isUp());
        QCOMPARE(m_asked, 2);
        m_link->retryNow(); // up already
        QVERIFY(m_link->isUp());
        QCOMPARE(m_asked, 2);
    }

    void aSecondRefusalStopsItAgain()
    {
        bringRefused();
        m_link->retryNow();
        QTRY_COMPARE(m_asked, 2);
        QTRY_COMPARE(m_clock.armedTimers(), 0);
        QVERIFY(!m_link->isUp());
        m_clock.advance(std::chrono::hours(24));
        QCOMPARE(m_asked, 2);
    }

    void aStoppedLinkStaysStoppedAndIsTriedAtItsNextStart()
    {
        bringRefused();
        m_link->stop();
        m_link->retryNow();
        QCOMPARE(m_clock.armedTimers(), 0);
        m_secrets.kept[config::SecretKind::OneBotToken] = u"right"_s;
        m_link->start();
        QTRY_VERIFY(m_link->isUp());
        QCOMPARE(m_asked, 2);
    }

    void waitingIsCutShort()
    {
        m_listener->close(); // nobody there
        QSignalSpy changes(m_link.get(), &OneBotLink::connectionChanged);
        m_link->start();
        QTRY_VERIFY(!changes.isEmpty());
        QCOMPARE(m_clock.armedTimers(), 1);
        m_secrets.kept[config::SecretKind::OneBotToken] = u"right"_s;
        ROOKERY_VERIFY_RESULT(m_listener->listen(QHostAddress::LocalHost, m_port));
        m_link->retryNow(); // the clock stands still
        QTRY_VERIFY(m_link->isUp());
    }

protected:
    void prepare() override
    {
        m_asked = 0;
        m_secrets.kept[config::SecretKind::OneBotToken] = u"wrong"_s;
        m_listener = std::make_unique<io::HttpListener>(m_gatewayClock);
        m_listener->setUpgrade([](const io::IncomingRequest &) { return std::optional<std::pair<int, QByteArray>>(); },
                               [this](const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket) {
                                   accept(request, std::move(socket));
                               });
        m_port = m_listener->listen(QHostAddress::LocalHost, 0).value_or(0);
        GatewayProfile profile;
        profile.id = GatewayId(u"one"_s);
        profile.oneBot = QUrl(u"ws://127.0.0.1:%1"_s.arg(m_port));
        m_link = std::make_unique<OneBotLink>(profile, napcatDialect(), m_clock, m_secrets, io::NetworkSettings{},
                                              Deadlines{});
    }
    void finish() override
    {
        m_link.reset();
        m_peer.reset();
        m_listener.reset();
    }

private:
    //! As NapCat does it: everybody may connect, and is told at once; whoever may stay is answered when it asks.
    void accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
    {
        ++m_asked;
        m_peer = std::move(socket);
        if (request.header("authorization") != "Bearer right") {
            m_peer->sendTextMessage(u"{\"status\":\"failed\",\"retcode\":1403,\"data\":null,\"echo\":null}"_s);
            return;
        }
        connect(m_peer.get(), &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            const QJsonObject asked = QJsonDocument::fromJson(text.toUtf8()).object();
            const QJsonObject reply{
                {u"status"_s, u"ok"_s}, {u"retcode"_s, 0}, {u"echo"_s, asked.value(u"echo"_s)}, {u"data"_s, {}}};
            m_peer->sendTextMessage(QString::fromUtf8(QJsonDocument(reply).toJson()));
        });
    }
    void bringRefused()
    {
        QSignalSpy changes(m_link.get(), &OneBotLink::connectionChanged);
        m_link->start();
        QTRY_VERIFY(!changes.isEmpty());
        QCOMPARE(changes.last().first().value<ConnectionInfo>().lastError.reason, Reason::TokenWrong);
        QTRY_COMPARE(m_clock.armedTimers(), 0);
        QCOMPARE(m_asked, 1);
    }

    ManualClock m_clock;
    ManualClock m_gatewayClock; //!< of the other side: its timers are not ours
    FakeSecrets m_secrets;
    std::unique_ptr<io::HttpListener> m_listener;
    std::unique_ptr<QWebSocket> m_peer;
    std::unique_ptr<OneBotLink> m_link;
    quint16 m_port = 0;
    int m_asked = 0;
};

ROOKERY_TEST(tst_onebotlink, TestOneBotLink)
#include "tst_onebotlink.moc"

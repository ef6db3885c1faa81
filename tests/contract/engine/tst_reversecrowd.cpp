// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rookery-sim/reservedport.h"
#include "engine/engine.h"

#include "support/outcome.h"
#include "support/testcase.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QNetworkRequest>
#include <QTemporaryDir>
#include <QWebSocket>

using namespace rookery;
using namespace rookery::engine;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kCount = 100;

QString number(int i)
{
    return QString::number(20'000 + i);
}

QString token(int i)
{
    return u"token-of-%1-0123456789"_s.arg(i);
}

//! A gateway that dials in and answers what every gateway is asked first.
class Dialling final : public QObject
{
public:
    Dialling(const QUrl &url, const QString &account, const QString &shown) : m_account(account)
    {
        connect(&m_socket, &QWebSocket::connected, this, [this] {
            m_socket.sendTextMessage(u"{\"time\":1,\"self_id\":%1,\"post_type\":\"meta_event\",\"meta_event_type\":"
                                     u"\"lifecycle\",\"sub_type\":"
                                     u"\"connect\"}"_s.arg(m_account));
        });
        connect(&m_socket, &QWebSocket::textMessageReceived, this, &Dialling::answer);
        QNetworkRequest request(url);
        request.setRawHeader("X-Self-ID", account.toUtf8());
        request.setRawHeader("X-Client-Role", "Universal");
        request.setRawHeader("Authorization", "Bearer " + shown.toUtf8());
        m_socket.open(request);
    }
    [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

private:
    void answer(const QString &text)
    {
        const QJsonObject request = QJsonDocument::fromJson(text.toUtf8()).object();
        const QString action = request.value(u"action"_s).toString();
        QJsonValue data;
        if (action == u"get_login_info"_s)
            data = QJsonObject{{u"user_id"_s, m_account.toInt()}, {u"nickname"_s, u"Bot"_s}};
        else if (action == u"get_status"_s)
            data = QJsonObject{{u"online"_s, true}, {u"good"_s, true}};
        else if (action == u"get_version_info"_s)
            data = QJsonObject{{u"app_name"_s, u"Some"_s}, {u"app_version"_s, u"1.0"_s}};
        else
            data = QJsonArray();
        const QJsonObject reply{
            {u"status"_s, u"ok"_s}, {u"retcode"_s, 0}, {u"data"_s, data}, {u"echo"_s, request.value(u"echo"_s)}};
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(reply).toJson(QJsonDocument::Compact)));
    }

    QString m_account;
    QWebSocket m_socket;
};

} // namespace

//! A hundred gateways that dial our one port at the same moment, through the whole engine.
class TestReverseCrowd final : public TestCase
{
    Q_OBJECT

    QTemporaryDir m_folder;
    sim::ReservedPort m_port;
    std::unique_ptr<Engine> m_engine;
    std::vector<std::unique_ptr<Dialling>> m_gateways;

    [[nodiscard]] int online() const
    {
        const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
        return static_cast<int>(std::count_if(accounts.cbegin(), accounts.cend(), [](const AccountSnapshot &one) {
            return one.session.phase == SessionPhase::Online && one.account.value() == one.profile.account;
        }));
    }
    [[nodiscard]] int rejected(RejectReason trouble) const
    {
        int times = 0;
        const ListenerState state = m_engine->gateways().listener();
        for (const IncomingConnection &one : state.incoming)
            times += one.trouble == trouble ? one.times : 0;
        return times;
    }

private Q_SLOTS:
    void aHundredAreOnlineAndStrangersAreNot()
    {
        auto started = Engine::start({.profileFolder = m_folder.filePath(u"profile"_s), .memorySecrets = true});
        ROOKERY_VERIFY_RESULT(started);
        m_engine = std::move(*started);
        Settings settings = m_engine->profile().settings();
        settings.listener.port = m_port.number();
        ROOKERY_VERIFY_RESULT(outcome(m_engine->profile().saveSettings(settings)));
        for (int i = 0; i < kCount; ++i) {
            GatewayProfile profile;
            profile.id = GatewayId(u"g%1"_s.arg(i));
            profile.kind = GatewayKind::OneBot11;
            profile.way = OneBotTransportKind::Reverse;
            profile.account = number(i);
            ROOKERY_VERIFY_RESULT(outcome(m_engine->gateways().add(profile, Redacted<QString>(token(i)))));
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->gateways().listener().listening, 5'000);
        const QUrl url = m_engine->gateways().listener().url;
        QCOMPARE(url.port(), m_port.number());

        QElapsedTimer timer;
        timer.start();
        m_gateways.reserve(kCount + 10);
        for (int i = 0; i < kCount; ++i)
            m_gateways.push_back(std::make_unique<Dialling>(url, number(i), token(i)));
        for (int i = 0; i < 5; ++i) // in the middle of the crowd
            m_gateways.push_back(std::make_unique<Dialling>(url, number(i), u"a-wrong-token"_s));
        QTRY_COMPARE(online(), kCount); // e2e_window_crowd holds the limit, in what users run
        qInfo("a hundred online after %lld ms", static_cast<long long>(timer.elapsed()));

        QTRY_COMPARE_WITH_TIMEOUT(m_engine->gateways().listener().refused, 5, 5'000);
        QTRY_COMPARE(rejected(RejectReason::WrongToken), 5);
        // somebody with the right token for an account that is there already
        m_gateways.push_back(std::make_unique<Dialling>(url, number(7), token(7)));
        QTRY_COMPARE_WITH_TIMEOUT(rejected(RejectReason::Collision), 1, 5'000);
        // and with somebody else's
        m_gateways.push_back(std::make_unique<Dialling>(url, u"99999"_s, token(8)));
        QTRY_COMPARE_WITH_TIMEOUT(rejected(RejectReason::NewAccount), 1, 5'000);
        // who is there twice is let in first, to see whether the other one still lives: no refusal at the door
        QCOMPARE(m_engine->gateways().listener().refused, 6);
        QCOMPARE(online(), kCount);
        for (std::size_t i = kCount; i < m_gateways.size(); ++i)
            QTRY_VERIFY(!m_gateways.at(i)->isOpen());
    }
};

ROOKERY_TEST(tst_reversecrowd, TestReverseCrowd)
#include "tst_reversecrowd.moc"

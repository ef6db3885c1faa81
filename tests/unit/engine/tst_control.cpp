// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/controlname.h"
#include "engine/control/controlserver.h"
#include "engine/control/handover.h"
#include "engine/control/remoteengine.h"

#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "support/manualclock.h"
#include "support/outcome.h"
#include "support/testcase.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <memory>
#include <vector>

using namespace rookery;
using namespace rookery::engine;
using namespace Qt::Literals::StringLiterals;

//! The window's side and the other programs' side of a profile's socket, in one process.
class TestControl final : public TestCase
{
    Q_OBJECT

    //! A program that speaks the protocol badly, or not at all.
    class Stranger final
    {
    public:
        explicit Stranger(const QString &name)
        {
            connect(&m_socket, &QLocalSocket::readyRead, &m_socket, [this] { m_received += m_socket.readAll(); });
            m_socket.connectToServer(name);
        }
        void send(const QByteArray &bytes) { m_socket.write(bytes); }
        void greet() { send(toLine(ControlRequest{0, ControlHello{.program = u"x"_s, .version = u"1"_s}}) + '\n'); }
        [[nodiscard]] bool isConnected() const { return m_socket.state() == QLocalSocket::ConnectedState; }
        [[nodiscard]] QList<QJsonObject> lines() const
        {
            QList<QJsonObject> objects;
            const QList<QByteArray> lines = m_received.split('\n');
            for (const QByteArray &line : lines) {
                if (!line.isEmpty())
                    objects.append(QJsonDocument::fromJson(line).object());
            }
            return objects;
        }
        //! Returns the reason of the newest error that it received; empty: none.
        [[nodiscard]] QString error() const
        {
            const QList<QJsonObject> all = lines();
            const auto it = std::find_if(all.crbegin(), all.crend(), [](const QJsonObject &line) {
                return line.value(u"type"_s).toString() == u"error";
            });
            return it == all.crend() ? QString() : it->value(u"error"_s).toObject().value(u"reason"_s).toString();
        }

    private:
        QLocalSocket m_socket;
        QByteArray m_received;
    };

    [[nodiscard]] QString folder(const QString &name = u"profile"_s) const { return m_folder->filePath(name); }
    [[nodiscard]] std::unique_ptr<Engine> startEngine(const QString &name = u"profile"_s) const
    {
        Options options;
        options.profileFolder = folder(name);
        options.memorySecrets = true;
        options.connectAtStart = false;
        auto engine = Engine::start(options);
        return engine ? std::move(*engine) : nullptr;
    }
    void serve(const ControlLimits &limits = {})
    {
        m_engine = startEngine();
        QVERIFY(m_engine);
        m_server = std::make_unique<ControlServer>(*m_engine, m_clock, limits);
        connect(m_server.get(), &ControlServer::startWanted, this,
                [this](const StartWish &wish) { m_wishes.append(wish); });
        ROOKERY_VERIFY_RESULT(m_server->listen(folder()));
    }
    [[nodiscard]] static GatewayProfile gateway(const QString &id)
    {
        GatewayProfile profile;
        profile.id = GatewayId(id);
        profile.name = u"The "_s + id;
        profile.webUi = QUrl(u"http://127.0.0.1:6099"_s);
        return profile;
    }
    void add(const QString &id)
    {
        ROOKERY_VERIFY_RESULT(outcome(m_engine->gateways().add(gateway(id), Redacted<QString>(u"s3cret-token"_s))));
        QTRY_VERIFY(ids(m_engine->sessions()).contains(id));
    }
    [[nodiscard]] static QStringList ids(const SessionService &sessions)
    {
        QStringList ids;
        const QList<AccountSnapshot> accounts = sessions.accounts();
        for (const AccountSnapshot &account : accounts)
            ids.append(account.profile.id.value());
        return ids;
    }
    [[nodiscard]] std::unique_ptr<RemoteEngine> openRemote() const
    {
        auto remote = std::make_unique<RemoteEngine>(RemoteEngine::Options{.profileFolder = folder()});
        const Result<> opened = outcome(remote->open());
        return opened ? std::move(remote) : nullptr;
    }

    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_wishes.clear();
    }
    void finish() override
    {
        m_server.reset();
        m_engine.reset();
        m_folder.reset();
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<ControlServer> m_server;
    QList<StartWish> m_wishes;

private Q_SLOTS:
    void aSecondStartIsGivenToTheFirst()
    {
        serve();
        const StartWish wish{.language = u"zh_CN"_s, .theme = u"dark"_s, .minimised = false, .activation = "token-1"};
        ROOKERY_VERIFY_RESULT(outcome(handOver(folder(), wish)));
        QCOMPARE(m_wishes.size(), 1);
        QVERIFY(m_wishes.constFirst() == wish);
        QTRY_COMPARE(m_server->connectionCount(), 0);
    }

    void withoutAWindowNobodyAnswers()
    {
        const std::unique_ptr<Engine> engine = startEngine(); // as rookeryctl holds a profile
        const Result<> given = outcome(handOver(folder(), {}));
        QVERIFY(!given);
        QCOMPARE(given.error().kind, ErrorKind::Offline);
    }

#ifdef Q_OS_UNIX
    void whatAKilledWindowLeftBehindIsRecognised()
    {
        QVERIFY(QDir().mkpath(folder()));
        QFile stale(controlName(folder()));
        QVERIFY(stale.open(QIODevice::WriteOnly));
        stale.close();
        QCOMPARE(outcome(handOver(folder(), {})).error().kind, ErrorKind::Offline);
        serve();
        ROOKERY_VERIFY_RESULT(outcome(handOver(folder(), {})));
        m_server.reset();
        QVERIFY(!stale.exists());
    }

    void aLongPathHasItsSocketElsewhere()
    {
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder->path()));
        const QString deep = folder(QString(150, u'd'));
        QVERIFY(controlName(deep).size() < 108);
        QVERIFY(controlName(deep) != controlName(deep + u'x'));
        QCOMPARE(controlName(deep), controlName(deep));
        QVERIFY(controlName(folder()).startsWith(folder()));
        qputenv("XDG_RUNTIME_DIR", before);
    }
#endif

    void profilesDoNotMeet()
    {
        serve();
        const std::unique_ptr<Engine> other = startEngine(u"other"_s);
        QVERIFY(other);
        QVERIFY(!outcome(handOver(folder(u"other"_s), {})));
        QVERIFY(m_wishes.isEmpty());
        ControlServer second(*other, m_clock);
        ROOKERY_VERIFY_RESULT(second.listen(folder(u"other"_s)));
        QSignalSpy wanted(&second, &ControlServer::startWanted);
        ROOKERY_VERIFY_RESULT(outcome(handOver(folder(u"other"_s), {})));
        QCOMPARE(wanted.size(), 1);
        QVERIFY(m_wishes.isEmpty());
    }

    void aWindowOfAnotherVersionIsNamed()
    {
        QVERIFY(QDir().mkpath(folder()));
        std::unique_ptr<io::LocalChannel> window;
        io::LocalListener listener(m_clock, {}, [&window](std::unique_ptr<io::LocalChannel> channel) {
            window = std::move(channel);
            connect(window.get(), &io::LocalChannel::received, window.get(), [&window] {
                window->send(R"({"type":"hello","protocol":2,"program":"rookery","version":"9.1"})");
                window->send(R"({"type":"a later error"})");
                window->finish();
            });
        });
        ROOKERY_VERIFY_RESULT(listener.listen(controlName(folder())));
        const Result<> given = outcome(handOver(folder(), {}));
        QVERIFY(!given);
        QCOMPARE(given.error().reason, Reason::OtherVersionRuns);
        QCOMPARE(given.error().detail, u"9.1"_s);
    }

    void aWindowThatHangsIsGivenUp()
    {
        QVERIFY(QDir().mkpath(folder()));
        std::unique_ptr<io::LocalChannel> window;
        bool asked = false;
        io::LocalListener listener(m_clock, {}, [&window, &asked](std::unique_ptr<io::LocalChannel> channel) {
            window = std::move(channel);
            connect(window.get(), &io::LocalChannel::received, window.get(), [&asked] { asked = true; });
        });
        ROOKERY_VERIFY_RESULT(listener.listen(controlName(folder())));
        ManualClock clock;
        ControlClient client(clock, u"rookery"_s);
        const FutureResult<> opened = client.open(folder());
        QTRY_VERIFY(asked);
        clock.advance(seconds(4));
        QVERIFY(!opened.isFinished());
        clock.advance(seconds(1));
        QCOMPARE(outcome(opened).error().kind, ErrorKind::Timeout);
    }

    void anotherProgramSeesTheAccountsAndTheirChanges()
    {
        serve();
        add(u"one"_s);
        const std::unique_ptr<RemoteEngine> remote = openRemote();
        QVERIFY(remote);
        QCOMPARE(ids(remote->sessions()), QStringList{u"one"_s});
        const AccountSnapshot account = remote->sessions().accounts().constFirst();
        QCOMPARE(account.profile.name, u"The one"_s);
        QVERIFY(account.profile.webUi.isEmpty());
        QSignalSpy changed(&remote->sessions(), &SessionService::changed);
        add(u"two"_s);
        QTRY_COMPARE(ids(remote->sessions()), (QStringList{u"one"_s, u"two"_s}));
        QVERIFY(!changed.isEmpty());
        ROOKERY_VERIFY_RESULT(outcome(m_engine->gateways().remove(GatewayId(u"one"_s))));
        QTRY_COMPARE(ids(remote->sessions()), QStringList{u"two"_s});
        QVERIFY(remote->broadcasts().all().isEmpty());
    }

    void ordersReachTheEngineAndItsAnswerComesBack()
    {
        serve();
        const std::unique_ptr<RemoteEngine> remote = openRemote();
        QVERIFY(remote);
        for (const FutureResult<> &ordered :
             {remote->broadcasts().pause(BroadcastId(7)), remote->broadcasts().resume(BroadcastId(7)),
              remote->broadcasts().cancel(BroadcastId(7))}) {
            const Result<> result = outcome(ordered);
            QVERIFY(!result);
            QCOMPARE(result.error().reason, Reason::NotFound);
        }
        const Result<QList<Delivery>> deliveries = outcome(remote->broadcasts().deliveries(BroadcastId(7)));
        ROOKERY_VERIFY_RESULT(deliveries);
        QVERIFY(deliveries->isEmpty());
    }

    void thePaceOfTheSettingsIsReadBesideTheWindow()
    {
        serve();
        Settings settings = m_engine->profile().settings();
        settings.pace.interval = milliseconds(7000);
        ROOKERY_VERIFY_RESULT(outcome(m_engine->profile().saveSettings(settings)));
        const std::unique_ptr<RemoteEngine> remote = openRemote();
        QVERIFY(remote);
        QCOMPARE(remote->pace().interval, milliseconds(7000));
    }

    void whatIsNotSafeBesideTheWindowIsRefused()
    {
        serve();
        add(u"one"_s);
        const std::unique_ptr<RemoteEngine> remote = openRemote();
        QVERIFY(remote);
        const GatewayId one(u"one"_s);
        QCOMPARE(outcome(remote->sessions().start(one)).error().reason, Reason::ProfileInUse);
        QCOMPARE(outcome(remote->sessions().restart(one)).error().reason, Reason::ProfileInUse);
        QCOMPARE(outcome(remote->sessions().contacts(one)).error().reason, Reason::ProfileInUse);
        QCOMPARE(outcome(remote->broadcasts().enqueue({})).error().reason, Reason::ProfileInUse);
        QCOMPARE(outcome(remote->broadcasts().setSendingStopped(true)).error().reason, Reason::ProfileInUse);
        QVERIFY(!m_engine->broadcasts().sendingStopped());
    }

    void theEndOfTheWindowIsReported()
    {
        serve();
        const std::unique_ptr<RemoteEngine> remote = openRemote();
        QVERIFY(remote);
        QSignalSpy lost(remote.get(), &RemoteEngine::lost);
        m_server.reset();
        QTRY_COMPARE(lost.size(), 1);
        QVERIFY(!outcome(remote->broadcasts().pause(BroadcastId(1))));
    }

    void whoDoesNotIntroduceItselfIsTurnedAway_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("error");
        QTest::newRow("http") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n") << u"garbage"_s;
        QTest::newRow("binary") << QByteArray("\0\xff\xfe\n", 4) << u"garbage"_s;
        QTest::newRow("no hello") << QByteArray("{\"type\":\"watch\",\"id\":1}\n") << u"bad-input"_s;
        QTest::newRow("another protocol")
            << QByteArray("{\"type\":\"hello\",\"protocol\":2,\"program\":\"x\",\"version\":\"2\"}\n")
            << u"other-version-runs"_s;
        QTest::newRow("too long") << QByteArray(64 * 1024, 'x') << QString();
    }
    void whoDoesNotIntroduceItselfIsTurnedAway()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, error);
        serve();
        Stranger stranger(controlName(folder()));
        QTRY_COMPARE(m_server->connectionCount(), 1);
        stranger.send(bytes);
        QTRY_VERIFY(!stranger.isConnected());
        QCOMPARE(stranger.error(), error);
        QTRY_COMPARE(m_server->connectionCount(), 0);
        ROOKERY_VERIFY_RESULT(outcome(handOver(folder(), {})));
    }

    void anUnknownRequestIsNamedAndTheNextOneWorks()
    {
        serve();
        Stranger stranger(controlName(folder()));
        stranger.greet();
        stranger.send("{\"type\":\"format-disk\",\"id\":4}\n{\"type\":\"start\",\"id\":5}\n");
        QTRY_COMPARE(stranger.lines().size(), 3);
        const QList<QJsonObject> lines = stranger.lines();
        QCOMPARE(lines.at(0).value(u"type"_s).toString(), u"hello"_s);
        QCOMPARE(lines.at(1).value(u"id"_s).toInt(), 4);
        QCOMPARE(stranger.error(), u"unknown-action"_s);
        QCOMPARE(lines.at(1).value(u"error"_s).toObject().value(u"detail"_s).toString(), u"format-disk"_s);
        QCOMPARE(lines.at(2), (QJsonObject{{u"type"_s, u"done"_s}, {u"id"_s, 5}}));
        QCOMPARE(m_wishes.size(), 1);
        QVERIFY(stranger.isConnected());
    }

    void whoSaysNothingIsCutOff()
    {
        ManualClock clock;
        const std::unique_ptr<Engine> engine = startEngine();
        ControlServer server(*engine, clock);
        ROOKERY_VERIFY_RESULT(server.listen(folder()));
        const Stranger silent(controlName(folder()));
        Stranger slow(controlName(folder()));
        Stranger idle(controlName(folder()));
        idle.greet();
        QTRY_COMPARE(idle.lines().size(), 1);
        QTRY_COMPARE(server.connectionCount(), 3);
        for (int i = 0; i < 4; ++i) {
            slow.send("{"); // a byte now and then buys no time
            QTest::qWait(1);
            clock.advance(seconds(1));
        }
        QCOMPARE(server.connectionCount(), 3);
        clock.advance(seconds(1));
        QTRY_COMPARE(server.connectionCount(), 1);
        QTRY_VERIFY(!silent.isConnected() && !slow.isConnected());
        QVERIFY(idle.isConnected());
        clock.advance(seconds(60));
        QTRY_COMPARE(server.connectionCount(), 0);
    }

    void aFloodOfRequestsEndsTheConnection()
    {
        ManualClock clock; // one second that lasts
        const std::unique_ptr<Engine> engine = startEngine();
        ControlServer server(*engine, clock);
        int starts = 0;
        connect(&server, &ControlServer::startWanted, &server, [&starts] { ++starts; });
        ROOKERY_VERIFY_RESULT(server.listen(folder()));
        Stranger stranger(controlName(folder()));
        stranger.greet();
        stranger.send(QByteArray("{\"type\":\"start\",\"id\":1}\n").repeated(1000));
        QTRY_VERIFY(!stranger.isConnected());
        QVERIFY2(starts < 50, qPrintable(QString::number(starts)));
        QTRY_COMPARE(server.connectionCount(), 0);
    }

    void onlySoManyPlacesAreGiven()
    {
        serve({.maxConnections = 3});
        std::vector<std::unique_ptr<Stranger>> strangers;
        strangers.reserve(10);
        for (int i = 0; i < 10; ++i)
            strangers.push_back(std::make_unique<Stranger>(controlName(folder())));
        const auto connected = [&strangers] {
            return int(std::count_if(strangers.cbegin(), strangers.cend(),
                                     [](const auto &stranger) { return stranger->isConnected(); }));
        };
        QTRY_COMPARE(connected(), 3);
        QVERIFY(!outcome(handOver(folder(), {})));
        strangers.clear();
        QTRY_COMPARE(m_server->connectionCount(), 0);
        ROOKERY_VERIFY_RESULT(outcome(handOver(folder(), {})));
    }

    void whoWatchesWithoutReadingCostsLittle()
    {
        serve({.factsEvery = milliseconds(1), .maxUnsent = 1024});
        add(u"one"_s);
        QLocalSocket deaf;
        deaf.setReadBufferSize(1);
        deaf.connectToServer(controlName(folder()));
        deaf.write(toLine(ControlRequest{0, ControlHello{.program = u"x"_s, .version = u"1"_s}}) + '\n');
        deaf.write(toLine(ControlRequest{1, WatchRequest{}}) + '\n');
        QTRY_COMPARE(m_server->connectionCount(), 1);
        for (int i = 0; i < 20; ++i)
            Q_EMIT m_engine->sessions().changed({.accounts = m_engine->sessions().accounts(), .removed = {}});
        // the window goes on, and so does another program
        const std::unique_ptr<RemoteEngine> remote = openRemote();
        QVERIFY(remote);
        QCOMPARE(ids(remote->sessions()), QStringList{u"one"_s});
    }
};

ROOKERY_TEST(tst_control, TestControl)
#include "tst_control.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/locallistener.h"

#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "io/peeruser.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QFile>
#include <QLocalServer>
#include <QTemporaryDir>

#include <optional>

using namespace rookery;
using namespace rookery::io;
using namespace Qt::Literals::StringLiterals;

//! Two ends of a local socket in one process.
class TestLocalChannel final : public TestCase
{
    Q_OBJECT

    //! One end, with everything that it reported.
    struct End {
        std::unique_ptr<LocalChannel> channel;
        bool opened = false;
        QList<QByteArray> lines;
        std::optional<Error> closed;
    };

    static void attach(End &end, std::unique_ptr<LocalChannel> channel)
    {
        end.channel = std::move(channel);
        connect(end.channel.get(), &LocalChannel::opened, end.channel.get(), [&end] { end.opened = true; });
        connect(end.channel.get(), &LocalChannel::received, end.channel.get(),
                [&end](const QByteArray &line) { end.lines.append(line); });
        connect(end.channel.get(), &LocalChannel::closed, end.channel.get(),
                [&end](const Error &error) { end.closed = error; });
    }
    [[nodiscard]] QString name() const { return m_folder->filePath(u"rookery.sock"_s); }
    void listen(const LocalLimits &limits = {})
    {
        m_listener = std::make_unique<LocalListener>(
            m_clock, limits, [this](std::unique_ptr<LocalChannel> channel) { attach(m_server, std::move(channel)); });
        ROOKERY_VERIFY_RESULT(m_listener->listen(name()));
    }
    void dial(const LocalLimits &limits = {})
    {
        attach(m_client, std::make_unique<LocalChannel>(m_clock, limits));
        m_client.channel->connectTo(name(), seconds(5));
    }
    void connectBoth()
    {
        listen();
        dial();
        QTRY_VERIFY(m_client.opened && m_server.channel);
    }

    void prepare() override { m_folder = std::make_unique<QTemporaryDir>(); }
    void finish() override
    {
        m_client = {};
        m_server = {};
        m_listener.reset();
        m_folder.reset();
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalListener> m_listener;
    End m_server;
    End m_client;

private Q_SLOTS:
    void linesTravelBothWays()
    {
        connectBoth();
        m_client.channel->send("one");
        m_client.channel->send("");
        m_client.channel->send("two");
        QTRY_COMPARE(m_server.lines, (QList<QByteArray>{"one", "", "two"}));
        m_server.channel->send("three");
        QTRY_COMPARE(m_client.lines, QList<QByteArray>{"three"});
        QVERIFY(!m_client.closed && !m_server.closed);
    }

    void whatWasSentBeforeTheEndArrives()
    {
        connectBoth();
        m_client.channel->send("last");
        m_client.channel->finish();
        m_client.channel->send("later");
        QTRY_VERIFY(m_server.closed);
        QCOMPARE(m_server.lines, QList<QByteArray>{"last"});
        QCOMPARE(m_server.closed->reason, Reason::ConnectionLost);
        QTRY_VERIFY(m_client.closed);
    }

#ifdef Q_OS_UNIX
    void theSocketIsPrivateAndGoesWithItsListener()
    {
        listen();
        constexpr auto kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
            | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
        QVERIFY(QFile::exists(name()));
        QCOMPARE(QFile::permissions(name()) & kOthers, QFileDevice::Permissions());
        m_listener.reset();
        QVERIFY(!QFile::exists(name()));
    }

    void theUserBehindASocketIsKnown()
    {
        connectBoth();
        QLocalServer plain;
        QVERIFY(plain.listen(m_folder->filePath(u"plain.sock"_s)));
        QLocalSocket socket;
        socket.connectToServer(plain.fullServerName());
        QTRY_COMPARE(socket.state(), QLocalSocket::ConnectedState);
        QVERIFY(peerUser(socket.socketDescriptor()) == PeerUser::Same);
        QVERIFY(peerUser(-1) != PeerUser::Same);
    }

    void aNameThatIsTooLongIsRefused()
    {
        LocalListener listener(m_clock, {}, [](std::unique_ptr<LocalChannel>) {});
        const Result<> listening = listener.listen(m_folder->filePath(QString(200, u'x')));
        QVERIFY(!listening);
        QCOMPARE(listening.error().reason, Reason::FileDenied);
    }
#endif

    void nobodyListensIsSaidAsThat()
    {
        dial();
        QTRY_VERIFY(m_client.closed);
        QCOMPARE(m_client.closed->kind, ErrorKind::Offline);
        QCOMPARE(m_client.closed->reason, Reason::ConnectionRefused);
        QVERIFY(!m_client.opened);
    }

#ifdef Q_OS_UNIX
    void aFileWithoutAListenerIsNobodyAndIsReplaced()
    {
        QFile stale(name());
        QVERIFY(stale.open(QIODevice::WriteOnly));
        stale.close();
        dial();
        QTRY_VERIFY(m_client.closed);
        QCOMPARE(m_client.closed->kind, ErrorKind::Offline);
        m_client = {};
        connectBoth();
    }
#endif

    void aLineThatIsTooLongEndsTheChannel()
    {
        listen({.maxLine = 1000});
        dial();
        QTRY_VERIFY(m_client.opened && m_server.channel);
        m_client.channel->send(QByteArray(1000, 'a'));
        QTRY_COMPARE(m_server.lines.size(), 1);
        m_client.channel->send(QByteArray(1001, 'b'));
        QTRY_VERIFY(m_server.closed);
        QCOMPARE(m_server.closed->reason, Reason::FrameTooLarge);
        QCOMPARE(m_server.lines.size(), 1);
        QTRY_VERIFY(m_client.closed);
    }

    void aLineWithoutAnEndIsNotCollected()
    {
        listen({.maxLine = 1000});
        QLocalSocket flood;
        flood.connectToServer(name());
        QTRY_VERIFY(m_server.channel);
        flood.write(QByteArray(1024 * 1024, 'x'));
        QTRY_VERIFY(m_server.closed);
        QCOMPARE(m_server.closed->reason, Reason::FrameTooLarge);
        QVERIFY(m_server.lines.isEmpty());
    }

    void aPeerThatDoesNotReadIsCutOff()
    {
        listen();
        QLocalSocket deaf;
        deaf.setReadBufferSize(1);
        deaf.connectToServer(name());
        QTRY_VERIFY(m_server.channel);
        while (m_server.channel->unsent() < 1024 * 1024) {
            m_server.channel->send(QByteArray(64 * 1024, 'x'));
            QTest::qWait(1);
        }
        m_clock.advance(seconds(14));
        QVERIFY(!m_server.closed);
        m_clock.advance(seconds(2));
        QVERIFY(m_server.closed);
        QCOMPARE(m_server.closed->reason, Reason::NotReading);
        QVERIFY(!m_server.channel->isOpen());
    }
};

ROOKERY_TEST(tst_localchannel, TestLocalChannel)
#include "tst_localchannel.moc"

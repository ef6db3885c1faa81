// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "engine/engine.h"
#include "engine/reader.h"
#include "support/closedport.h"
#include "support/outcome.h"
#include "support/testcase.h"

#include <QDir>
#include <QDirIterator>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWebSocket>

using namespace rookery;
using namespace rookery::engine;

class TestEngine final : public TestCase
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] Options options() const
    {
        Options options;
        options.profileFolder = m_folder->filePath(QStringLiteral("profile"));
        options.memorySecrets = true;
        options.connectAtStart = false;
        return options;
    }
    [[nodiscard]] static GatewayProfile profile(const QString &id)
    {
        GatewayProfile profile;
        profile.id = GatewayId(id);
        profile.webUi = QUrl(QStringLiteral("http://127.0.0.1:6099"));
        return profile;
    }
    static Redacted<QString> token() { return Redacted<QString>(QStringLiteral("secret-token-1")); }

    void prepare() override { m_folder = std::make_unique<QTemporaryDir>(); }

private Q_SLOTS:
    void aProfileHasOneOwnerAtATime()
    {
        const auto first = Engine::start(options());
        ROOKERY_VERIFY_RESULT(first);
        const auto second = Engine::start(options());
        QVERIFY(!second);
        QCOMPARE(second.error().reason, Reason::ProfileInUse);
        QVERIFY(second.error().detail.contains(QString::number(QCoreApplication::applicationPid())));
    }

#ifdef Q_OS_UNIX
    void aProgramOfOursMayFinishWhatItWritesWhenWeGo()
    {
        const QTemporaryDir folder;
        QFile program(folder.filePath(QStringLiteral("run")));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\ntrap 'sleep 0.3; echo whole > saved; exit' TERM\necho > begun\n"
                      "while :; do sleep 0.01; done\n");
        program.close();
        QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        {
            Options connecting = options();
            connecting.connectAtStart = true;
            const auto engine = Engine::start(connecting);
            ROOKERY_VERIFY_RESULT(engine);
            GatewayProfile lagrange;
            lagrange.id = GatewayId(QStringLiteral("lag"));
            lagrange.kind = GatewayKind::Lagrange;
            lagrange.folder = folder.path();
            lagrange.program = QStringLiteral("run");
            ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().add(lagrange, {})));
            QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("begun"))));
        }
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("saved"))));
    }
#endif

    void whatWasAddedIsThereAfterARestartAndForReaders()
    {
        {
            const auto engine = Engine::start(options());
            ROOKERY_VERIFY_RESULT(engine);
            ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().add(profile(QStringLiteral("one")), token())));
            QTRY_COMPARE((*engine)->sessions().accounts().size(), 1);
            const auto reader = Reader::open(options().profileFolder);
            ROOKERY_VERIFY_RESULT(reader);
            QCOMPARE((*reader)->gateways().size(), 1);
            const auto incidents = outcome((*reader)->incidents());
            ROOKERY_VERIFY_RESULT(incidents);
        }
        const auto again = Engine::start(options());
        ROOKERY_VERIFY_RESULT(again);
        QCOMPARE((*again)->profile().settings().gateways, QList{profile(QStringLiteral("one"))});
        QCOMPARE((*again)->sessions().accounts().size(), 1);
    }

    void noFileOfTheProfileHoldsTheToken()
    {
        {
            const auto engine = Engine::start(options());
            ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().add(profile(QStringLiteral("one")), token())));
        }
        QDirIterator files(options().profileFolder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int seen = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(token().reveal().toUtf8()), qPrintable(file.fileName()));
            ++seen;
        }
        QVERIFY(seen > 1);
    }

    void badAndDoubleGatewaysAreRefusedAndNothingChanges()
    {
        const auto engine = Engine::start(options());
        QCOMPARE(outcome((*engine)->gateways().add(profile(QStringLiteral("Bad Id")), token())).error().reason,
                 Reason::BadInput);
        ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().add(profile(QStringLiteral("one")), token())));
        QCOMPARE(outcome((*engine)->gateways().add(profile(QStringLiteral("one")), token())).error().reason,
                 Reason::Duplicate);
        QCOMPARE((*engine)->profile().settings().gateways.size(), 1);
        QCOMPARE(outcome((*engine)->gateways().remove(GatewayId(QStringLiteral("two")))).error().reason,
                 Reason::NotFound);
        QCOMPARE(outcome((*engine)->sessions().start(GatewayId(QStringLiteral("two")))).error().reason,
                 Reason::NotFound);
    }

    void ordersForAGatewayThatIsStillBeingAddedHarmNothing()
    {
        const auto engine = Engine::start(options());
        const GatewayProfile one = profile(QStringLiteral("one"));
        GatewayProfile moved = one;
        moved.webUi.setPort(6100);
        const auto added = (*engine)->gateways().add(one, token());
        const auto updated = (*engine)->gateways().update(moved);
        const auto removed = (*engine)->gateways().remove(one.id);
        const auto saved = (*engine)->profile().saveProxy({.mode = ProxyMode::None}, std::nullopt);
        ROOKERY_VERIFY_RESULT(outcome(added));
        QCOMPARE(outcome(updated).error().reason, Reason::NotFound);
        QCOMPARE(outcome(removed).error().reason, Reason::NotFound);
        ROOKERY_VERIFY_RESULT(outcome(saved));
        QCOMPARE((*engine)->sessions().accounts().size(), 1);
        QCOMPARE((*engine)->profile().settings().gateways, QList{one});
    }

    void renamingKeepsTheIdAndRemovingForgetsIt()
    {
        const auto engine = Engine::start(options());
        ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().add(profile(QStringLiteral("one")), token())));
        GatewayProfile renamed = profile(QStringLiteral("one"));
        renamed.name = QStringLiteral("The first");
        ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().update(renamed)));
        QCOMPARE((*engine)->sessions().accounts().size(), 1);
        QTRY_COMPARE((*engine)->sessions().accounts().first().profile.name, renamed.name);
        ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().remove(renamed.id)));
        QVERIFY((*engine)->sessions().accounts().isEmpty());
        QVERIFY((*engine)->profile().settings().gateways.isEmpty());
    }

    void gatewaysThatDialInShareOnePortOfOurs()
    {
        Options connecting = options();
        connecting.connectAtStart = true;
        const auto engine = Engine::start(connecting);
        QVERIFY(!(*engine)->gateways().listener().listening);
        Settings settings = (*engine)->profile().settings();
        settings.listener.port = 0;
        ROOKERY_VERIFY_RESULT(outcome((*engine)->profile().saveSettings(settings)));
        const Redacted<QString> secret = GatewayService::makeToken();
        QCOMPARE(secret.reveal().size(), 48);
        QVERIFY(secret != GatewayService::makeToken());
        GatewayProfile dialler;
        dialler.id = GatewayId(QStringLiteral("dialler"));
        dialler.kind = GatewayKind::OneBot11;
        dialler.way = OneBotTransportKind::Reverse;
        ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().add(dialler, secret)));
        QTRY_VERIFY((*engine)->gateways().listener().listening);
        QVERIFY(!(*engine)->gateways().listener().beyondLoopback);

        QWebSocket stranger;
        stranger.open((*engine)->gateways().listener().url);
        QTRY_COMPARE((*engine)->gateways().listener().incoming.size(), 1);
        QCOMPARE((*engine)->gateways().listener().incoming.at(0).trouble, RejectReason::NoToken);

        QWebSocket gateway;
        QNetworkRequest request((*engine)->gateways().listener().url);
        request.setRawHeader("Authorization", "Bearer " + secret.reveal().toLatin1());
        QSignalSpy asked(&gateway, &QWebSocket::textMessageReceived);
        gateway.open(request);
        QTRY_VERIFY(!asked.isEmpty());
        ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().remove(dialler.id)));
        QTRY_VERIFY(!(*engine)->gateways().listener().listening);
    }

    void aPortThatRefusesIsNamedAndTriedAgainLater()
    {
        const ClosedPort port;
        GatewayProfile nobody = profile(QStringLiteral("one"));
        nobody.webUi.setPort(port.number());
        const auto engine = Engine::start(options());
        ROOKERY_VERIFY_RESULT(outcome((*engine)->gateways().add(nobody, token())));
        ROOKERY_VERIFY_RESULT(outcome((*engine)->sessions().start(nobody.id)));
        QCOMPARE((*engine)->sessions().accounts().size(), 1);
        QTRY_COMPARE((*engine)->sessions().accounts().first().session.phase, SessionPhase::Backoff);
        QCOMPARE((*engine)->sessions().accounts().first().session.why.reason, Reason::ConnectionRefused);
    }

    void stopAllSendingIsRemembered()
    {
        {
            const auto engine = Engine::start(options());
            QSignalSpy told(&(*engine)->broadcasts(), &BroadcastService::sendingStoppedChanged);
            ROOKERY_VERIFY_RESULT(outcome((*engine)->broadcasts().setSendingStopped(true)));
            QTRY_COMPARE(told.count(), 1);
        }
        const auto again = Engine::start(options());
        QVERIFY((*again)->broadcasts().sendingStopped());
    }

    void theWindowsMemoryComesBack()
    {
        const QJsonObject state{{QStringLiteral("page"), QStringLiteral("logs")}};
        {
            const auto engine = Engine::start(options());
            ROOKERY_VERIFY_RESULT(outcome((*engine)->profile().saveWindowState(state)));
        }
        const auto again = Engine::start(options());
        QCOMPARE((*again)->profile().windowState(), state);
    }

    void importedLogRulesAreUsedAtOnceAndAfterARestart()
    {
        const QString given = m_folder->filePath(QStringLiteral("given.json"));
        const QString kept = options().profileFolder + QStringLiteral("/log-rules.json");
        const auto write = [](const QString &path, const QByteArray &content) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        };
        const QByteArray rules = R"({"format":2,"rules":[{"id":"user.x","category":"rkey","severity":"info",
            "levels":["error"],"forms":[{"startsWith":["mine"]}],"en":{"title":"t","meaning":"m"}}]})";
        QVERIFY(write(given, rules));
        {
            const auto engine = Engine::start(options());
            ROOKERY_VERIFY_RESULT(engine);
            ProfileService &profile = (*engine)->profile();
            const QSignalSpy changed(&profile, &ProfileService::logRulesChanged);
            QCOMPARE(profile.logRules(), QByteArray());
            ROOKERY_VERIFY_RESULT(outcome(profile.importLogRules(given)));
            QCOMPARE(profile.logRules(), rules);
            QCOMPARE(changed.size(), 1);
            QCOMPARE(QFile(kept).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                     QFile::ReadOwner | QFile::WriteOwner);
            QVERIFY(write(given, "{\"format\":2,\"rules\":[{\"id\":\"rkey.all-disabled\"}]}"));
            const auto refused = outcome(profile.importLogRules(given));
            QVERIFY(!refused);
            QVERIFY(refused.error().detail.startsWith(QStringLiteral("rkey.all-disabled: ")));
            QCOMPARE(profile.logRules(), rules); // as before
        }
        {
            const auto again = Engine::start(options());
            ROOKERY_VERIFY_RESULT(again);
            QCOMPARE((*again)->profile().logRules(), rules);
            const QString exported = m_folder->filePath(QStringLiteral("exported.json"));
            ROOKERY_VERIFY_RESULT(outcome((*again)->profile().exportLogRules(exported)));
            QCOMPARE(QFile(exported).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                     QFile::ReadOwner | QFile::WriteOwner);
            ROOKERY_VERIFY_RESULT(readUserRules(exported));
            ROOKERY_VERIFY_RESULT(outcome((*again)->profile().removeLogRules()));
            QCOMPARE((*again)->profile().logRules(), QByteArray());
            QVERIFY(!QFile::exists(kept));
        }
        QVERIFY(write(kept, "nonsense"));
        const auto broken = Engine::start(options());
        ROOKERY_VERIFY_RESULT(broken);
        QCOMPARE((*broken)->profile().logRules(), QByteArray());
        QCOMPARE((*broken)->profile().logRulesTrouble().reason, Reason::BadInput);
        ROOKERY_VERIFY_RESULT(outcome((*broken)->profile().removeLogRules()));
        QCOMPARE((*broken)->profile().logRulesTrouble().reason, Reason::None);
    }

    void readingALargeLogFileEndsWhenItIsNotWantedAnyMore()
    {
        QFile large(m_folder->filePath(QStringLiteral("large.log")));
        QVERIFY(large.open(QIODevice::WriteOnly));
        const QByteArray lines = QByteArray("11-20 10:00:00 [info] a line like many others\n").repeated(100'000);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(large.write(lines), lines.size());
        large.close();
        std::stop_source stop;
        const auto scan = scanLogFile(large.fileName(), GatewayKind::NapCat, stop.get_token());
        stop.request_stop();
        QCOMPARE(outcome(scan).error().kind, ErrorKind::Cancelled);
    }

    void aLogFileTellsItsKindUnlessItIsNamed()
    {
        QFile log(m_folder->filePath(QStringLiteral("llbot.log")));
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write("2026-10-01 02:03:04 [E] app one\n2026-10-01 02:03:05 [I] app two\n");
        log.close();
        const auto told = outcome(scanLogFile(log.fileName(), std::nullopt));
        ROOKERY_VERIFY_RESULT(told);
        QCOMPARE(told->kind, GatewayKind::LLBot);
        QCOMPARE(told->lines.size(), 2);
        QCOMPARE(told->lines.first().level, LogLevel::Error);
        const auto named = outcome(scanLogFile(log.fileName(), GatewayKind::NapCat));
        ROOKERY_VERIFY_RESULT(named);
        QCOMPARE(named->kind, GatewayKind::NapCat);
        QCOMPARE(named->lines.size(), 1); // no head of NapCat's in it
    }

    void rulesOfTwoKindsAreExplainedApart()
    {
        const auto napCat = LogService::rules(GatewayKind::NapCat, QStringLiteral("en"));
        const auto llBot = LogService::rules(GatewayKind::LLBot, QStringLiteral("en"));
        QVERIFY(!napCat.isEmpty());
        QVERIFY(!llBot.isEmpty());
        QVERIFY(napCat != llBot);
        QVERIFY(LogService::rules(GatewayKind::Milky, QStringLiteral("en")).isEmpty());
    }

    void aMissingLogFileIsAnErrorNotAnEmptyList()
    {
        const auto lines = outcome(scanLogFile(QStringLiteral("/no/such/file.log"), GatewayKind::NapCat));
        QVERIFY(!lines);
        QCOMPARE(lines.error().kind, ErrorKind::Storage);
    }
};

ROOKERY_TEST(tst_engine, TestEngine)
#include "tst_engine.moc"

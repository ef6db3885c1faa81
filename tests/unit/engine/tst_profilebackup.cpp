// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/profilebackup.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "engine/engine.h"
#include "engine/tarwriter.h"
#include "store/broadcastrepository.h"
#include "store/database.h"
#include "store/deliveryrepository.h"
#include "store/recovery.h"
#include "support/filesizelimit.h"
#include "support/outcome.h"
#include "support/testcase.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::engine;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr WallTime kNow{seconds(1'795'000'000)};
const auto kToken = "secret-token-1";
const auto kRules = R"({"format":2,"rules":[]})";

} // namespace

class TestProfileBackup final : public TestCase
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    void prepare() override { m_folder = std::make_unique<QTemporaryDir>(); }

    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] Options options(const QString &folder) const
    {
        Options options;
        options.profileFolder = path(folder);
        options.memorySecrets = true;
        options.connectAtStart = false;
        return options;
    }
    [[nodiscard]] static GatewayProfile gateway()
    {
        GatewayProfile gateway;
        gateway.id = GatewayId(u"one"_s);
        gateway.webUi = QUrl(u"http://127.0.0.1:6099"_s);
        return gateway;
    }
    //! With the system's own program, which knows nothing of ours.
    void unpack(const QString &archive, const QString &into)
    {
        QVERIFY(QDir().mkpath(into));
        QProcess tar;
        tar.start(u"tar"_s, {u"-xf"_s, archive, u"-C"_s, into});
        QTRY_COMPARE(tar.state(), QProcess::NotRunning);
        QCOMPARE(tar.readAllStandardError(), QByteArray());
        QCOMPARE(tar.exitCode(), 0);
    }
    static QByteArray contentOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] std::unique_ptr<config::Profile> openProfile() const
    {
        auto profile = config::Profile::open(path(u"profile"_s), true, u"rookery"_s);
        return profile ? std::move(*profile) : nullptr;
    }

private Q_SLOTS:
    void aBackupUnpackedElsewhereIsTheSameProfileWithoutSecrets()
    {
        const QJsonObject window{{u"page"_s, u"logs"_s}};
        const QString archive = path(u"backup.tar"_s);
        {
            const auto engine = Engine::start(options(u"profile"_s));
            ROOKERY_VERIFY_RESULT(engine);
            ROOKERY_VERIFY_RESULT(
                outcome((*engine)->gateways().add(gateway(), Redacted<QString>(QString::fromLatin1(kToken)))));
            ROOKERY_VERIFY_RESULT(outcome((*engine)->profile().saveWindowState(window)));
            QFile rules(path(u"rules.json"_s));
            QVERIFY(rules.open(QIODevice::WriteOnly) && rules.write(kRules) > 0 && rules.flush());
            ROOKERY_VERIFY_RESULT(outcome((*engine)->profile().importLogRules(rules.fileName())));
            // while everything runs: the rows are still in the write-ahead log
            ROOKERY_VERIFY_RESULT(outcome((*engine)->profile().backup(archive)));
        }
        QCOMPARE(QFile(archive).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(!contentOf(archive).contains(kToken));
        QVERIFY(QDir(path(u"profile/cache"_s)).entryList({u"backup-*"_s}).isEmpty());

        unpack(archive, path(u"restored"_s));
        const QJsonObject manifest = QJsonDocument::fromJson(contentOf(path(u"restored/backup.json"_s))).object();
        QCOMPARE(manifest.value(u"secretsIncluded"_s), QJsonValue(false));
        const auto again = Engine::start(options(u"restored"_s));
        ROOKERY_VERIFY_RESULT(again);
        QCOMPARE((*again)->profile().settings().gateways, QList{gateway()});
        QCOMPARE((*again)->profile().windowState(), window);
        QCOMPARE((*again)->profile().logRules(), QByteArray(kRules));
    }

    void theCopyDoesNotBelieveWhatWasLive()
    {
        Plan plan;
        plan.draft.text = u"hello"_s;
        const GatewayId one(u"one"_s);
        for (int i = 0; i < 3; ++i)
            plan.draft.targets.append({one, {ChatKind::Group, QString::number(30001 + i)}, {}});
        plan.accounts = {{one, AccountId(u"10001"_s), 3, milliseconds(0)}};
        const auto profile = openProfile();
        const auto database = store::Database::open(profile->databasePath());
        ROOKERY_VERIFY_RESULT(database);
        store::BroadcastRepository broadcasts(**database);
        store::DeliveryRepository deliveries(**database);
        const BroadcastId id = outcome(broadcasts.enqueue(plan, kNow)).value();
        const DeliveryId first = outcome(deliveries.deliveries(id)).value().constFirst().id;
        QVERIFY(outcome(deliveries.claim(first, kNow)).value());
        QVERIFY(outcome(deliveries.toVerified(first, VerifiedBy::Echo, {}, {}, kNow)).value());
        // while everything runs: the rows are only in the write-ahead log
        ROOKERY_VERIFY_RESULT(backupProfile(*profile, path(u"backup.tar"_s), kNow));
        QVERIFY(QDir(profile->cacheFolder()).entryList({u"backup-*"_s}).isEmpty());
        QCOMPARE(outcome(broadcasts.summary(id))->summary.counts.queued, 2); // the original goes on

        unpack(path(u"backup.tar"_s), path(u"restored"_s));
        const auto copy = store::Database::open(path(u"restored/rookery.db"_s));
        ROOKERY_VERIFY_RESULT(copy);
        store::BroadcastRepository restored(**copy);
        store::DeliveryRepository restoredDeliveries(**copy);
        ROOKERY_VERIFY_RESULT(
            outcome(store::recoverQueue(**copy, kNow, {.echo = seconds(600), .refusal = seconds(5)})));
        const auto rows = outcome(restoredDeliveries.deliveries(id)).value();
        QCOMPARE(rows.at(0).state, DeliveryState::Verified);
        for (int i = 1; i < 3; ++i) {
            QCOMPARE(rows.at(i).state, DeliveryState::Unknown);
            QCOMPARE(rows.at(i).why.reason, Reason::Restored);
        }
        QCOMPARE(outcome(restored.summary(id))->summary.state, BroadcastState::Settled);
        const auto lineage = [](store::Database &of) {
            return outcome(of.run([](store::Connection &db) { return store::readProvenance(db); })).value().lineage;
        };
        QVERIFY(lineage(**copy) != lineage(**database));
    }

    void aPlaceThatCannotHoldItIsRefusedAndTold()
    {
        const auto profile = openProfile();
        ROOKERY_VERIFY_RESULT(store::Database::open(profile->databasePath()));
        const auto reason = [&profile](const QString &target) {
            const Result<> done = backupProfile(*profile, target, kNow);
            return done ? Reason::None : done.error().reason;
        };
        QCOMPARE(reason({}), Reason::BadInput);
        QCOMPARE(reason(m_folder->path()), Reason::BadInput);
        QCOMPARE(reason(profile->databasePath()), Reason::BadInput);
        QCOMPARE(reason(profile->folder() + u"/./settings.json"_s), Reason::BadInput);
        QCOMPARE(reason(path(u"nowhere/backup.tar"_s)), Reason::FileMissing);
    }

    void onAFullDiskTheOldBackupStays()
    {
        const auto profile = openProfile();
        ROOKERY_VERIFY_RESULT(store::Database::open(profile->databasePath()));
        const QString archive = path(u"backup.tar"_s);
        ROOKERY_VERIFY_RESULT(backupProfile(*profile, archive, kNow));
        const QByteArray before = contentOf(archive);
        {
            const FileSizeLimit full;
            const Result<> done = backupProfile(*profile, archive, kNow + seconds(60));
            QVERIFY(!done);
            QCOMPARE(done.error().reason, Reason::DiskFull);
        }
        QCOMPARE(contentOf(archive), before);
        QVERIFY(QDir(profile->cacheFolder()).entryList({u"backup-*"_s}).isEmpty());
    }

    void namesTheFormatHasNoRoomForAreRefused()
    {
        QFile out(path(u"a.tar"_s));
        QVERIFY(out.open(QIODevice::WriteOnly));
        TarWriter tar(out, kNow);
        QCOMPARE(tar.add(QByteArray(101, 'n'), "x").error().reason, Reason::BadInput);
        QCOMPARE(tar.add({}, "x").error().reason, Reason::BadInput);
        QCOMPARE(tar.addFile("gone", path(u"gone"_s)).error().kind, ErrorKind::Storage);
        ROOKERY_VERIFY_RESULT(tar.add(QByteArray(100, 'n'), QByteArray(512, 'x')));
        ROOKERY_VERIFY_RESULT(tar.finish());
        out.close();
        QCOMPARE(out.size(), 4 * 512);
        unpack(out.fileName(), path(u"out"_s));
        QCOMPARE(contentOf(path(u"out/"_s + QString(100, u'n'))), QByteArray(512, 'x'));
    }
};

ROOKERY_TEST(tst_profilebackup, TestProfileBackup)
#include "tst_profilebackup.moc"

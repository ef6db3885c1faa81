// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/stager.h"

#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/manualclock.h"
#include "support/scriptedgateway.h"
#include "support/testcase.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::media;
using gateway::StagedFile;

class TestStager final : public TestCase
{
    Q_OBJECT

    const GatewayId m_id{QStringLiteral("nap-1")};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualClock> m_clock;
    Workers m_workers;
    std::unique_ptr<PictureCache> m_cache;
    std::unique_ptr<ScriptedGateway> m_gateway;
    std::unique_ptr<Stager> m_stager;
    QByteArray m_sha;

    FutureResult<StagedFile> ensure()
    {
        return m_stager->ensure(m_id, m_gateway.get(), m_sha, QStringLiteral("p.png"), std::chrono::minutes(3));
    }
    void stageWithLife(milliseconds life)
    {
        m_gateway->onStage = [this, life](const QByteArray &) {
            const QString name = QStringLiteral("/tmp/%1").arg(m_gateway->uploads.size());
            return Result<StagedFile>(StagedFile{name, m_clock->now() + life});
        };
    }

protected:
    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<ManualClock>();
        m_cache = std::make_unique<PictureCache>(m_folder->filePath(QStringLiteral("cache")), m_workers);
        m_gateway = std::make_unique<ScriptedGateway>();
        m_stager = std::make_unique<Stager>(*m_clock, *m_cache);
        const QByteArray bytes("picture bytes");
        m_sha = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
        QFile file(m_folder->filePath(QStringLiteral("p.png")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        ROOKERY_VERIFY_RESULT(m_cache->put(file.fileName(), m_sha).result());
    }
    void finish() override
    {
        m_stager.reset();
        m_gateway.reset();
        m_cache.reset();
        m_folder.reset();
    }

private Q_SLOTS:
    void everybodyWhoAsksSharesOneUpload()
    {
        const auto a = ensure();
        const auto b = ensure();
        QTRY_COMPARE(m_gateway->uploads.size(), 1);
        QCOMPARE(m_gateway->uploads.first().bytes, QByteArray("picture bytes"));
        QCOMPARE(m_gateway->uploads.first().retention, milliseconds(std::chrono::minutes(13)));
        m_gateway->uploads.first().answer.resolve(StagedFile{QStringLiteral("/tmp/x"), m_clock->now() + seconds(600)});
        QTRY_VERIFY(a.isFinished() && b.isFinished());
        QCOMPARE(a.result()->file, QStringLiteral("/tmp/x"));
        QCOMPARE(b.result()->file, QStringLiteral("/tmp/x"));
        const auto c = ensure();
        QVERIFY(c.isFinished());
        QCOMPARE(m_gateway->uploads.size(), 1);
    }

    void noTwoUploadsShareAName()
    {
        stageWithLife(seconds(300));
        QTRY_VERIFY(ensure().isFinished());
        m_stager->invalidate(m_id, m_sha);
        const auto again = ensure();
        QTRY_VERIFY(again.isFinished());
        QCOMPARE(m_gateway->uploads.size(), 2);
        for (const auto &upload : std::as_const(m_gateway->uploads))
            QVERIFY2(upload.fileName.startsWith(QString::fromLatin1(m_sha.toHex())), qPrintable(upload.fileName));
        QVERIFY(m_gateway->uploads.first().fileName != m_gateway->uploads.last().fileName);
    }

    void aNameOfTheOperatorsDoesNotReachTheGateway()
    {
        const auto staged =
            m_stager->ensure(m_id, m_gateway.get(), m_sha, QStringLiteral("年会../../x.exe and more"), seconds(60));
        QTRY_COMPARE(m_gateway->uploads.size(), 1);
        QVERIFY(m_gateway->uploads.first().fileName.endsWith(QStringLiteral(".img")));
        m_gateway->uploads.first().answer.resolve(fail(ErrorKind::Timeout, Reason::NoReply));
        QTRY_VERIFY(staged.isFinished());
    }

    void beforeItsLifeEndsItIsStagedAnew()
    {
        stageWithLife(seconds(300));
        const auto a = ensure();
        QTRY_VERIFY(a.isFinished());
        m_clock->advance(seconds(239));
        QVERIFY(ensure().isFinished());
        m_clock->advance(seconds(2));
        const auto b = ensure();
        QTRY_VERIFY(b.isFinished());
        QCOMPARE(b.result()->file, QStringLiteral("/tmp/2"));
    }

    void stagingAnotherPictureForgetsOnlyWhatHasExpired()
    {
        stageWithLife(seconds(300));
        const auto a = ensure();
        QTRY_VERIFY(a.isFinished());
        m_clock->advance(seconds(100));
        const GatewayId other(QStringLiteral("other"));
        const auto b = m_stager->ensure(other, m_gateway.get(), m_sha, QStringLiteral("p.png"), seconds(180));
        QTRY_VERIFY(b.isFinished());
        QCOMPARE(m_gateway->uploads.size(), 2);
        QVERIFY(ensure().isFinished());
        m_clock->advance(seconds(250)); // the first one's life is over, the second one's nearly
        const auto c = m_stager->ensure(other, m_gateway.get(), m_sha, QStringLiteral("p.png"), seconds(180));
        QTRY_VERIFY(c.isFinished());
        const auto d = ensure();
        QTRY_VERIFY(d.isFinished());
        QCOMPARE(m_gateway->uploads.size(), 4);
    }

    void whatHasNoLifeIsMadeForEachMessage()
    {
        stageWithLife(milliseconds(0));
        for (int times = 1; times <= 2; ++times) {
            const auto staged = ensure();
            QTRY_VERIFY(staged.isFinished());
            QCOMPARE(staged.result()->file, QStringLiteral("/tmp/%1").arg(times));
        }
        QCOMPARE(m_gateway->uploads.size(), 2);
    }

    void aGoneFileIsStagedAnew()
    {
        stageWithLife(seconds(900));
        const auto a = ensure();
        QTRY_VERIFY(a.isFinished());
        m_stager->invalidate(m_id, m_sha);
        const auto b = ensure();
        QTRY_VERIFY(b.isFinished());
        QCOMPARE(m_gateway->uploads.size(), 2);
    }

    void anUploadThatBeganBeforeAForgetIsNotKept()
    {
        const auto a = ensure();
        QTRY_COMPARE(m_gateway->uploads.size(), 1);
        m_stager->forget(m_id);
        m_gateway->uploads.first().answer.resolve(StagedFile{QStringLiteral("/tmp/x"), m_clock->now() + seconds(600)});
        QTRY_VERIFY(a.isFinished());
        const auto b = ensure();
        QTRY_COMPARE(m_gateway->uploads.size(), 2);
    }

    void aFailureIsPassedOnAndNotKept()
    {
        m_gateway->onStage = [](const QByteArray &) {
            return Result<StagedFile>(fail(ErrorKind::Rejected, Reason::UploadMismatch));
        };
        const auto a = ensure();
        QTRY_VERIFY(a.isFinished());
        QCOMPARE(a.result().error().reason, Reason::UploadMismatch);
        stageWithLife(seconds(900));
        const auto b = ensure();
        QTRY_VERIFY(b.isFinished());
        QVERIFY(b.result());
    }

    void withoutACopyNothingIsUploaded()
    {
        ROOKERY_VERIFY_RESULT(m_cache->keepOnly({}).result());
        const auto a = ensure();
        QTRY_VERIFY(a.isFinished());
        QCOMPARE(a.result().error().reason, Reason::FileMissing);
        QCOMPARE(m_gateway->uploads.size(), 0);
    }

    void aGatewayThatWentAwayIsOffline()
    {
        const auto a = ensure();
        m_gateway.reset();
        QTRY_VERIFY(a.isFinished());
        QVERIFY(!a.result());
    }
};

ROOKERY_TEST(tst_stager, TestStager)
#include "tst_stager.moc"

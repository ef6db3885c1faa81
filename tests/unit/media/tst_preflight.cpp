// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/picture.h"
#include "media/picturecache.h"
#include "media/preflight.h"
#include "media/webp.h"
#include "support/filesizelimit.h"
#include "support/testcase.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::media;

//! Pictures as files of this machine: judged before a plan, copied when queued.
class TestPreflight final : public TestCase
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    Workers m_workers;

    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
    QString image(const QString &name, const char *format, QSize size = {6, 4}) const
    {
        QImage picture(size, QImage::Format_RGB32);
        picture.fill(Qt::blue);
        const QString path = m_folder->filePath(name);
        return picture.save(path, format) ? path : QString();
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static ErrorReason reasonOf(const PreflightReport &report)
    {
        return report.findings.isEmpty() ? Reason::None : report.findings.first().what.reason;
    }
    QString cacheFolder() const { return m_folder->filePath(QStringLiteral("cache")); }

protected:
    void prepare() override { m_folder = std::make_unique<QTemporaryDir>(); }
    void finish() override { m_folder.reset(); }

private Q_SLOTS:
    void theContentTellsTheFormatNotTheName()
    {
        const QString path = image(QStringLiteral("really-a-png.jpg"), "PNG");
        const PreflightReport report = inspectPicture(path);
        QVERIFY(report.findings.isEmpty());
        const PreflightPicture &picture = report.pictures.first();
        QCOMPARE(picture.format, QStringLiteral("png"));
        QCOMPARE(QSize(picture.width, picture.height), QSize(6, 4));
        QCOMPARE(picture.bytes, QFileInfo(path).size());
        QCOMPARE(picture.sha256, QCryptographicHash::hash(read(path), QCryptographicHash::Sha256));
    }

    void jpegAndBmpAreKnown()
    {
        QCOMPARE(inspectPicture(image(QStringLiteral("a"), "JPEG")).pictures.first().format, QStringLiteral("jpeg"));
        QCOMPARE(inspectPicture(image(QStringLiteral("b"), "BMP")).pictures.first().format, QStringLiteral("bmp"));
    }

    void anAnimationIsFine()
    {
        // two frames of one pixel, written by hand
        const QByteArray gif = QByteArray::fromHex("47494638396101000100800000000000ffffff"
                                                   "21f90400000000002c00000000010001000002024401 00"
                                                   "21f90400000000002c00000000010001000002024c01 00 3b");
        const PreflightReport report = inspectPicture(write(QStringLiteral("a.gif"), gif));
        QCOMPARE(reasonOf(report), Reason::None);
        QCOMPARE(report.pictures.first().format, QStringLiteral("gif"));
    }

    void whatIsWrongIsNamed()
    {
        QCOMPARE(reasonOf(inspectPicture(m_folder->filePath(QStringLiteral("none.png")))), Reason::FileMissing);
        QCOMPARE(reasonOf(inspectPicture(m_folder->path())), Reason::FileMissing);
        QCOMPARE(reasonOf(inspectPicture(write(QStringLiteral("empty.png"), {}))), Reason::PictureEmpty);
        QCOMPARE(reasonOf(inspectPicture(write(QStringLiteral("text.png"), "just words"))), Reason::PictureFormat);
        QCOMPARE(reasonOf(inspectPicture(write(QStringLiteral("a.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>"))),
                 Reason::PictureFormat);
        const QByteArray whole = read(image(QStringLiteral("w.png"), "PNG", {300, 300}));
        QCOMPARE(reasonOf(inspectPicture(write(QStringLiteral("cut.png"), whole.first(whole.size() / 2)))),
                 Reason::PictureUnreadable);
    }

    void limitsAreDataAndTheFirstOneOnlyWarns()
    {
        const QString path = image(QStringLiteral("a.png"), "PNG", {40, 30});
        const qint64 bytes = QFileInfo(path).size();
        PreflightLimits limits;
        limits.warnBytes = bytes - 1;
        PreflightReport report = inspectPicture(path, limits);
        QCOMPARE(reasonOf(report), Reason::PictureTooLarge);
        QVERIFY(!report.findings.first().blocking);
        QCOMPARE(report.pictures.size(), 1);
        limits.maxBytes = bytes - 1;
        report = inspectPicture(path, limits);
        QVERIFY(report.findings.first().blocking);
        QVERIFY(report.pictures.isEmpty());
        QCOMPARE(reasonOf(inspectPicture(path, {.maxSide = 39})), Reason::PictureTooManyPixels);
        QCOMPARE(reasonOf(inspectPicture(path, {.maxPixels = 1199})), Reason::PictureTooManyPixels);
        QCOMPARE(reasonOf(inspectPicture(path, {.maxPixels = 1200})), Reason::None);
    }

    void aDraftsPicturesKeepTheirOrder()
    {
        const QString a = image(QStringLiteral("a.png"), "PNG");
        const QString b = image(QStringLiteral("b.png"), "PNG", {9, 9});
        const auto report =
            preflight(m_workers, {{a}, {m_folder->filePath(QStringLiteral("x"))}, {b}}).result().value();
        QCOMPARE(report.pictures.size(), 2);
        QCOMPARE(report.pictures.at(1).path, b);
        QCOMPARE(report.findings.size(), 1);
    }

    void webpHeadersAreRead_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("shortest");
        QTest::newRow("extended") << QByteArray("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0", 30) << 30;
        QTest::newRow("lossless") << QByteArray("RIFF\x20\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x3f\xc1\x3b\0\0\0\0\0\0", 30)
                                  << 25;
        QTest::newRow("lossy") << QByteArray("RIFF\x20\0\0\0WEBPVP8 \x0a\0\0\0\x10\0\0\x9d\x01\x2a\x40\x01\xf0\0", 30)
                               << 30;
    }
    void webpHeadersAreRead()
    {
        QFETCH(const QByteArray, head);
        QFETCH(const int, shortest);
        QCOMPARE(webpSize(head), std::optional(QSize(320, 240)));
        QCOMPARE(webpSize(head.first(shortest)), std::optional(QSize(320, 240)));
        QCOMPARE(webpSize(head.first(shortest - 1)), std::nullopt);
        QCOMPARE(webpSize(head.sliced(12)), std::nullopt); // without its container
    }

    void aWebpIsCheckedWithoutQtsReader_data()
    {
        QTest::addColumn<QByteArray>("webp");
        QTest::newRow("lossy") << QByteArray::fromHex(
            "5249464650000000574542505650382044000000b001009d012a06000400020034258c0274010efe02ec00fea35efc6839f12913"
            "e93a2dd31c7ebfe780c6c5ff781aeede801bbe9b71c63b43bc079d639d5f7bb70adc6000");
        QTest::newRow("lossless") << QByteArray::fromHex(
            "524946462c000000574542505650384c1f0000002f05c00000cd6444ff038adab6819e2551fe2acf6b8330f973101380898b070"
            "0");
        QTest::newRow("transparent") << QByteArray::fromHex(
            "52494646840000005745425056503858"
            "0a00000010000000050000030000414c50481800000001998ce87f4041db364ccf408c3fd50f21620226c0434d0f565038204600"
            "0000f001009d012a0600040002003425004e86097832106fb80000fea35efc6839f12913e93a2dd31c7ebfe780c6c5ff781aeede"
            "823fbd5b4a3acf3f401f1701e357db3f2f540000");
        QTest::newRow("animated") << QByteArray::fromHex(
            "52494646b6000000574542505650385"
            "80a00000002000000050000030000414e494d06000000ffffffff0000414e4d463c00000000000000000005000003000064000002"
            "5650384c240000002f05c00000cd6444ff038ada36623abe07ecf853da10a65f21800028686202fc404d3c00414e4d464600000000"
            "0000000000050000030000640000005650384c2e0000002f05c000007fa0906d0468f7009cbff0290cc41120e63fcbed81200062"
            "418b162d5ab468d1a223a2ff01cae90eca");
    }
    void aWebpIsCheckedWithoutQtsReader()
    {
        QFETCH(const QByteArray, webp);
        const PreflightReport whole = inspectPicture(write(QStringLiteral("a.webp"), webp));
        QCOMPARE(reasonOf(whole), Reason::None);
        QCOMPARE(whole.pictures.first().format, QStringLiteral("webp"));
        QCOMPARE(QSize(whole.pictures.first().width, whole.pictures.first().height), QSize(6, 4));
        // not one byte may be missing
        for (qsizetype length = webp.size() - 1; length >= 40; --length)
            QCOMPARE(reasonOf(inspectPicture(write(QStringLiteral("cut.webp"), webp.first(length)))),
                     Reason::PictureUnreadable);
    }

    void aWebpWithoutItsPixelsIsUnreadable()
    {
        // the container is complete, its lossless picture is not
        const QByteArray webp("RIFF\x14\0\0\0WEBPVP8L\x08\0\0\0\x2f\x05\xc0\x00\x00\xcd\x64\x44", 28);
        QCOMPARE(webpSize(webp), std::optional(QSize(6, 4)));
        QCOMPARE(reasonOf(inspectPicture(write(QStringLiteral("a.webp"), webp))), Reason::PictureUnreadable);
    }

    void aCopyIsPrivateAndOutlivesItsFile()
    {
        PictureCache cache(cacheFolder(), m_workers);
        const QString path = image(QStringLiteral("a.png"), "PNG");
        const PreflightPicture picture = inspectPicture(path).pictures.first();
        const QByteArray bytes = read(path);
        ROOKERY_VERIFY_RESULT(cache.put(path, picture.sha256).result());
        QVERIFY(QFile::remove(path));
        QCOMPARE(cache.read(picture.sha256).result().value(), bytes);
        const QFileInfo copy(cacheFolder() + u'/' + QString::fromLatin1(picture.sha256.toHex()));
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther;
        QVERIFY(!(copy.permissions() & others));
        QVERIFY(!(QFileInfo(cacheFolder()).permissions() & others));
        ROOKERY_VERIFY_RESULT(cache.put(path, picture.sha256).result()); // already there
    }

    void aDamagedCopyIsNoCopy()
    {
        PictureCache cache(cacheFolder(), m_workers);
        const QString path = image(QStringLiteral("a.png"), "PNG");
        const QByteArray sha = inspectPicture(path).pictures.first().sha256;
        QCOMPARE(cache.read(sha).result().error().reason, Reason::FileMissing);
        ROOKERY_VERIFY_RESULT(cache.put(path, sha).result());
        QFile copy(cacheFolder() + u'/' + QString::fromLatin1(sha.toHex()));
        QVERIFY(copy.open(QIODevice::Append));
        copy.write("x");
        copy.close();
        QCOMPARE(cache.read(sha).result().error().reason, Reason::FileMissing);
        ROOKERY_VERIFY_RESULT(cache.put(path, sha).result()); // made anew
        QVERIFY(cache.read(sha).result());
    }

    void aFullDiskLeavesNoHalfCopy()
    {
        PictureCache cache(cacheFolder(), m_workers);
        const QString path = image(QStringLiteral("a.png"), "PNG");
        const QByteArray sha = inspectPicture(path).pictures.first().sha256;
        {
            const FileSizeLimit full;
            QCOMPARE(cache.put(path, sha).result().error().kind, ErrorKind::Storage);
        }
        QCOMPARE(cache.read(sha).result().error().reason, Reason::FileMissing);
    }

    void unusedCopiesGo()
    {
        PictureCache cache(cacheFolder(), m_workers);
        const QString a = image(QStringLiteral("a.png"), "PNG");
        const QString b = image(QStringLiteral("b.png"), "PNG", {9, 9});
        const QByteArray shaA = inspectPicture(a).pictures.first().sha256;
        const QByteArray shaB = inspectPicture(b).pictures.first().sha256;
        ROOKERY_VERIFY_RESULT(cache.put(a, shaA).result());
        ROOKERY_VERIFY_RESULT(cache.put(b, shaB).result());
        QCOMPARE(cache.keepOnly({shaB}).result().value(), 1);
        QVERIFY(!cache.read(shaA).result());
        QVERIFY(cache.read(shaB).result());
    }
};

ROOKERY_TEST(tst_preflight, TestPreflight)
#include "tst_preflight.moc"

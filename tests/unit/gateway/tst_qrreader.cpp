// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/qrreader.h"

#include "base/reasons/input.h"
#include "base/reasons/picture.h"
#include "support/qrdrawings.h"
#include "support/testcase.h"

#include <QBuffer>
#include <QImage>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! What QQ's codes look like inside.
QString loginUrl()
{
    return u"https://txz.qq.com/p?k=Yp0JqIYB8rwDUp9sJb8pwMJ0a-2gU3jP&f=1600001604"_s;
}

QByteArray pngOf(const QImage &image, const char *format = "PNG")
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

QImage drawn(const QString &text, int scale, int quiet, QImage::Format format = QImage::Format_RGB32)
{
    const auto code = qrcodegen::QrCode::encodeText(text.toUtf8().constData(), qrcodegen::QrCode::Ecc::LOW);
    const int side = (code.getSize() + 2 * quiet) * scale;
    QImage image(side, side, format);
    image.fill(format == QImage::Format_ARGB32 ? Qt::transparent : Qt::white);
    for (int y = 0; y < code.getSize() * scale; ++y) {
        for (int x = 0; x < code.getSize() * scale; ++x) {
            if (code.getModule(x / scale, y / scale))
                image.setPixelColor(x + quiet * scale, y + quiet * scale, Qt::black);
        }
    }
    return image;
}

ErrorReason whyNot(const QByteArray &png)
{
    const auto text = readQrPicture(png);
    return text ? Reason::None : text.error().reason;
}

} // namespace

class TestQrReader : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasDrawn_data()
    {
        QTest::addColumn<QImage>("picture");
        QTest::newRow("as QQ serves it") << drawn(loginUrl(), 3, 4);
        QTest::newRow("large") << drawn(loginUrl(), 12, 4);
        QTest::newRow("without a margin") << drawn(loginUrl(), 6, 0);
        QTest::newRow("on nothing") << drawn(loginUrl(), 4, 4, QImage::Format_ARGB32);
        QTest::newRow("upside down") << drawn(loginUrl(), 4, 4).mirrored(true, true);
    }
    void readsWhatWasDrawn()
    {
        QFETCH(const QImage, picture);
        const auto text = readQrPicture(pngOf(picture));
        ROOKERY_VERIFY_RESULT(text);
        QCOMPARE(text->reveal(), loginUrl());
    }

    void readsWhatWasDrawnWithCharacters()
    {
        protocol::QrDrawingReader reader;
        std::optional<protocol::QrModules> modules;
        const QStringList lines = test::draw(loginUrl(), test::Drawing::Half, true, 1);
        for (const QString &line : lines) {
            if (auto complete = reader.feed(line))
                modules = std::move(complete);
        }
        QVERIFY(modules.has_value());
        const auto text = readQr(*modules);
        ROOKERY_VERIFY_RESULT(text);
        QCOMPARE(text->reveal(), loginUrl());
    }

    void squaresThatAreNoCodeHaveNone()
    {
        protocol::QrModules none;
        QCOMPARE(readQr(none).error().reason, Reason::NotFound);
        none.size = 21; // and no squares
        QCOMPARE(readQr(none).error().reason, Reason::NotFound);
        none.dark.assign(std::size_t(21) * 21, true);
        QCOMPARE(readQr(none).error().reason, Reason::NotFound);
        none.size = 1'000'000;
        QCOMPARE(readQr(none).error().reason, Reason::NotFound);
    }

    void chineseTextSurvives()
    {
        const auto text = readQrPicture(pngOf(drawn(u"登录：机器人"_s, 4, 4)));
        ROOKERY_VERIFY_RESULT(text);
        QCOMPARE(text->reveal(), u"登录：机器人"_s);
    }

    void aFileThatIsStillBeingWrittenIsUnreadable()
    {
        const QByteArray whole = pngOf(drawn(loginUrl(), 6, 4));
        QCOMPARE(whyNot(whole.first(whole.size() / 2)), Reason::PictureUnreadable);
        QCOMPARE(whyNot(whole.first(20)), Reason::PictureUnreadable);
        QCOMPARE(whyNot({}), Reason::PictureFormat);
    }

    void whatIsNoPngIsRefused()
    {
        QCOMPARE(whyNot("GIF89a and more"), Reason::PictureFormat);
        QCOMPARE(whyNot(pngOf(drawn(loginUrl(), 4, 4), "BMP")), Reason::PictureFormat);
        QCOMPARE(whyNot(QByteArray(100, '\0')), Reason::PictureFormat);
    }

    void aPictureWithoutACodeHasNone()
    {
        QImage plain(200, 200, QImage::Format_RGB32);
        plain.fill(Qt::white);
        QCOMPARE(whyNot(pngOf(plain)), Reason::NotFound);
        QImage covered = drawn(loginUrl(), 4, 4);
        for (int y = covered.height() / 3; y < covered.height(); ++y) {
            for (int x = 0; x < covered.width(); ++x)
                covered.setPixelColor(x, y, Qt::white);
        }
        QCOMPARE(whyNot(pngOf(covered)), Reason::NotFound);
    }

    void hugeOnesAreNotLookedAt()
    {
        QCOMPARE(whyNot(QByteArray(kQrPictureLimit + 1, 'x')), Reason::PictureTooLarge);
        QImage wide(20'000, 10, QImage::Format_Mono);
        wide.fill(1);
        QCOMPARE(whyNot(pngOf(wide)), Reason::PictureTooManyPixels);
        QImage bomb(1500, 1500, QImage::Format_Mono); // few bytes, many pixels
        bomb.fill(1);
        QCOMPARE(whyNot(pngOf(bomb)), Reason::PictureTooManyPixels);
    }
};

ROOKERY_TEST(tst_qrreader, TestQrReader)
#include "tst_qrreader.moc"

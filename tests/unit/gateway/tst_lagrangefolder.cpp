// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lagrange/lagrangefolder.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "support/manualclock.h"
#include "support/outcome.h"
#include "support/qrdrawings.h"

#include <QDateTime>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QThreadPool>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! The shipped file, with its comments, and one entry of every kind.
constexpr const char kSettings[] =
    "{\n"
    "    // \"commented\": \"out\",\n"
    "    \"Account\": { \"Uin\": 10001, /* names files */ \"Protocol\": \"Linux\", },\n"
    "    \"Message\": { \"StringPost\": false },\n"
    "    \"Implementations\": [\n"
    "        { \"Type\": \"ReverseWebSocket\", \"Host\": \"127.0.0.1\", \"Port\": 8080, \"Suffix\": "
    "\"/onebot/v11/ws\", \"AccessToken\": \"r\" },\n"
    "        { \"Type\": \"Http\", \"Host\": \"*\", \"Port\": 8083, \"AccessToken\": \"h//t\" },\n"
    "        { \"Type\": \"HttpPost\", \"Host\": \"127.0.0.1\", \"Port\": 8084, \"Suffix\": \"/\", \"Secret\": \"p\" "
    "},\n"
    "        { \"Type\": \"ForwardWebSocket\", \"Host\": \"0.0.0.0\", \"Port\": 8081, \"AccessToken\": \"f\\\"//x\" "
    "},\n"
    "        { \"Type\": \"ForwardWebSocket\", \"Host\": \"10.0.0.2\", \"Port\": 8085, \"Enable\": \"false\" },\n"
    "        { \"Type\": \"ForwardWebSocket\", \"Host\": \"10.0.0.2\", \"Port\": 0 },\n"
    "    ],\n"
    "}\n";

LagrangeService service(OneBotTransportKind way, const QString &url, const QString &token)
{
    return {way, QUrl(url), Redacted<QString>(token)};
}

QImage picture(const QString &text)
{
    const auto code = test::encode(text);
    QImage image((code.getSize() + 8) * 4, (code.getSize() + 8) * 4, QImage::Format_RGB32);
    image.fill(Qt::white);
    for (int y = 0; y < code.getSize() * 4; ++y) {
        for (int x = 0; x < code.getSize() * 4; ++x) {
            if (code.getModule(x / 4, y / 4))
                image.setPixelColor(x + 16, y + 16, Qt::black);
        }
    }
    return image;
}

} // namespace

//! What is read in Lagrange's working folder, and what is not.
class TestLagrangeFolder final : public TestCase
{
    Q_OBJECT

private:
    void prepare() override
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_folder = std::make_unique<LagrangeFolder>(m_dir->path(), m_clock);
        m_codes.clear();
        m_sessions = 0;
        connect(m_folder.get(), &LagrangeFolder::codeFound, this,
                [this](const Redacted<QString> &text, WallTime) { m_codes.append(text.reveal()); });
        connect(m_folder.get(), &LagrangeFolder::sessionSaved, this, [this] { ++m_sessions; });
    }
    void finish() override { m_folder.reset(); }

    [[nodiscard]] QString path(const QString &name) const { return m_dir->filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    void stamp(const QString &name, int seconds) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'790'000'000 + seconds),
                                 QFileDevice::FileModificationTime));
    }
    //! Two more looks have ended: what they find has been told.
    void lookTwice()
    {
        for (int i = 0; i < 2; ++i) {
            QVERIFY(becomesTrue([this] { return m_clock.armedTimers() == 1; }));
            m_clock.advance(LagrangeFolder::kLookEvery);
        }
        QVERIFY(becomesTrue([this] { return m_clock.armedTimers() == 1; }));
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<LagrangeFolder> m_folder;
    QStringList m_codes;
    int m_sessions = 0;

private Q_SLOTS:
    void readsTheServicesBestFirst()
    {
        const auto settings = readLagrangeSettings(kSettings);
        ROOKERY_VERIFY_RESULT(settings);
        QCOMPARE(settings->uin, u"10001"_s);
        const QList<LagrangeService> expected{
            service(OneBotTransportKind::Socket, u"ws://127.0.0.1:8081"_s, u"f\"//x"_s),
            service(OneBotTransportKind::Http, u"http://127.0.0.1:8083"_s, u"h//t"_s),
            service(OneBotTransportKind::Reverse, u"ws://127.0.0.1:8080/onebot/v11/ws"_s, u"r"_s)};
        QCOMPARE(settings->services, expected);
        QList<QUrl> asked;
        const auto judge = [&asked](const QUrl &dialled) {
            asked.append(dialled);
            return true;
        };
        QCOMPARE(usableServices(*settings, judge).size(), 3);
        QCOMPARE(asked, {QUrl(u"ws://127.0.0.1:8080/onebot/v11/ws"_s)}); // whoever listens is reached anyway
        QCOMPARE(usableServices(*settings, [](const QUrl &) { return false; }).size(), 2);
    }

    void namesMayBeWrittenInAnyCase()
    {
        const Result<LagrangeSettings> settings =
            readLagrangeSettings("{ // forward\n \"account\": { \"uin\": \"10001\" },\n \"implementations\": [\n"
                                 " { \"type\": \"ForwardWebSocket\", \"host\": \"*\", \"port\": \"7890\", "
                                 "\"accessToken\": \"tok//en,}\", },\n"
                                 " /* another */ { \"TYPE\": \"Http\", \"host\": \"[::]\", \"port\": 8083, "
                                 "\"accesstoken\": \"h\" },\n ],\n}");
        ROOKERY_VERIFY_RESULT(settings);
        QCOMPARE(settings->uin, u"10001"_s);
        QCOMPARE(settings->services.size(), 2);
        QCOMPARE(settings->services.at(0).url, QUrl(u"ws://127.0.0.1:7890"_s));
        QCOMPARE(settings->services.at(0).token.reveal(), u"tok//en,}"_s);
        QCOMPARE(settings->services.at(1).url, QUrl(u"http://127.0.0.1:8083"_s));
        QCOMPARE(settings->services.at(1).token.reveal(), u"h"_s);
    }

    void aBrokenFileIsNamedWithItsLine()
    {
        const auto settings =
            readLagrangeSettings("{ // first\n  \"Account\": { \"Uin\": 0, },\n  \"A\": 1 \"B\": 2\n}\n");
        QVERIFY(!settings);
        QCOMPARE(settings.error().reason, Reason::BadInput);
        QVERIFY2(settings.error().detail.startsWith(u"appsettings.json:3: "_s), qPrintable(settings.error().detail));
    }

    void theOldSingleImplementationCounts()
    {
        const auto settings = readLagrangeSettings(
            R"({"Implementation":{"Type":"ForwardWebSocket","Host":"localhost","Port":"8081","AccessToken":""}})");
        ROOKERY_VERIFY_RESULT(settings);
        QCOMPARE(settings->uin, u"0"_s);
        QCOMPARE(settings->services, {service(OneBotTransportKind::Socket, u"ws://localhost:8081"_s, {})});
    }

    void whomItDialsIsRead_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QUrl>("dialled");
        QTest::newRow("an address") << u"127.0.0.1"_s << QUrl(u"ws://127.0.0.1:6701"_s);
        QTest::newRow("with a scheme") << u"ws://localhost"_s << QUrl(u"ws://localhost:6701"_s);
        QTest::newRow("elsewhere") << u"wss://bot.example"_s << QUrl(u"wss://bot.example:6701"_s);
    }
    void whomItDialsIsRead()
    {
        QFETCH(const QString, host);
        const auto settings = readLagrangeSettings(
            QStringLiteral(R"({"Implementations":[{"Type":"ReverseWebSocket","Host":"%1","Port":6701}]})")
                .arg(host)
                .toUtf8());
        ROOKERY_VERIFY_RESULT(settings);
        QCOMPARE(settings->services.size(), 1);
        QTEST(settings->services.constFirst().url, "dialled");
    }

    void whatIsNoJsonIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("words") << QByteArray("appsettings");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("cut") << QByteArray("{\"Account\": {\"Uin\": 1");
        QTest::newRow("open comment") << QByteArray("{} /* ");
        QTest::newRow("open string") << QByteArray("{\"a\\");
    }
    void whatIsNoJsonIsRefused()
    {
        QFETCH(const QByteArray, json);
        const auto settings = readLagrangeSettings(json);
        if (json.startsWith("{}")) { // a comment that never ends hides nothing
            ROOKERY_VERIFY_RESULT(settings);
            return;
        }
        QVERIFY(!settings);
        QCOMPARE(settings.error().reason, Reason::BadInput);
    }

    void aHostileAccountNumberNamesNoOtherFile()
    {
        const auto settings = readLagrangeSettings(R"({"Account":{"Uin":"../../etc/passwd"}})");
        ROOKERY_VERIFY_RESULT(settings);
        QCOMPARE(settings->uin, u"0"_s);
    }

    void settingsComeFromTheFolderItself()
    {
        QCOMPARE(outcome(m_folder->settings()).error().reason, Reason::FileMissing);
        write(u"appsettings.json"_s, kSettings);
        ROOKERY_VERIFY_RESULT(outcome(m_folder->settings()));
        QFile::rename(path(u"appsettings.json"_s), path(u"elsewhere.json"_s));
        QVERIFY(QFile::link(path(u"elsewhere.json"_s), path(u"appsettings.json"_s)));
        QCOMPARE(outcome(m_folder->settings()).error().reason, Reason::FileDenied);
        QFile::remove(path(u"appsettings.json"_s));
        write(u"appsettings.json"_s, QByteArray(2 * 1024 * 1024, ' '));
        QCOMPARE(outcome(m_folder->settings()).error().reason, Reason::FileDenied);
    }

    void aPictureIsToldOnceAndAgainWhenItChanges()
    {
        m_folder->watch(u"10001"_s);
        lookTwice();
        QVERIFY(m_codes.isEmpty());
        QVERIFY(picture(u"https://txz.qq.com/p?k=one"_s).save(path(u"qr-10001.png"_s)));
        stamp(u"qr-10001.png"_s, 1);
        lookTwice();
        QCOMPARE(m_codes, {u"https://txz.qq.com/p?k=one"_s});
        QVERIFY(picture(u"https://txz.qq.com/p?k=two"_s).save(path(u"qr-10001.png"_s)));
        stamp(u"qr-10001.png"_s, 2);
        lookTwice();
        QCOMPARE(m_codes.size(), 2);
        QCOMPARE(m_codes.constLast(), u"https://txz.qq.com/p?k=two"_s);
        m_folder->watch(u"10001"_s); // whoever asks anew is told anew
        lookTwice();
        QCOMPARE(m_codes.size(), 3);
    }

    void aPictureThatIsBeingWrittenIsReadOnceItIsWhole()
    {
        QVERIFY(picture(u"https://txz.qq.com/p?k=whole"_s).save(path(u"whole.png"_s)));
        QFile whole(path(u"whole.png"_s));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        write(u"qr-0.png"_s, bytes.first(30));
        stamp(u"qr-0.png"_s, 1);
        m_folder->watch(u"0"_s);
        lookTwice();
        QVERIFY(m_codes.isEmpty());
        write(u"qr-0.png"_s, bytes);
        stamp(u"qr-0.png"_s, 1); // within the same tick of a coarse clock
        lookTwice();
        QCOMPARE(m_codes.size(), 1);
    }

    void aPictureWithoutACodeIsNotReadForEver()
    {
        write(u"qr-0.png"_s, "no picture at all");
        stamp(u"qr-0.png"_s, 1);
        m_folder->watch(u"0"_s);
        for (int i = 0; i < LagrangeFolder::kVainLooks; ++i)
            lookTwice();
        QVERIFY(picture(u"https://txz.qq.com/p?k=late"_s).save(path(u"qr-0.png"_s)));
        stamp(u"qr-0.png"_s, 1);
        lookTwice();
        QVERIFY(m_codes.isEmpty());
        stamp(u"qr-0.png"_s, 2);
        lookTwice();
        QCOMPARE(m_codes.size(), 1);
    }

    void aCodeThatALoginHasUsedIsNone()
    {
        QVERIFY(picture(u"https://txz.qq.com/p?k=used"_s).save(path(u"qr-0.png"_s)));
        stamp(u"qr-0.png"_s, 1);
        write(u"keystore.json"_s, "{}");
        stamp(u"keystore.json"_s, 2);
        m_folder->watch(u"0"_s);
        lookTwice();
        QVERIFY(m_codes.isEmpty());
        stamp(u"qr-0.png"_s, 3); // the session was no longer good
        lookTwice();
        QCOMPARE(m_codes.size(), 1);
    }

    void linksAndFoldersAreNoPictures()
    {
        QVERIFY(picture(u"https://txz.qq.com/p?k=linked"_s).save(path(u"other.png"_s)));
        QVERIFY(QFile::link(path(u"other.png"_s), path(u"qr-0.png"_s)));
        m_folder->watch(u"0"_s);
        lookTwice();
        QVERIFY(m_codes.isEmpty());
        QFile::remove(path(u"qr-0.png"_s));
        QVERIFY(QDir(m_dir->path()).mkdir(u"qr-0.png"_s));
        lookTwice();
        QVERIFY(m_codes.isEmpty());
    }

    void aSessionThatIsSavedIsToldButNotOneThatWasThere()
    {
        write(u"keystore.json"_s, "{}");
        stamp(u"keystore.json"_s, 1);
        m_folder->watch(u"0"_s);
        lookTwice();
        QCOMPARE(m_sessions, 0);
        stamp(u"keystore.json"_s, 2);
        lookTwice();
        QCOMPARE(m_sessions, 1);
        QFile::remove(path(u"keystore.json"_s));
        lookTwice();
        QCOMPARE(m_sessions, 1);
    }

    void afterStopNothingIsTold()
    {
        m_folder->watch(u"0"_s);
        m_folder->stop();
        QVERIFY(picture(u"https://txz.qq.com/p?k=late"_s).save(path(u"qr-0.png"_s)));
        QCOMPARE(m_clock.armedTimers(), 0);
        static_cast<void>(QThreadPool::globalInstance()->waitForDone(kPatience));
        static_cast<void>(outcome(m_folder->settings()));
        QVERIFY(m_codes.isEmpty());
        QCOMPARE(m_clock.armedTimers(), 0);
    }
};

ROOKERY_TEST(tst_lagrangefolder, TestLagrangeFolder)
#include "tst_lagrangefolder.moc"

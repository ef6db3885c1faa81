// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "config/filewriter.h"
#include "config/profile.h"
#include "config/settingsjson.h"

#include "support/testcase.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::config;

namespace {

constexpr auto kOwnerFile = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr auto kOwnerFolder = kOwnerFile | QFileDevice::ExeOwner;
constexpr auto kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
    | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;

//! Permissions without the "user" bits, which repeat the owner's.
QFileDevice::Permissions modeOf(const QString &path)
{
    return QFile::permissions(path) & (kOwnerFolder | kOthers);
}

Settings sample()
{
    GatewayProfile gateway;
    gateway.id = GatewayId(u"home-1"_s);
    gateway.name = u"家里"_s;
    gateway.tags = {u"main"_s, u"东区"_s};
    gateway.neverBroadcast = true;
    gateway.webUi = QUrl(u"https://10.0.0.2:6099"_s);
    gateway.oneBot = QUrl(u"ws://10.0.0.2:3001"_s);
    gateway.pinnedSha256 = QByteArray::fromHex("00ff10");
    gateway.pinnedUntil = fromMSecs(1'798'761'600'000);
    gateway.enabled = false;
    Settings settings;
    settings.language = u"zh_CN"_s;
    settings.theme = u"dark"_s;
    settings.proxy = {
        .mode = ProxyMode::Socks5, .host = u"proxy"_s, .port = 1080, .user = u"me"_s, .hasPassword = true};
    settings.maskNumbers = true;
    settings.sendingStopped = true;
    settings.closeAction = CloseAction::KeepInTray;
    settings.pace = {.interval = milliseconds(5500), .jitter = 0.25, .rampUp = false};
    settings.notifications = {.failed = false, .needsAttention = false, .degraded = false, .sound = false};
    settings.liveLogLines = 5'000;
    settings.listener = {.host = u"0.0.0.0"_s, .port = 7001, .certificate = u"a.pem"_s, .key = u"b.pem"_s};
    settings.gateways = {gateway};
    return settings;
}

} // namespace

class TestProfile final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void newFolderIsPrivateAndItsFilesToo();
    void settingsComeBack();
    void settingsOfVersionsWithoutTagsAreRead();
    void tagsOfAnEditedFileAreReadAsTheyAreTyped();
    void proxyModesComeBack();
    void whatClosingDoesComesBack();
    void windowStateComesBack();
    void brokenWindowStateIsNoReasonToRefuse();
    void brokenSettingsAreAReasonToRefuse();
    void unknownKeysSurvive();
    void tokensInAddressesNeverReachTheFile();
    void aCommandWithoutASealIsMarkedAndKept();
    void settingsThatCannotBeMeantAreRefusedAndNotTouched_data();
    void settingsThatCannotBeMeantAreRefusedAndNotTouched();
    void oddNumbersBecomeDefaults();
    void oldSettingsGetDefaultsForWhatIsNew();
    void aProxysNameAndPasswordNeverReachTheFile();
    void theLastGoodSettingsComeBackWithoutAuthority();
    void withoutAGoodCopyNothingIsRestored();
    void aCopyCarriesNoSeals();
    void secondOwnerIsToldTheFirst();
    void readersComeInBesideAnOwnerAndCannotSave();
    void lockOfAKilledProgramIsTakenOver();
    void folderThatCannotBeMadeIsNamed();
    void fullDiskIsNamed();
    void failedWriteKeepsTheOldFile();

protected:
    void prepare() override { m_dir = std::make_unique<QTemporaryDir>(); }
    void finish() override { m_dir.reset(); }

private:
    [[nodiscard]] static Settings withCommand()
    {
        GatewayProfile watched;
        watched.id = GatewayId(u"pay"_s);
        watched.kind = GatewayKind::MonitoredService;
        watched.logFile = u"/var/log/app.log"_s;
        watched.logCommand = u"docker logs -f geekai-api"_s;
        GatewayProfile run;
        run.id = GatewayId(u"bot"_s);
        run.kind = GatewayKind::Lagrange;
        run.folder = u"/srv/bot"_s;
        run.program = u"bin/lagrange"_s;
        Settings settings;
        settings.gateways = {watched, run};
        return settings;
    }
    [[nodiscard]] QString folder() const { return m_dir->filePath(u"deep/profile"_s); }
    [[nodiscard]] std::unique_ptr<Profile> opened()
    {
        auto profile = Profile::open(folder(), true, u"rookery"_s);
        return profile ? std::move(*profile) : nullptr;
    }
    [[nodiscard]] QJsonObject fileObject()
    {
        QFile file(folder() + u"/settings.json"_s);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }
    [[nodiscard]] QByteArray readFile(const QString &name)
    {
        QFile file(folder() + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void writeFile(const QString &name, const QByteArray &content)
    {
        QFile file(folder() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestProfile::newFolderIsPrivateAndItsFilesToo()
{
    const auto profile = opened();
    QVERIFY(profile);
    QVERIFY(profile->isOwner());
    QCOMPARE(modeOf(folder()), QFileDevice::Permissions(kOwnerFolder));
    QCOMPARE(modeOf(profile->logFolder()), QFileDevice::Permissions(kOwnerFolder));
    QCOMPARE(modeOf(profile->cacheFolder()), QFileDevice::Permissions(kOwnerFolder));
    QVERIFY(profile->save(sample()));
    QVERIFY(profile->save(sample()));
    QVERIFY(profile->saveWindowState({{u"a"_s, 1}}));
    for (const QString &name : {u"/settings.json"_s, u"/window.json"_s, u"/rookery.owner"_s})
        QCOMPARE(modeOf(folder() + name), QFileDevice::Permissions(kOwnerFile));
    QCOMPARE(profile->databasePath(), folder() + u"/rookery.db"_s);
}

void TestProfile::settingsComeBack()
{
    QVERIFY(opened()->save(sample()));
    const auto profile = opened();
    QVERIFY(profile);
    QCOMPARE(profile->settings(), sample());
}

void TestProfile::settingsOfVersionsWithoutTagsAreRead()
{
    QVERIFY(opened());
    writeFile(u"settings.json"_s, R"({
        "gateways": [{
            "account": "", "commandLeftOut": false, "enabled": true, "folder": "", "front": "", "id": "home-1",
            "kind": "napcat", "logCommand": "", "logFile": "", "name": "Home", "oneBot": "", "pinnedSha256": "00ff10",
            "program": "", "way": "socket", "webUi": "https://10.0.0.2:6099"
        }],
        "language": "zh_CN", "listenHost": "", "listenPort": 6701, "maskNumbers": false, "proxyHost": "",
        "proxyMode": "system", "proxyPort": 0, "sendingStopped": false, "theme": "dark", "tlsCertificate": "",
        "tlsKey": ""
    })");
    auto profile = opened();
    QVERIFY(profile);
    Settings settings = profile->settings();
    QCOMPARE(settings.gateways.size(), 1);
    GatewayProfile &gateway = settings.gateways.first();
    QCOMPARE(gateway.name, u"Home"_s);
    QCOMPARE(gateway.pinnedSha256, QByteArray::fromHex("00ff10"));
    QVERIFY(gateway.tags.isEmpty());
    QVERIFY(!gateway.neverBroadcast);
    gateway.tags = {u"main"_s};
    gateway.neverBroadcast = true;
    QVERIFY(profile->save(settings));
    profile.reset();
    const QJsonObject written = fileObject().value(u"gateways"_s).toArray().at(0).toObject();
    QCOMPARE(written.value(u"tags"_s).toArray(), QJsonArray{u"main"_s});
    QCOMPARE(written.value(u"neverBroadcast"_s).toBool(), true);
    QCOMPARE(opened()->settings(), settings);
}

void TestProfile::tagsOfAnEditedFileAreReadAsTheyAreTyped()
{
    const QJsonObject json{
        {u"gateways"_s,
         QJsonArray{QJsonObject{{u"id"_s, u"one"_s}, {u"tags"_s, QJsonArray{u"#main"_s, u"Main"_s, 7, u"a b"_s}}},
                    QJsonObject{{u"id"_s, u"two"_s}, {u"tags"_s, u"main"_s}, {u"neverBroadcast"_s, u"yes"_s}}}}};
    const Result<Settings> read = settingsFromJson(json);
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->gateways.at(0).tags, (QStringList{u"main"_s, u"a"_s, u"b"_s}));
    QVERIFY(read->gateways.at(1).tags.isEmpty());
    QVERIFY(!read->gateways.at(1).neverBroadcast);
}

void TestProfile::proxyModesComeBack()
{
    for (const ProxyMode mode : {ProxyMode::System, ProxyMode::None, ProxyMode::Http, ProxyMode::Socks5}) {
        Settings settings;
        settings.proxy.mode = mode;
        const Result<Settings> back = settingsFromJson(settingsToJson(settings, {}));
        ROOKERY_VERIFY_RESULT(back);
        QCOMPARE(*back, settings);
    }
}

void TestProfile::whatClosingDoesComesBack()
{
    for (const CloseAction action : {CloseAction::Ask, CloseAction::KeepInTray, CloseAction::Quit}) {
        Settings settings;
        settings.closeAction = action;
        const Result<Settings> back = settingsFromJson(settingsToJson(settings, {}));
        ROOKERY_VERIFY_RESULT(back);
        QCOMPARE(back->closeAction, action);
    }
    // of an older version, and of a later one
    for (const QJsonObject &json : {QJsonObject(), QJsonObject{{u"closeAction"_s, u"ask-nicely"_s}}}) {
        const Result<Settings> read = settingsFromJson(json);
        ROOKERY_VERIFY_RESULT(read);
        QCOMPARE(read->closeAction, CloseAction::Ask);
    }
}

void TestProfile::windowStateComesBack()
{
    const QJsonObject state{{u"geometry"_s, u"AAAA"_s}, {u"columns"_s, QJsonArray{1, 2}}};
    QVERIFY(opened()->saveWindowState(state));
    QCOMPARE(opened()->windowState(), state);
}

void TestProfile::brokenWindowStateIsNoReasonToRefuse()
{
    QVERIFY(opened());
    writeFile(u"window.json"_s, "{\"cut");
    const auto profile = opened();
    QVERIFY(profile);
    QVERIFY(profile->windowState().isEmpty());
}

void TestProfile::brokenSettingsAreAReasonToRefuse()
{
    QVERIFY(opened());
    writeFile(u"settings.json"_s, "{\"gateways\": [");
    const auto result = Profile::open(folder(), true, u"rookery"_s);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Storage);
    QCOMPARE(result.error().reason, Reason::SettingsBroken);
    QVERIFY(result.error().detail.endsWith(u"settings.json"_s));
}

void TestProfile::unknownKeysSurvive()
{
    QVERIFY(opened());
    writeFile(u"settings.json"_s, R"({"later":{"x":1},"gateways":[{"id":"home-1","kind":"napcat","colour":"red"}]})");
    auto profile = opened();
    QVERIFY(profile);
    QVERIFY(profile->save(sample()));
    profile.reset();
    const QJsonObject json = fileObject();
    QCOMPARE(json.value(u"later"_s).toObject().value(u"x"_s).toInt(), 1);
    const QJsonArray gateways = json.value(u"gateways"_s).toArray();
    QCOMPARE(gateways.size(), 1);
    QCOMPARE(gateways.at(0).toObject().value(u"colour"_s).toString(), u"red"_s);
    QCOMPARE(gateways.at(0).toObject().value(u"name"_s).toString(), u"家里"_s);
}

void TestProfile::tokensInAddressesNeverReachTheFile()
{
    Settings settings = sample();
    settings.gateways[0].webUi = QUrl(u"http://me:s3cret@host:6099/webui?token=s3cret#s3cret"_s);
    settings.gateways[0].oneBot = QUrl(u"ws://host:3001/?access_token=s3cret"_s);
    QVERIFY(opened()->save(settings));
    QFile file(folder() + u"/settings.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("s3cret"));
}

void TestProfile::aCommandWithoutASealIsMarkedAndKept()
{
    Settings settings = withCommand();
    settings.gateways[0].commandSeal = "5ea1";
    QVERIFY(opened()->save(settings));
    const auto profile = opened();
    QCOMPARE(profile->settings().gateways.at(0), settings.gateways.at(0)); // to be judged with the key
    QVERIFY(profile->settings().gateways.at(1).commandLeftOut);
    QCOMPARE(profile->settings().gateways.at(1).program, u"bin/lagrange"_s); // to be read and confirmed
}

void TestProfile::settingsThatCannotBeMeantAreRefusedAndNotTouched_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    QTest::newRow("an id twice") << QByteArray(R"({"gateways":[{"id":"pay","kind":"probe"},{"id":"pay"}]})")
                                 << u"gateways[1]: id \"pay\" twice"_s;
    QTest::newRow("an unknown kind") << QByteArray(R"({"gateways":[{"id":"ok"},{"id":"x","kind":"telegraph"}]})")
                                     << u"gateways[1]: id \"x\", kind \"telegraph\""_s;
    QTest::newRow("an id that is none") << QByteArray(R"({"gateways":[{"id":"../x"}]})")
                                        << u"gateways[0]: id \"../x\""_s;
    QTest::newRow("no object") << QByteArray(R"({"gateways":[{"id":"ok"},7]})") << u"gateways[1]"_s;
}
void TestProfile::settingsThatCannotBeMeantAreRefusedAndNotTouched()
{
    QFETCH(const QByteArray, content);
    QVERIFY(opened());
    writeFile(u"settings.json"_s, content);
    const auto profile = Profile::open(folder(), true, u"rookery"_s);
    QVERIFY(!profile);
    QCOMPARE(profile.error().kind, ErrorKind::Storage);
    QCOMPARE(profile.error().reason, Reason::SettingsRefused);
    QTEST(profile.error().detail, "named");
    QCOMPARE(readFile(u"settings.json"_s), content);
}

void TestProfile::oddNumbersBecomeDefaults()
{
    QVERIFY(opened());
    writeFile(u"settings.json"_s,
              R"({"gateways":[{"id":"ok","pinnedUntil":"soon"}],"proxyPort":70000,"paceMs":0,)"
              R"("paceJitter":7,"paceRampUp":"yes","liveLogLines":-1,"notifySound":"loud"})");
    const auto profile = opened();
    QVERIFY(profile);
    QCOMPARE(profile->settings().gateways.size(), 1);
    QVERIFY(profile->settings().gateways.constFirst().pinnedUntil == WallTime{});
    QCOMPARE(profile->settings().proxy.port, quint16(0));
    QCOMPARE(profile->settings().pace, (Pace{.interval = kShortestPace, .jitter = kMostJitter, .rampUp = true}));
    QCOMPARE(profile->settings().liveLogLines, kLeastLogLines);
    QVERIFY(profile->settings().notifications.sound);
}

//! As the program of the release 0.1.0 wrote it: without the fields that came later.
void TestProfile::oldSettingsGetDefaultsForWhatIsNew()
{
    QVERIFY(opened());
    const QByteArray old = R"({
    "gateways": [
        {
            "account": "",
            "commandLeftOut": false,
            "enabled": true,
            "folder": "",
            "front": "",
            "id": "home",
            "kind": "napcat",
            "logCommand": "",
            "logFile": "",
            "name": "Home",
            "oneBot": "",
            "pinnedSha256": "5e1f00d0",
            "program": "",
            "way": "socket",
            "webUi": "https://192.168.1.5:6099"
        }
    ],
    "language": "zh_CN",
    "listenHost": "",
    "listenPort": 6701,
    "maskNumbers": true,
    "proxyHost": "10.0.0.1",
    "proxyMode": "http",
    "proxyPort": 7890,
    "sendingStopped": false,
    "theme": "dark",
    "tlsCertificate": "",
    "tlsKey": ""
}
)";
    writeFile(u"settings.json"_s, old);
    auto profile = opened();
    QVERIFY(profile);
    Settings expected;
    expected.language = u"zh_CN"_s;
    expected.theme = u"dark"_s;
    expected.maskNumbers = true;
    expected.proxy = {.mode = ProxyMode::Http, .host = u"10.0.0.1"_s, .port = 7890, .user = {}, .hasPassword = false};
    GatewayProfile home;
    home.id = GatewayId(u"home"_s);
    home.name = u"Home"_s;
    home.webUi = QUrl(u"https://192.168.1.5:6099"_s);
    home.pinnedSha256 = QByteArray::fromHex("5e1f00d0");
    expected.gateways = {home};
    QCOMPARE(profile->settings(), expected);
    QCOMPARE(expected.pace, Pace{});
    QVERIFY(profile->save(expected));
    profile.reset();
    QCOMPARE(opened()->settings(), expected);
}

void TestProfile::aProxysNameAndPasswordNeverReachTheFile()
{
    Settings settings = sample();
    settings.proxy.host = u"me:s3cret@proxy"_s;
    QVERIFY(opened()->save(settings));
    QVERIFY(!readFile(u"settings.json"_s).contains("s3cret"));
    QCOMPARE(opened()->settings().proxy.host, u"proxy"_s);
}

void TestProfile::theLastGoodSettingsComeBackWithoutAuthority()
{
    Settings settings = withCommand();
    for (GatewayProfile &gateway : settings.gateways)
        gateway.commandSeal = "5ea1";
    QVERIFY(opened()->save(settings));
    QCOMPARE(modeOf(folder() + u"/settings.last-good.json"_s), QFileDevice::Permissions(kOwnerFile));
    writeFile(u"settings.json"_s, {});
    const auto refused = Profile::open(folder(), true, u"rookery"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::SettingsBroken);
    QVERIFY(readFile(u"settings.last-good.json"_s).contains("geekai-api")); // the empty one has not become the good one
    const Result<QString> aside = restoreSettings(folder(), u"rookery"_s);
    ROOKERY_VERIFY_RESULT(aside);
    QVERIFY(QFile::exists(*aside));
    const auto profile = opened();
    QVERIFY(profile);
    QCOMPARE(profile->settings().gateways.size(), 2);
    QCOMPARE(profile->settings().gateways.at(0).logCommand, settings.gateways.at(0).logCommand);
    QVERIFY(profile->settings().gateways.at(0).commandLeftOut && profile->settings().gateways.at(1).commandLeftOut);
    // not under somebody who has it open
    QCOMPARE(restoreSettings(folder(), u"rookeryctl"_s).error().reason, Reason::ProfileInUse);
}

void TestProfile::withoutAGoodCopyNothingIsRestored()
{
    QVERIFY(opened());
    writeFile(u"settings.json"_s, "{");
    QCOMPARE(restoreSettings(folder(), u"rookery"_s).error().reason, Reason::FileMissing);
    QCOMPARE(readFile(u"settings.json"_s), QByteArray("{"));
}

void TestProfile::aCopyCarriesNoSeals()
{
    Settings settings = withCommand();
    settings.gateways[0].commandSeal = "5ea1";
    QVERIFY(opened()->save(settings));
    const Result<QByteArray> copy = settingsForCopy(folder() + u"/settings.json"_s);
    ROOKERY_VERIFY_RESULT(copy);
    QVERIFY(readFile(u"settings.json"_s).contains("5ea1"));
    QVERIFY(!copy->contains("5ea1"));
    QVERIFY(copy->contains("docker logs"));
}

void TestProfile::secondOwnerIsToldTheFirst()
{
    const auto first = Profile::open(folder(), true, u"rookeryctl"_s);
    QVERIFY(first);
    const auto second = Profile::open(folder(), true, u"rookery"_s);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Storage);
    QCOMPARE(second.error().reason, Reason::ProfileInUse);
    QCOMPARE(second.error().detail, u"rookeryctl, pid %1"_s.arg(QCoreApplication::applicationPid()));
}

void TestProfile::readersComeInBesideAnOwnerAndCannotSave()
{
    const auto owner = opened();
    QVERIFY(owner->save(sample()));
    const auto reader = Profile::open(folder(), false, u"rookeryctl"_s);
    QVERIFY(reader);
    QVERIFY(!(*reader)->isOwner());
    QCOMPARE((*reader)->settings(), sample());
    QCOMPARE((*reader)->save({}).error().reason, Reason::ProfileInUse);
    QCOMPARE((*reader)->saveWindowState({}).error().reason, Reason::ProfileInUse);
}

void TestProfile::lockOfAKilledProgramIsTakenOver()
{
    // this program once more, as the owner that is killed
    QProcess victim;
    victim.start(QCoreApplication::applicationFilePath(), {u"tst_profile"_s, u"--hold"_s, folder()});
    QTRY_VERIFY(victim.bytesAvailable() > 0);
    QCOMPARE(victim.readLine().trimmed(), "holding");
    const qint64 pid = victim.processId();
    const auto refused = Profile::open(folder(), true, u"rookery"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().detail, u"victim, pid %1"_s.arg(pid));
    victim.kill();
    QTRY_COMPARE(victim.state(), QProcess::NotRunning);
    QVERIFY(QFile::exists(folder() + u"/rookery.lock"_s));
    const auto taken = Profile::open(folder(), true, u"rookery"_s);
    ROOKERY_VERIFY_RESULT(taken);
    QVERIFY((*taken)->isOwner());
}

void TestProfile::folderThatCannotBeMadeIsNamed()
{
    QFile obstacle(m_dir->filePath(u"deep"_s));
    QVERIFY(obstacle.open(QIODevice::WriteOnly));
    const auto result = Profile::open(folder(), true, u"rookery"_s);
    QVERIFY(!result);
    QCOMPARE(result.error().reason, Reason::FileDenied);
    QCOMPARE(Profile::open({}, true, u"rookery"_s).error().reason, Reason::BadInput);
}

void TestProfile::fullDiskIsNamed()
{
    QFile full(u"/dev/full"_s);
    if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        QSKIP("needs a device that is always full");
    QCOMPARE(full.write("x"), -1);
    QCOMPARE(fileError(full).kind, ErrorKind::Storage);
    QCOMPARE(fileError(full).reason, Reason::DiskFull);
}

void TestProfile::failedWriteKeepsTheOldFile()
{
    const auto profile = opened();
    QVERIFY(profile->save(sample()));
    const QString path = folder() + u"/settings.json"_s;
    // a folder in the place of the file cannot be replaced
    QVERIFY(QFile::rename(path, path + u".old"_s) && QDir().mkpath(path));
    const Result<> written = profile->save({});
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Storage);
    QCOMPARE(profile->settings(), sample());
}

//! Runs the test as ROOKERY_TEST would; with --hold, owns the profile until it is killed.
int tst_profile(int argc, char *argv[]);
int tst_profile(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--hold"_s) {
        const auto profile = Profile::open(arguments.value(2), true, u"victim"_s);
        std::puts(profile ? "holding" : "refused");
        std::fflush(stdout);
        return QCoreApplication::exec();
    }
    TestProfile test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_profile.moc"

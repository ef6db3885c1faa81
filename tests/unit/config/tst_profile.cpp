// SPDX-License-Identifier: GPL-3.0-or-later
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
    gateway.webUi = QUrl(u"https://10.0.0.2:6099"_s);
    gateway.oneBot = QUrl(u"ws://10.0.0.2:3001"_s);
    gateway.pinnedSha256 = QByteArray::fromHex("00ff10");
    gateway.enabled = false;
    Settings settings;
    settings.language = u"zh_CN"_s;
    settings.theme = u"dark"_s;
    settings.proxyMode = ProxyMode::Socks5;
    settings.proxyHost = u"proxy"_s;
    settings.proxyPort = 1080;
    settings.maskNumbers = true;
    settings.sendingStopped = true;
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
    void proxyModesComeBack();
    void windowStateComesBack();
    void brokenWindowStateIsNoReasonToRefuse();
    void brokenSettingsAreAReasonToRefuse();
    void unknownKeysAndForeignGatewaysSurvive();
    void tokensInAddressesNeverReachTheFile();
    void aCommandCountsWhereItWasTyped();
    void aCommandFromAnotherFolderIsLeftOut();
    void aCommandThatSomebodyChangedIsLeftOut();
    void invalidIdsAreLeftOut();
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
        watched.kind = GatewayKind::Probe;
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

void TestProfile::proxyModesComeBack()
{
    for (const ProxyMode mode : {ProxyMode::System, ProxyMode::None, ProxyMode::Http, ProxyMode::Socks5}) {
        Settings settings;
        settings.proxyMode = mode;
        QCOMPARE(settingsFromJson(settingsToJson(settings, {})), settings);
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
    QCOMPARE(result.error().reason, Reason::Garbage);
    QVERIFY(result.error().detail.endsWith(u"settings.json"_s));
}

void TestProfile::unknownKeysAndForeignGatewaysSurvive()
{
    QVERIFY(opened());
    writeFile(u"settings.json"_s, R"({"later":{"x":1},"gateways":[{"id":"home-1","kind":"napcat","colour":"red"},
                                     {"id":"other","kind":"telegraph","url":"http://x"}]})");
    auto profile = opened();
    QVERIFY(profile);
    QCOMPARE(profile->settings().gateways.size(), 1);
    QVERIFY(profile->save(sample()));
    profile.reset();
    const QJsonObject json = fileObject();
    QCOMPARE(json.value(u"later"_s).toObject().value(u"x"_s).toInt(), 1);
    const QJsonArray gateways = json.value(u"gateways"_s).toArray();
    QCOMPARE(gateways.size(), 2);
    QCOMPARE(gateways.at(0).toObject().value(u"url"_s).toString(), u"http://x"_s);
    QCOMPARE(gateways.at(1).toObject().value(u"colour"_s).toString(), u"red"_s);
    QCOMPARE(gateways.at(1).toObject().value(u"name"_s).toString(), u"家里"_s);
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

void TestProfile::aCommandCountsWhereItWasTyped()
{
    QVERIFY(opened()->save(withCommand()));
    QCOMPARE(opened()->settings().gateways, withCommand().gateways); // and nothing was left out
}

void TestProfile::aCommandFromAnotherFolderIsLeftOut()
{
    QVERIFY(opened()->save(withCommand()));
    // as a backup that is unpacked elsewhere, or a file that somebody hands over
    const QString elsewhere = m_dir->filePath(u"elsewhere"_s);
    QVERIFY(QDir().mkpath(elsewhere));
    QVERIFY(QFile::copy(folder() + u"/settings.json"_s, elsewhere + u"/settings.json"_s));
    const auto copied = Profile::open(elsewhere, true, u"rookery"_s);
    ROOKERY_VERIFY_RESULT(copied);
    QCOMPARE((*copied)->settings().gateways.size(), 2);
    QCOMPARE((*copied)->settings().gateways.first().logFile, u"/var/log/app.log"_s);
    QVERIFY((*copied)->settings().gateways.first().logCommand.isEmpty());
    QCOMPARE((*copied)->settings().gateways.last().folder, u"/srv/bot"_s);
    QVERIFY((*copied)->settings().gateways.last().program.isEmpty());
    QVERIFY((*copied)->settings().gateways.first().commandLeftOut
            && (*copied)->settings().gateways.last().commandLeftOut);
    // and saving there does not bring it to life
    QVERIFY((*copied)->save((*copied)->settings()));
    QFile file(elsewhere + u"/settings.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray saved = file.readAll();
    QVERIFY(!saved.contains("docker") && !saved.contains("bin/lagrange"));
    // nor is it forgotten that there was one
    const auto later = Profile::open(elsewhere, false, u"rookery"_s);
    ROOKERY_VERIFY_RESULT(later);
    QVERIFY((*later)->settings().gateways.constFirst().commandLeftOut);
}

void TestProfile::aCommandThatSomebodyChangedIsLeftOut()
{
    QVERIFY(opened()->save(withCommand()));
    QFile file(folder() + u"/settings.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray honest = file.readAll();
    for (const auto &[from, to] : {std::pair<QByteArray, QByteArray>{"docker logs", "rm -rf ~; docker logs"},
                                   std::pair<QByteArray, QByteArray>{"bin/lagrange", "tmp/other"},
                                   std::pair<QByteArray, QByteArray>{"/srv/bot", "/tmp/bot"},
                                   std::pair<QByteArray, QByteArray>{"commandSeal", "another"}}) {
        QByteArray changed = honest;
        QVERIFY(changed.contains(from));
        writeFile(u"settings.json"_s, changed.replace(from, to));
        const auto profile = opened();
        const QList<GatewayProfile> &gateways = profile->settings().gateways;
        QVERIFY(gateways.first().logCommand.isEmpty() || gateways.last().program.isEmpty());
    }
}

void TestProfile::invalidIdsAreLeftOut()
{
    QVERIFY(opened());
    writeFile(u"settings.json"_s, R"({"gateways":[{"id":"../x"},{"id":"ok"},{"id":""},7],"proxyPort":70000})");
    const auto profile = opened();
    QVERIFY(profile);
    QCOMPARE(profile->settings().gateways.size(), 1);
    QCOMPARE(profile->settings().proxyPort, quint16(0));
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
    victim.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, folder()});
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

//! With --hold: owns the profile until it is killed.
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
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

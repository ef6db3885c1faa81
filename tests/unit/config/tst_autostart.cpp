// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/autostart.h"

#include "base/reasons/input.h"
#include "config/profile.h"
#include "support/testcase.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::config;
using namespace Qt::Literals::StringLiterals;

//! The entry in the user's autostart folder.
class TestAutostart final : public TestCase
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_before;

    [[nodiscard]] QString folder() const { return m_home->filePath(u"config/autostart"_s); }
    [[nodiscard]] static std::unique_ptr<Autostart> ofDefaultProfile(const QStringList &command = {
                                                                         u"/usr/bin/rookery"_s, u"--minimised"_s})
    {
        return makeAutostart(command, Profile::defaultFolder());
    }
    [[nodiscard]] QByteArray entry(const QString &name = u"rookery.desktop"_s) const
    {
        QFile file(QDir(folder()).filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &content)
    {
        QVERIFY(QDir().mkpath(folder()));
        QFile file(QDir(folder()).filePath(u"rookery.desktop"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    void prepare() override
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_before = qgetenv("XDG_CONFIG_HOME");
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home->filePath(u"config"_s)));
    }
    void finish() override
    {
        qputenv("XDG_CONFIG_HOME", m_before);
        m_home.reset();
    }

private Q_SLOTS:
    void argumentsAreQuotedForTheDesktop_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QString>("line");
        QTest::newRow("plain") << QStringList{u"/usr/bin/rookery"_s, u"--minimised"_s}
                               << u"\"/usr/bin/rookery\" \"--minimised\""_s;
        QTest::newRow("space") << QStringList{u"/a b/c"_s} << u"\"/a b/c\""_s;
        QTest::newRow("empty") << QStringList{u"x"_s, QString()} << u"\"x\" \"\""_s;
        QTest::newRow("percent") << QStringList{u"/100%/%f"_s} << u"\"/100%%/%%f\""_s;
        QTest::newRow("quote") << QStringList{u"a\"b"_s} << u"\"a\\\\\"b\""_s;
        QTest::newRow("dollar") << QStringList{u"$HOME`id`"_s} << u"\"\\\\$HOME\\\\`id\\\\`\""_s;
        QTest::newRow("backslash") << QStringList{u"a\\b"_s} << u"\"a\\\\\\\\b\""_s;
        QTest::newRow("chinese") << QStringList{u"/家/鸦"_s} << u"\"/家/鸦\""_s;
        QTest::newRow("line feed") << QStringList{u"a\nExec=evil"_s} << QString();
        QTest::newRow("nothing") << QStringList() << QString();
    }
    void argumentsAreQuotedForTheDesktop()
    {
        QFETCH(const QStringList, command);
        QFETCH(const QString, line);
        QCOMPARE(execLine(command), line);
    }

    void withoutACommandItIsNotAvailable()
    {
        const auto autostart = makeAutostart({}, Profile::defaultFolder());
        QVERIFY(!autostart->state().available);
        QVERIFY(!autostart->state().on);
        QCOMPARE(autostart->set(true).error().reason, Reason::BadInput);
        QVERIFY(!QDir(folder()).exists());
    }

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    void itIsSwitchedOnAndOff()
    {
        const auto autostart = ofDefaultProfile();
        QCOMPARE(autostart->state(), (AutostartState{.available = true, .on = false}));
        ROOKERY_VERIFY_RESULT(autostart->set(true));
        QVERIFY(autostart->state().on);
        QVERIFY(entry().startsWith("[Desktop Entry]\n"));
        QVERIFY(entry().contains("\nType=Application\n"));
        QVERIFY(entry().contains("\nExec=\"/usr/bin/rookery\" \"--minimised\"\n"));
        ROOKERY_VERIFY_RESULT(autostart->set(true));
        ROOKERY_VERIFY_RESULT(autostart->set(false));
        QVERIFY(!autostart->state().on);
        QVERIFY(QDir(folder()).isEmpty());
        ROOKERY_VERIFY_RESULT(autostart->set(false));
    }

    void theDesktopsOwnSwitchCounts_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("on");
        QTest::newRow("hidden") << QByteArray("Hidden=true") << false;
        QTest::newRow("hidden, spaced") << QByteArray("Hidden = true ") << false;
        QTest::newRow("not hidden") << QByteArray("Hidden=false") << true;
        QTest::newRow("gnome") << QByteArray("X-GNOME-Autostart-enabled=false") << false;
        QTest::newRow("name") << QByteArray("Name=Hidden=true") << true;
    }
    void theDesktopsOwnSwitchCounts()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const bool, on);
        write("[Desktop Entry]\nType=Application\nExec=rookery\n" + line + '\n');
        const auto autostart = ofDefaultProfile();
        QCOMPARE(autostart->state().on, on);
        ROOKERY_VERIFY_RESULT(autostart->set(true));
        QVERIFY(autostart->state().on);
    }

    void eachProfileHasAnEntryOfItsOwn()
    {
        const auto first = ofDefaultProfile();
        const auto second = makeAutostart({u"/usr/bin/rookery"_s, u"--profile"_s, u"/srv/two"_s}, u"/srv/two"_s);
        ROOKERY_VERIFY_RESULT(second->set(true));
        QVERIFY(!first->state().on);
        ROOKERY_VERIFY_RESULT(first->set(true));
        QCOMPARE(QDir(folder()).entryList(QDir::Files).size(), 2);
        ROOKERY_VERIFY_RESULT(first->set(false));
        QVERIFY(second->state().on);
    }

    void whatCannotBeWrittenDownIsRefused()
    {
        const auto autostart = ofDefaultProfile({u"/a\nb"_s});
        QCOMPARE(autostart->set(true).error().reason, Reason::BadInput);
        QVERIFY(!autostart->state().on);
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        QVERIFY(QDir().mkpath(m_home->filePath(u"config"_s)));
        QFile obstacle(folder());
        QVERIFY(obstacle.open(QIODevice::WriteOnly));
        obstacle.close();
        const auto autostart = ofDefaultProfile();
        const Result<> set = autostart->set(true);
        QVERIFY(!set);
        QCOMPARE(set.error().kind, ErrorKind::Storage);
    }
#endif
};

ROOKERY_TEST(tst_autostart, TestAutostart)
#include "tst_autostart.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log.h"
#include "support/testcase.h"

#include <spdlog/spdlog.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace rookery;

class TestLog final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreMaskedAndTheFileIsPrivate()
    {
        const QTemporaryDir folder;
        const auto mask = [](std::string_view line) {
            std::string text(line);
            if (const auto at = text.find("hunter2"); at != std::string::npos)
                text.replace(at, 7, "******");
            return text;
        };
        ROOKERY_VERIFY_RESULT(startLogging({.folder = folder.path(), .toStderr = false, .mask = mask}));
        rkWarn("the token is {}", QStringLiteral("hunter2"));
        QFile file(QDir(folder.path()).filePath(QStringLiteral("rookery.log")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("the token is ******"));
        QVERIFY(!text.contains("hunter2"));
        QCOMPARE(file.permissions() & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
    }

    void whatSteersATerminalIsShownAsItsCode()
    {
        const QTemporaryDir folder;
        ROOKERY_VERIFY_RESULT(startLogging({.folder = folder.path(), .toStderr = false}));
        rkWarn("a name: {}", QStringLiteral(u"\u001b[2J\u202egpj\u009b1m\nforged 家里"));
        QFile file(QDir(folder.path()).filePath(QStringLiteral("rookery.log")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY(text.endsWith(QStringLiteral("a name: <U+001b>[2J<U+202e>gpj<U+009b>1m<U+000a>forged 家里\n")));
    }

    void aLineIsInTheFileWithinTwoSeconds()
    {
        const QTemporaryDir folder;
        ROOKERY_VERIFY_RESULT(startLogging({.folder = folder.path(), .toStderr = false}));
        rkInfo("just before the crash");
        QFile file(QDir(folder.path()).filePath(QStringLiteral("rookery.log")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTRY_VERIFY_WITH_TIMEOUT(file.seek(0) && file.readAll().contains("just before the crash"), 2'500);
    }

    void aFolderThatCannotBeWrittenIsToldAndLoggingGoesOn()
    {
        const Result<> result = startLogging({.folder = QStringLiteral("/proc/no/such/folder"), .toStderr = false});
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Storage);
        rkInfo("still alive");
    }

    void cleanupTestCase() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("")); }
};

ROOKERY_TEST(tst_log, TestLog)
#include "tst_log.moc"

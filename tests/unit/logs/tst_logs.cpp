// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/logfilereader.h"

#include "support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

class TestLogs final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void readsClassifiesAndMasks()
    {
        const QString path = write("NapCat Shell App Loading...\n"
                                   "11-20 22:42:33 [\x1b[32minfo\x1b[39m] [NapCat] [WebUi] WebUi Token: s3cret-1\n"
                                   "11-20 22:47:35 [error] TestBot | [Rkey] 所有服务均已禁用, 图片使用FallBack机制\n"
                                   "11-20 22:53:48 [error] TestBot | 发生错误 Error: x\n    at y\n");
        const auto done = m_reader.read(path, GatewayKind::NapCat, 100);
        QTRY_VERIFY(done.isFinished());
        ROOKERY_VERIFY_RESULT(done.result());
        const QList<LogLine> lines = *done.result();
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines[0].timeIsOurs);
        QVERIFY(!lines[1].text.contains(u"s3cret"));
        QCOMPARE(lines[2].category, LogCategory::Fallback);
        QCOMPARE(lines[2].level, LogLevel::Error);
        QCOMPARE(lines[3].text, u"发生错误 Error: x\n    at y"_s);
        QCOMPARE(lines[3].seq, 4);
    }

    void keepsOnlyTheEnd()
    {
        QByteArray content;
        for (int i = 0; i < 5000; ++i)
            content += "11-20 22:42:33 [info] line " + QByteArray::number(i) + '\n';
        const auto done = m_reader.read(write(content), GatewayKind::NapCat, 10);
        QTRY_VERIFY(done.isFinished());
        QCOMPARE(done.result()->size(), 10);
        QCOMPARE(done.result()->last().text, u"line 4999"_s);
    }

    void refusesWhatIsNotThere()
    {
        const auto done = m_reader.read(m_folder.filePath(u"none.log"_s), GatewayKind::NapCat, 10);
        QTRY_VERIFY(done.isFinished());
        QCOMPARE(done.result().error().reason, Reason::FileMissing);
        const auto folder = m_reader.read(m_folder.path(), GatewayKind::NapCat, 10);
        QTRY_VERIFY(folder.isFinished());
        QCOMPARE(folder.result().error().reason, Reason::FileMissing);
    }

    void stopsWhenAskedTo()
    {
        QByteArray content;
        for (int i = 0; i < 5000; ++i)
            content += "11-20 22:42:33 [info] line\n";
        const Result<logrules::RuleSet> rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
        ROOKERY_VERIFY_RESULT(rules);
        int asked = 0;
        const auto result = readLogFile(write(content), *rules, 100, [&asked] { return ++asked < 3; });
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        QCOMPARE(asked, 3);
    }

    void aNewerRequestInterruptsAnOlderOne()
    {
        const QString path = write("11-20 22:42:33 [info] a\n");
        QList<FutureResult<QList<LogLine>>> all;
        for (int i = 0; i < 20; ++i)
            all.append(m_reader.read(path, GatewayKind::NapCat, 10));
        QTRY_VERIFY(all.last().isFinished());
        ROOKERY_VERIFY_RESULT(all.last().result());
        for (const auto &future : std::as_const(all)) {
            QVERIFY(future.isFinished());
            QVERIFY(future.result().has_value() || future.result().error().kind == ErrorKind::Cancelled);
        }
    }

    void endsInTheMiddleOfWork()
    {
        FutureResult<QList<LogLine>> done;
        {
            LogFileReader reader;
            done = reader.read(write(QByteArray(200'000, '\n')), GatewayKind::NapCat, 10);
        }
        QVERIFY(done.isFinished());
    }

    void endlessLinesAndBinaryDoNoHarm()
    {
        QByteArray content(3'000'000, 'x');
        content += QByteArray("\n\0\xff\xfe\n", 5);
        const auto done = m_reader.read(write(content), GatewayKind::NapCat, 10);
        QTRY_VERIFY(done.isFinished());
        ROOKERY_VERIFY_RESULT(done.result());
    }

private:
    QString write(const QByteArray &content)
    {
        const QString path = m_folder.filePath(u"%1.log"_s.arg(++m_files));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write the test's file");
        return path;
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    LogFileReader m_reader;
};

} // namespace rookery::logs

QTEST_GUILESS_MAIN(rookery::logs::TestLogs)
#include "tst_logs.moc"

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
        const auto done = read(path, 100);
        ROOKERY_VERIFY_RESULT(done);
        const QList<LogLine> lines = *done;
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines[0].timeIsOurs);
        QVERIFY(!lines[1].text.contains(u"s3cret"));
        QCOMPARE(lines[2].category, LogCategory::Fallback);
        QCOMPARE(lines[2].level, LogLevel::Error);
        QCOMPARE(lines[3].text, u"发生错误 Error: x\n    at y"_s);
        QCOMPARE(lines[3].seq, 4);
    }

    void readsWhatLLBotWroteInItsOwnFormat()
    {
        const QString path = write("2026-10-01 02:03:04 [S] app LLBot 8.1.7\n"
                                   "2026-10-01 02:03:05 [D] app receive ws url token s3cret-1\n"
                                   "2024/11/21 15:42:33 [info] TestBot(10001) | receive http header token s3cret-2\n\n"
                                   "2026-10-01 02:03:06 [E] app PMHQ WebSocket 连接错误\n    at y\n");
        QCOMPARE(kindOfLogFile(path), GatewayKind::LLBot);
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        const auto done = readLogFile(path, GatewayKind::LLBot, *rules, 100);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->size(), 4);
        QCOMPARE(done->at(0).ruleId, u"start.version"_s);
        QCOMPARE(done->at(1).text, u"app receive ws url token ******"_s);
        QCOMPARE(done->at(1).level, LogLevel::Debug);
        QCOMPARE(done->at(2).text, u"receive http header token ******"_s);
        QCOMPARE(done->at(3).ruleId, u"pmhq.lost"_s);
        QCOMPARE(done->at(3).level, LogLevel::Error);
        QVERIFY(done->at(3).text.endsWith(u"\n    at y"));
    }

    void tellsWhoseFileItIsWhateverComesFirst()
    {
        QByteArray dump(200, '\n');
        dump += QByteArray(20'000, 'x') + '\n';
        QCOMPARE(kindOfLogFile(write(dump + "11-20 22:42:33 [\x1b[32minfo\x1b[39m] a\n")), GatewayKind::NapCat);
        QCOMPARE(kindOfLogFile(write(dump)), std::nullopt);
        QCOMPARE(kindOfLogFile(m_folder.filePath(u"none.log"_s)), std::nullopt);
        QCOMPARE(kindOfLogFile(m_folder.path()), std::nullopt);
    }

    void keepsOnlyTheEnd()
    {
        QByteArray content;
        for (int i = 0; i < 5000; ++i)
            content += "11-20 22:42:33 [info] line " + QByteArray::number(i) + '\n';
        const auto done = read(write(content), 10);
        QCOMPARE(done->size(), 10);
        QCOMPARE(done->last().text, u"line 4999"_s);
    }

    void refusesWhatIsNotThere()
    {
        const auto done = read(m_folder.filePath(u"none.log"_s), 10);
        QCOMPARE(done.error().reason, Reason::FileMissing);
        const auto folder = read(m_folder.path(), 10);
        QCOMPARE(folder.error().reason, Reason::FileMissing);
    }

    void endlessLinesAndBinaryDoNoHarm()
    {
        QByteArray content(3'000'000, 'x');
        content += QByteArray("\n\0\xff\xfe\n", 5);
        const auto done = read(write(content), 10);
        ROOKERY_VERIFY_RESULT(done);
    }

    void nobodyWaitsForAFileThatNobodyWants()
    {
        std::stop_source stop;
        const QString path = write(QByteArray("11-20 10:00:00 [info] one\n"));
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
        ROOKERY_VERIFY_RESULT(readLogFile(path, GatewayKind::NapCat, *rules, 10, stop.get_token()));
        stop.request_stop();
        const auto stopped = readLogFile(path, GatewayKind::NapCat, *rules, 10, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }

private:
    static Result<QList<LogLine>> read(const QString &path, int limit)
    {
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
        return rules ? readLogFile(path, GatewayKind::NapCat, *rules, limit) : fail(rules.error());
    }
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
};

} // namespace rookery::logs

QTEST_GUILESS_MAIN(rookery::logs::TestLogs)
#include "tst_logs.moc"

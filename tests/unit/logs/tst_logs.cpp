// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/logfilereader.h"
#include "logs/logsummary.h"
#include "model/names.h"

#include "base/reasons/picture.h"
#include "support/testcase.h"
#include "unit/logs/indexedlines.h"

#include <QDateTime>
#include <QFile>
#include <QStringEncoder>
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
        const QList<LogLine> lines = done->lines;
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
        QCOMPARE(done->lines.size(), 4);
        QCOMPARE(done->lines.at(0).ruleId, u"start.version"_s);
        QCOMPARE(done->lines.at(1).text, u"app receive ws url token ******"_s);
        QCOMPARE(done->lines.at(1).level, LogLevel::Debug);
        QCOMPARE(done->lines.at(2).text, u"receive http header token ******"_s);
        QCOMPARE(done->lines.at(3).ruleId, u"pmhq.lost"_s);
        QCOMPARE(done->lines.at(3).level, LogLevel::Error);
        QVERIFY(done->lines.at(3).text.endsWith(u"\n    at y"));
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
        QCOMPARE(done->lines.size(), 10);
        QCOMPARE(done->lines.last().text, u"line 4999"_s);
    }

    void saysWhatItLeavesOut()
    {
        QByteArray content;
        for (int i = 0; i < 60; ++i)
            content += "2025-11-20 22:42:" + QByteArray::number(i).rightJustified(2, '0') + " [INFO] line\n";
        const QString path = write(content);
        const auto whole = read(path, 60);
        ROOKERY_VERIFY_RESULT(whole);
        QCOMPARE(whole->reading.leftOut, 0);
        QVERIFY(!whole->reading.startUnread);
        QCOMPARE(whole->reading.from, WallTime{});
        const auto part = read(path, 20);
        ROOKERY_VERIFY_RESULT(part);
        QCOMPARE(part->lines.size(), 20);
        QCOMPARE(part->reading.leftOut, 40);
        QVERIFY(!part->reading.startUnread);
        QCOMPARE(part->reading.from, part->lines[0].time);
        QCOMPARE(QDateTime::fromMSecsSinceEpoch(toMSecs(part->reading.from)).time(), QTime(22, 42, 40));
        // of a file that is too large only the end is read: how many lines stand before is not known
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
        ROOKERY_VERIFY_RESULT(rules);
        const auto end = readLogFile(path, GatewayKind::NapCat, *rules, 60, {}, content.size() / 2);
        ROOKERY_VERIFY_RESULT(end);
        QVERIFY(end->reading.startUnread);
        QCOMPARE(end->reading.leftOut, 0);
        QVERIFY(end->lines.size() < 31);
        QCOMPARE(end->reading.from, end->lines[0].time);
        const auto exact = readLogFile(path, GatewayKind::NapCat, *rules, 60, {}, content.size());
        ROOKERY_VERIFY_RESULT(exact);
        QVERIFY(!exact->reading.startUnread);
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

    void whatIsAroundTheLinesIsTakenOffAndSaid_data()
    {
        QTest::addColumn<QString>("before"); // each line
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("wrapping");
        QTest::newRow("none") << QString() << QString() << QString();
        QTest::newRow("compose") << u"napcat  | "_s << QString() << u"name"_s;
        QTest::newRow("compose, numbered") << u"napcat-1  | "_s << QString() << u"name"_s;
        QTest::newRow("pm2") << u"0|napcat   | "_s << QString() << u"name"_s;
        QTest::newRow("docker desktop") << u"2025-11-20 22:42:33 "_s << QString() << u"stamp"_s;
        QTest::newRow("docker logs -t") << u"2025-11-20T22:42:33.123456789Z "_s << QString() << u"stamp"_s;
        QTest::newRow("containerd") << u"2025-11-20T22:42:33.123456789+08:00 stdout F "_s << QString() << u"stamp"_s;
        QTest::newRow("compose -t") << u"napcat  | 2025-11-20T22:42:33.123Z "_s << QString() << u"name,stamp"_s;
        QTest::newRow("journal") << u"Nov 20 22:42:33 host napcat[35]: "_s << QString() << u"journal"_s;
        QTest::newRow("journal, ISO") << u"2025-11-20T22:42:33+0800 host napcat[35]: "_s << QString() << u"journal"_s;
        QTest::newRow("screen") << u"\x1b(B\x1b[m\x1b]0;napcat\a\x1b[?25l"_s << u"\x1b[K\r"_s << QString();
        QTest::newRow("string ended by ST") << u"\x1b]0;napcat\x1b\\"_s << QString() << QString();
        QTest::newRow("Windows") << QString() << u"\r"_s << QString();
    }
    void whatIsAroundTheLinesIsTakenOffAndSaid()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const QString, wrapping);
        const QStringList lines{
            u"NapCat Shell App Loading..."_s,
            u"11-20 22:42:33 [info] TestBot | 接收 <- 群聊 [g(30001)] [n(20001)] a | b"_s,
            u"11-20 22:42:34 [error] TestBot | 发生错误 Error: EventChecker Failed: NTEvent "
            "serviceAndMethod:NodeIKernelMsgService/sendMsg ListenerName:x EventRet:"_s,
            u"{"_s,
            u"    \"result\": -1,"_s,
            u"    \"errMsg\": \"rich media transfer failed\""_s,
            u"}"_s,
            QString(),
            u"    at y"_s,
            u"11-20 22:42:35 [info] TestBot | [KickedOffLine] [下线通知] x"_s,
        };
        const auto bare = read(write(lines.join(u'\n').toUtf8()), 100);
        ROOKERY_VERIFY_RESULT(bare);
        QCOMPARE(bare->lines.size(), 4);
        QCOMPARE(bare->lines[2].ruleId, u"send.rich-media"_s);
        QCOMPARE(bare->lines[3].ruleId, u"account.kicked"_s);
        QVERIFY(bare->reading.yearGuessed);
        QString content;
        for (const QString &line : lines)
            content += before + line + after + u'\n';
        const QString path = write(content.toUtf8());
        QCOMPARE(kindOfLogFile(path), GatewayKind::NapCat);
        const auto wrapped = read(path, 100);
        ROOKERY_VERIFY_RESULT(wrapped);
        QCOMPARE(wrapped->reading.wrappings.join(u','), wrapping);
        QCOMPARE(wrapped->lines.size(), bare->lines.size());
        for (qsizetype i = 1; i < bare->lines.size(); ++i)
            QCOMPARE(sameButTheYear(wrapped->lines[i]), sameButTheYear(bare->lines[i]));
        QCOMPARE(wrapped->lines[0].ruleId, bare->lines[0].ruleId);
        const bool stamped = before.contains(u"2025-11-20"_s);
        QCOMPARE(wrapped->reading.yearGuessed, !stamped);
        if (stamped)
            QCOMPARE(QDateTime::fromMSecsSinceEpoch(toMSecs(wrapped->lines[3].time)).date(), QDate(2025, 11, 20));
    }

    void whatDockerKeepsAsJsonIsRead()
    {
        const QString path = write(
            R"({"log":"11-20 22:42:33 [error] TestBot | 发生错误 Error: x\n","stream":"stdout","time":"2025-11-20T22:42:33.1Z"}
{"log":"    at y\n","stream":"stdout","time":"2025-11-20T22:42:33.2Z"}
)");
        QCOMPARE(kindOfLogFile(path), GatewayKind::NapCat);
        const auto done = read(path, 10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->reading.wrappings, QStringList{u"json"_s});
        QCOMPARE(done->lines.size(), 1);
        QCOMPARE(done->lines[0].text, u"发生错误 Error: x\n    at y"_s);
    }

    void readsWhatAChineseWindowsWrites_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<QString>("said");
        QTest::newRow("code page 936") << QByteArray("GB18030") << u"GB18030"_s;
        QTest::newRow("PowerShell") << QByteArray("UTF-16LE") << u"UTF-16"_s;
        QTest::newRow("the other byte order") << QByteArray("UTF-16BE") << u"UTF-16"_s;
        QTest::newRow("with a mark") << QByteArray("UTF-8") << u"UTF-8"_s;
    }
    void readsWhatAChineseWindowsWrites()
    {
        QFETCH(const QByteArray, encoding);
        QFETCH(const QString, said);
        QStringEncoder encoder(encoding.constData(), QStringConverter::Flag::WriteBom);
        QVERIFY(encoder.isValid());
        const QByteArray bytes =
            encoder(u"11-20 22:42:33 [info] 网络已连接\r\n11-20 22:42:34 [error] 机器人 | [KickedOffLine] "
                    "[下线通知] 你的登录已失效\r\n"_s);
        const QString path = write(bytes);
        QCOMPARE(kindOfLogFile(path), GatewayKind::NapCat);
        const auto done = read(path, 10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->reading.encoding, said);
        QCOMPARE(done->lines.size(), 2);
        QCOMPARE(done->lines[0].ruleId, u"network.up"_s);
        QCOMPARE(done->lines[1].text, u"[KickedOffLine] [下线通知] 你的登录已失效"_s);
    }

    void theMarkOfAFileThatWasAddedIsNoText()
    {
        for (const char *encoding : {"UTF-8", "UTF-16LE", "UTF-16BE"}) {
            QByteArray content;
            for (int i = 0; i < 2; ++i) {
                QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
                content += QByteArray(encoder(u"11-20 22:42:33 [info] 网络已连接\n"_s));
            }
            QStringEncoder encoder(encoding);
            content += QByteArray(encoder(u"\uFEFF"_s));
            const QString path = write(content);
            const auto done = read(path, 10);
            ROOKERY_VERIFY_RESULT(done);
            QCOMPARE(done->lines[0].ruleId, u"network.up"_s);
            QCOMPARE(done->lines[1].ruleId, u"network.up"_s);
            const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
            ROOKERY_VERIFY_RESULT(rules);
            QCOMPARE(test::indexedLines(path, GatewayKind::NapCat, *rules), done->lines);
        }
    }

    void readsUtf16WithoutAMark()
    {
        for (const char *encoding : {"UTF-16LE", "UTF-16BE"}) {
            QStringEncoder encoder(encoding);
            const auto done = read(write(encoder(u"11-20 22:42:33 [info] 网络已连接\n"_s)), 10);
            ROOKERY_VERIFY_RESULT(done);
            QCOMPARE(done->lines[0].ruleId, u"network.up"_s);
            QCOMPARE(done->reading.encoding, u"UTF-16"_s);
        }
    }

    void aCrashThatNoLoggerWroteIsAnEntryOfItsOwn()
    {
        const auto done =
            read(write("07-03 19:21:14 [info] TestBot | 接收 <- 群聊 [g(30001)] [n(20002)] a\n\n"
                       "<--- Last few GCs --->\n\n[35:0x69400104000] 1 ms: Scavenge 2044.7 MB\n\n"
                       "<--- JS stacktrace --->\n\n"
                       "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n"
                       "07-03 19:22:00 [info] 等待网络连接...\n"
                       "Segmentation fault (core dumped)\n"),
                 10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->lines.size(), 4);
        QCOMPARE(done->lines[0].ruleId, u"chat.received"_s);
        QCOMPARE(done->lines[1].ruleId, u"process.out-of-memory"_s);
        QCOMPARE(done->lines[1].level, LogLevel::Fatal);
        QVERIFY(done->lines[1].text.contains(u"JavaScript heap out of memory"_s));
        QCOMPARE(done->lines[3].ruleId, u"process.died"_s);
    }

    void theStatusLinesOfWhatStartedTheGatewayAreEntriesOfTheirOwn()
    {
        const auto done =
            read(write("Nov 20 22:42:33 host napcat[35]: 11-20 22:42:33 [info] TestBot | 接收 <- 私聊 (20002) a\n"
                       "Nov 20 22:42:34 host kernel: Memory cgroup out of memory: Killed process 35 (qq)\n"
                       "Nov 20 22:42:34 host kernel: oom_reaper: reaped process 35 (qq)\n"
                       "Nov 20 22:42:34 host systemd[1]: napcat.service: Main process exited, code=killed, "
                       "status=9/KILL\n"
                       "Nov 20 22:42:34 host systemd[1]: napcat.service: Failed with result 'oom-kill'.\n"
                       "Nov 20 22:42:39 host systemd[1]: napcat.service: Scheduled restart job, restart counter is at "
                       "5.\n"
                       "Nov 20 22:42:39 host systemd[1]: Started napcat.service - NapCat.\n"
                       "Nov 20 22:42:40 host start.sh[36]: ./start.sh: 行 5:    36 段错误               "
                       "（核心已转储） qq\n"),
                 10);
        ROOKERY_VERIFY_RESULT(done);
        QStringList ids;
        for (const LogLine &line : done->lines)
            ids.append(line.ruleId + u' ' + nameOf(line.level));
        QCOMPARE(ids,
                 (QStringList{u"chat.received info"_s, u"process.out-of-memory fatal"_s, u"supervisor.ended error"_s,
                              u"supervisor.out-of-memory error"_s, u"supervisor.restarting warn"_s, u" info"_s,
                              u"process.died fatal"_s}));
    }

    void aStatusPageBeforeTheLogIsAnEntryOfItsOwn()
    {
        const auto done = read(write("● napcat.service - NapCat\n     Loaded: loaded (/etc/x; enabled)\n     Active: "
                                     "active (running)\n\nNov 20 22:42:33 host napcat[35]: 11-20 22:42:33 [info] a\n"),
                               10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->lines.size(), 2);
        QVERIFY(done->lines[0].text.contains(u"Active: active"_s));
    }

    void aLineThatARunnerCutIsReadWhole_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("after");
        QTest::newRow("containerd") << u"2025-11-20T22:42:33.1Z stdout P "_s << u"2025-11-20T22:42:33.1Z stdout F "_s
                                    << QString();
        const QString json = u"{\"log\":\""_s;
        QTest::newRow("Docker") << json << json << u"\",\"stream\":\"stdout\",\"time\":\"2025-11-20T22:42:33.1Z\"}"_s;
    }
    void aLineThatARunnerCutIsReadWhole()
    {
        QFETCH(const QString, first);
        QFETCH(const QString, second);
        QFETCH(const QString, after);
        const QString end = first.startsWith(u'{') ? u"\\n"_s : QString();
        const QString chat = u"11-20 22:42:33 [info] 接收 <- 私聊 (2) "_s + QString(16'384, u'x');
        // what the chat says behind the cut looks like an entry
        const QString content = second + u"11-20 22:42:33 [info] a"_s + end + after + u'\n' + first + chat + after
            + u'\n' + second + u"11-20 22:42:34 [error] [KickedOffLine] [a] b"_s + end + after + u'\n' + second
            + u"11-20 22:42:35 [info] b"_s + end + after + u'\n';
        const QString path = write(content.toUtf8());
        const auto done = read(path, 10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->lines.size(), 3);
        QVERIFY(done->lines[1].text.endsWith(u"xx11-20 22:42:34 [error] [KickedOffLine] [a] b"_s));
        QCOMPARE(done->lines[1].ruleId, u"chat.received"_s);
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
        const auto summary = summarizeLog(path, GatewayKind::NapCat, *rules);
        ROOKERY_VERIFY_RESULT(summary);
        QCOMPARE(summary->entries, 3);
        QCOMPARE(summary->rules, (QMap<QString, qint64>{{u"chat.received"_s, 1}}));
        QVERIFY(test::indexedLines(path, GatewayKind::NapCat, *rules) == done->lines);
    }

    void onlyTheBeginningOfALongLineCounts_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::newRow("UTF-8") << QByteArray("UTF-8");
        QTest::newRow("UTF-16") << QByteArray("UTF-16LE");
    }
    void onlyTheBeginningOfALongLineCounts()
    {
        QFETCH(const QByteArray, encoding);
        // a message may put what looks like an entry wherever a reader might cut it
        const QString fake = u"11-20 22:42:34 [error] [KickedOffLine] [a] b "_s;
        QString text = u"11-20 22:42:33 [info] 接收 <- 私聊 (2) "_s;
        while (text.size() < 6'000'000)
            text += fake;
        QStringEncoder encoder(encoding.constData(), QStringConverter::Flag::WriteBom);
        const QString path = write(encoder(QString(text + u"\n11-20 22:42:35 [info] b\n"_s)));
        const auto done = read(path, 1000);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->lines.size(), 2);
        QCOMPARE(done->lines[0].ruleId, u"chat.received"_s);
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
        const auto summary = summarizeLog(path, GatewayKind::NapCat, *rules);
        ROOKERY_VERIFY_RESULT(summary);
        QCOMPARE(summary->lines, 2);
        QCOMPARE(summary->entries, 2);
        QCOMPARE(summary->rules, (QMap<QString, qint64>{{u"chat.received"_s, 1}}));
        QVERIFY(test::indexedLines(path, GatewayKind::NapCat, *rules) == done->lines);
    }

    void coloursAreTextWhereTheLineIsKnownWithThem()
    {
        const auto done = read(write("11-20 22:42:33 [info] TestBot | 接收 <- 私聊 (2) [32m[info] x[5m]\n"), 10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->lines[0].text, u"接收 <- 私聊 (2) [32m[info] x[5m]"_s);
        QVERIFY(done->reading.wrappings.isEmpty());
        const auto lost = read(write("11-20 22:42:33 [[32minfo[39m] TestBot | [NapCat] [1m网络已连接\n"), 10);
        ROOKERY_VERIFY_RESULT(lost);
        QCOMPARE(lost->lines[0].text, u"[NapCat] 网络已连接"_s);
        QCOMPARE(lost->reading.wrappings, QStringList{u"colours"_s});
    }

    void textThatWasMisreadBeforeIsNamed()
    {
        const QString plain =
            u"11-20 22:42:33 [info] TestBot | 接收 <- 群聊 [测试群(30001)] [小明(20001)] 连接成功，晚上好\n"
            "11-20 22:42:34 [info] TestBot | 账号状态变更为离线\n"_s;
        const auto good = read(write(plain.toUtf8()), 10);
        ROOKERY_VERIFY_RESULT(good);
        QCOMPARE(good->reading.misread, QString());
        QStringDecoder wrong("GB18030");
        const QString garbled = wrong(plain.toUtf8());
        const QString path = write(garbled.toUtf8());
        const auto done = read(path, 10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->reading.misread, u"GB18030"_s);
        QCOMPARE(done->reading.encoding, u"UTF-8"_s);
        QCOMPARE(done->lines.size(), 2);
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
        QCOMPARE(summarizeLog(path, GatewayKind::NapCat, *rules)->reading.misread, u"GB18030"_s);
        QStringEncoder chinese("GB18030");
        QCOMPARE(read(write(chinese(plain)), 10)->reading.misread, QString());
    }

    void wordsThatAreValidInTwoEncodingsAreReadAsTheFileIs()
    {
        // "图片" of GB18030 is also valid UTF-8, of other letters
        QStringEncoder chinese("GB18030");
        const QString path = write(chinese(u"11-20 22:42:33 [info] 网络已连接\n11-20 22:42:34 [info] x 图片\n"_s));
        const auto done = read(path, 10);
        ROOKERY_VERIFY_RESULT(done);
        QCOMPARE(done->lines[1].text, u"x 图片"_s);
        const auto mixed = read(write("11-20 22:42:33 [info] 网络已连接\n11-20 22:42:34 [info] \xCD\xBC\xC6\xAC\n"
                                      "11-20 22:42:35 [info] \xCD\xF8\xC2\xE7\n"),
                                10);
        ROOKERY_VERIFY_RESULT(mixed);
        QCOMPARE(mixed->lines[1].text, u"\u037C\u01AC"_s);
    }

    void readsTheShortHeadsOfLLBot()
    {
        const auto rules = logrules::RuleSet::builtIn(GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        const QString dated =
            write("08-13 11:50:29 [I] root LLBot 8.1.7\n"
                  "08-13 11:50:35 [E] qq-protocol Command MessageSvc.PbSendMsg timed out after 15000ms\n");
        QCOMPARE(kindOfLogFile(dated), GatewayKind::LLBot);
        const auto first = readLogFile(dated, GatewayKind::LLBot, *rules, 10);
        ROOKERY_VERIFY_RESULT(first);
        QVERIFY(first->reading.yearGuessed);
        QCOMPARE(first->lines[0].ruleId, u"start.version"_s);
        QCOMPARE(first->lines[1].ruleId, u"timeout.direct-send"_s);
        QCOMPARE(first->lines[1].level, LogLevel::Error);
        const QString console =
            write("[I] root LLBot 8.0.11\n[I] root [\n  '/x'\n]\n[W] sign [Sign/warn] [Sign] /api/x: y\n");
        QCOMPARE(kindOfLogFile(console), GatewayKind::LLBot);
        const auto second = readLogFile(console, GatewayKind::LLBot, *rules, 10);
        ROOKERY_VERIFY_RESULT(second);
        QVERIFY(second->reading.timeless);
        QCOMPARE(second->lines.size(), 3);
        QCOMPARE(second->lines[0].ruleId, u"start.version"_s);
        QCOMPARE(second->lines[2].level, LogLevel::Warn);
        QCOMPARE(second->lines[2].ruleId, u"sign.retry"_s);
        // a name is nobody's logger
        const auto named =
            readLogFile(write("2026-10-01 02:03:04 [E] app bob Disconnected\n"), GatewayKind::LLBot, *rules, 9);
        ROOKERY_VERIFY_RESULT(named);
        QCOMPARE(named->lines[0].ruleId, QString());
    }

    void readsTheDatesOfTheFirstNapCat()
    {
        const QString path = write("2024-08-08 09:00:47 [ERROR] TestBot(10001) | 发生错误 Error: x\n"
                                   "2024-08-08 09:02:01 [INFO] TestBot(10001) | [KickedOffLine] [a] b\n");
        QCOMPARE(kindOfLogFile(path), GatewayKind::NapCat);
        const auto done = read(path, 10);
        ROOKERY_VERIFY_RESULT(done);
        QVERIFY(!done->reading.yearGuessed);
        QCOMPARE(done->lines[0].level, LogLevel::Error);
        QCOMPARE(done->lines[0].ruleId, u"onebot.error"_s);
        QCOMPARE(done->lines[1].ruleId, u"account.kicked"_s);
        QCOMPARE(QDateTime::fromMSecsSinceEpoch(toMSecs(done->lines[1].time)).date(), QDate(2024, 8, 8));
    }

private:
    static LogLine sameButTheYear(LogLine line)
    {
        QDateTime time = QDateTime::fromMSecsSinceEpoch(toMSecs(line.time));
        time.setDate(QDate(2000, time.date().month(), time.date().day()));
        line.time = fromMSecs(time.toMSecsSinceEpoch());
        return line;
    }
    static Result<LogFile> read(const QString &path, int limit)
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

ROOKERY_TEST(tst_logs, rookery::logs::TestLogs)
#include "tst_logs.moc"

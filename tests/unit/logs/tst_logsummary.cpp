// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/logsummary.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "logs/entryreader.h"
#include "logs/logfilereader.h"
#include "logs/logindexer.h"
#include "logs/logsource.h"
#include "model/names.h"
#include "support/testcase.h"
#include "unit/logrules/payloadforms.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringEncoder>
#include <QTemporaryDir>

#include <archive.h>
#include <archive_entry.h>

#include <random>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

//! What a summary must say, counted from the lines that the reader shows.
struct Counted {
    qint64 entries = 0;
    std::array<qint64, 5> levels{};
    std::array<qint64, kLogCategoryCount> categories{};
    QMap<QString, qint64> rules;
    WallTime first{};
    WallTime last{};
    QString encoding;
    QStringList wrappings;
    bool yearGuessed = false;
    bool timeless = false;
    bool operator==(const Counted &) const = default;
};

Counted counted(const QList<LogLine> &lines, const LogReading &reading)
{
    Counted all{.encoding = reading.encoding,
                .wrappings = reading.wrappings,
                .yearGuessed = reading.yearGuessed,
                .timeless = reading.timeless};
    for (const LogLine &line : lines) {
        ++all.entries;
        if (all.first == WallTime{})
            all.first = line.time;
        all.last = line.time;
        ++all.levels[std::size_t(line.level)];
        ++all.categories[std::size_t(line.category)];
        if (!line.ruleId.isEmpty())
            ++all.rules[line.ruleId];
    }
    return all;
}

Counted counted(const LogSummary &summary)
{
    return {.entries = summary.entries,
            .levels = summary.levels,
            .categories = summary.categories,
            .rules = summary.rules,
            .first = summary.first,
            .last = summary.last,
            .encoding = summary.reading.encoding,
            .wrappings = summary.reading.wrappings,
            .yearGuessed = summary.reading.yearGuessed,
            .timeless = summary.reading.timeless};
}

QByteArray head(LogLevel level)
{
    return "11-20 22:42:33 [" + QByteArray(nameOf(level).latin1()) + "] TestBot | ";
}

} // namespace

class TestLogSummary final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void everySampleIsCountedAsTheReaderShowsIt_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("as written") << QByteArray() << QByteArray();
        QTest::newRow("coloured") << QByteArray("\x1b[32m") << QByteArray("\x1b[0m");
        QTest::newRow("Windows") << QByteArray() << QByteArray("\r");
        QTest::newRow("blank lines between") << QByteArray() << QByteArray("\n");
        QTest::newRow("a trace below each") << QByteArray() << QByteArray("\n    at y (/app/z.mjs:1:2)");
        QTest::newRow("compose") << QByteArray("napcat  | ") << QByteArray();
        QTest::newRow("compose, no blank") << QByteArray("napcat-1|") << QByteArray();
        QTest::newRow("pm2") << QByteArray("0|napcat   | ") << QByteArray();
        QTest::newRow("docker desktop") << QByteArray("2025-11-20 22:42:33 ") << QByteArray();
        QTest::newRow("docker logs -t") << QByteArray("2025-11-20T22:42:33.123456789Z ") << QByteArray();
        QTest::newRow("the last of a month") << QByteArray("2025-11-30T22:42:33.1Z ") << QByteArray();
        QTest::newRow("containerd") << QByteArray("2025-11-20T22:42:33.123456789+08:00 stdout F ") << QByteArray();
        QTest::newRow("compose -t") << QByteArray("napcat  | 2025-11-20T22:42:33.123Z ") << QByteArray();
        QTest::newRow("journal") << QByteArray("Nov  2 22:42:33 host napcat[35]: ") << QByteArray();
        QTest::newRow("journal, ISO") << QByteArray("2025-11-20T22:42:33+0800 host napcat[35]: ") << QByteArray();
        QTest::newRow("Docker's JSON") << QByteArray("{\"log\":\"x") << QByteArray();
        QTest::newRow("a terminal's title") << QByteArray("\x1b]0;x\a") << QByteArray();
    }
    void everySampleIsCountedAsTheReaderShowsIt()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        QByteArray content;
        const auto add = [&](const QByteArray &line) { content += before + line + after + '\n'; };
        for (const test::NapCatSample &sample : test::kNapCatSamples) {
            const QByteArray text = QString::fromUtf16(sample.text).toUtf8();
            for (const LogLevel level :
                 {LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error, LogLevel::Fatal}) {
                add(head(level) + text);
                add("11-20 22:42:33 [" + QByteArray(nameOf(level).latin1()) + "] " + text);
                add(head(level) + "接收 <- 群聊 [g(1)] [n(2)] " + text); // payload
                add(head(level) + "[OneBot] [WebSocket Client] 发生错误 Error: " + text);
            }
        }
        agree(content);
    }

    void everySampleOfLLBotIsCountedAsTheReaderShowsIt_data()
    {
        QTest::addColumn<QString>("head"); // %1: level word, %2: letter
        for (const char *head :
             {"2026-10-01 02:03:04 [%2] app ", "2026-10-01 02:03:04 [%2] ", "2026/10/1 2:03:04 [%1] ",
              "2026/10/01 12:03:04 [%1] TestBot(10001): ", "2026-10-01 12:03:04 | ",
              "2024-11-21 15:42:33 [%1] 长(1234) (10001) | ", "[%1] | 2024-11-21 15:42:33 ", "10-01 02:03:04 [%2] app ",
              "[%2] app ", "2026-10-01 02:03:04 [%2] app x(10001): ", "2026-10-31 02:03:04 [%1] a|b(10001): ",
              "2026-10-01 02:03:04 [other] ", "docker  | 2026-10-01 02:03:04 [%2] app ",
              "2026-10-01 25:03:04 [%2] app ", "2026-02-30 02:03:04 [%2] app "})
            QTest::newRow(head) << QString::fromUtf8(head);
    }
    void everySampleOfLLBotIsCountedAsTheReaderShowsIt()
    {
        QFETCH(const QString, head);
        QString content;
        for (const test::RuleSample &sample : test::kLLBotSamples) {
            for (const auto &[word, letter] : {std::pair("debug", "D"), std::pair("info", "I"), std::pair("warn", "W"),
                                               std::pair("error", "E"), std::pair("success", "S")})
                content +=
                    QString(head).replace(u"%1"_s, QLatin1StringView(word)).replace(u"%2"_s, QLatin1StringView(letter))
                    + QString::fromUtf16(sample.text) + u'\n';
        }
        agree(content.toUtf8(), GatewayKind::LLBot);
    }

    void everyPayloadFormOfEveryKindIsCountedAsTheReaderShowsIt()
    {
        for (const test::PayloadKind &kind : test::payloadKinds()) {
            QByteArray content;
            for (const test::PayloadForm &form : kind.forms) {
                QString text = QString::fromUtf16(form.text);
                text.replace(u"%1"_s, u"[KickedOffLine] 获取rkey失败"_s).replace(u"%2"_s, u"\\\"x\\\""_s);
                content += head(form.level) + text.toUtf8() + '\n';
                content += "2026-10-01 02:03:04 [I] app " + text.toUtf8() + '\n';
            }
            agree(content, kind.kind);
        }
    }

    void whateverStandsInAFileIsCountedAsTheReaderShowsIt()
    {
        const std::vector<QByteArray> parts{
            head(LogLevel::Info) + "a\n",
            head(LogLevel::Error) + "发生错误 Error: x\n",
            "11-20 22:42:33 [info] 网络已连接\n",
            "02-29 22:42:33 [info] a leap day\n",
            "13-40 22:42:33 [info] no date\n",
            "11-20 25:42:33 [info] no time\n",
            "11-31 22:42:33 [info] no day\n",
            "11-20 22:42:33 [INFO] capitals\n",
            "11-20 22:42:33 [info]no blank\n",
            "11-20 22:42:33 [info] \n",
            "11-20 22:42:33 [note] no level\n",
            "2025-11-20 22:42:33 [WARN] with a year\n",
            "[NapCat] [Fork] Worker进程已登录成功\n",
            "NapCat Shell App Loading...\n",
            "\n",
            "  \t\n",
            "\r\n",
            "    at y\n",
            "Segmentation fault (core dumped)\n",
            "<--- Last few GCs --->\n",
            head(LogLevel::Info) + "with \xC2\x85 and \xC2\xA0\n",
            head(LogLevel::Info) + "\xC2\xA0[KickedOffLine] after a blank\n",
            head(LogLevel::Warn) + "\xD7\xD6\xBD\xDA of GB18030\n",
            head(LogLevel::Warn) + "\xFF\xFE no text at all\n",
            "11-20 22:42:33 [\x1b[32minfo\x1b[39m] colours\n",
            "\x1b[31;1m11-20 22:42:33 [error] more\x1b[0m\n",
            "11-20 22:42:33 [info] \x1b]0;nap\x1b[31mcat\a title\n",
            "11-20 22:42:33 [info] \x1b[2K\x1b[1G bar\n",
            "11-20 22:42:33 [info] cut \x1b[3\n",
            "11-20 22:42:33 [info] bell \a and tab \t\n",
            "11-20 22:42:33 [debug] " + QByteArray(100, 'n') + " | long name\n",
            "11-20 22:42:33 [debug] " + QByteArrayLiteral("\xE9\x95\xBF").repeated(64) + " | 64 characters\n",
            "11-20 22:42:33 [debug] " + QByteArrayLiteral("\xE9\x95\xBF").repeated(65) + " | 65 characters\n",
            "11-20 22:42:33 [debug] " + QByteArrayLiteral("\xF0\x9F\x98\x80").repeated(32) + " | 32 pairs\n",
            "11-20 22:42:33 [debug] " + QByteArrayLiteral("\xF0\x9F\x98\x80").repeated(33) + " | 33 pairs\n",
            "11-20 22:42:33 [debug] [a] b | c\n",
            "11-20 22:42:33 [debug]  | c\n",
            "11-20 22:42:33 [info] [NapCat] [WebUi] WebUi Token: s3cret\n",
            "11-20 22:42:33 [error] token=[KickedOffLine] x\n",
            "napcat  | 11-20 22:42:33 [info] wrapped\n",
            "napcat  |\n",
            "nap cat | 11-20 22:42:33 [info] not wrapped\n",
            "1234|napcat | 11-20 22:42:33 [info] not wrapped\n",
            "12|napcat|11-20 22:42:33 [info] not wrapped\n",
            "2025-11-20T22:42:33.1234567890Z 11-20 22:42:33 [info] too fine\n",
            "2025-11-20T22:42:33+08 11-20 22:42:33 [info] no zone\n",
            "2025-11-20T22:42:33+99:99 11-20 22:42:33 [info] no zone on earth\n",
            "2025-11-20T22:42:33,5-08:30 11-20 22:42:33 [info] stamped\n",
            "2025-11-20T22:42:33Z stderr P 11-20 22:42:33 [info] stamped\n",
            "2025-11-20T22:42:33Z stdout X 11-20 22:42:33 [info] stamped\n",
            "2025-13-20T22:42:33Z 11-20 22:42:33 [info] no date\n",
            "Nov 20 22:42:33 host napcat: 11-20 22:42:33 [info] journal\n",
            "Nov 20 22:42:33 host napcat[]: 11-20 22:42:33 [info] no number\n",
            "2025-11-20T22:42:33.5Z host napcat/1.service[7]: 11-20 22:42:33 [info] journal\n",
            "2025-11-20T22:42:33.5 host napcat: 11-20 22:42:33 [info] no zone\n",
            "2025-11-20 22:42:33  11-20 22:42:33 [info] two blanks\n",
            "2025-11-20 22:42:33: 11-20 22:42:33 [info] pm2\n",
            "2025-11-20 22:42 +08:00: 11-20 22:42:33 [info] pm2 without seconds\n",
            "2025-11-20 22:42:33 +0800 11-20 22:42:33 [info] a zone behind a blank\n",
            "2025-11-20 22:42:33 -1 11-20 22:42:33 [info] no zone\n",
            "[2025-11-20 22:42:33] 11-20 22:42:33 [info] panel\n",
            "[2025-11-20 22:42:33 11-20 22:42:33 [info] not closed\n",
            "2025-11-20T22:42:33Z stdout F\n",
            "2025-11-20T22:42:33Z stdout \n",
            "[pod/napcat-0/qq] 11-20 22:42:33 [info] pod\n",
            "[pod/napcat-0] 11-20 22:42:33 [info] no pod\n",
            "11-20 22:42:33 [[32minfo[39m] colours without ESC\n",
            "11-20 22:42:33 [info] [1;31mred[m and [m\n",
            "Nov 20 22:42:33.123456 host napcat[35]: 11-20 22:42:33 [info] precise\n",
            "11月 20 22:42:33 host napcat[35]: 11-20 22:42:33 [info] Chinese\n",
            "Thu 2025-11-20 22:42:33 CST host napcat[35]: 11-20 22:42:33 [info] full\n",
            "[    5.123456] host napcat[35]: 11-20 22:42:33 [info] monotonic\n",
            "Nov 20 22:42:33 host systemd[1]: napcat.service: Main process exited, code=killed, status=9/KILL\n",
            "napcat.service: Scheduled restart job, restart counter is at 5.\n",
            "napcat exited with code 137\n",
        };
        std::mt19937 random(11);
        for (int file = 0; file < 400; ++file) {
            QByteArray content;
            const int lines = int(random() % 12);
            for (int i = 0; i < lines; ++i)
                content += parts[random() % parts.size()];
            if (random() % 4 == 0)
                content.chop(1); // no line end
            agree(content);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void anyEncodingIsCounted_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        for (const char *encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"})
            QTest::newRow(encoding) << QByteArray(encoding);
    }
    void anyEncodingIsCounted()
    {
        QFETCH(const QByteArray, encoding);
        QStringEncoder encoder(encoding.constData(), QStringConverter::Flag::WriteBom);
        QByteArray content;
        for (int i = 0; i < 2000; ++i)
            content += encoder(u"11-20 22:42:33 [info] 机器人 | 网络已连接\r\n11-20 22:42:34 [error] 机器人 | "
                               "[KickedOffLine] [下线通知] 你的登录已失效\r\n"_s);
        agree(content);
        QCOMPARE(kindOfLogFile(m_path), GatewayKind::NapCat);
        const auto summary = summarizeLog(m_path, GatewayKind::NapCat, rulesOf());
        QCOMPARE(summary->lines, 4000);
        QCOMPARE(summary->bytes, content.size());
        QCOMPARE(summary->rules.value(u"account.kicked"_s), 2000);
    }

    void aLineThatNeverEndsCountsOnce()
    {
        QByteArray content = head(LogLevel::Info) + QByteArray(3'000'000, 'x') + '\n';
        content += head(LogLevel::Error) + QByteArray(700'000, 'y');
        const auto summary = summarize(content);
        QCOMPARE(summary->lines, 2);
        QCOMPARE(summary->bytes, content.size());
        agree(content);
        for (const int size : {262'143, 262'144, 262'145, 524'288})
            QCOMPARE(summarize(QByteArray(size, 'x'))->lines, 1);
        QStringEncoder wide("UTF-16LE", QStringConverter::Flag::WriteBom);
        QCOMPARE(summarize(wide(QString(600'000, u'x') + u"\ny"_s))->lines, 2);
    }

    void allIsCountedHoweverLongTheFile()
    {
        const QByteArray known = head(LogLevel::Error) + "[Rkey] 所有服务均已禁用\n";
        const QByteArray chat = head(LogLevel::Info) + "接收 <- a\n";
        QByteArray content;
        for (int i = 0; i < 300'000; ++i)
            content += i % 1000 == 0 ? known : chat;
        const auto summary = summarize(content);
        QCOMPARE(summary->entries, 300'000);
        QCOMPARE(summary->rules.value(u"rkey.all-disabled"_s), 300);
        QCOMPARE(summary->rules.value(u"chat.received"_s), 299'700);
        QCOMPARE(summary->categories[std::size_t(LogCategory::Fallback)], 300);
        QCOMPARE(summary->reading.leftOut, 0);
    }

    void anEmptyFileHasNothing()
    {
        const auto summary = summarize({});
        ROOKERY_VERIFY_RESULT(summary);
        QCOMPARE(summary->entries, 0);
        QCOMPARE(summary->lines, 0);
        QVERIFY(!summary->reading.timeless);
    }

    void whatIsNotThereIsSaid()
    {
        QCOMPARE(summarizeLog(m_folder.filePath(u"none"_s), GatewayKind::NapCat, rulesOf()).error().reason,
                 Reason::FileMissing);
        QCOMPARE(summarizeLog(m_folder.path(), GatewayKind::NapCat, rulesOf()).error().reason, Reason::FileMissing);
    }

    void userRulesAreCountedAsTheReaderShowsThem()
    {
        struct Own {
            const char *id;
            QJsonArray startsWith;
            QString then = {};
            bool afterHead = false;
        };
        QJsonArray own;
        for (const Own &one :
             {Own{"masked", {u"[NapCat] [WebUi] WebUi Token: ***"_s, u"get http://h/?tok"_s}},
              Own{"secret", {u"say token=abc"_s}}, Own{"servers", {u"[Rkey] "_s}, u".*禁用"_s},
              Own{"head", {u"mine"_s}, {}, true}, Own{"chat", {u"接收"_s, u"发送 -> "_s}}, Own{"drawn", {u"[QR]"_s}}}) {
            const QJsonObject form{
                {u"startsWith"_s, one.startsWith}, {u"then"_s, one.then}, {u"afterHead"_s, one.afterHead}};
            own.append(QJsonObject{{u"id"_s, QString(u"user."_s + QString::fromLatin1(one.id))},
                                   {u"category"_s, u"rkey"_s},
                                   {u"severity"_s, u"info"_s},
                                   {u"levels"_s, QJsonArray{u"info"_s, u"warn"_s, u"error"_s}},
                                   {u"forms"_s, QJsonArray{form}},
                                   {u"en"_s, QJsonObject{{u"title"_s, u"t"_s}, {u"meaning"_s, u"m"_s}}}});
        }
        const QByteArray file = QJsonDocument(QJsonObject{{u"format"_s, 2}, {u"rules"_s, own}}).toJson();
        const Result<logrules::RuleSet> rules = logrules::RuleSet::builtIn(GatewayKind::NapCat, file);
        ROOKERY_VERIFY_RESULT(rules);
        m_rules.insert(GatewayKind::NapCat, *rules);
        QByteArray content;
        for (const LogLevel level : {LogLevel::Debug, LogLevel::Info, LogLevel::Error}) {
            for (const char *words :
                 {"[NapCat] [WebUi] WebUi Token: se-cret", "get http://h/?token=abcdef", "say token=abcdef",
                  "[Rkey] 所有服务均已禁用, 图片使用FallBack机制", "[Rkey] something", "[OneBot] [http] mine", "mine",
                  "接收 <- 群聊 [g(1)] [x(2)] mine", "发送 -> 私聊 (2) mine", "████████████████████████████████",
                  "hello"})
                content += head(level) + words + '\n';
        }
        agree(content);
        const auto summary = summarizeLog(m_path, GatewayKind::NapCat, *rules);
        m_rules.clear(); // the other tests read with the built-in rules
        ROOKERY_VERIFY_RESULT(summary);
        QCOMPARE(summary->rules.value(u"user.masked"_s), 4);
        QCOMPARE(summary->rules.value(u"user.secret"_s), 0); // nobody sees the secret
        QCOMPARE(summary->rules.value(u"user.servers"_s), 2);
        QCOMPARE(summary->rules.value(u"user.head"_s), 4);
        QCOMPARE(summary->rules.value(u"user.chat"_s), 0);
        QCOMPARE(summary->rules.value(u"chat.received"_s), 3);
        QCOMPARE(summary->rules.value(u"user.drawn"_s), 2);
    }

    void itCanBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        write(head(LogLevel::Info) + "a\n");
        QCOMPARE(summarizeLog(m_path, GatewayKind::NapCat, rulesOf(), stop.get_token()).error().kind,
                 ErrorKind::Cancelled);
    }

    void itSaysHowFarItIs()
    {
        const QByteArray content = QByteArray(head(LogLevel::Info) + "a\n").repeated(100'000);
        write(content);
        qint64 last = 0;
        const auto summary =
            summarizeLog(m_path, GatewayKind::NapCat, rulesOf(), {}, [&last, &content](qint64 done, qint64 all) {
                QVERIFY(done > last && all == content.size());
                last = done;
            });
        ROOKERY_VERIFY_RESULT(summary);
        QCOMPARE(last, content.size());
    }

    void whatIsPackedIsReadAsIfItWereNot_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("filter");
        QTest::newRow("gzip") << ARCHIVE_FORMAT_RAW << ARCHIVE_FILTER_GZIP;
        QTest::newRow("zstd") << ARCHIVE_FORMAT_RAW << ARCHIVE_FILTER_ZSTD;
        QTest::newRow("xz") << ARCHIVE_FORMAT_RAW << ARCHIVE_FILTER_XZ;
        QTest::newRow("bzip2") << ARCHIVE_FORMAT_RAW << ARCHIVE_FILTER_BZIP2;
        QTest::newRow("zip") << ARCHIVE_FORMAT_ZIP << ARCHIVE_FILTER_NONE;
        QTest::newRow("tar.gz") << ARCHIVE_FORMAT_TAR_USTAR << ARCHIVE_FILTER_GZIP;
    }
    void whatIsPackedIsReadAsIfItWereNot()
    {
        QFETCH(const int, format);
        QFETCH(const int, filter);
        QByteArray content;
        for (int i = 0; i < 3000; ++i)
            content += head(LogLevel::Info) + QByteArray::number(i) + "\n    at y\n";
        const auto bare = summarize(content);
        ROOKERY_VERIFY_RESULT(bare);
        const int files = format == ARCHIVE_FORMAT_RAW ? 1 : 2;
        pack(format, filter, QList<QByteArray>(files, content));
        QCOMPARE(kindOfLogFile(m_path), GatewayKind::NapCat);
        const auto packed = summarizeLog(m_path, GatewayKind::NapCat, rulesOf());
        ROOKERY_VERIFY_RESULT(packed);
        QCOMPARE(packed->entries, files * bare->entries);
        QCOMPARE(packed->lines, files * bare->lines);
        QCOMPARE(packed->bytes, files * bare->bytes);
        const auto read = readLogFile(m_path, GatewayKind::NapCat, rulesOf(), 10);
        ROOKERY_VERIFY_RESULT(read);
        QCOMPARE(read->lines.constLast().text, u"2999\n    at y"_s);
        QCOMPARE(read->reading.leftOut, files * 3000 - 10);

        QFile file(m_path);
        QVERIFY(file.resize(file.size() / 2)); // a copy that was cut short
        const auto cut = summarizeLog(m_path, GatewayKind::NapCat, rulesOf());
        QVERIFY(!cut);
        QCOMPARE(cut.error().reason, Reason::FileDenied);
        QVERIFY(!readLogFile(m_path, GatewayKind::NapCat, rulesOf(), 10));
    }

    void everyLineOfAFileIsStreamed()
    {
        QByteArray content;
        for (int i = 0; i < 2500; ++i)
            content += head(LogLevel::Info) + QByteArray::number(i) + "\n    at y\n";
        write(content);
        const logrules::RuleSet &rules = rulesOf();
        QList<LogLine> all;
        qsizetype largest = 0;
        ROOKERY_VERIFY_RESULT(streamLogFile(m_path, GatewayKind::NapCat, rules, [&](const QList<LogLine> &lines) {
            largest = std::max(largest, lines.size());
            all += lines;
            return true;
        }));
        QCOMPARE(largest, 1000);
        QCOMPARE(all, readLogFile(m_path, GatewayKind::NapCat, rules, 10'000)->lines);
        int pieces = 0;
        const auto stopped = streamLogFile(m_path, GatewayKind::NapCat, rules, [&pieces](const QList<LogLine> &) {
            ++pieces;
            return false;
        });
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        QCOMPARE(pieces, 1);
    }

private:
    void pack(int format, int filter, const QList<QByteArray> &files)
    {
        archive *out = archive_write_new();
        QCOMPARE(archive_write_set_format(out, format), ARCHIVE_OK);
        QCOMPARE(archive_write_add_filter(out, filter), ARCHIVE_OK);
        QCOMPARE(archive_write_open_filename(out, QFile::encodeName(m_path).constData()), ARCHIVE_OK);
        for (const QByteArray &content : files) {
            archive_entry *entry = archive_entry_new();
            archive_entry_set_pathname(entry, "../../x.log"); // a name means nothing
            archive_entry_set_size(entry, content.size());
            archive_entry_set_filetype(entry, AE_IFREG);
            QCOMPARE(archive_write_header(out, entry), ARCHIVE_OK);
            QCOMPARE(archive_write_data(out, content.constData(), std::size_t(content.size())), content.size());
            archive_entry_free(entry);
        }
        QCOMPARE(archive_write_close(out), ARCHIVE_OK);
        archive_write_free(out);
    }
    const logrules::RuleSet &rulesOf(GatewayKind kind = GatewayKind::NapCat)
    {
        if (!m_rules.contains(kind))
            m_rules.insert(kind, logrules::RuleSet::builtInOrNone(kind));
        return m_rules[kind];
    }
    void write(const QByteArray &content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(content), content.size());
    }
    Result<LogSummary> summarize(const QByteArray &content)
    {
        write(content);
        return summarizeLog(m_path, GatewayKind::NapCat, rulesOf());
    }
    void agree(const QByteArray &content, GatewayKind kind = GatewayKind::NapCat)
    {
        write(content);
        const logrules::RuleSet &rules = rulesOf(kind);
        const auto read = readLogFile(m_path, kind, rules, 10'000'000);
        ROOKERY_VERIFY_RESULT(read);
        const auto summary = summarizeLog(m_path, kind, rules);
        ROOKERY_VERIFY_RESULT(summary);
        const Counted wanted = counted(read->lines, read->reading);
        const Counted got = counted(*summary);
        QCOMPARE(got.entries, wanted.entries);
        QCOMPARE(got.rules, wanted.rules);
        QVERIFY2(got == wanted, content.left(2000).constData());
        checkIndex(content, kind, read->lines);
    }
    //! Checks that an index finds the same lines, from any place, however the file came to be.
    void checkIndex(const QByteArray &content, GatewayKind kind, const QList<LogLine> &wanted)
    {
        const logrules::RuleSet &rules = rulesOf(kind);
        const auto log = SeekableLog::open(m_path, kind, {});
        ROOKERY_VERIFY_RESULT(log);
        LogIndexer indexer(*log, rules);
        int published = 0;
        ROOKERY_VERIFY_RESULT(indexer.run({}, [&published](const LogIndexer &) { ++published; }));
        QVERIFY(published > 0);
        const LogIndex &index = indexer.index();
        QCOMPARE(index.entryCount(), wanted.size());
        EntryReader reader(*log, rules);
        const QList<LogLine> all = reader.read(index, {0}, index.entryCount());
        QCOMPARE(all.size(), wanted.size());
        for (qsizetype i = 0; i < all.size(); ++i) {
            QCOMPARE(all.at(i).text, wanted.at(i).text);
            QVERIFY(all.at(i) == wanted.at(i));
            const LogMark mark = index.mark({i});
            QVERIFY(mark.level == wanted.at(i).level && mark.category == wanted.at(i).category);
        }
        std::mt19937 random(7); // NOLINT(cert-msc*): the same each time
        for (int i = 0; i < 20 && !wanted.isEmpty(); ++i) {
            const qint64 first = qint64(random() % quint32(wanted.size()));
            const qint64 count = qint64(random() % 5) + 1;
            QVERIFY(reader.read(index, {first}, count) == wanted.mid(first, count));
        }
        checkGrowth(content, kind, index);
        const std::optional<LogIndex> kept = LogIndex::fromBytes(index.toBytes());
        QVERIFY(kept);
        QCOMPARE(kept->toBytes(), index.toBytes());
        QVERIFY(kept->counts() == index.counts());
    }
    //! Checks that the index is the same if it was begun when the file was shorter.
    void checkGrowth(const QByteArray &content, GatewayKind kind, const LogIndex &whole)
    {
        std::mt19937 random(9); // NOLINT(cert-msc*): the same each time
        const auto wanted = toldOf(kind);
        for (int i = 0; i < 2 && content.size() > 1; ++i) {
            write(content.left(qsizetype(random() % quint32(content.size()))));
            const auto part = SeekableLog::open(m_path, kind, {});
            ROOKERY_VERIFY_RESULT(part);
            const bool toldAlready = toldOf(kind) == wanted; // a short beginning may tell less
            LogIndexer indexer(*part, rulesOf(kind));
            ROOKERY_VERIFY_RESULT(indexer.run({}, [](const LogIndexer &) {}));
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::Append));
            QVERIFY(file.write(content.mid(file.size())) >= 0);
            file.close();
            if (!(*part)->isFile() || !toldAlready)
                continue;
            ROOKERY_VERIFY_RESULT(indexer.run({}, [](const LogIndexer &) {}));
            QCOMPARE(indexer.index().entryCount(), whole.entryCount());
            QVERIFY(indexer.index().counts() == whole.counts());
            QCOMPARE(indexer.index().lineCount(), whole.lineCount());
        }
        write(content);
    }
    //! Returns what the first lines tell of the others: the wrappings, and the encoding of what is valid in two.
    [[nodiscard]] std::pair<QStringList, bool> toldOf(GatewayKind kind)
    {
        const auto source = LogSource::open(m_path, kind);
        return source ? std::pair((*source)->wrappings(), (*source)->text().decoder().prefersForeign())
                      : std::pair<QStringList, bool>();
    }

    QHash<GatewayKind, logrules::RuleSet> m_rules;
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"a.log"_s);
};

} // namespace rookery::logs

ROOKERY_TEST(tst_logsummary, rookery::logs::TestLogSummary)
#include "tst_logsummary.moc"

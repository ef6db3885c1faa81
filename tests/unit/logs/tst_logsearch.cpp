// SPDX-License-Identifier: GPL-3.0-or-later
// A search finds what reading every line would find.

#include "logs/entryreader.h"
#include "logs/logfilereader.h"
#include "logs/logindexer.h"
#include "logs/logsearch.h"

#include "base/reasons/input.h"
#include "base/reasons/picture.h"
#include "support/testcase.h"

#include <QFile>
#include <QRegularExpression>
#include <QStringEncoder>
#include <QTemporaryDir>

#include <numeric>
#include <random>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

class TestLogSearch final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void everyFilterFindsWhatReadingFinds_data()
    {
        QTest::addColumn<LogFilter>("filter");
        QTest::newRow("nothing wanted") << LogFilter{};
        QTest::newRow("level") << LogFilter{.lowest = LogLevel::Warn};
        QTest::newRow("category") << LogFilter{.categories = {LogCategory::Timeout, LogCategory::RichMedia}};
        QTest::newRow("text") << LogFilter{.text = u"Apple 7"_s};
        QTest::newRow("text, case") << LogFilter{.text = u"apple 7"_s, .caseSensitive = true};
        QTest::newRow("Chinese text") << LogFilter{.text = u"苹果"_s};
        QTest::newRow("text of a trace") << LogFilter{.text = u"at y"_s};
        QTest::newRow("not") << LogFilter{.text = u"apple"_s, .inverted = true};
        QTest::newRow("expression") << LogFilter{.text = u"apple [0-9]*7$"_s, .pattern = true};
        QTest::newRow("expression at a begin") << LogFilter{.text = u"^    at"_s, .pattern = true};
        QTest::newRow("not an expression") << LogFilter{.text = u"apple [0-9]*7$"_s, .pattern = true, .inverted = true};
        QTest::newRow("everything matches") << LogFilter{.text = u"x*"_s, .pattern = true};
        QTest::newRow("never there") << LogFilter{.text = u"pear"_s};
        QTest::newRow("rule") << LogFilter{.ruleId = u"send.timeout"_s};
        QTest::newRow("unknown rule") << LogFilter{.ruleId = u"no.such"_s};
        QTest::newRow("level, text, not") << LogFilter{.lowest = LogLevel::Warn, .text = u"7"_s, .inverted = true};
    }
    void everyFilterFindsWhatReadingFinds()
    {
        QFETCH(const LogFilter, filter);
        for (const bool foreign : {false, true}) {
            write(content(3000, foreign));
            readAll();
            for (const qint64 from : {qint64(0), qint64(1), qint64(777), m_lines.size() - 1})
                agree(filter, from);
        }
    }

    void aTimeRangeIsExact_data()
    {
        QTest::addColumn<int>("from"); // seconds after the first line; -1: open
        QTest::addColumn<int>("to");
        QTest::newRow("from") << 1000 << -1;
        QTest::newRow("to") << -1 << 1001;
        QTest::newRow("a second") << 1234 << 1235;
        QTest::newRow("a quarter of an hour") << 600 << 1500;
        QTest::newRow("before all") << -1 << 0;
        QTest::newRow("after all") << 1'000'000 << -1;
    }
    void aTimeRangeIsExact()
    {
        QFETCH(const int, from);
        QFETCH(const int, to);
        write(content(9000, false));
        readAll();
        LogFilter filter;
        const WallTime first = m_lines.first().time;
        if (from >= 0)
            filter.from = first + seconds(from);
        if (to >= 0)
            filter.to = first + seconds(to);
        agree(filter, 0);
        filter.text = u"7"_s;
        agree(filter, 0);
    }

    void aHitOnTheSeamOfTwoPiecesIsFoundOnce()
    {
        // traces so long that they lie over several pieces
        QByteArray text;
        for (int i = 0; i < 12; ++i) {
            text += "11-20 22:42:33 [info] TestBot | entry " + QByteArray::number(i) + '\n';
            for (int j = 0; j < 9000; ++j)
                text += "    at line " + QByteArray::number(j) + " (/app/module.mjs:1:2) needle\n";
        }
        write(text);
        agree({.text = u"needle"_s}, 0);
        agree({.text = u"line 8999 "_s}, 0);
        agree({.text = u"entry 7"_s}, 0);
        agree({.text = u"needle"_s, .inverted = true}, 0);
        agree({.lowest = LogLevel::Info, .text = u"line 8999 "_s}, 5);
        agree({.lowest = LogLevel::Warn, .text = u"entry 7"_s, .inverted = true}, 0);
    }

    void aFaultyExpressionIsSaid()
    {
        const auto matcher = LogMatcher::compile({.text = u"a["_s, .pattern = true});
        QVERIFY(!matcher);
        QCOMPARE(matcher.error().reason, Reason::BadInput);
        QVERIFY(!matcher.error().detail.isEmpty());
    }

    void anExpressionThatOthersHangOnIsQuick()
    {
        write("11-20 22:42:33 [info] TestBot | " + QByteArray(200'000, 'a') + "!\n");
        agree({.text = u"(a+)+$"_s, .pattern = true}, 0);
    }

    void aSearchCanBeStopped()
    {
        write(content(1000, false));
        std::stop_source stop;
        stop.request_stop();
        const auto matcher = LogMatcher::compile({.text = u"apple"_s});
        QCOMPARE(searchLog(m_in, *matcher, {0}, stop.get_token(), {}).error().kind, ErrorKind::Cancelled);
    }

    void aFileThatBecameShorterIsSaid()
    {
        write(content(10'000, false));
        QVERIFY(QFile(m_path).resize(1000));
        const auto matcher = LogMatcher::compile({.text = u"apple"_s});
        const Result<> searched = searchLog(m_in, *matcher, {0}, {}, [](const std::vector<LineNumber> &, qint64) {});
        QCOMPARE(searched.error().kind, ErrorKind::Storage);
        EntryReader reader(m_log, m_rules);
        QVERIFY(reader.read(m_index, {9000}, 10).isEmpty());
    }

    void theIndexIsSmall()
    {
        write(content(100'000, false));
        QVERIFY2(m_index.memory() <= m_index.lineCount() * 3 / 2 + 100'000, // the last part has room to grow
                 QByteArray::number(double(m_index.memory()) / double(m_index.lineCount())));
    }

    void damagedIndexesAreRefused()
    {
        write(content(5000, false));
        const QByteArray good = m_index.toBytes();
        QVERIFY(LogIndex::fromBytes(good));
        for (qsizetype size = 0; size < good.size(); size += good.size() / 97 + 1)
            QVERIFY(!LogIndex::fromBytes(good.left(size)));
        QVERIFY(!LogIndex::fromBytes(good + 'x'));
        std::mt19937 random(5); // NOLINT(cert-msc*): the same each time
        for (int i = 0; i < 500; ++i) {
            QByteArray bad = good;
            for (int j = 0; j <= i % 3; ++j)
                bad[qsizetype(random() % quint32(bad.size()))] = char(random());
            // what is accepted has other marks or times, but leads nowhere else
            if (const auto index = LogIndex::fromBytes(bad); index && index->entryCount() > 0) {
                std::ignore = index->timeline(10);
                EntryReader reader(m_log, m_rules);
                std::ignore = reader.read(*index, {index->entryCount() - 1}, 10);
            }
        }
    }

    void theTimelineHasEveryEntryOnce()
    {
        write(content(9000, false));
        const LogTimeline timeline = m_index.timeline(50);
        QCOMPARE(timeline.spans.size(), 50U);
        qint64 all = 0;
        for (const LogCounts &span : timeline.spans)
            all += std::accumulate(span.levels.begin(), span.levels.end(), qint64(0));
        QCOMPARE(all, m_index.entryCount());
        QVERIFY(timeline.span > seconds(1));
        // they come evenly here, and so they do within each group of lines
        for (std::size_t i = 1; i + 2 < timeline.spans.size(); ++i) {
            const std::array<qint64, 5> &levels = timeline.spans[i].levels;
            QVERIFY(std::accumulate(levels.begin(), levels.end(), qint64(0)) > 0);
        }
    }

private:
    static QByteArray content(int entries, bool foreign)
    {
        std::mt19937 random(3); // NOLINT(cert-msc*): the same each time
        constexpr std::array<const char *, 4> kLevels{"debug", "info", "warn", "error"};
        QStringEncoder chinese("GB18030");
        QByteArray text;
        for (int i = 0; i < entries; ++i) {
            const QTime time = QTime(1, 0).addSecs(i / 3);
            text += "11-20 " + time.toString(u"HH:mm:ss"_s).toLatin1() + " [" + kLevels[random() % 4] + "] TestBot | ";
            switch (random() % 6) {
            case 0:
                text += "发生错误 Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg";
                break;
            case 1:
                text += "Apple " + QByteArray::number(i);
                break;
            case 2:
                text += foreign ? QByteArray(chinese(u"苹果 "_s)) : QByteArray("苹果 ");
                break;
            case 3:
                text += "trace\n    at x (/app/z.mjs:1:2)\n    at y (/app/z.mjs:3:4)";
                break;
            default:
                text += "apple " + QByteArray::number(random() % 100);
            }
            text += '\n';
        }
        return text;
    }
    void write(const QByteArray &content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(content), content.size());
        file.close();
        m_content = content;
        const auto log = SeekableLog::open(m_path, GatewayKind::NapCat, {});
        ROOKERY_VERIFY_RESULT(log);
        m_log = *log;
        LogIndexer indexer(m_log, m_rules);
        ROOKERY_VERIFY_RESULT(indexer.run({}, [](const LogIndexer &) {}));
        m_index = indexer.index();
        m_in = {.log = m_log, .index = m_index, .rules = m_rules, .foreign = indexer.findings().foreign};
        m_lines.clear();
    }
    //! Reads every line, as a reader without an index does.
    void readAll()
    {
        if (!m_lines.isEmpty())
            return;
        const auto read = readLogFile(m_path, GatewayKind::NapCat, m_rules, 10'000'000);
        ROOKERY_VERIFY_RESULT(read);
        m_lines = read->lines;
    }
    //! Returns the bytes of each entry, as UTF-8: what a search looks into.
    [[nodiscard]] QStringList raw() const
    {
        QStringList entries;
        LineDecoder decoder;
        qint64 line = 0;
        for (const QByteArray &bytes : m_content.left(m_content.size() - 1).split('\n')) {
            if (m_index.beginsEntry(line++) || entries.isEmpty())
                entries.append(decoder.text(bytes));
            else
                entries.last() += u'\n' + decoder.text(bytes);
        }
        return entries;
    }
    void agree(const LogFilter &filter, qint64 from)
    {
        readAll();
        LogFilter others = filter;
        others.text.clear();
        const auto rest = LogMatcher::compile(others);
        QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption;
        options.setFlag(QRegularExpression::CaseInsensitiveOption, !filter.caseSensitive);
        const QRegularExpression text(filter.pattern ? filter.text : QRegularExpression::escape(filter.text), options);
        const QStringList bytes = raw();
        QCOMPARE(bytes.size(), m_lines.size());
        std::vector<LineNumber> wanted;
        for (qint64 i = from; i < m_lines.size(); ++i) {
            const bool hasText = filter.text.isEmpty() || filter.text == "(a+)+$"_L1 // PCRE gives up there
                ? filter.text.isEmpty()
                : text.match(bytes.at(i)).hasMatch() != filter.inverted;
            if (rest->accepts(m_lines.at(i)) && hasText)
                wanted.push_back({i});
        }
        const auto matcher = LogMatcher::compile(filter);
        ROOKERY_VERIFY_RESULT(matcher);
        std::vector<LineNumber> found;
        qint64 done = 0;
        ROOKERY_VERIFY_RESULT(
            searchLog(m_in, *matcher, {from}, {}, [&](const std::vector<LineNumber> &lines, qint64 upTo) {
                found.insert(found.end(), lines.begin(), lines.end());
                QVERIFY(upTo >= done);
                done = upTo;
            }));
        QCOMPARE(found.size(), wanted.size());
        QVERIFY(found == wanted);
        QCOMPARE(done, m_lines.size());
    }

    logrules::RuleSet m_rules = logrules::RuleSet::builtInOrNone(GatewayKind::NapCat);
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"a.log"_s);
    QByteArray m_content;
    std::shared_ptr<const SeekableLog> m_log;
    LogIndex m_index;
    SearchedLog m_in;
    QList<LogLine> m_lines;
};

} // namespace rookery::logs

ROOKERY_TEST(tst_logsearch, rookery::logs::TestLogSearch)
#include "tst_logsearch.moc"

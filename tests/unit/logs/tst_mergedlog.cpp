// SPDX-License-Identifier: GPL-3.0-or-later
// Several log files behind one view, in the order of their times.
#include "logs/filelog.h"
#include "logs/filteredlog.h"
#include "logs/mergedlog.h"

#include "base/reasons/picture.h"
#include "support/testcase.h"

#include <QDateTime>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <random>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

QByteArray entryAt(int second, const QByteArray &text, const char *level = "info")
{
    const QDateTime time = QDateTime(QDate(2025, 11, 20), QTime(12, 0)).addSecs(second);
    return time.toString(u"MM-dd hh:mm:ss"_s).toUtf8() + " [" + level + "] TestBot | " + text + '\n';
}

} // namespace

class TestMergedLog final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void linesOfSeveralFilesStandInTheOrderOfTheirTimes()
    {
        write(0, entryAt(1, "a1") + entryAt(4, "a4") + entryAt(4, "a4 again"));
        write(1, entryAt(2, "b2") + "    at y\n" + entryAt(4, "b4", "error") + entryAt(9, "b9"));
        write(2, {});
        const auto log = open(3);
        QTRY_VERIFY(!log->state().busy);
        QCOMPARE(textsOf(*log),
                 (QStringList{u"1 a1"_s, u"2 b2\n    at y"_s, u"1 a4"_s, u"1 a4 again"_s, u"2 b4"_s, u"2 b9"_s}));
        QCOMPARE(log->mark({4}).level, LogLevel::Error);
        QCOMPARE(log->counts().levels[std::size_t(LogLevel::Info)], 5);
        QTRY_VERIFY(log->line({5}));
        QCOMPARE(log->line({5})->source, 2);
    }

    void nothingIsMergedBeforeTheOldestLineIsKnown()
    {
        QByteArray many;
        for (int i = 0; i < 30'000; ++i)
            many += entryAt(100 + i, "a" + QByteArray::number(i));
        write(0, many);
        write(1, entryAt(1, "first") + entryAt(30'099, "last but one"));
        const auto log = open(2);
        QList<qint64> from;
        connect(log.get(), &LogDocument::grew, this, [&from](LineNumber line) { from.append(line.value); });
        QTRY_VERIFY(!log->state().busy);
        QVERIFY(from.size() > 1); // it appears bit by bit
        QVERIFY(std::is_sorted(from.cbegin(), from.cend()));
        QCOMPARE(log->lineCount(), 30'002);
        QCOMPARE(textOf(*log, 0), u"2 first"_s);
        QCOMPARE(textOf(*log, 30'000), u"1 a29999"_s);
        QCOMPARE(textOf(*log, 30'001), u"2 last but one"_s);
    }

    void aSearchFindsTheLinesOfEveryFileInOrder()
    {
        std::mt19937 random(5); // NOLINT(cert-msc*): the same each time
        std::vector<std::pair<int, QString>> wanted;
        for (int file = 0; file < 4; ++file) {
            QByteArray text;
            int second = 0;
            for (int i = 0; i < 3000; ++i) {
                second += int(random() % 7);
                const QByteArray words = QByteArray::number(file) + 'x' + QByteArray::number(i) + 'y';
                text += entryAt(second, words);
                if (words.contains("7y"))
                    wanted.emplace_back(second, QString::number(file + 1) + u' ' + QString::fromUtf8(words));
            }
            write(file, text);
        }
        std::stable_sort(wanted.begin(), wanted.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        QStringList texts;
        for (const auto &[second, text] : wanted)
            texts.append(text);
        const auto log = open(4);
        FilteredLog filtered(log.get());
        filtered.setFilter({.text = u"7y"_s}); // before anything is there
        QTRY_VERIFY(!filtered.state().busy);
        QCOMPARE(log->lineCount(), 12'000);
        QCOMPARE(textsOf(filtered), texts);
        const qint64 half = log->lineCount() / 2;
        std::vector<LineNumber> found;
        bool done = false;
        const auto search = log->search({.text = u"7y"_s}, {half});
        connect(search.get(), &LogSearch::found, this, [&found](const std::vector<LineNumber> &lines) {
            found.insert(found.end(), lines.begin(), lines.end());
        });
        connect(search.get(), &LogSearch::finished, this, [&done] { done = true; });
        QTRY_VERIFY(done);
        QCOMPARE(qint64(found.size()), filtered.lineCount() - filtered.firstFrom({half}).value);
        QVERIFY(found.front().value >= half);
        QCOMPARE(found.back(), filtered.sourceLine({filtered.lineCount() - 1}));
        const LogTimeline timeline = log->timeline(50);
        qint64 lines = 0;
        for (const LogCounts &span : timeline.spans)
            lines += span.levels[std::size_t(LogLevel::Info)];
        QCOMPARE(lines, 12'000);
    }

    void aFaultyExpressionIsToldOnce()
    {
        write(0, entryAt(1, "a"));
        write(1, entryAt(2, "b"));
        const auto log = open(2);
        QTRY_VERIFY(!log->state().busy);
        int failures = 0;
        bool finished = false;
        const auto search = log->search({.text = u"("_s, .pattern = true}, {});
        connect(search.get(), &LogSearch::failed, this, [&failures] { ++failures; });
        connect(search.get(), &LogSearch::finished, this, [&finished] { finished = true; });
        QTRY_COMPARE(failures, 1);
        QVERIFY(!finished);
    }

    void whatAFileGainsLaterStandsAtTheEnd()
    {
        write(0, entryAt(1, "a1"));
        write(1, entryAt(5, "b5"));
        const auto log = open(2);
        QTRY_VERIFY(!log->state().busy);
        append(0, entryAt(3, "a3") + entryAt(7, "a7"));
        QTRY_COMPARE(log->lineCount(), 4);
        QCOMPARE(textsOf(*log), (QStringList{u"1 a1"_s, u"2 b5"_s, u"1 a3"_s, u"1 a7"_s}));
        append(0, "    at y\n"); // the last entry goes on
        QTRY_COMPARE(textOf(*log, 3), u"1 a7\n    at y"_s);
    }

    void aFileThatIsReplacedIsMergedAnew()
    {
        write(0, entryAt(1, "a1") + entryAt(6, "a6"));
        write(1, entryAt(5, "b5"));
        const auto log = open(2);
        QTRY_VERIFY(!log->state().busy);
        QCOMPARE(log->lineCount(), 3);
        write(0, entryAt(7, "c7"));
        QTRY_COMPARE(log->lineCount(), 2);
        QTRY_VERIFY(!log->state().busy);
        QCOMPARE(textsOf(*log), (QStringList{u"2 b5"_s, u"1 c7"_s}));
    }

    void aFileThatIsMissingIsToldAndTheOthersAreShown()
    {
        write(0, entryAt(1, "a1"));
        std::vector<std::unique_ptr<LogDocument>> parts;
        for (const QString &name : {u"0.log"_s, u"none.log"_s})
            parts.push_back(
                std::make_unique<FileLog>(m_folder->filePath(name), GatewayKind::NapCat, m_folder->filePath(u"i"_s)));
        MergedLog log(std::move(parts));
        QTRY_VERIFY(!log.state().busy);
        QCOMPARE(log.lineCount(), 1);
        QVERIFY(log.state().trouble);
        QCOMPARE(log.state().trouble->reason, Reason::FileMissing);
    }

private:
    [[nodiscard]] QString path(int file) const { return m_folder->filePath(u"%1.log"_s.arg(file)); }
    void write(int number, const QByteArray &content) { put(number, content, QIODevice::Truncate); }
    void append(int number, const QByteArray &content) { put(number, content, QIODevice::Append); }
    void put(int number, const QByteArray &content, QIODevice::OpenMode mode)
    {
        QFile file(path(number));
        QVERIFY(file.open(QIODevice::WriteOnly | mode));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] std::unique_ptr<MergedLog> open(int files)
    {
        std::vector<std::unique_ptr<LogDocument>> parts;
        parts.reserve(std::size_t(files));
        for (int i = 0; i < files; ++i)
            parts.push_back(std::make_unique<FileLog>(path(i), GatewayKind::NapCat, m_folder->filePath(u"index"_s)));
        return std::make_unique<MergedLog>(std::move(parts));
    }
    //! Returns which file a line is from, and its text.
    static QString textOf(LogDocument &log, qint64 number)
    {
        const auto lines = log.lines({{number}});
        if (!QTest::qWaitFor([&lines] { return lines.isFinished(); }) || !lines.result() || lines.result()->isEmpty())
            return {};
        return QString::number(lines.result()->constFirst().source) + u' ' + lines.result()->constFirst().text;
    }
    static QStringList textsOf(LogDocument &log)
    {
        std::vector<LineNumber> all;
        for (qint64 i = 0; i < log.lineCount(); ++i)
            all.push_back({i});
        const auto lines = log.lines(all);
        QStringList texts;
        if (!QTest::qWaitFor([&lines] { return lines.isFinished(); }))
            return texts;
        const auto read = lines.result();
        const QList<LogLine> there = read.value_or(QList<LogLine>());
        for (const LogLine &line : there)
            texts.append(QString::number(line.source) + u' ' + line.text);
        return texts;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace rookery::logs

ROOKERY_TEST(tst_mergedlog, rookery::logs::TestMergedLog)
#include "tst_mergedlog.moc"

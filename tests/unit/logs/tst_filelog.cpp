// SPDX-License-Identifier: GPL-3.0-or-later
// A log file behind a view: it appears bit by bit, follows its file, and says what happens to it.

#include "logs/filelog.h"
#include "logs/filteredlog.h"

#include "base/reasons/picture.h"
#include "support/testcase.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::logs;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray entries(int from, int count)
{
    QByteArray text;
    for (int i = from; i < from + count; ++i)
        text += QByteArray(i % 4 == 0 ? "11-20 22:42:33 [warn]" : "11-20 22:42:33 [info]") + " TestBot | entry "
            + QByteArray::number(i) + '\n';
    return text;
}

//! Reads a line as a view does.
QString textOf(LogDocument &log, qint64 number)
{
    if (number >= log.lineCount())
        return {};
    const auto line = log.line({number});
    return line ? line->text : QString();
}

} // namespace

class TestFileLog final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"a.log"_s);
        m_cache = m_folder->filePath(u"cache"_s);
    }

    void aFileIsShownWithItsReading()
    {
        write(entries(0, 1000));
        FileLog log(m_path, {}, m_cache);
        QVERIFY(log.state().busy);
        QTRY_VERIFY(!log.state().busy);
        QCOMPARE(log.lineCount(), 1000);
        QCOMPARE(log.state().kind, GatewayKind::NapCat);
        QCOMPARE(log.state().reading.encoding, u"UTF-8"_s);
        QVERIFY(log.state().reading.yearGuessed);
        QCOMPARE(log.mark({4}).level, LogLevel::Warn);
        QCOMPARE(log.counts().levels[std::size_t(LogLevel::Warn)], 250);
        QVERIFY(!log.line({500})); // never in the same turn
        QTRY_COMPARE(textOf(log, 500), u"entry 500"_s);
        QTRY_COMPARE(textOf(log, 999), u"entry 999"_s);
    }

    void aFilterShowsTheLinesOfAFile()
    {
        write(entries(0, 1000));
        FileLog log(m_path, GatewayKind::NapCat, m_cache);
        FilteredLog filtered(&log);
        filtered.setFilter({.text = u"entry 99"_s}); // before anything is there
        QTRY_VERIFY(!filtered.state().busy && log.lineCount() == 1000);
        QTRY_COMPARE(filtered.lineCount(), 11);
        QTRY_COMPARE(textOf(filtered, 10), u"entry 999"_s);
        filtered.setFilter({.lowest = LogLevel::Warn});
        QTRY_COMPARE(filtered.lineCount(), 250);
    }

    void whatIsCopiedIsReadWhole()
    {
        write(entries(0, 5000));
        FileLog log(m_path, GatewayKind::NapCat, m_cache);
        QTRY_VERIFY(!log.state().busy);
        std::vector<LineNumber> wanted{{0}, {1}, {4999}, {17}, {18}, {40}};
        const auto lines = log.lines(wanted);
        QTRY_VERIFY(lines.isFinished());
        const auto result = lines.result();
        ROOKERY_VERIFY_RESULT(result);
        QCOMPARE(result->size(), qsizetype(wanted.size()));
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QCOMPARE(result->at(qsizetype(i)).text, u"entry %1"_s.arg(wanted[i].value));
    }

    void aFileThatGrowsIsFollowed()
    {
        write(entries(0, 100) + "11-20 22:42:33 [info] TestBot | part");
        FileLog log(m_path, GatewayKind::NapCat, m_cache);
        FilteredLog filtered(&log);
        filtered.setFilter({.text = u"later"_s});
        QTRY_COMPARE(log.lineCount(), 101);
        QTRY_COMPARE(textOf(log, 100), u"part"_s);
        append(" and later\n    at x\n" + entries(101, 50));
        QTRY_COMPARE(log.lineCount(), 151);
        QTRY_COMPARE(textOf(log, 100), u"part and later\n    at x"_s);
        QTRY_COMPARE(textOf(log, 150), u"entry 150"_s);
        QTRY_COMPARE(filtered.lineCount(), 1);
    }

    void aFileThatIsReplacedIsReadAnew_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("shorter") << entries(0, 10);
        QTest::newRow("another") << QByteArray("11-21 22:42:33 [info] TestBot | other\n") + entries(1, 500);
        QTest::newRow("empty") << QByteArray();
    }
    void aFileThatIsReplacedIsReadAnew()
    {
        QFETCH(const QByteArray, content);
        write(entries(0, 100));
        FileLog log(m_path, GatewayKind::NapCat, m_cache);
        FilteredLog filtered(&log);
        filtered.setFilter({.lowest = LogLevel::Warn});
        QTRY_COMPARE(log.lineCount(), 100);
        QTRY_COMPARE(filtered.lineCount(), 25);
        const QSignalSpy replaced(&log, &LogDocument::replaced);
        write(content);
        QTRY_VERIFY(!replaced.isEmpty());
        QTRY_VERIFY(!log.state().busy);
        QCOMPARE(log.lineCount(), content.count('\n'));
        QTRY_COMPARE(filtered.lineCount(), content.count("[warn]"));
    }

    void aFileThatIsRemovedIsSaidAndStays()
    {
        write(entries(0, 100));
        FileLog log(m_path, GatewayKind::NapCat, m_cache);
        QTRY_COMPARE(log.lineCount(), 100);
        QVERIFY(QFile::remove(m_path));
        QTRY_VERIFY(log.state().trouble);
        QCOMPARE(log.state().trouble->reason, Reason::FileMissing);
        QCOMPARE(log.lineCount(), 100);
        write(entries(0, 120));
        QTRY_COMPARE(log.lineCount(), 120);
        QVERIFY(!log.state().trouble);
    }

    void whatCannotBeOpenedIsSaid()
    {
        FileLog log(m_path, {}, m_cache);
        QTRY_VERIFY(log.state().trouble);
        QCOMPARE(log.state().trouble->reason, Reason::FileMissing);
        QVERIFY(!log.state().busy);
        QCOMPARE(log.lineCount(), 0);
        QVERIFY(log.timeline(10).spans.empty());
        const auto search = log.search({.text = u"a"_s}, {0});
        const QSignalSpy finished(search.get(), &LogSearch::finished);
        QTRY_COMPARE(finished.size(), 1);
    }

    void aLargeFileOpensAtOnceTheSecondTime()
    {
        QByteArray content;
        while (content.size() < 2 * KeptIndexes::kSmall)
            content += entries(int(content.size()), 10'000);
        write(content);
        {
            FileLog log(m_path, GatewayKind::NapCat, m_cache);
            QTRY_VERIFY(!log.state().busy && log.lineCount() > 0);
        }
        const QFileInfoList kept = QDir(m_cache).entryInfoList(QDir::Files);
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept.first().permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const qint64 lines = content.count('\n');
        FileLog again(m_path, GatewayKind::NapCat, m_cache);
        const QSignalSpy grew(&again, &LogDocument::grew);
        QTRY_VERIFY(!again.state().busy);
        QCOMPARE(again.lineCount(), lines);
        QVERIFY(grew.size() <= 2); // at once, and its last line again
        // a file that grew since then is continued; one that is another is read anew
        append(entries(0, 10));
        FileLog longer(m_path, GatewayKind::NapCat, m_cache);
        QTRY_VERIFY(!longer.state().busy);
        QCOMPARE(longer.lineCount(), lines + 10);
        content.replace(0, 5, "12-01");
        write(content);
        FileLog other(m_path, GatewayKind::NapCat, m_cache);
        QTRY_VERIFY(!other.state().busy);
        QCOMPARE(other.lineCount(), lines);
        // so is one that other rules are asked about
        FileLog marked(m_path, GatewayKind::NapCat, m_cache,
                       R"({"format":2,"rules":[{"id":"user.x","category":"port","severity":"info",
                           "levels":["debug","info","warn","error","fatal"],"forms":[{"startsWith":["entry "]}],
                           "en":{"title":"t","meaning":"m"}}]})");
        QTRY_VERIFY(!marked.state().busy);
        QCOMPARE(marked.lineCount(), lines);
        QCOMPARE(marked.counts().categories[std::size_t(LogCategory::Port)], lines);
        // neither may one that is damaged
        QFile damaged(kept.first().filePath());
        QVERIFY(damaged.open(QIODevice::ReadWrite) && damaged.resize(damaged.size() / 2));
        FileLog last(m_path, GatewayKind::NapCat, m_cache);
        QTRY_VERIFY(!last.state().busy);
        QCOMPARE(last.lineCount(), lines);
    }

    void itCanBeClosedAtAnyTime()
    {
        QByteArray content;
        while (content.size() < 4 * 1024 * 1024)
            content += entries(int(content.size()), 10'000);
        write(content);
        for (int i = 0; i < 10; ++i) {
            FileLog log(m_path, GatewayKind::NapCat, m_cache);
            FilteredLog filtered(&log);
            filtered.setFilter({.text = u"entry 7"_s});
            QTRY_VERIFY(log.lineCount() > 0);
            std::ignore = log.line({0});
        }
    }

private:
    void write(const QByteArray &content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(content), content.size());
    }
    void append(const QByteArray &content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::Append));
        QCOMPARE(file.write(content), content.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QString m_cache;
};

ROOKERY_TEST(tst_filelog, TestFileLog)
#include "tst_filelog.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/filetail.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>

#include <functional>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace rookery::io {

class TestFileTail final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithTheLastWholeLines()
    {
        append("one\ntwo\nthree\nfo");
        start(10); // "three\nfo", and the end of "two"
        QVERIFY(gets({"three"}));
        append("ur\n");
        QVERIFY(gets({"three", "four"}));
    }

    void startsWithALineThatBeginsExactlyThere()
    {
        append("one\ntwo\n");
        start(4);
        QVERIFY(gets({"two"}));
    }

    void startsWithNothingOfAnOldLineWithoutAnEnd()
    {
        append("a very long line that has no end yet");
        start(4);
        append(" and ends\nnext\r\n");
        QVERIFY(gets({"next"}));
    }

    void followsWhatIsAdded()
    {
        append("old\n");
        start(0);
        append("new");
        QVERIFY(getsNothing());
        append("er\n\n  blanks stay  \n");
        QVERIFY(gets({"newer", "", "  blanks stay  "}));
        QCOMPARE(m_opened, 1);
    }

    void readsNothingWhileNothingChanges()
    {
        append("old\n");
        start(100);
        QVERIFY(gets({"old"}));
        for (int i = 0; i < 5; ++i)
            QVERIFY(getsNothing());
        QCOMPARE(m_opened, 1);
        QCOMPARE(m_clock.armedTimers(), 1);
    }

    void keepsTheEndOfAFileThatIsRenamed()
    {
        append("one\n");
        start(100);
        QVERIFY(gets({"one"}));
        append("two\nno end");
        QVERIFY(QFile::rename(path(), path() + u".1"_s));
        append("three\n");
        QVERIFY(gets({"one", "two", "no end", "three"}));
        QCOMPARE(m_opened, 2);
    }

    void noticesTruncation()
    {
        append("one\ntwo\nthree\n");
        start(100);
        QVERIFY(gets({"one", "two", "three"}));
        truncate("four\n");
        QVERIFY(gets({"one", "two", "three", "four"}));
    }

    void noticesTruncationThoughTheFileHasGrownBeyond()
    {
        append("one\ntwo\nthree\n");
        start(100);
        QVERIFY(gets({"one", "two", "three"}));
        truncate("a line that is longer than all there was\nlast\n");
        QVERIFY(gets({"one", "two", "three", "a line that is longer than all there was", "last"}));
    }

    void waitsForAFileThatIsNotThere()
    {
        start(100);
        QVERIFY(becomesTrue([this] { return m_troubles.size() == 1; }));
        QCOMPARE(m_troubles.first().reason, Reason::FileMissing);
        QVERIFY(getsNothing());
        QCOMPARE(m_troubles.size(), 1); // told once
        append("one\n");
        QVERIFY(gets({"one"}));
        QCOMPARE(m_opened, 1);
    }

    void readsAFileThatComesBackFromItsStart()
    {
        append("one\n");
        start(100);
        QVERIFY(gets({"one"}));
        append("last words\n");
        QVERIFY(QFile::remove(path()));
        QVERIFY(gets({"one", "last words"}));
        QVERIFY(becomesTrue([this] { return m_troubles.size() == 1; }));
        append("two\n");
        QVERIFY(gets({"one", "last words", "two"}));
        QVERIFY(QFile::remove(path()));
        QVERIFY(tick([this] { return m_troubles.size() == 2; }));
    }

    void saysThatAFileMayNotBeRead()
    {
        append("one\n");
        QVERIFY(QFile::setPermissions(path(), {}));
        // the superuser may read everything but what the kernel has nothing to show of
        QString unreadable = path();
        if (QFile(unreadable).open(QIODevice::ReadOnly))
            unreadable = u"/proc/sys/net/ipv4/route/flush"_s;
        if (!QFile::exists(unreadable))
            QSKIP("every file can be read here");
        start(100, {}, unreadable);
        QVERIFY(becomesTrue([this] { return !m_troubles.isEmpty(); }));
        QCOMPARE(m_troubles.first().reason, Reason::FileDenied);
        QVERIFY(m_lines.isEmpty());
    }

    void takesAFolderForNoFile()
    {
        QVERIFY(QDir().mkpath(path()));
        start(100);
        QVERIFY(becomesTrue([this] { return !m_troubles.isEmpty(); }));
        QCOMPARE(m_troubles.first().reason, Reason::FileMissing);
    }

    void readsMuchInRoundsAndInOrder()
    {
        QByteArray much;
        QList<QByteArray> expected;
        for (int i = 0; much.size() < 3 * FileTail::kRound; ++i) {
            expected.append("line " + QByteArray::number(i));
            much += expected.last() + '\n';
        }
        append(much);
        start(much.size());
        QVERIFY(tick([this, &expected] { return m_lines == expected; }));
        QVERIFY(becomesTrue([this] { return !m_caughtUpAfter.isEmpty(); }));
        QCOMPARE(m_caughtUpAfter, QList<qsizetype>{expected.size()});
        append("later\n");
        expected.append("later");
        QVERIFY(gets(expected));
        QCOMPARE(m_caughtUpAfter.size(), 1);
    }

    void cutsALineWithoutEnd()
    {
        append(QByteArray(FileTail::kLongestLine + 1000, 'x') + "\nnext\n");
        start(1 << 20);
        QVERIFY(gets({QByteArray(FileTail::kLongestLine, 'x'), "next"}));
    }

    void isSilentOnceStopped()
    {
        append("one\n");
        start(100);
        QVERIFY(gets({"one"}));
        append("two\n");
        m_clock.advance(FileTail::kInterval); // a look is under way
        m_tail->stop();
        QThreadPool::globalInstance()->waitForDone(); // it has seen the line
        QCoreApplication::sendPostedEvents();
        QCOMPARE(m_lines.size(), 1);
        QCOMPARE(m_clock.armedTimers(), 0);
        m_tail->start(4);
        QVERIFY(gets({"one", "two"}));
    }

    void mayBeStoppedByWhoHearsALine()
    {
        append("one\ntwo\n");
        start(100, [this] { m_tail->stop(); });
        m_clock.advance(seconds(10));
        QVERIFY(gets({"one"}));
        QCOMPARE(m_clock.armedTimers(), 0);
    }

private:
    void prepare() override
    {
        m_folder.emplace();
        QVERIFY(m_folder->isValid());
        m_lines.clear();
        m_troubles.clear();
        m_caughtUpAfter.clear();
        m_opened = 0;
    }
    void finish() override { m_tail.reset(); }

    [[nodiscard]] QString path() const { return m_folder->filePath(u"app.log"_s); }

    void start(qint64 lastBytes, const std::function<void()> &onLine = {}, const QString &file = {})
    {
        m_tail.emplace(m_clock, file.isEmpty() ? path() : file);
        connect(&*m_tail, &FileTail::line, this, [this, onLine](const QByteArray &line) {
            m_lines.append(line);
            if (onLine)
                onLine();
        });
        connect(&*m_tail, &FileTail::trouble, this, [this](const Error &error) { m_troubles.append(error); });
        connect(&*m_tail, &FileTail::caughtUp, this, [this] { m_caughtUpAfter.append(m_lines.size()); });
        connect(&*m_tail, &FileTail::opened, this, [this] { ++m_opened; });
        m_tail->start(lastBytes);
        // the first look, also when it finds nothing
        QVERIFY(becomesTrue([this] { return m_clock.armedTimers() == 1 || !m_lines.isEmpty(); }));
    }

    void append(const QByteArray &bytes) { write(bytes, QIODevice::Append); }
    void truncate(const QByteArray &bytes) { write(bytes, QIODevice::Truncate); }
    void write(const QByteArray &bytes, QIODevice::OpenMode mode)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | mode));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    //! One look at a time until it holds.
    template <class Condition>
    bool tick(Condition condition)
    {
        return becomesTrue([&] {
            if (condition())
                return true;
            if (m_clock.armedTimers() > 0)
                m_clock.advance(FileTail::kInterval);
            return condition();
        });
    }
    bool gets(const QList<QByteArray> &lines)
    {
        tick([&] { return m_lines.size() >= lines.size(); });
        return m_lines == lines;
    }
    //! One whole look brings nothing.
    bool getsNothing()
    {
        const qsizetype before = m_lines.size();
        m_clock.advance(FileTail::kInterval);
        return becomesTrue([this] { return m_clock.armedTimers() == 1; }) && m_lines.size() == before;
    }

    ManualClock m_clock;
    std::optional<QTemporaryDir> m_folder;
    std::optional<FileTail> m_tail;
    QList<QByteArray> m_lines;
    QList<Error> m_troubles;
    QList<qsizetype> m_caughtUpAfter; //!< how many lines had been told by then
    int m_opened = 0;
};

} // namespace rookery::io

using rookery::io::TestFileTail;

ROOKERY_TEST(tst_filetail, TestFileTail)
#include "tst_filetail.moc"

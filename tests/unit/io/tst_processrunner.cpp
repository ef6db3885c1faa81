// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/processrunner.h"

#include "base/reasons/gateway.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>
#include <optional>

using namespace rookery;
using namespace rookery::io;
using namespace Qt::Literals::StringLiterals;

namespace {

bool isAlive(qint64 pid)
{
    return pid > 1 && ::kill(static_cast<pid_t>(pid), 0) == 0;
}

//! A process that nobody has waited for yet is over all the same.
bool isGone(qint64 pid)
{
    QFile status(u"/proc/%1/stat"_s.arg(pid));
    if (!isAlive(pid) || !status.open(QIODevice::ReadOnly))
        return true;
    return status.readAll().contains(") Z ");
}

} // namespace

class TestProcessRunner : public TestCase
{
    Q_OBJECT

private:
    struct Line {
        QByteArray text;
        bool standardError = false;
        bool operator==(const Line &) const = default;
    };
    struct End {
        int exitCode = 0;
        bool crashed = false;
        bool operator==(const End &) const = default;
    };

    void prepare() override
    {
        m_children = std::make_unique<ChildProcesses>();
        m_runner = std::make_unique<ProcessRunner>(*m_children, m_clock);
        m_lines.clear();
        m_bytes = 0;
        m_end.reset();
        m_failure.reset();
        connect(m_runner.get(), &ProcessRunner::outputLine, this, [this](const QByteArray &line, bool standardError) {
            m_bytes += line.size();
            if (m_lines.size() < 1000)
                m_lines.append({line, standardError});
        });
        connect(m_runner.get(), &ProcessRunner::ended, this, [this](int exitCode, bool crashed) {
            m_end = End{exitCode, crashed};
        });
        connect(m_runner.get(), &ProcessRunner::failed, this, [this](const Error &why) { m_failure = why; });
    }
    void finish() override
    {
        m_runner.reset();
        m_children.reset();
    }

    void shell(const QString &command) { m_runner->start({.shellCommand = command}); }
    //! The number that the process prints first: a process id.
    qint64 printedPid()
    {
        return becomesTrue([this] { return !m_lines.isEmpty(); }) ? m_lines.constFirst().text.toLongLong() : 0;
    }

    ManualClock m_clock;
    std::unique_ptr<ChildProcesses> m_children;
    std::unique_ptr<ProcessRunner> m_runner;
    QList<Line> m_lines;
    qsizetype m_bytes = 0;
    std::optional<End> m_end;
    std::optional<Error> m_failure;

private Q_SLOTS:
    void tellsBothOutputsLineByLineAndTheExitCode()
    {
        shell(u"printf 'one\\r\\n\\ntwo\\n'; printf 'trouble\\n' >&2; printf 'no end'; exit 3"_s);
        QVERIFY(m_runner->isRunning());
        QTRY_VERIFY(m_end.has_value());
        QCOMPARE(*m_end, (End{3, false}));
        QVERIFY(!m_runner->isRunning());
        QVERIFY(m_lines.removeOne({"trouble", true}));
        QCOMPARE(m_lines, (QList<Line>{{"one", false}, {"", false}, {"two", false}, {"no end", false}}));
    }

    void runsAProgramInItsFolderWithItsArgumentsUntouched()
    {
        const QTemporaryDir folder;
        m_runner->start({.program = u"/bin/sh"_s,
                         .arguments = {u"-c"_s, u"pwd; printf '%s\\n' \"$1\""_s, u"sh"_s, u"a b $HOME \"'"_s},
                         .folder = folder.path()});
        QTRY_VERIFY(m_end.has_value());
        QCOMPARE(m_lines.value(0).text, QFileInfo(folder.path()).canonicalFilePath().toUtf8());
        QCOMPARE(m_lines.value(1).text, QByteArray("a b $HOME \"'"));
    }

    void givesAwayNoneOfOurOwnVariablesAndNoInput()
    {
        qputenv("ROOKERY_SECRET_HOME", "hidden");
        qputenv("CREDENTIALS_DIRECTORY", "/hidden");
        shell(u"env; cat; echo \"path $PATH\""_s);
        QTRY_VERIFY(m_end.has_value());
        qunsetenv("ROOKERY_SECRET_HOME");
        qunsetenv("CREDENTIALS_DIRECTORY");
        for (const Line &line : std::as_const(m_lines))
            QVERIFY(!line.text.contains("hidden"));
        QCOMPARE(m_lines.constLast().text, "path " + qgetenv("PATH"));
    }

    void whatCannotBeStartedFails_data()
    {
        const QTemporaryDir folder;
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("folder");
        QTest::newRow("missing") << u"/nowhere/at-all"_s << QString();
        QTest::newRow("no program") << u"/etc/passwd"_s << QString();
        QTest::newRow("folder missing") << u"/bin/true"_s << u"/nowhere"_s;
    }
    void whatCannotBeStartedFails()
    {
        QFETCH(const QString, program);
        QFETCH(const QString, folder);
        m_runner->start({.program = program, .folder = folder});
        QVERIFY(!m_failure.has_value()); // never within the call
        QTRY_VERIFY(m_failure.has_value());
        QCOMPARE(m_failure->kind, ErrorKind::Offline);
        QCOMPARE(m_failure->reason, Reason::ProgramNotStarted);
        QVERIFY(!m_failure->detail.isEmpty());
        QVERIFY(!m_runner->isRunning());
        QVERIFY(!m_end.has_value());
        shell(u"exit 0"_s); // and it can be used again
        QTRY_VERIFY(m_end.has_value());
    }

    void aCrashIsToldAsOne()
    {
        shell(u"kill -SEGV $$"_s);
        QTRY_VERIFY(m_end.has_value());
        QVERIFY(m_end->crashed);
        QVERIFY(!m_failure.has_value());
    }

    void aGiantLineIsCutAndTheNextIsWhole()
    {
        shell(u"head -c 3000000 /dev/zero | tr '\\0' x; echo; echo after"_s);
        QTRY_VERIFY(m_end.has_value());
        QCOMPARE(m_lines.size(), 2);
        QCOMPARE(m_lines.constFirst().text, QByteArray(ProcessRunner::kLineLimit, 'x'));
        QCOMPARE(m_lines.constLast().text, QByteArray("after"));
    }

    void keepsHalfBlockDrawingsAsTheyAre()
    {
        shell(u"printf '  \\342\\226\\204\\342\\226\\200\\342\\226\\210  \\n'"_s);
        QTRY_VERIFY(m_end.has_value());
        QCOMPARE(m_lines.value(0).text, u"  ▄▀█  "_s.toUtf8());
    }

    void endlessOutputDoesNotKeepItFromBeingStopped()
    {
        shell(u"yes 'again and again'"_s);
        QTRY_VERIFY(m_bytes > 1'000'000);
        m_runner->stop();
        QTRY_VERIFY(m_end.has_value());
        QVERIFY(m_end->crashed); // by our signal
    }

    void stopEndsWhatItStartedToo()
    {
        shell(u"sleep 1000 & echo $!; wait"_s);
        const qint64 grandchild = printedPid();
        QVERIFY(isAlive(grandchild));
        m_runner->stop();
        QTRY_VERIFY(m_end.has_value());
        QTRY_VERIFY(isGone(grandchild));
    }

    void whatAProcessLeavesBehindEndsWithIt()
    {
        shell(u"sleep 1000 >/dev/null 2>&1 & echo $!"_s);
        const qint64 grandchild = printedPid();
        QTRY_VERIFY(m_end.has_value());
        QCOMPARE(*m_end, (End{0, false}));
        QTRY_VERIFY(isGone(grandchild));
    }

    void whoDoesNotEndIsKilledAfterItsGrace()
    {
        shell(u"trap '' TERM; echo $$; while :; do sleep 1; done"_s);
        const qint64 pid = printedPid();
        m_runner->stop();
        m_clock.advance(ChildProcesses::kGrace - milliseconds(1));
        QVERIFY(isAlive(pid));
        QVERIFY(m_runner->isRunning());
        m_clock.advance(milliseconds(1));
        QTRY_VERIFY(m_end.has_value());
        QVERIFY(m_end->crashed);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

    void stopBeforeItHasStartedCounts()
    {
        shell(u"sleep 1000"_s);
        m_runner->stop();
        QTRY_VERIFY(m_end.has_value());
        m_runner->stop(); // nothing to stop
        QVERIFY(!m_runner->isRunning());
    }

    void destroyingItEndsEverything()
    {
        shell(u"sleep 1000 & echo $!; wait"_s);
        const qint64 grandchild = printedPid();
        m_runner.reset();
        QTRY_VERIFY(isGone(grandchild));
        QVERIFY(!m_end.has_value());
    }

    void destroyingItLetsWhatRunsFinishWhatItWrites()
    {
        const QTemporaryDir folder;
        m_runner->start({.folder = folder.path(),
                         .shellCommand = u"trap 'sleep 0.2; echo whole > saved; exit' TERM; echo $$; "
                                         "while :; do sleep 0.01; done"_s});
        const qint64 pid = printedPid();
        QVERIFY(!m_children->anyLeftIn(folder.path()));
        m_runner.reset();
        QVERIFY(m_children->anyRuns());
        QVERIFY(m_children->anyLeftIn(folder.path()));
        QTRY_VERIFY(!m_children->anyLeftIn(folder.path()));
        QVERIFY(isGone(pid));
        QVERIFY(QFile::exists(folder.filePath(u"saved"_s)));
    }

    void whatStillRunsAtTheVeryEndIsKilled()
    {
        shell(u"trap '' TERM; sleep 1000 & echo $!; echo $$; wait"_s);
        QTRY_COMPARE(m_lines.size(), 2);
        const qint64 grandchild = m_lines.at(0).text.toLongLong();
        const qint64 child = m_lines.at(1).text.toLongLong();
        m_runner.reset(); // it does not listen to being asked
        QVERIFY(!isGone(child));
        m_children.reset();
        QVERIFY(isGone(child));
        QTRY_VERIFY(isGone(grandchild));
    }

    void aSecondStartChangesNothing()
    {
        shell(u"echo first; exec sleep 1000"_s);
        QTRY_COMPARE(m_lines.size(), 1);
        shell(u"echo second"_s);
        m_runner->stop();
        QTRY_VERIFY(m_end.has_value());
        QCOMPARE(m_lines.size(), 1);
    }

    void canBeStartedAgainFromItsOwnEnd()
    {
        const QSignalSpy ends(m_runner.get(), &ProcessRunner::ended);
        connect(m_runner.get(), &ProcessRunner::ended, this, [this] {
            if (m_lines.size() < 3)
                shell(u"echo more"_s);
        });
        shell(u"echo once"_s);
        QTRY_COMPARE(ends.count(), 3);
        QCOMPARE(m_lines.size(), 3);
    }
};

ROOKERY_TEST(tst_processrunner, TestProcessRunner)
#include "tst_processrunner.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakelog.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "base/reasons/picture.h"
#include "kit/accountnames.h"
#include "kit/theme.h"
#include "logs/logexport.h"
#include "logs/loghistogram.h"
#include "logs/logminimap.h"
#include "logs/logview.h"
#include "logs/textmatcher.h"

#include <QAccessible>
#include <QFile>
#include <QFileInfo>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kHuge = 8'000'000;

WallTime epoch()
{
    return fromMSecs(0);
}

} // namespace

class TestLogView final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void paintingCostsTheSameForAnyNumberOfLines();
    void millionsOfHitsDoNotSlowScrolling();
    void aLineThatIsNotReadYetShowsItsMark();
    void linesLeftOutAreSaid();
    void linesThatComeDoNotMoveWhatIsRead();
    void droppedLinesLeaveThePlaceAndTheSelection();
    void anotherFileStartsAtItsBeginning();
    void followingYieldsToTheOperatorAndResumesAtTheEnd();
    void filteringKeepsTheCurrentLineInItsPlace();
    void aLogThatGoesOnElsewhereKeepsThePlace();
    void keysMoveAndSelectRanges();
    void theMouseSelectsRangesAndSingleLines();
    void hitsAreVisitedInOrderAndFromTheOtherEnd();
    void hitsAreFoundInLinesThatCome();
    void bookmarksStayWithTheirLines();
    void hitsAreHighlightedWhereTheyAre();
    void aCostlyExpressionHighlightsNothing();
    void wrappedLinesShowTheirContinuations();
    void assistiveTechnologyReadsAnyCell();
    void theMinimapCountsEveryLineAndLeadsThere();
    void blocksOfTheSurveyLoseTheOldestLines();
    void draggingOverTimesChoosesThem();
    void timesAreChosenWithTheKeyboard();
    void anExportIsPrivateAndWhole();
    void anExportThatCannotBeWrittenSaysWhy();
    void anExportThatIsStoppedLeavesNoFile();

protected:
    void prepare() override
    {
        SampleEngine empty(SampleEngine::Fill::Empty);
        m_names.read(empty);
    }
    void finish() override
    {
        m_minimap.reset();
        m_view.reset();
        m_log.reset();
    }

private:
    void show(qint64 lines)
    {
        m_log = std::make_unique<FakeLog>(lines);
        m_view = std::make_unique<LogView>(m_theme, m_words, *m_log, nullptr);
        m_view->resize(800, 400);
        m_view->show();
    }
    QString text(qint64 row) const { return m_view->textAt({row}, LogColumn::Text); }
    QString topText() const { return m_view->textAt(m_view->visibleRows().first, LogColumn::Text); }
    void scroll(int row) const { m_view->scrollTo({row}); }
    QPoint pointOf(qint64 row) const { return m_view->rowRect({row}).center(); }

    Theme m_theme{Theme::Mode::Dark};
    AccountNames m_names;
    LogWords m_words{m_names, epoch};
    std::unique_ptr<FakeLog> m_log;
    std::unique_ptr<LogView> m_view;
    std::unique_ptr<LogMinimap> m_minimap;
};

void TestLogView::paintingCostsTheSameForAnyNumberOfLines()
{
    const auto cost = [this](qint64 lines) {
        show(lines);
        m_view->grab();
        m_log->asked = 0;
        scroll(int(lines / 2));
        m_view->grab();
        return m_log->asked;
    };
    const qint64 few = cost(1000);
    QVERIFY(few > 0);
    QCOMPARE(cost(kHuge), few);
    QCOMPARE(m_view->rowCount(), kHuge);
    scroll(int(kHuge));
    QCOMPARE(m_view->visibleRows().end, LineNumber{kHuge});
    QCOMPARE(text(kHuge - 1), u"line 7999999"_s);
}

void TestLogView::millionsOfHitsDoNotSlowScrolling()
{
    show(4'000'000);
    m_log->accepts = [](qint64 line) { return line % 40 != 0; };
    m_view->find({.text = u"line"_s});
    QTRY_COMPARE(m_view->hits().lines().size(), 3'900'000);
    m_minimap = std::make_unique<LogMinimap>(m_theme, *m_view, nullptr);
    m_minimap->resize(16, 400);
    m_view->grab();
    m_minimap->grab();
    m_log->asked = 0;
    for (int i = 1; i <= 20; ++i) {
        scroll(i * 190'000);
        m_view->grab();
        m_minimap->grab();
    }
    // each time the lines that are seen, whatever there is besides
    QVERIFY2(m_log->asked < 20 * 200, qPrintable(QString::number(m_log->asked)));
}

void TestLogView::aLineThatIsNotReadYetShowsItsMark()
{
    show(100);
    m_log->isReading = true;
    QCOMPARE(text(10), QString());
    QVERIFY(!m_view->textAt({10}, LogColumn::Level).isEmpty());
    QVERIFY(!m_view->textAt({10}, LogColumn::Category).isEmpty());
    const QImage before = m_view->grab().toImage();
    m_log->finishReading();
    QCOMPARE(text(10), u"line 10"_s);
    QVERIFY(m_view->grab().toImage() != before);
}

void TestLogView::linesLeftOutAreSaid()
{
    engine::LiveLog log(10);
    log.append({{.leftOut = 25'000}});
    const LogView view(m_theme, m_words, log, nullptr);
    QVERIFY(view.textAt({0}, LogColumn::Text).startsWith(u"25000 line"_s));
}

void TestLogView::linesThatComeDoNotMoveWhatIsRead()
{
    show(1000);
    scroll(500);
    m_view->setCurrent({505});
    m_log->grow(1000);
    QCOMPARE(topText(), u"line 500"_s);
    QCOMPARE(m_view->current(), LineNumber{505});
    QCOMPARE(m_view->rowCount(), 2000);
}

void TestLogView::droppedLinesLeaveThePlaceAndTheSelection()
{
    show(1000);
    scroll(500);
    m_view->setCurrent({505});
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    m_log->dropFirst(100);
    QCOMPARE(topText(), u"line 500"_s);
    QCOMPARE(m_view->textAt(*m_view->current(), LogColumn::Text), u"line 506"_s);
    QCOMPARE(m_view->selection().ranges().front(), (LineRange{{405}, {407}}));
    m_log->dropFirst(450);
    QCOMPARE(topText(), u"line 550"_s);
    QVERIFY(!m_view->current());
    QVERIFY(m_view->selection().isEmpty());
}

void TestLogView::anotherFileStartsAtItsBeginning()
{
    show(1000);
    scroll(500);
    m_view->setCurrent({505});
    m_view->toggleBookmark();
    m_log->replace(800);
    QCOMPARE(topText(), u"line 0"_s);
    QVERIFY(!m_view->current());
    QVERIFY(m_view->bookmarks().isEmpty());
    m_log->replace(0);
    QCOMPARE(m_view->visibleRows().size(), 0);
    m_view->grab();
}

void TestLogView::followingYieldsToTheOperatorAndResumesAtTheEnd()
{
    show(1000);
    m_view->setFollowing(true);
    m_log->grow(100);
    QCOMPARE(m_view->visibleRows().end, LineNumber{1100});
    const QSignalSpy told(m_view.get(), &LogView::followingChanged);
    m_view->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!m_view->isFollowing());
    const LineRange seen = m_view->visibleRows();
    m_log->grow(100);
    QCOMPARE(m_view->visibleRows(), seen);
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QVERIFY(m_view->isFollowing());
    QCOMPARE(told.size(), 2);
    m_log->grow(100);
    QCOMPARE(m_view->visibleRows().end, LineNumber{1300});
}

void TestLogView::filteringKeepsTheCurrentLineInItsPlace()
{
    show(10'000);
    scroll(5000);
    m_view->setCurrent({5004});
    const int y = m_view->rowRect({5004}).top();
    m_log->accepts = [](qint64 line) { return line % 2 == 0; };
    m_view->setFilter({.text = u"even"_s});
    QTRY_COMPARE(m_view->rowCount(), 5000);
    QCOMPARE(m_view->textAt(m_view->current().value_or(LineNumber{}), LogColumn::Text), u"line 5004"_s);
    QCOMPARE(m_view->rowRect(*m_view->current()).top(), y);
    m_log->accepts = [](qint64 line) { return line % 2 == 1; };
    m_view->setFilter({.text = u"odd"_s});
    QTRY_COMPARE(m_view->rowCount(), 5000);
    QVERIFY(!m_view->current()); // it is hidden, and comes back
    m_view->setFilter({});
    QCOMPARE(m_view->current(), LineNumber{5004});
    QCOMPARE(m_view->rowRect({5004}).top(), y);
}

void TestLogView::aLogThatGoesOnElsewhereKeepsThePlace()
{
    show(1000);
    scroll(500);
    m_view->setCurrent({505});
    m_view->toggleBookmark();
    FakeLog copy(1000);
    m_view->continueWith(copy, 0);
    QCOMPARE(topText(), u"line 500"_s);
    QCOMPARE(m_view->current(), LineNumber{505});
    m_log->dropFirst(300);
    m_view->continueWith(*m_log, 300);
    QCOMPARE(topText(), u"line 500"_s);
    QCOMPARE(m_view->current(), LineNumber{205});
    QVERIFY(m_view->bookmarks().contains({205}));
}

void TestLogView::keysMoveAndSelectRanges()
{
    show(1000);
    m_view->setCurrent({10});
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->current(), LineNumber{11});
    QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_view->selection().ranges().front(), (LineRange{{9}, {12}}));
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QCOMPARE(m_view->selection().size(), 1);
    QVERIFY(m_view->current()->value > 20);
    QVERIFY(!m_view->rowRect(*m_view->current()).isEmpty());
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(m_view->current(), LineNumber{999});
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->current(), LineNumber{0});
    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selection().size(), 1000);
}

void TestLogView::theMouseSelectsRangesAndSingleLines()
{
    show(1000);
    QWidget *port = m_view->viewport();
    QTest::mouseClick(port, Qt::LeftButton, {}, pointOf(3));
    QTest::mouseClick(port, Qt::LeftButton, Qt::ShiftModifier, pointOf(6));
    QCOMPARE(m_view->selection().ranges().front(), (LineRange{{3}, {7}}));
    QTest::mouseClick(port, Qt::LeftButton, Qt::ControlModifier, pointOf(5));
    QCOMPARE(m_view->selection().size(), 3);
    QVERIFY(!m_view->selection().contains({5}));
    QTest::mousePress(port, Qt::LeftButton, {}, pointOf(1));
    QTest::mouseMove(port, pointOf(4));
    QTest::mouseRelease(port, Qt::LeftButton, {}, pointOf(4));
    QCOMPARE(m_view->selection().ranges().front(), (LineRange{{1}, {5}}));
}

void TestLogView::hitsAreVisitedInOrderAndFromTheOtherEnd()
{
    show(1000);
    m_log->accepts = [](qint64 line) { return line == 100 || line == 900; };
    m_view->find({.text = u"x"_s});
    QTRY_COMPARE(m_view->hits().lines().size(), 2);
    m_view->goToHit(true);
    QCOMPARE(m_view->current(), LineNumber{100});
    QTest::keyClick(m_view.get(), Qt::Key_N);
    QCOMPARE(m_view->current(), LineNumber{900});
    QVERIFY(!m_view->rowRect({900}).isEmpty());
    QTest::keyClick(m_view.get(), Qt::Key_N);
    QCOMPARE(m_view->current(), LineNumber{100});
    QTest::keyClick(m_view.get(), Qt::Key_N, Qt::ShiftModifier);
    QCOMPARE(m_view->current(), LineNumber{900});
    QCOMPARE(m_view->rowCount(), 1000); // no line is hidden
}

void TestLogView::hitsAreFoundInLinesThatCome()
{
    show(100);
    m_log->accepts = [](qint64 line) { return line % 50 == 0; };
    m_view->find({.text = u"x"_s});
    QTRY_COMPARE(m_view->hits().lines().size(), 2);
    m_log->grow(100);
    QTRY_COMPARE(m_view->hits().lines().size(), 4);
    m_log->dropFirst(60);
    QCOMPARE(m_view->hits().lines().size(), 2);
    QVERIFY(m_view->hits().lines().contains({40})); // what was line 100
}

void TestLogView::bookmarksStayWithTheirLines()
{
    show(1000);
    for (const qint64 line : {10, 501, 700}) {
        m_view->setCurrent({line});
        m_view->toggleBookmark();
    }
    m_view->goToBookmark(true);
    QCOMPARE(m_view->current(), LineNumber{10});
    m_view->goToBookmark(false);
    QCOMPARE(m_view->current(), LineNumber{700});
    m_log->accepts = [](qint64 line) { return line % 2 == 0; };
    m_view->setFilter({.text = u"even"_s});
    QTRY_COMPARE(m_view->rowCount(), 500);
    m_view->goToBookmark(false); // not the hidden one
    QCOMPARE(m_view->current(), LineNumber{5});
    m_log->dropFirst(100);
    m_view->goToBookmark(true);
    QCOMPARE(m_view->textAt(*m_view->current(), LogColumn::Text), u"line 700"_s);
    m_view->toggleBookmark();
    QCOMPARE(m_view->bookmarks().size(), 1);
}

void TestLogView::hitsAreHighlightedWhereTheyAre()
{
    TextMatcher matcher;
    matcher.setFilter({.text = u"a.c"_s});
    QCOMPARE(matcher.spans(u"abc A.C a.c"_s), (QList<TextMatcher::Span>{{4, 3}, {8, 3}}));
    matcher.setFilter({.text = u"a.c"_s, .pattern = true, .caseSensitive = true});
    QCOMPARE(matcher.spans(u"abc A.C a.c"_s), (QList<TextMatcher::Span>{{0, 3}, {8, 3}}));
    matcher.setFilter({.text = u"a.c"_s, .inverted = true});
    QVERIFY(matcher.spans(u"abc A.C a.c"_s).isEmpty());
    matcher.setFilter({.text = u"x*"_s, .pattern = true}); // matches nothing everywhere
    QVERIFY(matcher.spans(u"abc"_s).isEmpty());
}

void TestLogView::aCostlyExpressionHighlightsNothing()
{
    TextMatcher matcher;
    matcher.setFilter({.text = u"(a|aa)+$"_s, .pattern = true});
    QVERIFY(matcher.spans(QString(4000, u'a') + u'b').isEmpty()); // and comes back at all
}

void TestLogView::wrappedLinesShowTheirContinuations()
{
    show(100);
    m_log->textOf = [](qint64 line) { return u"line %1\n    at one\n    at two"_s.arg(line); };
    const int one = m_view->rowRect({0}).height();
    m_view->setWrapping(true);
    QVERIFY(m_view->rowRect({0}).height() > 2 * one);
    QTest::keyClick(m_view.get(), Qt::Key_End);
    const QRect last = m_view->rowRect({99});
    QVERIFY(last.height() > 2 * one);
    QVERIFY(last.bottom() < m_view->viewport()->height());
    m_log->textOf = [](qint64) { return QString(1'000'000, u'x'); }; // a row has its bounds
    m_log->finishReading();
    QVERIFY(m_view->rowRect(m_view->visibleRows().first).height() < (LogRowPainter::kMostWrappedLines + 1) * one);
}

void TestLogView::assistiveTechnologyReadsAnyCell()
{
    show(kHuge);
    m_view->setAccessibleName(u"Log lines"_s);
    QAccessibleInterface *face = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(face);
    QCOMPARE(face->role(), QAccessible::Table);
    QCOMPARE(face->text(QAccessible::Name), u"Log lines"_s);
    QAccessibleTableInterface *table = face->tableInterface();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), int(kHuge));
    QCOMPARE(table->columnCount(), kLogColumnCount);
    QCOMPARE(table->columnDescription(int(LogColumn::Category)), u"Category"_s);
    QAccessibleInterface *cell = table->cellAt(5'000'000, int(LogColumn::Text));
    QVERIFY(cell);
    QCOMPARE(cell->text(QAccessible::Name), u"line 5000000"_s);
    QVERIFY(cell->state().offscreen);
    QCOMPARE(face->child(face->indexOfChild(cell)), cell);
    QVERIFY(table->selectRow(5'000'000));
    QCOMPARE(m_view->current(), LineNumber{5'000'000});
    QVERIFY(!cell->state().offscreen);
    QVERIFY(cell->state().selected);
    QCOMPARE(face->childAt(cell->rect().center().x(), cell->rect().center().y()), cell);
    QCOMPARE(table->cellAt(int(kHuge), 0), nullptr);
    for (int row = 0; row < 10'000; ++row) // what is asked for is not kept for ever
        QVERIFY(table->cellAt(row, 0)->isValid());
}

void TestLogView::theMinimapCountsEveryLineAndLeadsThere()
{
    show(100'000);
    m_minimap = std::make_unique<LogMinimap>(m_theme, *m_view, nullptr);
    m_minimap->resize(16, 400);
    m_minimap->show();
    QTRY_VERIFY(m_minimap->survey().isComplete());
    QCOMPARE(m_minimap->survey().count({0}, {100'000}).failed, 10'000);
    QTest::mouseClick(m_minimap.get(), Qt::LeftButton, {}, QPoint(8, 200));
    const LineRange seen = m_view->visibleRows();
    QVERIFY(seen.first.value < 50'000 && 50'000 < seen.end.value);
    m_view->setFilter({.text = u"x"_s}); // what it maps are the lines that are shown
    m_log->accepts = [](qint64 line) { return line % 10 == 0; };
    QTRY_COMPARE(m_view->rowCount(), 10'000);
    QTRY_VERIFY(m_minimap->survey().isComplete());
    QCOMPARE(m_minimap->survey().count({0}, {10'000}).failed, 10'000);
}

void TestLogView::blocksOfTheSurveyLoseTheOldestLines()
{
    FakeLog log(20'000);
    LogSurvey survey(nullptr);
    survey.setDocument(log);
    QTRY_VERIFY(survey.isComplete());
    for (int i = 0; i < 50; ++i) {
        log.grow(1000);
        QTRY_VERIFY(survey.isComplete());
        log.dropFirst(1000);
    }
    const qint64 loud = survey.count({0}, {20'000}).failed;
    QVERIFY2(loud >= 2000 && loud <= 2002, qPrintable(QString::number(loud))); // of whole blocks
    QCOMPARE(survey.count({5}, {6}).failed + survey.count({15}, {16}).failed <= 4, true);
}

void TestLogView::draggingOverTimesChoosesThem()
{
    FakeLog log(1000);
    LogHistogram histogram(m_theme, nullptr);
    histogram.resize(600, histogram.height());
    histogram.setDocument(log);
    histogram.show();
    QCOMPARE(histogram.timeline().spans.size(), 100U);
    const QSignalSpy chosen(&histogram, &LogHistogram::timesChosen);
    QTest::mousePress(&histogram, Qt::LeftButton, {}, QPoint(303, 20));
    QTest::mouseMove(&histogram, QPoint(357, 20));
    QTest::mouseRelease(&histogram, Qt::LeftButton, {}, QPoint(357, 20));
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.at(0).at(0).value<WallTime>(), fromMSecs(500'000));
    QCOMPARE(chosen.at(0).at(1).value<WallTime>(), fromMSecs(600'000));
    QTest::mouseClick(&histogram, Qt::LeftButton, {}, QPoint(10, 20));
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen.at(1).at(0).value<WallTime>(), WallTime{});
    QTest::mouseClick(&histogram, Qt::LeftButton, {}, QPoint(10, 20)); // there is nothing to clear
    QCOMPARE(chosen.size(), 2);
    histogram.grab();
}

void TestLogView::timesAreChosenWithTheKeyboard()
{
    FakeLog log(1000);
    LogHistogram histogram(m_theme, nullptr);
    histogram.resize(600, histogram.height());
    histogram.setDocument(log);
    histogram.show();
    const QSignalSpy chosen(&histogram, &LogHistogram::timesChosen);
    QTest::keyClick(&histogram, Qt::Key_Home);
    QTest::keyClick(&histogram, Qt::Key_Right);
    QVERIFY(histogram.accessibleDescription().contains(u"11 line(s), 1 error"_s));
    QCOMPARE(chosen.size(), 0);
    QTest::keyClick(&histogram, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(chosen.at(0).at(0).value<WallTime>(), fromMSecs(10'000));
    QCOMPARE(chosen.at(0).at(1).value<WallTime>(), fromMSecs(30'000));
    QTest::keyClick(&histogram, Qt::Key_Delete);
    QCOMPARE(chosen.at(1).at(0).value<WallTime>(), WallTime{});
}

void TestLogView::anExportIsPrivateAndWhole()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"lines.log"_s);
    FakeLog log(5000);
    LineSet lines;
    for (qint64 i = 0; i < 4500; ++i)
        lines.toggle({i});
    LogExport written(log, lines, m_words, path, nullptr);
    const QSignalSpy finished(&written, &LogExport::finished);
    written.start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(written.done(), 4500);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArrayList read = file.readAll().split('\n');
    QCOMPARE(read.size(), 4501); // the last is empty
    QVERIFY(read.at(4499).endsWith("line 4499"));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFileInfo(path).permissions() & others));
}

void TestLogView::anExportThatCannotBeWrittenSaysWhy()
{
    FakeLog log(10);
    LineSet lines;
    lines.toggle({1});
    LogExport written(log, lines, m_words, u"/no/such/folder/lines.log"_s, nullptr);
    const QSignalSpy failed(&written, &LogExport::failed);
    written.start();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.at(0).at(0).value<Error>().reason, Reason::FileMissing);
}

void TestLogView::anExportThatIsStoppedLeavesNoFile()
{
    const QTemporaryDir folder;
    FakeLog log(10'000);
    LineSet lines;
    for (qint64 i = 0; i < 10'000; ++i)
        lines.toggle({i});
    {
        LogExport written(log, lines, m_words, folder.filePath(u"lines.log"_s), nullptr);
        const QSignalSpy progressed(&written, &LogExport::progressed);
        written.start();
        QTRY_VERIFY(!progressed.isEmpty());
    }
    QVERIFY(QDir(folder.path()).isEmpty());
}

ROOKERY_WINDOW_TEST(tst_logview, TestLogView)
#include "tst_logview.moc"

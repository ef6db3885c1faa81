// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"
#include "pageprobe.h"
#include "support/outcome.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "base/reasons/input.h"
#include "kit/dialog.h"
#include "kit/theme.h"
#include "logs/loghistogram.h"
#include "logs/logspage.h"
#include "logs/logview.h"
#include "text/format.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDate>
#include <QFile>
#include <QFileDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestLogsPage final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void linesStandInTheOrderTheyCame();
    void newLinesComeAtTheEndAndWaitWhilePaused();
    void aChipShowsItsCategoryAlone();
    void aRecognisedLineIsExplained();
    void aFileIsExplainedByTheRulesOfItsKind();
    void whatWasTakenForGrantedAboutAFileIsSaid();
    void theLinesThatAreNotShownAreCounted();
    void aFullLiveViewSaysThatItShowsTheNewest();
    void aLineThatNoRuleKnowsIsSaidToBeThat();
    void aLiveLineIsExplainedByTheRulesOfItsGatewaysKind();
    void copyingMakesControlCharactersVisible();
    void hiddenNumbersAreHiddenInLogLinesToo();
    void aFaultyExpressionIsSaidAndHidesNoLine();
    void allLinesAreShownAndHitsMarkedOnRequest();
    void onlyLinesOfTheSameRuleAreShownOnRequest();
    void aLineOfTheUsersOwnRuleHasItsColourAndSaysSo();
    void ownRulesAreImportedExportedAndRemoved();
    void ownRulesThatCannotBeUsedAreToldWithTheFault();
    void aSpanOfTimeIsAFilterThatCanBeRemoved();
    void aLineLeadsToItsAccountAndTheIncidentOfItsTime();
    void pausedLinesStayThoughTheLogForgetsThem();
    void severalFilesAreShownInTheOrderOfTheirTimes();
    void aFileThatCannotBeReadLeadsBackToTheLiveLines();
    void everythingFitsWhereTheWindowIsNarrow();
    void anotherPageCanAskForGatewayAndCategory();
    void filtersAreRememberedAndEscapeClearsThem();

protected:
    void prepare() override
    {
        m_engine = std::make_unique<SampleEngine>();
        m_page = std::make_unique<LogsPage>(*m_engine, m_theme, nullptr);
        m_page->resize(1240, 820);
        m_page->show();
    }
    void finish() override
    {
        m_page.reset();
        m_engine.reset();
    }

private:
    LogView *view() { return named<LogView>(m_page.get(), u"Log lines"_s); }
    qint64 count() { return view()->rowCount(); }
    QString cell(qint64 row, LogColumn column) { return view()->textAt({row}, column); }
    void select(qint64 row) { view()->setCurrent({row}); }
    //! Shows a file with that content, and waits until all of it is read.
    bool openFile(const QByteArray &content)
    {
        QFile file(m_folder.filePath(u"gateway.log"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return false;
        file.close();
        m_page->restoreState({{u"file"_s, file.fileName()}});
        return becomesTrue([this] {
            const bool isFile = !named<QComboBox>(m_page.get(), u"Gateway of log lines"_s)->isEnabled();
            return isFile && count() > 0 && !view()->document().state().busy;
        });
    }
    //! Writes a file with one rule of the user's, and returns its path.
    QString ownRules()
    {
        QFile file(m_folder.filePath(u"own.json"_s));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no file");
        file.write(R"({"format":2,"rules":[{"id":"user.x","category":"none","severity":"info","colour":"purple",
            "forms":[{"startsWith":["mine"]}],"en":{"title":"A line of mine","meaning":"I <b>wrote</b> it."}}]})");
        return file.fileName();
    }
    void deliver(const QString &text, LogCategory category = LogCategory::None, const QString &gateway = u"napcat-01"_s)
    {
        LogLine line;
        line.gateway = GatewayId(gateway);
        line.category = category;
        line.text = text;
        engine::Delta delta;
        delta.logLines = {line};
        m_engine->push(delta);
    }

    QTemporaryDir m_folder;
    Theme m_theme{Theme::Mode::Light};
    std::unique_ptr<SampleEngine> m_engine;
    std::unique_ptr<LogsPage> m_page;
};

void TestLogsPage::linesStandInTheOrderTheyCame()
{
    const qint64 expected = m_engine->logs().live().lineCount();
    QVERIFY(expected > 0);
    QCOMPARE(count(), expected);
    QVERIFY(cell(0, LogColumn::Time) < cell(expected - 1, LogColumn::Time));
}

void TestLogsPage::newLinesComeAtTheEndAndWaitWhilePaused()
{
    const qint64 before = count();
    deliver(u"first"_s);
    QCOMPARE(cell(before, LogColumn::Text), u"first"_s);
    named<QPushButton>(m_page.get(), u"Pause log"_s)->click();
    deliver(u"second"_s);
    QCOMPARE(count(), before + 1);
    named<QPushButton>(m_page.get(), u"Pause log"_s)->click();
    QCOMPARE(cell(before + 1, LogColumn::Text), u"second"_s);
}

void TestLogsPage::aChipShowsItsCategoryAlone()
{
    auto *chip = named<QPushButton>(m_page.get(), u"Category fallback"_s);
    QVERIFY(chip->isVisible());
    chip->click();
    QTRY_VERIFY(count() > 0);
    QTRY_VERIFY(chip->text().endsWith(u' ' + QString::number(count())));
    for (qint64 row = 0; row < count(); ++row)
        QCOMPARE(cell(row, LogColumn::Category), u"fallback"_s);
    QVERIFY(!named<QPushButton>(m_page.get(), u"Category port"_s)->isVisible());
}

void TestLogsPage::aRecognisedLineIsExplained()
{
    named<QPushButton>(m_page.get(), u"Category fallback"_s)->click();
    QTRY_VERIFY(count() > 0);
    select(0);
    const QList<RuleExplanation> rules = engine::LogService::rules(GatewayKind::NapCat, u"en"_s);
    const QString rule = u"napcat.rkey.fallback"_s;
    const auto known =
        std::find_if(rules.cbegin(), rules.cend(), [&rule](const RuleExplanation &r) { return r.ruleId == rule; });
    QVERIFY(known != rules.cend());
    QVERIFY(says(m_page.get(), known->title));
    QVERIFY(says(m_page.get(), known->meaning));
    QVERIFY(says(m_page.get(), known->advice));
    QVERIFY(named<QPlainTextEdit>(m_page.get(), u"Selected line"_s)->toPlainText().contains(u"FallBack"_s));
}

void TestLogsPage::aLineOfTheUsersOwnRuleHasItsColourAndSaysSo()
{
    const auto colourAt = [this](qint64 row) {
        const QRect rect = view()->rowRect({row});
        return view()->viewport()->grab().toImage().pixelColor(rect.left() + 3, rect.center().y());
    };
    QVERIFY(openFile("11-20 22:42:33 [error] TestBot | mine is this\n11-20 22:42:34 [error] TestBot | another\n"));
    QTRY_VERIFY(view()->isRead({1}));
    const QColor before = colourAt(0);
    QCOMPARE(before, colourAt(1));
    ROOKERY_VERIFY_RESULT(outcome(m_engine->profile().importLogRules(ownRules())));
    QTRY_COMPARE(count(), 2);
    QTRY_VERIFY(view()->isRead({0}));
    QTRY_COMPARE(colourAt(0), m_theme.ruleColor(u"purple"_s));
    QVERIFY(colourAt(1) != colourAt(0));
    select(0);
    QTRY_VERIFY(says(m_page.get(), u"Your own rule"_s));
    QVERIFY(says(m_page.get(), u"A line of mine"_s));
    QVERIFY(says(m_page.get(), u"I <b>wrote</b> it."_s));
    select(1);
    QTRY_VERIFY(!says(m_page.get(), u"Your own rule"_s));
}

void TestLogsPage::ownRulesAreImportedExportedAndRemoved()
{
    const auto action = [this](const QString &text) {
        const QList<QAction *> actions = named<QPushButton>(m_page.get(), u"Your own log rules"_s)->menu()->actions();
        const auto it =
            std::find_if(actions.cbegin(), actions.cend(), [&text](const QAction *one) { return one->text() == text; });
        return it == actions.cend() ? nullptr : *it;
    };
    const auto choose = [this](const QString &path) {
        auto *dialog = m_page->findChild<QFileDialog *>();
        if (dialog)
            Q_EMIT dialog->fileSelected(path);
        delete dialog;
        return dialog != nullptr;
    };
    QVERIFY(action(u"Import\u2026"_s)->isEnabled());
    QVERIFY(!action(u"Export\u2026"_s)->isEnabled());
    QVERIFY(!action(u"Remove"_s)->isEnabled());
    const QSignalSpy said(m_page.get(), &Page::notice);

    action(u"Import\u2026"_s)->trigger();
    QVERIFY(choose(ownRules()));
    QTRY_COMPARE(said.size(), 1);
    QCOMPARE(m_engine->calls.constLast(), u"importLogRules "_s + ownRules());
    QVERIFY(said.constLast().constFirst().toString().startsWith(u"Log rules imported."_s));
    QVERIFY(action(u"Export\u2026"_s)->isEnabled());

    action(u"Export\u2026"_s)->trigger();
    QVERIFY(choose(u"/tmp/out.json"_s));
    QTRY_COMPARE(said.size(), 2);
    QCOMPARE(m_engine->calls.constLast(), u"exportLogRules /tmp/out.json"_s);

    m_engine->failNext =
        Error{.kind = ErrorKind::Protocol, .reason = Reason::BadInput, .detail = u"user.x: unknown category"_s};
    action(u"Import\u2026"_s)->trigger();
    QVERIFY(choose(ownRules()));
    QTRY_COMPARE(said.size(), 3);
    QVERIFY(said.constLast().constFirst().toString().endsWith(u"user.x: unknown category"_s));

    action(u"Remove"_s)->trigger();
    QVERIFY(m_engine->calls.constLast() != u"removeLogRules"_s); // not without a question
    QTRY_VERIFY(m_page->findChild<Dialog *>());
    named<QPushButton>(m_page->findChild<Dialog *>(), u"Remove"_s)->click();
    QTRY_COMPARE(m_engine->calls.constLast(), u"removeLogRules"_s);
    QTRY_VERIFY(!action(u"Remove"_s)->isEnabled());
}

void TestLogsPage::ownRulesThatCannotBeUsedAreToldWithTheFault()
{
    m_engine->logRulesTrouble =
        Error{.kind = ErrorKind::Protocol, .reason = Reason::BadInput, .detail = u"user.x: unknown category"_s};
    m_page = std::make_unique<LogsPage>(*m_engine, m_theme, nullptr);
    m_page->show();
    QVERIFY(says(m_page.get(), u"your own rules are not used: user.x: unknown category"_s));
    ROOKERY_VERIFY_RESULT(outcome(m_engine->profile().importLogRules(ownRules())));
    QVERIFY(!says(m_page.get(), u"your own rules are not used"_s));
}

void TestLogsPage::aFileIsExplainedByTheRulesOfItsKind()
{
    const QString other = u"The same id in another kind's rules"_s;
    QVERIFY(openFile(u"2026-02-14 12:24:50 | LLBot 7.8.3\n2026-02-14 12:24:51 | 二维码已过期\n"_s.toUtf8()));
    select(1);
    QTRY_VERIFY(says(m_page.get(), other));
    QVERIFY(openFile(u"11-20 22:42:33 [info] TestBot | 二维码已过期\n"_s.toUtf8()));
    select(0);
    QTRY_VERIFY(named<QPlainTextEdit>(m_page.get(), u"Selected line"_s)->toPlainText().contains(u"二维码已过期"_s));
    QVERIFY(!says(m_page.get(), other));
}

void TestLogsPage::whatWasTakenForGrantedAboutAFileIsSaid()
{
    QVERIFY(openFile(QByteArray("napcat  | 11-20 22:42:33 [info] TestBot | hi\n").repeated(20)));
    QTRY_VERIFY(says(m_page.get(), u"read as NapCat, UTF-8; wrapper removed from each line (container name)"_s));
    QVERIFY(says(m_page.get(), u"the year is taken from the file's modification time"_s));
}

void TestLogsPage::theLinesThatAreNotShownAreCounted()
{
    QVERIFY(openFile(QByteArray("11-20 22:42:33 [info] TestBot | hi\n").repeated(30'000)));
    QTRY_VERIFY(says(m_page.get(), u"30,000 of 30,000 lines"_s));
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)->setText(u"nothing has this"_s);
    QTRY_VERIFY(says(m_page.get(), u"0 of 30,000 lines"_s));
}

void TestLogsPage::aFullLiveViewSaysThatItShowsTheNewest()
{
    const QString few = text::number(count());
    QVERIFY(says(m_page.get(), u"%1 of %1 lines"_s.arg(few)));
    engine::Delta delta;
    delta.logLines.resize(m_engine->profile().settings().liveLogLines);
    m_engine->push(delta);
    const QString full = text::number(m_engine->logs().live().lineCount());
    QVERIFY(says(m_page.get(), u"%1 of the newest %1 lines"_s.arg(full)));
}

void TestLogsPage::aLineThatNoRuleKnowsIsSaidToBeThat()
{
    deliver(u"WebSocket error: read ECONNRESET"_s);
    select(count() - 1);
    QVERIFY(says(m_page.get(), u"No rule recognises this line."_s));
    QVERIFY(!says(m_page.get(), u"no attention"_s)); // it was not checked
}

void TestLogsPage::aLiveLineIsExplainedByTheRulesOfItsGatewaysKind()
{
    named<QPushButton>(m_page.get(), u"Category fallback"_s)->click();
    const auto explainedAsAnotherKind = [this] {
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
            return label->text() == u"The same id in another kind's rules"_s;
        });
    };
    QTRY_VERIFY(count() > 1);
    select(0);
    QVERIFY(!explainedAsAnotherKind());
    const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
    for (const AccountSnapshot &account : accounts)
        m_engine->change(account.profile.id, [](AccountSnapshot &a) { a.profile.kind = GatewayKind::LLBot; });
    select(1);
    QVERIFY(explainedAsAnotherKind());
}

void TestLogsPage::copyingMakesControlCharactersVisible()
{
    deliver(u"\u001b[31mred"_s);
    const QSignalSpy notices(m_page.get(), &Page::notice);
    select(count() - 1);
    named<QPushButton>(m_page.get(), u"Copy lines"_s)->click();
    QTRY_COMPARE(notices.size(), 1);
    QVERIFY(QGuiApplication::clipboard()->text().endsWith(u"\u2039U+001B\u203A[31mred"_s));
}

void TestLogsPage::hiddenNumbersAreHiddenInLogLinesToo()
{
    const QString words = u"接收 <- 群聊 [g(1030030001)] [n(1030015521)] hi"_s;
    deliver(words);
    const qint64 row = count() - 1;
    select(row);
    const auto copied = [this] {
        const QSignalSpy notices(m_page.get(), &Page::notice);
        named<QPushButton>(m_page.get(), u"Copy lines"_s)->click();
        return becomesTrue([&notices] { return !notices.isEmpty(); }) ? QGuiApplication::clipboard()->text()
                                                                      : QString();
    };
    auto *detail = named<QPlainTextEdit>(m_page.get(), u"Selected line"_s);
    QCOMPARE(cell(row, LogColumn::Text), words);
    QCOMPARE(detail->toPlainText(), words);
    QVERIFY(copied().endsWith(words));
    const auto hide = [this](bool hidden) {
        Settings settings = m_engine->profile().settings();
        settings.maskNumbers = hidden;
        QVERIFY(m_engine->profile().saveSettings(settings).result());
        m_page->settingsChanged();
    };
    hide(true);
    const QString hidden = u"接收 <- 群聊 [g(10\u2022\u2022\u202201)] [n(10\u2022\u2022\u202221)] hi"_s;
    QCOMPARE(cell(row, LogColumn::Text), hidden);
    QCOMPARE(detail->toPlainText(), hidden);
    QVERIFY(copied().endsWith(hidden));
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)
        ->setText(u"1030015521"_s); // who knows a number still finds its lines
    QTRY_COMPARE(count(), 1);
    hide(false);
    QCOMPARE(cell(0, LogColumn::Text), words);
}

void TestLogsPage::aFaultyExpressionIsSaidAndHidesNoLine()
{
    const qint64 all = count();
    auto *field = named<QLineEdit>(m_page.get(), u"Filter lines"_s);
    press(m_page.get(), u"Regular expression"_s);
    field->setText(u"Rkey|(扫描"_s);
    QTRY_VERIFY(says(m_page.get(), u"This regular expression is faulty"_s));
    QVERIFY(field->property("bad").toBool());
    QCOMPARE(count(), all);
    field->setText(u"Rkey|(扫描)"_s);
    QVERIFY(!says(m_page.get(), u"faulty"_s));
    QVERIFY(!field->property("bad").toBool());
    QTRY_VERIFY(count() > 0 && count() < all);
    press(m_page.get(), u"Show all lines and mark hits"_s);
    field->setText(u"("_s);
    QTRY_VERIFY(says(m_page.get(), u"This regular expression is faulty"_s));
    QCOMPARE(count(), all);
}

void TestLogsPage::allLinesAreShownAndHitsMarkedOnRequest()
{
    const qint64 all = count();
    auto *field = named<QLineEdit>(m_page.get(), u"Filter lines"_s);
    field->setText(u"fallback"_s);
    QTRY_VERIFY(count() < all && !view()->document().state().busy);
    const qint64 hits = count();
    select(hits - 2);
    const QString time = cell(hits - 2, LogColumn::Time);
    press(m_page.get(), u"Show all lines and mark hits"_s);
    QTRY_COMPARE(view()->hits().lines().size(), hits);
    QCOMPARE(count(), all);
    QCOMPARE(cell(view()->current()->value, LogColumn::Time), time);
    QVERIFY(says(m_page.get(), u"%1 hit"_s.arg(hits)));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(cell(view()->current()->value, LogColumn::Text).contains(u"FallBack"_s));
    QVERIFY(cell(view()->current()->value, LogColumn::Time) > time);
}

void TestLogsPage::onlyLinesOfTheSameRuleAreShownOnRequest()
{
    const qint64 all = count();
    press(m_page.get(), u"Category fallback"_s);
    QTRY_VERIFY(count() > 0 && count() < all);
    const qint64 same = count();
    select(0);
    press(m_page.get(), u"Only lines like this"_s);
    press(m_page.get(), u"Category fallback"_s);
    QTRY_VERIFY(!view()->document().state().busy);
    QCOMPARE(count(), same);
    press(m_page.get(), u"Show lines of any rule"_s);
    QCOMPARE(count(), all);
}

void TestLogsPage::aSpanOfTimeIsAFilterThatCanBeRemoved()
{
    const qint64 all = count();
    auto *times = m_page->findChild<LogHistogram *>();
    QVERIFY(times->isVisible());
    QTest::keyClick(times, Qt::Key_Home);
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(times, Qt::Key_Right, Qt::ShiftModifier);
    QTRY_VERIFY(count() > 0 && count() < all && !view()->document().state().busy);
    QVERIFY(view()->document().timeNear({count() - 1}) < times->timeline().from + 10 * times->timeline().span);
    press(m_page.get(), u"Show lines of any time"_s);
    QCOMPARE(count(), all);
}

void TestLogsPage::aLineLeadsToItsAccountAndTheIncidentOfItsTime()
{
    const QSignalSpy led(m_page.get(), &Page::navigate);
    engine::Delta delta;
    Incident incident;
    incident.id = IncidentId(77);
    incident.gateways = {GatewayId(u"napcat-01"_s)};
    incident.startedAt = m_engine->logs().live().timeNear({0});
    delta.health.incidents = {incident};
    m_engine->push(delta);
    select(0);
    press(m_page.get(), u"Account of the line"_s);
    press(m_page.get(), u"Incident of that time"_s);
    QCOMPARE(led.at(0).at(0).value<Destination>(),
             (Destination{.page = PageId::Overview, .gateway = GatewayId(u"napcat-01"_s)}));
    QCOMPARE(led.at(1).at(0).value<Destination>(), (Destination{.page = PageId::Health, .incident = IncidentId(77)}));
}

void TestLogsPage::pausedLinesStayThoughTheLogForgetsThem()
{
    select(10);
    const QString first = cell(0, LogColumn::Text);
    const qint64 before = count();
    press(m_page.get(), u"Pause log"_s);
    engine::Delta delta;
    delta.logLines.resize(30'000);
    m_engine->push(delta);
    m_engine->push(delta);
    QCOMPARE(count(), before);
    QCOMPARE(cell(0, LogColumn::Text), first);
    QCOMPARE(view()->current(), LineNumber{10});
    press(m_page.get(), u"Pause log"_s);
    QCOMPARE(count(), m_engine->logs().live().lineCount());
    QVERIFY(!view()->current()); // the log has it no more
}

void TestLogsPage::severalFilesAreShownInTheOrderOfTheirTimes()
{
    const auto write = [this](const QString &name, const QByteArray &content) {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString();
    };
    // one states no year: it must be the same one
    const QDate day = QDate::currentDate().addDays(-3);
    const QByteArray shortDate = day.toString(u"MM-dd"_s).toUtf8();
    const QByteArray longDate = day.toString(u"yyyy-MM-dd"_s).toUtf8();
    const QByteArray expired = u"二维码已过期\n"_s.toUtf8();
    const QString napcat =
        write(u"napcat.log"_s,
              shortDate + " 22:42:33 [info] TestBot | one\n" + shortDate + " 22:42:36 [info] TestBot | " + expired);
    const QString llbot =
        write(u"llbot.log"_s, longDate + " 22:42:34 | LLBot 7.8.3\n" + longDate + " 22:42:35 | " + expired);
    m_page->restoreState({{u"files"_s, QJsonArray{napcat, llbot}}});
    QTRY_COMPARE(count(), 4);
    // lines are read when they are shown, those of each file by themselves
    QTRY_COMPARE(cell(0, LogColumn::Gateway), u"napcat.log"_s);
    QTRY_COMPARE(cell(1, LogColumn::Gateway), u"llbot.log"_s);
    QTRY_COMPARE(cell(3, LogColumn::Gateway), u"napcat.log"_s);
    // each file is explained by the rules of its own kind
    const QString other = u"The same id in another kind's rules"_s;
    select(2);
    QTRY_VERIFY(says(m_page.get(), other));
    select(3);
    QTRY_VERIFY(!says(m_page.get(), other));
    QCOMPARE(m_page->saveState().value(u"files"_s).toArray().size(), 2);
    m_page->refresh();
    QTRY_COMPARE(count(), 4);
}

void TestLogsPage::aFileThatCannotBeReadLeadsBackToTheLiveLines()
{
    const QSignalSpy notices(m_page.get(), &Page::notice);
    const QTemporaryDir folder; // a folder is there, and is no file
    m_page->restoreState({{u"file"_s, folder.path()}});
    QTRY_COMPARE(notices.size(), 1);
    QTRY_VERIFY(named<QComboBox>(m_page.get(), u"Gateway of log lines"_s)->isEnabled());
    QVERIFY(count() > 0);
}

void TestLogsPage::everythingFitsWhereTheWindowIsNarrow()
{
    m_theme.applyTo(*qApp);
    m_page->resize(620, 420);
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)->setText(u"504"_s);
    QTRY_VERIFY(!view()->document().state().busy);
    select(0);
    QVERIFY2(m_page->minimumSizeHint().width() <= 620, qPrintable(QString::number(m_page->minimumSizeHint().width())));
    QCOMPARE(cutTexts(m_page.get()).join(u"; "_s), QString());
    QCOMPARE(overlaps(m_page.get()).join(u"; "_s), QString());
    QCOMPARE(namelessControls(m_page.get()).join(u"; "_s), QString());
    QCOMPARE(sharedNames(m_page.get()).join(u"; "_s), QString());
}

void TestLogsPage::anotherPageCanAskForGatewayAndCategory()
{
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)->setText(u"nothing has this"_s);
    QTRY_COMPARE(count(), 0);
    m_page->showItem({.page = PageId::Logs, .gateway = GatewayId(u"napcat-02"_s), .category = LogCategory::Rkey});
    QTRY_VERIFY(count() > 0);
    QCOMPARE(named<QComboBox>(m_page.get(), u"Gateway of log lines"_s)->currentData().toString(), u"napcat-02"_s);
    QCOMPARE(cell(0, LogColumn::Category), u"rkey"_s);
}

void TestLogsPage::filtersAreRememberedAndEscapeClearsThem()
{
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)->setText(u"504"_s);
    named<QPushButton>(m_page.get(), u"Category rkey"_s)->click();
    QTRY_VERIFY(!view()->document().state().busy);
    const qint64 shown = count();
    const QJsonObject state = m_page->saveState();
    m_page = std::make_unique<LogsPage>(*m_engine, m_theme, nullptr);
    m_page->restoreState(state);
    QTRY_COMPARE(count(), shown);
    QVERIFY(m_page->escape());
    QTRY_VERIFY(count() > shown);
    QVERIFY(!m_page->escape());
}

ROOKERY_WINDOW_TEST(tst_logspage, TestLogsPage)
#include "tst_logspage.moc"

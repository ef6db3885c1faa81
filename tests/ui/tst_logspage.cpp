// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "kit/theme.h"
#include "logs/logmodel.h"
#include "logs/logspage.h"
#include "text/format.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
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
    QAbstractItemModel *lines() { return named<QTableView>(m_page.get(), u"Log lines"_s)->model(); }
    QString cell(int row, int column) { return lines()->index(row, column).data().toString(); }
    //! Shows an empty file of that name; what is read of it is the sample engine's.
    bool openFile(const QString &name)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly))
            return false;
        file.close();
        m_page->restoreState({{u"file"_s, file.fileName()}});
        return QTest::qWaitFor(
            [this] { return !named<QComboBox>(m_page.get(), u"Gateway of log lines"_s)->isEnabled(); });
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
    const QList<LogLine> expected = m_engine->logs().recentLines();
    QCOMPARE(lines()->rowCount(), int(expected.size()));
    QVERIFY(cell(0, LogModel::Time) < cell(lines()->rowCount() - 1, LogModel::Time));
}

void TestLogsPage::newLinesComeAtTheEndAndWaitWhilePaused()
{
    const int before = lines()->rowCount();
    deliver(u"first"_s);
    QCOMPARE(cell(before, LogModel::Text), u"first"_s);
    named<QPushButton>(m_page.get(), u"Pause log"_s)->click();
    deliver(u"second"_s);
    QCOMPARE(lines()->rowCount(), before + 1);
    named<QPushButton>(m_page.get(), u"Pause log"_s)->click();
    QCOMPARE(cell(before + 1, LogModel::Text), u"second"_s);
}

void TestLogsPage::aChipShowsItsCategoryAlone()
{
    auto *chip = named<QPushButton>(m_page.get(), u"Category fallback"_s);
    QVERIFY(chip->isVisible());
    chip->click();
    QVERIFY(lines()->rowCount() > 0);
    for (int row = 0; row < lines()->rowCount(); ++row)
        QCOMPARE(cell(row, LogModel::Category), u"fallback"_s);
    QVERIFY(chip->text().endsWith(QString::number(lines()->rowCount())));
    QVERIFY(!named<QPushButton>(m_page.get(), u"Category port"_s)->isVisible());
}

void TestLogsPage::aRecognisedLineIsExplained()
{
    named<QPushButton>(m_page.get(), u"Category fallback"_s)->click();
    named<QTableView>(m_page.get(), u"Log lines"_s)->selectRow(0);
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

void TestLogsPage::aFileIsExplainedByTheRulesOfItsKind()
{
    const QTemporaryDir folder;
    const auto titleOf = [this, &folder](const QString &fileName) {
        QFile file(folder.filePath(fileName));
        if (!file.open(QIODevice::WriteOnly))
            return QString();
        file.close();
        m_page->restoreState({{u"file"_s, file.fileName()}, {u"categories"_s, QJsonArray{int(LogCategory::Fallback)}}});
        if (!QTest::qWaitFor(
                [this] { return !named<QComboBox>(m_page.get(), u"Gateway of log lines"_s)->isEnabled(); }))
            return QString();
        named<QTableView>(m_page.get(), u"Log lines"_s)->selectRow(0);
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        const QString other = u"The same id in another kind's rules"_s;
        const bool shown = std::any_of(labels.cbegin(), labels.cend(),
                                       [&other](const QLabel *label) { return label->text() == other; });
        return shown ? u"llbot"_s : u"napcat"_s;
    };
    QCOMPARE(titleOf(u"llbot.log"_s), u"llbot"_s);
    m_page = std::make_unique<LogsPage>(*m_engine, m_theme, nullptr);
    QCOMPARE(titleOf(u"napcat.log"_s), u"napcat"_s);
}

void TestLogsPage::whatWasTakenForGrantedAboutAFileIsSaid()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"napcat.log"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    m_page->restoreState({{u"file"_s, file.fileName()}});
    QTRY_VERIFY(!named<QComboBox>(m_page.get(), u"Gateway of log lines"_s)->isEnabled());
    const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
        return label->text().contains(
            u"read as NapCat, GB18030; wrapper removed from each line (time stamp); the year is taken"_s);
    }));
}

void TestLogsPage::theLinesThatAreNotShownAreCounted()
{
    QVERIFY(openFile(u"large.log"_s));
    const QString read = text::number(lines()->rowCount());
    const QString cut = u"the newest %1 of %2 lines"_s.arg(read, text::number(lines()->rowCount() + 200'000));
    QVERIFY(says(m_page.get(), cut));
    QVERIFY(!says(m_page.get(), u"%1 of %1 lines"_s.arg(read)));
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)->setText(u"nothing has this"_s);
    QVERIFY(says(m_page.get(), cut));
    QVERIFY(says(m_page.get(), u"0 of %1 lines"_s.arg(read)));
    m_page = std::make_unique<LogsPage>(*m_engine, m_theme, nullptr);
    m_page->show();
    QVERIFY(openFile(u"napcat.log"_s));
    QVERIFY(says(m_page.get(), u"%1 of %1 lines"_s.arg(read)));
    QVERIFY(!says(m_page.get(), u"newest"_s));
}

void TestLogsPage::aFullLiveViewSaysThatItShowsTheNewest()
{
    const QString few = text::number(lines()->rowCount());
    QVERIFY(says(m_page.get(), u"%1 of %1 lines"_s.arg(few)));
    engine::Delta delta;
    delta.logLines.resize(m_engine->profile().settings().liveLogLines + 1);
    m_engine->push(delta);
    QVERIFY(says(m_page.get(), u"20,000 of the newest 20,000 lines"_s));
}

void TestLogsPage::aLineThatNoRuleKnowsIsSaidToBeThat()
{
    deliver(u"WebSocket error: read ECONNRESET"_s);
    named<QTableView>(m_page.get(), u"Log lines"_s)->selectRow(lines()->rowCount() - 1);
    QVERIFY(says(m_page.get(), u"No rule recognises this line."_s));
    QVERIFY(!says(m_page.get(), u"no attention"_s)); // it was not checked
}

void TestLogsPage::aLiveLineIsExplainedByTheRulesOfItsGatewaysKind()
{
    named<QPushButton>(m_page.get(), u"Category fallback"_s)->click();
    auto *table = named<QTableView>(m_page.get(), u"Log lines"_s);
    const auto explainedAsAnotherKind = [this] {
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
            return label->text() == u"The same id in another kind's rules"_s;
        });
    };
    table->selectRow(0);
    QVERIFY(!explainedAsAnotherKind());
    const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
    for (const AccountSnapshot &account : accounts)
        m_engine->change(account.profile.id, [](AccountSnapshot &a) { a.profile.kind = GatewayKind::LLBot; });
    table->clearSelection();
    table->selectRow(1);
    QVERIFY(explainedAsAnotherKind());
}

void TestLogsPage::copyingMakesControlCharactersVisible()
{
    deliver(u"\u001b[31mred"_s);
    const QSignalSpy notices(m_page.get(), &Page::notice);
    named<QTableView>(m_page.get(), u"Log lines"_s)->selectRow(lines()->rowCount() - 1);
    named<QPushButton>(m_page.get(), u"Copy lines"_s)->click();
    QVERIFY(QGuiApplication::clipboard()->text().endsWith(u"\u2039U+001B\u203A[31mred"_s));
    QCOMPARE(notices.size(), 1);
}

void TestLogsPage::hiddenNumbersAreHiddenInLogLinesToo()
{
    const QString words = u"接收 <- 群聊 [g(1030030001)] [n(1030015521)] hi"_s;
    deliver(words);
    const int row = lines()->rowCount() - 1;
    named<QTableView>(m_page.get(), u"Log lines"_s)->selectRow(row);
    const auto copied = [this] {
        named<QPushButton>(m_page.get(), u"Copy lines"_s)->click();
        return QGuiApplication::clipboard()->text();
    };
    auto *detail = named<QPlainTextEdit>(m_page.get(), u"Selected line"_s);
    QCOMPARE(cell(row, LogModel::Text), words);
    QCOMPARE(detail->toPlainText(), words);
    QVERIFY(copied().endsWith(words));
    const auto hide = [this](bool hidden) {
        Settings settings = m_engine->profile().settings();
        settings.maskNumbers = hidden;
        QVERIFY(m_engine->profile().saveSettings(settings).result());
        m_page->settingsChanged();
    };
    const QSignalSpy repainted(lines(), &QAbstractItemModel::dataChanged);
    hide(true);
    const QString hidden = u"接收 <- 群聊 [g(10\u2022\u2022\u202201)] [n(10\u2022\u2022\u202221)] hi"_s;
    QVERIFY(!repainted.isEmpty());
    QCOMPARE(cell(row, LogModel::Text), hidden);
    QVERIFY(!lines()->index(row, LogModel::Text).data(Qt::ToolTipRole).toString().contains(u"1030015521"_s));
    QCOMPARE(detail->toPlainText(), hidden);
    QVERIFY(copied().endsWith(hidden));
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)
        ->setText(u"1030015521"_s); // who knows a number still finds its lines
    QCOMPARE(lines()->rowCount(), 1);
    hide(false);
    QCOMPARE(cell(0, LogModel::Text), words);
}

void TestLogsPage::anotherPageCanAskForGatewayAndCategory()
{
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)->setText(u"nothing has this"_s);
    QCOMPARE(lines()->rowCount(), 0);
    m_page->showItem({.page = PageId::Logs, .gateway = GatewayId(u"napcat-02"_s), .category = LogCategory::Rkey});
    QVERIFY(lines()->rowCount() > 0);
    QCOMPARE(named<QComboBox>(m_page.get(), u"Gateway of log lines"_s)->currentData().toString(), u"napcat-02"_s);
    QCOMPARE(cell(0, LogModel::Category), u"rkey"_s);
}

void TestLogsPage::filtersAreRememberedAndEscapeClearsThem()
{
    named<QLineEdit>(m_page.get(), u"Filter lines"_s)->setText(u"504"_s);
    named<QPushButton>(m_page.get(), u"Category rkey"_s)->click();
    const int shown = lines()->rowCount();
    const QJsonObject state = m_page->saveState();
    m_page = std::make_unique<LogsPage>(*m_engine, m_theme, nullptr);
    m_page->restoreState(state);
    QCOMPARE(lines()->rowCount(), shown);
    QVERIFY(m_page->escape());
    QVERIFY(lines()->rowCount() > shown);
    QVERIFY(!m_page->escape());
}

ROOKERY_WINDOW_TEST(tst_logspage, TestLogsPage)
#include "tst_logspage.moc"

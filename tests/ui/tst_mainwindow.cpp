// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "translations/language.h"
#include "ui/settings/backupdialog.h"
#include "ui/settings/settingswindow.h"
#include "ui/shell/closedialog.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"

#include <QComboBox>
#include <QDialog>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <iterator>
#include <utility>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

class TestMainWindow final : public TestCase
{
    Q_OBJECT

    Language m_language;

    bool m_hasTray = false;

    [[nodiscard]] std::unique_ptr<ui::MainWindow> open(engine::Engine &engine, const QString &language = u"en"_s,
                                                       const QString &theme = u"light"_s)
    {
        ui::WindowOptions options;
        options.hasTray = [this] { return m_hasTray; };
        options.language = language;
        options.theme = theme;
        options.useLanguage = [this](const QString &wanted) { return m_language.use(wanted); };
        options.openDemo = [] {};
        auto window = std::make_unique<ui::MainWindow>(engine, options);
        window->resize(1440, 900);
        window->show();
        QCoreApplication::sendPostedEvents();
        return window;
    }
    //! Every page, with a name for the row.
    static QList<std::pair<QString, ui::Destination>> pages()
    {
        return {{u"overview"_s, {.page = ui::PageId::Overview}},   {u"login"_s, {.page = ui::PageId::Login}},
                {u"broadcast"_s, {.page = ui::PageId::Broadcast}}, {u"rkey"_s, {.page = ui::PageId::Rkey}},
                {u"logs"_s, {.page = ui::PageId::Logs}},           {u"health"_s, {.page = ui::PageId::Health}},
                {u"gateways"_s, {.page = ui::PageId::Gateways}}};
    }
    //! The operator turns to another window and comes back.
    static void lookElsewhere(ui::MainWindow *window)
    {
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window));
        QWidget other;
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        QTRY_VERIFY(!window->isActiveWindow());
    }
    static ui::BackupDialog *openBackup(ui::MainWindow *window)
    {
        const QList<ui::PaletteItem> items = window->paletteItems();
        for (const ui::PaletteItem &item : items) {
            if (item.title == u"Back up profile")
                item.run();
        }
        return window->findChild<ui::BackupDialog *>();
    }
    static void chooseFile(ui::BackupDialog *dialog, const QString &path)
    {
        QPushButton *choose = button(dialog, u"Choose a place …"_s);
        QVERIFY(choose);
        choose->setEnabled(true);
        choose->click();
        auto *chooser = dialog->findChild<QFileDialog *>();
        QVERIFY(chooser);
        Q_EMIT chooser->fileSelected(path);
        delete chooser;
    }
    static QPushButton *button(const QWidget *root, const QString &name)
    {
        for (QPushButton *button : root->findChildren<QPushButton *>()) {
            if (button->accessibleName() == name && button->isVisible())
                return button;
        }
        return nullptr;
    }

    void prepare() override { m_hasTray = false; }
    //! Lets nothing be sent any more.
    static void settleAll(SampleEngine &engine)
    {
        engine::Delta delta;
        delta.broadcasts.broadcasts = engine.broadcasts().all();
        for (BroadcastSummary &broadcast : delta.broadcasts.broadcasts)
            broadcast.state = BroadcastState::Settled;
        engine.push(delta);
    }

private Q_SLOTS:
    void nothingIsCutOrMissing_data()
    {
        QTest::addColumn<ui::Destination>("place");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QSize>("size");
        QList<std::pair<QString, ui::Destination>> places = pages();
        places.append({u"queue"_s, {.page = ui::PageId::Broadcast, .broadcast = BroadcastId(2)}});
        for (const auto &[name, place] : std::as_const(places)) {
            for (const QString &language : {u"en"_s, u"zh_CN"_s}) {
                for (const QString &theme : {u"light"_s, u"dark"_s})
                    QTest::addRow("%s %s %s", qPrintable(name), qPrintable(language), qPrintable(theme))
                        << place << language << theme << QSize(1440, 900);
                for (const QString &theme : {u"light"_s, u"dark"_s}) {
                    QTest::addRow("%s %s %s small", qPrintable(name), qPrintable(language), qPrintable(theme))
                        << place << language << theme << QSize(1000, 640);
                    QTest::addRow("%s %s %s full HD at 200 %%", qPrintable(name), qPrintable(language),
                                  qPrintable(theme))
                        << place << language << theme << QSize(960, 540);
                }
                QTest::addRow("%s %s smallest", qPrintable(name), qPrintable(language))
                    << place << language << u"light"_s << QSize(800, 500);
            }
        }
    }
    void nothingIsCutOrMissing()
    {
        QFETCH(const ui::Destination, place);
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const QSize, size);
        SampleEngine engine;
        const auto window = open(engine, language, theme);
        window->resize(size);
        window->navigateTo(place);
        for (int i = 0; i < 10; ++i) // what wraps asks for its height once it knows its width
            QCoreApplication::sendPostedEvents();
        QCOMPARE(window->size(), size); // nothing in it asks for more
        QVERIFY(!window->grab().isNull());
        QCOMPARE(cutTexts(window.get()).join(u"; "_s), QString());
        QCOMPARE(overlaps(window.get()).join(u"; "_s), QString());
        QCOMPARE(missingGlyphs(window.get()).join(u"; "_s), QString());
    }

    void theFirstWindowFitsTheScreen()
    {
        SampleEngine engine;
        const ui::MainWindow window(engine, {});
        const QSize room = window.screen()->availableSize().expandedTo(window.minimumSize());
        QVERIFY(room.width() < 1440); // the offscreen display is small
        QCOMPARE(window.size(), QSize(1440, 900).boundedTo(room));
    }

    void everyControlHasANameOfItsOwn_data()
    {
        QTest::addColumn<ui::PageId>("page");
        const auto all = pages();
        for (const auto &[name, place] : all)
            QTest::addRow("%s", qPrintable(name)) << place.page;
    }
    void everyControlHasANameOfItsOwn()
    {
        QFETCH(const ui::PageId, page);
        SampleEngine engine;
        const auto window = open(engine);
        window->navigateTo({.page = page});
        const QWidget *shown = window->page(page);
        QCOMPARE(namelessControls(window.get()).join(u"; "_s), QString());
        QCOMPARE(sharedNames(shown).join(u"; "_s), QString());
    }

    void anEmptyProfileSaysWhatToDo()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const auto window = open(engine);
        QVERIFY(button(window.get(), u"Add gateway"_s));
        QVERIFY(button(window.get(), u"Open the demo"_s));
        QCOMPARE(cutTexts(window.get()).join(u"; "_s), QString());
    }

    void broadcastWithoutAnAccountSaysWhereToGetOne()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const auto window = open(engine);
        window->navigateTo({.page = ui::PageId::Broadcast});
        QVERIFY(says(window.get(), u"Add its gateway on the Gateways page"_s));
    }

    void tabWalksBarPagesStripAndPageInReadingOrder_data() { everyControlHasANameOfItsOwn_data(); }
    void tabWalksBarPagesStripAndPageInReadingOrder()
    {
        QFETCH(const ui::PageId, page);
        SampleEngine engine;
        const auto window = open(engine);
        window->navigateTo({.page = page});
        QCoreApplication::sendPostedEvents();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        named<QPushButton>(window.get(), u"Search everything"_s)->setFocus();
        const QWidget *shown = window->page(page);
        QSet<QWidget *> seen;
        int region = 0;
        for (QWidget *at = window->focusWidget(); at && !seen.contains(at); at = window->focusWidget()) {
            seen.insert(at);
            const QPoint place = at->mapTo(window.get(), QPoint());
            const int now = shown->isAncestorOf(at) ? 3 : place.y() < 40 ? 0 : place.x() < 150 ? 1 : 2;
            QVERIFY2(now >= region, qPrintable(at->accessibleName() + u" comes too late"_s));
            region = now;
            QTest::keyClick(at, Qt::Key_Tab);
        }
        QCOMPARE(region, 3);
        QCOMPARE(window->focusWidget()->accessibleName(), u"Search everything"_s); // round, and nothing caught it
    }

    void f6WalksThePanes()
    {
        SampleEngine engine;
        const auto window = open(engine);
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        named<QPushButton>(window.get(), u"Search everything"_s)->setFocus();
        QStringList seen;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(window.get(), Qt::Key_F6);
            const QWidget *at = window->focusWidget();
            seen += window->page(ui::PageId::Overview)->isAncestorOf(at) ? at->accessibleName()
                : at->mapTo(window.get(), QPoint()).y() < 40             ? u"bar"_s
                : at->mapTo(window.get(), QPoint()).x() < 150            ? u"pages"_s
                                                                         : u"strip"_s;
        }
        QCOMPARE(seen, (QStringList{u"pages"_s, u"strip"_s, u"Show: All"_s, u"Accounts"_s, u"bar"_s}));
        QTest::keyClick(window.get(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(window->focusWidget()->accessibleName(), u"Accounts"_s);
    }

    void theLayoutIsRemembered()
    {
        SampleEngine engine;
        {
            const auto window = open(engine);
            QSignalSpy quit(window.get(), &ui::MainWindow::quitWanted);
            window->navigateTo({.page = ui::PageId::Logs});
            window->leave();
            QCOMPARE(quit.size(), 1);
        }
        QVERIFY(engine.calls.contains(u"saveWindowState"_s));
        const auto window = open(engine);
        QCOMPARE(window->currentPage(), ui::PageId::Logs);
    }

    void switchingLanguageAndThemeKeepsThePage()
    {
        SampleEngine engine;
        const auto window = open(engine);
        window->navigateTo({.page = ui::PageId::Gateways});
        window->setLanguage(u"zh_CN"_s);
        QCOMPARE(window->currentPage(), ui::PageId::Gateways);
        QCoreApplication::sendPostedEvents();
        QVERIFY(button(window->page(ui::PageId::Gateways), u"添加网关"_s));
        window->setTheme(u"dark"_s);
        QCOMPARE(window->currentPage(), ui::PageId::Gateways);
        QCOMPARE(engine.profile().settings().language, u"zh_CN"_s);
        QCOMPARE(engine.profile().settings().theme, u"dark"_s);
        window->setLanguage(u"en"_s);
    }

    void closingWhileSendingAsksAndPausesFirst()
    {
        SampleEngine engine;
        const auto window = open(engine);
        QSignalSpy quit(window.get(), &ui::MainWindow::quitWanted);
        window->close();
        QCOMPARE(quit.size(), 0);
        QPushButton *pause = button(window.get(), u"Pause and quit"_s);
        QVERIFY(pause);
        pause->click();
        QTRY_COMPARE(quit.size(), 1);
        QVERIFY(engine.calls.contains(u"pause 2"_s));
    }

    void closingToTheTrayIsAskedOnceAndRemembered()
    {
        m_hasTray = true;
        SampleEngine engine;
        settleAll(engine);
        const auto window = open(engine);
        QSignalSpy quit(window.get(), &ui::MainWindow::quitWanted);
        window->close();
        QVERIFY(window->isVisible());
        QVERIFY(says(window.get(), u"click its icon there, or start Rookery again"_s)); // the way back
        QVERIFY(says(window.get(), u"General, When the window is closed"_s)); // where to change it
        QVERIFY(!says(window.get(), u"still being sent"_s));
        button(window.get(), u"Keep in tray"_s)->click();
        QVERIFY(!window->isVisible());
        QVERIFY(engine.profile().settings().closeAction == CloseAction::KeepInTray);
        window->show();
        window->close();
        QVERIFY(!window->isVisible());
        QCOMPARE(quit.size(), 0);
        QVERIFY(engine.calls.contains(u"saveWindowState"_s));
    }

    void quittingInsteadIsRememberedToo()
    {
        m_hasTray = true;
        SampleEngine engine;
        settleAll(engine);
        const auto window = open(engine);
        QSignalSpy quit(window.get(), &ui::MainWindow::quitWanted);
        window->close();
        button(window.get(), u"Quit"_s)->click();
        QTRY_COMPARE(quit.size(), 1);
        QVERIFY(engine.profile().settings().closeAction == CloseAction::Quit);
        const auto again = open(engine);
        QSignalSpy quitAgain(again.get(), &ui::MainWindow::quitWanted);
        again->close();
        QCOMPARE(quitAgain.size(), 1);
    }

    void stayingIsNoAnswer()
    {
        m_hasTray = true;
        SampleEngine engine;
        settleAll(engine);
        const auto window = open(engine);
        window->close();
        window->close(); // one question is enough
        QCOMPARE(window->findChildren<QDialog *>().size(), 1);
        named<QPushButton>(window->findChild<QDialog *>(), u"Cancel"_s)->click();
        QVERIFY(window->isVisible());
        QVERIFY(engine.profile().settings().closeAction == CloseAction::Ask);
        QTRY_VERIFY(window->findChildren<QDialog *>().isEmpty());
        window->close();
        QVERIFY(button(window.get(), u"Keep in tray"_s));
    }

    void closingToTheTrayKeepsSending()
    {
        m_hasTray = true;
        SampleEngine engine; // one broadcast is running
        const auto window = open(engine);
        QSignalSpy quit(window.get(), &ui::MainWindow::quitWanted);
        window->close();
        QVERIFY(says(window.get(), u"still being sent"_s));
        QVERIFY(button(window.get(), u"Pause and quit"_s));
        button(window.get(), u"Keep in tray"_s)->click();
        QVERIFY(!window->isVisible());
        QVERIFY(!engine.calls.contains(u"pause 2"_s));
        window->show();
        window->close();
        QVERIFY(!window->isVisible());
        QCOMPARE(quit.size(), 0);
    }

    void quittingWhileSendingPausesFirst()
    {
        m_hasTray = true;
        SampleEngine engine;
        const auto window = open(engine);
        QSignalSpy quit(window.get(), &ui::MainWindow::quitWanted);
        window->close();
        button(window.get(), u"Pause and quit"_s)->click();
        QTRY_COMPARE(quit.size(), 1);
        QVERIFY(engine.calls.contains(u"pause 2"_s));
    }

    void theQuestionIsWholeInBothLanguages_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("en") << u"en"_s;
        QTest::newRow("zh_CN") << u"zh_CN"_s;
    }
    void theQuestionIsWholeInBothLanguages()
    {
        QFETCH(const QString, language);
        m_hasTray = true;
        SampleEngine engine;
        const auto window = open(engine, language);
        window->close();
        QWidget *question = window->findChild<QDialog *>();
        QVERIFY(question);
        for (int i = 0; i < 10; ++i)
            QCoreApplication::sendPostedEvents();
        QCOMPARE(cutTexts(question).join(u"; "_s), QString());
        QCOMPARE(missingGlyphs(question).join(u"; "_s), QString());
        QCOMPARE(namelessControls(question).join(u"; "_s), QString());
    }

    void theSettingsChangeWhatClosingDoes()
    {
        m_hasTray = true;
        SampleEngine engine;
        settleAll(engine);
        const auto window = open(engine);
        QSignalSpy quit(window.get(), &ui::MainWindow::quitWanted);
        window->navigateTo({.settings = ui::SettingsSection::General});
        auto *choice = named<QComboBox>(window->settingsWindow(), u"When the window is closed"_s);
        QVERIFY(choice && choice->isEnabled());
        choice->setCurrentIndex(choice->findText(u"Keep in tray"_s));
        window->close();
        QVERIFY(!window->isVisible());
        QTRY_VERIFY(!window->settingsWindow()); // it does not stay behind alone
        window->openAgain({}, {});
        QVERIFY(!window->settingsWindow());
        window->navigateTo({.settings = ui::SettingsSection::General});
        choice = named<QComboBox>(window->settingsWindow(), u"When the window is closed"_s);
        choice->setCurrentIndex(choice->findText(u"Ask"_s));
        window->close();
        QVERIFY(window->isVisible());
        window->findChild<ui::CloseDialog *>()->reject();
        choice->setCurrentIndex(choice->findText(u"Quit"_s));
        QCOMPARE(quit.size(), 0);
        window->close();
        QCOMPARE(quit.size(), 1);
    }

    void aSecondStartBringsTheWindowBackWithItsArguments()
    {
        m_hasTray = true;
        SampleEngine engine;
        const auto window = open(engine);
        window->navigateTo({.page = ui::PageId::Logs});
        window->hide();
        window->openAgain(u"zh_CN"_s, {});
        QVERIFY(window->isVisible());
        QCOMPARE(window->currentPage(), ui::PageId::Logs);
        QVERIFY(button(window.get(), u"全局搜索"_s));
        QCOMPARE(engine.profile().settings().language, QString()); // for this run, as at a first start
        window->showMinimized();
        window->openAgain({}, u"dark"_s);
        QVERIFY(!window->isMinimized());
        QCOMPARE(engine.profile().settings().theme, QString());
        window->openAgain(u"en"_s, {});
    }

    void whatASecondStartChoseStaysUntilTheSettingItselfChanges()
    {
        SampleEngine engine;
        const auto window = open(engine);
        window->openAgain(u"zh_CN"_s, u"dark"_s);
        const auto isDark = [&window] { return window->palette().color(QPalette::Window).lightness() < 128; };
        QTRY_VERIFY(isDark());
        Settings settings = engine.profile().settings();
        settings.maskNumbers = true;
        static_cast<void>(engine.profile().saveSettings(settings));
        QCoreApplication::processEvents();
        QVERIFY(button(window.get(), u"全局搜索"_s));
        QVERIFY(isDark());
        settings.language = u"en"_s;
        static_cast<void>(engine.profile().saveSettings(settings));
        QTRY_VERIFY(button(window.get(), u"Search everything"_s));
        QVERIFY(isDark());
        settings.theme = u"light"_s;
        static_cast<void>(engine.profile().saveSettings(settings));
        QTRY_VERIFY(!isDark());
    }

    void aSecondStartLeavesAnOpenQuestionAlone()
    {
        SampleEngine engine; // one broadcast is running
        const auto window = open(engine);
        window->close();
        QVERIFY(button(window.get(), u"Pause and quit"_s));
        window->openAgain(u"zh_CN"_s, u"dark"_s);
        QVERIFY(button(window.get(), u"Pause and quit"_s));
    }

    void aHiddenStartNeedsATray()
    {
        SampleEngine engine;
        ui::WindowOptions options;
        options.language = u"en"_s;
        options.useLanguage = [this](const QString &wanted) { return m_language.use(wanted); };
        options.hasTray = [] { return true; };
        ui::MainWindow hidden(engine, options);
        hidden.open(true);
        QVERIFY(!hidden.isVisible());
        hidden.openAgain({}, {});
        QVERIFY(hidden.isVisible());
        options.hasTray = [] { return false; };
        ui::MainWindow minimised(engine, options);
        minimised.open(true);
        QVERIFY(minimised.isVisible() && minimised.isMinimized());
        ui::MainWindow shown(engine, options);
        shown.open(false);
        QVERIFY(shown.isVisible() && !shown.isMinimized());
    }

    void stopAllSendingIsAToggleThatTellsTheTruth()
    {
        SampleEngine engine;
        const auto window = open(engine);
        QPushButton *stop = button(window.get(), u"Stop all sending"_s);
        QVERIFY(stop);
        stop->click();
        QTRY_VERIFY(engine.broadcasts().sendingStopped());
        QVERIFY(stop->isChecked());
        engine.failNext = Error{.kind = ErrorKind::Storage, .reason = Reason::DiskFull, .code = 0, .detail = {}};
        stop->click();
        QTRY_VERIFY(engine.failNext == std::nullopt);
        QTRY_VERIFY(stop->isChecked()); // it did not work, so it still says stopped
    }

    void thePaletteFindsAccountsGroupsActionsAndPages()
    {
        SampleEngine engine;
        const auto window = open(engine);
        const QList<ui::PaletteItem> items = window->paletteItems();
        const auto has = [&items](const QString &title) {
            return std::any_of(items.cbegin(), items.cend(),
                               [&title](const ui::PaletteItem &item) { return item.title == title; });
        };
        QVERIFY(has(u"Health"_s));
        QVERIFY(has(u"小雪"_s));
        QVERIFY(has(u"Send through 小雪"_s));
        QVERIFY(has(u"Disconnect 小雪"_s));
        QVERIFY(has(u"Stop all sending"_s));
        QVERIFY(has(u"Add gateway"_s));
        const ui::PaletteItem item{.title = u"Add gateway"_s, .hint = u"action"_s, .iconName = {}, .run = {}};
        QVERIFY(ui::paletteScore(item, {u"gate"_s}) > 0);
        QVERIFY(ui::paletteScore(item, {u"add"_s}) > ui::paletteScore(item, {u"gate"_s}));
        QCOMPARE(ui::paletteScore(item, {u"gate"_s, u"xyz"_s}), 0);
    }

    void thePaletteIsWorkedByKeyAndReadAloudWithItsHints()
    {
        SampleEngine engine;
        const auto window = open(engine);
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *palette = window->findChild<ui::CommandPalette *>();
        QVERIFY(palette);
        auto *field = named<QLineEdit>(palette, u"Search"_s);
        auto *found = named<QListWidget>(palette, u"Found"_s);
        QTest::keyClicks(field, u"health"_s);
        QCOMPARE(found->currentItem()->text(), u"Health"_s);
        QCOMPARE(found->currentItem()->data(Qt::AccessibleTextRole).toString(), u"Health, page · Ctrl+6"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(window->currentPage(), ui::PageId::Health);
        QTRY_VERIFY(!window->findChild<ui::CommandPalette *>());
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
        palette = window->findChild<ui::CommandPalette *>();
        QVERIFY(palette);
        QTest::keyClick(named<QLineEdit>(palette, u"Search"_s), Qt::Key_Escape);
        QTRY_VERIFY(!window->findChild<ui::CommandPalette *>());
    }

    void thePalettesGroupOpensThatGroup()
    {
        SampleEngine engine;
        const auto window = open(engine);
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        // the second account that is online: the page shows the first by itself
        const QList<AccountSnapshot> accounts = engine.sessions().accounts();
        QList<AccountSnapshot> online;
        std::copy_if(accounts.cbegin(), accounts.cend(), std::back_inserter(online),
                     [](const AccountSnapshot &account) {
                         return account.session.phase == SessionPhase::Online && account.capabilities.actions;
                     });
        QVERIFY(online.size() > 1);
        const AccountSnapshot account = online.at(1);
        const auto contacts = engine.sessions().contacts(account.profile.id);
        QTRY_VERIFY(contacts.isFinished());
        const QList<Contact> list = *contacts.result();
        const auto group = std::find_if(list.crbegin(), list.crend(),
                                        [](const Contact &contact) { return contact.target.kind == ChatKind::Group; });
        QVERIFY(group != list.crend());

        QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *palette = window->findChild<ui::CommandPalette *>();
        QVERIFY(palette);
        auto *field = named<QLineEdit>(palette, u"Search"_s);
        auto *found = named<QListWidget>(palette, u"Found"_s);
        field->setText(group->target.id + u' ' + account.nickname);
        QTRY_COMPARE(found->currentItem()->text(), group->name);
        QTest::keyClick(field, Qt::Key_Return);

        QCOMPARE(window->currentPage(), ui::PageId::Broadcast);
        const QWidget *page = window->page(ui::PageId::Broadcast);
        QCOMPARE(named<QComboBox>(page, u"Account for targets"_s)->currentData().toString(),
                 account.profile.id.value());
        const auto *table = named<QTableView>(page, u"Groups and friends"_s);
        QTRY_COMPARE(table->selectionModel()->selectedRows().size(), 1);
        const QModelIndex row = table->selectionModel()->selectedRows().constFirst();
        QCOMPARE(row.siblingAtColumn(1).data().toString(), group->target.id);
        QVERIFY(button(page, u"Add selected"_s)->isEnabled());
    }

    void storageTroubleStaysSaidWhenTheWindowIsBuiltAnew()
    {
        SampleEngine engine;
        const auto window = open(engine);
        const auto strip = [&window] {
            for (QLabel *label : window->findChildren<QLabel *>()) {
                if (label->accessibleName() == u"Storage trouble")
                    return label;
            }
            return static_cast<QLabel *>(nullptr);
        };
        QVERIFY(strip() && !strip()->isVisible());
        Q_EMIT engine.profile().storageTrouble(
            Error{.kind = ErrorKind::Storage, .reason = Reason::DiskFull, .code = 0, .detail = {}});
        QVERIFY(strip()->isVisible());
        window->setTheme(u"dark"_s);
        QTRY_VERIFY(strip() && strip()->isVisible() && !strip()->text().isEmpty());
        Q_EMIT engine.profile().storageRecovered();
        QVERIFY(!strip()->isVisible());
    }

    void aDatabasePutBackIsSaidUntilTheOperatorLooks()
    {
        SampleEngine engine;
        const auto window = open(engine);
        const auto text = [&window] { return named<QLabel>(window.get(), u"Older database"_s); };
        QVERIFY(text() && !text()->isVisible());
        Q_EMIT engine.profile().databaseRestored(3);
        QVERIFY(text()->isVisible());
        QVERIFY2(text()->text().contains(u": 3 deliveries need confirmation. Nothing was sent again."_s),
                 qPrintable(text()->text()));
        window->setTheme(u"dark"_s);
        QTRY_VERIFY(text() && text()->isVisible());
        QTest::mouseClick(named<QPushButton>(window.get(), u"Show deliveries"_s), Qt::LeftButton);
        QCOMPARE(window->currentPage(), ui::PageId::Broadcast);
        QVERIFY(!text()->isVisible());
        Q_EMIT engine.profile().databaseRestored(0);
        QVERIFY(!text()->text().contains(u"confirmation"_s));
    }

    void aGoodSaveTakesBackWhatAFailedOneSaid()
    {
        SampleEngine engine;
        const auto window = open(engine);
        const auto *strip = named<QLabel>(window.get(), u"Storage trouble"_s);
        QVERIFY(strip);
        engine.failNext = Error{.kind = ErrorKind::Storage, .reason = Reason::DiskFull, .code = 0, .detail = {}};
        window->navigateTo({.page = ui::PageId::Logs});
        lookElsewhere(window.get());
        QTRY_COMPARE(engine.calls.count(u"saveWindowState"_s), 1);
        QTRY_VERIFY(strip->isVisible());
        // Nothing has changed since, but nothing was kept either.
        lookElsewhere(window.get());
        QTRY_VERIFY(!strip->isVisible());
        QCOMPARE(engine.calls.count(u"saveWindowState"_s), 2);
        lookElsewhere(window.get());
        QCOMPARE(engine.calls.count(u"saveWindowState"_s), 2);
    }

    void aGoodSaveDoesNotHideTheEnginesTrouble()
    {
        SampleEngine engine;
        const auto window = open(engine);
        const auto *strip = named<QLabel>(window.get(), u"Storage trouble"_s);
        Q_EMIT engine.profile().storageTrouble(
            Error{.kind = ErrorKind::Storage, .reason = Reason::DatabaseBroken, .code = 0, .detail = {}});
        window->navigateTo({.page = ui::PageId::Logs});
        lookElsewhere(window.get());
        QTRY_COMPARE(engine.calls.count(u"saveWindowState"_s), 1);
        QCoreApplication::processEvents();
        QVERIFY(strip->isVisible());
    }

    void nothingTicksWhileNobodySeesTheWindow()
    {
        SampleEngine engine;
        const auto window = open(engine);
        const auto ticking = [&window] {
            const QList<QTimer *> timers = window->findChildren<QTimer *>();
            return std::any_of(timers.cbegin(), timers.cend(),
                               [](const QTimer *timer) { return timer->isActive() && !timer->isSingleShot(); });
        };
        for (const ui::PageId page : {ui::PageId::Logs, ui::PageId::Health, ui::PageId::Rkey, ui::PageId::Broadcast,
                                      ui::PageId::Login, ui::PageId::Overview})
            window->navigateTo({.page = page});
        QVERIFY(ticking());
        window->hide();
        QVERIFY(!ticking());
        window->show();
        QVERIFY(ticking());
        window->showMinimized();
        QCoreApplication::sendPostedEvents();
        QVERIFY(!ticking());
        window->showNormal();
        QCoreApplication::sendPostedEvents();
        QVERIFY(ticking());
    }

    void theProfileIsBackedUpToAChosenFileAndSaysWhatIsInIt()
    {
        SampleEngine engine;
        const auto window = open(engine);
        ui::BackupDialog *dialog = openBackup(window.get());
        QVERIFY(dialog);
        QVERIFY(says(dialog, u"Secrets are not included"_s));
        QTemporaryDir folder;
        const QString path = folder.filePath(u"backup.tar"_s);
        engine.holdCommands = true;
        chooseFile(dialog, path);
        QCOMPARE(engine.calls.constLast(), u"backupProfile "_s + path);
        QVERIFY(named<QProgressBar>(dialog, u"Working"_s)->isVisible());
        engine.holdCommands = false;
        chooseFile(dialog, path);
        QTRY_VERIFY(says(dialog, u"backup.tar"_s));
        QVERIFY(says(dialog, u"Secrets are not included"_s));
        QVERIFY(!named<QProgressBar>(dialog, u"Working"_s)->isVisible());
        QVERIFY(button(dialog, u"Close"_s));
    }

    void aBackupThatFailsSaysWhyAndCanBeTriedAgain()
    {
        SampleEngine engine;
        const auto window = open(engine);
        ui::BackupDialog *dialog = openBackup(window.get());
        QVERIFY(dialog);
        engine.failNext = Error{.kind = ErrorKind::Storage, .reason = Reason::DiskFull, .code = 0, .detail = {}};
        chooseFile(dialog, u"/x.tar"_s);
        QTRY_VERIFY(named<QLabel>(dialog, u"Problem"_s)->isVisible());
        QVERIFY(button(dialog, u"Choose a place …"_s)->isEnabled());
        engine.failNext = Error{.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .code = 0, .detail = {}};
        chooseFile(dialog, u"/profile/x.tar"_s);
        QTRY_VERIFY(says(dialog, u"outside the profile's own folder"_s));
    }

    void aBackupOutlivesItsDialogAndIsStillToldOf()
    {
        SampleEngine engine;
        const auto window = open(engine);
        ui::BackupDialog *dialog = openBackup(window.get());
        QVERIFY(dialog);
        chooseFile(dialog, u"/x.tar"_s);
        dialog->reject();
        QTRY_VERIFY(says(window.get(), u"Profile backed up, without secrets."_s));
    }

    void aLockedKeyringIsSaidInTheStatusLine()
    {
        SampleEngine engine;
        const auto window = open(engine);
        engine.setKeyring(KeyringState::Locked);
        bool said = false;
        for (const QLabel *label : window->findChildren<QLabel *>())
            said = said || (label->isVisible() && label->text().contains(u"this run only"));
        QVERIFY(said);
    }

    void aMissingKeyringIsNotCalledLocked()
    {
        SampleEngine engine;
        const auto window = open(engine);
        engine.setKeyring(KeyringState::None);
        QVERIFY(says(window.get(), u"No keyring: secrets kept for this run only"_s));
        QVERIFY(!says(window.get(), u"Keyring locked"_s));
        engine.setKeyring(KeyringState::Works);
        QVERIFY(!says(window.get(), u"this run only"_s));
    }
};

ROOKERY_WINDOW_TEST(tst_mainwindow, TestMainWindow)
#include "tst_mainwindow.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "translations/language.h"
#include "ui/broadcast/broadcastpage.h"
#include "ui/gateways/gatewayspage.h"
#include "ui/kit/bulkactions.h"
#include "ui/kit/bulkdialog.h"
#include "ui/kit/tagsdialog.h"
#include "ui/overview/accountmodel.h"
#include "ui/overview/overviewpage.h"
#include "ui/rkey/rkeypage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/windowdialogs.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

#include <algorithm>
#include <tuple>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

//! What is done to a selection of the overview or of the list of gateways.
class TestBulkActions final : public TestCase
{
    Q_OBJECT

    Language m_language;
    Theme m_theme{Theme::Mode::Light};

    static Error refused() { return {.kind = ErrorKind::Rejected, .reason = Reason::RestartByHand}; }
    static QString gateway(int number) { return u"napcat-%1"_s.arg(number, 2, 10, QLatin1Char('0')); }
    static void select(QTableView *table, const QStringList &gateways)
    {
        const int column = table->accessibleName() == u"Gateways"_s ? 1 : -1;
        table->clearSelection();
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QModelIndex first = table->model()->index(row, 0);
            const QString id = column < 0 ? first.data(AccountModel::GatewayIdRole).toString()
                                          : first.siblingAtColumn(column).data().toString();
            if (gateways.contains(id))
                table->selectionModel()->select(first, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
    }
    static QStringList selectedIn(const QTableView *table)
    {
        QStringList ids;
        const QModelIndexList rows = table->selectionModel()->selectedRows();
        for (const QModelIndex &row : rows)
            ids.append(row.data(AccountModel::GatewayIdRole).toString());
        ids.sort();
        return ids;
    }
    //! All thirty are online.
    static void connectAll(SampleEngine &engine)
    {
        const QList<AccountSnapshot> accounts = engine.sessions().accounts();
        for (const AccountSnapshot &account : accounts) {
            engine.change(account.profile.id, [](AccountSnapshot &one) {
                one.session = {};
                one.session.phase = SessionPhase::Online;
            });
        }
    }
    static void tag(SampleEngine &engine, int number, const QStringList &tags)
    {
        engine.change(GatewayId(gateway(number)), [&tags](AccountSnapshot &one) { one.profile.tags = tags; });
    }
    static QStringList outcomes(const BulkDialog *dialog)
    {
        const auto *table = named<QTableView>(dialog, u"Accounts and results"_s);
        QStringList outcomes;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            outcomes.append(table->model()->index(row, 0).data().toString() + u": "_s
                            + table->model()->index(row, 1).data().toString());
        return outcomes;
    }
    [[nodiscard]] std::unique_ptr<MainWindow> openWindow(engine::Engine &engine, const QString &language)
    {
        WindowOptions options;
        options.language = language;
        options.theme = u"light"_s;
        options.useLanguage = [this](const QString &wanted) { return m_language.use(wanted); };
        auto window = std::make_unique<MainWindow>(engine, options);
        window->show();
        return window;
    }
    static void settle()
    {
        for (int i = 0; i < 10; ++i)
            QCoreApplication::sendPostedEvents();
    }

protected:
    void prepare() override { m_language.use(u"en"_s); }

private Q_SLOTS:
    void threeOfThirtyFailAndTheListNamesThem()
    {
        SampleEngine engine;
        connectAll(engine);
        for (const int number : {3, 17, 29})
            engine.failing.insert(u"restartGateway "_s + gateway(number), refused());
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        const QSignalSpy told(&page, &Page::notice);
        const QSignalSpy went(&page, &Page::navigate);
        named<QTableView>(&page, u"Gateways"_s)->selectAll();
        QVERIFY(says(&page, u"30 selected"_s));
        press(&page, u"Restart 30 gateways"_s);
        const QPointer<BulkDialog> dialog = page.findChild<BulkDialog *>();
        QVERIFY(dialog);
        QVERIFY(says(dialog, u"Each gateway restarts and then waits for a scan or a quick login"_s));
        QVERIFY(engine.calls.isEmpty());
        press(dialog, u"Restart gateways"_s);
        QTRY_VERIFY(named<QPushButton>(dialog, u"Retry 3 failed"_s));
        QCOMPARE(engine.calls.filter(u"restartGateway"_s).size(), 30);
        QVERIFY(says(dialog, u"27 started · 3 failed"_s));
        const QStringList shown = outcomes(dialog);
        QCOMPARE(shown.size(), 30);
        for (int row = 0; row < 30; ++row) // the failed ones first
            QCOMPARE(shown.at(row).endsWith(u": failed: the gateway cannot restart itself"_s), row < 3);
        QVERIFY(shown.at(3).endsWith(u": started"_s)); // that the gateway is up again is not known yet
        for (const QString &name : {u"NapCat 03"_s, u"NapCat 17"_s, u"NapCat 29"_s})
            QCOMPARE(shown.mid(0, 3).filter(name).size(), 1);
        QCOMPARE(cutTexts(dialog).join(u"; "_s), QString());
        QCOMPARE(namelessControls(dialog).join(u"; "_s), QString());

        press(dialog, u"Copy results"_s);
        const QStringList copied = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(copied.constFirst(), u"Restart 30 gateways: 27 started · 3 failed"_s);
        QCOMPARE(copied.filter(u"\tnapcat-17\tfailed: the gateway cannot restart itself"_s).size(), 1);

        engine.failing.remove(u"restartGateway "_s + gateway(17));
        press(dialog, u"Retry 3 failed"_s);
        QTRY_VERIFY(named<QPushButton>(dialog, u"Retry 2 failed"_s));
        QCOMPARE(engine.calls.filter(u"restartGateway"_s).size(), 33);
        engine.failing.clear();
        press(dialog, u"Retry 2 failed"_s);
        QTRY_VERIFY(!dialog); // nothing is left to be read
        QCOMPARE(told.constLast().constFirst().toString(), u"30 gateways restarting"_s);
        QCOMPARE(went.size(), 1); // their codes are on the login wall
        QCOMPARE(went.constFirst().constFirst().value<Destination>().page, PageId::Login);
    }

    void whatRunsIsShownAndCanBeCancelled()
    {
        SampleEngine engine;
        connectAll(engine);
        engine.holdCommands = true;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        named<QTableView>(&page, u"Accounts"_s)->selectAll();
        press(&page, u"Disconnect 30 accounts"_s);
        const QPointer<BulkDialog> dialog = page.findChild<BulkDialog *>();
        QVERIFY(dialog);
        press(dialog, u"Disconnect"_s);
        QCOMPARE(engine.calls.size(), 4);
        QCOMPARE(outcomes(dialog).filter(u": running …"_s).size(), 4);
        engine.answerHeld();
        QTRY_VERIFY(says(dialog, u"4 of 30 done"_s));
        QTRY_COMPARE(engine.calls.size(), 8);
        // an account that is removed now is not waited for
        engine::Delta gone;
        const QString last = outcomes(dialog).constLast();
        const QList<AccountSnapshot> all = engine.sessions().accounts();
        for (const AccountSnapshot &account : all) {
            if (last.contains(account.profile.displayName()))
                gone.sessions.removed = {account.profile.id};
        }
        QCOMPARE(gone.sessions.removed.size(), 1);
        engine.push(gone);
        QCOMPARE(outcomes(dialog).filter(u": removed meanwhile"_s).size(), 1);
        press(dialog, u"Cancel"_s);
        QVERIFY(dialog); // what runs has not ended
        engine.answerHeld();
        QTRY_VERIFY(says(dialog, u"8 succeeded · 21 cancelled · 1 removed meanwhile"_s));
        QCOMPARE(engine.calls.size(), 8);
        QVERIFY(!named<QPushButton>(dialog, u"Disconnect"_s)->isVisible()); // nothing has failed
        press(dialog, u"Close"_s);
        QTRY_VERIFY(!dialog);
    }

    void whatInterruptsNobodyIsNotAskedAbout()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        // waiting to try again, stopped, online, and one whose token was refused: others might be locked out
        select(named<QTableView>(&page, u"Accounts"_s), {gateway(22), gateway(26), gateway(1), gateway(24)});
        press(&page, u"Connect 2 accounts"_s);
        QTRY_VERIFY(!page.findChild<BulkDialog *>());
        QStringList calls = engine.calls;
        calls.sort();
        QCOMPARE(calls, (QStringList{u"retryNow napcat-22"_s, u"startGateway napcat-26"_s}));
    }

    void theHarmlessButtonIsTheDefaultWhereGatewaysGo()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        auto *table = named<QTableView>(&page, u"Gateways"_s);
        select(table, {gateway(1), gateway(2)});
        QVERIFY(QTest::qWaitForWindowActive(&page));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Delete);
        const QPointer<BulkDialog> dialog = page.findChild<BulkDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), u"Remove 2 gateways"_s);
        QVERIFY(named<QPushButton>(dialog, u"Cancel"_s)->isDefault());
        press(dialog, u"Remove gateways"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.calls, (QStringList{u"removeGateway napcat-01"_s, u"removeGateway napcat-02"_s}));
    }

    void aTestIsAReportAlsoWhereAllPass()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        select(named<QTableView>(&page, u"Gateways"_s), {gateway(1), gateway(2)});
        press(&page, u"Test 2 gateways"_s);
        const QPointer<BulkDialog> dialog = page.findChild<BulkDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(says(dialog, u"2 succeeded"_s));
        engine.testReport.steps[0].state = StepState::Failed;
        engine.testReport.steps[0].why = {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused};
        press(dialog, u"Close"_s);
        QTRY_VERIFY(!dialog);
        press(&page, u"Test 2 gateways"_s);
        const QPointer<BulkDialog> again = page.findChild<BulkDialog *>();
        QTRY_VERIFY(named<QPushButton>(again, u"Retry 2 failed"_s));
        QCOMPARE(outcomes(again).filter(u"failed: nothing listens at this address and port"_s).size(), 2);
    }

    void keysMenuAndPaletteDoTheSame()
    {
        SampleEngine engine;
        const auto window = openWindow(engine, u"en"_s);
        window->resize(1440, 900);
        QWidget *page = window->page(PageId::Overview);
        auto *table = named<QTableView>(page, u"Accounts"_s);
        select(table, {gateway(1), gateway(2)});
        const QString words = u"Disconnect 2 accounts"_s;
        const auto asked = [page, &words] {
            BulkDialog *dialog = page->findChild<BulkDialog *>();
            const bool right = dialog && dialog->windowTitle() == words;
            delete dialog;
            return right;
        };
        const QList<PaletteItem> items = window->paletteItems();
        const auto item =
            std::find_if(items.cbegin(), items.cend(), [&words](const PaletteItem &one) { return one.title == words; });
        QVERIFY(item != items.cend());
        QCOMPARE(item->hint, u"selection · Ctrl+Shift+D"_s);
        item->run();
        QVERIFY(asked());

        Q_EMIT table->customContextMenuRequested(
            table->visualRect(table->selectionModel()->selectedRows().constFirst()).center());
        const QPointer<QMenu> menu = table->findChild<QMenu *>();
        QVERIFY(menu);
        const QList<QAction *> entries = menu->actions();
        const auto entry = std::find_if(entries.cbegin(), entries.cend(),
                                        [&words](const QAction *one) { return one->text() == words + u" …"_s; });
        QVERIFY(entry != entries.cend());
        (*entry)->trigger();
        menu->close();
        QVERIFY(asked());

        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(asked());
        QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(selectedIn(table).size(), 30);
        QVERIFY(window->page(PageId::Overview)->escape());
        QVERIFY(selectedIn(table).isEmpty());
        // the selection of a page that is not shown is not acted on
        select(table, {gateway(1), gateway(2)});
        window->navigateTo({.page = PageId::Health});
        const QList<PaletteItem> elsewhere = window->paletteItems();
        QVERIFY(std::none_of(elsewhere.cbegin(), elsewhere.cend(),
                             [&words](const PaletteItem &one) { return one.title == words; }));
    }

    void selectionAndScrollingSurviveUpdates()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 400);
        page.show();
        auto *table = named<QTableView>(&page, u"Accounts"_s);
        QStringList wanted;
        for (const int number : {2, 5, 6, 11, 21, 28})
            wanted.append(gateway(number));
        select(table, wanted);
        settle();
        table->verticalScrollBar()->setValue(100);
        for (int delta = 0; delta < 50; ++delta) {
            const GatewayId changed(gateway(1 + delta % 30));
            engine.change(changed, [delta](AccountSnapshot &account) {
                account.activity.eventCount += 7;
                // some change their place in the order
                account.session.phase = delta % 3 == 0 ? SessionPhase::Stopped : SessionPhase::Online;
            });
            settle();
        }
        QCOMPARE(selectedIn(table), wanted);
        QCOMPARE(table->verticalScrollBar()->value(), 100);
        page.refresh();
        settle();
        QCOMPARE(selectedIn(table), wanted);
        QCOMPARE(table->verticalScrollBar()->value(), 100);
        engine::Delta gone;
        gone.sessions.removed = {GatewayId(wanted.takeFirst())};
        engine.push(gone);
        QCOMPARE(selectedIn(table), wanted);
    }

    void theNumberFollowsTheStatesOfTheSelection()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        select(named<QTableView>(&page, u"Accounts"_s), {gateway(1), gateway(2), gateway(26)});
        QVERIFY(named<QPushButton>(&page, u"Disconnect 2 accounts"_s));
        QVERIFY(named<QPushButton>(&page, u"Connect 1 account"_s));
        engine.change(GatewayId(gateway(1)),
                      [](AccountSnapshot &account) { account.session.phase = SessionPhase::Stopped; });
        QVERIFY(named<QPushButton>(&page, u"Disconnect 1 account"_s));
        QVERIFY(named<QPushButton>(&page, u"Connect 2 accounts"_s));
        select(named<QTableView>(&page, u"Accounts"_s), {gateway(1)});
        QVERIFY(!named<QPushButton>(&page, u"All actions"_s)->isVisible()); // one row has its own actions
    }

    void aSelectionIsExportedAsATableWithoutTokens()
    {
        SampleEngine engine;
        tag(engine, 2, {u"main"_s, u"eu"_s});
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        const QSignalSpy told(&page, &Page::notice);
        auto *table = named<QTableView>(&page, u"Gateways"_s);
        select(table, {gateway(1), gateway(2)});
        QVERIFY(QTest::qWaitForWindowActive(&page));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_E, Qt::ControlModifier);
        auto *chooser = page.findChild<QFileDialog *>();
        QVERIFY(chooser);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"gateways.csv"_s);
        Q_EMIT chooser->fileSelected(path);
        delete chooser;
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(u"\r\n"_s);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.constFirst().endsWith(
            u"Name,Id,Kind,Address,Version,State,Number,Nickname,Tags,Never broadcasts"_s)); // behind the byte mark
        QVERIFY(lines.at(1).startsWith(u"NapCat 01,napcat-01,NapCat,http://192.168.1.20:6099,"_s));
        QVERIFY(lines.at(2).endsWith(u",main eu,"_s));
        QCOMPARE(told.constLast().constFirst().toString(), u"2 gateways written to %1, without tokens"_s.arg(path));
        QVERIFY(engine.calls.isEmpty());
    }

    void tagsOfASelectionAreEditedTogether()
    {
        SampleEngine engine;
        tag(engine, 1, {u"main"_s});
        tag(engine, 2, {u"eu"_s, u"old"_s});
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        select(named<QTableView>(&page, u"Gateways"_s), {gateway(1), gateway(2), gateway(3)});
        press(&page, u"Tags of 3 gateways"_s);
        const QPointer<TagsDialog> dialog = page.findChild<TagsDialog *>();
        QVERIFY(dialog);
        auto *mainBox = named<QCheckBox>(dialog, u"main"_s);
        auto *oldBox = named<QCheckBox>(dialog, u"old"_s);
        QVERIFY(mainBox && oldBox);
        QCOMPARE(mainBox->checkState(), Qt::PartiallyChecked);
        mainBox->setCheckState(Qt::Checked);
        oldBox->setCheckState(Qt::Unchecked);
        named<QLineEdit>(dialog, u"New tags"_s)->setText(u"#night, Main"_s);
        press(dialog, u"Apply"_s);
        QTRY_COMPARE(engine.updated.size(), 3);
        QTRY_VERIFY(!page.findChild<BulkDialog *>());
        QCOMPARE(engine.updated.value(GatewayId(gateway(1))).tags, (QStringList{u"main"_s, u"night"_s}));
        QCOMPARE(engine.updated.value(GatewayId(gateway(2))).tags,
                 (QStringList{u"eu"_s, u"main"_s, u"night"_s})); // half ticked boxes change nothing
        QCOMPARE(engine.updated.value(GatewayId(gateway(3))).tags, (QStringList{u"main"_s, u"night"_s}));
    }

    void aTagIsAFilterWhereverAccountsAreFiltered()
    {
        SampleEngine engine;
        tag(engine, 1, {u"Main"_s});
        tag(engine, 2, {u"mainly"_s});
        const auto window = openWindow(engine, u"en"_s);
        const auto shown = [&window](PageId id, const QString &filter, const QString &table, const QString &typed) {
            window->navigateTo({.page = id});
            QWidget *page = window->page(id);
            named<QLineEdit>(page, filter)->setText(typed);
            return named<QTableView>(page, table)->model()->rowCount();
        };
        for (const auto &[id, filter, table] :
             {std::tuple(PageId::Overview, u"Filter accounts"_s, u"Accounts"_s),
              std::tuple(PageId::Gateways, u"Filter gateways"_s, u"Gateways"_s),
              std::tuple(PageId::Rkey, u"Filter rkey accounts"_s, u"rkey accounts"_s)}) {
            const int all = shown(id, filter, table, {});
            QVERIFY(all > 2);
            QCOMPARE(shown(id, filter, table, u"tag:main"_s), 1);
            QCOMPARE(shown(id, filter, table, u"tag:nobody"_s), 0);
            QCOMPARE(shown(id, filter, table, u"tag:"_s), all); // still being typed
            QCOMPARE(shown(id, filter, table, u"mainl"_s), 1);
            shown(id, filter, table, {});
        }
        // and the tags in use can be chosen
        window->navigateTo({.page = PageId::Gateways});
        auto *field = named<QLineEdit>(window->page(PageId::Gateways), u"Filter gateways"_s);
        field->setText(u"NapCat tag:other"_s);
        const QList<QAction *> actions = field->actions();
        const auto open =
            std::find_if(actions.cbegin(), actions.cend(), [](const QAction *one) { return one->text() == u"Tags"_s; });
        QVERIFY(open != actions.cend() && (*open)->isVisible());
        (*open)->trigger();
        const QPointer<QMenu> menu = field->findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 2);
        menu->actions().constFirst()->trigger();
        menu->close();
        QCOMPARE(field->text(), u"NapCat tag:Main"_s);
        QCOMPARE(named<QTableView>(window->page(PageId::Gateways), u"Gateways"_s)->model()->rowCount(), 1);
        const QList<PaletteItem> items = window->paletteItems();
        QVERIFY(std::any_of(items.cbegin(), items.cend(),
                            [](const PaletteItem &one) { return one.hint.endsWith(u"· tag:Main"_s); }));
    }

    void tagsAndExclusionAreShownOnlyWhereThereAreAny()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        const auto *table = named<QTableView>(&page, u"Accounts"_s);
        QVERIFY(table->isColumnHidden(AccountModel::Tags));
        engine.change(GatewayId(gateway(1)), [](AccountSnapshot &account) {
            account.profile.tags = {u"main"_s, u"eu"_s};
            account.profile.neverBroadcast = true;
        });
        QVERIFY(!table->isColumnHidden(AccountModel::Tags));
        page.showItem({.page = PageId::Overview, .gateway = GatewayId(gateway(1))});
        QVERIFY(says(&page, u"main, eu · never broadcasts"_s)); // in the drawer as well
        QCOMPARE(table->currentIndex().siblingAtColumn(AccountModel::Tags).data().toString(),
                 u"main, eu · never broadcasts"_s);
        engine.change(GatewayId(gateway(1)), [](AccountSnapshot &account) {
            account.profile.tags = {};
            account.profile.neverBroadcast = false;
        });
        QVERIFY(table->isColumnHidden(AccountModel::Tags));
    }

    void anExcludedAccountIsNotOfferedForABroadcast()
    {
        SampleEngine engine;
        connectAll(engine);
        BroadcastPage broadcast(engine, m_theme, nullptr);
        const auto *accounts = named<QComboBox>(&broadcast, u"Account for targets"_s);
        QCOMPARE(accounts->count(), 31); // and all of them
        QCOMPARE(accounts->currentData().toString(), gateway(1));
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        BulkActions actions(engine, m_theme, &page, [&engine] {
            return QList{engine.account(u"napcat-01"_s), engine.account(u"napcat-02"_s)};
        });
        QCOMPARE(BulkActions::words(BulkAction::Exclude, 2), u"Never broadcast from 2 accounts"_s);
        actions.run(BulkAction::Exclude);
        QTRY_COMPARE(engine.updated.size(), 2);
        for (const int number : {1, 2}) {
            QVERIFY(engine.updated.value(GatewayId(gateway(number))).neverBroadcast);
            engine.change(GatewayId(gateway(number)),
                          [](AccountSnapshot &account) { account.profile.neverBroadcast = true; });
        }
        QCOMPARE(accounts->count(), 29);
        QCOMPARE(accounts->findData(gateway(1)), -1);
        QCOMPARE(accounts->currentData().toString(), gateway(3));
        // all of them excluded: the list says so
        const QList<AccountSnapshot> all = engine.sessions().accounts();
        for (const AccountSnapshot &account : all)
            engine.change(account.profile.id, [](AccountSnapshot &one) { one.profile.neverBroadcast = true; });
        QCOMPARE(accounts->count(), 0);
        const QList<QLabel *> labels = broadcast.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
            return label->text().startsWith(u"Every account is excluded from broadcasts."_s);
        }));
    }

    void nobodyIsLoggedInTwice()
    {
        const auto waiting = [](const QString &id, const QString &was, const QStringList &remembered) {
            AccountSnapshot account;
            account.profile.id = GatewayId(id);
            account.account = AccountId(was);
            account.session.phase = SessionPhase::LoginRequired;
            for (const QString &number : remembered)
                account.login.quick.append({AccountId(number), {}});
            return account;
        };
        AccountSnapshot online = waiting(u"online"_s, u"10009"_s, {});
        online.session.phase = SessionPhase::Online;
        const QList<AccountSnapshot> accounts{waiting(u"own"_s, u"10002"_s, {u"10001"_s, u"10002"_s}),
                                              waiting(u"only"_s, {}, {u"10003"_s}),
                                              waiting(u"twice"_s, {}, {u"10003"_s}),
                                              waiting(u"choice"_s, {}, {u"10004"_s, u"10005"_s}),
                                              waiting(u"elsewhere"_s, {}, {u"10009"_s}),
                                              waiting(u"nothing"_s, u"10007"_s, {})};
        const QHash<GatewayId, AccountId> logins = chooseQuickLogins(accounts, accounts + QList{online});
        QCOMPARE(logins.size(), 2);
        QCOMPARE(logins.value(GatewayId(u"own"_s)), AccountId(u"10002"_s));
        QCOMPARE(logins.value(GatewayId(u"only"_s)), AccountId(u"10003"_s));
    }

    void nothingIsCutWithASelectionInASmallWindow_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<PageId>("page");
        for (const QString &language : {u"en"_s, u"zh_CN"_s}) {
            QTest::addRow("overview %s", qPrintable(language)) << language << PageId::Overview;
            QTest::addRow("gateways %s", qPrintable(language)) << language << PageId::Gateways;
        }
    }
    void nothingIsCutWithASelectionInASmallWindow()
    {
        QFETCH(const QString, language);
        QFETCH(const PageId, page);
        SampleEngine engine;
        tag(engine, 1, {u"main"_s, u"东区"_s});
        const auto window = openWindow(engine, language);
        window->resize(1000, 640);
        window->navigateTo({.page = page});
        QWidget *shown = window->page(page);
        const QList<QTableView *> tables = shown->findChildren<QTableView *>();
        const auto table =
            std::find_if(tables.cbegin(), tables.cend(), [](const QTableView *one) { return one->isVisible(); });
        QVERIFY(table != tables.cend());
        (*table)->selectAll();
        settle();
        QCOMPARE(cutTexts(window.get()).join(u"; "_s), QString());
        QCOMPARE(sharedNames(shown).join(u"; "_s), QString());
        QCOMPARE(namelessControls(shown).join(u"; "_s), QString());
        for (const BulkAction action : {BulkAction::Disconnect, BulkAction::Remove, BulkAction::Tags}) {
            BulkActions actions(engine, m_theme, shown, [&engine] { return engine.sessions().accounts(); });
            actions.run(action);
            auto *dialog = shown->findChild<Dialog *>();
            QVERIFY(dialog);
            settle();
            QVERIFY2(dialog->height() <= 640, qPrintable(QString::number(dialog->height())));
            QCOMPARE(cutTexts(dialog).join(u"; "_s), QString());
            QCOMPARE(namelessControls(dialog).join(u"; "_s), QString());
            delete dialog;
        }
    }
};

ROOKERY_WINDOW_TEST(tst_bulkactions, TestBulkActions)
#include "tst_bulkactions.moc"

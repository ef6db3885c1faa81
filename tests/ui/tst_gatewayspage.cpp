// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "ui/gateways/addgatewaydialog.h"
#include "ui/gateways/certificatedialog.h"
#include "ui/gateways/editgatewaydialog.h"
#include "ui/gateways/gatewaymodel.h"
#include "ui/gateways/gatewayspage.h"
#include "ui/gateways/pastegatewaysdialog.h"
#include "ui/gateways/tokendialog.h"
#include "ui/overview/accountmodel.h"
#include "ui/overview/overviewpage.h"
#include "ui/settings/supporttext.h"
#include "ui/shell/windowdialogs.h"
#include "ui/text/wording.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QTreeWidget>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestGatewaysPage final : public TestCase
{
    Q_OBJECT

    Theme m_theme{Theme::Mode::Light};

    static bool says(const QWidget *root, const QString &words)
    {
        for (const QLabel *label : root->findChildren<QLabel *>()) {
            if (!label->isHidden() && label->text().contains(words))
                return true;
        }
        return false;
    }
    //! The dialog's second step, filled in.
    static void fillAddress(AddGatewayDialog *dialog, const QString &address, const QString &token)
    {
        press(dialog, u"Next"_s);
        named<QLineEdit>(dialog, u"Panel address"_s)->setText(address);
        named<QLineEdit>(dialog, u"Token"_s)->setText(token);
        press(dialog, u"Next"_s);
    }

private Q_SLOTS:
    void threeStepsAddAGateway()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const QPointer<AddGatewayDialog> dialog = new AddGatewayDialog(engine, m_theme, nullptr);
        dialog->open();
        fillAddress(dialog, u"127.0.0.1:6099"_s, u"secret-1"_s);
        QTRY_VERIFY(says(dialog, u"Everything answers"_s));
        const auto *report = named<QTreeWidget>(dialog, u"Test steps"_s);
        QCOMPARE(report->topLevelItemCount(), 6);
        QCOMPARE(cutTexts(dialog).join(u"; "_s), QString());
        press(dialog, u"Add this gateway"_s);
        QTRY_VERIFY(!dialog);
        QVERIFY(engine.calls.constLast().startsWith(u"addGateway "));
        QCOMPARE(engine.lastToken.reveal(), u"secret-1"_s);
        QCOMPARE(engine.lastProfile.webUi, QUrl(u"http://127.0.0.1:6099"_s));
    }

    void anotherKindIsAskedForInItsOwnWords()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const QPointer<AddGatewayDialog> dialog = new AddGatewayDialog(engine, m_theme, nullptr);
        dialog->open();
        named<QRadioButton>(dialog, u"Milky"_s)->setChecked(true);
        press(dialog, u"Next"_s);
        QVERIFY(!named<QLineEdit>(dialog, u"OneBot address (optional)"_s));
        named<QLineEdit>(dialog, u"Milky address"_s)->setText(u"http://127.0.0.1:3010/milky/?access_token=abc-1"_s);
        QCOMPARE(named<QLineEdit>(dialog, u"Access token"_s)->text(), u"abc-1"_s);
        press(dialog, u"Next"_s);
        QTRY_VERIFY(says(dialog, u"Everything answers"_s));
        press(dialog, u"Add this gateway"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.lastProfile.kind, GatewayKind::Milky);
        QCOMPARE(engine.lastProfile.webUi, QUrl(u"http://127.0.0.1:3010/milky"_s));
        QCOMPARE(engine.lastToken.reveal(), u"abc-1"_s);
    }

    void aKindThatMayDoWithoutATokenDoesNotInsist()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->open();
        named<QRadioButton>(dialog.get(), u"Milky"_s)->setChecked(true);
        press(dialog.get(), u"Next"_s);
        named<QLineEdit>(dialog.get(), u"Milky address"_s)->setText(u"127.0.0.1:3010"_s);
        press(dialog.get(), u"Next"_s);
        QTRY_VERIFY(says(dialog.get(), u"Everything answers"_s));
    }

    void deleteAsksBeforeTheGatewayGoes()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.show();
        auto *table = named<QTableView>(&page, u"Gateways"_s);
        const auto deleteKey = [table] { QTest::keyClick(table, Qt::Key_Delete); };
        table->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        deleteKey(); // nothing is chosen
        QVERIFY(!page.findChild<QDialog *>());
        table->selectRow(0);
        deleteKey();
        auto *dialog = page.findChild<QDialog *>();
        QVERIFY(dialog);
        QVERIFY(engine.calls.filter(u"removeGateway"_s).isEmpty());
        dialog->reject();
        QTRY_VERIFY(!page.findChild<QDialog *>());
        page.activateWindow();
        table->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        deleteKey();
        QVERIFY(page.findChild<QDialog *>());
        press(page.findChild<QDialog *>(), u"Remove gateway"_s);
        QTRY_COMPARE(engine.calls.filter(u"removeGateway"_s).size(), 1);
    }

    void aPastedPanelAddressBringsItsTokenOutOfSight()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        press(dialog.get(), u"Next"_s);
        auto *address = named<QLineEdit>(dialog.get(), u"Panel address"_s);
        address->setText(u"http://192.168.1.9:6099/webui?token=abc-1"_s);
        QVERIFY(!address->text().contains(u"abc"));
        QCOMPARE(named<QLineEdit>(dialog.get(), u"Token"_s)->text(), u"abc-1"_s);
        QVERIFY(says(dialog.get(), u"Plain http"_s));
    }

    void missingAndWrongInputIsNamed()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        fillAddress(dialog.get(), u"not an address at all"_s, u"x"_s);
        QVERIFY(says(dialog.get(), u"This is not an address"_s));
        named<QLineEdit>(dialog.get(), u"Panel address"_s)->setText(u"http://localhost:6099"_s);
        named<QLineEdit>(dialog.get(), u"Token"_s)->clear();
        press(dialog.get(), u"Next"_s);
        QVERIFY(says(dialog.get(), u"The token is missing"_s));
        QVERIFY(says(dialog.get(), u"webui.json"_s));
        QVERIFY(engine.calls.isEmpty());
    }

    void aFailedStepNamesWhatIsWrong()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.testReport.steps[2].state = StepState::Failed;
        engine.testReport.steps[2].why =
            Error{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong, .code = 0, .detail = {}};
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        fillAddress(dialog.get(), u"http://localhost:6099"_s, u"wrong"_s);
        QTRY_VERIFY(says(dialog.get(), u"The test found a problem"_s));
        QVERIFY(!named<QLabel>(dialog.get(), u"Problem"_s)->text().isEmpty());
        QVERIFY(says(dialog.get(), u"Go back and correct it"_s)); // the button that is here
        press(dialog.get(), u"Test again"_s);
        QTRY_COMPARE(engine.calls.filter(u"testGateway"_s).size(), 2);
    }

    void aServiceIsTestedForWhatItHasAndADeadOneIsRed()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.testReport.steps[1] = {.step = TestStep::Kind,
                                      .state = StepState::Failed,
                                      .why = {.kind = ErrorKind::Network, .reason = Reason::BackendDown},
                                      .found = {}};
        for (int i = int(TestStep::Token); i <= int(TestStep::Actions); ++i)
            engine.testReport.steps[i] = {.step = TestStep(i), .state = StepState::Skipped, .why = {}, .found = {}};
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->open();
        named<QRadioButton>(dialog.get(), u"Monitored service"_s)->setChecked(true);
        press(dialog.get(), u"Next"_s);
        named<QLineEdit>(dialog.get(), u"API address"_s)->setText(u"http://127.0.0.1:5678"_s);
        press(dialog.get(), u"Next"_s);
        QTRY_VERIFY(says(dialog.get(), u"The test found a problem"_s));
        QVERIFY(!says(dialog.get(), u"No problem found"_s));
        QVERIFY(says(dialog.get(), u"what is behind it does not"_s));
        const auto *report = named<QTreeWidget>(dialog.get(), u"Test steps"_s);
        QStringList names;
        for (int i = 0; i < report->topLevelItemCount(); ++i)
            names.append(report->topLevelItem(i)->text(0));
        QCOMPARE(names, QStringList({u"Address answers"_s, u"Service behind it answers"_s, u"Log can be read"_s}));
        QCOMPARE(report->topLevelItem(1)->text(1), u"failed"_s);
    }

    void anotherKindThatAnswersIsNamedAndOffered()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.testReport.steps[1].state = StepState::Failed;
        engine.testReport.steps[1].why = Error{.kind = ErrorKind::Network, .reason = Reason::FrontRefuses, .code = 403};
        Detection found;
        found.as = DetectedAs::Panel;
        found.kind = GatewayKind::LLBot;
        found.address = QUrl(u"http://localhost:3080"_s);
        found.program = u"LLBot"_s;
        found.certain = true;
        engine.testReport.seems = found;
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->open();
        fillAddress(dialog.get(), u"http://localhost:3080"_s, u"t"_s);
        QTRY_VERIFY(says(dialog.get(), u"This is the panel of LLBot."_s));
        press(dialog.get(), u"Switch to LLBot"_s);
        QVERIFY(says(dialog.get(), u"Step 2 of 3"_s));
        QCOMPARE(named<QLineEdit>(dialog.get(), u"Panel address"_s)->text(), u"http://localhost:3080"_s);
        // it opens the panel at this address, whoever's it is
        QCOMPARE(named<QLineEdit>(dialog.get(), u"Panel password"_s)->text(), u"t"_s);
        QVERIFY(!says(dialog.get(), u"not carried over"_s));
        engine.testReport.seems.reset();
        press(dialog.get(), u"Next"_s);
        QTRY_COMPARE(engine.calls.filter(u"testGateway"_s).size(), 2);
        QCOMPARE(engine.lastToken.reveal(), u"t"_s);
        QVERIFY(engine.lastProfile.kind == GatewayKind::LLBot);
    }

    void aTokenThatTheOtherKindDoesNotAskForIsNotUsedThereWithoutAWord_data()
    {
        QTest::addColumn<GatewayKind>("found");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("words");
        QTest::newRow("another secret") << GatewayKind::Milky << u"Access token"_s
                                        << u" needs another secret (Access token)."_s;
        QTest::newRow("none") << GatewayKind::MonitoredService << QString() << u" needs none."_s;
    }
    void aTokenThatTheOtherKindDoesNotAskForIsNotUsedThereWithoutAWord()
    {
        QFETCH(const GatewayKind, found);
        QFETCH(const QString, line);
        QFETCH(const QString, words);
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.testReport.steps[1].state = StepState::Failed;
        engine.testReport.seems = Detection();
        engine.testReport.seems->kind = found;
        engine.testReport.seems->address = QUrl(u"http://localhost:3000"_s);
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->open();
        fillAddress(dialog.get(), u"http://localhost:3000"_s, u"panel-token"_s);
        const QString offer = u"Switch to "_s + text::gatewayKindName(found);
        QTRY_VERIFY(named<QPushButton>(dialog.get(), offer));
        press(dialog.get(), offer);
        const QString told = u"The token typed for %1 was not carried over: %2"_s.arg(
            text::gatewayKindName(GatewayKind::NapCat), text::gatewayKindName(found) + words);
        QVERIFY(says(dialog.get(), told));
        const QList<QLineEdit *> lines = dialog->findChildren<QLineEdit *>();
        QVERIFY(std::none_of(lines.cbegin(), lines.cend(),
                             [](const QLineEdit *one) { return one->text().contains(u"panel-token"_s); }));
        if (line.isEmpty())
            return;
        named<QLineEdit>(dialog.get(), line)->setText(u"its own"_s);
        QVERIFY(!says(dialog.get(), told));
        press(dialog.get(), u"Next"_s);
        QTRY_COMPARE(engine.lastToken.reveal(), u"its own"_s);
    }

    void aRefusedCertificateIsShownBeforeItIsTrusted()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.testReport.steps[0].state = StepState::Failed;
        engine.testReport.steps[0].why =
            Error{.kind = ErrorKind::Tls, .reason = Reason::TlsUntrusted, .code = 0, .detail = {}};
        engine.testReport.certificate = CertificateInfo{
            .sha256 = QByteArray(32, '\x5a'), .subject = u"CN=x"_s, .issuer = u"CN=x"_s, .notAfter = {}};
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->open();
        fillAddress(dialog.get(), u"https://box:6099"_s, u"t"_s);
        QTRY_VERIFY(says(dialog.get(), u"The test found a problem"_s));
        QVERIFY(engine.lastProfile.pinnedSha256.isEmpty());
        press(dialog.get(), u"Review certificate"_s);
        QVERIFY(says(dialog.get(), u"5A:5A:5A"_s));
        press(dialog.get(), u"Trust this certificate"_s);
        QTRY_COMPARE(engine.lastProfile.pinnedSha256, QByteArray(32, '\x5a'));
    }

    void pastedLinesAreAddedAndBadOnesStay()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const std::unique_ptr<PasteGatewaysDialog> dialog(new PasteGatewaysDialog(engine, m_theme, nullptr));
        dialog->open();
        auto *text = named<QPlainTextEdit>(dialog.get(), u"Lines"_s);
        text->setPlainText(u"a http://127.0.0.1:1 t1\nonly-two http://x\nb http://127.0.0.1:2 t2"_s);
        QCOMPARE(named<QTreeWidget>(dialog.get(), u"Preview"_s)->topLevelItemCount(), 3);
        press(dialog.get(), u"Add all"_s);
        QTRY_VERIFY(says(dialog.get(), u"not understood"_s));
        QCOMPARE(engine.calls, QStringList({u"addGateway a"_s, u"addGateway b"_s}));
        QCOMPARE(text->toPlainText(), u"only-two http://x"_s);
    }

    void aNewTokenKeepsTheGateway()
    {
        SampleEngine engine;
        const QPointer<TokenDialog> dialog =
            new TokenDialog(engine, m_theme, engine.account(u"napcat-24"_s).profile, nullptr);
        dialog->open();
        QVERIFY(!named<QPushButton>(dialog, u"Save token"_s)->isEnabled());
        auto *field = named<QLineEdit>(dialog, u"New token"_s);
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        field->setText(u"fresh"_s);
        engine.failNext = Error{.kind = ErrorKind::Storage, .reason = Reason::KeyringLocked, .code = 0, .detail = {}};
        press(dialog, u"Save token"_s);
        QTRY_VERIFY(!named<QLabel>(dialog, u"Problem"_s)->text().isEmpty());
        press(dialog, u"Save token"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.calls, QStringList({u"changeToken napcat-24"_s, u"changeToken napcat-24"_s}));
    }

    void aMovedGatewayLosesTheTrustOfTheOldAddress()
    {
        SampleEngine engine;
        GatewayProfile profile = engine.account(u"napcat-23"_s).profile;
        profile.pinnedSha256 = QByteArray(32, 'x');
        const QPointer<EditGatewayDialog> dialog = new EditGatewayDialog(engine, m_theme, profile, nullptr);
        dialog->open();
        named<QLineEdit>(dialog, u"Name"_s)->setText(u"新名字"_s);
        named<QLineEdit>(dialog, u"Panel address"_s)->setText(u"https://10.8.0.7:6099"_s);
        press(dialog, u"Save changes"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.lastProfile.name, u"新名字"_s);
        QVERIFY(engine.lastProfile.pinnedSha256.isEmpty());
        QCOMPARE(engine.lastProfile.id, profile.id);
    }

    void tagsAndTheExclusionAreEditedWithTheRest()
    {
        SampleEngine engine;
        GatewayProfile profile = engine.account(u"napcat-01"_s).profile;
        profile.tags = {u"main"_s};
        const QPointer<EditGatewayDialog> dialog = new EditGatewayDialog(engine, m_theme, profile, nullptr);
        dialog->open();
        auto *tags = named<QLineEdit>(dialog, u"Tags"_s);
        QCOMPARE(tags->text(), u"main"_s);
        tags->setText(u"main, #eu eu"_s);
        auto *never = named<QCheckBox>(dialog, u"Never broadcast from this account"_s);
        QVERIFY(never && !never->isChecked());
        never->setChecked(true);
        press(dialog, u"Save changes"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.lastProfile.tags, (QStringList{u"main"_s, u"eu"_s}));
        QVERIFY(engine.lastProfile.neverBroadcast);
        // nothing is sent through a service that is only watched
        profile.kind = GatewayKind::MonitoredService;
        const std::unique_ptr<EditGatewayDialog> watched(new EditGatewayDialog(engine, m_theme, profile, nullptr));
        QVERIFY(!named<QCheckBox>(watched.get(), u"Never broadcast from this account"_s));
        // another kind keeps them
        const std::unique_ptr<EditGatewayDialog> changed(
            new EditGatewayDialog(engine, m_theme, profile, nullptr, GatewayKind::LLBot));
        QVERIFY(!named<QLineEdit>(changed.get(), u"Tags"_s));
    }

    void removingAsksFirst()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        QVERIFY(!named<QPushButton>(&page, u"Remove"_s)->isEnabled());
        named<QTableView>(&page, u"Gateways"_s)->selectRow(0);
        press(&page, u"Remove"_s);
        QVERIFY(engine.calls.isEmpty());
        press(&page, u"Remove gateway"_s);
        QVERIFY(engine.calls.contains(u"removeGateway napcat-01"_s));
    }

    void theSupportTextHasNoNumbersAndNoNames()
    {
        SampleEngine engine;
        const QString text = supportText(engine);
        QVERIFY(text.contains(u"4.18.19"));
        QVERIFY(text.contains(u"napcat.rkey.fallback"));
        QVERIFY(!text.contains(u"1030015521"));
        QVERIFY(!text.contains(u"30001"));
        QVERIFY(!text.contains(u"小雪"));
    }

    void anotherKindIsToldAndChangedWithOneButton()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1200, 700);
        page.show();
        auto *table = named<QTableView>(&page, u"Gateways"_s);
        table->selectRow(0);
        auto *change = named<QPushButton>(&page, u"Change kind"_s);
        QVERIFY(!change->isVisible());
        const QString id = table->model()->index(0, 1).data().toString();
        engine.change(GatewayId(id), [](AccountSnapshot &account) { account.version.seems = GatewayKind::LLBot; });
        QCOMPARE(table->model()->index(0, 2).data().toString(), u"NapCat, now LLBot"_s);
        QVERIFY(change->isVisible());
        change->click();
        const QPointer<EditGatewayDialog> dialog = page.findChild<EditGatewayDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->windowTitle().contains(u"LLBot"));
        named<QLineEdit>(dialog, u"Panel password"_s)->setText(u"another"_s);
        press(dialog, u"Change kind"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.lastProfile.kind, GatewayKind::LLBot);
        QCOMPARE(engine.lastProfile.id.value(), id);
        QCOMPARE(engine.lastToken.reveal(), u"another"_s);
        // in one order, so that the old token is never shown to the new panel
        QCOMPARE(engine.calls, QStringList{u"updateGateway "_s + id});
    }

    void aServiceWhoseBotIsNotProvenIsNowhereSaidToBeOnline()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage before(engine, m_theme, dialogs, nullptr);
        const auto *none = named<QPushButton>(&before, u"Show: Not proven"_s);
        QVERIFY(none && none->isHidden()); // nothing is, so it is not offered
        engine.change(GatewayId(u"napcat-01"_s), [](AccountSnapshot &account) {
            account.capabilities = {.actions = false};
            account.service.emplace();
            account.service->state = ServiceState::BotUnproven;
        });
        OverviewPage overview(engine, m_theme, dialogs, nullptr);
        const auto *some = named<QPushButton>(&overview, u"Show: Not proven"_s);
        QVERIFY(some && !some->isHidden());
        const QList<PaletteItem> items = overview.paletteItems();
        QVERIFY2(items.at(0).hint.endsWith(u"up, bot not proven"_s), qPrintable(items.at(0).hint));
        QVERIFY2(!items.at(1).hint.endsWith(u"not proven"_s), qPrintable(items.at(1).hint));
        GatewayModel model(m_theme);
        model.setRows(engine.sessions().accounts());
        const auto word = [&model](int row) { return model.index(row, GatewayModel::State).data().toString(); };
        QCOMPARE(word(0), u"up, bot not proven"_s);
        QVERIFY2(word(1).startsWith(u"degraded: "_s), qPrintable(word(1))); // of an incident of its own
        QCOMPARE(word(21), u"retrying"_s); // nothing ticks here, so nothing counts down
    }

    void theDrawerSaysThatTheKindIsAnother()
    {
        SampleEngine engine;
        engine.change(GatewayId(u"napcat-22"_s),
                      [](AccountSnapshot &account) { account.version.seems = GatewayKind::LLBot; });
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1250, 800);
        page.show();
        page.showItem({.page = PageId::Overview, .gateway = GatewayId(u"napcat-22"_s)});
        QVERIFY(says(&page, u"now reports LLBot"_s));
        press(&page, u"Change kind"_s);
        QVERIFY(page.findChild<EditGatewayDialog *>());
    }

    void theDrawerShowsTheEvidence()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1250, 800);
        page.show();
        page.showItem({.page = PageId::Overview, .gateway = GatewayId(u"napcat-22"_s)});
        QVERIFY(says(&page, u"灯塔水母"_s));
        QVERIFY(says(&page, u"last closed by the gateway, 1006"_s));
        press(&page, u"Retry now"_s);
        QVERIFY(engine.calls.contains(u"retryNow napcat-22"_s));
        QVERIFY(page.escape());
        QVERIFY(!page.escape());
        const QJsonObject state = page.saveState();
        OverviewPage other(engine, m_theme, dialogs, nullptr);
        other.restoreState(state);
        QCOMPARE(other.saveState().value(u"table"_s), state.value(u"table"_s));
    }

    void aPastBreakIsNotShownAsIfItWereNow()
    {
        SampleEngine engine;
        const GatewayId gateway(u"napcat-01"_s);
        const WallTime now = fromMSecs(QDateTime::currentMSecsSinceEpoch());
        const QString closed = u"nothing listens at this address and port"_s;
        const auto connection = [&engine, &gateway](bool up, int reconnects, WallTime since) {
            engine.change(gateway, [=](AccountSnapshot &account) {
                account.connections = {
                    ConnectionInfo{.label = u"onebot"_s,
                                   .up = up,
                                   .since = since,
                                   .reconnects = reconnects,
                                   .lastError = {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}}};
            });
        };
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1250, 800);
        page.show();
        connection(true, 0, now - seconds(20)); // the first try failed, before it was up at all
        page.showItem({.page = PageId::Overview, .gateway = gateway});
        QVERIFY(!says(&page, closed));
        connection(true, 1, now - seconds(20));
        QVERIFY(says(&page, u"last disconnect before %1: %2"_s.arg(text::localTime(now - seconds(20), now), closed)));
        connection(true, 1, now - std::chrono::hours(2)); // of no interest any more
        QVERIFY(!says(&page, closed));
        connection(false, 1, now - seconds(20)); // it is broken now
        QVERIFY(says(&page, closed));
        QVERIFY(!says(&page, u"last disconnect"_s));
    }

    void readinessOfAWeChatBotSaysWhatCannotBeProven()
    {
        SampleEngine engine;
        const GatewayId gateway(u"napcat-01"_s);
        engine.change(gateway, [](AccountSnapshot &account) {
            account.profile.kind = GatewayKind::ILink;
            account.readiness[int(ReadinessCheck::SendingProven)] = {};
        });
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1250, 800);
        page.show();
        page.showItem({.page = PageId::Overview, .gateway = gateway});
        QVERIFY(named<QLabel>(&page, u"sending proven: cannot be proven here"_s));
        QVERIFY(named<QLabel>(&page, u"WeChat bot bound: working"_s));
        QVERIFY(says(&page, u"cannot be proven here"_s));
        page.showItem(
            {.page = PageId::Overview, .gateway = GatewayId(u"napcat-02"_s)}); // the next one is of another kind
        QVERIFY(named<QLabel>(&page, u"account logged in: working"_s));
        QVERIFY(!says(&page, u"cannot be proven here"_s));
    }

    void countsSayThatTheyAreOfThisRun()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.resize(1250, 800);
        page.show();
        page.showItem({.page = PageId::Overview, .gateway = GatewayId(u"napcat-01"_s)});
        QVERIFY(says(&page, u"Sent since start"_s));
        const AccountModel model(m_theme);
        for (const int column : {AccountModel::SentOk, AccountModel::Unknown, AccountModel::Failed})
            QCOMPARE(model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString(),
                     u"Messages sent since the program started, by how they ended"_s);
        QCOMPARE(model.headerData(AccountModel::SentOk, Qt::Horizontal, Qt::DisplayRole).toString(),
                 u"Sent this run"_s);
    }

    void theOneButtonIsTheOneOfTheState_data()
    {
        QTest::addColumn<QString>("gateway");
        QTest::addColumn<QString>("button");
        QTest::addColumn<QString>("call");
        QTest::newRow("connecting") << u"napcat-19"_s << u"Cancel"_s << u"stopGateway napcat-19"_s;
        QTest::newRow("backoff") << u"napcat-22"_s << u"Retry now"_s << u"retryNow napcat-22"_s;
        QTest::newRow("stopped") << u"napcat-26"_s << u"Connect"_s << u"startGateway napcat-26"_s;
    }
    void theOneButtonIsTheOneOfTheState()
    {
        QFETCH(const QString, gateway);
        QFETCH(const QString, button);
        QFETCH(const QString, call);
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        OverviewPage page(engine, m_theme, dialogs, nullptr);
        page.show();
        page.showItem({.page = PageId::Overview, .gateway = GatewayId(gateway)});
        press(&page, button);
        QVERIFY(engine.calls.contains(call));
    }
};

ROOKERY_WINDOW_TEST(tst_gatewayspage, TestGatewaysPage)
#include "tst_gatewayspage.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "dialogtest.h"
#include "pageprobe.h"
#include "support/sampleengine.h"

#include "ui/gateways/addgatewaydialog.h"
#include "ui/gateways/gatewayspage.h"
#include "ui/gateways/tokendialog.h"
#include "ui/shell/windowdialogs.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPointer>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTreeWidget>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

ListenerState listening()
{
    ListenerState state;
    state.listening = true;
    state.url = QUrl(u"ws://127.0.0.1:6701"_s);
    return state;
}

IncomingConnection incoming(RejectReason trouble, const QString &account)
{
    return {.trouble = trouble,
            .account = account,
            .program = u"LLOneBot/8.1.7"_s,
            .address = u"172.17.0.2"_s,
            .lastAt = fromMSecs(QDateTime::currentMSecsSinceEpoch() + 1000),
            .times = 3};
}

} // namespace

//! Gateways that come to us: what is shown once, who waits, who was turned away, and the port itself.
class TestIncomingConnections final : public DialogTest
{
    Q_OBJECT

    Theme m_theme{Theme::Mode::Light};

    static void push(SampleEngine &engine, const ListenerState &state)
    {
        engine::Delta delta;
        delta.listener = state;
        engine.push(delta);
    }
    //! At the third step, for a gateway that dials in.
    [[nodiscard]] QPointer<AddGatewayDialog> waiting(SampleEngine &engine) const
    {
        QPointer<AddGatewayDialog> dialog = new AddGatewayDialog(engine, m_theme, nullptr);
        dialog->open();
        dialog->beginWithIncoming(u"10001"_s);
        press(dialog, u"Next"_s);
        return dialog;
    }
    static QString tokenIn(const QWidget *root) { return named<QLineEdit>(root, u"Token to paste"_s)->text(); }

private Q_SLOTS:
    void addressAndTokenAreShownOnceAndWaitedFor()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        push(engine, listening());
        engine.holdCommands = true;
        const QPointer<AddGatewayDialog> dialog = waiting(engine);
        QCOMPARE(engine.lastProfile.way, OneBotTransportKind::Reverse);
        QCOMPARE(engine.lastProfile.account, u"10001"_s);
        QCOMPARE(named<QLineEdit>(dialog, u"Address to paste"_s)->text(), u"ws://127.0.0.1:6701/onebot/v11/ws"_s);
        const QString token = tokenIn(dialog);
        QVERIFY(token.size() >= 12);
        QCOMPARE(engine.lastToken.reveal(), token);
        press(dialog, u"Copy token"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), token);
        QVERIFY(says(dialog, u"Waiting up to a minute for the gateway"_s));
        QVERIFY(says(dialog, u"Only programs on this machine"_s));
        QTRY_COMPARE(cutTexts(dialog).join(u"; "_s), QString());
        // it may be added before it has come
        engine.holdCommands = false;
        press(dialog, u"Add this gateway"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.lastToken.reveal(), token);
        QVERIFY(engine.calls.filter(u"cancelTest"_s).size() == 1); // its socket belongs to the gateway from now on
        QVERIFY(engine.calls.constLast().startsWith(u"addGateway"));
    }

    void waitingCanBeEndedAndBegunAgainWithTheSameToken()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.holdCommands = true;
        const QPointer<AddGatewayDialog> dialog = waiting(engine);
        const QString token = tokenIn(dialog);
        press(dialog, u"Stop waiting"_s);
        QVERIFY(says(dialog, u"has not connected"_s));
        QVERIFY(engine.calls.constLast().startsWith(u"cancelTest"));
        engine.holdCommands = false;
        press(dialog, u"Test again"_s);
        QTRY_VERIFY(says(dialog, u"Everything answers"_s));
        QCOMPARE(engine.lastToken.reveal(), token);
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }

    void theTokenLeavesTheScreenWithTheStep()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const QPointer<AddGatewayDialog> dialog = waiting(engine);
        const QString token = tokenIn(dialog);
        QVERIFY(keeps(dialog, token));
        press(dialog, u"Back"_s);
        QVERIFY(!keeps(dialog, token));
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }

    void aRejectedConnectionIsReportedMeanwhile()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.holdCommands = true;
        const QPointer<AddGatewayDialog> dialog = waiting(engine);
        ListenerState state = listening();
        state.incoming = {incoming(RejectReason::WrongToken, u"10001"_s)};
        push(engine, state);
        QVERIFY(says(dialog, u"Rejected meanwhile: 10001 (wrong token)"_s));
        dialog->reject();
        QTRY_VERIFY(!dialog);
        QVERIFY(engine.calls.constLast().startsWith(u"cancelTest"));
    }

    void aNewTokenIsMadeShownAndGoneWithTheDialog()
    {
        SampleEngine engine;
        GatewayProfile profile = engine.account(u"napcat-23"_s).profile;
        profile.kind = GatewayKind::OneBot11;
        profile.way = OneBotTransportKind::HttpPost;
        push(engine, listening());
        const QPointer<MadeTokenDialog> dialog = new MadeTokenDialog(engine, m_theme, profile, nullptr);
        dialog->open();
        QVERIFY(tokenIn(dialog).isEmpty()); // nothing before it was asked for
        engine.failNext = Error{.kind = ErrorKind::Storage, .reason = Reason::KeyringLocked};
        press(dialog, u"Generate new token"_s);
        QTRY_VERIFY(!named<QLabel>(dialog, u"Problem"_s)->text().isEmpty());
        QVERIFY(tokenIn(dialog).isEmpty()); // one that is not kept must not be pasted
        press(dialog, u"Generate new token"_s);
        QTRY_COMPARE(tokenIn(dialog), engine.lastToken.reveal());
        QVERIFY(!tokenIn(dialog).isEmpty());
        QCOMPARE(named<QLineEdit>(dialog, u"Address to paste"_s)->text(), u"http://127.0.0.1:6701/onebot/v11/post"_s);
        QVERIFY(!named<QPushButton>(dialog, u"Generate new token"_s)->isVisible());
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }

    void thePortAndRejectedConnectionsAreOnTheGatewaysPage()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(830, 520);
        page.show();
        QVERIFY(!named<QPushButton>(&page, u"Incoming connections"_s)->isVisible()); // no gateway connects to us
        ListenerState state = listening();
        state.refused = 4;
        state.incoming = {incoming(RejectReason::NewAccount, u"10002"_s),
                          incoming(RejectReason::WrongToken, u"10001"_s)};
        push(engine, state);
        QVERIFY(says(&page, u"1 unknown account tried"_s) || says(&page, u"1 unknown account(s) tried"_s));
        press(&page, u"Review"_s);
        QVERIFY(says(&page, u"ws://127.0.0.1:6701/onebot/v11/ws"_s));
        QVERIFY(says(&page, u"Listening, for programs on this machine only"_s));
        auto *table = named<QTableView>(&page, u"Rejected connections"_s);
        const QAbstractItemModelTester tester(table->model());
        QCOMPARE(table->model()->rowCount(), 2);
        QCOMPARE(cutTexts(&page).join(u"; "_s), QString());
        QCOMPARE(namelessControls(&page).join(u"; "_s), QString());
        QVERIFY(!named<QPushButton>(&page, u"Add this account"_s)->isEnabled());
        for (int row = 0; row < 2; ++row) {
            table->selectRow(row);
            const bool fresh = table->model()->index(row, 0).data().toString() == u"10002"_s;
            QCOMPARE(named<QPushButton>(&page, u"Add this account"_s)->isEnabled(), fresh);
            if (fresh)
                press(&page, u"Add this account"_s);
        }
        auto *dialog = page.findChild<AddGatewayDialog *>();
        QVERIFY(dialog);
        QCOMPARE(named<QLineEdit>(dialog, u"Account number (optional)"_s)->text(), u"10002"_s);
        dialog->reject();
        press(&page, u"Clear list"_s);
        QVERIFY(engine.calls.contains(u"clearDialIns"_s));
        push(engine, listening());
        QCOMPARE(table->model()->rowCount(), 0);
    }

    void whoIsSelectedStaysSoWhileItKeepsDialling()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(830, 520);
        page.show();
        ListenerState state = listening();
        state.incoming = {incoming(RejectReason::NewAccount, u"10002"_s),
                          incoming(RejectReason::WrongToken, u"10001"_s)};
        push(engine, state);
        press(&page, u"Review"_s);
        auto *table = named<QTableView>(&page, u"Rejected connections"_s);
        for (int row = 0; row < 2; ++row) {
            if (table->model()->index(row, 0).data().toString() == u"10002"_s)
                table->selectRow(row);
        }
        QVERIFY(named<QPushButton>(&page, u"Add this account"_s)->isEnabled());
        std::swap(state.incoming[0], state.incoming[1]);
        state.incoming[1].times = 4;
        state.incoming[1].lastAt += milliseconds(5000);
        push(engine, state);
        QVERIFY(named<QPushButton>(&page, u"Add this account"_s)->isEnabled());
        press(&page, u"Add this account"_s);
        auto *dialog = page.findChild<AddGatewayDialog *>();
        QVERIFY(dialog);
        QCOMPARE(named<QLineEdit>(dialog, u"Account number (optional)"_s)->text(), u"10002"_s);
        // gone from the list: nobody else is selected in its place
        state.incoming.removeLast();
        push(engine, state);
        QVERIFY(!named<QPushButton>(&page, u"Add this account"_s)->isEnabled());
        QVERIFY(table->selectionModel()->selectedRows().isEmpty());
    }

    void aPortThatIsShutSaysWhy()
    {
        SampleEngine engine;
        ListenerState state;
        state.url = QUrl(u"ws://127.0.0.1:6701"_s);
        state.why = Error{.kind = ErrorKind::Offline, .reason = Reason::PortUnavailable};
        state.incoming = {incoming(RejectReason::NoToken, {})};
        push(engine, state);
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(830, 520);
        page.show();
        press(&page, u"Incoming connections"_s);
        QVERIFY(says(&page, u"Closed: Rookery's own port could not be opened"_s));
        QVERIFY(says(&page, u"Another program uses it"_s));
        QSignalSpy led(&page, &Page::navigate);
        press(&page, u"Change port"_s);
        QCOMPARE(led.size(), 1);
        QVERIFY(led.constFirst().constFirst().value<Destination>().settings == SettingsSection::Security);
    }

    void aDialogThatBlocksTheWindowOpensThePortOverItself()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.holdCommands = true;
        QWidget window;
        QDialog *asked = nullptr;
        WindowDialogs dialogs(engine, m_theme, [&asked](QDialog *over) { asked = over; });
        dialogs.addIncoming(u"10001"_s, &window);
        const QPointer<AddGatewayDialog> dialog = window.findChild<AddGatewayDialog *>();
        QVERIFY(dialog);
        press(dialog, u"Next"_s);
        press(dialog, u"Change port"_s);
        QVERIFY(asked == dialog.data());
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }

    void whatLiesOpenIsListedWithWhatToDo()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        GatewaysPage page(engine, m_theme, dialogs, nullptr);
        page.resize(830, 520);
        page.show();
        press(&page, u"Exposure"_s);
        QVERIFY(says(&page, u"Plain http to another machine"_s));
        QVERIFY(says(&page, u"certificate"_s));
        QTRY_COMPARE(cutTexts(&page).join(u"; "_s), QString());
    }
};

ROOKERY_WINDOW_TEST(tst_incomingconnections, TestIncomingConnections)
#include "tst_incomingconnections.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "base/reasons/input.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "ui/demo/breakmenu.h"
#include "ui/demo/democard.h"
#include "ui/demo/demostory.h"
#include "ui/demo/faultsdialog.h"
#include "ui/login/loginpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/windowdialogs.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

//! Answers as the test says, and records what was wanted.
class FakeControl final : public DemoControl
{
public:
    QStringList calls;
    Result<> answer;
    QList<DemoFault> known{{u"kick"_s, u"the account is kicked now"_s, false},
                           {u"rkey-504"_s, u"both servers answer 504"_s, true}};

    FutureResult<> scanCode(const GatewayId &gateway) override
    {
        calls.append(u"scan "_s + gateway.value());
        if (answer)
            Q_EMIT scanned(gateway);
        return readyResult(answer);
    }
    FutureResult<> expireCode(const GatewayId &gateway) override
    {
        calls.append(u"expire "_s + gateway.value());
        return readyResult(answer);
    }
    FutureResult<GatewayId> bringAbout(DemoIncident incident) override
    {
        calls.append(u"cause %1"_s.arg(int(incident)));
        if (!answer)
            return failedResult<GatewayId>(answer.error());
        return readyResult(Result<GatewayId>(GatewayId(u"napcat-03"_s)));
    }
    FutureResult<> endFaults() override
    {
        calls.append(u"end"_s);
        return readyResult(answer);
    }
    FutureResult<QList<DemoFault>> faults(const GatewayId &gateway) override
    {
        calls.append(u"faults "_s + gateway.value());
        return readyResult(Result<QList<DemoFault>>(known));
    }
    FutureResult<> setFault(const GatewayId &gateway, const QString &name, bool on) override
    {
        calls.append(u"set %1 %2 %3"_s.arg(gateway.value(), name, on ? u"on"_s : u"off"_s));
        for (DemoFault &fault : known) {
            if (fault.name == name)
                fault.on = on;
        }
        return readyResult(answer);
    }
};

} // namespace

class TestDemo final : public TestCase
{
    Q_OBJECT

    Theme m_theme{Theme::Mode::Light};
    FakeControl m_control;

    static BroadcastSummary broadcast(int total, int unknown, int queued)
    {
        BroadcastSummary summary;
        summary.id = BroadcastId(900);
        summary.counts.total = total;
        summary.counts.unknown = unknown;
        summary.counts.queued = queued;
        summary.counts.verified = total - unknown - queued;
        return summary;
    }
    static void push(SampleEngine &engine, const BroadcastSummary &summary)
    {
        engine::Delta delta;
        delta.broadcasts.broadcasts.append(summary);
        engine.push(delta);
    }
    static void push(SampleEngine &engine, RkeySource source, bool proven)
    {
        engine::Delta delta;
        delta.health.rkeys.append({.gateway = GatewayId(u"napcat-03"_s), .source = source, .proven = proven});
        engine.push(delta);
    }

private Q_SLOTS:
    void init()
    {
        m_control.calls.clear();
        m_control.answer = {};
    }

    void anAccountThatThePhoneScannedAndThatIsOnlineTicksTheFirstStep()
    {
        SampleEngine engine;
        DemoStory story(engine, m_control);
        const GatewayId waiting(u"napcat-04"_s);
        QVERIFY(!story.isDone(DemoStep::Scan));
        Q_EMIT m_control.scanned(waiting);
        QVERIFY(!story.isDone(DemoStep::Scan)); // the account is not online yet
        engine.change(waiting, [](AccountSnapshot &account) { account.session.phase = SessionPhase::Online; });
        QVERIFY(story.isDone(DemoStep::Scan));
    }

    void anAccountThatComesOnlineByItselfTicksNothing()
    {
        SampleEngine engine;
        DemoStory story(engine, m_control);
        engine.change(GatewayId(u"napcat-04"_s),
                      [](AccountSnapshot &account) { account.session.phase = SessionPhase::Online; });
        QVERIFY(!story.isDone(DemoStep::Scan));
    }

    void onlyABroadcastOfTwentyThatHasEndedTicksTheSecond()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        DemoStory story(engine, m_control);
        push(engine, broadcast(19, 0, 0));
        QVERIFY(!story.isDone(DemoStep::Send));
        push(engine, broadcast(20, 0, 3));
        QVERIFY(!story.isDone(DemoStep::Send));
        push(engine, broadcast(20, 1, 0));
        QVERIFY(story.isDone(DemoStep::Send));
        QVERIFY(!story.isDone(DemoStep::Decide));
        QCOMPARE(story.placeOf(DemoStep::Decide).broadcast, BroadcastId(900));
        push(engine, broadcast(20, 0, 0));
        QVERIFY(story.isDone(DemoStep::Decide));
    }

    void theBrokenKeysAreSeenOnTheirPageAndRepairedAfterwards()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        DemoStory story(engine, m_control);
        push(engine, RkeySource::Native, true);
        story.showPage(PageId::Rkey);
        QVERIFY(!story.isDone(DemoStep::SeeRkeyBreak)); // nothing is broken
        story.showPage(PageId::Overview);
        push(engine, RkeySource::StaleFallback, true);
        QVERIFY(!story.isDone(DemoStep::SeeRkeyBreak)); // the page was not opened
        story.showPage(PageId::Rkey);
        QVERIFY(story.isDone(DemoStep::SeeRkeyBreak));
        QCOMPARE(story.placeOf(DemoStep::Repair).gateway, GatewayId(u"napcat-03"_s));
        push(engine, RkeySource::Native, false); // only asked for
        QVERIFY(!story.isDone(DemoStep::Repair));
        push(engine, RkeySource::Native, true);
        QVERIFY(story.isDone(DemoStep::Repair));
    }

    void theCardShowsWhatIsNextAndCanBeHidden()
    {
        SampleEngine engine;
        DemoStory story(engine, m_control);
        DemoCard card(story, m_control, engine, m_theme, nullptr);
        card.resize(840, 200);
        card.QWidget::show();
        auto *first = named<QPushButton>(&card, u"1. Scan a code"_s);
        QVERIFY(first);
        QCOMPARE(first->accessibleDescription(), u"next"_s);
        QSignalSpy wanted(&card, &DemoCard::navigate);
        first->click();
        QCOMPARE(wanted.value(0).value(0).value<Destination>().page, PageId::Login);
        Q_EMIT m_control.scanned(GatewayId(u"napcat-04"_s));
        engine.change(GatewayId(u"napcat-04"_s),
                      [](AccountSnapshot &account) { account.session.phase = SessionPhase::Online; });
        QCOMPARE(first->accessibleDescription(), u"done"_s);
        QCOMPARE(cutTexts(&card).join(u"; "_s), QString());
        named<QPushButton>(&card, u"Hide the steps of the demo"_s)->click();
        QVERIFY(card.isHidden());
        story.setShown(true);
        QVERIFY(!card.isHidden());
    }

    void theMenuSaysWhatWillFollowAndShowsTheGateway()
    {
        SampleEngine engine;
        BreakMenu menu(m_control, engine, m_theme, nullptr);
        QSignalSpy notice(&menu, &BreakMenu::notice);
        QSignalSpy wanted(&menu, &BreakMenu::navigate);
        QCOMPARE(menu.actions().size(), kDemoIncidentCount + 3);
        menu.actions().at(int(DemoIncident::PortsStayClosed))->trigger();
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(m_control.calls.last(), u"cause 2"_s);
        QVERIFY(notice.value(0).value(0).toString().contains(u"NapCat 03"));
        QCOMPARE(wanted.value(0).value(0).value<Destination>().gateway, GatewayId(u"napcat-03"_s));
    }

    void aFaultIsSwitchedByItsBox()
    {
        SampleEngine engine;
        FaultsDialog dialog(m_control, engine, m_theme, nullptr);
        dialog.open();
        auto *table = dialog.findChild<QTableView *>();
        QTRY_COMPARE(table->model()->rowCount(), 2);
        const auto box = [table](const QString &fault) {
            return table->model()->match(table->model()->index(0, 0), Qt::DisplayRole, fault).value(0);
        };
        QTRY_COMPARE(box(u"rkey-504"_s).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        table->model()->setData(box(u"kick"_s), Qt::Checked, Qt::CheckStateRole);
        QTRY_VERIFY(m_control.known.first().on);
        QCOMPARE(m_control.calls.filter(u"set"_s),
                 QStringList{u"set %1 kick on"_s.arg(engine.sessions().accounts().first().profile.id.value())});
        QCOMPARE(cutTexts(&dialog).join(u"; "_s), QString());
    }

    void theDemoPhoneStandsBelowACodeOfTheDemoOnly()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage real(engine, m_theme, dialogs, nullptr, nullptr);
        QVERIFY(!named<QPushButton>(&real, u"Scan with the demo phone: NapCat 04"_s));
        LoginPage page(engine, m_theme, dialogs, &m_control, nullptr);
        page.resize(1200, 800);
        page.show();
        named<QPushButton>(&page, u"Scan with the demo phone: NapCat 04"_s)->click();
        QCOMPARE(m_control.calls.last(), u"scan napcat-04"_s);
        named<QPushButton>(&page, u"Let it expire: NapCat 04"_s)->click();
        QCOMPARE(m_control.calls.last(), u"expire napcat-04"_s);
        m_control.answer = fail(ErrorKind::Rejected, Reason::BadInput, u"no code is shown"_s);
        QSignalSpy notice(&page, &Page::notice);
        named<QPushButton>(&page, u"Scan with the demo phone: NapCat 04"_s)->click();
        QTRY_COMPARE(notice.size(), 1);
        QCOMPARE(notice.value(0).value(0).toString(), u"There is no code to scan now."_s);
        QCOMPARE(cutTexts(&page).join(u"; "_s), QString());
    }

    void theWindowHasTheCardInTheDemoOnly()
    {
        SampleEngine engine;
        WindowOptions options;
        options.hasTray = [] { return false; };
        MainWindow plain(engine, options);
        QVERIFY(!plain.findChild<DemoCard *>());
        QVERIFY(!plain.windowTitle().contains(u"Demo"));
        options.demo = &m_control;
        MainWindow window(engine, options);
        QVERIFY(window.findChild<DemoCard *>());
        QVERIFY(window.windowTitle().contains(u"Demo"));
        window.setLanguage(u"zh_CN"_s); // the card is rebuilt, the story goes on
        QVERIFY(window.findChild<DemoCard *>());
    }
};

ROOKERY_WINDOW_TEST(tst_demo, TestDemo)
#include "tst_demo.moc"

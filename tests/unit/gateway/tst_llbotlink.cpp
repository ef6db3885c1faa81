// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/llbot/llbotlink.h"

#include "base/overloaded.h"
#include "base/reasons/access.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

const AccountId kAccount(u"10001"_s);

QString nameOf(const GatewaySignal &signal)
{
    static constexpr const char *kNames[] = {"reached",   "authenticated", "totp", "waiting",
                                             "logged-in", "channel",       "lost", "refused"};
    return QLatin1StringView(kNames[signal.index()]);
}

QString nameOf(const LLBotEffect &effect)
{
    static constexpr const char *kNames[] = {"drop",   "probe",       "authorise",    "follow",   "leave",
                                             "vitals", "no-vitals",   "poll",         "panel-up", "panel-down",
                                             "onebot", "retry-panel", "retry-onebot", "no-retry", "report"};
    const auto *news = std::get_if<llboteffect::Report>(&effect);
    if (!news)
        return QLatin1StringView(kNames[effect.index()]);
    const auto *signal = std::get_if<GatewaySignal>(&news->event);
    return signal ? nameOf(*signal) : u"text"_s;
}

} // namespace

//! The link to an LLBot: what follows from each input. The contract suite shows the same against a simulated one.
class TestLLBotLink final : public TestCase
{
    Q_OBJECT

    LLBotLink m_link;

    //! Takes one step and returns the names of its effects.
    QString after(const LLBotInput &input)
    {
        const LLBotStep next = step(m_link, input);
        m_link = next.link;
        QStringList names;
        for (const LLBotEffect &effect : next.effects)
            names.append(nameOf(effect));
        return names.join(u' ');
    }
    void begin(bool hasPanel, bool oneBotKnown) { m_link = {.hasPanel = hasPanel, .oneBotKnown = oneBotKnown}; }
    //! Brings the link to where an account is logged in and everything works.
    void work()
    {
        begin(true, false);
        after(llbotinput::Connect{});
        after(llbotinput::PanelProbed{});
        after(llbotinput::PanelAuthorised{});
        after(llbotinput::LoggedIn{kAccount, {}});
        after(llbotinput::OneBotFound{});
        after(llbotinput::OneBotUp{});
        after(llbotinput::OneBotSelf{kAccount, {}});
        QVERIFY(m_link.channelUp);
    }
    static llbotinput::PanelLost panelLost(ErrorKind kind)
    {
        return {Error{.kind = kind, .reason = Reason::ConnectionRefused}};
    }
    static llbotinput::OneBotDown refused(bool forGood = false)
    {
        return {Error{.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}, forGood};
    }

private Q_SLOTS:
    void aLinkWithAPanelGoesThroughItsStepsInOrder()
    {
        begin(true, false);
        QCOMPARE(after(llbotinput::Connect{}), u"drop probe"_s);
        QCOMPARE(after(llbotinput::PanelProbed{}), u"reached authorise"_s);
        QCOMPARE(after(llbotinput::PanelAuthorised{}), u"panel-up authenticated follow"_s);
        QCOMPARE(after(llbotinput::LoggedIn{kAccount, {}}), u"text logged-in vitals onebot"_s);
        QCOMPARE(after(llbotinput::OneBotUp{}), QString());
        QCOMPARE(after(llbotinput::OneBotSelf{kAccount, {}}), u"channel"_s);
        QCOMPARE(after(llbotinput::OneBotSelf{kAccount, {}}), QString()); // reported once
    }
    void withoutAPanelOneBotAloneCarriesTheLink()
    {
        begin(false, true);
        QCOMPARE(after(llbotinput::Connect{}), u"drop onebot"_s);
        QCOMPARE(after(llbotinput::OneBotUp{}), u"reached authenticated"_s);
        QCOMPARE(after(llbotinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
        QCOMPARE(after(llbotinput::OneBotOffline{LoginReason::Expired, u"x"_s}), u"no-retry no-vitals text waiting"_s);
        QCOMPARE(after(llbotinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
        QCOMPARE(after(refused()), u"drop lost"_s);
    }
    void aLostPanelEndsALinkThatHasNothingElse()
    {
        begin(true, false);
        after(llbotinput::Connect{});
        QCOMPARE(after(panelLost(ErrorKind::Offline)), u"leave drop panel-down lost"_s);
        QVERIFY(!m_link.linked);
        QCOMPARE(after(panelLost(ErrorKind::Offline)), u"leave"_s); // it ended already
    }
    void aRefusedPanelEndsTheLinkForGoodEvenIfOneBotWorks()
    {
        work();
        QCOMPARE(after(panelLost(ErrorKind::Auth)), u"leave drop panel-down refused"_s);
    }
    void whileOneBotIsUpAClosedPanelIsOnlyRetried()
    {
        work();
        QCOMPARE(after(panelLost(ErrorKind::Network)), u"leave panel-down retry-panel"_s);
        QVERIFY(m_link.channelUp);
        QCOMPARE(after(llbotinput::PanelRetryDue{}), u"probe"_s);
        QCOMPARE(after(llbotinput::PanelProbed{}), u"authorise"_s); // reached and authenticated long ago
        QCOMPARE(after(llbotinput::PanelAuthorised{}), u"panel-up follow"_s);
    }
    void aKnownOneBotServerIsTriedWhereThePanelDoesNotAnswer()
    {
        begin(true, true);
        after(llbotinput::Connect{});
        QCOMPARE(after(panelLost(ErrorKind::Offline)), u"leave panel-down retry-panel onebot"_s);
        QCOMPARE(after(llbotinput::OneBotUp{}), u"reached authenticated"_s);
        QCOMPARE(after(llbotinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
    }
    void soonAfterTheLoginARefusingPortIsTriedAFewTimes()
    {
        begin(true, false);
        after(llbotinput::Connect{});
        after(llbotinput::PanelProbed{});
        after(llbotinput::PanelAuthorised{});
        after(llbotinput::LoggedIn{kAccount, {}});
        for (int attempt = 1; attempt < 5; ++attempt) {
            QCOMPARE(after(refused()), u"retry-onebot"_s);
            QCOMPARE(after(llbotinput::OneBotRetryDue{}), u"onebot"_s);
        }
        QCOMPARE(after(refused()), u"drop lost"_s); // the panel was up: its line shows no fault
    }
    void aPortThatBreaksForGoodIsNotRetried()
    {
        work();
        const Error broken{.kind = ErrorKind::Protocol, .reason = Reason::None};
        QCOMPARE(after(llbotinput::OneBotDown{broken, true}), u"drop refused"_s);
        work();
        QCOMPARE(after(llbotinput::OneBotDown{broken, false}), u"drop lost"_s);
    }
    void aKickKeepsTheChannelAndANewLoginReportsItAgain()
    {
        work();
        QCOMPARE(after(llbotinput::OneBotOffline{}), u"poll"_s); // the panel knows more
        QCOMPARE(after(llbotinput::Waiting{LoginReason::Kicked, u"kicked"_s}), u"no-retry no-vitals text waiting"_s);
        QCOMPARE(after(llbotinput::OneBotSelf{kAccount, {}}), QString()); // the panel decides who is logged in
        QCOMPARE(after(llbotinput::LoggedIn{kAccount, {}}), u"text logged-in vitals channel"_s);
    }
    void aMissingServerEndsTheLink()
    {
        begin(true, false);
        after(llbotinput::Connect{});
        after(llbotinput::PanelProbed{});
        after(llbotinput::PanelAuthorised{});
        after(llbotinput::LoggedIn{kAccount, {}});
        QCOMPARE(after(llbotinput::OneBotMissing{Error{.kind = ErrorKind::Rejected, .reason = Reason::None}}),
                 u"drop lost"_s);
    }
    void anEndedLinkOpensNothing()
    {
        work();
        QCOMPARE(after(llbotinput::Disconnect{}), u"drop"_s);
        QCOMPARE(after(llbotinput::OneBotRetryDue{}), QString());
        QCOMPARE(after(refused()), QString());
        QVERIFY(m_link.oneBotKnown); // what was found is kept for the next attempt
    }
    void secretsInAReasonAreMasked()
    {
        begin(true, false);
        after(llbotinput::Connect{});
        const Error why{
            .kind = ErrorKind::Network, .reason = Reason::ConnectionLost, .detail = u"http://h/?token=s3cret"_s};
        const LLBotStep next = step(m_link, llbotinput::PanelLost{why});
        for (const LLBotEffect &effect : next.effects) {
            if (const auto *down = std::get_if<llboteffect::ShowPanelDown>(&effect))
                QVERIFY2(!down->why.detail.contains(u"s3cret"), qPrintable(down->why.detail));
            if (const auto *news = std::get_if<llboteffect::Report>(&effect))
                QVERIFY(
                    !std::get<signal::LinkLost>(std::get<GatewaySignal>(news->event)).why.detail.contains(u"s3cret"));
        }
    }
};

ROOKERY_TEST(tst_llbotlink, TestLLBotLink)
#include "tst_llbotlink.moc"

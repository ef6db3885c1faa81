// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/napcat/napcatlink.h"

#include "base/overloaded.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;
using Channel = NapCatLink::Channel;

Q_DECLARE_METATYPE(rookery::gateway::NapCatInput)

namespace {

const AccountId kAccount(u"10001"_s);

QString nameOf(const GatewaySignal &signal)
{
    static constexpr const char *kNames[] = {"reached",   "authenticated", "totp", "waiting",
                                             "logged-in", "channel",       "lost", "refused"};
    return QLatin1StringView(kNames[signal.index()]);
}

QString nameOf(const DriverEvent &event)
{
    return std::visit(Overloaded{
                          [](const GatewaySignal &signal) { return nameOf(signal); },
                          [](const driver::LoginText &) { return u"text"_s; },
                          [](const GatewayVersion &) { return u"version"_s; },
                          [](const auto &) { return u"?"_s; },
                      },
                      event);
}

QString nameOf(const NapCatEffect &effect)
{
    static constexpr const char *kNames[] = {"drop",     "probe",      "authorise",   "submit", "read",
                                             "follow",   "panel-up",   "panel-down",  "open",   "retry",
                                             "no-retry", "channel-up", "channel-down"};
    const auto *news = std::get_if<napcateffect::Report>(&effect);
    return news ? nameOf(news->event) : QString(QLatin1StringView(kNames[effect.index()]));
}

} // namespace

//! The link to a NapCat: what follows from each input. The contract suite shows the same against a simulated one.
class TestNapCatLink final : public TestCase
{
    Q_OBJECT

    NapCatLink m_link;
    std::vector<NapCatEffect> m_effects; //!< of the last step

    //! Takes one step and returns the names of its effects.
    QString after(const NapCatInput &input)
    {
        const NapCatStep next = step(m_link, input);
        m_link = next.link;
        m_effects = next.effects;
        QStringList names;
        for (const NapCatEffect &effect : next.effects)
            names.append(nameOf(effect));
        return names.join(u' ');
    }
    //! Returns the newest effect of a type; a default one if the last step had none.
    template <class Effect>
    [[nodiscard]] Effect effect() const
    {
        for (auto it = m_effects.crbegin(); it != m_effects.crend(); ++it) {
            if (const auto *found = std::get_if<Effect>(&*it))
                return *found;
        }
        return {};
    }
    //! Returns why the last step reported a loss or a refusal.
    [[nodiscard]] Error why() const
    {
        const auto *news = m_effects.empty() ? nullptr : std::get_if<napcateffect::Report>(&m_effects.back());
        const auto *signal = news ? std::get_if<GatewaySignal>(&news->event) : nullptr;
        if (const auto *lost = signal ? std::get_if<gateway::signal::LinkLost>(signal) : nullptr)
            return lost->why;
        const auto *refused = signal ? std::get_if<gateway::signal::Refused>(signal) : nullptr;
        return refused ? refused->why : Error{};
    }
    //! Returns the version that the last step reported.
    [[nodiscard]] GatewayVersion version() const
    {
        const DriverEvent event = effect<napcateffect::Report>().event;
        const auto *known = std::get_if<GatewayVersion>(&event);
        return known ? *known : GatewayVersion();
    }

    static QStringList states()
    {
        return {u"probing"_s,  u"authorising"_s, u"second-factor"_s, u"following"_s, u"waiting"_s, u"logged-in"_s,
                u"retrying"_s, u"up"_s,          u"kicked"_s};
    }
    //! Brings a new link to a state.
    void reach(const QString &state)
    {
        m_link = {};
        const QList<std::pair<QString, NapCatInput>> way{
            {u"probing"_s, napcatinput::Connect{}},
            {u"authorising"_s, napcatinput::PanelProbed{}},
            {u"following"_s, napcatinput::PanelAuthorised{}},
            {u"waiting"_s, napcatinput::Waiting{LoginReason::Fresh, {}}},
            {u"logged-in"_s, napcatinput::LoggedIn{kAccount, {}}},
            {u"up"_s, napcatinput::ChannelUp{}},
            {u"kicked"_s, napcatinput::Waiting{LoginReason::Kicked, u"kicked"_s}},
        };
        const QString base = state == u"second-factor"_s ? u"authorising"_s
            : state == u"retrying"_s                     ? u"logged-in"_s
                                                         : state;
        for (const auto &[name, input] : way) {
            after(input);
            if (name == base)
                break;
        }
        if (state == u"second-factor"_s)
            after(panelFails(ErrorKind::Auth, Reason::TotpNeeded));
        if (state == u"retrying"_s)
            after(notReady());
        QVERIFY(m_link.linked);
    }
    static void addStates()
    {
        QTest::addColumn<QString>("state");
        for (const QString &state : states())
            QTest::newRow(qPrintable(state)) << state;
    }
    static napcatinput::PanelFailed panelFails(ErrorKind kind, ErrorReason reason, const QString &detail = {})
    {
        return {Error{.kind = kind, .reason = reason, .detail = detail}};
    }
    static napcatinput::PanelFailed panelLost() { return panelFails(ErrorKind::Network, Reason::ConnectionLost); }
    //! OneBot is not ready yet.
    static napcatinput::ChannelRefused notReady()
    {
        return {Error{.kind = ErrorKind::Rejected, .reason = Reason::NotLoggedIn}};
    }
    static napcatinput::ChannelDown channelDown(ErrorKind kind, ErrorReason reason, SteadyTime at = {})
    {
        return {.why = Error{.kind = kind, .reason = reason}, .at = at};
    }
    static napcatinput::ChannelDown channelLost() { return channelDown(ErrorKind::Network, Reason::ConnectionLost); }
    static napcatinput::ChannelDown badFrame(SteadyTime at, ErrorReason reason = Reason::FrameTooLarge)
    {
        return channelDown(ErrorKind::Protocol, reason, at);
    }
    //! Lists what may still arrive of an attempt that has ended.
    static QList<NapCatInput> late()
    {
        return {
            napcatinput::PanelProbed{},
            napcatinput::PanelAuthorised{},
            panelLost(),
            panelFails(ErrorKind::Auth, Reason::TotpNeeded),
            napcatinput::TotpEntered{Redacted<QString>(u"123456"_s)},
            napcatinput::AppVersionRead{u"4.18.19"_s},
            napcatinput::QqVersionRead{u"9.9.22"_s},
            napcatinput::LoggedIn{kAccount, {}},
            napcatinput::Waiting{LoginReason::Fresh, {}},
            notReady(),
            napcatinput::ChannelRefused{Error{.kind = ErrorKind::Network, .reason = Reason::ConnectionLost}},
            napcatinput::ChannelRetryDue{},
            napcatinput::ChannelUp{},
            channelLost(),
            badFrame({}),
        };
    }
    void verifyTakesNothingMore()
    {
        const NapCatLink before = m_link;
        QVERIFY(!before.linked && !before.loggedIn && before.channel == Channel::Closed);
        for (const NapCatInput &input : late()) {
            QCOMPARE(after(input), QString());
            QVERIFY2(m_link == before, qPrintable(QString::number(input.index())));
        }
    }

private Q_SLOTS:
    // --- the way up -------------------------------------------------------------------------------

    void aLinkGoesThroughItsStepsInOrder()
    {
        m_link = {};
        QCOMPARE(after(napcatinput::Connect{}), u"drop probe"_s);
        QCOMPARE(after(napcatinput::PanelProbed{}), u"panel-up reached authorise"_s);
        QCOMPARE(after(napcatinput::PanelAuthorised{}), u"panel-up authenticated read follow"_s);
        QCOMPARE(after(napcatinput::AppVersionRead{u"4.18.19"_s}), u"version"_s);
        QCOMPARE(after(napcatinput::Waiting{LoginReason::Fresh, {}}), u"no-retry text waiting"_s);
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read open"_s);
        QCOMPARE(after(napcatinput::QqVersionRead{u"9.9.22"_s}), u"version"_s);
        QCOMPARE(after(napcatinput::ChannelUp{}), u"channel-up channel"_s);
        const NapCatLink working{.version = {.app = u"NapCat"_s, .version = u"4.18.19"_s, .qqVersion = u"9.9.22"_s},
                                 .linked = true,
                                 .loggedIn = true,
                                 .channel = Channel::Up};
        QVERIFY(m_link == working);
    }
    void anAccountThatIsLoggedInAlreadyNeedsNoWait()
    {
        reach(u"following"_s);
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, u"nick"_s}), u"text logged-in read open"_s);
    }
    void connectingAgainBeginsANewAttempt_data() { addStates(); }
    void connectingAgainBeginsANewAttempt()
    {
        QFETCH(const QString, state);
        reach(state);
        QCOMPARE(after(napcatinput::Connect{}), u"drop probe"_s);
        QVERIFY(m_link == NapCatLink{.linked = true});
    }

    // --- the panel --------------------------------------------------------------------------------

    void aPanelThatFailsEndsTheLinkInEveryState_data() { addStates(); }
    void aPanelThatFailsEndsTheLinkInEveryState()
    {
        QFETCH(const QString, state);
        reach(state);
        QCOMPARE(after(panelLost()), u"drop panel-down lost"_s);
        QCOMPARE(why().reason, Reason::ConnectionLost);
        QCOMPARE(effect<napcateffect::ShowPanelDown>().why, why());
        verifyTakesNothingMore();

        reach(state);
        QCOMPARE(after(panelFails(ErrorKind::Auth, Reason::TokenWrong)), u"drop panel-down refused"_s);
        QCOMPARE(why().reason, Reason::TokenWrong);
        verifyTakesNothingMore();
    }
    void onlyWhatARetryWouldNotChangeIsRefused()
    {
        reach(u"authorising"_s);
        QCOMPARE(after(panelFails(ErrorKind::Tls, Reason::TlsUntrusted)), u"drop panel-down refused"_s);
        reach(u"authorising"_s);
        QCOMPARE(after(panelFails(ErrorKind::Rejected, Reason::OldVersion)), u"drop panel-down refused"_s);
        reach(u"authorising"_s);
        QCOMPARE(after(panelFails(ErrorKind::RateLimited, Reason::LoginRateLimit)), u"drop panel-down lost"_s);
        reach(u"authorising"_s);
        QCOMPARE(after(panelFails(ErrorKind::Protocol, Reason::WrongServer)), u"drop panel-down lost"_s);
    }

    // --- the second factor ------------------------------------------------------------------------

    void aSecondFactorIsAwaited()
    {
        reach(u"authorising"_s);
        QCOMPARE(after(panelFails(ErrorKind::Auth, Reason::TotpNeeded)), u"drop panel-down totp"_s);
        QVERIFY(m_link == NapCatLink{.linked = true});
        QCOMPARE(after(napcatinput::TotpEntered{Redacted<QString>(u"111111"_s)}), u"submit"_s);
        QCOMPARE(effect<napcateffect::SubmitTotp>().code.reveal(), u"111111"_s);
        QCOMPARE(after(panelFails(ErrorKind::Auth, Reason::TotpWrong, u"Invalid or expired code"_s)),
                 u"drop panel-down text totp"_s);
        QCOMPARE(after(napcatinput::TotpEntered{Redacted<QString>(u"222222"_s)}), u"submit"_s);
        QCOMPARE(after(napcatinput::PanelAuthorised{}), u"panel-up authenticated read follow"_s);
    }
    void aSecondFactorThatIsMissingLaterTakesEverythingDown()
    {
        reach(u"up"_s);
        QCOMPARE(after(panelFails(ErrorKind::Auth, Reason::TotpNeeded)), u"drop panel-down totp"_s);
        QVERIFY(m_link == NapCatLink{.linked = true});
        reach(u"logged-in"_s);
        QCOMPARE(after(napcatinput::ChannelRefused{Error{.kind = ErrorKind::Auth, .reason = Reason::TotpNeeded}}),
                 u"drop panel-down totp"_s);
        after(napcatinput::TotpEntered{});
        after(napcatinput::PanelAuthorised{});
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read open"_s);
    }
    void aCodeThatNobodyAskedForIsSubmittedAllTheSame()
    {
        reach(u"probing"_s);
        QCOMPARE(after(napcatinput::TotpEntered{}), u"submit"_s);
        reach(u"up"_s);
        QCOMPARE(after(napcatinput::TotpEntered{}), u"submit"_s);
        QCOMPARE(after(napcatinput::PanelAuthorised{}), u"panel-up authenticated read follow"_s);
        QVERIFY(m_link.loggedIn && m_link.channel == Channel::Up);
    }

    // --- the version ------------------------------------------------------------------------------

    void theVersionGrowsAndIsKept()
    {
        reach(u"following"_s);
        QCOMPARE(after(napcatinput::QqVersionRead{u"9.9.22"_s}), u"version"_s);
        QCOMPARE(version(), (GatewayVersion{{}, {}, u"9.9.22"_s}));
        QCOMPARE(after(napcatinput::AppVersionRead{u"4.18.19"_s}), u"version"_s);
        QCOMPARE(version(), (GatewayVersion{u"NapCat"_s, u"4.18.19"_s, u"9.9.22"_s}));
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in open"_s);
        after(napcatinput::Disconnect{});
        QCOMPARE(m_link.version, (GatewayVersion{u"NapCat"_s, u"4.18.19"_s, u"9.9.22"_s}));
        after(napcatinput::Connect{});
        after(napcatinput::PanelProbed{});
        QCOMPARE(after(napcatinput::PanelAuthorised{}), u"panel-up authenticated read follow"_s); // it may be newer
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in open"_s);
    }
    void untilQqsVersionIsKnownEachLoginReadsIt()
    {
        reach(u"logged-in"_s);
        after(napcatinput::AppVersionRead{u"4.18.19"_s});
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read"_s);
        after(napcatinput::QqVersionRead{});
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read"_s);
        after(napcatinput::QqVersionRead{u"9.9.22"_s});
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in"_s);
    }

    // --- the login --------------------------------------------------------------------------------

    void aLoginThatIsLostKeepsTheChannelAndCanReturn()
    {
        reach(u"up"_s);
        QCOMPARE(after(napcatinput::Waiting{LoginReason::Kicked, u"kicked"_s}), u"no-retry text waiting"_s);
        QVERIFY(!m_link.loggedIn && m_link.channel == Channel::Up);
        QCOMPARE(after(napcatinput::Waiting{LoginReason::Expired, u"expired"_s}), u"no-retry text waiting"_s);
        QCOMPARE(after(napcatinput::ChannelRetryDue{}), QString());
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read channel"_s);
        QVERIFY(m_link.loggedIn && m_link.channel == Channel::Up);
    }
    void aDoubtThatIsSettledReportsTheLoginAgain()
    {
        reach(u"up"_s);
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read channel"_s);
        reach(u"logged-in"_s);
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read"_s); // the channel opens already
    }
    void aLoginThatIsLostWhileTheChannelOpensKeepsIt()
    {
        reach(u"logged-in"_s);
        QCOMPARE(after(napcatinput::Waiting{LoginReason::Kicked, {}}), u"no-retry text waiting"_s);
        QCOMPARE(after(napcatinput::ChannelUp{}), u"channel-up"_s); // of no use yet
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read channel"_s);

        reach(u"logged-in"_s);
        after(napcatinput::Waiting{LoginReason::Kicked, {}});
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read"_s); // the same opening goes on
        QCOMPARE(after(napcatinput::ChannelUp{}), u"channel-up channel"_s);
    }
    void aChannelThatIsLostWithoutALoginEndsTheLinkToo()
    {
        reach(u"kicked"_s);
        QCOMPARE(after(channelLost()), u"channel-down drop panel-down lost"_s);
        verifyTakesNothingMore();
    }

    // --- the channel ------------------------------------------------------------------------------

    void soonAfterTheLoginARefusedChannelIsTriedAgain()
    {
        reach(u"logged-in"_s);
        for (int attempt = 0; attempt < 20; ++attempt) {
            QCOMPARE(after(notReady()), u"retry"_s);
            QVERIFY(m_link.channel == Channel::Closed);
            QCOMPARE(after(napcatinput::ChannelRetryDue{}), u"open"_s);
            QCOMPARE(after(napcatinput::ChannelRetryDue{}), QString()); // one at a time
        }
        QCOMPARE(after(napcatinput::ChannelUp{}), u"channel-up channel"_s);
        QCOMPARE(after(napcatinput::ChannelRetryDue{}), QString());
    }
    void aRetryNeedsALogin()
    {
        reach(u"retrying"_s);
        QCOMPARE(after(napcatinput::Waiting{LoginReason::Kicked, {}}), u"no-retry text waiting"_s);
        QCOMPARE(after(napcatinput::ChannelRetryDue{}), QString());
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read open"_s);

        reach(u"logged-in"_s);
        after(napcatinput::Waiting{LoginReason::Kicked, {}});
        QCOMPARE(after(notReady()), u"retry"_s);
        QCOMPARE(after(napcatinput::ChannelRetryDue{}), QString());
    }
    void aLoginIsAReasonToTryTheChannelAtOnce()
    {
        reach(u"retrying"_s);
        QCOMPARE(after(napcatinput::LoggedIn{kAccount, {}}), u"text logged-in read open"_s);
        QCOMPARE(after(napcatinput::ChannelRetryDue{}), QString());
    }
    void anyOtherRefusalOfTheChannelEndsTheLink()
    {
        const auto refused = [](ErrorKind kind, ErrorReason reason) {
            return napcatinput::ChannelRefused{Error{.kind = kind, .reason = reason}};
        };
        reach(u"logged-in"_s);
        QCOMPARE(after(refused(ErrorKind::Network, Reason::ConnectionLost)), u"drop panel-down lost"_s);
        reach(u"logged-in"_s);
        QCOMPARE(after(refused(ErrorKind::Rejected, Reason::OldVersion)), u"drop panel-down refused"_s);
        reach(u"logged-in"_s);
        QCOMPARE(after(refused(ErrorKind::Auth, Reason::TokenWrong)), u"drop panel-down refused"_s);
        reach(u"logged-in"_s);
        QCOMPARE(after(refused(ErrorKind::Rejected, Reason::None)), u"drop panel-down lost"_s);
    }
    void aLostChannelEndsTheLink()
    {
        reach(u"up"_s);
        napcatinput::ChannelDown down = channelLost();
        down.closeCode = 1006;
        down.byPeer = true;
        QCOMPARE(after(down), u"channel-down drop panel-down lost"_s);
        QCOMPARE(why(), down.why);
        QCOMPARE(effect<napcateffect::ShowChannelDown>().why, down.why);
        QCOMPARE(effect<napcateffect::ShowChannelDown>().closeCode, 1006);
        QVERIFY(effect<napcateffect::ShowChannelDown>().byPeer);
        verifyTakesNothingMore();

        reach(u"logged-in"_s); // it never came up
        QCOMPARE(after(channelDown(ErrorKind::Timeout, Reason::HandshakeSilent)),
                 u"channel-down drop panel-down lost"_s);
        QCOMPARE(why().reason, Reason::HandshakeSilent);
        reach(u"logged-in"_s);
        QCOMPARE(after(channelDown(ErrorKind::Tls, Reason::TlsUntrusted)), u"channel-down drop panel-down refused"_s);
    }
    void aChannelWhoseTokenIsRefusedIsOnlyLost()
    {
        reach(u"logged-in"_s);
        QCOMPARE(after(channelDown(ErrorKind::Auth, Reason::TokenWrong)), u"channel-down drop panel-down lost"_s);
        QCOMPARE(why().kind, ErrorKind::Network);
        QCOMPARE(why().reason, Reason::ConnectionLost);
        QCOMPARE(effect<napcateffect::ShowChannelDown>().why.reason, Reason::TokenWrong); // as it was

        reach(u"logged-in"_s);
        napcatinput::ChannelDown down = channelDown(ErrorKind::Rejected, Reason::OldVersion);
        down.upgradeRefused = true;
        QCOMPARE(after(down), u"channel-down drop panel-down lost"_s);
        QCOMPARE(why().kind, ErrorKind::Network);
        QCOMPARE(why().reason, Reason::ConnectionLost);
    }
    void theThirdBadFrameInTenMinutesIsRefused()
    {
        const SteadyTime start{};
        reach(u"up"_s);
        const auto again = [this] {
            for (const NapCatInput &input :
                 {NapCatInput(napcatinput::Disconnect{}), NapCatInput(napcatinput::Connect{}),
                  NapCatInput(napcatinput::PanelProbed{}), NapCatInput(napcatinput::PanelAuthorised{}),
                  NapCatInput(napcatinput::LoggedIn{kAccount, {}}), NapCatInput(napcatinput::ChannelUp{})})
                after(input);
        };
        QCOMPARE(after(badFrame(start)), u"channel-down drop panel-down lost"_s);
        again();
        QCOMPARE(after(badFrame(start + seconds(1), Reason::Garbage)), u"channel-down drop panel-down lost"_s);
        again();
        QCOMPARE(after(channelLost()), u"channel-down drop panel-down lost"_s); // of another kind
        again();
        napcatinput::ChannelDown refusal = badFrame(start + seconds(2));
        refusal.upgradeRefused = true;
        QCOMPARE(after(refusal), u"channel-down drop panel-down lost"_s); // not a frame
        again();
        QCOMPARE(after(badFrame(start + BadFrames::kWindow)), u"channel-down drop refused"_s);
        QCOMPARE(why().reason, Reason::FrameTooLarge);
        verifyTakesNothingMore();
        again();
        QCOMPARE(after(badFrame(start + 2 * BadFrames::kWindow)), u"channel-down drop panel-down lost"_s);
    }

    // --- a restart --------------------------------------------------------------------------------

    void aLossAfterARequestedRestartHasItsName()
    {
        for (const NapCatInput &loss : {NapCatInput(panelLost()), NapCatInput(channelLost())}) {
            reach(u"up"_s);
            QCOMPARE(after(napcatinput::RestartAsked{}), QString());
            QVERIFY(after(loss).endsWith(u"drop panel-down lost"_s));
            QCOMPARE(why().kind, ErrorKind::Network);
            QCOMPARE(why().reason, Reason::GatewayRestarting);
            QCOMPARE(effect<napcateffect::ShowPanelDown>().why.reason, Reason::GatewayRestarting);
            after(napcatinput::Connect{});
            QVERIFY(after(panelLost()).endsWith(u"lost"_s));
            QCOMPARE(why().reason, Reason::ConnectionLost); // said once
        }
    }
    void aRestartThatFailedNamesNoLoss()
    {
        reach(u"up"_s);
        after(napcatinput::RestartAsked{});
        QCOMPARE(after(napcatinput::RestartFailed{}), QString());
        after(panelLost());
        QCOMPARE(why().reason, Reason::ConnectionLost);
    }
    void aRestartByTheBotsOwnActionCountsFromItsAnswer()
    {
        reach(u"up"_s);
        after(napcatinput::RestartAsked{});
        after(napcatinput::RestartFailed{});
        QCOMPARE(after(napcatinput::RestartAccepted{}), QString());
        after(panelLost());
        QCOMPARE(why().reason, Reason::GatewayRestarting);
    }
    void aRestartExplainsNoRefusal()
    {
        reach(u"up"_s);
        after(napcatinput::RestartAsked{});
        QCOMPARE(after(panelFails(ErrorKind::Auth, Reason::TokenWrong)), u"drop panel-down refused"_s);
        QCOMPARE(why().reason, Reason::TokenWrong);
        reach(u"up"_s);
        after(napcatinput::RestartAsked{});
        QCOMPARE(after(panelFails(ErrorKind::Auth, Reason::TotpNeeded)), u"drop panel-down totp"_s);
        QVERIFY(m_link.restarting); // until the next attempt
        after(panelLost());
        QCOMPARE(why().reason, Reason::GatewayRestarting);
    }
    void aRestartCanBeRequestedWithoutAnAttempt()
    {
        m_link = {};
        QCOMPARE(after(napcatinput::RestartAsked{}), QString());
        QVERIFY(m_link == NapCatLink{.restarting = true});
        QCOMPARE(after(napcatinput::Disconnect{}), u"drop"_s);
        QVERIFY(m_link.restarting);
        after(napcatinput::RestartFailed{});
        QVERIFY(m_link == NapCatLink{});
        after(napcatinput::RestartAccepted{});
        QCOMPARE(after(napcatinput::Connect{}), u"drop probe"_s);
        QVERIFY(!m_link.restarting);
    }

    // --- the end ----------------------------------------------------------------------------------

    void disconnectingEndsEveryState_data() { addStates(); }
    void disconnectingEndsEveryState()
    {
        QFETCH(const QString, state);
        reach(state);
        QCOMPARE(after(napcatinput::Disconnect{}), u"drop"_s);
        QVERIFY(m_link == NapCatLink{});
        verifyTakesNothingMore();
        QCOMPARE(after(napcatinput::Disconnect{}), u"drop"_s);
    }
    //! The driver stops in the middle of such a step; what the step had noted does not stay.
    void aListenerThatDisconnectsInsideAReportEndsItAll_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<NapCatInput>("input");
        QTest::addColumn<QString>("effects");
        QTest::newRow("reached") << u"probing"_s << NapCatInput(napcatinput::PanelProbed{})
                                 << u"panel-up reached authorise"_s;
        QTest::newRow("authenticated") << u"authorising"_s << NapCatInput(napcatinput::PanelAuthorised{})
                                       << u"panel-up authenticated read follow"_s;
        QTest::newRow("logged in") << u"following"_s << NapCatInput(napcatinput::LoggedIn{kAccount, {}})
                                   << u"text logged-in read open"_s;
        QTest::newRow("waiting") << u"up"_s << NapCatInput(napcatinput::Waiting{LoginReason::Kicked, {}})
                                 << u"no-retry text waiting"_s;
        QTest::newRow("channel") << u"logged-in"_s << NapCatInput(napcatinput::ChannelUp{}) << u"channel-up channel"_s;
        QTest::newRow("lost") << u"up"_s << NapCatInput(channelLost()) << u"channel-down drop panel-down lost"_s;
        QTest::newRow("second factor") << u"up"_s << NapCatInput(panelFails(ErrorKind::Auth, Reason::TotpNeeded))
                                       << u"drop panel-down totp"_s;
    }
    void aListenerThatDisconnectsInsideAReportEndsItAll()
    {
        QFETCH(const QString, state);
        QFETCH(const NapCatInput, input);
        QFETCH(const QString, effects);
        reach(state);
        QCOMPARE(after(input), effects);
        QCOMPARE(after(napcatinput::Disconnect{}), u"drop"_s);
        QVERIFY(m_link == NapCatLink{});
        verifyTakesNothingMore();
        QCOMPARE(after(napcatinput::Connect{}), u"drop probe"_s);
    }
    void aLinkThatNeverBeganTakesNothing()
    {
        m_link = {};
        verifyTakesNothingMore();
    }
    void secretsInAReasonAreMasked()
    {
        const QString secret = u"http://h/?token=s3cret"_s;
        const auto isMasked = [](const Error &error) {
            return !error.detail.isEmpty() && !error.detail.contains(u"s3cret"_s);
        };
        reach(u"authorising"_s);
        after(panelFails(ErrorKind::Network, Reason::ConnectionLost, secret));
        QVERIFY(isMasked(why()));
        QVERIFY(isMasked(effect<napcateffect::ShowPanelDown>().why));

        reach(u"authorising"_s);
        after(panelFails(ErrorKind::Auth, Reason::TotpWrong, secret));
        const auto text = std::get<napcateffect::Report>(m_effects.at(m_effects.size() - 2)).event;
        QVERIFY(!std::get<driver::LoginText>(text).text.contains(u"s3cret"_s));

        reach(u"up"_s);
        napcatinput::ChannelDown down = badFrame({});
        down.why.detail = secret;
        after(down);
        QVERIFY(isMasked(why()));
        QVERIFY(isMasked(effect<napcateffect::ShowChannelDown>().why));
        QVERIFY(isMasked(effect<napcateffect::ShowPanelDown>().why));
    }
};

ROOKERY_TEST(tst_napcatlink, TestNapCatLink)
#include "tst_napcatlink.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lagrange/lagrangelink.h"

#include "base/overloaded.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;
using Way = OneBotTransportKind;

namespace {

const AccountId kAccount(u"10001"_s);
const WallTime kNow = fromMSecs(1'700'000'000'000);

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
                          [](const driver::QrChanged &code) { return code.text.isEmpty() ? u"no-code"_s : u"code"_s; },
                          [](const driver::QrLifeStated &) { return u"life"_s; },
                          [](const driver::LoginText &) { return u"text"_s; },
                          [](const driver::PeerArrived &) { return u"arrived"_s; },
                          [](const auto &) { return u"?"_s; },
                      },
                      event);
}

QString nameOf(LagrangeLimit limit)
{
    static constexpr const char *kNames[] = {"start", "ports", "picture", "new-code"};
    return QLatin1StringView(kNames[std::size_t(limit)]);
}

constexpr const char *kEffectNames[] = {"drop",  "settings", "leave-folder", "address", "service",
                                        "close", "retry",    "start",        "stop",    "restart",
                                        "reset", "limit",    "lift",         "answer",  "report"};

//! Names an effect. "+ports" starts a time limit, "-ports" lifts it.
QString nameOf(const LagrangeEffect &effect)
{
    return std::visit(
        Overloaded{
            [](const lagrangeeffect::OpenService &service) { return u"service%1"_s.arg(service.index); },
            [](const lagrangeeffect::SetLimit &set) -> QString { return u'+' + nameOf(set.limit); },
            [](const lagrangeeffect::LiftLimit &lift) -> QString { return u'-' + nameOf(lift.limit); },
            [](const lagrangeeffect::AnswerNewCode &answer) {
                return answer.result ? u"new-code"_s : u"no-new-code"_s;
            },
            [](const lagrangeeffect::Report &news) { return nameOf(news.event); },
            [&effect](const auto &) -> QString { return QLatin1StringView(kEffectNames[effect.index()]); },
        },
        effect);
}

Redacted<QString> text(const QString &code)
{
    return Redacted<QString>(code);
}

} // namespace

//! The link to a Lagrange: what follows from each input. The contract suite shows the same against a simulated one.
class TestLagrangeLink final : public TestCase
{
    Q_OBJECT

    LagrangeLink m_link;
    LagrangeMoment m_moment;
    std::vector<LagrangeEffect> m_effects; //!< of the last step

    //! Takes one step and returns the names of its effects.
    QString after(const LagrangeInput &input)
    {
        const LagrangeStep next = step(m_link, input, m_moment);
        m_link = next.link;
        m_effects = next.effects;
        QStringList names;
        for (const LagrangeEffect &effect : next.effects)
            names.append(nameOf(effect));
        return names.join(u' ');
    }
    //! Returns why the last step reported a loss or a refusal.
    [[nodiscard]] Error why() const
    {
        const auto *news = m_effects.empty() ? nullptr : std::get_if<lagrangeeffect::Report>(&m_effects.back());
        const auto *signal = news ? std::get_if<GatewaySignal>(&news->event) : nullptr;
        if (const auto *lost = signal ? std::get_if<gateway::signal::LinkLost>(signal) : nullptr)
            return lost->why;
        const auto *refused = signal ? std::get_if<gateway::signal::Refused>(signal) : nullptr;
        return refused ? refused->why : Error{};
    }
    //! Returns the limit that the last step set.
    [[nodiscard]] milliseconds within() const
    {
        for (const LagrangeEffect &effect : m_effects) {
            if (const auto *set = std::get_if<lagrangeeffect::SetLimit>(&effect))
                return set->within;
        }
        return milliseconds(-1);
    }
    //! Returns why the last step ended the request for a new code.
    [[nodiscard]] Error refusal() const
    {
        for (const LagrangeEffect &effect : m_effects) {
            const auto *answer = std::get_if<lagrangeeffect::AnswerNewCode>(&effect);
            if (answer && !answer->result)
                return answer->result.error();
        }
        return {};
    }

    void beginWithAddress()
    {
        m_link = {};
        m_moment = {.now = kNow};
    }
    void beginWithFolder()
    {
        beginWithAddress();
        m_link.hasFolder = true;
        m_link.findsServices = true;
    }
    void beginWithProgram()
    {
        beginWithFolder();
        m_link.hasProgram = true;
    }
    void programRuns(bool loggedIn = false)
    {
        m_moment.active = true;
        m_moment.loggedIn = loggedIn;
        m_moment.startedAt = kNow;
    }
    //! Brings the link to where our program waits for a scan.
    void showCode()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        after(closed());
        programRuns();
        after(lagrangeinput::ProgramStarted{});
        after(lagrangeinput::CodeDrawn{text(u"first"_s)});
        QVERIFY(m_link.waiting);
    }
    //! Brings the link to where an account is logged in and everything works.
    void work()
    {
        showCode();
        programRuns(true);
        after(lagrangeinput::ProgramLoggedIn{});
        after(lagrangeinput::OneBotUp{});
        after(lagrangeinput::OneBotSelf{kAccount, {}});
        QVERIFY(m_link.oneBotUp && !m_link.waiting);
    }
    static lagrangeinput::SettingsFound found(const QList<Way> &ways) { return {ways}; }
    static lagrangeinput::SettingsUnreadable unreadable(ErrorReason reason)
    {
        return {Error{.kind = ErrorKind::Storage, .reason = reason}};
    }
    //! OneBot's port refuses the connection.
    static lagrangeinput::OneBotDown closed()
    {
        return {Error{.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}};
    }
    static lagrangeinput::OneBotDown broken(bool forGood = false)
    {
        return {Error{.kind = ErrorKind::Protocol, .reason = Reason::WrongServer}, forGood};
    }
    static lagrangeinput::OneBotDown tokenRefused()
    {
        return {Error{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong}, true};
    }
    static lagrangeinput::ProgramEnded ended()
    {
        return {Error{.kind = ErrorKind::Offline, .reason = Reason::ProgramEnded}};
    }
    static lagrangeinput::LimitReached reached(LagrangeLimit limit) { return {limit}; }

private Q_SLOTS:
    // --- the way up -------------------------------------------------------------------------------

    void aLinkWithAProgramGoesThroughItsStepsInOrder()
    {
        beginWithProgram();
        QCOMPARE(after(lagrangeinput::Connect{}), u"drop settings"_s);
        QCOMPARE(after(found({Way::Socket})), u"service0"_s);
        QCOMPARE(after(closed()), u"+start start retry"_s);
        QCOMPARE(within(), milliseconds(LagrangeLink::kStartWithin));
        programRuns();
        QCOMPARE(after(lagrangeinput::ProgramStarted{}), u"reached"_s);
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service0"_s);
        QCOMPARE(after(closed()), u"retry"_s);
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"first"_s)}), u"-start code text waiting"_s);
        QCOMPARE(after(lagrangeinput::CodeLifeStated{seconds(120)}), u"life"_s);
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service0"_s);
        QCOMPARE(after(closed()), u"retry"_s); // scanning takes longer than any limit
        programRuns(true);
        QCOMPARE(after(lagrangeinput::ProgramLoggedIn{}), u"no-code -start -picture +ports"_s);
        QCOMPARE(within(), milliseconds(LagrangeLink::kPortsWithin));
        QCOMPARE(after(lagrangeinput::ProgramLoggedIn{}), u"-start -picture"_s); // one limit for one login
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service0"_s);
        QCOMPARE(after(lagrangeinput::OneBotUp{}), u"-start -ports -picture reached authenticated"_s);
        QCOMPARE(after(lagrangeinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
        QVERIFY(!m_link.waiting);
    }
    void withoutAFolderOneBotAloneCarriesTheLink()
    {
        beginWithAddress();
        QCOMPARE(after(lagrangeinput::Connect{}), u"drop address"_s);
        QCOMPARE(after(lagrangeinput::OneBotUp{}), u"-start -ports -picture reached authenticated"_s);
        QCOMPARE(after(lagrangeinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
        QCOMPARE(after(lagrangeinput::OneBotOffline{LoginReason::Kicked, u"x"_s}), u"text waiting"_s);
        QCOMPARE(after(lagrangeinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
        QCOMPARE(after(closed()), u"drop lost"_s);
        after(lagrangeinput::Connect{});
        QCOMPARE(after(closed()), u"drop lost"_s); // nothing promises that the port opens
        QCOMPARE(why().reason, Reason::ConnectionRefused);
    }
    void withAFolderAloneTheCodeComesFromThePicture()
    {
        beginWithFolder();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(found({Way::Socket})), u"service0"_s);
        QCOMPARE(after(closed()), u"retry"_s);
        const lagrangeinput::PictureFound picture{text(u"first"_s), kNow - seconds(20)};
        QCOMPARE(after(picture), u"+picture -start code text waiting"_s);
        QCOMPARE(within(), milliseconds(LagrangeLink::kCodeLife - seconds(20)));
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service0"_s);
            QCOMPARE(after(closed()), u"retry"_s); // a code promises a port
        }
        QCOMPARE(after(lagrangeinput::SessionSaved{}), u"no-code -start -picture +ports"_s);
        QCOMPARE(after(lagrangeinput::OneBotUp{}), u"-start -ports -picture reached authenticated"_s);
        QCOMPARE(after(lagrangeinput::SessionSaved{}), QString());
    }
    void anAddressOfTheOperatorIsUsedWhateverTheFolderNames()
    {
        beginWithFolder();
        m_link.findsServices = false;
        QCOMPARE(after(lagrangeinput::Connect{}), u"drop settings"_s);
        QCOMPARE(after(found({})), u"address"_s);
        QCOMPARE(after(closed()), u"retry"_s);
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"address"_s);
        QCOMPARE(after(closed()), u"retry"_s);
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"address"_s);
        QCOMPARE(after(closed()), u"drop lost"_s);
    }
    void connectingAgainBeginsANewAttempt()
    {
        work();
        QCOMPARE(after(lagrangeinput::Connect{}), u"drop settings"_s);
        QVERIFY(m_link.linked && !m_link.oneBotUp && m_link.ways.isEmpty());
        QCOMPARE(m_link.tries, 0);
    }

    // --- the settings -----------------------------------------------------------------------------

    void settingsThatNameNoUsableServiceEndTheLink()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(found({})), u"drop lost"_s);
        QCOMPARE(why().reason, Reason::NoOneBotServer);
    }
    void unreadableSettingsEndTheLink()
    {
        beginWithFolder();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(unreadable(Reason::FileMissing)), u"drop lost"_s); // no program here starts it
        QCOMPARE(why().reason, Reason::FileMissing);
        beginWithProgram();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(unreadable(Reason::None)), u"drop lost"_s);
    }
    void aProgramWithoutSettingsIsStartedToWriteThem()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(unreadable(Reason::FileMissing)), u"+start start retry"_s);
        programRuns();
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"settings"_s);
        QCOMPARE(after(unreadable(Reason::FileMissing)), u"start retry"_s); // it runs already
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"settings"_s);
        QCOMPARE(after(found({Way::Socket})), u"service0"_s);
    }
    void aProgramThatWaitsForItsSettingsIsStopped()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        after(unreadable(Reason::FileMissing));
        programRuns();
        QCOMPARE(after(lagrangeinput::SetupAsked{}), u"stop drop lost"_s);
        QCOMPARE(why().reason, Reason::SetupUnfinished);
        QCOMPARE(after(lagrangeinput::SetupAsked{}), QString());
    }
    void aChatThatQuotesThatLineStopsNothing()
    {
        showCode();
        QCOMPARE(after(lagrangeinput::SetupAsked{}), QString()); // it has settings
        beginWithProgram();
        after(lagrangeinput::Connect{});
        after(unreadable(Reason::FileMissing));
        programRuns(true);
        QCOMPARE(after(lagrangeinput::SetupAsked{}), QString());
        after(found({Way::Socket}));
        programRuns();
        after(lagrangeinput::OneBotUp{});
        QCOMPARE(after(lagrangeinput::SetupAsked{}), QString());
    }

    // --- which service ----------------------------------------------------------------------------

    void eachServiceIsTriedThreeTimesAndNoMoreWithoutAProgram()
    {
        beginWithFolder();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(found({Way::Socket, Way::Http})), u"service0"_s);
        for (int attempt = 1; attempt < 6; ++attempt) {
            QCOMPARE(after(closed()), u"retry"_s);
            QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service%1"_s.arg(attempt / 3));
        }
        QCOMPARE(after(closed()), u"drop lost"_s);
    }
    void withARunningProgramTheServicesTakeTurns()
    {
        beginWithProgram();
        programRuns();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(found({Way::Socket, Way::Http})), u"service0"_s);
        QCOMPARE(after(closed()), u"+start retry"_s); // limited, also if it was not started here
        for (int attempt = 1; attempt < 12; ++attempt) {
            QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service%1"_s.arg(attempt / 3 % 2));
            QCOMPARE(after(closed()), u"retry"_s);
        }
    }
    void anotherServerOnAPortEndsOnlyALinkWithoutOtherServices()
    {
        beginWithFolder();
        after(lagrangeinput::Connect{});
        after(found({Way::Socket, Way::Http}));
        QCOMPARE(after(broken()), u"retry"_s);
        QCOMPARE(after(broken(true)), u"drop refused"_s);
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        QCOMPARE(after(broken()), u"drop lost"_s);
    }
    void aServiceThatDialsUsNeedsTheProgramToRunFirst()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(found({Way::Reverse})), u"+start start service0"_s);
        programRuns();
        QCOMPARE(after(closed()), u"retry"_s);
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"start service0"_s);
        after(lagrangeinput::CodeDrawn{text(u"first"_s)});
        m_moment.active = false; // it stopped requesting codes because none was scanned
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service0"_s);
        beginWithFolder();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(found({Way::Reverse})), u"service0"_s);
    }

    // --- losses and refusals ----------------------------------------------------------------------

    void aLossWhileOneBotIsUpEndsTheLinkAndKeepsTheProgram()
    {
        work();
        QCOMPARE(after(closed()), u"drop lost"_s);
        QVERIFY(!m_link.linked);
        QCOMPARE(after(lagrangeinput::Disconnect{}), u"drop"_s); // the session's answer to the loss
        QCOMPARE(after(lagrangeinput::Disconnect{}), u"drop leave-folder stop reset"_s); // the operator's stop
        work();
        QCOMPARE(after(broken(true)), u"drop reset refused"_s);
        QCOMPARE(after(lagrangeinput::Disconnect{}), u"drop"_s);
    }
    void aRefusedTokenIsReachedAndRefused()
    {
        beginWithAddress();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(tokenRefused()), u"reached drop refused"_s);
        QCOMPARE(why().reason, Reason::TokenWrong);
        showCode();
        QCOMPARE(after(tokenRefused()), u"reached drop reset refused"_s); // only the operator can try again now
    }
    void aProgramThatUsedUpItsStartsIsRefused()
    {
        beginWithProgram();
        m_moment.spent = true;
        m_moment.trouble = u"Signer server returned a 521"_s;
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        QCOMPARE(after(closed()), u"drop reset refused"_s);
        QCOMPARE(why().reason, Reason::ProgramEnded);
        QCOMPARE(why().detail, m_moment.trouble);
        after(lagrangeinput::Connect{});
        QCOMPARE(after(found({Way::Reverse})), u"drop reset refused"_s);
        after(lagrangeinput::Connect{});
        QCOMPARE(after(unreadable(Reason::FileMissing)), u"drop reset refused"_s);
        programRuns(); // its last start
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        QCOMPARE(after(closed()), u"+start retry"_s);
    }
    void aProgramThatEndsIsALossInEveryState()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        after(closed());
        QCOMPARE(after(ended()), u"drop lost"_s);
        QCOMPARE(why().reason, Reason::ProgramEnded);
        showCode();
        QCOMPARE(after(ended()), u"drop lost"_s);
        work();
        QCOMPARE(after(ended()), u"drop lost"_s);
        QCOMPARE(after(ended()), QString()); // the session knows already
    }
    void aProgramThatShowsNeitherACodeNorALoginIsALoss()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        after(closed());
        programRuns();
        QCOMPARE(after(reached(LagrangeLimit::Start)), u"drop lost"_s);
        QCOMPARE(why().reason, Reason::NoReply);
    }

    // --- a login and its ports --------------------------------------------------------------------

    void aRunningProgramThatIsLoggedInHasToOpenItsPorts()
    {
        beginWithProgram();
        programRuns(true);
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        QCOMPARE(after(closed()), u"-start -picture +ports retry"_s);
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service0"_s);
        QCOMPARE(after(closed()), u"-start -picture retry"_s); // the limit goes on
    }
    void silentPortsAreHealedByOneRestart()
    {
        showCode();
        programRuns(true);
        after(lagrangeinput::ProgramLoggedIn{});
        QCOMPARE(after(reached(LagrangeLimit::Ports)), u"restart drop lost"_s);
        QCOMPARE(why().reason, Reason::PortsSilent);
        QCOMPARE(after(lagrangeinput::Disconnect{}), u"drop"_s);
        const auto loginAgain = [this] {
            after(lagrangeinput::Connect{});
            after(found({Way::Socket}));
            after(closed());
        };
        loginAgain();
        QCOMPARE(after(reached(LagrangeLimit::Ports)), u"drop lost"_s);
        loginAgain();
        after(lagrangeinput::OneBotUp{}); // the fault is over
        after(closed());
        loginAgain();
        QCOMPARE(after(reached(LagrangeLimit::Ports)), u"restart drop lost"_s);
        after(lagrangeinput::Disconnect{});
        after(lagrangeinput::Disconnect{}); // the operator's
        loginAgain();
        QCOMPARE(after(reached(LagrangeLimit::Ports)), u"restart drop lost"_s);
    }
    void silentPortsOfAProgramThatIsNotOursAreALoss()
    {
        beginWithFolder();
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        after(lagrangeinput::PictureFound{text(u"first"_s), kNow});
        after(lagrangeinput::SessionSaved{});
        QCOMPARE(after(reached(LagrangeLimit::Ports)), u"drop lost"_s);
        QVERIFY(!m_link.portsRestarted);
    }
    void aLoginThatIsLostKeepsTheConnectionAndCanReturn()
    {
        work();
        QCOMPARE(after(lagrangeinput::OneBotOffline{LoginReason::Kicked, u"kicked"_s}), u"text waiting"_s);
        QVERIFY(m_link.oneBotUp);
        QCOMPARE(after(lagrangeinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
        after(lagrangeinput::OneBotOffline{LoginReason::OfflineByQq, {}});
        QCOMPARE(after(closed()), u"drop lost"_s); // it was up: a closed port is a loss
    }
    void aLoginThatIsLostReturnsWithANewCode()
    {
        work();
        after(lagrangeinput::OneBotOffline{LoginReason::Kicked, u"kicked"_s});
        QCOMPARE(after(lagrangeinput::NewCodeAsked{}), u"+new-code -ports close reset restart retry"_s);
        QCOMPARE(within(), milliseconds(LagrangeLink::kNewCodeWithin));
        programRuns();
        QCOMPARE(after(lagrangeinput::OneBotRetryDue{}), u"service0"_s);
        QCOMPARE(after(closed()), u"retry"_s);
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"second"_s)}), u"-start code new-code text waiting"_s);
        programRuns(true);
        QCOMPARE(after(lagrangeinput::ProgramLoggedIn{}), u"no-code -start -picture +ports"_s);
        QCOMPARE(after(lagrangeinput::OneBotUp{}), u"-start -ports -picture reached authenticated"_s);
        QCOMPARE(after(lagrangeinput::OneBotSelf{kAccount, {}}), u"text logged-in channel"_s);
    }
    void aSessionThatIsSavedWithoutACodeShowsNoLogin()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        QCOMPARE(after(lagrangeinput::SessionSaved{}), QString());
    }

    // --- the login code ---------------------------------------------------------------------------

    void aCodeIsReportedOnce()
    {
        showCode();
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"first"_s)}), QString());
        QCOMPARE(after(lagrangeinput::PictureFound{text(u"first"_s), kNow}), QString());
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"second"_s)}), u"-start code text waiting"_s);
    }
    void aLifeThatIsStatedBeforeItsCodeIsReportedWithIt()
    {
        beginWithProgram();
        programRuns();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(lagrangeinput::CodeLifeStated{seconds(120)}), QString());
        m_moment.now += seconds(5);
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"first"_s)}), u"-start code life text waiting"_s);
        const auto *news = std::get_if<lagrangeeffect::Report>(&m_effects.at(2));
        QVERIFY(news);
        QCOMPARE(std::get<driver::QrLifeStated>(news->event).left, milliseconds(seconds(115)));
    }
    void anExpiredCodeIsFollowedByADifferentOne()
    {
        showCode();
        QCOMPARE(after(lagrangeinput::CodeEnded{u"expired"_s}), u"text waiting"_s);
        QVERIFY(m_link.waiting);
        QCOMPARE(after(lagrangeinput::CodeLifeStated{seconds(120)}), QString()); // of the code that is still to come
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"second"_s)}), u"-start code life text waiting"_s);
    }
    void whileOneBotIsUpNoCodeIsReported()
    {
        work();
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"second"_s)}), QString());
        QCOMPARE(after(lagrangeinput::PictureFound{text(u"second"_s), kNow}), QString());
        QCOMPARE(after(lagrangeinput::CodeLifeStated{seconds(120)}), QString());
        QCOMPARE(after(lagrangeinput::CodeEnded{u"x"_s}), QString());
        QCOMPARE(after(lagrangeinput::ProgramLoggedIn{}), QString());
        QCOMPARE(after(reached(LagrangeLimit::Picture)), QString());
    }
    void aPictureOfAnEarlierRunIsNoCode()
    {
        beginWithProgram();
        after(lagrangeinput::Connect{});
        const lagrangeinput::PictureFound picture{text(u"first"_s), kNow};
        QCOMPARE(after(picture), QString()); // our program does not run
        programRuns();
        m_moment.startedAt = kNow + seconds(1);
        QCOMPARE(after(picture), QString());
        m_moment.startedAt = kNow + milliseconds(100); // a coarser clock
        QCOMPARE(after(picture), u"-start code text waiting"_s);
        beginWithFolder();
        after(lagrangeinput::Connect{});
        m_moment.now = kNow + LagrangeLink::kCodeLife + milliseconds(1);
        QCOMPARE(after(picture), QString());
        m_moment.now = kNow + LagrangeLink::kCodeLife;
        QCOMPARE(after(picture), u"+picture -start code text waiting"_s);
    }
    void aPictureWithoutAnAttemptShowsThatThereIsSomethingToTry()
    {
        beginWithFolder();
        after(lagrangeinput::Connect{});
        after(unreadable(Reason::FileMissing));
        after(lagrangeinput::Disconnect{});
        QCOMPARE(after(lagrangeinput::PictureFound{text(u"first"_s), kNow}), u"arrived"_s);
        QVERIFY(m_link.code.isEmpty());
        QCOMPARE(after(lagrangeinput::PictureFound{text(u"old"_s), kNow - seconds(121)}), QString());
    }
    void aPictureThatGetsOldCountsAsExpired()
    {
        beginWithFolder();
        after(lagrangeinput::Connect{});
        after(found({Way::Socket}));
        after(closed());
        after(lagrangeinput::PictureFound{text(u"first"_s), kNow});
        QCOMPARE(after(reached(LagrangeLimit::Picture)), u"text waiting"_s);
        after(lagrangeinput::OneBotRetryDue{});
        QCOMPARE(after(closed()), u"retry"_s); // the second of its three tries
        after(lagrangeinput::OneBotRetryDue{});
        QCOMPARE(after(closed()), u"drop lost"_s);
    }

    // --- requests ---------------------------------------------------------------------------------

    void aRequestForANewCodeEndsInEveryCase()
    {
        showCode();
        QCOMPARE(after(lagrangeinput::NewCodeAsked{}), u"+new-code -ports close reset restart retry"_s);
        QCOMPARE(after(lagrangeinput::CodeLifeStated{seconds(120)}), QString()); // not of the code that is shown
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"first"_s)}), QString()); // the one that was to be replaced
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"second"_s)}), u"-start code life new-code text waiting"_s);
        QCOMPARE(after(reached(LagrangeLimit::NewCode)), QString()); // answered

        after(lagrangeinput::NewCodeAsked{});
        QCOMPARE(after(reached(LagrangeLimit::NewCode)), u"no-new-code"_s);
        QCOMPARE(refusal().reason, Reason::NoReply);

        after(lagrangeinput::NewCodeAsked{});
        QCOMPARE(after(lagrangeinput::ProgramLoggedIn{}), u"no-code no-new-code -start -picture +ports"_s);
        QCOMPARE(refusal().reason, Reason::AlreadyLoggedIn);

        after(lagrangeinput::NewCodeAsked{});
        after(lagrangeinput::OneBotUp{});
        QCOMPARE(after(lagrangeinput::OneBotSelf{kAccount, {}}), u"no-new-code text logged-in channel"_s);

        after(lagrangeinput::NewCodeAsked{});
        QCOMPARE(after(ended()), u"drop lost"_s); // which cancels it
        QVERIFY(!m_link.newCodeAsked);
    }
    void aRestartIsALossWithAName()
    {
        work();
        QCOMPARE(after(lagrangeinput::RestartAsked{}), u"reset restart drop lost"_s);
        QCOMPARE(why().reason, Reason::GatewayRestarting);
        QCOMPARE(after(lagrangeinput::RestartAsked{}),
                 u"reset restart"_s); // without an attempt there is nothing to lose
        m_moment.active = false;
        QCOMPARE(after(lagrangeinput::RestartAsked{}), u"reset"_s); // the next attempt starts it
    }
    void aCodeFromBeforeARestartIsNoNewOne()
    {
        showCode();
        after(lagrangeinput::RestartAsked{});
        after(lagrangeinput::Disconnect{});
        after(lagrangeinput::Connect{});
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"first"_s)}), QString());
        QCOMPARE(after(lagrangeinput::CodeDrawn{text(u"second"_s)}), u"-start code text waiting"_s);
    }

    // --- the end ----------------------------------------------------------------------------------

    void disconnectingEndsEveryState_data()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : {"reading", "opening", "code", "ports", "up", "kicked"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void disconnectingEndsEveryState()
    {
        QFETCH(const QString, state);
        beginWithProgram();
        after(lagrangeinput::Connect{});
        if (state != u"reading"_s)
            after(found({Way::Socket}));
        if (state == u"code"_s || state == u"ports"_s)
            showCode();
        if (state == u"ports"_s)
            after(lagrangeinput::ProgramLoggedIn{});
        if (state == u"up"_s || state == u"kicked"_s)
            work();
        if (state == u"kicked"_s)
            after(lagrangeinput::OneBotOffline{LoginReason::Kicked, {}});
        QCOMPARE(after(lagrangeinput::Disconnect{}), u"drop leave-folder stop reset"_s);
        const LagrangeLink fresh{.hasFolder = true, .hasProgram = true, .findsServices = true};
        QVERIFY(m_link == fresh);
    }
    void disconnectingStopsOnlyWhatThereIs()
    {
        beginWithAddress();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(lagrangeinput::Disconnect{}), u"drop"_s);
        beginWithFolder();
        after(lagrangeinput::Connect{});
        QCOMPARE(after(lagrangeinput::Disconnect{}), u"drop leave-folder"_s);
    }
    void anEndedLinkTakesNothing()
    {
        work();
        after(lagrangeinput::Disconnect{});
        const LagrangeLink before = m_link;
        const QList<LagrangeInput> late{
            found({Way::Socket}),
            unreadable(Reason::FileMissing),
            lagrangeinput::OneBotRetryDue{},
            lagrangeinput::OneBotUp{},
            closed(),
            tokenRefused(),
            lagrangeinput::OneBotSelf{kAccount, {}},
            lagrangeinput::OneBotOffline{},
            lagrangeinput::ProgramStarted{},
            ended(),
            lagrangeinput::ProgramLoggedIn{},
            lagrangeinput::SetupAsked{},
            lagrangeinput::SessionSaved{},
            lagrangeinput::CodeDrawn{text(u"second"_s)},
            lagrangeinput::CodeLifeStated{seconds(120)},
            lagrangeinput::CodeEnded{},
            lagrangeinput::NewCodeAsked{},
            reached(LagrangeLimit::Start),
            reached(LagrangeLimit::Ports),
            reached(LagrangeLimit::Picture),
            reached(LagrangeLimit::NewCode),
        };
        for (const LagrangeInput &input : late) {
            QCOMPARE(after(input), QString());
            QVERIFY2(m_link == before, qPrintable(QString::number(input.index())));
        }
    }
    void secretsInAReasonAreMasked()
    {
        beginWithAddress();
        after(lagrangeinput::Connect{});
        Error cause{.kind = ErrorKind::Network, .reason = Reason::ConnectionLost, .detail = u"ws://h/?token=s3cret"_s};
        after(lagrangeinput::OneBotDown{cause, false});
        QCOMPARE(why().reason, Reason::ConnectionLost);
        QVERIFY2(!why().detail.contains(u"s3cret"), qPrintable(why().detail));
        after(lagrangeinput::Connect{});
        cause.kind = ErrorKind::Tls;
        after(lagrangeinput::OneBotDown{cause, true});
        QCOMPARE(why().kind, ErrorKind::Tls);
        QVERIFY2(!why().detail.contains(u"s3cret"), qPrintable(why().detail));
    }
};

ROOKERY_TEST(tst_lagrangelink, TestLagrangeLink)
#include "tst_lagrangelink.moc"

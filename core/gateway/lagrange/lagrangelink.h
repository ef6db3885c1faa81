// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "model/gateway.h"
#include "model/session.h"

#include "base/clock.h"
#include "base/redacted.h"
#include "base/result.h"

#include <QList>

#include <optional>
#include <variant>
#include <vector>

namespace rookery::gateway {

//! Lists the time limits of a link. Each has its own timer.
enum class LagrangeLimit {
    Start, //!< a code or a login has to appear
    Ports, //!< a port has to answer after a login
    Picture, //!< the code in the folder counts as alive
    NewCode, //!< the code that the operator requested has to appear
};

//! Lists what can happen to the link to a Lagrange. Connect, Disconnect, RestartAsked and PictureFound count at any
//! time, everything else only while an attempt goes on.
namespace lagrangeinput {
struct Connect {};
struct Disconnect {};
struct RestartAsked {}; //!< of our program
struct PictureFound { //!< in the folder
    Redacted<QString> text;
    WallTime writtenAt{};
};
struct SettingsFound {
    QList<OneBotTransportKind> ways; //!< of the services that we can use, best first
};
struct SettingsUnreadable {
    Error why;
};
struct OneBotRetryDue {};
struct OneBotUp {};
struct OneBotDown {
    Error why;
    bool forGood = false;
};
struct OneBotSelf {
    AccountId account;
    QString nickname;
};
struct OneBotOffline {
    LoginReason reason = LoginReason::None;
    QString text;
};
struct ProgramStarted {};
struct ProgramEnded {
    Error why;
};
struct ProgramLoggedIn {}; //!< or the phone has confirmed its code
struct SetupAsked {}; //!< a line says that the program waits for its settings; it may be chat text
struct SessionSaved {}; //!< in the folder
struct CodeDrawn { //!< by the program
    Redacted<QString> text;
};
struct CodeLifeStated { //!< of the code that comes next, or that has just come
    milliseconds left{0};
};
struct CodeEnded { //!< expired or declined
    QString text;
};
struct NewCodeAsked {};
struct LimitReached {
    LagrangeLimit limit = LagrangeLimit::Start;
};
} // namespace lagrangeinput

using LagrangeInput =
    std::variant<lagrangeinput::Connect, lagrangeinput::Disconnect, lagrangeinput::RestartAsked,
                 lagrangeinput::PictureFound, lagrangeinput::SettingsFound, lagrangeinput::SettingsUnreadable,
                 lagrangeinput::OneBotRetryDue, lagrangeinput::OneBotUp, lagrangeinput::OneBotDown,
                 lagrangeinput::OneBotSelf, lagrangeinput::OneBotOffline, lagrangeinput::ProgramStarted,
                 lagrangeinput::ProgramEnded, lagrangeinput::ProgramLoggedIn, lagrangeinput::SetupAsked,
                 lagrangeinput::SessionSaved, lagrangeinput::CodeDrawn, lagrangeinput::CodeLifeStated,
                 lagrangeinput::CodeEnded, lagrangeinput::NewCodeAsked, lagrangeinput::LimitReached>;

//! Lists what the driver does next, in this order.
namespace lagrangeeffect {
struct DropAll {}; //!< ends the attempt: nothing of it reports any more; the program and the folder stay
struct ReadSettings {};
struct LeaveFolder {}; //!< no more looks for a code
struct OpenAddress {}; //!< that the operator named
struct OpenService {
    qsizetype index = 0; //!< in SettingsFound
};
struct CloseOneBot {}; //!< without a report
struct RetryOneBotLater {};
struct StartProgram {}; //!< unless it runs
struct StopProgram {};
struct RestartProgram {};
struct ResetStarts {}; //!< allows the program all its starts and codes again, because the operator acts
struct SetLimit {
    LagrangeLimit limit = LagrangeLimit::Start;
    milliseconds within{0};
};
struct LiftLimit {
    LagrangeLimit limit = LagrangeLimit::Start;
};
struct AnswerNewCode { //!< ends the operator's request
    Result<> result;
};
struct Report {
    DriverEvent event;
};
} // namespace lagrangeeffect

using LagrangeEffect =
    std::variant<lagrangeeffect::DropAll, lagrangeeffect::ReadSettings, lagrangeeffect::LeaveFolder,
                 lagrangeeffect::OpenAddress, lagrangeeffect::OpenService, lagrangeeffect::CloseOneBot,
                 lagrangeeffect::RetryOneBotLater, lagrangeeffect::StartProgram, lagrangeeffect::StopProgram,
                 lagrangeeffect::RestartProgram, lagrangeeffect::ResetStarts, lagrangeeffect::SetLimit,
                 lagrangeeffect::LiftLimit, lagrangeeffect::AnswerNewCode, lagrangeeffect::Report>;

//! Describes the moment of an input: the time, and our program, which outlives a link. Without a program of ours only
//! the time is set.
struct LagrangeMoment {
    WallTime now{};
    bool active = false; //!< the program was started and has not ended for good
    bool loggedIn = false; //!< the account, in this run
    bool spent = false; //!< the program has used up its starts
    WallTime startedAt{}; //!< of this run
    QString trouble{}; //!< first error that the last run printed
};

//! Holds the complete memory of the link.
struct LagrangeLink {
    //! A code or a login has to appear this long after the start.
    static constexpr seconds kStartWithin{120};
    //! A port has to answer this long after a login.
    static constexpr seconds kPortsWithin{30};
    static constexpr seconds kNewCodeWithin{90};
    //! Assumed lifetime of a code found in the folder; Lagrange prints the real one only to its console.
    static constexpr seconds kCodeLife{120};

    // of the profile
    bool hasFolder = false;
    bool hasProgram = false; //!< ours to start; only with a folder
    bool findsServices = false; //!< in the folder, because the operator named no address

    // beyond one attempt
    bool lossReported = false; //!< the session disconnects because of it; the program stays
    bool portsRestarted = false; //!< a restart for silent ports has been tried
    Redacted<QString> deadCode{}; //!< of an earlier run: must not pass for a new one

    // of the attempt
    bool linked = false; //!< an attempt goes on
    bool oneBotUp = false;
    bool waiting = false; //!< for a login, as reported
    bool unconfigured = false; //!< the program was started without settings
    QList<OneBotTransportKind> ways{}; //!< of the services found in the folder
    qsizetype tries = 0; //!< with these services, or with the operator's address
    bool startLimited = false; //!< LagrangeLimit::Start runs
    bool portsLimited = false;
    Redacted<QString> code{}; //!< shown
    std::optional<WallTime> codeUntil{}; //!< as stated by the program
    bool newCodeAsked = false; //!< and not answered

    bool operator==(const LagrangeLink &) const = default;
};

struct LagrangeStep {
    LagrangeLink link;
    std::vector<LagrangeEffect> effects;
};

//! Computes the link after one input. Pure. Nothing listens before a login, so a closed port is a failure only where
//! neither our program nor a shown code promises one; and a login does not guarantee a port, so its wait is limited.
[[nodiscard]] LagrangeStep step(const LagrangeLink &link, const LagrangeInput &input, const LagrangeMoment &moment);

} // namespace rookery::gateway

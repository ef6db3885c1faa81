// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangelink.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"

#include <utility>

namespace rookery::gateway {

namespace {

using namespace lagrangeeffect;

constexpr qsizetype kTriesEach = 3; //!< per service before the next one; the next one may hang
constexpr milliseconds kStampSlack{100}; //!< a file's time may come from a coarser clock than ours

Error masked(Error why)
{
    why.detail = logrules::maskSecrets(why.detail);
    return why;
}

//! Returns true for an input that means something without an attempt too.
bool countsAlways(const LagrangeInput &input)
{
    using namespace lagrangeinput;
    return std::holds_alternative<Connect>(input) || std::holds_alternative<Disconnect>(input)
        || std::holds_alternative<RestartAsked>(input) || std::holds_alternative<PictureFound>(input);
}

//! Computes one step: each function takes one input.
class Stepper final
{
public:
    Stepper(const LagrangeLink &link, const LagrangeMoment &moment) : m_link(link), m_moment(moment) {}

    [[nodiscard]] LagrangeStep result() && { return {m_link, std::move(m_effects)}; }

    void operator()(const lagrangeinput::Connect &)
    {
        drop();
        m_link.linked = true;
        m_link.lossReported = false;
        if (m_link.hasFolder)
            add(ReadSettings{});
        else
            tryOneBot();
    }
    void operator()(const lagrangeinput::Disconnect &)
    {
        drop();
        // After a loss that we reported ourselves the program keeps running, and so does the watch for a login code.
        if (std::exchange(m_link.lossReported, false))
            return;
        m_link.portsRestarted = false;
        if (m_link.hasFolder)
            add(LeaveFolder{});
        if (m_link.hasProgram) {
            add(StopProgram{});
            add(ResetStarts{});
        }
    }
    void operator()(const lagrangeinput::RestartAsked &)
    {
        m_link.deadCode = m_link.code;
        add(ResetStarts{});
        if (m_moment.active)
            add(RestartProgram{});
        // Otherwise the next attempt starts it, unless it runs after all.
        if (m_link.linked)
            lose({.kind = ErrorKind::Network, .reason = Reason::GatewayRestarting});
    }
    void operator()(const lagrangeinput::PictureFound &picture)
    {
        if (m_link.oneBotUp) // the login is over
            return;
        if (!isOfThisRun(picture))
            return;
        if (!m_link.linked)
            return report(driver::PeerArrived{}); // it has been started and waits for a scan
        if (!m_link.hasProgram)
            add(SetLimit{LagrangeLimit::Picture, picture.writtenAt + LagrangeLink::kCodeLife - m_moment.now});
        showCode(picture.text);
    }
    void operator()(const lagrangeinput::SettingsFound &settings)
    {
        m_link.ways = settings.ways;
        if (m_link.findsServices && m_link.ways.isEmpty())
            lose({.kind = ErrorKind::Rejected, .reason = Reason::NoOneBotServer});
        else
            tryOneBot();
    }
    void operator()(const lagrangeinput::SettingsUnreadable &settings)
    {
        // Lagrange writes its settings at its first start.
        if (!m_link.hasProgram || settings.why.reason != Reason::FileMissing)
            return lose(settings.why);
        m_link.unconfigured = true;
        if (startProgram())
            add(RetryOneBotLater{});
    }
    void operator()(const lagrangeinput::OneBotRetryDue &) { tryOneBot(); }
    void operator()(const lagrangeinput::OneBotUp &)
    {
        m_link.oneBotUp = true;
        m_link.portsRestarted = false;
        lift(LagrangeLimit::Start);
        lift(LagrangeLimit::Ports);
        lift(LagrangeLimit::Picture); // that code has been scanned
        report(signal::Reached{});
        report(signal::Authenticated{});
    }
    void operator()(const lagrangeinput::OneBotDown &down)
    {
        // A server that rejects the token was reachable.
        if (down.why.kind == ErrorKind::Auth)
            report(signal::Reached{});
        if (!isClosed(down))
            return end(down);
        if (m_moment.active && m_moment.loggedIn)
            expectPorts();
        if (m_moment.active || m_link.waiting) {
            if (!m_link.waiting && !m_link.portsLimited && !m_link.startLimited)
                limit(LagrangeLimit::Start, LagrangeLink::kStartWithin);
            add(RetryOneBotLater{});
        } else if (m_link.hasProgram) {
            if (startProgram())
                add(RetryOneBotLater{});
        } else if (m_link.hasFolder && m_link.tries < triesAllowed()) {
            add(RetryOneBotLater{}); // another service may be open, or the folder may hold a code to scan first
        } else {
            end(down);
        }
    }
    void operator()(const lagrangeinput::OneBotSelf &self)
    {
        m_link.waiting = false;
        finishLogin();
        report(driver::LoginText{});
        report(signal::LoggedIn{self.account, self.nickname});
        report(signal::ChannelUp{});
    }
    void operator()(const lagrangeinput::OneBotOffline &offline) { wait(offline.reason, offline.text); }
    void operator()(const lagrangeinput::ProgramStarted &) { report(signal::Reached{}); }
    void operator()(const lagrangeinput::ProgramEnded &ended) { lose(ended.why); }
    void operator()(const lagrangeinput::ProgramLoggedIn &) { expectPorts(); }
    //! The line alone proves nothing: it counts only where we started the program without settings, and while no
    //! account is logged in whose chats it could quote.
    void operator()(const lagrangeinput::SetupAsked &)
    {
        if (!m_link.unconfigured || m_link.oneBotUp || m_moment.loggedIn)
            return;
        add(StopProgram{}); // it waits for a key press that we cannot send
        lose({.kind = ErrorKind::Rejected, .reason = Reason::SetupUnfinished});
    }
    void operator()(const lagrangeinput::SessionSaved &)
    {
        if (!m_link.code.isEmpty())
            expectPorts();
    }
    void operator()(const lagrangeinput::CodeDrawn &code) { showCode(code.text); }
    void operator()(const lagrangeinput::CodeLifeStated &life)
    {
        if (m_link.oneBotUp)
            return;
        m_link.codeUntil = m_moment.now + life.left;
        // otherwise it is the lifetime of the code that is still to come
        if (!m_link.code.isEmpty() && m_link.code != m_link.deadCode)
            report(driver::QrLifeStated{life.left});
    }
    void operator()(const lagrangeinput::CodeEnded &code) { endCode(code.text); }
    void operator()(const lagrangeinput::NewCodeAsked &)
    {
        // A restart is the only way: Lagrange issues one code per run.
        m_link.deadCode = m_link.code;
        m_link.newCodeAsked = true;
        m_link.codeUntil.reset();
        m_link.oneBotUp = false;
        limit(LagrangeLimit::NewCode, LagrangeLink::kNewCodeWithin);
        lift(LagrangeLimit::Ports);
        add(CloseOneBot{});
        add(ResetStarts{});
        add(RestartProgram{});
        add(RetryOneBotLater{});
    }
    void operator()(const lagrangeinput::LimitReached &reached)
    {
        switch (reached.limit) {
        case LagrangeLimit::Start:
            return lose({.kind = ErrorKind::Timeout, .reason = Reason::NoReply});
        case LagrangeLimit::Ports:
            // If QQ's connection broke while the code waited, Lagrange takes the login for a reconnect and opens no
            // port; a restart logs in with the saved session.
            if (m_moment.active && !std::exchange(m_link.portsRestarted, true))
                add(RestartProgram{});
            return lose({.kind = ErrorKind::Timeout, .reason = Reason::PortsSilent});
        case LagrangeLimit::Picture:
            // The program exits with its code, but without a process of ours that cannot be observed.
            endCode({});
            m_link.waiting = false; // from now on a closed port counts as a failure
            return;
        case LagrangeLimit::NewCode:
            return answerNewCode(fail(ErrorKind::Timeout, Reason::NoReply));
        }
    }

private:
    void add(LagrangeEffect effect) { m_effects.push_back(std::move(effect)); }
    void report(const DriverEvent &event) { add(Report{event}); }

    void limit(LagrangeLimit what, milliseconds within)
    {
        setLimited(what, true);
        add(SetLimit{what, within});
    }
    void lift(LagrangeLimit what)
    {
        setLimited(what, false);
        add(LiftLimit{what});
    }
    void setLimited(LagrangeLimit what, bool limited)
    {
        if (what == LagrangeLimit::Start)
            m_link.startLimited = limited;
        else if (what == LagrangeLimit::Ports)
            m_link.portsLimited = limited;
    }

    void drop()
    {
        m_link = {.hasFolder = m_link.hasFolder,
                  .hasProgram = m_link.hasProgram,
                  .findsServices = m_link.findsServices,
                  .lossReported = m_link.lossReported,
                  .portsRestarted = m_link.portsRestarted,
                  .deadCode = m_link.deadCode};
        add(DropAll{});
    }
    //! Ends the attempt; the session tries again. The account may still be logged in, so the program keeps running.
    void lose(const Error &why)
    {
        drop();
        m_link.lossReported = true;
        report(signal::LinkLost{masked(why)});
    }
    //! Ends the attempt; only the operator can try again. The program keeps running here too.
    void refuse(const Error &why)
    {
        drop();
        m_link.lossReported = true;
        if (m_link.hasProgram)
            add(ResetStarts{});
        report(signal::Refused{masked(why)});
    }
    void end(const lagrangeinput::OneBotDown &down)
    {
        if (down.forGood)
            refuse(down.why);
        else
            lose(down.why);
    }

    // OneBot
    void tryOneBot()
    {
        const qsizetype tries = m_link.tries++;
        if (!m_link.findsServices)
            return add(OpenAddress{});
        if (m_link.ways.isEmpty())
            return add(ReadSettings{}); // not written yet
        const qsizetype index = tries / kTriesEach % m_link.ways.size();
        // A reverse WebSocket gives no sign that the program is not running.
        const bool silent = m_link.ways.at(index) == OneBotTransportKind::Reverse;
        if (silent && m_link.hasProgram && !m_link.waiting && !startProgram())
            return;
        add(OpenService{index});
    }
    //! Returns true if nothing of Lagrange answers there yet.
    [[nodiscard]] bool isClosed(const lagrangeinput::OneBotDown &down) const
    {
        const bool another = m_link.findsServices && m_link.ways.size() > 1 && !down.forGood;
        return !m_link.oneBotUp && (down.why.kind == ErrorKind::Offline || another);
    }
    [[nodiscard]] qsizetype triesAllowed() const
    {
        return kTriesEach * (m_link.findsServices ? m_link.ways.size() : 1);
    }

    // the program
    //! Returns false if the program has ended too often, which has ended the attempt.
    bool startProgram()
    {
        if (!m_moment.active && m_moment.spent) {
            refuse({.kind = ErrorKind::Rejected, .reason = Reason::ProgramEnded, .detail = m_moment.trouble});
            return false;
        }
        if (!m_moment.active)
            limit(LagrangeLimit::Start, LagrangeLink::kStartWithin);
        add(StartProgram{});
        return true;
    }
    //! Follows a login that OneBot does not show yet.
    void expectPorts()
    {
        if (m_link.oneBotUp)
            return;
        finishLogin();
        lift(LagrangeLimit::Start);
        lift(LagrangeLimit::Picture);
        if (!m_link.portsLimited)
            limit(LagrangeLimit::Ports, LagrangeLink::kPortsWithin);
    }

    // the login code
    [[nodiscard]] bool isOfThisRun(const lagrangeinput::PictureFound &picture) const
    {
        if (m_link.hasProgram)
            return m_moment.active && picture.writtenAt >= m_moment.startedAt - kStampSlack;
        return picture.writtenAt >= m_moment.now - LagrangeLink::kCodeLife;
    }
    void showCode(const Redacted<QString> &text)
    {
        if (m_link.oneBotUp || text == m_link.code)
            return;
        if (text == m_link.deadCode)
            return answerNewCode(fail(ErrorKind::Expired, Reason::QrUnchanged));
        m_link.code = text;
        lift(LagrangeLimit::Start);
        report(driver::QrChanged{text});
        if (m_link.codeUntil)
            report(driver::QrLifeStated{*m_link.codeUntil - m_moment.now});
        answerNewCode({});
        wait(LoginReason::Fresh, {});
    }
    void endCode(const QString &text)
    {
        if (m_link.oneBotUp)
            return;
        m_link.deadCode = m_link.code;
        m_link.codeUntil.reset();
        wait(LoginReason::Expired, text);
    }
    void finishLogin()
    {
        m_link.codeUntil.reset();
        if (!std::exchange(m_link.code, {}).isEmpty())
            report(driver::QrChanged{});
        answerNewCode(fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn));
    }
    void answerNewCode(const Result<> &result)
    {
        if (std::exchange(m_link.newCodeAsked, false))
            add(AnswerNewCode{result});
    }
    void wait(LoginReason reason, const QString &text)
    {
        m_link.waiting = true;
        report(driver::LoginText{text});
        report(signal::Waiting{reason, text});
    }

    LagrangeLink m_link;
    const LagrangeMoment &m_moment;
    std::vector<LagrangeEffect> m_effects;
};

} // namespace

LagrangeStep step(const LagrangeLink &link, const LagrangeInput &input, const LagrangeMoment &moment)
{
    if (!link.linked && !countsAlways(input))
        return {link, {}};
    Stepper stepper(link, moment);
    std::visit(stepper, input);
    return std::move(stepper).result();
}

} // namespace rookery::gateway

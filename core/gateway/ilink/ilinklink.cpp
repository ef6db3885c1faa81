// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilinklink.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"

#include <utility>

namespace rookery::gateway {

namespace {

using namespace ilinkeffect;
using protocol::ilink::Binding;
using protocol::ilink::Incoming;
using Bot = ILinkLink::Bot;

//! Returns true for a refusal that no retry changes; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Tls || (why.kind == ErrorKind::Rejected && why.reason == Reason::WrongServer);
}

bool hasBinding(const ILinkLink &link)
{
    return link.bot == Bot::Bound || link.bot == Bot::Online;
}

//! Returns true for an input that means something without an attempt too.
bool countsAlways(const ILinkInput &input)
{
    return std::holds_alternative<ilinkinput::Connect>(input) || std::holds_alternative<ilinkinput::Disconnect>(input);
}

//! Computes one step: each function takes one input.
class Stepper final
{
public:
    Stepper(const ILinkLink &link, SteadyTime now) : m_link(link), m_now(now) {}

    [[nodiscard]] ILinkStep result() && { return {m_link, std::move(m_effects)}; }

    void operator()(const ilinkinput::Connect &)
    {
        drop();
        m_link.linked = true;
        add(ReadBinding{});
    }
    void operator()(const ilinkinput::Disconnect &) { drop(); }
    void operator()(const ilinkinput::BindingRead &read)
    {
        if (read.binding)
            return resume(*read.binding);
        const Error &why = read.binding.error();
        const bool unread = why.reason == Reason::KeyringAbsent; // without one no binding can be stored
        if (!unread && why.reason != Reason::TokenMissing)
            return end(why);
        m_link.bot = unread ? Bot::Unread : Bot::Unbound;
        add(StartLogin{});
    }
    void operator()(const ilinkinput::KeyringWorks &)
    {
        if (m_link.bot == Bot::Unread)
            add(ReadBindingAgain{});
    }
    void operator()(const ilinkinput::BindingReadAgain &read)
    {
        if (m_link.bot != Bot::Unread)
            return;
        m_link.bot = Bot::Unbound;
        if (!read.binding)
            return;
        add(StopLogin{}); // a scan is unnecessary
        answerNewCode(fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn));
        report(driver::QrChanged{});
        resume(*read.binding);
    }
    void operator()(const ilinkinput::CursorRead &read)
    {
        // Another binding has another mailbox.
        use(read.binding, read.cursor.botId == read.binding.botId ? read.cursor : SyncCursor());
    }
    void operator()(const ilinkinput::CodeShown &code)
    {
        if (code.content.isEmpty())
            return report(driver::QrChanged{});
        if (!m_link.waiting) {
            report(signal::Reached{});
            report(signal::Authenticated{});
            wait(LoginReason::Fresh, {});
        }
        answerNewCode({});
        report(driver::QrChanged{code.content});
    }
    void operator()(const ilinkinput::DigitsNeeded &digits)
    {
        m_link.waiting = false;
        if (digits.wrong)
            report(signal::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TotpWrong}});
        else
            report(signal::TotpNeeded{.fromPhone = true});
    }
    void operator()(const ilinkinput::LoginEnded &login) { wait(login.reason, {}); }
    void operator()(const ilinkinput::LoginFailed &login) { end(login.why); }
    void operator()(const ilinkinput::Bound &scan)
    {
        add(KeepBinding{scan.binding});
        use(scan.binding, {});
        report(driver::QrChanged{});
    }
    void operator()(const ilinkinput::NewCodeAsked &)
    {
        if (!std::exchange(m_link.newCodeAsked, true))
            add(StartLogin{});
    }
    void operator()(const ilinkinput::Answered &answer)
    {
        if (m_link.bot != Bot::Online)
            enterOnline();
        if (!answer.updates.messages.isEmpty())
            add(KeepCursorSoon{}); // a known user may have a newer token, which changes no list
        for (const Incoming &message : answer.updates.messages) {
            add(NoteMessage{message});
            Event event = message.event;
            event.self = m_link.account;
            report(event);
        }
        for (int i = 0; i < answer.updates.skipped; ++i)
            report(driver::Undecodable{{.kind = ErrorKind::Protocol, .reason = Reason::Garbage}});
    }
    void operator()(const ilinkinput::PollFailed &poll)
    {
        if (poll.why.reason == Reason::CredentialExpired)
            loseBinding(poll.why.detail);
        else
            end(poll.why);
    }
    void operator()(const ilinkinput::BindingLost &lost) { loseBinding(lost.text); }

private:
    void add(ILinkEffect effect) { m_effects.push_back(std::move(effect)); }
    void report(const DriverEvent &event) { add(Report{event}); }

    void drop()
    {
        m_link = {.account = m_link.account, .badFrames = m_link.badFrames};
        add(DropAll{});
    }
    //! Ends the attempt and reports why.
    void end(Error why)
    {
        why.detail = logrules::maskSecrets(why.detail);
        answerNewCode(fail(why));
        drop();
        add(ShowDown{why});
        if (isFinal(why) || m_link.badFrames.tooMany(why, m_now))
            report(signal::Refused{why});
        else
            report(signal::LinkLost{why});
    }

    // the binding
    void resume(const Binding &binding)
    {
        if (AccountId(binding.botId) == m_link.account)
            use(binding, {});
        else
            add(ReadCursor{binding});
    }
    //! Uses a binding; `mailbox` counts for another account than before.
    void use(const Binding &binding, const SyncCursor &mailbox)
    {
        if (m_link.bot != Bot::Online)
            m_link.bot = Bot::Bound;
        m_link.waiting = false;
        const AccountId account(binding.botId);
        const bool isAnother = std::exchange(m_link.account, account) != account;
        add(UseBinding{binding, isAnother ? std::optional(mailbox) : std::nullopt});
    }
    void loseBinding(const QString &text)
    {
        if (!hasBinding(m_link))
            return; // reported already
        m_link.bot = Bot::Unbound;
        m_link.account = {}; // its bookmark is not written any more
        add(DropBinding{});
        wait(LoginReason::TakenOver, text);
        add(StartLogin{});
    }

    // the login
    void wait(LoginReason reason, const QString &text)
    {
        const QString shown = logrules::maskSecrets(text);
        m_link.waiting = true;
        report(driver::LoginText{shown});
        report(signal::Waiting{reason, shown});
    }
    //! Reports the account online at the first answer to this binding.
    void enterOnline()
    {
        m_link.bot = Bot::Online;
        m_link.waiting = false;
        add(ShowUp{});
        report(signal::Reached{});
        report(signal::Authenticated{});
        report(signal::LoggedIn{m_link.account, {}});
        report(signal::ChannelUp{});
    }
    void answerNewCode(const Result<> &result)
    {
        if (std::exchange(m_link.newCodeAsked, false))
            add(AnswerNewCode{result});
    }

    ILinkLink m_link;
    SteadyTime m_now;
    std::vector<ILinkEffect> m_effects;
};

} // namespace

ILinkStep step(const ILinkLink &link, const ILinkInput &input, SteadyTime now)
{
    if (!link.linked && !countsAlways(input))
        return {link, {}};
    Stepper stepper(link, now);
    std::visit(stepper, input);
    return std::move(stepper).result();
}

Error whyNoNewCode(const ILinkLink &link, bool loginRuns)
{
    if (!link.linked)
        return {.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost};
    if (hasBinding(link) || (!link.waiting && !loginRuns))
        return {.kind = ErrorKind::Rejected, .reason = Reason::AlreadyLoggedIn};
    return {};
}

} // namespace rookery::gateway

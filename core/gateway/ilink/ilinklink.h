// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/badframes.h"
#include "gateway/gateway.h"
#include "protocol/ilink.h"
#include "synccursor.h"

#include <optional>
#include <variant>
#include <vector>

namespace rookery::gateway {

//! Lists what can happen to the link to a WeChat bot. Connect and Disconnect count at any time, everything else only
//! while an attempt goes on.
namespace ilinkinput {
struct Connect {};
struct Disconnect {};
struct BindingRead { //!< TokenMissing: none that may be used is stored
    Result<protocol::ilink::Binding> binding;
};
struct KeyringWorks {};
struct BindingReadAgain { //!< once the keyring works
    Result<protocol::ilink::Binding> binding;
};
struct CursorRead {
    protocol::ilink::Binding binding; //!< to be used with it
    SyncCursor cursor; //!< may belong to another binding
};
struct CodeShown {
    Redacted<QString> content; //!< empty: no code to show any more
};
struct DigitsNeeded { //!< those that the phone shows
    bool wrong = false; //!< the previous ones were wrong
};
struct LoginEnded { //!< until another one is started
    LoginReason reason = LoginReason::None;
};
struct LoginFailed { //!< the interface cannot be used
    Error why;
};
struct Bound { //!< by a scan
    protocol::ilink::Binding binding;
};
struct NewCodeAsked {}; //!< by the operator; `whyNoNewCode` had no objection
struct Answered { //!< by the mailbox
    protocol::ilink::Updates updates;
};
struct PollFailed {
    Error why;
};
struct BindingLost { //!< a send was refused because of it
    QString text; //!< the server's words
};
} // namespace ilinkinput

using ILinkInput =
    std::variant<ilinkinput::Connect, ilinkinput::Disconnect, ilinkinput::BindingRead, ilinkinput::KeyringWorks,
                 ilinkinput::BindingReadAgain, ilinkinput::CursorRead, ilinkinput::CodeShown, ilinkinput::DigitsNeeded,
                 ilinkinput::LoginEnded, ilinkinput::LoginFailed, ilinkinput::Bound, ilinkinput::NewCodeAsked,
                 ilinkinput::Answered, ilinkinput::PollFailed, ilinkinput::BindingLost>;

//! Lists what the driver does next, in this order.
namespace ilinkeffect {
struct DropAll {}; //!< ends the attempt: nothing of it reports any more
struct ReadBinding {};
struct ReadBindingAgain {};
struct ReadCursor {
    protocol::ilink::Binding binding; //!< to be used with it
};
struct UseBinding { //!< polls its mailbox
    protocol::ilink::Binding binding;
    std::optional<SyncCursor> mailbox; //!< replaces cursor and chats; nullopt: this run already has its own
};
struct KeepBinding {
    protocol::ilink::Binding binding;
};
struct DropBinding {}; //!< stops the poll; forgets the binding, where it is stored too, and its chats
struct StartLogin {}; //!< with a first code
struct StopLogin {};
struct AnswerNewCode { //!< ends the operator's request
    Result<> result;
};
struct ShowUp {};
struct ShowDown {
    Error why;
};
struct KeepCursorSoon {}; //!< with the chats
struct NoteMessage { //!< its sender can be answered now
    protocol::ilink::Incoming message;
};
struct Report {
    DriverEvent event;
};
} // namespace ilinkeffect

using ILinkEffect =
    std::variant<ilinkeffect::DropAll, ilinkeffect::ReadBinding, ilinkeffect::ReadBindingAgain, ilinkeffect::ReadCursor,
                 ilinkeffect::UseBinding, ilinkeffect::KeepBinding, ilinkeffect::DropBinding, ilinkeffect::StartLogin,
                 ilinkeffect::StopLogin, ilinkeffect::AnswerNewCode, ilinkeffect::ShowUp, ilinkeffect::ShowDown,
                 ilinkeffect::KeepCursorSoon, ilinkeffect::NoteMessage, ilinkeffect::Report>;

//! Holds the complete memory of the link.
struct ILinkLink {
    enum class Bot {
        Unbound, //!< a stored binding is being read, or a login goes on or has ended
        Unread, //!< so, and no keyring was available to read a binding from
        Bound, //!< a binding is in use: no login runs beside it
        Online, //!< so, and its mailbox has answered
    };

    // beyond one attempt
    AccountId account{}; //!< owner of this mailbox and these chats; outlives a lost link, not a lost binding
    BadFrames badFrames{};

    // of the attempt
    bool linked = false; //!< an attempt goes on
    Bot bot = Bot::Unbound;
    bool waiting = false; //!< reported, and no digits were requested since
    bool newCodeAsked = false; //!< and not answered

    bool operator==(const ILinkLink &) const = default;
};

struct ILinkStep {
    ILinkLink link;
    std::vector<ILinkEffect> effects;
};

//! Computes the link after one input. Pure. A binding comes from the secret store or from a scan; only an answer of its
//! mailbox proves it. A binding that another program took is a lost login, not a lost link.
[[nodiscard]] ILinkStep step(const ILinkLink &link, const ILinkInput &input, SteadyTime now);

//! Returns why no new code can be requested now; Reason::None: one can. Pure.
[[nodiscard]] Error whyNoNewCode(const ILinkLink &link, bool loginRuns);

} // namespace rookery::gateway

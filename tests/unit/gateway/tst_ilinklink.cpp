// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/ilink/ilinklink.h"

#include "base/overloaded.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "support/eventnames.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;
using protocol::ilink::Binding;
using protocol::ilink::Incoming;
using protocol::ilink::Updates;
using Bot = ILinkLink::Bot;

namespace {

constexpr const char *kEffectNames[] = {"drop",  "read",     "read-again", "cursor", "use",  "keep", "forget", "login",
                                        "still", "new-code", "up",         "down",   "soon", "note", "report"};

//! Names an effect. "use+mailbox" replaces cursor and chats.
QString nameOf(const ILinkEffect &effect)
{
    return std::visit(
        Overloaded{
            [](const ilinkeffect::UseBinding &use) { return use.mailbox ? u"use+mailbox"_s : u"use"_s; },
            [](const ilinkeffect::AnswerNewCode &answer) { return answer.result ? u"new-code"_s : u"no-new-code"_s; },
            [](const ilinkeffect::Report &news) { return eventName(news.event); },
            [&effect](const auto &) -> QString { return QLatin1StringView(kEffectNames[effect.index()]); },
        },
        effect);
}

Binding bindingOf(const QString &bot)
{
    return {Redacted<QString>(u"token"_s), bot, {}, {}};
}

Error error(ErrorKind kind, ErrorReason reason)
{
    return {.kind = kind, .reason = reason};
}

} // namespace

//! The link to a WeChat bot: what follows from each input. The contract suite shows the same against a simulated one.
class TestILinkLink final : public TestCase
{
    Q_OBJECT

    ILinkLink m_link;
    SteadyTime m_now{};
    std::vector<ILinkEffect> m_effects; //!< of the last step

    //! Takes one step and returns the names of its effects.
    QString after(const ILinkInput &input)
    {
        const ILinkStep next = step(m_link, input, m_now);
        m_link = next.link;
        m_effects = next.effects;
        QStringList names;
        for (const ILinkEffect &effect : next.effects)
            names.append(nameOf(effect));
        return names.join(u' ');
    }
    template <class Wanted>
    [[nodiscard]] Wanted effect() const
    {
        return firstEffect<Wanted>(m_effects);
    }
    template <class Event>
    [[nodiscard]] Event reported() const
    {
        return firstReport<ilinkeffect::Report, Event>(m_effects);
    }
    template <class Signal>
    [[nodiscard]] Signal signalled() const
    {
        return firstSignal<ilinkeffect::Report, Signal>(m_effects);
    }

    void begin()
    {
        m_link = {};
        m_now = {};
        after(ilinkinput::Connect{});
    }
    //! Brings the link to where a login shows its code.
    void showCode(ErrorReason why = Reason::TokenMissing)
    {
        begin();
        after(noBinding(why));
        after(code(u"first"_s));
        QVERIFY(m_link.waiting);
    }
    //! Brings the link to where a scan has bound the bot and no answer has proved it.
    void bind()
    {
        showCode();
        after(ilinkinput::Bound{bindingOf(u"bot"_s)});
        QCOMPARE(m_link.bot, Bot::Bound);
    }
    //! Brings the link to where the account is online.
    void work()
    {
        bind();
        after(ilinkinput::Answered{});
        QCOMPARE(m_link.bot, Bot::Online);
    }
    static ilinkinput::BindingRead noBinding(ErrorReason why) { return {fail(ErrorKind::Auth, why)}; }
    static ilinkinput::BindingRead binding(const QString &bot) { return {bindingOf(bot)}; }
    static ilinkinput::CodeShown code(const QString &content) { return {Redacted<QString>(content)}; }
    static ilinkinput::CursorRead cursor(const QString &bot, const QString &ofBot)
    {
        return {bindingOf(bot), SyncCursor{.botId = ofBot, .cursor = u"left"_s, .chats = {}}};
    }
    static ilinkinput::PollFailed pollFailed(ErrorKind kind, ErrorReason reason) { return {error(kind, reason)}; }
    static ilinkinput::Answered wrote(int messages, int skipped = 0)
    {
        Updates updates;
        updates.messages = QList<Incoming>(messages);
        updates.skipped = skipped;
        return {updates};
    }

private Q_SLOTS:
    // --- the way up -------------------------------------------------------------------------------

    void aScanGoesThroughItsStepsInOrder()
    {
        m_link = {};
        QCOMPARE(after(ilinkinput::Connect{}), u"drop read"_s);
        QCOMPARE(after(noBinding(Reason::TokenMissing)), u"login"_s);
        QCOMPARE(after(code(u"first"_s)), u"reached authenticated text waiting code"_s);
        QCOMPARE(signalled<gateway::signal::Waiting>().reason, LoginReason::Fresh);
        QCOMPARE(after(code({})), u"no-code"_s); // it has expired
        QCOMPARE(after(code(u"second"_s)), u"code"_s); // the wait was reported
        QCOMPARE(after(ilinkinput::Bound{bindingOf(u"bot"_s)}), u"keep use+mailbox no-code"_s);
        QVERIFY(!m_link.waiting);
        QCOMPARE(after(ilinkinput::Answered{}), u"up reached authenticated logged-in channel"_s);
        QCOMPARE(signalled<gateway::signal::LoggedIn>().account, AccountId(u"bot"_s));
        QCOMPARE(after(ilinkinput::Answered{}), QString()); // reported once
    }
    void aStoredBindingNeedsNoScan()
    {
        begin();
        QCOMPARE(after(binding(u"bot"_s)), u"cursor"_s);
        QCOMPARE(m_link.bot, Bot::Unbound);
        QCOMPARE(after(cursor(u"bot"_s, u"bot"_s)), u"use+mailbox"_s);
        QCOMPARE(effect<ilinkeffect::UseBinding>().mailbox->cursor, u"left"_s);
        QCOMPARE(m_link.bot, Bot::Bound); // nothing has shown it yet
        QCOMPARE(after(ilinkinput::Answered{}), u"up reached authenticated logged-in channel"_s);
    }
    void aMailboxOfAnotherBindingIsNotUsed()
    {
        begin();
        after(binding(u"bot"_s));
        QCOMPARE(after(cursor(u"bot"_s, u"other"_s)), u"use+mailbox"_s);
        QCOMPARE(effect<ilinkeffect::UseBinding>().mailbox, std::optional(SyncCursor()));
    }
    void theSameBindingGoesOnWithItsMailbox()
    {
        work();
        after(pollFailed(ErrorKind::Timeout, Reason::NoReply));
        QCOMPARE(m_link.account, AccountId(u"bot"_s)); // outlives a lost link
        QCOMPARE(after(ilinkinput::Connect{}), u"drop read"_s);
        QCOMPARE(after(binding(u"bot"_s)), u"use"_s);
        QCOMPARE(after(ilinkinput::Answered{}), u"up reached authenticated logged-in channel"_s);
        after(ilinkinput::Connect{});
        QCOMPARE(after(binding(u"other"_s)), u"cursor"_s);
    }
    void aScanByTheSameBotKeepsItsMailbox()
    {
        work();
        after(ilinkinput::Connect{});
        after(noBinding(Reason::TokenMissing)); // it could not be stored
        after(code(u"first"_s));
        QCOMPARE(after(ilinkinput::Bound{bindingOf(u"bot"_s)}), u"keep use no-code"_s);
    }
    void connectingAgainBeginsANewAttempt()
    {
        work();
        QCOMPARE(after(ilinkinput::Connect{}), u"drop read"_s);
        QVERIFY(m_link.linked);
        QCOMPARE(m_link.bot, Bot::Unbound);
    }

    // --- the keyring ------------------------------------------------------------------------------

    void aBindingThatCannotBeReadIsALoss()
    {
        begin();
        QCOMPARE(after(ilinkinput::BindingRead{fail(ErrorKind::Storage, Reason::KeyringLocked)}), u"drop down lost"_s);
        QCOMPARE(signalled<gateway::signal::LinkLost>().why, error(ErrorKind::Storage, Reason::KeyringLocked));
        QVERIFY(!m_link.linked);
    }
    void aKeyringThatAppearsIsReadOnce()
    {
        begin();
        QCOMPARE(after(noBinding(Reason::KeyringAbsent)), u"login"_s);
        QCOMPARE(after(ilinkinput::KeyringWorks{}), u"read-again"_s);
        QCOMPARE(after(ilinkinput::KeyringWorks{}), u"read-again"_s); // the first answer counts
        after(code(u"first"_s));
        QCOMPARE(after(ilinkinput::BindingReadAgain{bindingOf(u"bot"_s)}), u"still no-code cursor"_s);
        QCOMPARE(after(ilinkinput::BindingReadAgain{bindingOf(u"bot"_s)}), QString());
        QCOMPARE(after(ilinkinput::KeyringWorks{}), QString());
        QCOMPARE(after(cursor(u"bot"_s, u"bot"_s)), u"use+mailbox"_s);
    }
    void aKeyringWithoutABindingDisturbsNoLogin()
    {
        showCode(Reason::KeyringAbsent);
        after(ilinkinput::KeyringWorks{});
        QCOMPARE(after(ilinkinput::BindingReadAgain{fail(ErrorKind::Auth, Reason::TokenMissing)}), QString());
        QVERIFY(m_link.waiting);
        QCOMPARE(after(ilinkinput::KeyringWorks{}), QString()); // it has been read
    }
    void aScanIsFasterThanTheKeyring()
    {
        showCode(Reason::KeyringAbsent);
        after(ilinkinput::KeyringWorks{});
        after(ilinkinput::Bound{bindingOf(u"new"_s)});
        QCOMPARE(after(ilinkinput::BindingReadAgain{bindingOf(u"old"_s)}), QString());
        QCOMPARE(m_link.account, AccountId(u"new"_s));
    }
    void aKeyringThatAlwaysWorkedChangesNothing()
    {
        showCode();
        QCOMPARE(after(ilinkinput::KeyringWorks{}), QString());
        work();
        QCOMPARE(after(ilinkinput::KeyringWorks{}), QString());
    }

    // --- the login --------------------------------------------------------------------------------

    void aLoginThatEndsWaitsForTheOperator()
    {
        showCode();
        QCOMPARE(after(code({})), u"no-code"_s);
        QCOMPARE(after(ilinkinput::LoginEnded{LoginReason::Expired}), u"text waiting"_s);
        QCOMPARE(signalled<gateway::signal::Waiting>().reason, LoginReason::Expired);
        QCOMPARE(whyNoNewCode(m_link, false), Error());
        QCOMPARE(after(ilinkinput::NewCodeAsked{}), u"login"_s);
        QCOMPARE(after(code(u"second"_s)), u"new-code code"_s);
    }
    void digitsEndTheWaitAndAnotherCodeBeginsItAgain()
    {
        showCode();
        QCOMPARE(after(ilinkinput::DigitsNeeded{}), u"digits"_s);
        QVERIFY(signalled<gateway::signal::TotpNeeded>().fromPhone);
        QVERIFY(!m_link.waiting);
        QCOMPARE(after(ilinkinput::DigitsNeeded{true}), u"refused"_s);
        QCOMPARE(signalled<gateway::signal::Refused>().why, error(ErrorKind::Auth, Reason::TotpWrong));
        QVERIFY(m_link.linked); // the digits were refused, not the link
        QCOMPARE(after(code(u"second"_s)), u"reached authenticated text waiting code"_s);
    }
    void aLoginThatCannotGoOnEndsTheLink()
    {
        showCode();
        QCOMPARE(after(ilinkinput::LoginFailed{error(ErrorKind::Network, Reason::ConnectionLost)}),
                 u"drop down lost"_s);
        QCOMPARE(after(ilinkinput::LoginFailed{error(ErrorKind::Network, Reason::ConnectionLost)}), QString());
        showCode();
        QCOMPARE(after(ilinkinput::LoginFailed{error(ErrorKind::Rejected, Reason::WrongServer)}),
                 u"drop down refused"_s);
        showCode();
        QCOMPARE(after(ilinkinput::LoginFailed{error(ErrorKind::Tls, Reason::TlsChanged)}), u"drop down refused"_s);
        showCode();
        QCOMPARE(after(ilinkinput::LoginFailed{error(ErrorKind::Protocol, Reason::WrongServer)}), u"drop down lost"_s);
        showCode();
        QCOMPARE(after(ilinkinput::LoginFailed{error(ErrorKind::Auth, Reason::CredentialExpired)}),
                 u"drop down lost"_s); // there was no binding to lose
    }

    // --- a new code -------------------------------------------------------------------------------

    void aNewCodeIsRefusedWhereNoLoginCanRun()
    {
        m_link = {};
        QCOMPARE(whyNoNewCode(m_link, false).kind, ErrorKind::Offline);
        begin();
        QCOMPARE(whyNoNewCode(m_link, false).reason, Reason::AlreadyLoggedIn); // the store may hold a binding
        after(noBinding(Reason::TokenMissing));
        QCOMPARE(whyNoNewCode(m_link, true), Error()); // the first code is on its way
        after(code(u"first"_s));
        QCOMPARE(whyNoNewCode(m_link, true), Error());
        after(ilinkinput::DigitsNeeded{});
        QCOMPARE(whyNoNewCode(m_link, true), Error());
        after(ilinkinput::Bound{bindingOf(u"bot"_s)});
        QCOMPARE(whyNoNewCode(m_link, false).reason, Reason::AlreadyLoggedIn);
        after(ilinkinput::Answered{});
        QCOMPARE(whyNoNewCode(m_link, false).reason, Reason::AlreadyLoggedIn);
        after(ilinkinput::Disconnect{});
        QCOMPARE(whyNoNewCode(m_link, false).reason, Reason::ConnectionLost);
    }
    void aRequestForANewCodeEndsInEveryCase()
    {
        showCode();
        QCOMPARE(after(ilinkinput::NewCodeAsked{}), u"login"_s);
        QCOMPARE(after(ilinkinput::NewCodeAsked{}), QString()); // asked twice, fetched once
        QCOMPARE(after(code({})), u"no-code"_s); // that is not the new one
        QCOMPARE(after(code(u"second"_s)), u"new-code code"_s);
        QCOMPARE(after(code(u"third"_s)), u"code"_s); // answered

        after(ilinkinput::NewCodeAsked{});
        const Error why = error(ErrorKind::Protocol, Reason::WrongServer);
        QCOMPARE(after(ilinkinput::LoginFailed{why}), u"no-new-code drop down lost"_s);
        QCOMPARE(effect<ilinkeffect::AnswerNewCode>().result.error(), why);

        showCode(Reason::KeyringAbsent);
        after(ilinkinput::KeyringWorks{});
        after(ilinkinput::NewCodeAsked{});
        QCOMPARE(after(ilinkinput::BindingReadAgain{bindingOf(u"bot"_s)}), u"still no-new-code no-code cursor"_s);
        QCOMPARE(effect<ilinkeffect::AnswerNewCode>().result.error().reason, Reason::AlreadyLoggedIn);

        showCode();
        after(ilinkinput::NewCodeAsked{});
        QCOMPARE(after(ilinkinput::Disconnect{}), u"drop"_s); // which cancels it
        QVERIFY(!m_link.newCodeAsked);
    }
    void aNewCodeInsteadOfDigitsIsAWaitAgain()
    {
        showCode();
        after(ilinkinput::DigitsNeeded{});
        after(ilinkinput::NewCodeAsked{});
        QCOMPARE(after(code(u"second"_s)), u"reached authenticated text waiting new-code code"_s);
    }

    // --- the mailbox ------------------------------------------------------------------------------

    void messagesAreReportedInOrder()
    {
        bind();
        QCOMPARE(after(wrote(2, 1)),
                 u"up reached authenticated logged-in channel soon note event note event skipped"_s);
        QCOMPARE(reported<Event>().self, AccountId(u"bot"_s));
        QCOMPARE(after(wrote(1)), u"soon note event"_s);
        QCOMPARE(after(wrote(0, 2)), u"skipped skipped"_s); // no user wrote who can be answered
        QCOMPARE(reported<gateway::driver::Undecodable>().what, error(ErrorKind::Protocol, Reason::Garbage));
    }
    void aPollThatFailsIsALossInEveryState()
    {
        bind();
        QCOMPARE(after(pollFailed(ErrorKind::Timeout, Reason::NoReply)), u"drop down lost"_s);
        work();
        QCOMPARE(after(pollFailed(ErrorKind::Network, Reason::ConnectionLost)), u"drop down lost"_s);
        QCOMPARE(effect<ilinkeffect::ShowDown>().why.reason, Reason::ConnectionLost);
        QVERIFY(!m_link.linked);
        work();
        QCOMPARE(after(pollFailed(ErrorKind::Tls, Reason::TlsUntrusted)), u"drop down refused"_s);
    }
    void theThirdBrokenAnswerInTenMinutesEndsTheReconnecting()
    {
        const ilinkinput::PollFailed broken = pollFailed(ErrorKind::Protocol, Reason::Garbage);
        const ilinkinput::PollFailed tooLarge = pollFailed(ErrorKind::Protocol, Reason::FrameTooLarge);
        const auto again = [this] {
            after(ilinkinput::Connect{});
            after(binding(u"bot"_s));
            after(ilinkinput::Answered{});
            m_now += seconds(60);
        };
        work();
        QCOMPARE(after(broken), u"drop down lost"_s);
        again();
        after(ilinkinput::Disconnect{}); // the count outlives an attempt
        again();
        QCOMPARE(after(tooLarge), u"drop down lost"_s);
        again();
        QCOMPARE(after(pollFailed(ErrorKind::Network, Reason::ConnectionLost)), u"drop down lost"_s); // of another kind
        again();
        QCOMPARE(after(broken), u"drop down refused"_s);
        m_now += BadFrames::kWindow;
        again();
        QCOMPARE(after(broken), u"drop down lost"_s); // those were long ago
    }

    // --- a lost binding ---------------------------------------------------------------------------

    void aBindingThatIsLostIsALostLoginAndOffersACode()
    {
        work();
        Error stale = error(ErrorKind::Auth, Reason::CredentialExpired);
        stale.detail = u"session timeout"_s;
        QCOMPARE(after(ilinkinput::PollFailed{stale}), u"forget text waiting login"_s);
        QCOMPARE(signalled<gateway::signal::Waiting>().reason, LoginReason::TakenOver);
        QCOMPARE(signalled<gateway::signal::Waiting>().text, stale.detail);
        QVERIFY(m_link.linked);
        QVERIFY(m_link.account.isNull()); // its mailbox is not kept any more
        QCOMPARE(after(code(u"first"_s)), u"code"_s);
        QCOMPARE(after(ilinkinput::Bound{bindingOf(u"bot"_s)}), u"keep use+mailbox no-code"_s); // another mailbox
        QCOMPARE(after(ilinkinput::Answered{}), u"up reached authenticated logged-in channel"_s);
    }
    void aSendThatFindsItLostSaysSoOnce()
    {
        work();
        QCOMPARE(after(ilinkinput::BindingLost{u"x"_s}), u"forget text waiting login"_s);
        QCOMPARE(after(ilinkinput::BindingLost{u"x"_s}), QString());
        QCOMPARE(after(pollFailed(ErrorKind::Auth, Reason::CredentialExpired)), QString());
        bind();
        QCOMPARE(after(ilinkinput::BindingLost{u"x"_s}), u"forget text waiting login"_s); // before it was proved, too
        showCode();
        QCOMPARE(after(ilinkinput::BindingLost{u"x"_s}), QString()); // a late answer of an earlier one
    }

    // --- the end ----------------------------------------------------------------------------------

    void disconnectingEndsEveryState_data()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : {"reading", "login", "code", "digits", "asked", "unread", "cursor", "bound", "online",
                                  "lost binding", "ended"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void disconnectingEndsEveryState()
    {
        QFETCH(const QString, state);
        const QHash<QString, std::function<void()>> ways{
            {u"reading"_s, [] {}},
            {u"login"_s, [this] { after(noBinding(Reason::TokenMissing)); }},
            {u"code"_s, [this] { showCode(); }},
            {u"digits"_s,
             [this] {
                 showCode();
                 after(ilinkinput::DigitsNeeded{});
             }},
            {u"asked"_s,
             [this] {
                 showCode();
                 after(ilinkinput::NewCodeAsked{});
             }},
            {u"unread"_s, [this] { after(noBinding(Reason::KeyringAbsent)); }},
            {u"cursor"_s, [this] { after(binding(u"bot"_s)); }},
            {u"bound"_s, [this] { bind(); }},
            {u"online"_s, [this] { work(); }},
            {u"lost binding"_s,
             [this] {
                 work();
                 after(ilinkinput::BindingLost{});
             }},
            {u"ended"_s, [this] { after(ilinkinput::Disconnect{}); }},
        };
        begin();
        ways.value(state)();
        const ILinkLink fresh{.account = m_link.account};
        QCOMPARE(after(ilinkinput::Disconnect{}), u"drop"_s);
        QVERIFY(m_link == fresh);
    }
    void anEndedLinkTakesNothing()
    {
        work();
        after(ilinkinput::Disconnect{});
        const ILinkLink before = m_link;
        const QList<ILinkInput> late{
            binding(u"bot"_s),
            noBinding(Reason::TokenMissing),
            ilinkinput::KeyringWorks{},
            ilinkinput::BindingReadAgain{bindingOf(u"bot"_s)},
            cursor(u"bot"_s, u"bot"_s),
            code(u"first"_s),
            ilinkinput::DigitsNeeded{},
            ilinkinput::LoginEnded{},
            ilinkinput::LoginFailed{},
            ilinkinput::Bound{bindingOf(u"bot"_s)},
            ilinkinput::NewCodeAsked{},
            wrote(1, 1),
            pollFailed(ErrorKind::Timeout, Reason::NoReply),
            ilinkinput::BindingLost{},
        };
        for (const ILinkInput &input : late) {
            QCOMPARE(after(input), QString());
            QVERIFY2(m_link == before, qPrintable(QString::number(input.index())));
        }
    }
    void secretsInAReasonAreMasked()
    {
        work();
        Error why = error(ErrorKind::Network, Reason::ConnectionLost);
        why.detail = u"https://h/?token=s3cret"_s;
        after(ilinkinput::NewCodeAsked{});
        after(ilinkinput::PollFailed{why});
        const QStringList texts{signalled<gateway::signal::LinkLost>().why.detail,
                                effect<ilinkeffect::ShowDown>().why.detail,
                                effect<ilinkeffect::AnswerNewCode>().result.error().detail};
        for (const QString &text : texts)
            QVERIFY2(!text.isEmpty() && !text.contains(u"s3cret"), qPrintable(text));
        work();
        after(ilinkinput::BindingLost{why.detail});
        QVERIFY(!signalled<gateway::signal::Waiting>().text.contains(u"s3cret"));
        QVERIFY(!reported<gateway::driver::LoginText>().text.contains(u"s3cret"));
    }
};

ROOKERY_TEST(tst_ilinklink, TestILinkLink)
#include "tst_ilinklink.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilinkgateway.h"

#include "base/overloaded.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "gateway/dialect.h"
#include "gateway/linkeffects.h"

#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
using protocol::ilink::Binding;
using protocol::ilink::Updates;

namespace {

constexpr milliseconds kKeepAfter = seconds(30);

Error cannot()
{
    return {ErrorKind::Rejected, Reason::UnknownAction, 0, {}, milliseconds(0)};
}

Error offline()
{
    return {ErrorKind::Offline, Reason::AccountOffline, 0, {}, milliseconds(0)};
}

} // namespace

ILinkGateway::ILinkGateway(const GatewayProfile &profile, const DriverContext &around)
    : m_id(profile.id)
    , m_clock(around.clock)
    , m_secrets(around.secrets)
    , m_api(profile.webUi, around.clock, around.network, around.deadlines)
    , m_login(m_api, around.clock)
    , m_poll(m_api, around.clock)
    , m_replyTokens(around.clock)
    , m_sender(m_api, m_replyTokens, around.clock)
    , m_keep(around.clock, [this] { keepSyncCursor(); })
    , m_connection(u"ilink"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
{
    wire();
}

ILinkGateway::~ILinkGateway() = default;

void ILinkGateway::wire()
{
    connect(&m_api, &ILinkClient::certificateRefused, this, reporter());
    connect(&m_login, &ScanLogin::codeShown, this,
            [this](const Redacted<QString> &content) { apply(ilinkinput::CodeShown{content}); });
    connect(&m_login, &ScanLogin::scanned, this, [this] { Q_EMIT happened(driver::QrScanned{}); });
    connect(&m_login, &ScanLogin::verifyCodeNeeded, this,
            [this](bool wrong) { apply(ilinkinput::DigitsNeeded{wrong}); });
    connect(&m_login, &ScanLogin::bound, this, &ILinkGateway::onBound);
    connect(&m_login, &ScanLogin::ended, this, [this](LoginReason reason) { apply(ilinkinput::LoginEnded{reason}); });
    connect(&m_login, &ScanLogin::failed, this, [this](const Error &why) { apply(ilinkinput::LoginFailed{why}); });
    connect(&m_poll, &UpdatesPoll::answered, this,
            [this](const Updates &updates) { apply(ilinkinput::Answered{updates}); });
    connect(&m_poll, &UpdatesPoll::failed, this, [this](const Error &why) { apply(ilinkinput::PollFailed{why}); });
    connect(&m_poll, &UpdatesPoll::moved, this, &ILinkGateway::keepSoon);
    connect(&m_secrets, &config::SecretStore::keyringChanged, this, [this](KeyringState state) {
        if (state == KeyringState::Works)
            apply(ilinkinput::KeyringWorks{});
    });
    connect(&m_replyTokens, &ReplyTokenCache::changed, this, &ILinkGateway::keepSoon);
    connect(&m_replyTokens, &ReplyTokenCache::changed, this,
            [this](int chats) { Q_EMIT happened(driver::AnswerableChanged{chats}); });
    connect(&m_sender, &ILinkSender::bindingLost, this,
            [this](const QString &text) { apply(ilinkinput::BindingLost{text}); });
}

Capabilities ILinkGateway::capabilities() const
{
    Capabilities can;
    can.qrLogin = true;
    can.answersOnly = true;
    return can;
}

// --- the link -------------------------------------------------------------------------------------

void ILinkGateway::connectLink()
{
    apply(ilinkinput::Connect{});
}

void ILinkGateway::disconnectLink()
{
    apply(ilinkinput::Disconnect{});
}

void ILinkGateway::apply(const ILinkInput &input)
{
    const ILinkStep next = step(m_link, input, m_clock.now());
    m_link = next.link;
    runEffects<ilinkeffect::DropAll>(m_epoch, next.effects, [this](const ILinkEffect &effect) { run(effect); });
}

void ILinkGateway::run(const ILinkEffect &effect)
{
    std::visit(Overloaded{
                   [this](const ilinkeffect::DropAll &) { dropAll(); },
                   [this](const ilinkeffect::ReadBinding &) { readBinding<ilinkinput::BindingRead>(); },
                   [this](const ilinkeffect::ReadBindingAgain &) { readBinding<ilinkinput::BindingReadAgain>(); },
                   [this](const ilinkeffect::ReadCursor &read) { readCursor(read.binding); },
                   [this](const ilinkeffect::UseBinding &bot) { use(bot.binding, bot.mailbox); },
                   [this](const ilinkeffect::KeepBinding &keep) {
                       // A failed write costs a scan at the next start; the store reports it itself.
                       static_cast<void>(m_secrets.write(m_id, config::SecretKind::WebUiCredential,
                                                         protocol::ilink::encodeBinding(keep.binding)));
                   },
                   [this](const ilinkeffect::DropBinding &) { dropBinding(); },
                   [this](const ilinkeffect::StartLogin &) { m_login.start(); },
                   [this](const ilinkeffect::StopLogin &) { m_login.stop(); },
                   [this](const ilinkeffect::AnswerNewCode &answer) {
                       if (m_newCode)
                           std::exchange(m_newCode, std::nullopt)->resolve(answer.result);
                   },
                   [this](const ilinkeffect::ShowUp &) { m_connection.up(); },
                   [this](const ilinkeffect::ShowDown &down) { m_connection.down(down.why); },
                   [this](const ilinkeffect::KeepCursorSoon &) { keepSoon(); },
                   [this](const ilinkeffect::NoteMessage &note) { m_replyTokens.note(note.message); },
                   [this](const ilinkeffect::Report &news) { Q_EMIT happened(news.event); },
               },
               effect);
}

void ILinkGateway::dropAll()
{
    if (m_keep.isActive())
        keepSyncCursor();
    m_epoch.advance();
    m_newCode.reset(); // resolves as Cancelled
    m_login.stop();
    m_poll.stop();
    m_connection.down({});
}

// --- the binding ----------------------------------------------------------------------------------

template <class Input>
void ILinkGateway::readBinding()
{
    onResult(this, m_epoch, m_secrets.read(m_id, config::SecretKind::WebUiCredential),
             [this](const Result<Redacted<QString>> &kept) { apply(Input{bindingIn(kept)}); });
}

Result<Binding> ILinkGateway::bindingIn(const Result<Redacted<QString>> &kept) const
{
    if (!kept)
        return fail(kept.error());
    const auto binding = protocol::ilink::decodeBinding(*kept);
    if (!binding || !protocol::ilink::isTrusted(QUrl(binding->baseUrl), m_api.base()))
        return fail(ErrorKind::Auth, Reason::TokenMissing);
    return *binding;
}

void ILinkGateway::readCursor(const Binding &binding)
{
    // An unreadable bookmark only means that the users have to write again.
    onResult(this, m_epoch, m_secrets.read(m_id, config::SecretKind::SyncCursor),
             [this, binding](const Result<Redacted<QString>> &kept) {
                 apply(ilinkinput::CursorRead{binding, kept ? decodeSyncCursor(*kept) : SyncCursor()});
             });
}

void ILinkGateway::onBound(const Binding &given)
{
    Binding binding = given;
    if (binding.baseUrl.isEmpty())
        binding.baseUrl = m_api.base().toString(); // so that another address in the settings gets no token of this one
    apply(ilinkinput::Bound{binding});
}

void ILinkGateway::use(const Binding &binding, const std::optional<SyncCursor> &mailbox)
{
    if (mailbox)
        m_poll.setCursor(mailbox->cursor);
    m_api.bind(binding);
    m_poll.start();
    if (mailbox)
        m_replyTokens.restore(mailbox->chats);
}

void ILinkGateway::dropBinding()
{
    m_poll.stop();
    m_keep.stop();
    m_connection.down({ErrorKind::Auth, Reason::CredentialExpired, protocol::ilink::kTokenStale, {}, milliseconds(0)});
    static_cast<void>(m_secrets.remove(m_id));
    m_replyTokens.restore({}); // another program receives the messages now, so we can answer none
}

void ILinkGateway::keepSoon()
{
    if (!m_link.account.isNull() && !m_keep.isActive())
        m_keep.start(kKeepAfter);
}

void ILinkGateway::keepSyncCursor()
{
    m_keep.stop();
    static_cast<void>(
        m_secrets.write(m_id, config::SecretKind::SyncCursor,
                        encodeSyncCursor({m_link.account.value(), m_poll.cursor(), m_replyTokens.chats()})));
}

// --- the login ------------------------------------------------------------------------------------

FutureResult<> ILinkGateway::refreshQr()
{
    if (const Error why = whyNoNewCode(m_link, m_login.isRunning()); why != Error{})
        return failedResult<void>(why);
    if (!m_newCode)
        m_newCode.emplace();
    const FutureResult<> answer = m_newCode->future();
    apply(ilinkinput::NewCodeAsked{});
    return answer;
}

FutureResult<> ILinkGateway::quickLogin(const AccountId & /*account*/)
{
    return failedResult<void>(cannot());
}

void ILinkGateway::submitTotp(const Redacted<QString> &code)
{
    m_login.submitVerifyCode(code);
}

FutureResult<> ILinkGateway::restart()
{
    return failedResult<void>(cannot());
}

// --- actions --------------------------------------------------------------------------------------

FutureResult<SentMessage> ILinkGateway::sendMessage(const Target &target, const Message &message, milliseconds deadline)
{
    if (!isOnline())
        return failedResult<SentMessage>(offline());
    if (target.kind != ChatKind::Friend)
        return failedResult<SentMessage>(cannot());
    return m_sender.send(target.id, message, deadline);
}

FutureResult<QList<Contact>> ILinkGateway::contacts(ChatKind kind, Freshness /*freshness*/, milliseconds /*deadline*/)
{
    if (!isOnline())
        return failedResult<QList<Contact>>(offline());
    return readyResult<QList<Contact>>(kind == ChatKind::Friend ? m_replyTokens.contacts() : QList<Contact>());
}

FutureResult<SelfInfo> ILinkGateway::self(milliseconds /*deadline*/)
{
    if (!isOnline())
        return failedResult<SelfInfo>(offline());
    return readyResult<SelfInfo>(SelfInfo{m_link.account, {}});
}

FutureResult<QList<PictureKey>> ILinkGateway::pictureKeys(milliseconds /*deadline*/)
{
    return failedResult<QList<PictureKey>>(cannot());
}

FutureResult<StagedFile> ILinkGateway::stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                    const QString & /*fileName*/, milliseconds retention)
{
    return readyResult<StagedFile>(m_sender.pictures().hold(bytes, sha256, retention));
}

milliseconds ILinkGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(Dialect{}, mediaBytes);
}

} // namespace rookery::gateway

#include "moc_ilinkgateway.cpp"

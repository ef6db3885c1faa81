// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilinkgateway.h"

#include "gateway/dialect.h"
#include "logrules/masking.h"

#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
using protocol::ilink::Binding;
using protocol::ilink::Incoming;
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

//! Returns true for a refusal that no retry changes; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Tls || (why.kind == ErrorKind::Rejected && why.reason == Reason::WrongServer);
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
    connect(&m_login, &ScanLogin::codeShown, this, &ILinkGateway::onCode);
    connect(&m_login, &ScanLogin::scanned, this, [this] { Q_EMIT happened(driver::QrScanned{}); });
    connect(&m_login, &ScanLogin::bound, this, &ILinkGateway::onBound);
    connect(&m_login, &ScanLogin::ended, this, [this](LoginReason reason) { wait(reason, {}); });
    connect(&m_login, &ScanLogin::failed, this, &ILinkGateway::end);
    connect(&m_login, &ScanLogin::verifyCodeNeeded, this, [this](bool wrong) {
        m_waiting = false;
        if (wrong)
            Q_EMIT happened(signal::Refused{{ErrorKind::Auth, Reason::TotpWrong, 0, {}, milliseconds(0)}});
        else
            Q_EMIT happened(signal::TotpNeeded{.fromPhone = true});
    });
    connect(&m_poll, &UpdatesPoll::answered, this, &ILinkGateway::onUpdates);
    connect(&m_poll, &UpdatesPoll::failed, this, &ILinkGateway::onPollFailed);
    connect(&m_poll, &UpdatesPoll::moved, this, &ILinkGateway::keepSoon);
    connect(&m_secrets, &config::SecretStore::keyringChanged, this, &ILinkGateway::onKeyring);
    connect(&m_replyTokens, &ReplyTokenCache::changed, this, &ILinkGateway::keepSoon);
    connect(&m_replyTokens, &ReplyTokenCache::changed, this,
            [this](int chats) { Q_EMIT happened(driver::AnswerableChanged{chats}); });
    connect(&m_sender, &ILinkSender::bindingLost, this, &ILinkGateway::loseBinding);
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
    dropAll();
    m_linked = true;
    onResult(this, m_epoch, m_secrets.read(m_id, config::SecretKind::WebUiCredential),
             [this](const Result<Redacted<QString>> &kept) { onBinding(kept); });
}

void ILinkGateway::disconnectLink()
{
    dropAll();
}

void ILinkGateway::dropAll()
{
    if (m_keep.isActive())
        keepSyncCursor();
    m_epoch.advance();
    m_linked = false;
    m_bound = false;
    m_unread = false;
    m_loggedIn = false;
    m_waiting = false;
    m_refresh.reset();
    m_login.stop();
    m_poll.stop();
    m_connection.down({});
}

void ILinkGateway::end(Error why)
{
    if (!m_linked)
        return;
    why.detail = logrules::maskSecrets(why.detail);
    if (m_refresh)
        m_refresh->resolve(fail(why));
    dropAll();
    m_connection.down(why);
    if (isFinal(why) || m_badFrames.tooMany(why, m_clock.now()))
        Q_EMIT happened(signal::Refused{why});
    else
        Q_EMIT happened(signal::LinkLost{why});
}

// --- the binding ----------------------------------------------------------------------------------

void ILinkGateway::onBinding(const Result<Redacted<QString>> &kept)
{
    // Without a keyring no binding can be stored.
    if (!kept && kept.error().reason != Reason::TokenMissing && kept.error().reason != Reason::KeyringAbsent) {
        end(kept.error());
        return;
    }
    if (const auto binding = bindingIn(kept)) {
        resume(*binding);
        return;
    }
    m_unread = !kept && kept.error().reason == Reason::KeyringAbsent;
    m_login.start();
}

std::optional<Binding> ILinkGateway::bindingIn(const Result<Redacted<QString>> &kept) const
{
    const auto binding = kept ? protocol::ilink::decodeBinding(*kept) : std::nullopt;
    return binding && protocol::ilink::isTrusted(QUrl(binding->baseUrl), m_api.base()) ? binding : std::nullopt;
}

//! Looks for a binding once the keyring works; a stored one makes the scan unnecessary.
void ILinkGateway::onKeyring(KeyringState state)
{
    if (state != KeyringState::Works || !m_unread)
        return;
    onResult(this, m_epoch, m_secrets.read(m_id, config::SecretKind::WebUiCredential),
             [this](const Result<Redacted<QString>> &kept) {
                 if (!std::exchange(m_unread, false))
                     return;
                 const auto binding = bindingIn(kept);
                 if (!binding)
                     return;
                 m_login.stop();
                 if (m_refresh)
                     m_refresh->resolve(fail(ErrorKind::Rejected, Reason::AlreadyLoggedIn));
                 m_refresh.reset();
                 if (report(driver::QrChanged{}))
                     resume(*binding);
             });
}

void ILinkGateway::resume(const Binding &binding)
{
    if (AccountId(binding.botId) == m_account) {
        use(binding, {}); // this run already has its cursor and chats
        return;
    }
    // An unreadable bookmark only means that the users have to write again.
    onResult(this, m_epoch, m_secrets.read(m_id, config::SecretKind::SyncCursor),
             [this, binding](const Result<Redacted<QString>> &kept) {
                 const SyncCursor syncCursor = kept ? decodeSyncCursor(*kept) : SyncCursor();
                 use(binding, syncCursor.botId == binding.botId ? syncCursor : SyncCursor());
             });
}

void ILinkGateway::use(const Binding &binding, const SyncCursor &syncCursor)
{
    m_bound = true;
    m_unread = false;
    m_waiting = false;
    const AccountId account(binding.botId);
    const bool isAnother = account != m_account;
    if (isAnother)
        m_poll.setCursor(syncCursor.cursor);
    m_account = account;
    m_api.bind(binding);
    m_poll.start();
    if (isAnother)
        m_replyTokens.restore(syncCursor.chats);
}

void ILinkGateway::keepSoon()
{
    if (!m_account.isNull() && !m_keep.isActive())
        m_keep.start(kKeepAfter);
}

void ILinkGateway::keepSyncCursor()
{
    m_keep.stop();
    static_cast<void>(m_secrets.write(m_id, config::SecretKind::SyncCursor,
                                      encodeSyncCursor({m_account.value(), m_poll.cursor(), m_replyTokens.chats()})));
}

void ILinkGateway::onBound(const Binding &given)
{
    Binding binding = given;
    if (binding.baseUrl.isEmpty())
        binding.baseUrl = m_api.base().toString(); // so that another address in the settings gets no token of this one
    // A failed write costs a scan at the next start; the store reports it itself.
    static_cast<void>(
        m_secrets.write(m_id, config::SecretKind::WebUiCredential, protocol::ilink::encodeBinding(binding)));
    const Epoch::Mark link = m_epoch.mark();
    use(binding, {});
    if (!link.isOver())
        Q_EMIT happened(driver::QrChanged{});
}

void ILinkGateway::loseBinding(const QString &text)
{
    if (!m_bound)
        return; // reported already
    m_bound = false;
    m_loggedIn = false;
    m_poll.stop();
    m_account = {}; // its bookmark is not written any more
    m_keep.stop();
    m_connection.down({ErrorKind::Auth, Reason::CredentialExpired, protocol::ilink::kTokenStale, {}, milliseconds(0)});
    static_cast<void>(m_secrets.remove(m_id));
    const Epoch::Mark link = m_epoch.mark();
    m_replyTokens.restore({}); // another program receives the messages now, so we can answer none
    if (!link.isOver() && wait(LoginReason::TakenOver, text))
        m_login.start();
}

//! Reports that the account waits for a login. False: a listener ended the link.
bool ILinkGateway::wait(LoginReason reason, const QString &text)
{
    const QString shown = logrules::maskSecrets(text);
    m_waiting = true;
    return report(driver::LoginText{shown}, signal::Waiting{reason, shown});
}

void ILinkGateway::onCode(const Redacted<QString> &content)
{
    if (!content.isEmpty() && !m_waiting) {
        if (!report(signal::Reached{}, signal::Authenticated{}) || !wait(LoginReason::Fresh, {}))
            return;
    }
    if (!content.isEmpty() && m_refresh) {
        m_refresh->resolve({});
        m_refresh.reset();
    }
    Q_EMIT happened(driver::QrChanged{content});
}

FutureResult<> ILinkGateway::refreshQr()
{
    if (!m_linked)
        return failedResult<void>({ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)});
    if (m_bound || (!m_waiting && !m_login.isRunning()))
        return failedResult<void>({ErrorKind::Rejected, Reason::AlreadyLoggedIn, 0, {}, milliseconds(0)});
    if (m_refresh)
        return m_refresh->future(); // in flight
    m_refresh.emplace();
    const FutureResult<> refreshed = m_refresh->future();
    m_login.start();
    return refreshed;
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

// --- incoming messages ----------------------------------------------------------------------------

void ILinkGateway::onUpdates(const Updates &updates)
{
    const Epoch::Mark link = m_epoch.mark();
    if (!m_loggedIn && !tellOnline())
        return;
    if (!updates.messages.isEmpty())
        keepSoon(); // a known user may have a newer token, which emits no `changed`
    for (const Incoming &incoming : updates.messages) {
        m_replyTokens.note(incoming);
        Event event = incoming.event;
        event.self = m_account;
        Q_EMIT happened(event);
        if (link.isOver())
            return;
    }
    for (int i = 0; i < updates.skipped && !link.isOver(); ++i)
        Q_EMIT happened(driver::Undecodable{{ErrorKind::Protocol, Reason::Garbage, 0, {}, milliseconds(0)}});
}

//! Reports the account online at the first answer to this binding. False: a listener ended the link.
bool ILinkGateway::tellOnline()
{
    const Epoch::Mark link = m_epoch.mark();
    m_loggedIn = true;
    m_waiting = false;
    m_connection.up();
    return !link.isOver()
        && report(signal::Reached{}, signal::Authenticated{}, signal::LoggedIn{m_account, {}}, signal::ChannelUp{});
}

void ILinkGateway::onPollFailed(const Error &error)
{
    if (error.reason == Reason::CredentialExpired)
        loseBinding(error.detail);
    else
        end(error);
}

// --- actions --------------------------------------------------------------------------------------

FutureResult<SentMessage> ILinkGateway::sendMessage(const Target &target, const Message &message, milliseconds deadline)
{
    if (!m_loggedIn)
        return failedResult<SentMessage>(offline());
    if (target.kind != ChatKind::Friend)
        return failedResult<SentMessage>(cannot());
    return m_sender.send(target.id, message, deadline);
}

FutureResult<QList<Contact>> ILinkGateway::contacts(ChatKind kind, Freshness /*freshness*/, milliseconds /*deadline*/)
{
    if (!m_loggedIn)
        return failedResult<QList<Contact>>(offline());
    return readyResult<QList<Contact>>(kind == ChatKind::Friend ? m_replyTokens.contacts() : QList<Contact>());
}

FutureResult<SelfInfo> ILinkGateway::self(milliseconds /*deadline*/)
{
    if (!m_loggedIn)
        return failedResult<SelfInfo>(offline());
    return readyResult<SelfInfo>(SelfInfo{m_account, {}});
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

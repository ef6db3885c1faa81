// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkygateway.h"

#include "milkydialect.h"

#include "gateway/answershape.h"
#include "gateway/tokens.h"
#include "logrules/masking.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
namespace milky = protocol::milky;

namespace {

//! Returns true for a refusal that no retry changes; the operator has to act.
bool isFinal(const Error &why)
{
    return why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls;
}

Error cannot()
{
    return {ErrorKind::Rejected, Reason::UnknownAction, 0, {}, milliseconds(0)};
}

Error notConnected()
{
    return {ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)};
}

//! Returns true for a refusal that may mean that no account is logged in.
bool speaksOfLogin(const Error &why)
{
    // Something in front answered instead of the gateway: the login watch checks whether the gateway is there.
    const bool foreign = isFromFront(why) || why.reason == Reason::SendUnclear;
    return why.reason == Reason::NotLoggedIn || why.reason == Reason::AccountOffline || foreign;
}

} // namespace

MilkyGateway::MilkyGateway(const GatewayProfile &profile, const DriverContext &around)
    : m_gateway(profile.id)
    , m_clock(around.clock)
    , m_deadlines(around.deadlines)
    , m_api(profile, around.clock, around.secrets, around.network, around.deadlines)
    , m_events(around.clock, around.network, around.deadlines)
    , m_login(m_api, around.clock, around.deadlines)
    , m_sender(m_api, around.clock, around.deadlines)
    , m_apiConnection(u"milky"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
    , m_eventConnection(u"events"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT happened(info); })
{
    wire();
}

MilkyGateway::~MilkyGateway() = default;

void MilkyGateway::wire()
{
    connect(&m_api, &MilkyClient::certificateRefused, this, reporter());
    connect(&m_events, &MilkyEvents::certificateRefused, this, reporter());
    connect(&m_login, &LoginWatch::loggedIn, this, &MilkyGateway::onLoggedIn);
    connect(&m_login, &LoginWatch::waiting, this, &MilkyGateway::onWaiting);
    connect(&m_login, &LoginWatch::failed, this, &MilkyGateway::end);
    connect(&m_login, &LoginWatch::asked, this, [this] {
        m_apiConnection.setLatency(m_api.latency());
        m_eventConnection.setLatency(m_events.latency());
    });
    connect(&m_events, &MilkyEvents::up, this, &MilkyGateway::onEventsUp);
    connect(&m_events, &MilkyEvents::quiet, this, [this] { m_eventConnection.setQuiet(true); });
    connect(&m_events, &MilkyEvents::down, this, &MilkyGateway::onEventsDown);
    connect(&m_events, &MilkyEvents::eventReceived, this, &MilkyGateway::onEvent);
    connect(&m_events, &MilkyEvents::undecodable, this,
            [this](const Error &what) { Q_EMIT happened(driver::Undecodable{what}); });
    connect(&m_sender, &MilkySender::readBack, this, reporter());
}

Capabilities MilkyGateway::capabilities() const
{
    Capabilities can;
    // Some gateways push own messages; MilkySender reads them back from QQ's server in any case.
    can.ownMessageEcho = true;
    can.historyIsServerSide = true;
    return can;
}

// --- the link -------------------------------------------------------------------------------------

void MilkyGateway::connectLink()
{
    dropAll();
    m_linked = true;
    onResult(this, m_epoch, m_api.probe(), [this](const Result<> &probed) { onProbed(probed); });
}

void MilkyGateway::disconnectLink()
{
    dropAll();
}

void MilkyGateway::dropAll()
{
    m_epoch.advance();
    m_linked = false;
    m_authorised = false;
    m_loggedIn = false;
    m_eventsOpening = false;
    m_login.stop();
    m_events.close();
    m_sender.stop();
    m_eventConnection.down({});
    m_apiConnection.down({});
}

void MilkyGateway::onProbed(const Result<> &probed)
{
    if (!probed) {
        end(probed.error());
        return;
    }
    if (report(signal::Reached{}))
        onResult(this, m_epoch, m_api.authorise(), [this](const Result<QJsonObject> &info) { onAuthorised(info); });
}

void MilkyGateway::onAuthorised(const Result<QJsonObject> &info)
{
    if (!info) {
        end(info.error());
        return;
    }
    const Epoch::Mark link = m_epoch.mark();
    m_authorised = true;
    m_apiConnection.up();
    m_apiConnection.setLatency(m_api.latency());
    Q_EMIT happened(signal::Authenticated{});
    if (link.isOver())
        return;
    showVersion(*info);
    m_login.start();
}

void MilkyGateway::end(Error why)
{
    if (!m_linked)
        return;
    why = namingVariable(why, m_gateway);
    why.detail = logrules::maskSecrets(why.detail);
    const bool forGood = isFinal(why) || m_badFrames.tooMany(why, m_clock.now());
    dropAll();
    m_apiConnection.down(why);
    if (forGood)
        Q_EMIT happened(signal::Refused{why});
    else
        Q_EMIT happened(signal::LinkLost{why});
}

void MilkyGateway::showVersion(const QJsonObject &info)
{
    GatewayVersion version;
    version.app = info.value(u"impl_name"_s).toString();
    version.version = info.value(u"impl_version"_s).toString();
    version.qqVersion = info.value(u"qq_protocol_version"_s).toString();
    if (version != GatewayVersion())
        Q_EMIT happened(version);
}

// --- the account ----------------------------------------------------------------------------------

void MilkyGateway::onLoggedIn(const AccountId &account, const QString &nickname)
{
    m_loggedIn = true;
    m_account = account;
    m_sender.setAccount(account);
    if (!report(driver::LoginText{}, signal::LoggedIn{account, nickname}))
        return;
    // A kick leaves the event channel open, so it may be up already.
    if (m_events.isUp())
        Q_EMIT happened(signal::ChannelUp{});
    else
        openEvents();
}

void MilkyGateway::onWaiting(LoginReason reason, const QString &text)
{
    m_loggedIn = false;
    const QString shown = logrules::maskSecrets(text);
    report(driver::LoginText{shown}, signal::Waiting{reason, shown});
}

FutureResult<> MilkyGateway::refreshQr()
{
    return failedResult<void>(cannot());
}

FutureResult<> MilkyGateway::quickLogin(const AccountId & /*account*/)
{
    return failedResult<void>(cannot());
}

void MilkyGateway::submitTotp(const Redacted<QString> & /*code*/) {} // Milky has no second factor

FutureResult<> MilkyGateway::restart()
{
    return failedResult<void>(cannot());
}

// --- the event channel ----------------------------------------------------------------------------

void MilkyGateway::openEvents()
{
    if (m_eventsOpening || m_events.isUp())
        return;
    m_eventsOpening = true;
    m_events.open(m_api.eventUrl(true), m_api.eventUrl(false), m_api.authorisation());
}

void MilkyGateway::onEventsUp()
{
    m_eventsOpening = false;
    m_eventConnection.up();
    if (m_loggedIn)
        Q_EMIT happened(signal::ChannelUp{});
}

void MilkyGateway::onEventsDown(const io::WsClose &close)
{
    Error why = close.error;
    why.detail = logrules::maskSecrets(why.detail);
    m_eventsOpening = false;
    m_eventConnection.down(why, close.code, close.byPeer);
    end(why);
}

void MilkyGateway::onEvent(const Event &event)
{
    const Epoch::Mark link = m_epoch.mark();
    m_eventConnection.setQuiet(false);
    if (link.isOver())
        return;
    const auto *message = std::get_if<MessageEvent>(&event.body);
    if (message && message->own && !m_sender.observeOwn(*message))
        return;
    const auto *offline = std::get_if<BotOfflineEvent>(&event.body);
    if (report(event) && offline)
        m_login.kicked(offline->message);
}

// --- actions --------------------------------------------------------------------------------------

template <class T>
FutureResult<T> MilkyGateway::watched(const FutureResult<T> &called)
{
    onResult(this, m_epoch, called, [this](const Result<T> &result) {
        if (!result && speaksOfLogin(result.error()))
            m_login.doubt();
    });
    return called;
}

FutureResult<SentMessage> MilkyGateway::sendMessage(const Target &target, const Message &message, milliseconds deadline)
{
    if (!m_authorised)
        return failedResult<SentMessage>(notConnected());
    return watched(m_sender.send(target, message, deadline));
}

FutureResult<QList<Contact>> MilkyGateway::contacts(ChatKind kind, Freshness freshness, milliseconds deadline)
{
    if (!m_authorised)
        return failedResult<QList<Contact>>(notConnected());
    const QString api = kind == ChatKind::Group ? u"get_group_list"_s : u"get_friend_list"_s;
    const auto asked = m_api.ask(api, {{u"no_cache"_s, freshness == Freshness::Fresh}}, deadline);
    return watched(map(this, asked, [kind](const QJsonObject &data) { return milky::decodeContacts(kind, data); }));
}

FutureResult<SelfInfo> MilkyGateway::self(milliseconds deadline)
{
    if (!m_authorised)
        return failedResult<SelfInfo>(notConnected());
    return watched(map(this, m_api.ask(u"get_login_info"_s, {}, deadline), [](const QJsonObject &data) {
        return SelfInfo{AccountId(protocol::idText(data.value(u"uin"_s))), protocol::textOf(data.value(u"nickname"_s))};
    }));
}

FutureResult<QList<PictureKey>> MilkyGateway::pictureKeys(milliseconds /*deadline*/)
{
    return failedResult<QList<PictureKey>>(cannot());
}

FutureResult<StagedFile> MilkyGateway::stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                    const QString & /*fileName*/, milliseconds retention)
{
    return readyResult<StagedFile>(m_sender.pictures().hold(bytes, sha256, retention));
}

milliseconds MilkyGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(milkyDialect(), mediaBytes);
}

} // namespace rookery::gateway

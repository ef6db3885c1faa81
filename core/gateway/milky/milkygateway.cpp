// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkygateway.h"

#include "milkydialect.h"

#include "base/overloaded.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/answershape.h"
#include "gateway/linkeffects.h"
#include "gateway/tokens.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
namespace milky = protocol::milky;

namespace {

Error cannot()
{
    return {ErrorKind::Rejected, Reason::UnknownAction, 0, {}, milliseconds(0)};
}

Error notConnected()
{
    return {ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)};
}

GatewayVersion versionIn(const QJsonObject &info)
{
    GatewayVersion version;
    version.app = info.value(u"impl_name"_s).toString();
    version.version = info.value(u"impl_version"_s).toString();
    version.qqVersion = info.value(u"qq_protocol_version"_s).toString();
    return version;
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
    connect(&m_login, &LoginWatch::waiting, this, [this](LoginReason reason, const QString &text) {
        apply(milkyinput::Waiting{reason, text});
    });
    connect(&m_login, &LoginWatch::failed, this, &MilkyGateway::onCallsFailed);
    connect(&m_login, &LoginWatch::asked, this, [this] {
        m_apiConnection.setLatency(m_api.latency());
        m_eventConnection.setLatency(m_events.latency());
    });
    connect(&m_events, &MilkyEvents::up, this, [this] { apply(milkyinput::EventsUp{}); });
    connect(&m_events, &MilkyEvents::quiet, this, [this] { m_eventConnection.setQuiet(true); });
    connect(&m_events, &MilkyEvents::down, this, [this](const io::WsClose &close) {
        apply(milkyinput::EventsDown{close.error, close.code, close.byPeer});
    });
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
    return can;
}

// --- the link -------------------------------------------------------------------------------------

void MilkyGateway::connectLink()
{
    apply(milkyinput::Connect{});
}

void MilkyGateway::disconnectLink()
{
    apply(milkyinput::Disconnect{});
}

void MilkyGateway::apply(const MilkyInput &input)
{
    const MilkyStep next = step(m_link, input, m_clock.now());
    m_link = next.link;
    runEffects<milkyeffect::DropAll>(m_epoch, next.effects, [this](const MilkyEffect &effect) { run(effect); });
}

void MilkyGateway::run(const MilkyEffect &effect)
{
    std::visit(Overloaded{
                   [this](const milkyeffect::DropAll &) { dropAll(); },
                   [this](const milkyeffect::Probe &) { probe(); },
                   [this](const milkyeffect::Authorise &) { authorise(); },
                   [this](const milkyeffect::WatchLogin &) { m_login.start(); },
                   [this](const milkyeffect::OpenEvents &) {
                       m_events.open(m_api.eventUrl(true), m_api.eventUrl(false), m_api.authorisation());
                   },
                   [this](const milkyeffect::ShowCallsUp &) {
                       m_apiConnection.up();
                       m_apiConnection.setLatency(m_api.latency());
                   },
                   [this](const milkyeffect::ShowCallsDown &down) { m_apiConnection.down(down.why); },
                   [this](const milkyeffect::ShowEventsUp &) { m_eventConnection.up(); },
                   [this](const milkyeffect::ShowEventsDown &down) {
                       m_eventConnection.down(down.why, down.closeCode, down.byPeer);
                   },
                   [this](const milkyeffect::Report &news) { Q_EMIT happened(news.event); },
               },
               effect);
}

void MilkyGateway::dropAll()
{
    m_epoch.advance();
    m_login.stop();
    m_events.close();
    m_sender.stop();
    m_eventConnection.down({});
    m_apiConnection.down({});
}

void MilkyGateway::probe()
{
    onResult(this, m_epoch, m_api.probe(), [this](const Result<> &probed) {
        if (probed)
            apply(milkyinput::Probed{});
        else
            onCallsFailed(probed.error());
    });
}

void MilkyGateway::authorise()
{
    onResult(this, m_epoch, m_api.authorise(), [this](const Result<QJsonObject> &info) {
        if (info)
            apply(milkyinput::Authorised{versionIn(*info)});
        else
            onCallsFailed(info.error());
    });
}

void MilkyGateway::onCallsFailed(const Error &why)
{
    apply(milkyinput::CallsFailed{namingVariable(why, m_gateway)});
}

// --- the account ----------------------------------------------------------------------------------

void MilkyGateway::onLoggedIn(const AccountId &account, const QString &nickname)
{
    m_sender.setAccount(account);
    apply(milkyinput::LoggedIn{account, nickname});
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

// --- events ---------------------------------------------------------------------------------------

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
    if (!m_link.authorised)
        return failedResult<SentMessage>(notConnected());
    return watched(m_sender.send(target, message, deadline));
}

FutureResult<QList<Contact>> MilkyGateway::contacts(ChatKind kind, Freshness freshness, milliseconds deadline)
{
    if (!m_link.authorised)
        return failedResult<QList<Contact>>(notConnected());
    const QString api = kind == ChatKind::Group ? u"get_group_list"_s : u"get_friend_list"_s;
    const auto asked = m_api.ask(api, {{u"no_cache"_s, freshness == Freshness::Fresh}}, deadline);
    return watched(map(this, asked, [kind](const QJsonObject &data) { return milky::decodeContacts(kind, data); }));
}

FutureResult<SelfInfo> MilkyGateway::self(milliseconds deadline)
{
    if (!m_link.authorised)
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

#include "moc_milkygateway.cpp"

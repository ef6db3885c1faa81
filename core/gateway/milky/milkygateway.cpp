// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkygateway.h"

#include "milkyactions.h"
#include "milkydialect.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/answershape.h"
#include "gateway/tokens.h"
#include "logrules/masking.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

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
    , m_apiConnection(u"milky"_s, around.clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
    , m_eventConnection(u"events"_s, around.clock,
                        [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
{
    wire();
}

MilkyGateway::~MilkyGateway() = default;

void MilkyGateway::wire()
{
    connect(&m_api, &MilkyClient::certificateRefused, this, &Gateway::certificateRefused);
    connect(&m_events, &MilkyEvents::certificateRefused, this, &Gateway::certificateRefused);
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
    connect(&m_events, &MilkyEvents::undecodable, this, &Gateway::undecodable);
    connect(&m_sender, &MilkySender::readBack, this, &Gateway::eventReceived);
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
    onResult(this, m_api.probe(), [this, epoch = m_epoch](const Result<> &probed) {
        if (epoch == m_epoch)
            onProbed(probed);
    });
}

void MilkyGateway::disconnectLink()
{
    dropAll();
}

void MilkyGateway::dropAll()
{
    ++m_epoch;
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
    const quint64 epoch = m_epoch;
    Q_EMIT reported(signal::Reached{});
    if (epoch != m_epoch)
        return; // a listener ended the link
    onResult(this, m_api.authorise(), [this, epoch](const Result<QJsonObject> &info) {
        if (epoch == m_epoch)
            onAuthorised(info);
    });
}

void MilkyGateway::onAuthorised(const Result<QJsonObject> &info)
{
    if (!info) {
        end(info.error());
        return;
    }
    const quint64 epoch = m_epoch;
    m_authorised = true;
    m_apiConnection.up();
    m_apiConnection.setLatency(m_api.latency());
    Q_EMIT reported(signal::Authenticated{});
    if (epoch != m_epoch)
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
        Q_EMIT reported(signal::Refused{why});
    else
        Q_EMIT reported(signal::LinkLost{why});
}

void MilkyGateway::showVersion(const QJsonObject &info)
{
    GatewayVersion version;
    version.app = info.value(u"impl_name"_s).toString();
    version.version = info.value(u"impl_version"_s).toString();
    version.qqVersion = info.value(u"qq_protocol_version"_s).toString();
    if (version != GatewayVersion())
        Q_EMIT versionKnown(version);
}

// --- the account ----------------------------------------------------------------------------------

void MilkyGateway::onLoggedIn(const AccountId &account, const QString &nickname)
{
    const quint64 epoch = m_epoch;
    m_loggedIn = true;
    m_account = account;
    m_sender.setAccount(account);
    Q_EMIT loginText({});
    Q_EMIT reported(signal::LoggedIn{account, nickname});
    if (epoch != m_epoch)
        return;
    // A kick leaves the event channel open, so it may be up already.
    if (m_events.isUp())
        Q_EMIT reported(signal::ChannelUp{});
    else
        openEvents();
}

void MilkyGateway::onWaiting(LoginReason reason, const QString &text)
{
    m_loggedIn = false;
    const QString shown = logrules::maskSecrets(text);
    Q_EMIT loginText(shown);
    Q_EMIT reported(signal::Waiting{reason, shown});
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
        Q_EMIT reported(signal::ChannelUp{});
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
    const quint64 epoch = m_epoch;
    m_eventConnection.setQuiet(false);
    if (epoch != m_epoch)
        return;
    const auto *message = std::get_if<MessageEvent>(&event.body);
    if (message && message->own && !m_sender.observeOwn(*message))
        return;
    Q_EMIT eventReceived(event);
    if (epoch != m_epoch)
        return;
    if (const auto *offline = std::get_if<BotOfflineEvent>(&event.body))
        m_login.kicked(offline->message);
}

// --- actions --------------------------------------------------------------------------------------

FutureResult<Reply> MilkyGateway::call(const Action &action, milliseconds deadline)
{
    if (!m_authorised)
        return failedResult<Reply>({ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)});
    const FutureResult<Reply> reply = translated(action, deadline);
    onResult(this, reply, [this, epoch = m_epoch](const Result<Reply> &result) {
        if (epoch == m_epoch && !result && speaksOfLogin(result.error()))
            m_login.doubt();
    });
    return reply;
}

FutureResult<Reply> MilkyGateway::translated(const Action &action, milliseconds deadline)
{
    if (milky::isSend(action))
        return m_sender.send(action, deadline);
    const Result<milky::Translation> translation = milky::translate(action);
    if (!translation)
        return failedResult<Reply>(translation.error());
    const auto asked = translation->changes ? m_api.order(translation->api, translation->params, deadline)
                                            : m_api.ask(translation->api, translation->params, deadline);
    const Promise<Reply> answer;
    onResult(this, asked, [this, answer, action](const Result<QJsonObject> &data) {
        answer.resolve(milky::oneBotReply(action, data, m_account));
    });
    return answer.future();
}

FutureResult<StagedFile> MilkyGateway::stage(const QByteArray &bytes, const QByteArray &sha256,
                                             const QString & /*fileName*/, milliseconds retention)
{
    return readyResult<StagedFile>(m_sender.pictures().hold(bytes, sha256, retention));
}

milliseconds MilkyGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(milkyDialect(), mediaBytes);
}

} // namespace rookery::gateway

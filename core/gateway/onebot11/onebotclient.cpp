// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotclient.h"

#include "dialects.h"
#include "httptransport.h"
#include "reversewebsockettransport.h"
#include "sockettransport.h"

#include "base/reasons/access.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "gateway/tokens.h"
#include "logrules/masking.h"
#include "protocol/json.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kPollSocket = seconds(30); //!< a gateway without heartbeats reports nothing by itself
constexpr milliseconds kPollHttp = seconds(10); //!< only requests show that it is there
constexpr milliseconds kPollOffline = seconds(3); //!< a login may be in progress

bool needsListener(OneBotTransportKind way)
{
    return way == OneBotTransportKind::Reverse || way == OneBotTransportKind::HttpPost;
}

//! Returns true if the gateway answered that the account is offline.
bool isAway(const Error &error)
{
    return error.reason == Reason::AccountOffline || error.reason == Reason::NotLoggedIn;
}

std::unique_ptr<OneBotTransport> makeTransport(const GatewayProfile &profile, const Dialect &dialect, Clock &clock,
                                               const io::NetworkSettings &network, const Deadlines &deadlines,
                                               ReverseListener *listener)
{
    switch (profile.way) {
    case OneBotTransportKind::Reverse:
        if (listener)
            return std::make_unique<ReverseWebSocketTransport>(profile, *listener, dialect, clock, network, deadlines);
        break;
    case OneBotTransportKind::Http:
    case OneBotTransportKind::HttpPost:
    case OneBotTransportKind::HttpEvents:
        return std::make_unique<HttpTransport>(profile, listener, dialect, clock, network, deadlines);
    case OneBotTransportKind::Socket:
    case OneBotTransportKind::TwoSockets:
        break;
    }
    const auto sockets = profile.way == OneBotTransportKind::TwoSockets ? WebSocketTransport::Sockets::Two
                                                                        : WebSocketTransport::Sockets::One;
    return std::make_unique<WebSocketTransport>(profile.oneBot, sockets, dialect, clock, network, deadlines);
}

} // namespace

OneBotClient::OneBotClient(const GatewayProfile &profile, const Dialect &dialect, Clock &clock,
                           config::SecretStore &secrets, const io::NetworkSettings &network, const Deadlines &deadlines,
                           ReverseListener *listener, QObject *parent)
    : QObject(parent)
    , m_profile(profile)
    , m_clock(clock)
    , m_secrets(secrets)
    , m_deadlines(deadlines)
    , m_dialect(&dialect)
    , m_transport(makeTransport(profile, dialect, clock, network, deadlines, listener))
    , m_listenerLacks(needsListener(profile.way) && !listener)
    , m_poll(clock, [this] { poll(); })
{
    connect(m_transport.get(), &OneBotTransport::up, this, &OneBotClient::onTransportUp);
    connect(m_transport.get(), &OneBotTransport::down, this, &OneBotClient::onTransportDown);
    connect(m_transport.get(), &OneBotTransport::eventReceived, this, &OneBotClient::onEvent);
    connect(m_transport.get(), &OneBotTransport::undecodable, this, &OneBotClient::undecodable);
    connect(m_transport.get(), &OneBotTransport::connectionChanged, this, &OneBotClient::connectionChanged);
    connect(m_transport.get(), &OneBotTransport::arrived, this, &OneBotClient::arrived);
    connect(m_transport.get(), &OneBotTransport::certificateRefused, this, &OneBotClient::certificateRefused);
}

OneBotClient::~OneBotClient()
{
    m_transport->disconnect(this); // its end is not reported
}

void OneBotClient::open()
{
    close();
    m_open = true;
    if (m_listenerLacks) {
        end({.kind = ErrorKind::Offline, .reason = Reason::Internal});
        return;
    }
    onResult(this, m_epoch, readToken(this, m_secrets, m_profile, config::SecretKind::OneBotToken),
             [this](const Result<Redacted<QString>> &token) {
                 // a gateway without a token is allowed; a keyring that does not answer is an error
                 if (token || token.error().reason == Reason::TokenMissing)
                     m_transport->open(token.value_or(Redacted<QString>()));
                 else
                     end(token.error());
             });
}

void OneBotClient::close()
{
    m_epoch.advance();
    m_open = false;
    m_login = Login::Unknown;
    m_account = {};
    m_poll.stop();
    m_transport->close();
}

bool OneBotClient::isUp() const
{
    return m_transport->isUp();
}

FutureResult<protocol::Reply> OneBotClient::call(const protocol::Action &action, milliseconds deadline)
{
    const FutureResult<protocol::Reply> reply = m_transport->call(action, deadline);
    onResult(this, m_epoch, reply, [this](const Result<protocol::Reply> &result) {
        // the next poll would find it too, but later
        if (m_login == Login::Online && !result && isAway(result.error()))
            setOffline(LoginReason::OfflineByQq, {});
    });
    return reply;
}

// --- the connection -------------------------------------------------------------------------------

void OneBotClient::onTransportUp()
{
    const Epoch::Mark attempt = m_epoch.mark();
    Q_EMIT up();
    if (attempt.isOver())
        return; // a receiver ended it
    onResult(this, m_epoch, call({u"get_version_info"_s, {}}, m_deadlines.action),
             [this](const Result<protocol::Reply> &reply) { onVersion(reply); });
}

void OneBotClient::onTransportDown(const Error &why)
{
    end(why);
}

void OneBotClient::end(const Error &why)
{
    if (!m_open)
        return;
    close();
    Error told = namingVariable(why, m_profile.id);
    told.detail = logrules::maskSecrets(told.detail);
    const bool tooMany = m_badFrames.tooMany(why, m_clock.now());
    const bool forGood = tooMany || why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls;
    Q_EMIT down(told, forGood);
}

// --- version and account --------------------------------------------------------------------------

void OneBotClient::onVersion(const Result<protocol::Reply> &reply)
{
    const Epoch::Mark attempt = m_epoch.mark();
    // not every gateway has the call; the profile's kind then applies
    if (reply) {
        const QJsonObject data = reply->data.toObject();
        GatewayVersion version;
        version.app = data.value(u"app_name"_s).toString();
        version.version = protocol::textOf(data.value(u"app_version"_s));
        version.qqVersion = data.value(u"nt_protocol"_s).toString();
        const std::optional<GatewayKind> kind = kindOf(version);
        if (kind && m_profile.kind != GatewayKind::OneBot11 && *kind != m_profile.kind)
            version.seems = kind;
        if (const Dialect *known = dialectOf(version))
            useDialect(*known);
        m_version = version;
        Q_EMIT versionKnown(m_version);
        if (attempt.isOver())
            return;
    } else if (reply.error().kind == ErrorKind::Timeout) {
        end(reply.error()); // it accepted the connection but answers nothing
        return;
    }
    identify();
}

void OneBotClient::useDialect(const Dialect &dialect)
{
    m_dialect = &dialect;
    m_transport->setDialect(dialect);
}

void OneBotClient::identify()
{
    if (!isUp())
        return;
    onResult(this, m_epoch, call({u"get_login_info"_s, {}}, m_deadlines.action),
             [this, identity = ++m_identity](const Result<protocol::Reply> &reply) {
                 if (identity == m_identity)
                     onLoginInfo(reply);
             });
}

void OneBotClient::onLoginInfo(const Result<protocol::Reply> &reply)
{
    if (!reply && isAway(reply.error())) {
        setOffline(LoginReason::OfflineByQq, logrules::maskSecrets(reply.error().detail));
        return;
    }
    if (!reply && reply.error().kind != ErrorKind::Rejected) {
        end(reply.error());
        return;
    }
    const QJsonObject data = reply ? reply->data.toObject() : QJsonObject();
    const QString id = protocol::idText(data.value(u"user_id"_s));
    // before the login, some gateways answer with no account or with the number 0
    if (id.isEmpty() || id == u"0"_s) {
        setOffline(LoginReason::Fresh, reply ? QString() : logrules::maskSecrets(reply.error().detail));
        return;
    }
    const AccountId account(id);
    const QString nickname = protocol::textOf(data.value(u"nickname"_s));
    if (m_dialect->onlineIsConstant) {
        setOnline(account, nickname);
        return;
    }
    onResult(this, m_epoch, call({u"get_status"_s, {}}, m_deadlines.action),
             [this, identity = m_identity, account, nickname](const Result<protocol::Reply> &status) {
                 if (identity != m_identity)
                     return;
                 // null and missing mean "unknown": then the account that it named counts as online
                 if (status && status->data.toObject().value(u"online"_s) == QJsonValue(false))
                     setOffline(LoginReason::OfflineByQq, {});
                 else
                     setOnline(account, nickname);
             });
}

void OneBotClient::setOnline(const AccountId &account, const QString &nickname)
{
    m_account = account;
    m_login = Login::Online;
    m_poll.start(pollEvery());
    Q_EMIT selfKnown(account, nickname);
}

void OneBotClient::setOffline(LoginReason reason, const QString &text)
{
    m_poll.start(kPollOffline);
    // the first reason is more precise than its later repetitions
    if (m_login == Login::Offline)
        return;
    m_login = Login::Offline;
    Q_EMIT offline(reason, text);
}

// --- polling the state ----------------------------------------------------------------------------

milliseconds OneBotClient::pollEvery() const
{
    return m_transport->needsProbing() ? kPollHttp : kPollSocket;
}

void OneBotClient::poll()
{
    m_transport->refreshLatency();
    // a constant "online" would revoke what a notice has reported; only another notice may do that
    const bool mayReturn = !m_dialect->onlineIsConstant || m_account.isNull();
    if (m_login == Login::Offline && mayReturn)
        identify();
    else
        askStatus();
}

void OneBotClient::askStatus()
{
    onResult(this, m_epoch, call({u"get_status"_s, {}}, m_deadlines.action),
             [this](const Result<protocol::Reply> &reply) { onStatus(reply); });
}

void OneBotClient::onStatus(const Result<protocol::Reply> &reply)
{
    if (!reply && !isAway(reply.error()) && reply.error().kind != ErrorKind::Rejected) {
        end(reply.error());
        return;
    }
    const bool away =
        reply && !m_dialect->onlineIsConstant && reply->data.toObject().value(u"online"_s) == QJsonValue(false);
    if (away || (!reply && isAway(reply.error())))
        setOffline(LoginReason::OfflineByQq, {});
    else
        m_poll.start(pollEvery());
}

void OneBotClient::onEvent(Event event)
{
    const Epoch::Mark attempt = m_epoch.mark();
    auto *heartbeat = std::get_if<HeartbeatEvent>(&event.body);
    if (heartbeat && m_dialect->onlineIsConstant)
        heartbeat->online.reset();
    Q_EMIT eventReceived(event);
    if (attempt.isOver() || !isUp())
        return;
    if (const auto *notice = std::get_if<BotOfflineEvent>(&event.body)) {
        setOffline(LoginReason::Kicked,
                   notice->title.isEmpty() ? notice->message : u"[%1] %2"_s.arg(notice->title, notice->message));
    } else if (heartbeat && heartbeat->online == false) {
        setOffline(LoginReason::OfflineByQq, {});
    } else if (m_login == Login::Offline && heartbeat && heartbeat->online == true) {
        identify();
    } else if (const auto *other = std::get_if<OtherEvent>(&event.body);
               other && other->type.startsWith(u"notice.bot_online"_s)) {
        identify();
    }
}

void forwardSignals(const OneBotClient &peer, Gateway &driver)
{
    const auto report = [&driver](const auto &event) { Q_EMIT driver.happened(event); };
    QObject::connect(&peer, &OneBotClient::eventReceived, &driver, report);
    QObject::connect(&peer, &OneBotClient::connectionChanged, &driver, report);
    QObject::connect(&peer, &OneBotClient::certificateRefused, &driver, report);
    QObject::connect(&peer, &OneBotClient::undecodable, &driver,
                     [report](const Error &what) { report(driver::Undecodable{what}); });
    QObject::connect(&peer, &OneBotClient::arrived, &driver, [report] { report(driver::PeerArrived{}); });
}

void disposeLater(std::unique_ptr<OneBotClient> peer)
{
    if (!peer)
        return;
    peer->disconnect();
    peer->close();
    peer.release()->deleteLater();
}

} // namespace rookery::gateway

#include "moc_onebotclient.cpp"

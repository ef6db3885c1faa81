// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot11/onebot11dialect.h"

#include "onebot/commonfaults.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot11 {

namespace {

constexpr seconds kHeartbeat{15};

} // namespace

QList<FaultInfo> knownFaults()
{
    return onebot::commonFaults()
        + QList<FaultInfo>{
            {u"forms-only"_s, u"HTTP bodies that are JSON are refused with 406"_s},
            {u"send-refused"_s, u"QQ refuses a send (retcode 120)"_s},
            {u"send-silently-lost"_s, u"groups only: answered with a message id, but the group gets nothing"_s},
            {u"restart"_s, u"the process restarts now: refused for 3.5 s, then online again"_s},
        };
}

OneBot11Dialect::OneBot11Dialect(const DialectContext &context)
    : m_state{.clock = context.clock, .options = context.options, .faults = context.faults, .ledger = context.ledger}
    , m_scheduler(context.clock)
    , m_account(m_state, milliseconds(0))
    , m_chats(m_state, chatBehaviour())
    , m_keys(m_state)
    , m_wsPort(context.options.port)
    , m_sendBehaviour({.state = m_state, .chats = m_chats, .keys = m_keys, .account = m_account})
    , m_sender(m_state, m_chats, m_sendBehaviour)
    , m_actions(m_state, m_chats, m_sender, m_account)
    , m_profile(m_state, m_account)
    , m_network({.state = m_state, .actions = m_actions, .profile = m_profile})
    , m_traffic(m_state, m_chats, trafficHooks())
{
    m_state.observeIssued(u"onebotToken"_s, context.options.oneBotToken);
    const quint16 wsPort = context.options.port != 0 ? context.options.port : m_wsPort.number();
    m_endpoints = {{.way = onebot::Endpoint::Way::Socket,
                    .port = wsPort,
                    .token = context.options.oneBotToken,
                    .heartbeat = kHeartbeat,
                    .tls = context.options.tls},
                   {.way = onebot::Endpoint::Way::Http,
                    .port = m_httpPort.number(),
                    .token = context.options.oneBotToken,
                    .tls = context.options.tls}};
    if (!context.options.reverseUrl.isEmpty()) {
        addEndpoint(onebot::Endpoint::Way::Reverse, context.options.reverseUrl, context.options.oneBotToken,
                    u"Universal"_s);
    }
    if (!context.options.postUrl.isEmpty())
        addEndpoint(onebot::Endpoint::Way::Post, context.options.postUrl, context.options.oneBotToken, {});
    connect(&m_chats, &onebot::Chats::happened, this, [this](const QJsonObject &event, bool own) {
        if (!own) // the standard has no events for own messages
            m_network.sendEvent(event, own);
    });
    connect(&m_actions, &Actions::restartRequested, this, &OneBot11Dialect::restart);
    connect(&context.faults, &Faults::changed, this, &OneBot11Dialect::onFault);
}

OneBot11Dialect::~OneBot11Dialect()
{
    shutDown();
}

onebot::Chats::Behaviour OneBot11Dialect::chatBehaviour()
{
    return {.signedIds = true, .dress = [](QJsonObject &event) {
                event.remove(u"group_name"_s);
                event.remove(u"target_id"_s);
                if (event.value("message_type"_L1) == "group"_L1)
                    event.insert(u"anonymous"_s, QJsonValue());
                QJsonObject sender = event.value("sender"_L1).toObject();
                sender.insert(u"sex"_s, u"unknown"_s);
                sender.insert(u"age"_s, 0);
                event.insert(u"sender"_s, sender);
            }};
}

onebot::Traffic::Hooks OneBot11Dialect::trafficHooks()
{
    return {.isOnline = [this] { return m_account.isOnline(); },
            .pictureUrl = [this](bool group, const QString &fileId) { return m_keys.pictureUrl(group, fileId); },
            .received = {}};
}

Result<> OneBot11Dialect::start(const QString &pictureBase)
{
    m_keys.setPictureBase(pictureBase);
    m_account.login();
    apply();
    m_traffic.start();
    return {};
}

void OneBot11Dialect::apply()
{
    m_network.apply(m_state.faults.isOn(u"port-not-open"_s) ? QList<onebot::Endpoint>() : m_endpoints);
}

void OneBot11Dialect::addEndpoint(onebot::Endpoint::Way way, const QString &url, const QString &token,
                                  const QString &role)
{
    m_endpoints.append({.way = way,
                        .url = QUrl(url),
                        .role = role.isEmpty() ? u"Universal"_s : role,
                        .token = token,
                        .heartbeat = kHeartbeat});
}

std::optional<Result<>> OneBot11Dialect::command(const QString &path, const QJsonObject &body)
{
    if (path == "/login"_L1) {
        m_account.login();
        return Result<>();
    }
    if (path == "/own"_L1) // pushed to no client: the standard has no events for own messages
        return m_sender.sendFromPhone(body);
    if (path != "/dial"_L1 && path != "/post"_L1)
        return std::nullopt;
    const bool dial = path == "/dial"_L1;
    addEndpoint(dial ? onebot::Endpoint::Way::Reverse : onebot::Endpoint::Way::Post, body.value("url"_L1).toString(),
                body.value("token"_L1).toString(), body.value("role"_L1).toString());
    apply();
    return Result<>();
}

Result<> OneBot11Dialect::noCode()
{
    return fail(ErrorKind::Rejected, Reason::None, u"the standard has no login: it happens elsewhere"_s);
}

void OneBot11Dialect::onFault(const QString &name, bool on)
{
    if (onebot::obeyCommonFault(name, on, m_state, m_account, m_scheduler))
        return;
    if (name == "port-not-open"_L1) {
        apply();
    } else if (name == "restart"_L1 && on) {
        restart(milliseconds(0));
        m_state.faults.switchOff(name);
    }
}

void OneBot11Dialect::shutDown()
{
    m_scheduler.clear();
    m_traffic.stop();
    m_account.stop();
    m_actions.stop();
    m_network.close();
}

void OneBot11Dialect::restart(milliseconds delay)
{
    // never at once: the call itself is answered first
    m_scheduler.after(std::max(delay, milliseconds(100)), [this] {
        shutDown();
        m_chats.forgetIds();
        m_scheduler.after(m_state.options.restartTime, [this] {
            m_account.login();
            apply();
            m_traffic.start();
        });
    });
}

QJsonObject OneBot11Dialect::announcement() const
{
    const QString secure = m_state.options.tls ? u"s"_s : QString();
    return {{u"onebotWs"_s, u"ws%1://127.0.0.1:%2"_s.arg(secure, QString::number(m_endpoints.at(0).port))},
            {u"onebotHttp"_s, u"http%1://127.0.0.1:%2"_s.arg(secure, QString::number(m_endpoints.at(1).port))},
            {u"onebotToken"_s, m_state.options.oneBotToken}};
}

QJsonObject OneBot11Dialect::state() const
{
    return {{u"account"_s, m_state.options.account}, {u"login"_s, m_account.stateWord()},
            {u"oneBotOpen"_s, m_network.isOpen()},   {u"oneBotPeers"_s, m_network.peers()},
            {u"socketsOpened"_s, m_state.sockets},   {u"bytesIn"_s, m_state.bytesIn},
            {u"framesIn"_s, m_state.frames}};
}

} // namespace rookery::sim::onebot11

#include "moc_onebot11dialect.cpp"

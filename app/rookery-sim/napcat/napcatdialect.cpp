// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatdialect.h"

#include "base/reasons/login.h"
#include "napcat/debuglines.h"
#include "picture.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

QString loginWord(QqLogin::LoginState state)
{
    switch (state) {
    case QqLogin::LoginState::Waiting:
        return u"waiting"_s;
    case QqLogin::LoginState::Online:
        return u"online"_s;
    case QqLogin::LoginState::Offline:
        return u"offline"_s;
    case QqLogin::LoginState::Kicked:
        return u"kicked"_s;
    }
    return {};
}

} // namespace

NapCatDialect::NapCatDialect(const DialectContext &context)
    : m_state{{.clock = context.clock, .options = context.options, .faults = context.faults, .ledger = context.ledger},
              m_log}
    , m_scheduler(context.clock)
    , m_credentials(m_state)
    , m_login(m_state)
    , m_chats(m_state, chatBehaviour())
    , m_uploads(m_state)
    , m_rkey(m_state)
    , m_webUiPort(context.options.port)
    , m_config(m_wsPort.number(), m_httpPort.number(), context.options.oneBotToken)
    , m_sendBehaviour({.state = m_state,
                       .chats = m_chats,
                       .uploads = m_uploads,
                       .rkey = m_rkey,
                       .login = m_login,
                       .config = m_config})
    , m_sender(m_state, m_chats, m_sendBehaviour)
    , m_actions({.state = m_state,
                 .chats = m_chats,
                 .uploads = m_uploads,
                 .rkey = m_rkey,
                 .login = m_login,
                 .sender = m_sender})
    , m_profile(m_state, m_login)
    , m_network({.state = m_state, .actions = m_actions, .profile = m_profile})
    , m_debug(m_state, {.state = m_state, .actions = m_actions, .profile = m_profile})
    , m_traffic(m_state, m_chats, trafficHooks())
    , m_webUi({.state = m_state,
               .credentials = m_credentials,
               .login = m_login,
               .actions = m_actions,
               .profile = m_profile,
               .debug = m_debug,
               .config = m_config})
{
    m_state.observeIssued(u"onebotToken"_s, context.options.oneBotToken);
    connect(&m_login, &QqLogin::loggedIn, this, &NapCatDialect::onLoggedIn);
    connect(&m_login, &QqLogin::kicked, this, &NapCatDialect::onKicked);
    connect(&m_chats, &onebot::Chats::happened, this, [this](const QJsonObject &event, bool own) {
        if (m_state.options.debugLines)
            logMessage(event, m_log);
        m_debug.sendEvent(event, own);
        m_network.sendEvent(event, own);
    });
    connect(&m_network, &onebot::Network::opened, this, &NapCatDialect::onOpened);
    connect(&m_webUi, &WebUi::configChanged, this, [this] { applyConfig(); });
    connect(&m_webUi, &WebUi::restartRequested, this, &NapCatDialect::restart);
    connect(&m_actions, &Actions::restartRequested, this, &NapCatDialect::restart);
    connect(&context.faults, &Faults::changed, this, &NapCatDialect::onFault);
}

NapCatDialect::~NapCatDialect()
{
    shutDown();
}

Result<> NapCatDialect::start(const QString &pictureBase)
{
    m_rkey.setPictureBase(pictureBase);
    return boot(m_state.options.loggedIn);
}

Result<> NapCatDialect::boot(bool loginAtOnce)
{
    // use a requested port even if it is taken: `listen` reports what is wrong with it
    const quint16 wanted = m_state.options.port != 0 ? m_state.options.port : m_webUiPort.number();
    const Result<quint16> port = m_webUi.listen(wanted);
    if (!port)
        return fail(port.error());
    m_log.info(u"[NapCat] [Core] NapCat.Core Version: 4.18.19"_s);
    if (m_state.options.tls)
        m_log.info(u"[NapCat] [WebUi] 找到SSL证书，将启用HTTPS模式"_s);
    m_log.info(u"[NapCat] [WebUi] WebUi Token: "_s + m_credentials.token());
    m_log.info(u"[NapCat] [WebUi] WebUi User Panel Url: http://127.0.0.1:%1/webui?token=%2"_s.arg(
        QString::number(*port), m_credentials.token()));
    m_login.start(loginAtOnce);
    return {};
}

onebot::Chats::Behaviour NapCatDialect::chatBehaviour()
{
    return {.signedIds = false, .dress = [this](QJsonObject &event) {
                const QJsonValue id = event.value("message_id"_L1);
                event.insert(u"message_seq"_s, id);
                event.insert(u"real_id"_s, id);
                event.insert(u"real_seq"_s, QString::number(++m_realSeq));
                event.insert(u"message_format"_s, u"array"_s);
                if (event.value("post_type"_L1) == "message_sent"_L1)
                    event.insert(u"message_sent_type"_s, u"self"_s);
            }};
}

onebot::Traffic::Hooks NapCatDialect::trafficHooks()
{
    return {.isOnline = [this] { return m_login.isOnline(); },
            .pictureUrl = [this](bool group, const QString &fileId) { return m_rkey.pictureUrl(group, fileId); },
            .received =
                [this](const onebot::Peer &peer, const QString &sender, const QJsonArray &segments) {
                    const QString place = peer.group ? u"群聊 [%1(%2)] [%3(%4)]"_s.arg(
                                              m_chats.groupName(peer.id), peer.id, m_chats.nameOf(sender), sender)
                                                     : u"私聊 (%1)"_s.arg(sender);
                    m_log.info(u"接收 <- %1 %2"_s.arg(place, onebot::Chats::shownAs(segments)));
                }};
}

void NapCatDialect::applyConfig()
{
    m_network.apply(m_state.faults.isOn(u"port-not-open"_s) ? QList<onebot::Endpoint>() : m_config.endpoints());
}

void NapCatDialect::onOpened(const onebot::Endpoint &endpoint, const QString &error)
{
    const QString place = u"%1:%2"_s.arg(endpoint.host, QString::number(endpoint.port));
    if (endpoint.way == onebot::Endpoint::Way::Socket) {
        m_log.info(u"[OneBot] [WebSocket Server] Server Started undefined:undefined"_s); // even if it did not start
        if (!error.isEmpty())
            m_log.info(u"[OneBot] [WebSocket Server] Server Error: listen EADDRINUSE: address already in use "_s
                       + place);
    } else if (endpoint.way == onebot::Endpoint::Way::Http && error.isEmpty()) {
        m_log.info(u"[OneBot] [HTTP Server Adapter] Start On "_s + place);
    } else if (endpoint.way == onebot::Endpoint::Way::Http) {
        m_log.error(u"[NapCat] [Error] Unhandled Exception: listen EADDRINUSE: address already in use "_s + place);
    }
}

void NapCatDialect::onLoggedIn()
{
    m_log.info(u"[Core] [Packet] 使用 NativePacketClient 作为后端"_s);
    m_log.info(u"[Core] [Packet] [PacketClient] NativePacketClient Hook 初始化成功 platform=linux.x64"_s);
    m_log.info(u"[AdapterManager] 开始初始化协议适配器..."_s);
    m_log.info(
        u"[Notice] [OneBot11] [network] 配置加载\nHTTP服务: 127.0.0.1:%1, : 已启动\nWebSocket服务: 127.0.0.1:%2, : 已启动"_s
            .arg(m_httpPort.number())
            .arg(m_wsPort.number()));
    applyConfig();
    m_log.info(u"[AdapterManager] OneBot11 适配器初始化完成"_s);
    m_traffic.start();
}

void NapCatDialect::onKicked(const QString &title, const QString &text)
{
    const QJsonObject notice{{u"time"_s, m_state.nowSeconds()},
                             {u"self_id"_s, m_state.self()},
                             {u"post_type"_s, u"notice"_s},
                             {u"notice_type"_s, u"bot_offline"_s},
                             {u"user_id"_s, m_state.self()},
                             {u"tag"_s, title},
                             {u"message"_s, text}};
    m_debug.sendEvent(notice, false);
    m_network.sendEvent(notice, false);
}

void NapCatDialect::shutDown()
{
    m_scheduler.clear();
    m_traffic.stop();
    m_login.stop();
    m_actions.stop();
    m_debug.close();
    m_network.close();
    m_webUi.close();
}

// Stops the worker after 0.1 s; the master waits 3 s before it starts another. No account logs in again by itself.
void NapCatDialect::restart()
{
    m_scheduler.after(milliseconds(100), [this] {
        shutDown();
        m_log.clear();
        m_uploads.restart();
        m_state.faults.endWithRestart();
        m_rkey.restart();
        m_chats.forgetIds();
        m_scheduler.after(m_state.options.restartTime, [this] {
            if (!boot(false))
                m_scheduler.after(m_state.options.restartTime, [this] { static_cast<void>(boot(false)); });
        });
    });
}

void NapCatDialect::onFault(const QString &name, bool on)
{
    if (name == "status-offline"_L1)
        m_login.setOffline(on);
    else if (name == "clock-skew"_L1)
        m_state.skew = on ? m_state.faults.delayOf(name, std::chrono::hours(1)) : milliseconds(0);
    else if (name == "port-not-open"_L1 && on)
        m_network.close();
    else if (name == "port-not-open"_L1 && m_login.wasLoggedIn())
        applyConfig();
    if (!on)
        return;
    if (name == "qr-expire-soon"_L1) {
        m_scheduler.after(m_state.faults.delayOf(name, seconds(3)), [this] { static_cast<void>(m_login.expire()); });
        m_state.faults.switchOff(name);
    } else if (name == "kick"_L1) {
        static_cast<void>(m_login.kick());
        m_state.faults.switchOff(name);
    } else if (name == "restart"_L1) {
        restart();
        m_state.faults.switchOff(name);
    } else if (name == "rkey-recover"_L1) {
        m_rkey.recover();
        m_state.faults.switchOff(name);
    } else if (name == "giant-frame"_L1) {
        QMetaObject::invokeMethod(
            this, [this] { m_state.faults.switchOff(u"giant-frame"_s); }, Qt::QueuedConnection);
    } else if (name == "log-storm"_L1) {
        storm();
    } else if (name.startsWith("rkey-"_L1)) {
        m_rkey.forgetCaches();
        m_traffic.start();
    }
}

void NapCatDialect::storm()
{
    if (!m_state.faults.isOn(u"log-storm"_s))
        return;
    for (int i = 0; i < 50; ++i)
        m_log.debug(u"[Core] 收到数据包 seq=%1 cmd=trpc.msg.olpush.OlPushService.MsgPush"_s.arg(++m_stormLine));
    m_scheduler.after(milliseconds(50), [this] { storm(); });
}

std::optional<Result<>> NapCatDialect::command(const QString &path, const QJsonObject &body)
{
    if (path != "/own"_L1)
        return std::nullopt;
    if (!m_login.isOnline())
        return fail(ErrorKind::Rejected, Reason::NotLoggedIn, u"not logged in"_s);
    return m_sender.sendFromPhone(body);
}

Result<> NapCatDialect::scanQr()
{
    return fail(ErrorKind::Rejected, Reason::None, u"NapCat has no state between scan and confirmation"_s);
}

PictureAnswer NapCatDialect::picture(const QString &rkey, const QString &fileId) const
{
    if (!m_rkey.isAlive(rkey)) {
        return {.type = "application/json",
                .bytes = R"({"retcode":-5503007,"retmsg":"download url has expired","retryflag":0})"};
    }
    return {.type = "image/png", .bytes = plainPng(64, 64, static_cast<quint32>(qHash(fileId, 1)))};
}

QJsonObject NapCatDialect::announcement() const
{
    const QString scheme = m_state.options.tls ? u"https"_s : u"http"_s;
    return {{u"webui"_s, u"%1://127.0.0.1:%2"_s.arg(scheme, QString::number(m_webUiPort.number()))},
            {u"webuiToken"_s, m_credentials.token()},
            {u"onebotWs"_s, u"ws://127.0.0.1:%1"_s.arg(m_wsPort.number())},
            {u"onebotHttp"_s, u"http://127.0.0.1:%1"_s.arg(m_httpPort.number())},
            {u"onebotToken"_s, m_state.options.oneBotToken}};
}

QJsonObject NapCatDialect::secrets() const
{
    return m_state.secrets();
}

QJsonObject NapCatDialect::state() const
{
    QJsonObject state{{u"account"_s, m_state.options.account},
                      {u"login"_s, loginWord(m_login.state())},
                      {u"qr"_s, m_login.qrUrl()},
                      {u"loginError"_s, m_login.loginError()},
                      {u"oneBotOpen"_s, m_network.isOpen()},
                      {u"oneBotPeers"_s, m_network.peers()},
                      {u"debugPeers"_s, m_debug.peers()},
                      {u"logStreams"_s, m_webUi.logStreams()},
                      {u"webuiLogins"_s, m_credentials.logins()},
                      {u"uploads"_s, m_uploads.uploads()},
                      {u"socketsOpened"_s, m_state.sockets},
                      {u"bytesIn"_s, m_state.bytesIn},
                      {u"framesIn"_s, m_state.frames},
                      {u"rkey"_s, m_rkey.state()}};
    if (m_credentials.needsTotp())
        state.insert(u"totpCode"_s, m_credentials.totpCode());
    return state;
}

} // namespace rookery::sim::napcat

#include "moc_napcatdialect.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/llbotdialect.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"

#include <QJsonDocument>

#include "onebot/commonfaults.h"
#include "picture.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

namespace {

constexpr seconds kQrLife{180};

} // namespace

LLBotDialect::LLBotDialect(const DialectContext &context)
    : m_log(context.clock)
    , m_state{{.clock = context.clock, .options = context.options, .faults = context.faults, .ledger = context.ledger},
              m_log}
    , m_scheduler(context.clock)
    , m_panel(m_state)
    , m_account(m_state, kQrLife)
    , m_chats(m_state, chatBehaviour())
    , m_keys(m_state)
    , m_panelPort(context.options.port)
    , m_config(context.options, m_wsPort.number(), m_httpPort.number())
    , m_sendBehaviour({.state = m_state, .chats = m_chats, .keys = m_keys, .account = m_account})
    , m_sender(m_state, m_chats, m_sendBehaviour)
    , m_actions({.state = m_state, .chats = m_chats, .keys = m_keys, .account = m_account, .sender = m_sender})
    , m_profile(m_state, m_account)
    , m_network({.state = m_state, .actions = m_actions, .profile = m_profile})
    , m_traffic(m_state, m_chats, trafficHooks())
    , m_webUi({.state = m_state, .panel = m_panel, .account = m_account, .config = m_config})
{
    m_state.observeIssued(u"onebotToken"_s, context.options.oneBotToken);
    connectParts();
}

void LLBotDialect::connectParts()
{
    connect(&m_account, &onebot::Account::codeIssued, this, &LLBotDialect::onCodeIssued);
    connect(&m_account, &onebot::Account::codeExpired, this, [this] {
        m_log.warn(u"二维码已过期"_s);
        m_account.renew(); // LLBot renews expired codes by itself
    });
    connect(&m_account, &onebot::Account::loggedIn, this, &LLBotDialect::onLoggedIn);
    connect(&m_account, &onebot::Account::kicked, this, &LLBotDialect::onKicked);
    connect(&m_chats, &onebot::Chats::happened, this, [this](const QJsonObject &event, bool own) {
        if (own) {
            m_webUi.countSent();
            m_actions.countSent();
        } else {
            m_webUi.countReceived();
            m_actions.countReceived();
        }
        m_network.sendEvent(event, own);
    });
    connect(&m_network, &onebot::Network::opened, this, &LLBotDialect::onOpened);
    connect(&m_network, &onebot::Network::noted, this, &LLBotDialect::onNoted);
    connect(&m_webUi, &WebUi::configChanged, this, [this] {
        if (m_account.wasLoggedIn())
            applyConfig();
    });
    connect(&m_webUi, &WebUi::loggedOut, this, &LLBotDialect::logOut);
    connect(&m_actions, &Actions::loggedOut, this, &LLBotDialect::logOut);
    connect(&m_state.faults, &Faults::changed, this, &LLBotDialect::onFault);
}

LLBotDialect::~LLBotDialect()
{
    shutDown();
}

onebot::Chats::Behaviour LLBotDialect::chatBehaviour()
{
    const auto image = [](QJsonObject data) {
        data.insert(u"subType"_s, data.take(u"sub_type"_s));
        data.remove(u"summary"_s);
        return data;
    };
    return {.signedIds = true,
            .dress =
                [this](QJsonObject &event) {
                    const QString chat = event.contains("group_id"_L1) ? u'g' + onebot::idOf(event, "group_id"_L1)
                                                                       : u'f' + onebot::idOf(event, "target_id"_L1);
                    event.insert(u"message_seq"_s, ++m_seqs[chat]);
                    event.insert(u"message_format"_s, u"array"_s);
                    QJsonObject sender = event.value("sender"_L1).toObject();
                    sender.insert(u"level"_s, u"1"_s);
                    sender.insert(u"title"_s, QString());
                    event.insert(u"sender"_s, sender);
                },
            .image = image};
}

onebot::Traffic::Hooks LLBotDialect::trafficHooks()
{
    return {.isOnline = [this] { return m_account.isOnline(); },
            .pictureUrl = [this](bool group, const QString &fileId) { return m_keys.pictureUrl(group, fileId); },
            .received =
                [this](const onebot::Peer &peer, const QString &sender, const QJsonArray &segments) {
                    const QString text = onebot::Chats::shownAs(segments);
                    m_log.info(peer.group ? u"[收-群] %1(%2) %3(%4)：%5"_s.arg(m_chats.groupName(peer.id), peer.id,
                                                                               m_chats.nameOf(sender), sender, text)
                                          : u"[收-私] %1(%2)：%3"_s.arg(m_chats.nameOf(sender), sender, text));
                },
            .passedOn =
                [this](const QJsonObject &event) {
                    m_log.debug(u"WebSocket 事件上报 ws://127.0.0.1/x "_s
                                + QString::fromUtf8(QJsonDocument(event).toJson(QJsonDocument::Compact)));
                }};
}

Result<> LLBotDialect::start(const QString &pictureBase)
{
    m_keys.setPictureBase(pictureBase);
    const int generation = m_state.generation();
    if (generation != 4 && generation != 7 && generation != 8)
        return fail(ErrorKind::Rejected, Reason::BadInput, u"generation: 4, 7 or 8"_s);
    return boot();
}

Result<> LLBotDialect::boot()
{
    m_log.info(u"LLBot "_s + m_state.version());
    if (m_state.hasPanel()) {
        // LLBot takes the next free port if this one is busy
        const quint16 wanted = m_state.options.port != 0 ? m_state.options.port : m_panelPort.number();
        const Result<quint16> port = m_webUi.listen(wanted);
        if (!port)
            return fail(port.error());
        m_config.setPanelPort(*port);
    }
    m_log.info(u"QQ 未登录，等待登录中..."_s);
    m_account.start();
    if (m_state.options.loggedIn)
        m_account.login();
    return {};
}

void LLBotDialect::onCodeIssued()
{
    if (m_state.generation() < 8)
        return;
    m_log.info(u"========== 请使用手机QQ扫描二维码登录 ==========\n"_s + QString::fromUtf8(qrBlocks(m_account.qrUrl()))
               + QString(48, u'='));
    m_log.info(u"或浏览器打开二维码网址: https://api.2dcode.biz/v1/create-qr-code?data="_s
               + QString::fromUtf8(QUrl::toPercentEncoding(m_account.qrUrl())));
    m_log.info(u"二维码文件已保存: /app/llbot/data/temp/login-qrcode.png"_s);
}

void LLBotDialect::onLoggedIn()
{
    m_log.info(u"[QQ Server] Online registered!"_s);
    m_log.info(u"Login successful! UID: u_%1, nick: \"%2\""_s.arg(m_state.options.account, m_state.options.nickname));
    m_log.info(u"QQ 登录成功"_s);
    m_log.info(u"配置文件位于 /app/llbot/data/config_%1.json"_s.arg(m_state.options.account));
    m_log.info(u"配置加载成功"_s);
    applyConfig();
    m_traffic.start();
    if (m_state.hasPanel() && m_state.faults.isOn(u"webui-moves"_s))
        movePanel();
}

// Moves the panel to the port in the account's own configuration. It takes a second to close and a second to open.
void LLBotDialect::movePanel()
{
    m_config.setPanelPort(m_nextPanelPort.number());
    m_log.info(u"WebUI 配置已更新:"_s);
    m_scheduler.after(seconds(1), [this] {
        m_webUi.close();
        m_log.info(u"Webui 服务器已停止"_s);
        m_scheduler.after(seconds(1), [this] { static_cast<void>(m_webUi.listen(m_nextPanelPort.number())); });
    });
}

void LLBotDialect::applyConfig()
{
    m_network.apply(m_state.faults.isOn(u"port-not-open"_s) ? QList<onebot::Endpoint>() : m_config.endpoints());
}

void LLBotDialect::onOpened(const onebot::Endpoint &endpoint, const QString &error)
{
    const QString place = u"%1:%2"_s.arg(endpoint.host, QString::number(endpoint.port));
    if (endpoint.way == onebot::Endpoint::Way::Socket) {
        m_log.info(u"OneBot V11 WebSocket server started "_s + place); // logged even if it did not start
        if (!error.isEmpty())
            m_log.error(u"OneBot V11 正向 WS 错误 Error: listen EADDRINUSE: address already in use "_s + place);
    } else if (endpoint.way == onebot::Endpoint::Way::Http && error.isEmpty()) {
        m_log.info(u"OneBot V11 HTTP server started "_s + place);
        m_log.info(u"OneBot V11 HTTP SSE started %1/_events"_s.arg(place));
    }
}

void LLBotDialect::onNoted(const onebot::Endpoint &endpoint, const QString &what, const QString &detail)
{
    if (what == "dialling"_L1)
        m_log.info(u"Trying to connect to the websocket server: "_s + detail);
    else if (what == "connected"_L1)
        m_log.info(u"Connected to the websocket server: "_s + detail);
    else if (what == "dropped"_L1)
        m_log.warn(u"The websocket connection: %1 closed, code %2, trying reconnecting..."_s.arg(
            endpoint.url.toString(), detail));
    else if (what == "failed"_L1)
        m_log.error(u"HTTP 事件上报失败: %1 %2"_s.arg(endpoint.url.toString(), detail));
}

void LLBotDialect::onKicked()
{
    m_log.error(u"协议层断开，等待重连…"_s);
    m_log.warn(u"Saved session expired, will need QR login: kicked"_s);
    m_account.renew();
}

void LLBotDialect::logOut()
{
    static_cast<void>(m_account.kick());
}

std::optional<Result<>> LLBotDialect::command(const QString &path, const QJsonObject &body)
{
    if (path == "/own"_L1 && !m_account.isOnline())
        return fail(ErrorKind::Rejected, Reason::NotLoggedIn, u"not logged in"_s);
    if (path == "/own"_L1)
        return m_sender.sendFromPhone(body);
    if (path != "/dial"_L1 && path != "/post"_L1)
        return std::nullopt;
    m_config.addAdapter(path == "/dial"_L1 ? u"ws-reverse"_s : u"http-post"_s, body.value("url"_L1).toString(),
                        body.value("token"_L1).toString());
    if (m_account.wasLoggedIn())
        applyConfig();
    return Result<>();
}

Result<> LLBotDialect::scanQr()
{
    if (Result<> scanned = m_account.scan(); !scanned)
        return scanned;
    m_log.info(u"二维码已扫描，请在手机上确认登录"_s);
    return {};
}

void LLBotDialect::shutDown()
{
    m_scheduler.clear();
    m_traffic.stop();
    m_account.stop();
    m_actions.stop();
    m_network.close();
    m_webUi.close();
}

void LLBotDialect::restart()
{
    m_scheduler.after(milliseconds(100), [this] {
        shutDown();
        m_log.clear();
        if (m_state.faults.isOn(u"ids-restart"_s)) // else the ids survive in LLBot's database
            m_chats.forgetIds();
        m_scheduler.after(m_state.options.restartTime, [this] { static_cast<void>(boot()); });
    });
}

void LLBotDialect::onFault(const QString &name, bool on)
{
    if (onebot::obeyCommonFault(name, on, m_state, m_account, m_scheduler))
        return;
    if (name == "port-not-open"_L1 && m_account.wasLoggedIn())
        applyConfig();
    if (!on)
        return;
    if (name == "restart"_L1) {
        restart();
        m_state.faults.switchOff(name);
    } else if (name == "log-storm"_L1) {
        storm();
    }
}

void LLBotDialect::storm()
{
    if (!m_state.faults.isOn(u"log-storm"_s))
        return;
    for (int i = 0; i < 50; ++i)
        m_log.debug(u"收到正向 Websocket 消息 {\"seq\":%1}"_s.arg(++m_stormLine));
    m_scheduler.after(milliseconds(50), [this] { storm(); });
}

QJsonObject LLBotDialect::announcement() const
{
    QJsonObject keys{{u"onebotWs"_s, u"ws://127.0.0.1:%1"_s.arg(m_wsPort.number())},
                     {u"onebotHttp"_s, u"http://127.0.0.1:%1"_s.arg(m_httpPort.number())},
                     {u"onebotToken"_s, m_state.options.oneBotToken},
                     {u"generation"_s, m_state.generation()}};
    if (m_state.hasPanel()) {
        const QString scheme = m_state.options.tls ? u"https"_s : u"http"_s;
        keys.insert(u"webui"_s, u"%1://127.0.0.1:%2"_s.arg(scheme, QString::number(m_webUi.port())));
        keys.insert(u"webuiToken"_s, m_state.options.token);
    }
    return keys;
}

QJsonObject LLBotDialect::state() const
{
    return {{u"account"_s, m_state.options.account},
            {u"login"_s, m_account.stateWord()},
            {u"qr"_s, m_account.qrUrl()},
            {u"qrRemainingMs"_s, qint64(m_account.remaining().count())},
            {u"oneBotOpen"_s, m_network.isOpen()},
            {u"oneBotPeers"_s, m_network.peers()},
            {u"webuiPort"_s, m_webUi.port()},
            {u"webuiLocked"_s, m_panel.isLocked()},
            {u"webuiWrongInARow"_s, m_panel.wrongInARow()},
            {u"logStreams"_s, m_webUi.logStreams()},
            {u"socketsOpened"_s, m_state.sockets},
            {u"bytesIn"_s, m_state.bytesIn},
            {u"framesIn"_s, m_state.frames}};
}

} // namespace rookery::sim::llbot

#include "moc_llbotdialect.cpp"

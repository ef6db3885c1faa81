// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/webui.h"

#include "picture.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

namespace {

constexpr quint16 kPortsTried = 100;

QByteArray recordFrame(const QJsonObject &record)
{
    return "data: " + onebot::compact(record) + "\n\n";
}

} // namespace

WebUi::WebUi(const Parts &parts)
    : m_parts(parts)
    , m_answers(parts.state)
    , m_scheduler(parts.state.clock)
    , m_started(parts.state.clock.wallNow())
    , m_listener(parts.state.clock)
{
    if (parts.state.options.tls)
        m_listener.setTls(*parts.state.options.tls);
    m_listener.setHandler([this](const io::IncomingRequest &request, const onebot::ResponderPtr &responder) {
        serve(request, responder);
    });
    connect(&parts.state.log, &LogWriter::added, this, &WebUi::onRecord);
    addLogin();
    addAuthToken();
    addConfig();
    addState();
}

Result<quint16> WebUi::listen(quint16 port)
{
    Result<quint16> bound = m_listener.listen(QHostAddress(QHostAddress::LocalHost), port);
    for (quint16 i = 1; !bound && port != 0 && i < kPortsTried; ++i)
        bound = m_listener.listen(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(port + i));
    if (bound)
        m_parts.state.log.info(u"Webui 服务器已启动 127.0.0.1:%1"_s.arg(*bound));
    return bound;
}

void WebUi::close()
{
    m_readers.clear();
    m_scheduler.clear();
    m_answers.clear();
    m_listener.close(true);
}

void WebUi::route(const QString &methodAndPath, const Handler &handler)
{
    m_routes.insert(methodAndPath, handler);
}

void WebUi::send(const onebot::ResponderPtr &responder, int status, const QJsonObject &body)
{
    m_answers.send(responder, status, "application/json", onebot::compact(body));
}

void WebUi::ok(const Call &call, const QJsonValue &data)
{
    send(call.responder, 200, {{u"success"_s, true}, {u"data"_s, data}});
}

void WebUi::done(const Call &call, const QString &message)
{
    send(call.responder, 200, {{u"success"_s, true}, {u"message"_s, message}});
}

void WebUi::refuse(const Call &call, int status, const QString &message)
{
    send(call.responder, status, {{u"success"_s, false}, {u"message"_s, message}});
}

void WebUi::serve(const io::IncomingRequest &request, const onebot::ResponderPtr &responder)
{
    m_parts.state.bytesIn += request.body.size();
    if (m_answers.intercept(responder))
        return;
    if (!request.path.startsWith("/api/"_L1)) {
        const bool front = request.path == "/"_L1;
        m_answers.send(responder, front ? 200 : 404, front ? "text/html; charset=UTF-8" : "text/plain; charset=UTF-8",
                       front ? "<!doctype html><title>LLBot WebUI</title>" : "404 Not Found");
        return;
    }
    const Call call{.request = request, .responder = responder, .body = QJsonDocument::fromJson(request.body).object()};
    QString path = request.path;
    const bool older = m_parts.state.generation() < 8; // Express ignores a trailing slash
    if (older && path.endsWith(u'/'))
        path.chop(1);
    if (path == "/api/set-token"_L1 && m_parts.panel.password().isEmpty() && request.method == "POST") {
        setToken(call);
        return;
    }
    QByteArray hash = request.header("x-webui-token");
    if (hash.isEmpty())
        hash = request.queryValue(u"token"_s).toUtf8();
    if (const std::optional<Panel::Refusal> refusal = m_parts.panel.check(hash)) {
        send(responder, refusal->status, refusal->body);
        return;
    }
    const auto found = m_routes.constFind(QString::fromLatin1(request.method) + u' ' + path);
    if (found == m_routes.constEnd()) {
        m_answers.send(responder, 404, "text/plain; charset=UTF-8", "404 Not Found");
        return;
    }
    const Handler handler = *found;
    handler(call);
}

void WebUi::setToken(const Call &call)
{
    const QString password = call.body.value("token"_L1).toString();
    if (password.isEmpty()) {
        refuse(call, 400, u"Token不能为空"_s);
        return;
    }
    m_parts.panel.setPassword(password);
    done(call, u"Token设置成功"_s);
}

QJsonObject WebUi::loginInfo() const
{
    const onebot::State &state = m_parts.state;
    const bool known = m_parts.account.wasLoggedIn();
    const bool online = m_parts.account.isOnline();
    QJsonObject info{{u"uid"_s, known ? QString(u"u_"_s + state.options.account) : QString()},
                     {u"uin"_s, known ? state.options.account : QString()},
                     {u"nick"_s, known ? state.options.nickname : QString()},
                     {u"online"_s, online}};
    if (m_parts.state.generation() >= 8) {
        info.insert(u"mode"_s, u"direct"_s);
        if (online)
            info.insert(u"webui"_s, m_parts.config.json().value("webui"_L1));
    }
    return info;
}

void WebUi::addLogin()
{
    route(u"GET /api/login-info"_s, [this](const Call &call) { ok(call, loginInfo()); });
    route(u"GET /api/login-qrcode"_s, [this](const Call &call) { qrCode(call); });
    route(u"GET /api/quick-login-list"_s, [this](const Call &call) {
        QJsonArray list;
        for (const QString &uin : m_parts.state.options.quickAccounts) {
            list.append(QJsonObject{{u"uin"_s, uin},
                                    {u"uid"_s, QString(u"u_"_s + uin)},
                                    {u"nickName"_s, m_parts.state.options.nickname},
                                    {u"faceUrl"_s, u"https://q1.qlogo.cn/g?b=qq&nk=%1&s=640"_s.arg(uin)},
                                    {u"loginType"_s, 0},
                                    {u"isQuickLogin"_s, true},
                                    {u"isAutoLogin"_s, false},
                                    {u"isUserLogin"_s, false}});
        }
        ok(call, QJsonObject{{u"LocalLoginInfoList"_s, list}});
    });
    route(u"POST /api/quick-login"_s, [this](const Call &call) { quickLogin(call); });
    route(u"POST /api/logout"_s, [this](const Call &call) {
        if (m_parts.state.generation() < 8) {
            refuse(call, 400, u"PMHQ 模式暂不支持退出 QQ"_s);
            return;
        }
        send(call.responder, 200, {{u"success"_s, true}});
        Q_EMIT loggedOut();
    });
}

void WebUi::qrCode(const Call &call)
{
    onebot::Account &account = m_parts.account;
    const bool has = !account.isOnline() && account.state() != onebot::Account::LoginState::Offline
        && !m_parts.state.faults.isOn(u"auth-token-invalid"_s);
    if (!has) {
        refuse(call, 500, u"获取登录二维码失败"_s);
        return;
    }
    if (account.isExpired())
        account.renew();
    const QByteArray picture = "data:image/png;base64," + qrPng(account.qrUrl()).toBase64();
    ok(call,
       QJsonObject{{u"qrcodeUrl"_s, account.qrUrl()},
                   {u"pngBase64QrcodeData"_s, QString::fromLatin1(picture)},
                   {u"expireTime"_s, qint64(account.remaining().count() / 1000)},
                   {u"pollTimeInterval"_s, 3}});
}

void WebUi::quickLogin(const Call &call)
{
    const QString uin = call.body.value("uin"_L1).toVariant().toString();
    if (uin.isEmpty()) {
        refuse(call, 400, u"没有选择QQ号"_s);
        return;
    }
    QString error;
    if (m_parts.state.generation() < 8)
        error = u"quickLogin not supported in this mode"_s;
    else if (!m_parts.state.options.quickAccounts.contains(uin) || m_parts.state.faults.take(u"session-dead"_s))
        error = u"session 已失效(可能换了机器或加密 key 变了), 请扫码重新登录"_s;
    const QJsonObject data{{u"result"_s, error.isEmpty() ? u"0"_s : u"-1"_s},
                           {u"loginErrorInfo"_s, QJsonObject{{u"errMsg"_s, error}}}};
    if (!error.isEmpty()) {
        m_parts.state.log.warn(u"Saved session expired, will need QR login: "_s + error);
        send(call.responder, 500, {{u"success"_s, false}, {u"message"_s, error}, {u"data"_s, data}});
        return;
    }
    ok(call, data); // confirms only that the login was triggered
    m_scheduler.after(milliseconds(300), [this] { m_parts.account.login(); });
}

void WebUi::addAuthToken()
{
    route(u"GET /api/auth-token/status"_s, [this](const Call &call) {
        const bool direct = m_parts.state.generation() >= 8;
        const bool invalid = m_parts.state.faults.isOn(u"auth-token-invalid"_s);
        ok(call,
           QJsonObject{{u"applicable"_s, direct},
                       {u"online"_s, m_parts.account.isOnline()},
                       {u"hasToken"_s, direct},
                       {u"validation"_s, !direct ? u"idle"_s : (invalid ? u"invalid"_s : u"valid"_s)},
                       {u"message"_s, invalid ? u"Auth Token 无效"_s : QString()},
                       {u"loginError"_s, QString()}});
    });
    route(u"POST /api/auth-token"_s, [this](const Call &call) {
        if (call.body.value("token"_L1).toString().isEmpty()) {
            refuse(call, 400, u"Auth Token 不能为空"_s);
            return;
        }
        m_parts.state.observeIssued(u"authToken"_s, call.body.value("token"_L1).toString());
        m_parts.state.faults.switchOff(u"auth-token-invalid"_s);
        m_parts.state.log.info(u"[Sign] auth_token 校验通过, 开始登录流程"_s);
        done(call, u"Auth Token 已保存，正在校验"_s);
    });
    route(u"POST /api/set-token"_s, [this](const Call &call) { setToken(call); });
}

void WebUi::addConfig()
{
    route(u"GET /api/config"_s, [this](const Call &call) {
        ok(call, QJsonObject{{u"config"_s, m_parts.config.json()}, {u"selfInfo"_s, loginInfo()}});
    });
    route(u"POST /api/config"_s, [this](const Call &call) {
        if (const Result<> merged = m_parts.config.merge(call.body.value("config"_L1).toObject()); !merged) {
            refuse(call, 400, merged.error().detail);
            return;
        }
        m_parts.state.log.info(u"配置重載"_s);
        done(call, u"配置保存成功"_s);
        Q_EMIT configChanged();
    });
}

QJsonObject WebUi::stats() const
{
    const QJsonObject process{
        {u"memory"_s, 96'000'000}, {u"totalMemory"_s, 16e9}, {u"memoryPercent"_s, 0.6}, {u"cpu"_s, 0.4}};
    QJsonObject system = process;
    system.insert(u"label"_s, u"Linux x64"_s);
    return {{u"friendCount"_s, m_parts.state.options.friends.size()},
            {u"groupCount"_s, m_parts.state.options.groups},
            {u"messageReceived"_s, m_received},
            {u"messageSent"_s, m_sent},
            {u"startupTime"_s, toMSecs(m_started) / 1000},
            {u"lastMessageTime"_s, m_sent + m_received > 0 ? m_parts.state.nowSeconds() : 0},
            {u"mode"_s, m_parts.state.generation() < 8 ? u"pmhq"_s : u"direct"_s},
            {u"bot"_s, process},
            {u"qq"_s, process},
            {u"system"_s, system}};
}

void WebUi::addState()
{
    route(u"GET /api/dashboard/stats"_s, [this](const Call &call) {
        if (m_parts.account.wasLoggedIn())
            ok(call, stats());
        else
            refuse(call, 503, u"服务尚未就绪，请等待登录完成"_s);
    });
    route(u"GET /api/device-info"_s, [this](const Call &call) {
        ok(call, QJsonObject{{u"devType"_s, u"Linux"_s}, {u"buildVer"_s, u"3.2.28-48517"_s}});
    });
    route(u"GET /api/logs/stream"_s, [this](const Call &call) { openLog(call); });
}

void WebUi::openLog(const Call &call)
{
    call.responder->begin(200, {{"content-type", "text/event-stream"}, {"cache-control", "no-cache"}});
    call.responder->write("event: connected\ndata: {}\n\n");
    for (const QJsonObject &record : m_parts.state.log.remembered())
        call.responder->write(recordFrame(record));
    m_readers.append(call.responder);
}

void WebUi::onRecord(const QJsonObject &record)
{
    m_readers.removeIf([](const onebot::ResponderPtr &reader) { return !reader->isAlive(); });
    if (m_parts.state.faults.isOn(u"half-open"_s))
        return;
    const QByteArray bytes = recordFrame(record);
    for (const onebot::ResponderPtr &reader : std::as_const(m_readers))
        reader->write(bytes);
}

} // namespace rookery::sim::llbot

#include "llbot/moc_webui.cpp"

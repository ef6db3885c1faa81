// SPDX-License-Identifier: GPL-3.0-or-later
#include "webui.h"

#include "contradictions.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

constexpr qsizetype kJsonLimit = 100 * 1024; // Express's default limit

QByteArray credentialOf(const io::IncomingRequest &request)
{
    const QByteArray header = request.header("authorization");
    if (const qsizetype space = header.indexOf(' '); space > 0)
        return header.sliced(space + 1).trimmed();
    return request.queryValue(u"webui_token"_s).toLatin1();
}

} // namespace

WebUi::WebUi(const Parts &parts)
    : m_parts(parts)
    , m_answers(parts.state)
    , m_streams(parts.state)
    , m_listener(parts.state.clock)
{
    if (parts.state.options.tls)
        m_listener.setTls(*parts.state.options.tls);
    m_listener.setHandler(
        [this](const io::IncomingRequest &request, const ResponderPtr &responder) { serve(request, responder); });
    m_listener.setUpgrade([this](const io::IncomingRequest &request) { return gate(request); },
                          [this](const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket) {
                              m_parts.debug.accept(request, std::move(socket));
                          });
    addAuth();
    addSystem();
    addLogin();
    addConfig();
    addDebug();
}

Result<quint16> WebUi::listen(quint16 port)
{
    return m_listener.listen(QHostAddress(QHostAddress::LocalHost), port);
}

void WebUi::close()
{
    m_streams.close();
    m_answers.clear();
    m_listener.close(true);
}

std::optional<std::pair<int, QByteArray>> WebUi::gate(const io::IncomingRequest &request)
{
    if (m_parts.state.faults.isOn(u"wrong-server"_s))
        return std::pair(404, QByteArray("<html>404 Not Found</html>"));
    if (!request.path.startsWith("/api/Debug/ws"_L1))
        return std::pair(401, QByteArray("Unauthorized")); // the terminal's path, which is not simulated
    if (m_parts.state.faults.take(u"mute-handshake"_s))
        return std::pair(0, QByteArray());
    return m_parts.debug.gate(request);
}

void WebUi::route(const QByteArray &method, const QString &path, const Handler &handler)
{
    m_routes.insert(QString::fromLatin1(method) + u" /api"_s + path, handler);
}

void WebUi::routeWithBody(const QString &path, Handler handler)
{
    route("POST", path, [this, handler = std::move(handler)](const Call &call) {
        if (call.hasBody)
            handler(call);
        else
            refuse(call, u"An unknown error occurred."_s);
    });
}

void WebUi::ok(const Call &call, const QJsonValue &data)
{
    QJsonObject answer{{u"code"_s, 0}, {u"message"_s, u"success"_s}};
    if (!data.isUndefined())
        answer.insert(u"data"_s, data);
    m_answers.send(call.responder, 200, "application/json; charset=utf-8",
                   QJsonDocument(answer).toJson(QJsonDocument::Compact));
}

void WebUi::refuse(const Call &call, const QString &message)
{
    const QJsonObject answer{{u"code"_s, -1}, {u"message"_s, message}};
    m_answers.send(call.responder, 200, "application/json; charset=utf-8",
                   QJsonDocument(answer).toJson(QJsonDocument::Compact));
}

void WebUi::serve(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    m_parts.state.bytesIn += request.body.size();
    if (m_answers.intercept(responder))
        return;
    if (isTooLarge(m_parts.state.faults, request.body.size())) {
        m_answers.send(responder, 413, "text/plain", "Payload Too Large");
        return;
    }
    if (!request.path.startsWith("/api"_L1)) {
        if (request.path == "/"_L1)
            responder->send(301, {{"location", "/webui"}}, {});
        else if (request.path == "/webui"_L1)
            m_answers.send(responder, 200, "text/html; charset=utf-8", "<!doctype html><title>NapCat WebUI</title>");
        else
            m_answers.send(responder, 404, "text/html; charset=utf-8", "<!DOCTYPE html><pre>Not Found</pre>");
        return;
    }
    Call call{
        .request = request, .responder = responder, .body = {}, .hasBody = false, .credential = credentialOf(request)};
    if (!request.body.isEmpty() && request.header("content-type").startsWith("application/json")) {
        const QJsonDocument document = QJsonDocument::fromJson(request.body);
        if (request.body.size() > kJsonLimit || document.isNull()) {
            refuse(call, u"An unknown error occurred."_s);
            return;
        }
        call.body = document.object();
        call.hasBody = document.isObject();
    }
    // a query string breaks the exemption, as in NapCat
    const bool open = request.path == "/api/auth/login"_L1 && request.query.isEmpty();
    if (!open && !m_parts.credentials.isValid(call.credential)) {
        refuse(call, u"Unauthorized"_s);
        return;
    }
    const QString method = QString::fromLatin1(request.method);
    if (const auto found = m_routes.constFind(method + u' ' + request.path); found != m_routes.constEnd()) {
        (*found)(call);
        return;
    }
    if (method == "POST"_L1 && request.path.startsWith("/api/Debug/call/"_L1) && call.hasBody) {
        debugCall(call, request.path.section(u'/', 4));
        return;
    }
    if (method == "POST"_L1 && request.path.startsWith("/api/Debug/close/"_L1)) {
        m_parts.debug.close();
        ok(call, QJsonValue());
        return;
    }
    m_answers.send(responder, 404, "text/html; charset=utf-8",
                   "<!DOCTYPE html><pre>Cannot " + request.method + ' ' + request.path.toUtf8() + "</pre>");
}

void WebUi::addAuth()
{
    routeWithBody(u"/auth/login"_s, [this](const Call &call) {
        const Credentials::Outcome outcome =
            m_parts.credentials.login(call.body.value("hash"_L1).toString(), call.body.value("totpCode"_L1).toString(),
                                      call.request.peer.toString());
        if (outcome.error.isEmpty())
            ok(call, outcome.data);
        else
            refuse(call, outcome.error);
    });
    route("POST", u"/auth/check"_s, [this](const Call &call) { ok(call, QJsonValue()); });
    route("POST", u"/auth/logout"_s, [this](const Call &call) {
        m_parts.credentials.revoke(call.credential);
        ok(call, u"Logged out successfully"_s);
    });
    routeWithBody(u"/auth/update_token"_s, [this](const Call &call) {
        const QString error = m_parts.credentials.updateToken(
            call.body.value("oldToken"_L1).toString(), call.body.value("newToken"_L1).toString(), call.credential);
        if (error.isEmpty())
            ok(call, u"Token updated successfully"_s);
        else
            refuse(call, error);
    });
    route("GET", u"/auth/2fa/status"_s, [this](const Call &call) {
        const bool on = m_parts.credentials.needsTotp();
        ok(call, QJsonObject{{u"enable2FA"_s, on}, {u"hasSecret"_s, on}});
    });
}

void WebUi::addSystem()
{
    route("GET", u"/base/GetNapCatVersion"_s, [this](const Call &call) {
        ok(call, QJsonObject{{u"version"_s, u"4.18.19"_s}});
    });
    route("GET", u"/base/QQVersion"_s,
          [this](const Call &call) { ok(call, m_parts.login.wasLoggedIn() ? u"3.2.19-39038"_s : u"unknown"_s); });
    route("GET", u"/base/GetSysStatusRealTime"_s,
          [this](const Call &call) { m_streams.openStatus(call.request, call.responder); });
    route("GET", u"/Log/GetLogRealTime"_s,
          [this](const Call &call) { m_streams.openLog(call.request, call.responder); });
    route("GET", u"/Log/GetLogList"_s, [this](const Call &call) { ok(call, QJsonArray()); }); // file logging is off
    route("GET", u"/Log/GetLog"_s, [this](const Call &call) {
        const QString id = call.request.queryValue(u"id"_s);
        if (id.isEmpty())
            refuse(call, u"ID不能为空"_s);
        else if (id.contains(".."_L1))
            refuse(call, u"ID不合法"_s);
        else
            ok(call, QString());
    });
    route("POST", u"/Process/Restart"_s, [this](const Call &call) { requestRestart(call); });
}

void WebUi::requestRestart(const Call &call)
{
    if (m_parts.state.options.singleProcess) {
        refuse(call, Actions::noMaster());
        return;
    }
    ok(call, QJsonObject{{u"message"_s, u"进程重启请求已发送"_s}});
    Q_EMIT restartRequested();
}

void WebUi::addLogin()
{
    QqLogin &login = m_parts.login;
    route("POST", u"/QQLogin/CheckLoginStatus"_s, [this, &login](const Call &call) { ok(call, login.status()); });
    route("POST", u"/QQLogin/GetQQLoginQrcode"_s, [this, &login](const Call &call) {
        if (login.isLogin())
            refuse(call, u"QQ Is Logined"_s);
        else if (login.qrUrl().isEmpty())
            refuse(call, u"QRCode Get Error"_s);
        else
            ok(call, QJsonObject{{u"qrcode"_s, login.qrUrl()}});
    });
    route("POST", u"/QQLogin/RefreshQRcode"_s, [this, &login](const Call &call) {
        if (login.refresh())
            ok(call, QJsonValue());
        else
            refuse(call, u"QQ Is Logined"_s);
    });
    for (const QByteArray &verb : {QByteArray("GET"), QByteArray("POST")}) {
        route(verb, u"/QQLogin/GetQuickLoginList"_s,
              [this](const Call &call) { ok(call, QJsonArray::fromStringList(m_parts.login.quickAccounts())); });
        route(verb, u"/QQLogin/GetQuickLoginListNew"_s, [this](const Call &call) {
            QJsonArray list;
            const QStringList accounts = m_parts.login.quickAccounts();
            for (const QString &uin : accounts) {
                list.append(QJsonObject{{u"uin"_s, uin},
                                        {u"uid"_s, QString(u"u_"_s + uin)},
                                        {u"nickName"_s, m_parts.state.options.nickname},
                                        {u"faceUrl"_s, QString()},
                                        {u"facePath"_s, QString()},
                                        {u"loginType"_s, 1},
                                        {u"isQuickLogin"_s, true},
                                        {u"isAutoLogin"_s, false}});
            }
            ok(call, list);
        });
    }
    routeWithBody(u"/QQLogin/SetQuickLogin"_s, [this, &login](const Call &call) {
        const QString error = login.quickLogin(call.body.value("uin"_L1).toVariant().toString());
        if (error.isEmpty())
            ok(call, QJsonValue());
        else
            refuse(call, error);
    });
    route("POST", u"/QQLogin/GetQQLoginInfo"_s, [this, &login](const Call &call) { ok(call, login.info()); });
    route("POST", u"/QQLogin/GetQuickLoginQQ"_s, [this](const Call &call) { ok(call, QString()); });
    route("POST", u"/QQLogin/RestartNapCat"_s, [this](const Call &call) { requestRestart(call); });
}

void WebUi::addConfig()
{
    route("POST", u"/OB11Config/GetConfig"_s, [this](const Call &call) {
        if (m_parts.login.wasLoggedIn())
            ok(call, m_parts.config.json());
        else
            refuse(call, u"Not Login"_s);
    });
    routeWithBody(u"/OB11Config/SetConfig"_s, [this](const Call &call) {
        const QString text = call.body.value("config"_L1).toString();
        if (!m_parts.login.wasLoggedIn()) {
            refuse(call, u"Not Login"_s);
        } else if (text.isEmpty()) {
            refuse(call, u"config is empty"_s);
        } else if (const Result<> replaced = m_parts.config.replace(text); !replaced) {
            refuse(call, replaced.error().detail);
        } else {
            m_parts.state.log.info(u"[Notice] [OneBot11] 配置变更前:"_s);
            m_parts.state.log.info(u"[Notice] [OneBot11] 配置变更后:"_s);
            ok(call, QJsonValue());
            Q_EMIT configChanged();
        }
    });
}

void WebUi::addDebug()
{
    route("GET", u"/Debug/schemas"_s, [this](const Call &call) {
        if (!m_parts.login.wasLoggedIn()) {
            refuse(call, u"OneBot 未初始化"_s);
            return;
        }
        QJsonObject schemas;
        const QStringList names = m_parts.actions.names();
        for (const QString &name : names)
            schemas.insert(name,
                           QJsonObject{{u"description"_s, name},
                                       {u"payload"_s, QJsonObject()},
                                       {u"response"_s, QJsonObject()},
                                       {u"tags"_s, QJsonArray()}});
        ok(call, schemas);
    });
    route("POST", u"/Debug/create"_s, [this](const Call &call) {
        if (!m_parts.login.wasLoggedIn()) {
            refuse(call, u"OneBot 未初始化"_s);
            return;
        }
        ok(call,
           QJsonObject{{u"adapterName"_s, DebugChannel::adapterName()},
                       {u"token"_s, m_parts.debug.create()},
                       {u"message"_s, u"调试适配器已就绪"_s}});
    });
    routeWithBody(u"/Debug/call"_s, [this](const Call &call) { debugCall(call, DebugChannel::adapterName()); });
}

void WebUi::debugCall(const Call &call, const QString &adapter)
{
    const QString action = call.body.value("action"_L1).toString();
    if (!m_parts.login.wasLoggedIn()) {
        refuse(call, u"OneBot 未初始化"_s);
        return;
    }
    if (adapter != DebugChannel::adapterName()) {
        refuse(call, u"调试适配器不存在"_s);
        return;
    }
    static_cast<void>(m_parts.debug.create());
    if (!m_parts.actions.knows(action)) {
        refuse(call, u"不支持的 API: "_s + action);
        return;
    }
    const QPointer<WebUi> self(this);
    const ResponderPtr responder = call.responder;
    m_parts.actions.call(
        action, call.body.value("params"_L1).toObject(), onebot::Transport::Http,
        [self, responder](const Outcome &outcome) {
            if (!self)
                return;
            const QJsonObject data = self->m_parts.profile.envelope(outcome, onebot::Transport::Http, QJsonValue());
            const QJsonObject answer{{u"code"_s, 0}, {u"data"_s, data}, {u"message"_s, u"success"_s}};
            self->m_answers.sendReply(responder,
                                      {.status = 200,
                                       .headers = {{"content-type", "application/json; charset=utf-8"}},
                                       .body = onebot::compact(answer)});
        });
}

} // namespace rookery::sim::napcat

#include "napcat/moc_webui.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrange/logwriter.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::lagrange {

namespace {

const QString &exchange()
{
    static const QString tag = u"WtExchangeLogic"_s;
    return tag;
}

} // namespace

void LogWriter::service(const QString &level, const QString &name, int id, const QString &text)
{
    m_console.entry(level, u"Lagrange.OneBot.Core.Network.%1[%2]"_s.arg(name, QString::number(id)), text);
}

void LogWriter::started()
{
    m_console.raw("Version: e17fe356d1e2c3b4a5968778695a4b3c2d1e0f11\n\n");
    m_console.entry(u"warn"_s, u"Lagrange.OneBot.Utility.MusicSigner[0]"_s,
                    u"MusicSignServer is not available, sign may be failed"_s);
    m_console.entry(u"info"_s, u"Lagrange.OneBot.Core.Login.LoginService[0]"_s, u"Protocol Version: 3.2.15-30366"_s);
    m_console.core(exchange(), u"INFORMATION"_s, u"Connecting Servers..."_s);
    m_console.core(u"SocketContext"_s, u"VERBOSE"_s, u"Server: http://127.0.0.1:8080/ Latency: 30"_s);
}

void LogWriter::connectsForQr()
{
    m_console.core(u"ServiceContext"_s, u"DEBUG"_s, u"Outgoing SSOFrame: wtlogin.trans_emp"_s);
    m_console.core(u"ServiceContext"_s, u"DEBUG"_s, u"Incoming SSOFrame: wtlogin.trans_emp"_s);
}

void LogWriter::qrFetched(seconds life, const QByteArray &drawing)
{
    m_console.core(exchange(), u"INFORMATION"_s,
                   u"QrCode Fetched, Expiration: %1 seconds"_s.arg(static_cast<int>(life.count())));
    m_console.raw(drawing);
}

void LogWriter::qrState(const QString &state, const QString &uin)
{
    m_console.core(exchange(), u"INFORMATION"_s, u"QrCode State Queried: %1 Uin: %2"_s.arg(state, uin));
}

void LogWriter::qrExpired()
{
    m_console.core(exchange(), u"WARNING"_s, u"QrCode Expired, Please Fetch QrCode Again"_s);
    m_console.raw("Unhandled exception. System.Exception: All login failed!\n"
                  "   at Lagrange.OneBot.Core.Login.LoginService.StartAsync(CancellationToken token)\n");
}

void LogWriter::usesSession()
{
    m_console.core(exchange(), u"INFORMATION"_s,
                   u"Session has not expired, using session to login and register status"_s);
}

void LogWriter::loggedInByQr(const QString &nickname, const QString &account)
{
    qrState(u"Confirmed"_s, account);
    for (const QString &text : {u"QrCode Confirmed, Logging in with A1 sig..."_s, u"Doing Login..."_s,
                                u"Login Success"_s, u"Bot Uin: %1 Nickname: %2"_s.arg(account, nickname)})
        m_console.core(exchange(), u"INFORMATION"_s, text);
}

void LogWriter::registered()
{
    m_console.core(exchange(), u"INFORMATION"_s, u"Register Status: register success"_s);
    m_console.core(exchange(), u"INFORMATION"_s,
                   u"AutoReLogin Enabled, session would be refreshed in 15 days period"_s);
}

void LogWriter::botReady(const QString &account)
{
    m_console.entry(u"info"_s, u"Lagrange.OneBot.Core.Login.LoginService[0]"_s, u"Bot Uin: "_s + account);
    service(u"info"_s, u"LagrangeWebSvcCollection"_s, 1,
            u"[LagrangeWebSvcCollection]: Multi Connection has been configured"_s);
}

void LogWriter::opened(const onebot::Endpoint &endpoint, const QString &error)
{
    const QString place = u"http://%1:%2/"_s.arg(endpoint.host, QString::number(endpoint.port));
    if (endpoint.way == onebot::Endpoint::Way::Socket && error.isEmpty()) {
        service(u"info"_s, u"Service.ForwardWSService"_s, 10, u"The server is started at "_s + place);
    } else if (endpoint.way == onebot::Endpoint::Way::Socket) {
        service(u"warn"_s, u"LagrangeWebSvcCollection"_s, 4,
                u"[LagrangeWebSvcCollection]: WebService start failed.\n"
                "System.Net.HttpListenerException (98): Address already in use"_s);
    } else if (endpoint.way == onebot::Endpoint::Way::Http && error.isEmpty()) {
        service(u"info"_s, u"Service.HttpService"_s, 1, u"HttpService started at "_s + place);
    } else if (endpoint.way == onebot::Endpoint::Way::Http) {
        service(u"fail"_s, u"Service.HttpService"_s, 1001,
                u"An error occurred while starting the listener\n"
                "System.Net.HttpListenerException (98): Address already in use"_s);
    }
}

void LogWriter::noted(const onebot::Endpoint &endpoint, const QString &what, const QString &detail)
{
    const QString name = endpoint.role + endpoint.url.path();
    if (what == "dropped"_L1) {
        service(u"warn"_s, u"Service.ReverseWSService"_s, 3, u"[ReverseWSService] Disconnect(%1)"_s.arg(name));
        service(u"info"_s, u"Service.ReverseWSService"_s, 4,
                u"[ReverseWSService] Reconnecting %1 at interval of %2"_s.arg(
                    name, QString::number(endpoint.reconnect.count())));
    } else if (what == "failed"_L1) {
        service(u"fail"_s, u"Service.HttpPostService"_s, 2,
                u"[HttpPostService] Post to %1 failed\n%2"_s.arg(endpoint.url.toString(), detail));
    }
}

void LogWriter::running()
{
    m_console.entry(u"info"_s, u"Microsoft.Hosting.Lifetime[0]"_s,
                    u"Application started. Press Ctrl+C to shut down."_s);
}

void LogWriter::kicked(const QString &tag, const QString &message)
{
    m_console.core(exchange(), u"FATAL"_s, u"KickNTEvent: %1: %2"_s.arg(tag, message));
    m_console.core(exchange(), u"FATAL"_s, u"Bot will be offline in 5 seconds..."_s);
}

void LogWriter::socketLost()
{
    m_console.core(u"SocketContext"_s, u"FATAL"_s, u"Socket Disconnected, Scheduling Reconnect"_s);
}

void LogWriter::reconnected()
{
    m_console.core(u"SocketContext"_s, u"INFORMATION"_s, u"Reconnect to http://127.0.0.1:8080/"_s);
}

void LogWriter::received(const QString &group, const QString &sender, const QString &text)
{
    const QString chain =
        group.isEmpty() ? u"[MessageChain(%1)]"_s.arg(sender) : u"[MessageChain(%1)(%2)]"_s.arg(group, sender);
    m_console.core(u"MessagingLogic"_s, u"VERBOSE"_s, u"%1 [Text]: %2"_s.arg(chain, text));
}

void LogWriter::passedOn(const QJsonObject &event)
{
    service(u"trce"_s, u"Service.ForwardWSService"_s, 2,
            u"[ForwardWSService] Send: "_s + QString::fromUtf8(QJsonDocument(event).toJson(QJsonDocument::Compact)));
}

} // namespace rookery::sim::lagrange

// SPDX-License-Identifier: GPL-3.0-or-later
#include "geekai/web.h"
#include "base/reasons/transport.h"

#include <QJsonDocument>
#include <QVersionNumber>

using namespace Qt::StringLiterals;

namespace rookery::sim::geekai {

namespace {

const QByteArray kPage = "<!doctype html><title>GeekAI</title><div id=app></div>\n";
const QByteArray kWelcome = "<!DOCTYPE html>\n<html><head><title>Welcome to nginx!</title></head></html>\n";
constexpr qsizetype kGiant = 60 * 1024 * 1024;
const QByteArray kBadGateway = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
                               "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n"
                               "</body>\r\n</html>\r\n";

void html(io::Responder &responder, int status, const QByteArray &body)
{
    responder.send(status, {{"server", "nginx/1.22.1"}, {"content-type", "text/html"}}, body);
}

} // namespace

Web::Web(const DialectContext &context)
    : m_options(context.options)
    , m_faults(context.faults)
    , m_api(context.clock)
    , m_front(context.clock)
    , m_frontPort(context.options.port)
{
    m_api.setHandler(
        [this](const io::IncomingRequest &request, const Answering &responder) { answerApi(request, responder); });
    m_front.setHandler(
        [this](const io::IncomingRequest &request, const Answering &responder) { answerFront(request, responder); });
}

Result<> Web::start()
{
    setFrontUp(true);
    if (!m_front.isListening())
        return fail(ErrorKind::Network, Reason::PortUnavailable, QString::number(m_frontPort.number()));
    return {};
}

void Web::setOpen(bool open)
{
    if (open && !m_api.isListening())
        static_cast<void>(m_api.listen(QHostAddress::LocalHost, m_apiPort.number()));
    else if (!open)
        m_api.close();
}

void Web::setFrontUp(bool up)
{
    if (up && !m_front.isListening())
        static_cast<void>(m_front.listen(QHostAddress::LocalHost, m_frontPort.number()));
    else if (!up)
        m_front.close();
}

QString Web::apiUrl() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_apiPort.number());
}

QString Web::frontUrl() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_frontPort.number());
}

//! Returns whether failures have an HTTP error status: from 4.1.0 on; before, everything is 200.
bool Web::knowsStatus() const
{
    return m_options.dialect.isEmpty() || QVersionNumber::fromString(m_options.dialect) >= QVersionNumber(4, 1, 0);
}

//! Returns whether the request reads the settings at this version's path, the only call open to all clients.
bool Web::isOpenCall(const io::IncomingRequest &request) const
{
    const bool isOld =
        !m_options.dialect.isEmpty() && QVersionNumber::fromString(m_options.dialect) < QVersionNumber(4, 0, 0);
    return request.path == (isOld ? "/api/admin/config/get"_L1 : "/api/config/get"_L1)
        && request.queryValue(u"key"_s) == "system"_L1;
}

void Web::envelope(io::Responder &responder, int code, const QString &message, const QJsonValue &data) const
{
    QJsonObject body{{u"code"_s, code}};
    if (!message.isEmpty())
        body.insert(u"message"_s, message);
    if (!data.isNull())
        body.insert(u"data"_s, data);
    const int failure = code == 401 ? 401 : 400;
    responder.send(code != 0 && knowsStatus() ? failure : 200, {{"content-type", "application/json; charset=utf-8"}},
                   QJsonDocument(body).toJson(QJsonDocument::Compact));
}

void Web::answerApi(const io::IncomingRequest &request, const Answering &responder)
{
    if (m_faults.isOn(u"packets-dropped"_s)) {
        m_unanswered.push_back(responder);
        return;
    }
    m_unanswered.clear();
    ++m_asked[request.path];
    if (m_faults.isOn(u"empty-reply"_s))
        responder->drop(false);
    else if (m_faults.isOn(u"wrong-server"_s))
        html(*responder, 200, kWelcome);
    else if (m_faults.isOn(u"garbage"_s))
        responder->send(200, {{"content-type", "application/json"}}, QByteArray::fromHex("00ff7b22636f6465223a"));
    else if (m_faults.isOn(u"giant-answer"_s))
        responder->send(200, {{"content-type", "application/json"}}, QByteArray(kGiant, 'x'));
    else if (!isOpenCall(request))
        envelope(*responder, 401, u"Not Authorized"_s, {});
    else if (m_faults.isOn(u"api-failing"_s))
        envelope(*responder, 1, u"Error 1040: Too many connections"_s, {});
    else
        envelope(*responder, 0, {}, QJsonObject{{u"title"_s, u"GeekAI 创作助手"_s}});
}

void Web::answerFront(const io::IncomingRequest &request, const Answering &responder)
{
    if (!request.path.startsWith("/api/"_L1))
        html(*responder, 200, kPage);
    else if (m_api.isListening() || m_faults.isOn(u"packets-dropped"_s))
        answerApi(request, responder);
    else
        html(*responder, 502, kBadGateway);
}

} // namespace rookery::sim::geekai

// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangeports.h"

#include "base/reasons/gateway.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns true for an answer as Lagrange gives it: a WebSocket port refuses a plain request; HTTP demands the token,
//! which we do not send, or names its application.
bool isLagrange(const LagrangeService &service, const io::HttpResponse &answer)
{
    if (service.way == OneBotTransportKind::Socket)
        return answer.status == 400;
    if (!service.token.isEmpty())
        return answer.status == 401 && answer.header("www-authenticate").startsWith("Bearer");
    const QJsonObject reply = QJsonDocument::fromJson(answer.body).object();
    return answer.status == 200 && reply["data"_L1]["app_name"_L1].toString().startsWith("Lagrange"_L1);
}

} // namespace

LagrangePorts::LagrangePorts(Clock &clock, const io::NetworkSettings &network, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_http(clock, network)
    , m_next(clock, [this] { look(); })
{}

LagrangePorts::~LagrangePorts() = default;

void LagrangePorts::watch(const QList<LagrangeService> &services)
{
    m_epoch.advance();
    m_next.stop();
    m_services = services;
    std::erase_if(m_trackers, [&services](const auto &entry) {
        const bool stays = std::any_of(services.cbegin(), services.cend(), [&entry](const LagrangeService &service) {
            return service.url.port() == entry.first;
        });
        if (!stays)
            entry.second->down({});
        return !stays;
    });
    if (!m_services.isEmpty())
        m_next.start(kFirstLook);
}

void LagrangePorts::stop()
{
    m_epoch.advance();
    m_next.stop();
    for (const auto &entry : m_trackers)
        entry.second->down({});
}

void LagrangePorts::look()
{
    m_next.start(kLookEvery);
    for (const LagrangeService &service : std::as_const(m_services)) {
        io::HttpRequest request{.url = service.url, .deadline = seconds(5), .maxBody = 64LL * 1024};
        if (service.way == OneBotTransportKind::Socket) {
            request.url.setScheme(u"http"_s);
        } else {
            request.method = "POST";
            request.url.setPath(u"/get_version_info"_s);
            request.headers = {{"Content-Type", "application/json"}};
            request.body = "{}"; // Lagrange never answers an empty body
        }
        onResult(this, m_epoch, m_http.send(request),
                 [this, service](const Result<io::HttpResponse> &answer) { onAnswer(service, answer); });
    }
}

void LagrangePorts::onAnswer(const LagrangeService &service, const Result<io::HttpResponse> &answer)
{
    const int port = service.url.port();
    std::unique_ptr<ConnectionTracker> &tracker = m_trackers[port];
    if (!tracker) {
        tracker = std::make_unique<ConnectionTracker>(
            u":%1"_s.arg(port), m_clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); });
    }
    if (!answer)
        tracker->down(answer.error());
    else if (isLagrange(service, *answer))
        tracker->up();
    else
        tracker->down({.kind = ErrorKind::Protocol, .reason = Reason::WrongServer, .code = answer->status});
}

} // namespace rookery::gateway

#include "moc_lagrangeports.cpp"

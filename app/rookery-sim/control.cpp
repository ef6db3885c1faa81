// SPDX-License-Identifier: GPL-3.0-or-later
#include "control.h"

#include "base/reasons/input.h"

#include <QJsonDocument>

namespace rookery::sim {

namespace {

void answer(io::Responder &responder, int status, const QJsonDocument &document)
{
    responder.send(status, {{"content-type", "application/json; charset=utf-8"}},
                   document.toJson(QJsonDocument::Compact) + '\n');
}

void answerResult(io::Responder &responder, const Result<> &result)
{
    if (result) {
        answer(responder, 200, QJsonDocument(QJsonObject{{QStringLiteral("ok"), true}}));
        return;
    }
    const int status = result.error().reason == Reason::NotFound ? 404 : 409;
    answer(responder, status,
           QJsonDocument(QJsonObject{{QStringLiteral("ok"), false}, {QStringLiteral("error"), result.error().detail}}));
}

} // namespace

Control::Control(Clock &clock, Faults &faults, const Ledger &ledger, QObject *parent)
    : QObject(parent)
    , m_faults(faults)
    , m_ledger(ledger)
    , m_listener(clock)
{
    m_listener.setHandler([this](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder) {
        handle(request, *responder);
    });
}

Result<> Control::start()
{
    const Result<quint16> port = m_listener.listen(QHostAddress::LocalHost, 0);
    if (!port)
        return fail(port.error());
    return {};
}

void Control::setDialect(Dialect *dialect)
{
    m_dialect = dialect;
}

QString Control::url() const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(m_listener.port());
}

void Control::handle(const io::IncomingRequest &request, io::Responder &responder)
{
    // Rejects web pages: a browser on this machine can reach this port by address or by a DNS name that points to it.
    const QByteArray host = request.header("host");
    const QByteArray port = QByteArray::number(m_listener.port());
    const bool ours = host == "127.0.0.1:" + port || host == "localhost:" + port;
    if (!ours || !request.header("origin").isEmpty()) {
        responder.send(403, {}, "not from a page, and to 127.0.0.1 alone\n");
        return;
    }
    if (!m_dialect) {
        responder.send(503, {}, {});
        return;
    }
    if (request.method == "GET") {
        if (request.path == QLatin1String("/state")) {
            answer(responder, 200, QJsonDocument(m_dialect->state()));
        } else if (request.path == QLatin1String("/secrets")) {
            answer(responder, 200, QJsonDocument(m_dialect->secrets()));
        } else if (request.path == QLatin1String("/ledger")) {
            answer(responder, 200, QJsonDocument(m_ledger.toJson()));
        } else if (request.path == QLatin1String("/faults")) {
            answer(responder, 200, QJsonDocument(m_faults.describe()));
        } else if (request.path == QLatin1String("/download")) {
            const PictureAnswer picture = m_dialect->picture(request.queryValue(QStringLiteral("rkey")),
                                                             request.queryValue(QStringLiteral("fileid")));
            responder.send(200, {{"content-type", picture.type}}, picture.bytes);
        } else {
            responder.send(404, {}, {});
        }
        return;
    }
    if (request.method != "POST") {
        responder.send(405, {}, {});
        return;
    }
    QJsonObject body;
    if (!request.body.isEmpty()) {
        const QJsonDocument document = QJsonDocument::fromJson(request.body);
        if (!document.isObject()) {
            responder.send(400, {}, "the body is not a JSON object\n");
            return;
        }
        body = document.object();
    }
    if (request.path.startsWith(QLatin1String("/fault/"))) {
        setFault(request, body, responder);
        return;
    }
    if (const std::optional<Result<>> result = command(request.path, body))
        answerResult(responder, *result);
    else
        responder.send(404, {}, {});
}

std::optional<Result<>> Control::command(const QString &path, const QJsonObject &body)
{
    if (path == QLatin1String("/qr/confirm"))
        return m_dialect->confirmQr();
    if (path == QLatin1String("/qr/expire"))
        return m_dialect->expireQr();
    if (path == QLatin1String("/qr/scan"))
        return m_dialect->scanQr();
    if (path == QLatin1String("/kick"))
        return m_dialect->kick();
    return m_dialect->command(path, body);
}

void Control::setFault(const io::IncomingRequest &request, QJsonObject body, io::Responder &responder)
{
    const QString on = request.queryValue(QStringLiteral("on"));
    if (!on.isEmpty())
        body.insert(QStringLiteral("on"), on == QLatin1String("1"));
    answerResult(responder, m_faults.set(request.path.mid(static_cast<qsizetype>(qstrlen("/fault/"))), body));
}

} // namespace rookery::sim

#include "moc_control.cpp"

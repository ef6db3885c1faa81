// SPDX-License-Identifier: GPL-3.0-or-later
#include "demosimulator.h"

#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/transport.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply> // lint: allow widgets: it asks the simulator that it started
#include <QNetworkRequest>
#include <QTimer>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kDeadlineMs = 5000;

} // namespace

DemoSimulator::DemoSimulator()
{
    m_http.setProxy(QNetworkProxy::NoProxy); // it listens on this machine
    m_process.setProgram(QDir(QCoreApplication::applicationDirPath()).filePath(u"rookery-sim"_s));
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
}

void DemoSimulator::start(const QStringList &arguments)
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DemoSimulator::readLines);
    connect(&m_process, &QProcess::errorOccurred, this,
            [this] { Q_EMIT failed(m_process.program() + u": "_s + m_process.errorString()); });
    connect(&m_process, &QProcess::finished, this, [this](int code) {
        Q_EMIT failed(m_process.program() + u": "_s + QString::number(code) + u' '
                      + QString::fromUtf8(m_process.readAllStandardError()).trimmed());
    });
    m_process.setArguments(arguments);
    m_process.start();
}

void DemoSimulator::end()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning) {
        Q_EMIT ended();
        return;
    }
    connect(&m_process, &QProcess::finished, this, &DemoSimulator::ended);
    // With --with-parent the simulator ends when its standard input closes; a hung one is killed after a second.
    m_process.closeWriteChannel();
    QTimer::singleShot(1000, &m_process, &QProcess::kill);
}

void DemoSimulator::readLines()
{
    while (m_process.canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
        if (line.value(u"ready"_s).toBool())
            Q_EMIT announced(line);
    }
}

FutureResult<QJsonDocument> DemoSimulator::ask(const QUrl &control, const QString &path,
                                               const std::optional<QJsonObject> &body)
{
    QNetworkRequest request(control.resolved(QUrl(path)));
    request.setTransferTimeout(kDeadlineMs);
    request.setRawHeader("Connection", "close"); // on a connection that is used again a POST may be repeated
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply =
        body ? m_http.post(request, QJsonDocument(*body).toJson(QJsonDocument::Compact)) : m_http.get(request);
    const Promise<QJsonDocument> answer;
    connect(reply, &QNetworkReply::finished, this, [reply, answer] {
        reply->deleteLater();
        const bool answered = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
        if (answered)
            answer.resolve(QJsonDocument::fromJson(reply->readAll()));
        else
            answer.resolve(fail(ErrorKind::Offline, Reason::ConnectionLost, reply->errorString()));
    });
    return answer.future();
}

FutureResult<> DemoSimulator::post(const QUrl &control, const QString &path, const QJsonObject &body)
{
    return map(this, ask(control, path, body), [](const QJsonDocument &said) -> Result<> {
        if (said.object().value(u"ok"_s).toBool())
            return {};
        return fail(ErrorKind::Rejected, Reason::BadInput, said.object().value(u"error"_s).toString());
    });
}

FutureResult<QJsonArray> DemoSimulator::list(const QUrl &control, const QString &path)
{
    return map(this, ask(control, path, std::nullopt), [](const QJsonDocument &said) -> Result<QJsonArray> {
        if (!said.isArray())
            return fail(ErrorKind::Protocol, Reason::Garbage);
        return said.array();
    });
}

} // namespace rookery

#include "moc_demosimulator.cpp"

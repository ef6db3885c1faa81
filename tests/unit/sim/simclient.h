// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simgateway.h"
#include "support/testcase.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>
#include <QWebSocket>

namespace rookery::sim {

//! A minimal client of our own making for the simulator's tests; spins the event loop while it waits.
class SimClient final
{
public:
    explicit SimClient(const SimGateway &gateway) : m_gateway(gateway) {}
    Q_DISABLE_COPY_MOVE(SimClient)

    struct Answer {
        int status = 0;
        QByteArray body;
        QNetworkReply::NetworkError error = QNetworkReply::NoError;
        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    };

    [[nodiscard]] Answer request(const QByteArray &verb, const QUrl &url, const QByteArray &body = {},
                                 const QByteArray &authorization = {}, const QByteArray &type = "application/json")
    {
        QNetworkRequest request(url);
        request.setRawHeader("Content-Type", type);
        if (!authorization.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + authorization);
        const std::unique_ptr<QNetworkReply> reply(m_manager.sendCustomRequest(request, verb, body));
        if (!becomesTrue([&] { return reply->isFinished(); }))
            return {.status = -1, .body = {}, .error = QNetworkReply::TimeoutError};
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status == 0)
            qInfo("%s: %s", qPrintable(url.toString(QUrl::RemoveQuery)), qPrintable(reply->errorString()));
        return {.status = status, .body = reply->readAll(), .error = reply->error()};
    }

    //! POST to the WebUI with the credential of the last login.
    [[nodiscard]] QJsonObject webUi(const QString &path, const QJsonObject &body = {})
    {
        QUrl url = m_gateway.webUiUrl();
        url.setPath(QStringLiteral("/api") + path);
        return request("POST", url, QJsonDocument(body).toJson(), credential).json();
    }

    [[nodiscard]] static QString hashOf(const QString &token)
    {
        const QByteArray salted = token.toUtf8() + ".napcat";
        return QString::fromLatin1(QCryptographicHash::hash(salted, QCryptographicHash::Sha256).toHex());
    }

    [[nodiscard]] QJsonObject logIn(const QString &totp = {})
    {
        QJsonObject body{{QStringLiteral("hash"), hashOf(m_gateway.token())}};
        if (!totp.isEmpty())
            body.insert(QStringLiteral("totpCode"), totp);
        const QJsonObject answer = webUi(QStringLiteral("/auth/login"), body);
        const QString given = answer[QLatin1String("data")][QLatin1String("Credential")].toString();
        if (!given.isEmpty())
            credential = given.toLatin1();
        return answer;
    }

    //! What the WebUI's log stream repeats now: "level message".
    [[nodiscard]] QStringList logLines()
    {
        QUrl url = m_gateway.webUiUrl();
        url.setPath(QStringLiteral("/api/Log/GetLogRealTime"));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + credential);
        request.setRawHeader("Accept", "text/event-stream");
        const std::unique_ptr<QNetworkReply> reply(m_manager.get(request));
        static_cast<void>(becomesTrue([&] { return reply->bytesAvailable() > 0; }));
        QStringList lines;
        const QList<QByteArray> frames = reply->readAll().split('\n');
        for (const QByteArray &frame : frames) {
            const QJsonObject line = QJsonDocument::fromJson(frame.mid(6)).object();
            if (!line.isEmpty())
                lines.append(line[QLatin1String("level")].toString() + u' '
                             + line[QLatin1String("message")].toString());
        }
        reply->abort();
        return lines;
    }

    //! POST to the OneBot HTTP server.
    [[nodiscard]] QJsonObject http(const QString &action, const QJsonObject &params = {})
    {
        QUrl url = m_gateway.oneBotHttpUrl();
        url.setPath(u'/' + action);
        return request("POST", url, QJsonDocument(params).toJson(), m_gateway.oneBotToken().toUtf8()).json();
    }

    QByteArray credential;

private:
    const SimGateway &m_gateway;
    QNetworkAccessManager m_manager;
};

//! A OneBot WebSocket that remembers what it heard.
class SimSocket final
{
public:
    explicit SimSocket(QUrl url, const QString &token, const QString &path = QStringLiteral("/"))
        : m_texts(&m_socket, &QWebSocket::textMessageReceived)
    {
        url.setPath(path);
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("access_token"), token);
        url.setQuery(query);
        m_socket.open(url);
    }
    explicit SimSocket(const QUrl &url) : m_texts(&m_socket, &QWebSocket::textMessageReceived) { m_socket.open(url); }
    Q_DISABLE_COPY_MOVE(SimSocket)

    void call(const QString &action, const QJsonObject &params, const QString &echo)
    {
        const QJsonObject call{
            {QStringLiteral("action"), action}, {QStringLiteral("params"), params}, {QStringLiteral("echo"), echo}};
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(call).toJson(QJsonDocument::Compact)));
    }
    [[nodiscard]] QList<QJsonObject> heard() const
    {
        QList<QJsonObject> all;
        for (const QList<QVariant> &one : m_texts)
            all.append(QJsonDocument::fromJson(one.first().toString().toUtf8()).object());
        return all;
    }
    //! Indices in `heard`, -1: not yet.
    [[nodiscard]] int indexOfReply(const QString &echo) const
    {
        return indexOf([&](const QJsonObject &json) { return json.value(QLatin1String("echo")) == echo; });
    }
    [[nodiscard]] int indexOfEvent(const QString &postType) const
    {
        return indexOf([&](const QJsonObject &json) { return json.value(QLatin1String("post_type")) == postType; });
    }
    [[nodiscard]] QJsonObject reply(const QString &echo) const { return heard().value(indexOfReply(echo)); }
    [[nodiscard]] QWebSocket &socket() { return m_socket; }

private:
    template <class F>
    [[nodiscard]] int indexOf(F matches) const
    {
        const QList<QJsonObject> all = heard();
        for (int i = 0; i < all.size(); ++i) {
            if (matches(all.at(i)))
                return i;
        }
        return -1;
    }

    QWebSocket m_socket;
    QSignalSpy m_texts;
};

} // namespace rookery::sim

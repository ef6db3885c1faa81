// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simclient.h"
#include "support/manualclock.h"
#include "support/testcase.h"

namespace rookery::sim {

//! One simulated OneBot gateway with a client, on the test's own time.
class OneBotBench : public TestCase
{
protected:
    void prepare() override { m_clock = std::make_unique<ManualClock>(); }
    void finish() override
    {
        m_client.reset();
        m_gateway.reset();
        QCOMPARE(m_clock->armedTimers(), 0);
    }

    void startKind(const QString &kind, GatewayOptions options = {})
    {
        options.kind = kind;
        m_gateway = std::make_unique<SimGateway>(*m_clock, options);
        ROOKERY_VERIFY_RESULT(m_gateway->start());
        m_client = std::make_unique<SimClient>(*m_gateway);
    }
    //! Open once it is back; null: it did not open.
    [[nodiscard]] std::unique_ptr<SimSocket> dial(const QString &path = QStringLiteral("/"))
    {
        auto socket = std::make_unique<SimSocket>(m_gateway->oneBotWsUrl(), m_gateway->oneBotToken(), path);
        const QWebSocket &raw = socket->socket();
        static_cast<void>(QTest::qWaitFor([&] {
            return raw.state() == QAbstractSocket::ConnectedState || raw.error() != QAbstractSocket::UnknownSocketError;
        }));
        const bool open = raw.state() == QAbstractSocket::ConnectedState;
        return open ? std::move(socket) : nullptr;
    }
    //! The status of an upgrade without a token or with a wrong one; empty: none came.
    [[nodiscard]] QByteArray upgradeStatus(const QByteArray &query)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_gateway->oneBotWsUrl().port()));
        socket.write("GET /" + query + " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        static_cast<void>(QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }));
        return socket.readAll().mid(9, 3);
    }
    [[nodiscard]] SimClient::Answer action(const QByteArray &verb, const QString &path, const QByteArray &body,
                                           const QByteArray &type = "application/json")
    {
        QUrl url = m_gateway->oneBotHttpUrl();
        url.setPath(path);
        return m_client->request(verb, url, body, m_gateway->oneBotToken().toUtf8(), type);
    }
    [[nodiscard]] static QJsonObject toGroup(const QString &text, int group = 30001)
    {
        return {{QStringLiteral("group_id"), group}, {QStringLiteral("message"), text}};
    }
    //! POST to the control API.
    [[nodiscard]] SimClient::Answer control(const QString &path, const QJsonObject &body = {})
    {
        QUrl url = m_gateway->controlUrl();
        url.setPath(path);
        return m_client->request("POST", url, body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson());
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<SimGateway> m_gateway;
    std::unique_ptr<SimClient> m_client;
};

} // namespace rookery::sim

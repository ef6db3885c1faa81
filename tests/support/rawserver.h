// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "testtls.h"

#include <QHostAddress>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <memory>

namespace rookery {

//! A loopback server that knows no protocol: it counts connections, keeps every byte it was sent and lets the
//! test answer, so that a client is judged by what is really on the wire.
class RawServer final : public QObject
{
    Q_DISABLE_COPY_MOVE(RawServer)

public:
    //! Called for each arrival of bytes, with all that this connection has sent so far.
    using Script = std::function<void(QTcpSocket &peer, const QByteArray &sofar)>;

    explicit RawServer(Script script, bool tls = false) : m_script(std::move(script))
    {
        if (tls) {
            auto server = std::make_unique<QSslServer>();
            server->setSslConfiguration(testTlsConfiguration());
            m_server = std::move(server);
        } else {
            m_server = std::make_unique<QTcpServer>();
        }
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] { accept(); });
        if (!m_server->listen(QHostAddress::LocalHost, 0))
            qFatal("no loopback port");
    }

    [[nodiscard]] QUrl url(const QString &scheme, const QString &path = QStringLiteral("/")) const
    {
        QUrl url;
        url.setScheme(scheme);
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(m_server->serverPort());
        url.setPath(path);
        return url;
    }
    [[nodiscard]] int connections() const { return m_connections; }
    //! Everything received, all connections together.
    [[nodiscard]] const QByteArray &received() const { return m_received; }
    void stop() { m_server->close(); }

    //! Answers once a whole request head (and `body` bytes after it) has come.
    [[nodiscard]] static Script answering(const QByteArray &answer, bool thenClose = true)
    {
        return [answer, thenClose](QTcpSocket &peer, const QByteArray &sofar) {
            if (!sofar.endsWith("\r\n\r\n") && !sofar.contains("\r\n\r\n"))
                return;
            peer.write(answer);
            if (thenClose)
                peer.disconnectFromHost();
        };
    }

    [[nodiscard]] static QByteArray http(const QByteArray &body, const QByteArray &status = "200 OK",
                                         const QByteArray &type = "application/json")
    {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type
            + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

private:
    void accept()
    {
        while (QTcpSocket *peer = m_server->nextPendingConnection()) {
            ++m_connections;
            peer->setParent(this);
            auto sofar = std::make_shared<QByteArray>();
            const auto read = [this, peer, sofar] {
                const QByteArray bytes = peer->readAll();
                if (bytes.isEmpty())
                    return;
                m_received += bytes;
                *sofar += bytes;
                m_script(*peer, *sofar);
            };
            connect(peer, &QTcpSocket::readyRead, this, read);
            read();
        }
    }

    Script m_script;
    std::unique_ptr<QTcpServer> m_server;
    QByteArray m_received;
    int m_connections = 0;
};

} // namespace rookery

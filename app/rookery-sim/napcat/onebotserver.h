// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/httpanswers.h"
#include "napcat/wspeer.h"

namespace rookery::sim::napcat {

//! One OneBot server of the configuration: a WebSocket server or an HTTP server on its own port.
class OneBotServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotServer)

public:
    enum class Kind { WebSocket, Http };
    OneBotServer(Kind kind, const QJsonObject &config, World &world, Actions &actions, const QqLogin &login);
    ~OneBotServer() override;

    [[nodiscard]] Result<quint16> listen();
    void sendEvent(const QJsonObject &event, bool own);
    //! A changed configuration that keeps host and port.
    void setConfig(const QJsonObject &config) { m_config = config; }
    [[nodiscard]] const QJsonObject &config() const { return m_config; }
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] int peers() const { return static_cast<int>(m_peers.size()); }

private:
    void accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void serve(const io::IncomingRequest &request, const ResponderPtr &responder);
    void refuseToken(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    [[nodiscard]] bool tokenFits(const io::IncomingRequest &request) const;

    Kind m_kind;
    QJsonObject m_config;
    World &m_world;
    Actions &m_actions;
    const QqLogin &m_login;
    HttpAnswers m_answers;
    QList<WsPeer *> m_peers; // children
    io::HttpListener m_listener; // last: it goes first and cuts what the others still use
};

//! All OneBot servers of one account, following the configuration.
class OneBotNetwork final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotNetwork)

public:
    OneBotNetwork(World &world, Actions &actions, const QqLogin &login);

    //! Opens, closes and changes servers until they match.
    void apply(const QJsonObject &config);
    void close();
    void sendEvent(const QJsonObject &event, bool own);
    [[nodiscard]] bool isOpen() const { return !m_servers.empty(); }
    [[nodiscard]] int peers() const;

private:
    void open(OneBotServer::Kind kind, const QJsonObject &server);

    World &m_world;
    Actions &m_actions;
    const QqLogin &m_login;
    std::vector<std::unique_ptr<OneBotServer>> m_servers;
};

} // namespace rookery::sim::napcat

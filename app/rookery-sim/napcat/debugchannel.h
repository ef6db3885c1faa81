// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/state.h"
#include "onebot/wspeer.h"

namespace rookery::sim::napcat {

//! Imitates the WebUI's debug adapter: OneBot calls and events on the WebUI's own port, own messages included.
class DebugChannel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DebugChannel)

public:
    DebugChannel(State &state, const onebot::WsPeer::Parts &parts);

    [[nodiscard]] static QString adapterName() { return QStringLiteral("debug-primary"); }
    //! Makes the adapter if there is none. Returns its token.
    [[nodiscard]] QString create();
    void close();
    [[nodiscard]] bool exists() const { return !m_token.isEmpty(); }
    //! Keeps the adapter alive for five more minutes.
    void touch();

    [[nodiscard]] std::optional<std::pair<int, QByteArray>> gate(const io::IncomingRequest &request) const;
    void accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void sendEvent(const QJsonObject &event, bool own);
    [[nodiscard]] int peers() const { return static_cast<int>(m_peers.size()); }

private:
    State &m_state;
    onebot::WsPeer::Parts m_parts;
    QString m_token;
    QList<onebot::WsPeer *> m_peers; // children
    Timer m_idle;
};

} // namespace rookery::sim::napcat

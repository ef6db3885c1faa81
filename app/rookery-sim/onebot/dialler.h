// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/adapter.h"

namespace rookery::sim::onebot {

//! Dials a reverse WebSocket, and again after every loss.
class Dialler final : public Adapter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dialler)

public:
    Dialler(const WsPeer::Parts &parts, const Endpoint &endpoint);
    ~Dialler() override;

    [[nodiscard]] Result<> open() override;
    void sendEvent(const QJsonObject &event, bool own) override;
    [[nodiscard]] int peers() const override { return m_peer ? 1 : 0; }

private:
    void dial();
    void onConnected();
    void lost(const QString &code);

    std::unique_ptr<QWebSocket> m_dialling;
    std::unique_ptr<WsPeer> m_peer;
    Timer m_again;
};

} // namespace rookery::sim::onebot

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/adapter.h"

#include "io/httpclient.h"

namespace rookery::sim::onebot {

//! Posts every event and carries out what the answer asks for.
class Poster final : public Adapter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Poster)

public:
    Poster(const WsPeer::Parts &parts, const Endpoint &endpoint);

    [[nodiscard]] Result<> open() override;
    void sendEvent(const QJsonObject &event, bool own) override;
    [[nodiscard]] int peers() const override { return 0; }

private:
    void post(const QJsonObject &event);
    void beat();

    io::HttpClient m_client;
    Timer m_heartbeat;
};

//! Runs a quick operation (`reply`, `delete`) on a message event. It comes as the answer to a post or as
//! `.handle_quick_operation`.
void quickOperation(const QJsonObject &context, const QJsonObject &operation, ActionTable &actions);

} // namespace rookery::sim::onebot

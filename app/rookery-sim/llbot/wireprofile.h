// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/state.h"
#include "onebot/wireprofile.h"

namespace rookery::sim::llbot {

//! Speaks LLBot's OneBot wire format: a bad token is reported after the handshake, and over HTTP always with 403.
class WireProfile final : public onebot::WireProfile
{
public:
    WireProfile(State &state, const onebot::Account &account) : m_state(state), m_account(account) {}

    [[nodiscard]] QJsonObject envelope(const Outcome &outcome, onebot::Transport transport,
                                       const QJsonValue &echo) const override;
    [[nodiscard]] QJsonObject heartbeatStatus() const override;
    [[nodiscard]] onebot::TokenState tokenOf(const io::IncomingRequest &request, const QString &token) const override;
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> refuseUpgrade(onebot::TokenState) const override
    {
        return std::nullopt;
    }
    [[nodiscard]] onebot::CloseNotice closeNotice() const override;
    [[nodiscard]] onebot::PathRights rightsOf(const QString &path) const override;
    [[nodiscard]] std::optional<QJsonObject> answerToBadFrame(const QString &text) const override;
    [[nodiscard]] onebot::HttpCall readCall(const io::IncomingRequest &request,
                                            onebot::TokenState token) const override;
    [[nodiscard]] onebot::HttpAnswer httpAnswer(const Outcome &outcome, const QJsonValue &echo) const override;
    [[nodiscard]] io::HttpHeaders dialHeaders(const onebot::Endpoint &endpoint) const override;
    [[nodiscard]] io::HttpHeaders postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const override;

private:
    State &m_state;
    const onebot::Account &m_account;
};

} // namespace rookery::sim::llbot

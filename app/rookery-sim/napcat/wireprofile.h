// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/qqlogin.h"
#include "onebot/wireprofile.h"

namespace rookery::sim::napcat {

//! Speaks NapCat's OneBot wire format: a bad token gets its frame after the handshake, nearly every answer is HTTP 200.
class WireProfile final : public onebot::WireProfile
{
public:
    WireProfile(State &state, const QqLogin &login) : m_state(state), m_login(login) {}

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
    [[nodiscard]] io::HttpHeaders dialHeaders(const onebot::Endpoint &endpoint) const override;
    [[nodiscard]] io::HttpHeaders postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const override;

    void onReverseCall(const QJsonObject &call) const override;

private:
    State &m_state;
    const QqLogin &m_login;
};

} // namespace rookery::sim::napcat

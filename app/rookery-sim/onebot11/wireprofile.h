// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/account.h"
#include "onebot/wireprofile.h"

namespace rookery::sim::onebot11 {

//! Speaks the wire format of the OneBot 11 standard and nothing beyond: no `message`, no `wording`.
class WireProfile final : public onebot::WireProfile
{
public:
    WireProfile(const onebot::State &state, const onebot::Account &account) : m_state(state), m_account(account) {}

    [[nodiscard]] QJsonObject envelope(const onebot::Outcome &outcome, onebot::Transport transport,
                                       const QJsonValue &echo) const override;
    [[nodiscard]] QJsonObject heartbeatStatus() const override;
    [[nodiscard]] std::optional<QJsonObject> answerToBadFrame(const QString &text) const override;
    [[nodiscard]] onebot::HttpCall readCall(const io::IncomingRequest &request,
                                            onebot::TokenState token) const override;
    [[nodiscard]] onebot::HttpAnswer httpAnswer(const onebot::Outcome &outcome, const QJsonValue &echo) const override;
    [[nodiscard]] io::HttpHeaders dialHeaders(const onebot::Endpoint &endpoint) const override;
    [[nodiscard]] io::HttpHeaders postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const override;
    [[nodiscard]] QString postedLifecycle() const override { return QStringLiteral("enable"); }

private:
    const onebot::State &m_state;
    const onebot::Account &m_account;
};

} // namespace rookery::sim::onebot11

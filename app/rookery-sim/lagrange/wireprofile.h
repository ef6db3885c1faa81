// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/state.h"
#include "onebot/wireprofile.h"

namespace rookery::sim::lagrange {

//! Speaks Lagrange.OneBot's wire format: neither `message` nor `wording`, always an `echo`, no answer to broken JSON.
class WireProfile final : public onebot::WireProfile
{
public:
    explicit WireProfile(const onebot::State &state) : m_state(state) {}

    [[nodiscard]] QJsonObject envelope(const onebot::Outcome &outcome, onebot::Transport transport,
                                       const QJsonValue &echo) const override;
    //! Escapes everything beyond ASCII as \\uXXXX.
    [[nodiscard]] QByteArray encode(const QJsonObject &json) const override;
    [[nodiscard]] QJsonObject heartbeatStatus() const override;
    [[nodiscard]] bool firstBeatAtOnce() const override { return true; }
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> refuseUpgrade(onebot::TokenState token) const override;
    [[nodiscard]] std::optional<QJsonObject> answerToBadFrame(const QString & /*text*/) const override
    {
        return std::nullopt;
    }
    [[nodiscard]] onebot::HttpCall readCall(const io::IncomingRequest &request,
                                            onebot::TokenState token) const override;
    [[nodiscard]] onebot::HttpAnswer httpAnswer(const onebot::Outcome &outcome, const QJsonValue &echo) const override;
    [[nodiscard]] onebot::HttpAnswer notAnUpgrade() const override { return {.status = 400}; }
    [[nodiscard]] io::HttpHeaders dialHeaders(const onebot::Endpoint &endpoint) const override;
    [[nodiscard]] io::HttpHeaders postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const override;
    [[nodiscard]] QString postedLifecycle() const override { return QStringLiteral("connect"); }
    [[nodiscard]] bool takesQuickOperations() const override { return false; }

private:
    const onebot::State &m_state;
};

} // namespace rookery::sim::lagrange

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"
#include "onebotpeer.h"

#include <memory>

namespace rookery::gateway {

//! One run of the live test against whatever speaks OneBot 11. Deletes itself after the report.
class OneBotTest final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotTest)

public:
    OneBotTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
               const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener,
               QObject *parent);
    ~OneBotTest() override;

    [[nodiscard]] FutureResult<GatewayTestReport> run();

private:
    void onUp();
    void onVersion(const GatewayVersion &version);
    void onSelf(const AccountId &account, const QString &nickname);
    void onDown(const Error &why);

    //! The next step in order ended so.
    void add(StepState state, const QString &found = {}, const Error &why = {});
    //! Fills up with Skipped, and reports.
    void finish(const Error &why = {});
    [[nodiscard]] TestStep nextStep() const { return static_cast<TestStep>(m_report.steps.size()); }

    std::unique_ptr<config::SecretStore> m_secrets;
    GatewayProfile m_profile;
    Redacted<QString> m_token;
    OneBotPeer m_peer;
    GatewayTestReport m_report;
    Answer<GatewayTestReport> m_answer;
};

} // namespace rookery::gateway

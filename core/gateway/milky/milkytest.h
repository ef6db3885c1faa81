// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milkyclient.h"

#include "model/settings.h"

#include <memory>

namespace rookery::gateway {

//! One run of the live test against a Milky address. Deletes itself after the report.
class MilkyTest final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkyTest)

public:
    MilkyTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
              const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent);
    ~MilkyTest() override;

    [[nodiscard]] FutureResult<GatewayTestReport> run();

private:
    void onProbed(const Result<> &probed);
    void onAuthorised(const Result<QJsonObject> &info);
    void onLogin(const Result<QJsonObject> &reply);
    void onAction(const Result<QJsonObject> &reply);

    void passed(TestStep step, const QString &found = {});
    void failed(TestStep step, const Error &why);
    //! Fills up with Skipped from `step` on, and reports.
    void finish(TestStep step, const Error &why = {});

    std::unique_ptr<config::SecretStore> m_secrets;
    GatewayId m_gateway;
    Redacted<QString> m_token;
    Deadlines m_deadlines;
    MilkyClient m_api;
    GatewayTestReport m_report;
    Answer<GatewayTestReport> m_answer;
};

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "webuiclient.h"

#include "model/settings.h"

#include <memory>

namespace rookery::gateway {

//! One run of the live test against a NapCat panel. Deletes itself after the report.
class NapCatTest final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NapCatTest)

public:
    NapCatTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
               const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent);
    ~NapCatTest() override;

    [[nodiscard]] FutureResult<GatewayTestReport> run();

private:
    void onProbed(const Result<bool> &probed);
    void onAuthorised(const Result<> &authorised);
    void onVersion(const Result<QJsonValue> &reply);
    void onStatus(const Result<QJsonValue> &reply);
    void onInfo(const Result<QJsonValue> &reply);
    void callAction(const Result<QJsonValue> &created);
    void onAction(const Result<QJsonValue> &reply);

    void passed(TestStep step, const QString &found = {});
    void failed(TestStep step, const Error &why);
    //! Fills up with Skipped from `step` on, and reports.
    void finish(TestStep step, const Error &why = {});

    std::unique_ptr<config::SecretStore> m_secrets;
    GatewayId m_gateway;
    Redacted<QString> m_token;
    WebUiClient m_panel;
    GatewayTestReport m_report;
    Answer<GatewayTestReport> m_answer;
};

} // namespace rookery::gateway

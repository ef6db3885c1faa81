// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/onebot11/onebotpeer.h"
#include "llbotpanel.h"
#include "onebotentry.h"

#include "model/settings.h"

#include <memory>

namespace rookery::gateway {

//! One run of the live test against an LLBot: its panel and then its OneBot server, or the latter alone where the
//! profile names no panel. Deletes itself after the report.
class LLBotTest final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotTest)

public:
    LLBotTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
              const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent);
    ~LLBotTest() override;

    [[nodiscard]] FutureResult<GatewayTestReport> run();

private:
    void onProbed(const Result<> &probed);
    void onAuthorised(const Result<QJsonValue> &reply);
    void onDevice(const QJsonObject &login, const Result<QJsonValue> &reply);
    void onConfig(const Result<QJsonValue> &reply);
    void openOneBot(const GatewayProfile &profile, const Redacted<QString> &token);
    void onUp();
    void onDown(const Error &why);
    void onSelf(const AccountId &account, const QString &nickname);
    void onAction(const Result<Reply> &reply);

    void passed(TestStep step, const QString &found = {});
    void failed(TestStep step, const Error &why);
    //! Fills up with Skipped from `step` on, and reports.
    void finish(TestStep step, const Error &why = {});
    void report();

    std::unique_ptr<config::SecretStore> m_secrets;
    GatewayProfile m_profile;
    Redacted<QString> m_token;
    Clock &m_clock;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    LLBotPanel m_panel;
    std::unique_ptr<OneBotPeer> m_peer;
    GatewayTestReport m_report;
    Answer<GatewayTestReport> m_answer;
    bool m_ended = false;
};

} // namespace rookery::gateway

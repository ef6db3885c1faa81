// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewaytestrun.h"
#include "gateway/onebot11/onebotclient.h"
#include "llbotanswers.h"
#include "llbotpanel.h"
#include "onebotentry.h"

#include <memory>

namespace rookery::gateway {

//! Runs the live test once against an LLBot: its panel and then its OneBot server, or only the latter if the profile
//! names no panel.
class LLBotTest final : public GatewayTestRun
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotTest)

public:
    LLBotTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
              const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent);
    ~LLBotTest() override;

private:
    void begin() override;
    void ended() override;
    void onProbed(const Result<> &probed);
    void onAuthorised(const Result<QJsonValue> &reply);
    void onDevice(const LLBotLoginInfo &login, const Result<QJsonValue> &reply);
    void onConfig(const Result<QJsonValue> &reply);
    void openOneBot(const GatewayProfile &profile, const Redacted<QString> &token);
    void onUp();
    void onDown(const Error &why);
    void onSelf(const AccountId &account, const QString &nickname);
    void onAction(const Result<protocol::Reply> &reply);

    GatewayProfile m_profile;
    Redacted<QString> m_token;
    Clock &m_clock;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    LLBotPanel m_panel;
    std::unique_ptr<OneBotClient> m_peer;
};

} // namespace rookery::gateway

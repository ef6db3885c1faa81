// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/logstream.h"
#include "llbotpanel.h"

namespace rookery::gateway {

//! The log of LLBot's panel, with the gateway's own times; it repeats up to 800 records. Facts: docs/protocol/llbot.md,
//! "Log stream".
class LLBotLogs final : public LogStream
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotLogs)

public:
    static constexpr qsizetype kRemembered = 800;

    LLBotLogs(const GatewayId &gateway, logrules::RuleSet rules, LLBotPanel &panel, Clock &clock,
              const io::NetworkSettings &network, QObject *parent = nullptr);

private:
    void open() override;
    [[nodiscard]] std::optional<Record> read(const QJsonObject &message) const override;
    [[nodiscard]] QList<Record> untold(const QList<Record> &burst, const QList<size_t> &told) const override;
    [[nodiscard]] Error refusal(const Error &error, const QByteArray &body) override;
    [[nodiscard]] bool triesAgainAfter(const Error &why) const override;

    LLBotPanel &m_panel;
};

} // namespace rookery::gateway

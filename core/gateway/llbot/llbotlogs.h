// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/logstream.h"
#include "llbotpanel.h"

namespace rookery::gateway {

//! Reads the log of LLBot's panel, which gives the gateway's own times and repeats up to 800 records. Facts:
//! docs/protocol/llbot.md, "Log stream".
class LLBotLogs final : public LogStream
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotLogs)

public:
    static constexpr qsizetype kRemembered = 800;

    LLBotLogs(const GatewayId &gateway, logrules::RuleSet rules, LLBotPanel &panel, Clock &clock,
              const io::NetworkSettings &network, QObject *parent = nullptr);

    //! Reads the line in a message of the stream; nullopt for a greeting or the like. Pure.
    [[nodiscard]] static std::optional<Record> recordOf(const QJsonObject &message);
    //! Returns the records of a burst that were not reported before; `reported` holds the keys of the last reported
    //! ones, oldest first. Pure.
    [[nodiscard]] static QList<Record> newOnes(const QList<Record> &burst, const QList<size_t> &reported);

private:
    void open() override;
    [[nodiscard]] std::optional<Record> read(const QJsonObject &message) const override { return recordOf(message); }
    [[nodiscard]] QList<Record> untold(const QList<Record> &burst, const QList<size_t> &told) const override
    {
        return newOnes(burst, told);
    }
    [[nodiscard]] Error refusal(const Error &error, const QByteArray &body) override;
    [[nodiscard]] bool triesAgainAfter(const Error &why) const override;

    LLBotPanel &m_panel;
};

} // namespace rookery::gateway

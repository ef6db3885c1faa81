// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/logstream.h"
#include "webuiclient.h"

namespace rookery::gateway {

//! Reads the log of NapCat's panel, which gives no times and repeats up to 100 lines. Facts: docs/protocol/napcat.md,
//! "Log stream".
class NapCatLogs final : public LogStream
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NapCatLogs)

public:
    static constexpr qsizetype kRemembered = 100;

    NapCatLogs(const GatewayId &gateway, logrules::RuleSet rules, WebUiClient &panel, Clock &clock,
               const io::NetworkSettings &network, QObject *parent = nullptr);

    //! Reads the line in a message of the stream. Pure.
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

    WebUiClient &m_panel;
};

} // namespace rookery::gateway

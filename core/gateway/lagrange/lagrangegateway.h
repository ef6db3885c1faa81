// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/drivercontext.h"
#include "gateway/onebot11/onebotdriver.h"
#include "lagrangefolder.h"
#include "lagrangelink.h"
#include "lagrangeprocess.h"
#include "lagrangeservices.h"

#include <array>
#include <memory>
#include <optional>

namespace rookery::gateway {

//! Drives Lagrange.OneBot (v1). It has no panel. With a working folder on this machine, the driver reads its
//! configuration and the picture of its login code there; with a program, Rookery runs it and reads its output; with
//! neither there is only OneBot. A login does not guarantee that a port opens: the driver watches for it, and
//! restarts its own program once for it. Facts: docs/protocol/lagrange.md.
class LagrangeGateway final : public OneBotDriver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeGateway)

public:
    LagrangeGateway(const GatewayProfile &profile, const DriverContext &around);
    ~LagrangeGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                        const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &) override {} // Lagrange never asks for one
    [[nodiscard]] FutureResult<> restart() override;
    void retryRefused() override;

private:
    [[nodiscard]] const Dialect &dialect() const override;
    void wireServices();
    void wireFolder();
    void wireProcess();
    [[nodiscard]] Timer limitTimer(LagrangeLimit limit);
    [[nodiscard]] Timer &timerOf(LagrangeLimit limit) { return m_limits.at(std::size_t(limit)); }
    [[nodiscard]] LagrangeMoment moment() const;
    //! Takes one step of the link and does what follows from it, until a listener ends the attempt.
    void apply(const LagrangeInput &input);
    void run(const LagrangeEffect &effect);
    void dropAll();
    void readSettings();
    void onSettings(const Result<LagrangeSettings> &settings);

    Clock &m_clock;
    ReverseListener *m_listener;
    std::unique_ptr<LagrangeFolder> m_folder; //!< null: Lagrange runs elsewhere
    std::unique_ptr<LagrangeProcess> m_process; //!< null: not started by us
    LagrangeServices m_services;

    LagrangeLink m_link;
    std::optional<Promise<void>> m_newCode; //!< pending request for a new code
    Timer m_oneBotRetry;
    std::array<Timer, 4> m_limits; //!< by LagrangeLimit
};

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demosimulator.h"

#include "engine/engine.h"
#include "ui/kit/democontrol.h"

#include <QHash>
#include <QTemporaryDir>

namespace rookery {

//! Runs the demo: made-up gateways of every kind in a simulator that ends with this program, a temporary profile that
//! is then deleted, and the hand that scans and breaks them.
class Demo final : public ui::DemoControl
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Demo)

public:
    Demo();
    ~Demo() override = default;

    [[nodiscard]] QString profileFolder() const { return m_folder.filePath(QStringLiteral("profile")); }
    //! Starts the simulator from the folder of this program and adds each gateway that it announces.
    void start(engine::Engine &engine);
    //! Stops the simulator; `ended` follows after a second at the latest.
    void end();

    FutureResult<> scanCode(const GatewayId &gateway) override;
    FutureResult<> expireCode(const GatewayId &gateway) override;
    FutureResult<GatewayId> bringAbout(ui::DemoIncident incident) override;
    FutureResult<> endFaults() override;
    FutureResult<QList<ui::DemoFault>> faults(const GatewayId &gateway) override;
    FutureResult<> setFault(const GatewayId &gateway, const QString &name, bool on) override;

Q_SIGNALS:
    void ended();

private:
    void add(engine::Engine &engine, const QJsonObject &line);
    [[nodiscard]] FutureResult<> post(const GatewayId &gateway, const QString &path, const QJsonObject &body = {});
    [[nodiscard]] FutureResult<> switchFault(const GatewayId &gateway, const QString &name, const QJsonObject &body);

    QTemporaryDir m_folder;
    DemoSimulator m_simulator;
    QHash<GatewayId, QUrl> m_controls; //!< of the gateways that were announced
    QHash<QString, GatewayId> m_ids; //!< by their name in the scenario
    QList<std::pair<GatewayId, QString>> m_switchedOn; //!< faults that are on because the operator wanted them
};

} // namespace rookery

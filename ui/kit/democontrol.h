// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include "base/async.h"

#include <QList>
#include <QObject>
#include <QString>

namespace rookery::ui {

//! Lists what the demo can break: the incidents that Rookery exists for.
enum class DemoIncident { RkeyServersFail, GroupSendsLost, PortsStayClosed, PicturesRefused, BotBlocksService };

inline constexpr int kDemoIncidentCount = 5;

//! Describes one fault that the simulator of a gateway offers; its words are the simulator's, in English.
struct DemoFault {
    QString name;
    QString what;
    bool on = false;
    bool operator==(const DemoFault &) const = default;
};

//! Acts on the demo's made-up gateways: as the phone that scans their codes, and as what breaks them. The program that
//! runs the simulator implements it; outside the demo there is none. Lives on the window's thread.
class DemoControl : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DemoControl)

public:
    //! Scans the gateway's code and confirms the login on the made-up phone. Rejected: it shows no code now.
    virtual FutureResult<> scanCode(const GatewayId &gateway) = 0;
    //! Lets the gateway's code expire. Rejected: it shows no code now.
    virtual FutureResult<> expireCode(const GatewayId &gateway) = 0;
    //! Breaks something, and returns the gateway on which it will show.
    virtual FutureResult<GatewayId> bringAbout(DemoIncident incident) = 0;
    //! Switches off the faults that were switched on through this class. What they broke may still need a restart or a
    //! login.
    virtual FutureResult<> endFaults() = 0;
    virtual FutureResult<QList<DemoFault>> faults(const GatewayId &gateway) = 0;
    virtual FutureResult<> setFault(const GatewayId &gateway, const QString &name, bool on) = 0;

Q_SIGNALS:
    //! The made-up phone has confirmed the login of that gateway.
    void scanned(const rookery::GatewayId &gateway);
    //! The simulator could not be started, or has ended.
    void failed(const QString &detail);

protected:
    DemoControl() = default;
};

} // namespace rookery::ui

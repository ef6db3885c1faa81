// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "servicewatch.h"

#include "gateway/gatewaytestrun.h"

#include "io/filetail.h"

#include <optional>

namespace rookery::gateway {

//! Runs the live test of a watched service: the page, the interface, the log file. Needs no secret. A closed
//! interface does not mean a wrong set-up: it may be waiting for a scan. The log command is not run.
class MonitoredServiceTest final : public GatewayTestRun
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MonitoredServiceTest)

public:
    MonitoredServiceTest(const GatewayProfile &profile, Clock &clock, const io::NetworkSettings &network,
                         QObject *parent);
    ~MonitoredServiceTest() override;

protected:
    void begin() override;
    void ended() override;

private:
    void onAnswered(const ServiceAnswer &front, const ServiceAnswer &api);
    void readLog();

    Clock &m_clock;
    QString m_logFile;
    Error m_closed; //!< why the interface could not be checked
    ServiceWatch m_watch;
    std::optional<io::FileTail> m_log;
};

} // namespace rookery::gateway

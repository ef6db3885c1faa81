// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "enginecore.h"
#include "profilewriter.h"
#include "proxies/broadcastproxy.h"
#include "proxies/gatewayproxy.h"
#include "proxies/healthproxy.h"
#include "proxies/logproxy.h"
#include "proxies/profileproxy.h"
#include "proxies/sessionproxy.h"

#include "config/profile.h"
#include "store/database.h"

#include <QThread>

namespace rookery::engine {

//! Runs the engine on separate threads, behind one proxy per service.
class ThreadedEngine final : public QObject, public Engine
{
    Q_OBJECT

public:
    ThreadedEngine(const Options &options, std::unique_ptr<config::Profile> profile,
                   std::unique_ptr<store::Database> database);
    ~ThreadedEngine() override;

    [[nodiscard]] GatewayService &gateways() override { return *m_gateways; }
    [[nodiscard]] SessionService &sessions() override { return *m_sessions; }
    [[nodiscard]] BroadcastService &broadcasts() override { return *m_broadcasts; }
    [[nodiscard]] HealthService &health() override { return *m_health; }
    [[nodiscard]] LogService &logs() override { return m_logs; }
    [[nodiscard]] ProfileService &profile() override { return *m_profile; }

private:
    void makeProxies(const Settings &settings, const QJsonObject &windowState);
    void apply(const Delta &delta);

    std::unique_ptr<store::Database> m_database;
    QThread m_fileThread;
    QThread m_engineThread;
    std::unique_ptr<ProfileWriter> m_writer; // lives on m_fileThread
    std::unique_ptr<EngineCore> m_core; // lives on m_engineThread
    std::unique_ptr<ProfileProxy> m_profile;
    std::unique_ptr<GatewayProxy> m_gateways;
    std::unique_ptr<SessionProxy> m_sessions;
    std::unique_ptr<BroadcastProxy> m_broadcasts;
    std::unique_ptr<HealthProxy> m_health;
    LogProxy m_logs;
};

} // namespace rookery::engine

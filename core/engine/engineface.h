// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"
#include "enginecore.h"
#include "incidentlist.h"
#include "profilewriter.h"

#include "config/profile.h"
#include "store/database.h"

#include <QThread>

#include <deque>

namespace rookery::engine {

//! Implements the façade: caches for the GUI, and the passing of calls to `EngineCore`.
class EngineFace final : public Engine
{
    Q_OBJECT

public:
    EngineFace(const Options &options, std::unique_ptr<config::Profile> profile,
               std::unique_ptr<store::Database> database);
    ~EngineFace() override;

    [[nodiscard]] QList<AccountSnapshot> accounts() const override;
    [[nodiscard]] QList<BroadcastSummary> broadcasts() const override;
    [[nodiscard]] QList<RkeyState> rkeys() const override;
    [[nodiscard]] QList<Incident> incidents() const override;
    [[nodiscard]] QList<LogLine> recentLogLines() const override { return m_logLines; }
    [[nodiscard]] KeyringState keyring() const override { return m_keyring; }
    [[nodiscard]] ListenerState listener() const override { return m_listener; }
    [[nodiscard]] Settings settings() const override { return m_settings; }
    [[nodiscard]] bool sendingStopped() const override { return m_settings.sendingStopped; }
    [[nodiscard]] double eventsPerSecond() const override;

    [[nodiscard]] PasteResult parsePasted(const QString &text) const override;
    [[nodiscard]] GatewayId suggestId(const QString &name) const override;
    FutureResult<> addGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                              const Redacted<QString> &oneBotToken) override;
    FutureResult<> updateGateway(const GatewayProfile &profile, const Redacted<QString> &token) override;
    FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                               const Redacted<QString> &oneBotToken) override;
    FutureResult<> removeGateway(const GatewayId &gateway) override;
    FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile, const Redacted<QString> &token) override;
    FutureResult<Detection> detectGateway(const QString &address) override;
    void cancelTest(const GatewayId &gateway) override;
    FutureResult<> clearIncoming() override;
    FutureResult<> pinCertificate(const GatewayId &gateway, const QByteArray &sha256) override;

    FutureResult<> startGateway(const GatewayId &gateway) override;
    FutureResult<> stopGateway(const GatewayId &gateway) override;
    FutureResult<> retryNow(const GatewayId &gateway) override;
    FutureResult<> refreshQr(const GatewayId &gateway) override;
    FutureResult<> quickLogin(const GatewayId &gateway, const AccountId &account) override;
    FutureResult<> submitTotp(const GatewayId &gateway, const Redacted<QString> &code) override;
    FutureResult<> submitSignToken(const GatewayId &gateway, const Redacted<QString> &token) override;
    FutureResult<> restartGateway(const GatewayId &gateway) override;
    FutureResult<QList<Contact>> contacts(const GatewayId &gateway, bool refresh) override;

    FutureResult<Plan> plan(const Draft &draft) override;
    FutureResult<BroadcastId> enqueue(const Plan &plan) override;
    FutureResult<> pause(BroadcastId broadcast) override;
    FutureResult<> resume(BroadcastId broadcast) override;
    FutureResult<> cancel(BroadcastId broadcast) override;
    FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) override;
    FutureResult<> confirmArrived(const QList<DeliveryId> &deliveries) override;
    FutureResult<> sendAgain(const QList<DeliveryId> &deliveries) override;
    FutureResult<> setSendingStopped(bool stopped) override;

    FutureResult<> probeRkey(const GatewayId &gateway) override;

    FutureResult<> saveSettings(const Settings &settings) override;
    [[nodiscard]] QJsonObject windowState() const override { return m_windowState; }
    FutureResult<> saveWindowState(const QJsonObject &state) override;
    FutureResult<> backupProfile(const QString &path) override;

private:
    void apply(const Delta &delta);
    void countEvents(const AccountSnapshot &before, const AccountSnapshot &after);

    //! Runs `f(core) -> FutureResult<T>` on the engine thread.
    template <class T, class F>
    FutureResult<T> ask(F f)
    {
        const Promise<T> answer;
        EngineCore *core = m_core.get();
        QMetaObject::invokeMethod(
            core, [core, answer, f = std::move(f)]() mutable { pipe(core, f(*core), answer); }, Qt::QueuedConnection);
        return answer.future();
    }

    SystemClock m_clock;
    Settings m_settings;
    QJsonObject m_windowState;
    KeyringState m_keyring = KeyringState::Probing;
    QList<AccountSnapshot> m_accounts; // in the order of the settings
    QMap<qint64, BroadcastSummary> m_broadcasts;
    QHash<GatewayId, RkeyState> m_rkeys;
    IncidentList m_incidents;
    ListenerState m_listener;
    QList<LogLine> m_logLines;
    std::deque<std::pair<SteadyTime, quint64>> m_recentEvents;

    std::unique_ptr<store::Database> m_database;
    QThread m_fileThread;
    QThread m_engineThread;
    std::unique_ptr<ProfileWriter> m_keeper; // lives on m_fileThread
    std::unique_ptr<EngineCore> m_core; // lives on m_engineThread
};

} // namespace rookery::engine

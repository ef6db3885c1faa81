// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QStringList>

#include <optional>

namespace rookery {

//! An engine without a gateway: plausible state of thirty accounts in every state, and commands that
//! succeed or fail as the test says. Records every command by name. Times are relative to `now`.
class SampleEngine final : public engine::Engine
{
    Q_DISABLE_COPY_MOVE(SampleEngine)

public:
    enum class Fill { Thirty, Empty };

    explicit SampleEngine(Fill fill = Fill::Thirty, QObject *parent = nullptr);
    ~SampleEngine() override = default;

    // told by the test
    std::optional<Error> failNext; //!< the next command ends with it
    bool holdCommands = false; //!< commands stay unanswered: for progress and cancel
    QStringList calls; //!< "name argument", in order
    GatewayTestReport testReport; //!< what testGateway answers
    Detection detection; //!< what detectGateway answers
    Draft lastDraft;
    GatewayProfile lastProfile;
    Redacted<QString> lastToken;

    //! Changes one account and sends the delta.
    void change(const GatewayId &gateway, const std::function<void(AccountSnapshot &)> &edit);
    void push(const engine::Delta &delta);
    void setKeyring(KeyringState state);
    [[nodiscard]] AccountSnapshot account(const QString &gateway) const;

    // Engine
    [[nodiscard]] QList<AccountSnapshot> accounts() const override { return m_accounts; }
    [[nodiscard]] QList<BroadcastSummary> broadcasts() const override { return m_broadcasts; }
    [[nodiscard]] QList<RkeyState> rkeys() const override { return m_rkeys; }
    [[nodiscard]] QList<Incident> incidents() const override { return m_incidents; }
    [[nodiscard]] QList<LogLine> recentLogLines() const override { return m_lines; }
    [[nodiscard]] KeyringState keyring() const override { return m_keyring; }
    [[nodiscard]] ListenerState listener() const override { return m_listener; }
    [[nodiscard]] Settings settings() const override { return m_settings; }
    [[nodiscard]] bool sendingStopped() const override { return m_settings.sendingStopped; }
    [[nodiscard]] double eventsPerSecond() const override { return 42.5; }
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
    //! Records the call; a ready answer, a failure or one that never comes, as told.
    void judge(AccountSnapshot &account) const;
    template <class T>
    FutureResult<T> answer(const QString &call, T value);
    FutureResult<> done(const QString &call);

    QList<AccountSnapshot> m_accounts;
    QList<BroadcastSummary> m_broadcasts;
    QList<Delivery> m_deliveries;
    QList<RkeyState> m_rkeys;
    QList<Incident> m_incidents;
    QList<LogLine> m_lines;
    KeyringState m_keyring = KeyringState::Works;
    Settings m_settings;
    ListenerState m_listener;
    QJsonObject m_windowState;
    QList<std::function<void()>> m_held; //!< keeps unanswered promises alive
};

} // namespace rookery

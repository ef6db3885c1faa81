// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/delta.h"
#include "engine/logdocument.h"

#include <QHash>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace rookery {

//! Implements an engine without a gateway: plausible state of thirty accounts in every state, and commands that
//! succeed or fail as the test says. Records every command by name. Times are relative to `now`.
class SampleEngine final : public engine::Engine
{
    Q_DISABLE_COPY_MOVE(SampleEngine)

public:
    enum class Fill { Thirty, Empty };

    explicit SampleEngine(Fill fill = Fill::Thirty);
    ~SampleEngine() override;

    // set by the test
    std::optional<Error> failNext; //!< the next command ends with it
    QHash<QString, Error> failing; //!< commands that end with an error, by their call
    bool holdCommands = false; //!< commands stay unanswered until answerHeld(): for progress and cancel
    QStringList calls; //!< "name argument", in order
    GatewayTestReport testReport; //!< what a connection test answers
    Detection detection; //!< what `detect` answers
    Draft lastDraft;
    QStringList lostPictures; //!< of each former broadcast
    GatewayProfile lastProfile;
    QHash<GatewayId, GatewayProfile> updated; //!< as they were last to be stored
    Redacted<QString> lastToken;
    std::optional<Redacted<QString>> lastProxyPassword; //!< empty: none was given
    AutostartState autostart{.available = true}; //!< of the desktop
    QByteArray logRules; //!< the user's; an import reads them from its file
    Error logRulesTrouble;

    //! Changes one account and announces it.
    void change(const GatewayId &gateway, const std::function<void(AccountSnapshot &)> &edit);
    void push(const engine::Delta &delta);
    //! Answers every command that is held, in order.
    void answerHeld();
    void setKeyring(KeyringState state);
    void setProxyTrouble(const Error &trouble);
    [[nodiscard]] AccountSnapshot account(const QString &gateway) const;

    // Engine
    [[nodiscard]] engine::GatewayService &gateways() override;
    [[nodiscard]] engine::SessionService &sessions() override;
    [[nodiscard]] engine::BroadcastService &broadcasts() override;
    [[nodiscard]] engine::HealthService &health() override;
    [[nodiscard]] engine::LogService &logs() override;
    [[nodiscard]] engine::ProfileService &profile() override;

private:
    class Gateways;
    class Sessions;
    class Broadcasts;
    class Health;
    class Logs;
    class Profile;

    void judge(AccountSnapshot &account) const;
    //! Records the call and returns a ready answer, a failure, or one that never comes, as the test wants.
    template <class T>
    FutureResult<T> answer(const QString &call, Result<T> value);
    FutureResult<> done(const QString &call);

    QList<AccountSnapshot> m_accounts;
    QList<BroadcastSummary> m_broadcasts;
    QList<Delivery> m_deliveries;
    QList<RkeyState> m_rkeys;
    QList<Incident> m_incidents;
    engine::LiveLog m_live{20'000};
    KeyringState m_keyring = KeyringState::Works;
    Error m_proxyTrouble;
    Settings m_settings;
    ListenerState m_listener;
    QJsonObject m_windowState;
    QList<std::function<void()>> m_held; //!< each answers a promise

    std::unique_ptr<Gateways> m_gatewayService;
    std::unique_ptr<Sessions> m_sessionService;
    std::unique_ptr<Broadcasts> m_broadcastService;
    std::unique_ptr<Health> m_healthService;
    std::unique_ptr<Logs> m_logService;
    std::unique_ptr<Profile> m_profileService;
};

} // namespace rookery

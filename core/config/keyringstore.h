// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "keyringbackend.h"
#include "secretstore.h"

#include "base/clock.h"

#include <QSet>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace rookery::config {

//! SecretStore over a keyring that may be locked, absent or slow. Construction starts the probe; whoever asks
//! before its verdict waits for it. A verdict of Locked or None is looked at again when the system says that a keyring
//! service has appeared or that a keyring was unlocked, and when the operator wants it (`askAgain`).
class KeyringSecretStore final : public SecretStore
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyringSecretStore)

public:
    KeyringSecretStore(Clock &clock, std::unique_ptr<KeyringBackend> backend, QObject *parent = nullptr);
    ~KeyringSecretStore() override;

    [[nodiscard]] KeyringState keyring() const override { return m_state; }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &gateway, SecretKind kind) override;
    [[nodiscard]] FutureResult<> write(const GatewayId &gateway, SecretKind kind,
                                       const Redacted<QString> &secret) override;
    [[nodiscard]] FutureResult<> remove(const GatewayId &gateway) override;
    void askAgain() override;

private:
    using Secret = Redacted<QString>;
    using Done = KeyringBackend::Callback;

    //! nullopt: the deadline passed. The outcome itself may still come afterwards, as a second call.
    using Heard = std::function<void(std::optional<KeyringOutcome> outcome, const Secret &secret)>;

    void ask(const std::function<void(Done)> &start, const Heard &heard);
    void probe();
    void probeRead(const QString &key, const Secret &written, int round);
    void onNews(KeyringBackend::News news);
    void endProbe(KeyringState state);
    void setState(KeyringState state);
    void whenProbed(std::function<void()> call);
    void readKeyring(const QString &key, const Answer<Secret> &answer);
    void writeKeyring(const QString &key, const Answer<void> &answer);
    void removeKeyring(const GatewayId &gateway, const Answer<void> &answer);
    [[nodiscard]] Error unusable() const;

    Clock &m_clock;
    std::unique_ptr<KeyringBackend> m_backend;
    KeyringState m_state = KeyringState::Probing;
    bool m_probing = false;
    int m_round = 0; //!< of probes: what an earlier one hears late only counts when it is good
    bool m_unlocked = false; //!< news that came while the probe was running
    bool m_askedAgain = false; //!< the probe that runs, or ran last, is for such news
    SteadyTime m_verdictAt{};
    QHash<QString, Secret> m_run; //!< secrets of this run
    QSet<QString> m_unsaved; //!< given while the keyring did not work
    std::vector<std::function<void()>> m_waiting;
    std::map<quint64, std::unique_ptr<Timer>> m_deadlines; //!< of the jobs that have not come back
    quint64 m_lastJob = 0;
};

} // namespace rookery::config

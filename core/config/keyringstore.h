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

//! Stores secrets in a keyring that may be locked, absent or slow. Construction starts a probe; requests wait for its
//! verdict. A verdict of Locked or None is checked again when the system reports that a keyring service appeared or
//! that a keyring was unlocked, and when the operator asks for it (`askAgain`).
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

    //! Reports the outcome; nullopt: the deadline passed. The outcome itself may still follow as a second call.
    using Heard = std::function<void(std::optional<KeyringOutcome> outcome, const Secret &secret)>;

    void ask(const std::function<void(Done)> &start, const Heard &heard);
    void probe();
    void probeRead(const QString &key, const Secret &written, int round);
    void onNews(KeyringBackend::News news);
    void endProbe(KeyringState state);
    void setState(KeyringState state);
    void whenProbed(std::function<void()> call);
    void readKeyring(const QString &key, const Promise<Secret> &answer);
    void writeKeyring(const QString &key, const Promise<void> &answer);
    void removeKeyring(const GatewayId &gateway, const Promise<void> &answer);
    [[nodiscard]] Error unusable() const;

    Clock &m_clock;
    std::unique_ptr<KeyringBackend> m_backend;
    KeyringState m_state = KeyringState::Probing;
    bool m_probing = false;
    int m_round = 0; //!< of the probes; a late outcome of an earlier probe counts only if it is good
    bool m_unlocked = false; //!< news that came while the probe was running
    bool m_askedAgain = false; //!< the current or last probe was started because of such news
    SteadyTime m_verdictAt{};
    QHash<QString, Secret> m_run; //!< secrets known in this run
    QSet<QString> m_unsaved; //!< written while the keyring did not work
    std::vector<std::function<void()>> m_waiting;
    std::map<quint64, std::unique_ptr<Timer>> m_deadlines; //!< of the jobs that have not returned
    quint64 m_lastJob = 0;
};

} // namespace rookery::config

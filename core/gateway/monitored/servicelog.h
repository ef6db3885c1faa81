// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logsource.h"
#include "servicestate.h"

#include "logrules/ruleset.h"
#include "model/gateway.h"

#include <QSet>

#include <deque>

namespace rookery::gateway {

//! Follows what a watched service prints, from its log file, a command, or both: lines for the log page, the bot's
//! last statement, and the login code that it draws. Rule data says which line means what. Lives on the engine
//! thread.
class ServiceLog final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServiceLog)

public:
    //! Lines that are remembered in order to recognise a repetition.
    static constexpr std::size_t kRemembered = 2000;

    using Sources = std::vector<std::unique_ptr<LogSource>>;

    ServiceLog(const GatewayId &gateway, logrules::RuleSet rules, Sources sources, Clock &clock,
               QObject *parent = nullptr);
    //! Makes the sources that a profile names.
    [[nodiscard]] static Sources sourcesOf(const GatewayProfile &profile, io::ChildProcesses &children, Clock &clock);

    void start();
    void stop(); //!< and forgets everything
    [[nodiscard]] bool isStarted() const { return m_started; }
    [[nodiscard]] bool hasSources() const { return !m_sources.empty(); }

    //! Fills in what the log knows.
    void tell(ServiceEvidence &evidence) const;
    //! Gives the login code; empty: none waits for a scan.
    [[nodiscard]] const Redacted<QString> &code() const { return m_code; }
    [[nodiscard]] WallTime codeSince() const { return m_codeSince; }
    [[nodiscard]] WallTime lastHeartbeatAt() const { return m_lastHeartbeatAt; }
    //! Gives the bot's last statement about its login, masked.
    [[nodiscard]] const QString &botText() const { return m_botText; }
    //! Gives the reason why no source delivers lines; Reason::None while one does.
    [[nodiscard]] Error trouble() const;

Q_SIGNALS:
    void line(const rookery::LogLine &line);
    //! Reports a change of what is known; `turn`: the interface probably opens or closes now.
    void said(bool turn);
    void connectionChanged(const rookery::ConnectionInfo &info);

private:
    void wire(LogSource *source);
    void onEntry(const LogSource &from, const logrules::RawLogEntry &entry, bool replayed);
    void onCode(const Redacted<QString> &text);
    void onWord(const LogLine &line, const LogSource &from);
    void onHeartbeat(const LogLine &line, const LogSource &from);
    void report(const LogLine &made, const logrules::RawLogEntry &entry);
    void forgetBot();
    [[nodiscard]] BotWord botWord() const;

    GatewayId m_gateway;
    logrules::RuleSet m_rules;
    Clock &m_clock;
    Sources m_sources;
    bool m_started = false;

    bool m_startSeen = false;
    BotWord m_bot = BotWord::None; //!< from the service
    BotWord m_library = BotWord::None; //!< from its WeChat library, which prints to standard error only
    const LogSource *m_heartbeats = nullptr; //!< the source that delivers them
    SteadyTime m_watchedSince{};
    std::optional<SteadyTime> m_lastHeartbeat;
    WallTime m_lastHeartbeatAt{};
    Redacted<QString> m_code;
    WallTime m_codeSince{};
    QString m_botText;
    QSet<size_t> m_known; //!< hashes, because the texts may contain secrets
    std::deque<size_t> m_knownOrder;
};

} // namespace rookery::gateway

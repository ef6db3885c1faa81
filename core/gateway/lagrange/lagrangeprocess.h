// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/processrunner.h"
#include "lagrangeconsole.h"
#include "model/gateway.h"

#include <deque>

namespace rookery::gateway {

//! Gives the path of the file to start; a bare name is a file in the folder.
[[nodiscard]] QString lagrangeProgram(const GatewayProfile &profile);

//! Runs Lagrange.OneBot in its folder, and reads from its output how the login goes. The process ends with ours.
//! Lives on the engine thread. Facts: docs/protocol/lagrange.md.
class LagrangeProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeProcess)

public:
    //! Login codes that may expire unscanned before we stop requesting new ones.
    static constexpr int kUnwatched = 3;
    //! Starts allowed within kBudgetWindow: each one is a login or a code that Tencent counts.
    static constexpr std::size_t kStarts = 5;
    static constexpr seconds kBudgetWindow{600};
    //! Pause between the end of a run and an automatic restart.
    static constexpr seconds kAgainAfter{2};

    LagrangeProcess(const GatewayProfile &profile, logrules::RuleSet rules, io::ChildProcesses &children, Clock &clock,
                    QObject *parent = nullptr);
    ~LagrangeProcess() override;

    //! Starts the program. Does nothing while it runs; while it is ending, starts it afterwards.
    void start();
    void stop();
    void restart(); //!< ends the current run first
    //! Resets the counts of starts and of expired codes, because the operator acts.
    void watch();
    //! Returns true if it used up its starts: no further one until `attend`.
    [[nodiscard]] bool isSpent() const;
    //! Returns true from `start` until it has ended for good.
    [[nodiscard]] bool isActive() const { return m_wanted; }
    [[nodiscard]] WallTime startedAt() const { return m_startedAt; }
    //! Returns true if the account has logged in during this run.
    [[nodiscard]] bool hasLoggedIn() const { return m_loggedIn; }
    //! Gives the first error that the last run printed.
    [[nodiscard]] const QString &trouble() const { return m_trouble.isEmpty() ? m_lastWords : m_trouble; }

Q_SIGNALS:
    void started();
    void line(const rookery::LogLine &line);
    void codeDrawn(const rookery::Redacted<QString> &text);
    void codeLife(rookery::milliseconds left); //!< of the code that comes next, or that has just come
    void codeConfirmed();
    void codeEnded(const QString &text); //!< expired or declined; another follows unless kUnwatched codes went
                                         //!< unscanned
    void loggedIn();
    //! Reports a line which says that Lagrange has written its settings and waits for a key. The line may be chat
    //! text.
    void waitsForSettings();
    //! Reports that the program has ended for good without our request.
    void ended(const rookery::Error &why);

private:
    void run();
    void onStarted();
    void onLine(LogLine line);
    void onEnded(int exitCode);

    io::ProcessSpec m_spec;
    logrules::RuleSet m_rules;
    io::ChildProcesses &m_children;
    Clock &m_clock;
    io::ProcessRunner m_runner;
    LagrangeConsole m_console;
    WallTime m_startedAt{};
    bool m_wanted = false;
    bool m_loggedIn = false;
    bool m_codeEnded = false; // in this run, which ends because of it
    bool m_restarting = false; // its end and another run are requested
    int m_unwatched = 0;
    std::deque<SteadyTime> m_starts; // the last kStarts since `attend`
    QString m_trouble;
    QString m_lastWords; //!< a fatal line at the margin, while it is the last line
    Timer m_again;
};

} // namespace rookery::gateway

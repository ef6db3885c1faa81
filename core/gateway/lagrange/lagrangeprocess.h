// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/processrunner.h"
#include "lagrangeconsole.h"
#include "model/gateway.h"

#include <deque>

namespace rookery::gateway {

//! The file to start; a bare name is one in the folder.
[[nodiscard]] QString lagrangeProgram(const GatewayProfile &profile);

//! The Lagrange.OneBot that we start in its folder: its life, and what its output says of the login. Lives on the
//! engine thread; ends with us. Facts: docs/protocol/lagrange.md.
class LagrangeProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeProcess)

public:
    //! Login codes that may pass away unseen before we stop asking for new ones by ourselves.
    static constexpr int kUnattended = 3;
    //! Starts that may follow one another within kBudgetWindow: each is a login or a code that Tencent counts.
    static constexpr std::size_t kStarts = 5;
    static constexpr seconds kBudgetWindow{600};
    //! From the end of one run to the next that nobody asked for.
    static constexpr seconds kAgainAfter{2};

    LagrangeProcess(const GatewayProfile &profile, logrules::RuleSet rules, io::ChildProcesses &children, Clock &clock,
                    QObject *parent = nullptr);
    ~LagrangeProcess() override;

    //! Nothing while it runs; while it is ending, as soon as it has.
    void start();
    void stop();
    void restart(); //!< ends it first where it runs
    //! Somebody has a hand in it: starts, and codes that pass away unseen, count anew.
    void attend();
    //! It ended as often as it may: no further start unless somebody attends to it.
    [[nodiscard]] bool isSpent() const;
    //! From `start` until it has ended for good.
    [[nodiscard]] bool isActive() const { return m_wanted; }
    [[nodiscard]] WallTime startedAt() const { return m_startedAt; }
    //! The account has logged in within this run.
    [[nodiscard]] bool hasLoggedIn() const { return m_loggedIn; }
    //! What went wrong first in the last run, in its own words.
    [[nodiscard]] const QString &trouble() const { return m_trouble.isEmpty() ? m_lastWords : m_trouble; }

Q_SIGNALS:
    void started();
    void line(const rookery::LogLine &line);
    void codeDrawn(const rookery::Redacted<QString> &text);
    void codeLife(rookery::milliseconds left); //!< of the code that comes, or that has just come
    void codeConfirmed();
    void codeEnded(const QString &text); //!< expired, or declined; another follows unless nobody ever looks
    void loggedIn();
    //! A line says that it has written its settings and waits for a key. Anybody may have written such a line.
    void waitsForSettings();
    //! It has ended for good, unasked.
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
    bool m_codeEnded = false; // in this run, which ends over it
    bool m_restarting = false; // its end is asked for, and another run as well
    int m_unattended = 0;
    std::deque<SteadyTime> m_starts; // the last kStarts since somebody attended to it
    QString m_trouble;
    QString m_lastWords; //!< a fatal line at the margin, as long as it is the last one
    Timer m_again;
};

} // namespace rookery::gateway

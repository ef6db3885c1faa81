// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangeprocess.h"

#include "base/reasons/gateway.h"

#include <QDir>

#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

QString lagrangeProgram(const GatewayProfile &profile)
{
    return QDir(profile.folder).absoluteFilePath(profile.program);
}

LagrangeProcess::LagrangeProcess(const GatewayProfile &profile, logrules::RuleSet rules, io::ChildProcesses &children,
                                 Clock &clock, QObject *parent)
    : QObject(parent)
    , m_spec{.program = lagrangeProgram(profile), .folder = profile.folder}
    , m_rules(std::move(rules))
    , m_children(children)
    , m_clock(clock)
    , m_runner(children, clock)
    , m_console(m_rules, clock)
    , m_again(clock, [this] { run(); })
{
    connect(&m_runner, &io::ProcessRunner::outputLine, &m_console, &LagrangeConsole::feed);
    connect(&m_runner, &io::ProcessRunner::started, this, &LagrangeProcess::onStarted);
    connect(&m_runner, &io::ProcessRunner::ended, this, &LagrangeProcess::onEnded);
    connect(&m_runner, &io::ProcessRunner::failed, this, [this](const Error &why) {
        if (std::exchange(m_wanted, false))
            Q_EMIT ended(why);
    });
    connect(&m_console, &LagrangeConsole::line, this, &LagrangeProcess::onLine);
    connect(&m_console, &LagrangeConsole::codeDrawn, this, [this](const Redacted<QString> &code) {
        if (!m_loggedIn) // a code drawn after the login comes from a chat
            Q_EMIT codeDrawn(code);
    });
}

LagrangeProcess::~LagrangeProcess()
{
    m_runner.disconnect(this);
    m_console.disconnect(this);
}

void LagrangeProcess::start()
{
    if (std::exchange(m_wanted, true))
        return;
    m_restarting = m_runner.isRunning(); // an earlier run is still ending
    run();
}

void LagrangeProcess::watch()
{
    m_unwatched = 0;
    m_starts.clear();
}

bool LagrangeProcess::isSpent() const
{
    return m_starts.size() == kStarts && m_clock.now() - m_starts.front() < kBudgetWindow;
}

void LagrangeProcess::onStarted()
{
    m_starts.push_back(m_clock.now());
    if (m_starts.size() > kStarts)
        m_starts.pop_front();
    Q_EMIT started();
}

void LagrangeProcess::run()
{
    m_again.stop();
    if (m_runner.isRunning())
        return;
    if (m_children.anyLeftIn(m_spec.folder)) { // a process of the previous driver
        m_again.start(kAgainAfter);
        return;
    }
    m_loggedIn = false;
    m_codeEnded = false;
    m_trouble.clear();
    m_lastWords.clear();
    m_startedAt = m_clock.wallNow();
    m_runner.start(m_spec);
}

void LagrangeProcess::stop()
{
    m_wanted = false;
    m_again.stop();
    m_runner.stop();
}

void LagrangeProcess::restart()
{
    m_wanted = true;
    m_loggedIn = false;
    m_restarting = m_runner.isRunning();
    m_runner.stop();
    run(); // starts at once if nothing was running
}

void LagrangeProcess::onLine(LogLine made)
{
    made.hearsay = made.hearsay && m_loggedIn; // before the login no chat text is printed
    Q_EMIT line(made);
    const QString &rule = made.ruleId;
    const bool isFatal = m_rules.severity(rule) == Severity::Failed;
    // A crash is printed at the margin too, as the last lines.
    m_lastWords = made.hearsay && isFatal ? made.text.section(u'\n', 0, 1) : QString();
    if (made.hearsay)
        return;
    if (m_trouble.isEmpty() && isFatal)
        m_trouble = made.text.section(u'\n', 0, 1);
    if (rule == u"qr.fetched"_s) {
        Q_EMIT codeLife(seconds(logrules::captureValue(made.captures, u"seconds"_s).toInt()));
    } else if (rule == u"qr.confirmed"_s) {
        m_unwatched = 0;
        Q_EMIT codeConfirmed();
    } else if (rule == u"qr.expired"_s || rule == u"qr.cancelled"_s) {
        // After the login there is no code, and such a line may quote a chat.
        if (!m_loggedIn && !std::exchange(m_codeEnded, true))
            Q_EMIT codeEnded(made.text);
    } else if (rule == u"login.bot"_s || rule == u"login.registered"_s || rule == u"login.success"_s) {
        m_unwatched = 0;
        if (!std::exchange(m_loggedIn, true))
            Q_EMIT loggedIn();
    } else if (rule == u"setup.first-run"_s) {
        Q_EMIT waitsForSettings();
    }
}

void LagrangeProcess::onEnded(int exitCode)
{
    m_console.finish();
    if (!m_wanted)
        return;
    if (std::exchange(m_restarting, false)) {
        run();
        return;
    }
    if (m_codeEnded && ++m_unwatched <= kUnwatched && !isSpent()) {
        m_again.start(kAgainAfter);
        return;
    }
    m_wanted = false;
    if (!m_codeEnded)
        Q_EMIT ended(
            {.kind = ErrorKind::Offline, .reason = Reason::ProgramEnded, .code = exitCode, .detail = trouble()});
}

} // namespace rookery::gateway

#include "moc_lagrangeprocess.cpp"

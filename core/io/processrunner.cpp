// SPDX-License-Identifier: GPL-3.0-or-later
#include "processrunner.h"

#include "linecutter.h"
#include "processgroup.h"

#include "base/reasons/gateway.h"

#include <QProcess>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::io {

namespace {

//! Returns our environment without our own secrets (`ROOKERY_SECRET_…`) and without the folder that may hold more of
//! them.
QProcessEnvironment foreignEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(u"ROOKERY_"_s) || name == u"CREDENTIALS_DIRECTORY"_s)
            environment.remove(name);
    }
    return environment;
}

void prepare(QProcess &process, const ProcessSpec &spec)
{
    process.setProcessEnvironment(foreignEnvironment());
    process.setStandardInputFile(QProcess::nullDevice());
    if (!spec.folder.isEmpty())
        process.setWorkingDirectory(spec.folder);
    if (spec.shellCommand.isEmpty()) {
        process.setProgram(spec.program);
        process.setArguments(spec.arguments);
        return;
    }
#ifdef Q_OS_WIN
    process.setProgram(u"cmd.exe"_s);
    process.setNativeArguments(u"/d /s /c \""_s + spec.shellCommand + u'"'); // cmd.exe has its own quoting rules
#else
    process.setProgram(u"/bin/sh"_s);
    process.setArguments({u"-c"_s, spec.shellCommand});
#endif
}

} // namespace

class ProcessRunner::Impl final : public QObject
{
public:
    Impl(ProcessRunner &owner, ChildProcesses &children, Clock &clock)
        : m_owner(owner)
        , m_children(children)
        , m_grace(clock, [this] { signalTree(*m_process, m_leader, GroupSignal::Kill); })
    {}
    ~Impl() override { abandon(); }
    Q_DISABLE_COPY_MOVE(Impl)

    void start(const ProcessSpec &spec);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_process != nullptr; }

private:
    void onStarted();
    void onEnded(int exitCode, QProcess::ExitStatus status);
    void onError(QProcess::ProcessError error);
    void read(QProcess::ProcessChannel channel);
    void abandon();
    void tell(QProcess::ProcessChannel channel, const QByteArray &line)
    {
        Q_EMIT m_owner.outputLine(line, channel == QProcess::StandardError);
    }
    [[nodiscard]] LineCutter &cutter(QProcess::ProcessChannel channel)
    {
        return channel == QProcess::StandardError ? m_errors : m_output;
    }

    ProcessRunner &m_owner;
    ChildProcesses &m_children;
    QProcess *m_process = nullptr; // owned by m_children
    qint64 m_leader = 0;
    bool m_stopping = false;
    LineCutter m_output{kLineLimit};
    LineCutter m_errors{kLineLimit};
    Timer m_grace;
};

void ProcessRunner::Impl::start(const ProcessSpec &spec)
{
    if (m_process)
        return;
    m_leader = 0;
    m_stopping = false;
    m_output = LineCutter(kLineLimit);
    m_errors = LineCutter(kLineLimit);
    m_process = m_children.make();
    prepare(*m_process, spec);
    leadsOwnGroup(*m_process);
    connect(m_process, &QProcess::started, this, &Impl::onStarted);
    connect(m_process, &QProcess::finished, this, &Impl::onEnded);
    // queued, so that a failure within `start` is reported after it returns, as any other
    connect(m_process, &QProcess::errorOccurred, this, &Impl::onError, Qt::QueuedConnection);
    connect(m_process, &QProcess::readyReadStandardOutput, this, [this] { read(QProcess::StandardOutput); });
    connect(m_process, &QProcess::readyReadStandardError, this, [this] { read(QProcess::StandardError); });
    m_process->start();
}

void ProcessRunner::Impl::onStarted()
{
    m_leader = m_process->processId();
    if (m_stopping)
        signalTree(*m_process, m_leader, GroupSignal::End);
    Q_EMIT m_owner.started();
}

void ProcessRunner::Impl::read(QProcess::ProcessChannel channel)
{
    if (!m_process)
        return;
    m_process->setReadChannel(channel);
    const QList<QByteArray> lines = cutter(channel).feed(m_process->readAll());
    for (const QByteArray &line : lines)
        tell(channel, line);
}

void ProcessRunner::Impl::stop()
{
    if (!m_process || m_stopping)
        return;
    m_stopping = true;
    m_grace.start(ChildProcesses::kGrace);
    if (m_leader != 0)
        signalTree(*m_process, m_leader, GroupSignal::End);
}

void ProcessRunner::Impl::onEnded(int exitCode, QProcess::ExitStatus status)
{
    for (const auto channel : {QProcess::StandardOutput, QProcess::StandardError}) {
        read(channel);
        if (const auto rest = cutter(channel).takeRest())
            tell(channel, *rest);
    }
    m_grace.stop();
    signalGroup(m_leader, GroupSignal::Kill); // descendants that it left behind
    std::exchange(m_process, nullptr)->deleteLater();
    Q_EMIT m_owner.ended(exitCode, status == QProcess::CrashExit);
}

void ProcessRunner::Impl::onError(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart || !m_process)
        return;
    const Error why{
        .kind = ErrorKind::Offline, .reason = Reason::ProgramNotStarted, .detail = m_process->errorString()};
    m_grace.stop();
    std::exchange(m_process, nullptr)->deleteLater();
    Q_EMIT m_owner.failed(why);
}

void ProcessRunner::Impl::abandon()
{
    if (!m_process)
        return;
    QProcess *process = std::exchange(m_process, nullptr);
    process->disconnect(this);
    m_children.adopt(process, m_leader);
}

ProcessRunner::ProcessRunner(ChildProcesses &children, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(*this, children, clock))
{}

ProcessRunner::~ProcessRunner() = default;

void ProcessRunner::start(const ProcessSpec &spec)
{
    m_impl->start(spec);
}

void ProcessRunner::stop()
{
    m_impl->stop();
}

bool ProcessRunner::isRunning() const
{
    return m_impl->isRunning();
}

} // namespace rookery::io

#include "moc_processrunner.cpp"

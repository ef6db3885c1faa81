// SPDX-License-Identifier: GPL-3.0-or-later
#include "childprocesses.h"

#include "processgroup.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QTimer>

#include <algorithm>

namespace rookery::io {

namespace {

//! Limits the wait at program end, when no signal can arrive any more: killed processes end within it, or the system
//! reaps them.
constexpr seconds kReap{1};

bool runs(const QObject *child)
{
    return qobject_cast<const QProcess *>(child)->state() != QProcess::NotRunning;
}

} // namespace

ChildProcesses::~ChildProcesses()
{
    QList<QProcess *> killed;
    for (const QObject *parent : {&m_attended, &m_left}) {
        for (QObject *child : parent->children()) {
            auto *process = qobject_cast<QProcess *>(child);
            process->disconnect();
            if (!runs(process))
                continue;
            signalTree(*process, process->processId(), GroupSignal::Kill);
            killed.append(process);
        }
    }
    const QDeadlineTimer end(kReap);
    for (QProcess *process : std::as_const(killed))
        process->waitForFinished(int(end.remainingTime()));
}

bool ChildProcesses::anyRuns() const
{
    return std::any_of(m_attended.children().cbegin(), m_attended.children().cend(), runs)
        || std::any_of(m_left.children().cbegin(), m_left.children().cend(), runs);
}

bool ChildProcesses::anyLeftIn(const QString &folder) const
{
    return std::any_of(m_left.children().cbegin(), m_left.children().cend(), [&folder](const QObject *child) {
        return runs(child) && qobject_cast<const QProcess *>(child)->workingDirectory() == folder;
    });
}

QProcess *ChildProcesses::make()
{
    return new QProcess(&m_attended);
}

//! Takes over a running process. Destroying a QProcess would block until its child ends; this one is deleted once the
//! child has ended. The child gets a grace period, because it may be writing.
void ChildProcesses::adopt(QProcess *process, qint64 leader)
{
    if (!runs(process)) { // it failed, and the failure is not reported yet
        process->deleteLater();
        return;
    }
    process->setParent(&m_left);
    for (const auto channel : {QProcess::StandardOutput, QProcess::StandardError})
        process->closeReadChannel(channel); // no reader is left
    QObject::connect(process, &QProcess::finished, process, [process, leader] {
        signalGroup(leader, GroupSignal::Kill); // descendants that it left behind
        process->deleteLater();
    });
    QObject::connect(process, &QProcess::errorOccurred, process, [process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            process->deleteLater();
    });
    if (leader == 0) { // it has not started
        process->kill();
        return;
    }
    signalTree(*process, leader, GroupSignal::End);
    QTimer::singleShot(kGrace, process, [process, leader] { signalTree(*process, leader, GroupSignal::Kill); });
}

} // namespace rookery::io

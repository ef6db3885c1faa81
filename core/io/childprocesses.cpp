// SPDX-License-Identifier: GPL-3.0-or-later
#include "childprocesses.h"

#include "processgroup.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QTimer>

#include <algorithm>

namespace rookery::io {

namespace {

//! At the very end no signal can come any more: those killed are gone within this, or the system sees to it.
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

//! QProcess would wait for its child in its destructor; this one goes as soon as the child has, which gets its grace:
//! it may be writing.
void ChildProcesses::adopt(QProcess *process, qint64 leader)
{
    if (!runs(process)) { // failed, and not told yet
        process->deleteLater();
        return;
    }
    process->setParent(&m_left);
    for (const auto channel : {QProcess::StandardOutput, QProcess::StandardError})
        process->closeReadChannel(channel); // nobody reads it any more
    QObject::connect(process, &QProcess::finished, process, [process, leader] {
        signalGroup(leader, GroupSignal::Kill); // what it has left behind
        process->deleteLater();
    });
    QObject::connect(process, &QProcess::errorOccurred, process, [process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            process->deleteLater();
    });
    if (leader == 0) { // it has not begun
        process->kill();
        return;
    }
    signalTree(*process, leader, GroupSignal::End);
    QTimer::singleShot(kGrace, process, [process, leader] { signalTree(*process, leader, GroupSignal::Kill); });
}

} // namespace rookery::io

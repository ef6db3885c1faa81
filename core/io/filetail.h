// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/async.h"
#include "base/clock.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace rookery::io {

//! Follows a text file that another program writes: through renaming, truncation (even if the file has grown past the
//! old position since), deletion and reappearance. Checks once a second, on a worker; an unchanged file costs one check
//! of its size and time. Lives on its thread.
class FileTail final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileTail)

public:
    static constexpr milliseconds kInterval = seconds(1);
    //! Limits the length of a line; the rest of a longer line is dropped.
    static constexpr qsizetype kLongestLine = 64 * 1024;
    //! Limits how much is read at once; the rest follows immediately.
    static constexpr qint64 kRound = 256 * 1024;

    FileTail(Clock &clock, const QString &path, QObject *parent = nullptr);
    ~FileTail() override;

    //! Starts with the whole lines in the file's last `lastBytes` bytes. Restarts if already running.
    void start(qint64 lastBytes);
    //! Stops following; no signal comes after this call.
    void stop();

Q_SIGNALS:
    //! Reports that the file exists and is readable: at first, and each time it was replaced or reappeared.
    void opened();
    //! Reports one line without its line end: only whole lines, and the unfinished rest of a file that was replaced.
    void line(const QByteArray &line);
    //! Follows each `opened` once all lines that were in the file at that time have been reported.
    void caughtUp();
    //! Reports Storage with FileMissing or FileDenied, once until it changes. Checking continues.
    void trouble(const rookery::Error &error);

private:
    class Reader;
    struct Round;

    void look();
    void take(const Round &round);

    QString m_path;
    std::shared_ptr<Reader> m_reader; //!< null: stopped. Used by one worker at a time
    Timer m_next;
    ErrorReason m_trouble = Reason::None; //!< last one reported
    bool m_catchingUp = false;
};

} // namespace rookery::io

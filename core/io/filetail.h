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

//! Follows a text file that another program writes: through renaming, truncation (also when it has grown beyond where
//! it was), deletion and return. Looks once a second, on a worker; where nothing happened that is one look at the
//! file's size and time. Lives on its thread.
class FileTail final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileTail)

public:
    static constexpr milliseconds kInterval = seconds(1);
    //! What is beyond in one line is dropped.
    static constexpr qsizetype kLongestLine = 64 * 1024;
    //! Read at once; what is left comes right after.
    static constexpr qint64 kRound = 256 * 1024;

    FileTail(Clock &clock, const QString &path, QObject *parent = nullptr);
    ~FileTail() override;

    //! Begins with what the file's last `lastBytes` hold of whole lines. A running one starts anew.
    void start(qint64 lastBytes);
    //! No signal follows.
    void stop();

Q_SIGNALS:
    //! The file is there and readable: at first, and each time it was replaced or has come back.
    void opened();
    //! Without its line end. Only whole lines, and the rest of a file that was replaced.
    void line(const QByteArray &line);
    //! After each `opened`: all that stood in the file by then has been told.
    void caughtUp();
    //! Storage with FileMissing or FileDenied; once, until it changes. Looking goes on.
    void trouble(const rookery::Error &error);

private:
    class Reader;
    struct Round;

    void look();
    void take(const Round &round);

    QString m_path;
    std::shared_ptr<Reader> m_reader; //!< null: stopped. Used by one worker at a time
    Timer m_next;
    Reason m_trouble = Reason::None; //!< told last
    bool m_catchingUp = false;
};

} // namespace rookery::io

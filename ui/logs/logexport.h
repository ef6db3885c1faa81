// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineset.h"
#include "logwords.h"

#include "engine/logdocument.h"

#include <QObject>
#include <QSaveFile>

namespace rookery::ui {

//! Writes lines of a log to a file that only its owner can read, as they are copied, some thousand at a time. The file
//! is there only once it is whole; the end of the object before that leaves none.
class LogExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogExport)

public:
    //! `lines`: numbers of `document`'s lines, which must be there until the end.
    LogExport(engine::LogDocument &document, LineSet lines, const LogWords &words, const QString &path,
              QObject *parent);

    //! Starts to write; finished() or failed() follows.
    void start();
    [[nodiscard]] qint64 done() const { return m_written; }
    [[nodiscard]] qint64 all() const { return m_all; }

Q_SIGNALS:
    void progressed();
    void finished();
    void failed(const rookery::Error &error); //!< instead of finished()

private:
    void writeNext();
    void write(const QList<LogLine> &lines);
    void onDropped(qint64 lines);
    void giveUp();

    engine::LogDocument &m_document;
    LineSet m_lines;
    const LogWords &m_words;
    QSaveFile m_file;
    qint64 m_next = 0; //!< place in m_lines
    qint64 m_written = 0;
    qint64 m_all;
};

} // namespace rookery::ui

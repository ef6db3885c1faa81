// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/logdocument.h"

#include <QBasicTimer>
#include <QObject>
#include <QPointer>

#include <deque>

namespace rookery::ui {

//! Counts the lines of a log that stand out, in a few thousand blocks of equal size whatever the log's length. Looks at
//! each line once, some thousand at a time while the window has nothing else to do.
class LogSurvey final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogSurvey)

public:
    //! Counts lines by what is most pressing about them.
    struct Block {
        qint64 failed = 0;
        qint64 degraded = 0;
        qint64 needsHand = 0;

        Block &operator+=(const Block &other);
        bool operator==(const Block &) const = default;
    };

    explicit LogSurvey(QObject *parent) : QObject(parent) {}

    //! Starts anew with another log, which must be there until the next call.
    void setDocument(engine::LogDocument &document);
    //! Counts the lines of the blocks that the lines from `from` on and before `to` lie in.
    [[nodiscard]] Block count(LineNumber from, LineNumber to) const;
    [[nodiscard]] bool isComplete() const;

    static constexpr std::size_t kMostBlocks = 4096;

Q_SIGNALS:
    void changed();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void begin();
    void onGrew(LineNumber from);
    void goOn();
    void surveySome();
    void drop(qint64 lines);
    void add(const LogMark &mark);
    void mergeBlocks();

    QPointer<engine::LogDocument> m_document;
    std::deque<Block> m_blocks;
    qint64 m_blockLines = 1; //!< lines in a block
    qint64 m_gone = 0; //!< lines of the first block that the log does not have any more
    qint64 m_surveyed = 0; //!< lines of the log
    QBasicTimer m_timer;
};

} // namespace rookery::ui

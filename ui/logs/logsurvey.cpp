// SPDX-License-Identifier: GPL-3.0-or-later
#include "logsurvey.h"

#include "kit/statusstyle.h"

#include <QTimerEvent>

#include <algorithm>

namespace rookery::ui {

namespace {

constexpr qint64 kLinesAtOnce = 20'000; // about a millisecond

} // namespace

LogSurvey::Block &LogSurvey::Block::operator+=(const Block &other)
{
    failed += other.failed;
    degraded += other.degraded;
    needsHand += other.needsHand;
    return *this;
}

void LogSurvey::setDocument(engine::LogDocument &document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = &document;
    connect(&document, &engine::LogDocument::grew, this, &LogSurvey::onGrew);
    connect(&document, &engine::LogDocument::dropped, this, &LogSurvey::drop);
    connect(&document, &engine::LogDocument::replaced, this, &LogSurvey::begin);
    begin();
}

void LogSurvey::begin()
{
    m_blocks.clear();
    m_blockLines = 1;
    m_gone = 0;
    m_surveyed = 0;
    goOn();
    Q_EMIT changed();
}

bool LogSurvey::isComplete() const
{
    return !m_document || m_surveyed >= m_document->lineCount();
}

//! Goes on; a last line that has changed stays counted as it was, unless more have.
void LogSurvey::onGrew(LineNumber from)
{
    if (from.value < m_surveyed - 1)
        begin();
    else
        goOn();
}

void LogSurvey::goOn()
{
    if (m_timer.isActive())
        return;
    surveySome();
    if (!isComplete())
        m_timer.start(0, this);
}

void LogSurvey::surveySome()
{
    if (isComplete())
        return;
    const qint64 end = std::min(m_document->lineCount(), m_surveyed + kLinesAtOnce);
    for (; m_surveyed < end; ++m_surveyed)
        add(m_document->mark({m_surveyed}));
    Q_EMIT changed();
}

void LogSurvey::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    surveySome();
    if (isComplete())
        m_timer.stop();
}

//! Counts the next line.
void LogSurvey::add(const LogMark &mark)
{
    if (std::size_t((m_gone + m_surveyed) / m_blockLines) == m_blocks.size()) {
        if (m_blocks.size() == kMostBlocks)
            mergeBlocks();
        if (std::size_t((m_gone + m_surveyed) / m_blockLines) == m_blocks.size())
            m_blocks.emplace_back();
    }
    Block &block = m_blocks.back();
    const Role category = mark.category == LogCategory::None ? Role::Unknown : statusStyle(mark.category).role;
    const Role level = statusStyle(mark.level).role;
    if (category == Role::Failed || level == Role::Failed)
        ++block.failed;
    else if (category == Role::Degraded || level == Role::Degraded)
        ++block.degraded;
    else if (category == Role::NeedsHand)
        ++block.needsHand;
}

//! Makes one block of every two.
void LogSurvey::mergeBlocks()
{
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        const Block block = m_blocks[i];
        if (i % 2 == 0)
            m_blocks[i / 2] = block;
        else
            m_blocks[i / 2] += block;
    }
    m_blocks.resize((m_blocks.size() + 1) / 2);
    m_blockLines *= 2;
}

void LogSurvey::drop(qint64 lines)
{
    if (lines >= m_surveyed) {
        begin();
        return;
    }
    m_surveyed -= lines;
    m_gone += lines;
    for (; m_gone >= m_blockLines; m_gone -= m_blockLines)
        m_blocks.pop_front();
    Q_EMIT changed();
}

LogSurvey::Block LogSurvey::count(LineNumber from, LineNumber to) const
{
    Block sum;
    const auto blocks = qint64(m_blocks.size());
    const qint64 end = std::min(blocks, (to.value + m_gone + m_blockLines - 1) / m_blockLines);
    for (qint64 i = std::max<qint64>(0, (from.value + m_gone) / m_blockLines); i < end; ++i)
        sum += m_blocks[std::size_t(i)];
    return sum;
}

} // namespace rookery::ui

#include "moc_logsurvey.cpp"

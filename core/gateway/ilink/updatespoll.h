// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilinkclient.h"

#include "base/epoch.h"

namespace rookery::gateway {

//! Polls for new messages continuously: the server holds each call, and its answer is the only sign of life. The
//! cursor outlives a lost link. Lives on the engine thread; the client outlives it.
class UpdatesPoll final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UpdatesPoll)

public:
    static constexpr milliseconds kPause = seconds(1); //!< after an empty answer that was not held

    UpdatesPoll(ILinkClient &api, Clock &clock) : m_api(api), m_clock(clock), m_next(clock, [this] { ask(); }) {}

    void start()
    {
        stop();
        ask();
    }
    void stop()
    {
        m_epoch.advance();
        m_next.stop();
    }
    //! Continues from this cursor; empty: from the start. Another binding has another mailbox.
    void setCursor(const QString &cursor)
    {
        m_cursor = cursor;
        m_hold = milliseconds(0);
    }
    [[nodiscard]] const QString &cursor() const { return m_cursor; }

Q_SIGNALS:
    void moved(); //!< the cursor; emitted before `answered`
    void answered(const rookery::protocol::ilink::Updates &updates);
    void failed(const rookery::Error &error); //!< polling has stopped

private:
    void ask()
    {
        const SteadyTime asked = m_clock.now();
        onResult(this, m_epoch, m_api.updates(m_cursor, m_hold),
                 [this, asked](const Result<protocol::ilink::Updates> &updates) {
                     onAnswer(updates, m_clock.now() - asked);
                 });
    }
    void onAnswer(const Result<protocol::ilink::Updates> &updates, milliseconds took)
    {
        if (!updates) {
            stop();
            Q_EMIT failed(updates.error());
            return;
        }
        if (updates->cursor && *updates->cursor != m_cursor) {
            m_cursor = *updates->cursor;
            Q_EMIT moved();
        }
        if (updates->pollTime > milliseconds(0))
            m_hold = updates->pollTime;
        m_next.start(updates->messages.isEmpty() && took < kPause ? kPause : milliseconds(1));
        Q_EMIT answered(*updates);
    }

    ILinkClient &m_api;
    Clock &m_clock;
    Timer m_next;
    QString m_cursor;
    milliseconds m_hold{0}; //!< how long the server holds a call, as announced last; 0: not announced
    Epoch m_epoch; //!< answers of an earlier start are dropped
};

} // namespace rookery::gateway

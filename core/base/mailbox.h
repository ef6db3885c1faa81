// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace rookery {

//! Queues values between threads. `take` blocks until a value arrives or the mailbox is closed; values posted before
//! `close` are still delivered.
template <class T>
class Mailbox final
{
public:
    Mailbox() = default;
    Q_DISABLE_COPY_MOVE(Mailbox)

    //! Returns false if the mailbox is closed; the value is then dropped.
    bool post(T value)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return false;
            m_values.push_back(std::move(value));
        }
        m_wake.notify_one();
        return true;
    }

    [[nodiscard]] std::optional<T> take()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_closed || !m_values.empty(); });
        if (m_values.empty())
            return std::nullopt;
        std::optional<T> value(std::move(m_values.front()));
        m_values.pop_front();
        return value;
    }

    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_wake.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<T> m_values;
    bool m_closed = false;
};

} // namespace rookery

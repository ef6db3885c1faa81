// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "async.h"

namespace rookery {

//! Counts the attempts of the object that owns it (links, logins, polls): what belongs to an earlier attempt must not
//! act in a later one. This header alone compares them. A late result is dropped by the `onResult` below. Code that
//! continues after a signal asks a `Mark` taken before it, because a listener may have ended the attempt. One thread.
class Epoch final
{
public:
    //! Remembers the attempt in which it was taken. The epoch outlives it.
    class Mark final
    {
    public:
        //! Returns true if that attempt has ended.
        [[nodiscard]] bool isOver() const { return m_attempt != m_epoch->m_attempt; }

    private:
        friend class Epoch;
        explicit Mark(const Epoch &epoch) : m_epoch(&epoch), m_attempt(epoch.m_attempt) {}

        const Epoch *m_epoch;
        quint64 m_attempt;
    };

    Epoch() = default;
    Q_DISABLE_COPY_MOVE(Epoch)

    //! Ends the attempt: every mark taken so far is over.
    void advance() { ++m_attempt; }
    [[nodiscard]] Mark mark() const { return Mark(*this); }

private:
    quint64 m_attempt = 0;
};

//! Calls `f(Result<T>)` as the other `onResult` does, but drops the result if `epoch` has advanced since this call.
//! `epoch` belongs to `context`, so that it outlives the wait.
template <class U, class F>
void onResult(QObject *context, const Epoch &epoch, const FutureResult<U> &future, F f)
{
    onResult(context, future, [attempt = epoch.mark(), f = std::move(f)](const Result<U> &result) mutable {
        if (!attempt.isOver())
            f(result);
    });
}

} // namespace rookery

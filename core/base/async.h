// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "result.h"

#include <QMetaObject>
#include <QObject>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace rookery {

namespace detail {

class Listener;

//! Returns the failure of a future that no promise will finish any more.
[[nodiscard]] Error abandoned();

//! Holds the part of a future's state that does not depend on its type: whether it is finished, and its listeners. Any
//! thread.
class FutureState
{
public:
    FutureState() = default;
    Q_DISABLE_COPY_MOVE(FutureState)
    virtual ~FutureState() = default;

    [[nodiscard]] bool isFinished() const;
    //! Blocks until the future is finished.
    void wait() const;

    //! Posts `call` to `context`'s thread once `state` is finished. Must be called on that thread. Does nothing if the
    //! context is destroyed first.
    static void listen(QObject *context, const std::shared_ptr<FutureState> &state, std::function<void()> call);

protected:
    //! Calls `store` and marks the state finished; only the first call counts.
    void finish(const std::function<void()> &store);

private:
    friend class Listener;

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_done;
    std::vector<Listener *> m_listeners; //!< each is destroyed with its context
    bool m_finished = false;
};

template <class T>
class TypedState final : public FutureState
{
public:
    void resolve(Result<T> result)
    {
        finish([this, &result] { m_result.emplace(std::move(result)); });
    }
    //! Returns the result. Valid only once the state is finished; nothing changes it afterwards.
    [[nodiscard]] const Result<T> &result() const { return *m_result; }

private:
    std::optional<Result<T>> m_result;
};

} // namespace detail

//! Represents a `Result<T>` that arrives later; all asynchronous calls return one. Every future finishes, and its value
//! says how. Copies share the state; any thread may query it, and any number of listeners may wait (see `onResult`). It
//! replaces QFuture, where each listener costs four events, a second `then` drops the first, and a cancelled future has
//! no value.
template <class T = void>
class [[nodiscard]] FutureResult final
{
public:
    //! Creates a future that has already ended as `Cancelled`.
    FutureResult() : m_state(std::make_shared<detail::TypedState<T>>()) { m_state->resolve(fail(detail::abandoned())); }
    // Copies only: a future that was moved from would have no state.
    FutureResult(const FutureResult &) = default;
    FutureResult &operator=(const FutureResult &) = default;
    ~FutureResult() = default;

    [[nodiscard]] bool isFinished() const { return m_state->isFinished(); }
    //! Blocks until the future is finished; the caller's event loop does not run meanwhile.
    [[nodiscard]] Result<T> result() const
    {
        m_state->wait();
        return m_state->result();
    }

private:
    template <class>
    friend class Promise;
    template <class U, class F>
    friend void onResult(QObject *context, const FutureResult<U> &future, F f);

    explicit FutureResult(std::shared_ptr<detail::TypedState<T>> state) : m_state(std::move(state)) {}

    std::shared_ptr<detail::TypedState<T>> m_state; //!< never null
};

//! Delivers one result to a future, once. Copies share it; when the last copy is destroyed without a result, the future
//! ends as `Cancelled`, so no caller waits forever.
template <class T>
class Promise final
{
public:
    Promise() : m_shared(std::make_shared<Shared>()) {}

    [[nodiscard]] FutureResult<T> future() const { return FutureResult<T>(m_shared->state); }
    [[nodiscard]] bool isResolved() const { return m_shared->state->isFinished(); }

    //! Sets the result. Only the first call counts; later calls do nothing.
    void resolve(Result<T> result) const { m_shared->state->resolve(std::move(result)); }

private:
    struct Shared {
        const std::shared_ptr<detail::TypedState<T>> state = std::make_shared<detail::TypedState<T>>();

        Shared() = default;
        Q_DISABLE_COPY_MOVE(Shared)
        ~Shared()
        {
            if (!state->isFinished())
                state->resolve(fail(detail::abandoned()));
        }
    };
    std::shared_ptr<Shared> m_shared;
};

//! Returns a future that is already finished.
template <class T>
[[nodiscard]] FutureResult<T> readyResult(Result<T> result)
{
    const Promise<T> answer;
    answer.resolve(std::move(result));
    return answer.future();
}

template <class T>
[[nodiscard]] FutureResult<T> failedResult(Error error)
{
    return readyResult<T>(Result<T>(tl::unexpected<Error>(std::move(error))));
}

//! Calls `f(Result<T>)` from the event loop of `context`'s thread once `future` has finished, never before this
//! function returns. Must be called on that thread. `f` is not called if the context is destroyed first.
template <class U, class F>
void onResult(QObject *context, const FutureResult<U> &future, F f)
{
    // a std::function copies its target, so the captures of `f` are shared instead
    const auto call = std::make_shared<F>(std::move(f));
    detail::FutureState::listen(context, future.m_state, [state = future.m_state, call] { (*call)(state->result()); });
}

//! Runs `f` on `target`'s thread and returns its `Result<T>` as a future.
template <class T, class F>
[[nodiscard]] FutureResult<T> runOn(QObject *target, F f)
{
    Promise<T> answer;
    QMetaObject::invokeMethod(
        target, [answer, f = std::move(f)]() mutable { answer.resolve(f()); }, Qt::QueuedConnection);
    return answer.future();
}

//! Passes the outcome of a future on to an answer.
template <class T>
void pipe(QObject *context, const FutureResult<T> &from, const Promise<T> &to)
{
    onResult(context, from, [to](Result<T> result) { to.resolve(std::move(result)); });
}

namespace detail {

template <class T>
struct ValueOf {
    using type = T;
};
template <class T>
struct ValueOf<Result<T>> {
    using type = T;
};
template <class T>
struct ValueOf<FutureResult<T>> {
    using type = T;
};

//! Calls `f` with the value of a result that holds one; a Result<void> has none to pass.
template <class T, class F>
decltype(auto) callWithValue(const F &f, const Result<T> &result)
{
    if constexpr (std::is_void_v<T>)
        return f();
    else
        return f(*result);
}

template <class T, class F>
using ReturnedFor = decltype(callWithValue(std::declval<const F &>(), std::declval<const Result<T> &>()));

} // namespace detail

//! Applies `f` to the value of a future, on `context`'s thread; an error passes through. `f(const T &)`, or `f()` for a
//! future without a value, returns a value, a Result or nothing. If the context is destroyed first, the new future ends
//! with Cancelled.
template <class T, class F>
[[nodiscard]] auto map(QObject *context, const FutureResult<T> &future, F f)
{
    using Mapped = detail::ReturnedFor<T, F>;
    using Value = typename detail::ValueOf<Mapped>::type;
    const Promise<Value> promise;
    onResult(context, future, [promise, f = std::move(f)](const Result<T> &result) {
        if (!result)
            return promise.resolve(fail(result.error()));
        if constexpr (std::is_void_v<Mapped>) {
            detail::callWithValue(f, result);
            promise.resolve({});
        } else {
            promise.resolve(Result<Value>(detail::callWithValue(f, result)));
        }
    });
    return promise.future();
}

//! Starts the next asynchronous step with the value of a future, on `context`'s thread; an error passes through.
//! `f(const T &)`, or `f()` for a future without a value, returns the future of that step. If the context is destroyed
//! first, the new future ends with Cancelled.
template <class T, class F>
[[nodiscard]] auto andThen(QObject *context, const FutureResult<T> &future, F f)
{
    const Promise<typename detail::ValueOf<detail::ReturnedFor<T, F>>::type> promise;
    onResult(context, future, [context, promise, f = std::move(f)](const Result<T> &result) {
        if (result)
            pipe(context, detail::callWithValue(f, result), promise);
        else
            promise.resolve(fail(result.error()));
    });
    return promise.future();
}

} // namespace rookery

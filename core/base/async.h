// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <memory>
#include <type_traits>
#include <utility>

namespace rookery {

//! The asynchronous currency: every future finishes, and its value says how.
template <class T = void>
using FutureResult = QFuture<Result<T>>;

//! A future that is finished from the start.
template <class T>
[[nodiscard]] FutureResult<T> readyResult(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

template <class T>
[[nodiscard]] FutureResult<T> failedResult(Error error)
{
    return readyResult<T>(Result<T>(tl::unexpected<Error>(std::move(error))));
}

//! One answer to be given once. Copies share it; when the last copy goes away without an
//! answer the future ends with `Cancelled`, so no caller waits for ever.
template <class T>
class Answer final
{
public:
    Answer() : m_shared(std::make_shared<Shared>()) {}

    [[nodiscard]] FutureResult<T> future() const { return m_shared->promise.future(); }
    [[nodiscard]] bool isGiven() const { return m_shared->given; }

    //! The first call counts, later ones do nothing.
    void give(Result<T> result) const
    {
        if (std::exchange(m_shared->given, true))
            return;
        m_shared->promise.addResult(std::move(result));
        m_shared->promise.finish();
    }

private:
    struct Shared {
        QPromise<Result<T>> promise;
        bool given = false;

        Shared() { promise.start(); }
        Q_DISABLE_COPY_MOVE(Shared)
        ~Shared()
        {
            if (given)
                return;
            promise.addResult(fail(ErrorKind::Cancelled, Reason::ShuttingDown));
            promise.finish();
        }
    };
    std::shared_ptr<Shared> m_shared;
};

//! Calls `f(Result<T>)` on `context`'s thread once `future` has finished. A dead context is not
//! called, any number of listeners may wait for one future, and a cancelled future arrives as
//! `ErrorKind::Cancelled`. This replaces QFuture::then, which drops an earlier continuation.
template <class T, class F>
void onResult(QObject *context, const QFuture<Result<T>> &future, F f)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, f = std::move(f)]() mutable {
        watcher->deleteLater();
        const QFuture<Result<T>> done = watcher->future();
        if (done.resultCount() > 0)
            f(done.result());
        else
            f(Result<T>(fail(ErrorKind::Cancelled, Reason::ShuttingDown)));
    });
    watcher->setFuture(future);
}

//! Runs `f` on `target`'s thread and brings its `Result<T>` back as a future.
template <class T, class F>
[[nodiscard]] FutureResult<T> runOn(QObject *target, F f)
{
    Answer<T> answer;
    QMetaObject::invokeMethod(
        target, [answer, f = std::move(f)]() mutable { answer.give(f()); }, Qt::QueuedConnection);
    return answer.future();
}

//! Passes the outcome of one future on into an answer.
template <class T>
void forward(QObject *context, const FutureResult<T> &from, const Answer<T> &to)
{
    onResult(context, from, [to](Result<T> result) { to.give(std::move(result)); });
}

} // namespace rookery

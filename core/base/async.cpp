// SPDX-License-Identifier: GPL-3.0-or-later
#include "async.h"

#include "reasons/machine.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>

namespace rookery::detail {

namespace {

QEvent::Type finishedEvent()
{
    static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
    return type;
}

} // namespace

Error abandoned()
{
    return {.kind = ErrorKind::Cancelled, .reason = Reason::ShuttingDown};
}

//! Waits for one future on behalf of its parent, the context.
class Listener final : public QObject
{
    Q_OBJECT

public:
    Listener(QObject *context, std::shared_ptr<FutureState> state, std::function<void()> call)
        : QObject(context)
        , m_state(std::move(state))
        , m_call(std::move(call))
    {}
    Q_DISABLE_COPY_MOVE(Listener)
    ~Listener() override
    {
        const std::lock_guard lock(m_state->m_mutex); // `finish` posts to listeners under the same lock
        std::erase(m_state->m_listeners, this);
    }

    bool event(QEvent *event) override
    {
        if (event->type() != finishedEvent())
            return QObject::event(event);
        // moved out before the call, which may destroy the context and with it this listener
        const auto call = std::move(m_call);
        delete this;
        call();
        return true;
    }

private:
    const std::shared_ptr<FutureState> m_state;
    std::function<void()> m_call;
};

bool FutureState::isFinished() const
{
    const std::lock_guard lock(m_mutex);
    return m_finished;
}

void FutureState::wait() const
{
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [this] { return m_finished; });
}

void FutureState::listen(QObject *context, const std::shared_ptr<FutureState> &state, std::function<void()> call)
{
    auto *listener = new Listener(context, state, std::move(call));
    const std::lock_guard lock(state->m_mutex);
    if (state->m_finished)
        QCoreApplication::postEvent(listener, new QEvent(finishedEvent()));
    else
        state->m_listeners.push_back(listener);
}

void FutureState::finish(const std::function<void()> &store)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_finished)
            return;
        store();
        m_finished = true;
        for (Listener *listener : std::exchange(m_listeners, {}))
            QCoreApplication::postEvent(listener, new QEvent(finishedEvent()));
    }
    m_done.notify_all();
}

} // namespace rookery::detail

#include "async.moc"

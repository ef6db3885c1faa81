// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/async.h"

#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rookery::engine {

//! Calls methods of an object that lives on another thread. A call returns at once; its future ends with the method's.
template <class Object>
class ThreadProxy final
{
public:
    //! Creates a proxy. `object` is called on the thread of `context`, which outlives all calls.
    ThreadProxy(QObject *context, std::function<Object &()> object) : m_context(context), m_object(std::move(object)) {}

    template <class T, class... Parameters, class... Arguments>
    FutureResult<T> operator()(FutureResult<T> (Object::*method)(Parameters...), const Arguments &...arguments) const
    {
        const Promise<T> answer;
        QMetaObject::invokeMethod(
            m_context,
            [context = m_context, object = m_object, method, answer,
             values = std::tuple<std::decay_t<Parameters>...>(arguments...)] {
                const auto call = [&object, method](const auto &...value) { return (object().*method)(value...); };
                pipe(context, std::apply(call, values), answer);
            },
            Qt::QueuedConnection);
        return answer.future();
    }

private:
    QObject *m_context;
    std::function<Object &()> m_object;
};

} // namespace rookery::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace rookery {

//! Holds a secret. It has no formatter, no stream operator and no implicit conversion, so it cannot reach a log or a
//! message by accident; `reveal()` marks each deliberate use.
template <class T>
class Redacted final
{
public:
    Redacted() = default;
    explicit Redacted(T value) : m_value(std::move(value)) {}

    [[nodiscard]] const T &reveal() const { return m_value; }
    [[nodiscard]] bool isEmpty() const { return m_value.isEmpty(); }

    bool operator==(const Redacted &) const = default;

private:
    T m_value{};
};

} // namespace rookery

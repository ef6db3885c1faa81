// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

#include <compare>
#include <type_traits>
#include <utility>

namespace rookery {

//! Represents an identifier that cannot be mixed up with another kind of identifier. A default-constructed one is null
//! (`isNull`).
template <class Tag, class Value>
class StrongId final
{
public:
    StrongId() = default;
    explicit StrongId(Value value) : m_value(std::move(value)) {}

    [[nodiscard]] const Value &value() const { return m_value; }
    [[nodiscard]] bool isNull() const { return m_value == Value{}; }

    friend bool operator==(const StrongId &a, const StrongId &b) { return a.m_value == b.m_value; }
    friend bool operator<(const StrongId &a, const StrongId &b) { return a.m_value < b.m_value; }
    // qualified, because rookery::qHash would hide Qt's
    friend size_t qHash(const StrongId &id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    Value m_value{};
};

} // namespace rookery

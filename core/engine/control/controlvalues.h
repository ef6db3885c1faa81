// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/session.h"

#include <QJsonObject>

#include <optional>

//! Writes values of the model as JSON between the programs of one profile, and reads them. Only what the other program
//! prints travels: no secret, no login code, no text of a message. Pure.
namespace rookery::engine {

[[nodiscard]] QJsonObject toWire(const Error &error);
//! Writes what a line of `rookeryctl status` is made of.
[[nodiscard]] QJsonObject toWire(const AccountSnapshot &account);
//! Writes a broadcast without its title and excerpt.
[[nodiscard]] QJsonObject toWire(const BroadcastSummary &broadcast);
[[nodiscard]] QJsonObject toWire(const Delivery &delivery);

//! Reads a value; empty if it is not valid, or has a name that this version does not know.
template <class T>
[[nodiscard]] std::optional<T> fromWire(const QJsonObject &json) = delete;

template <>
std::optional<Error> fromWire(const QJsonObject &json);
template <>
std::optional<AccountSnapshot> fromWire(const QJsonObject &json);
template <>
std::optional<BroadcastSummary> fromWire(const QJsonObject &json);
template <>
std::optional<Delivery> fromWire(const QJsonObject &json);

} // namespace rookery::engine

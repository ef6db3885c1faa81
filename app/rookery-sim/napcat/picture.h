// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace rookery::sim::napcat {

//! A valid PNG of one colour, made without QtGui, which the simulator does not need otherwise.
[[nodiscard]] QByteArray plainPng(int width, int height, quint32 rgb);

} // namespace rookery::sim::napcat

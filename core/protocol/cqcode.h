// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QString>
#include <QStringView>

namespace rookery::protocol {

//! Converts OneBot 11's string form of a message, `text[CQ:type,key=value,…]text`, to its array form. Anything that is
//! not a well-formed code stays text. All values come out as strings.
[[nodiscard]] QJsonArray segmentsOfCqText(QStringView text);

//! Converts segments to one CQ text, for a gateway that accepts only forms.
[[nodiscard]] QString cqTextOfSegments(const QJsonArray &segments);

} // namespace rookery::protocol

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include "model/broadcast.h"
#include "model/condition.h"
#include "model/incident.h"
#include "model/logline.h"
#include "model/rkey.h"

#include <QIcon>

namespace rookery::ui {

//! Lists the roles that the models add to Qt's own.
enum ModelRole {
    SortRole = Qt::UserRole + 1, //!< the value that a column sorts by
    FractionRole, //!< double 0 … 1 of a bar; negative: unknown
    ToneRole, //!< int(Role) of a bar
};

//! Describes how a state looks: never a colour without its shape.
struct Tone {
    Shape shape = Shape::HollowCircle;
    Role role = Role::Unknown;

    bool operator==(const Tone &) const = default;
};

[[nodiscard]] Tone toneOf(DeliveryState state);
//! Returns the worst outcome or wait of a broadcast; green only when everything is verified.
[[nodiscard]] Tone toneOf(const BroadcastSummary &summary);
[[nodiscard]] Tone toneOf(Severity severity);
[[nodiscard]] Tone toneOf(Condition condition);
//! Judges the keys by the severity function.
[[nodiscard]] Tone toneOf(const RkeyState &state);
[[nodiscard]] Tone toneOf(RkeyProbeOutcome outcome);
[[nodiscard]] Tone toneOf(LogCategory category);
[[nodiscard]] Tone toneOf(LogLevel level);

//! Makes the small icons of tones, from the theme's cache.
class ToneIcons final
{
public:
    explicit ToneIcons(const Theme &theme) : m_theme(theme) {}
    Q_DISABLE_COPY_MOVE(ToneIcons)

    [[nodiscard]] QIcon icon(Tone tone) const;
    [[nodiscard]] QColor color(Tone tone) const { return m_theme.color(tone.role); }
    [[nodiscard]] const Theme &theme() const { return m_theme; }

private:
    const Theme &m_theme;
};

} // namespace rookery::ui

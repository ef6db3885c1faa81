// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include "model/broadcast.h"
#include "model/condition.h"
#include "model/incident.h"
#include "model/logline.h"
#include "model/rkey.h"

#include <QIcon>

namespace rookery::ui {

//! Roles of the models beside Qt's own.
enum ModelRole {
    SortRole = Qt::UserRole + 1, //!< what a column sorts by
    FractionRole, //!< double 0 … 1 of a bar; negative: unknown
    ToneRole, //!< int(Role) of a bar
};

//! How a state looks: never a colour without its shape.
struct Tone {
    Shape shape = Shape::HollowCircle;
    Role role = Role::Unknown;

    bool operator==(const Tone &) const = default;
};

[[nodiscard]] Tone toneOf(DeliveryState state);
//! The worst of what became of it, or what it waits for; green only when everything is verified.
[[nodiscard]] Tone toneOf(const BroadcastSummary &summary);
[[nodiscard]] Tone toneOf(Severity severity);
[[nodiscard]] Tone toneOf(Condition condition);
//! As the severity function judges the keys.
[[nodiscard]] Tone toneOf(const RkeyState &state);
[[nodiscard]] Tone toneOf(RkeyProbeOutcome outcome);
[[nodiscard]] Tone toneOf(LogCategory category);
[[nodiscard]] Tone toneOf(LogLevel level);

//! The small icons of tones, drawn once per model.
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

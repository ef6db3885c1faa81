// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QPalette>
#include <QString>

class QApplication;

namespace rookery::ui {

//! Names what a colour is for; widgets ask for roles, never for colours.
enum class Role {
    Window, //!< behind everything
    Surface, //!< cards, tables, fields
    Hover, //!< a row or button under the pointer
    Border, //!< of cards and tables, between blocks
    ControlBorder, //!< of buttons and fields: 3:1 on every ground
    Text,
    Muted, //!< secondary text, still 4.5:1
    Accent, //!< primary button, focus, links
    OnAccent, //!< text on Accent
    Selection, //!< selected rows; Text stays readable on it
    Working,
    Degraded,
    NeedsHand,
    Failed,
    Unknown,
};

//! Lists the shapes of states: a state is never shown by its colour alone.
enum class Shape { FilledCircle, Triangle, Diamond, Square, HollowCircle };

//! Describes how a status looks: never a colour without its shape.
struct StatusStyle {
    Shape shape = Shape::HollowCircle;
    Role role = Role::Unknown;

    bool operator==(const StatusStyle &) const = default;
};

//! Holds the palette of a theme and derives everything else from it. Pages keep a reference and are rebuilt when the
//! operator switches, so nothing needs to listen for changes.
class Theme final
{
public:
    enum class Mode { Light, Dark };

    explicit Theme(Mode mode);
    //! Returns the mode of "light" or "dark"; any other setting follows the lightness of `platform`.
    [[nodiscard]] static Mode modeFor(const QString &setting, const QPalette &platform);

    [[nodiscard]] bool isDark() const { return m_mode == Mode::Dark; }
    [[nodiscard]] QColor color(Role role) const;
    //! Mixes `role` into the surface: the background of chips and strips. `share` in [0, 1].
    [[nodiscard]] QColor tint(Role role, double share = 0.12) const;
    //! Returns the colour of a user's log rule: one of kRuleColours as it suits this theme, or "#rrggbb"; invalid:
    //! none.
    [[nodiscard]] QColor ruleColor(const QString &name) const;
    //! Mixes such a colour into the surface: text stays readable on it.
    [[nodiscard]] QColor ground(const QColor &color) const;
    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QString styleSheet() const;
    //! Draws resources/icons/<name>.svg in the role's colour; sharp at every scale.
    [[nodiscard]] QIcon icon(const QString &name, Role role = Role::Muted) const;
    //! Draws a status. Returns the same icon for the same arguments: rows ask at every paint, and Qt caches the scaled
    //! pixmaps of each icon that it meets, up to 10 MB. GUI thread.
    [[nodiscard]] QIcon statusIcon(const StatusStyle &style, int size = 12) const;

    [[nodiscard]] static QFont titleFont(const QFont &base); //!< one size larger, semi-bold
    [[nodiscard]] static QFont monoFont(const QFont &base); //!< logs and ids only

    //! Applies palette, style and style sheet to the whole program.
    void applyTo(QApplication &app) const;

private:
    Mode m_mode;
    mutable QHash<int, QIcon> m_shapes;
};

} // namespace rookery::ui

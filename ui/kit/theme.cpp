// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme.h"

#include "resources/resources.h"
#include "stateshape.h"
#include "tintedicon.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QPixmap>
#include <QStyle>
#include <QStyleFactory>

#include <array>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Shades {
    Role role;
    QRgb light;
    QRgb dark;
};

constexpr std::array kShades{
    Shades{Role::Window, 0xFFF6F7F9, 0xFF15181D},        Shades{Role::Surface, 0xFFFFFFFF, 0xFF1C2027},
    Shades{Role::Hover, 0xFFEFF1F5, 0xFF252A33},         Shades{Role::Border, 0xFFDFE3E9, 0xFF2F3640},
    Shades{Role::ControlBorder, 0xFF808A97, 0xFF6B7482}, Shades{Role::Text, 0xFF1B1F24, 0xFFE6E9EE},
    Shades{Role::Muted, 0xFF5B6470, 0xFF9AA4B2},         Shades{Role::Accent, 0xFF2F6FED, 0xFF6EA1FF},
    Shades{Role::OnAccent, 0xFFFFFFFF, 0xFF10141A},      Shades{Role::Selection, 0xFFE3ECFD, 0xFF26354F},
    Shades{Role::Working, 0xFF1A7F4B, 0xFF4CC38A},       Shades{Role::Degraded, 0xFF8F6000, 0xFFE3B341},
    Shades{Role::NeedsHand, 0xFF2F6FED, 0xFF6EA1FF},     Shades{Role::Failed, 0xFFC62828, 0xFFFF7B7B},
    Shades{Role::Unknown, 0xFF5B6470, 0xFF9AA4B2},
};

QColor mixed(const QColor &over, const QColor &ground, double share)
{
    const auto channel = [share](int a, int b) { return qRound(a * share + b * (1 - share)); };
    return {channel(over.red(), ground.red()), channel(over.green(), ground.green()),
            channel(over.blue(), ground.blue())};
}

} // namespace

Theme::Theme(Mode mode) : m_mode(mode)
{
    static const bool ready = (initResources(), true); // the icons
    Q_UNUSED(ready);
}

Theme::Mode Theme::modeFor(const QString &setting, const QPalette &platform)
{
    if (setting == u"dark")
        return Mode::Dark;
    if (setting == u"light")
        return Mode::Light;
    return platform.color(QPalette::Window).lightness() < 128 ? Mode::Dark : Mode::Light;
}

QColor Theme::color(Role role) const
{
    for (const Shades &shades : kShades) {
        if (shades.role == role)
            return QColor::fromRgb(isDark() ? shades.dark : shades.light);
    }
    return {};
}

QColor Theme::tint(Role role, double share) const
{
    return mixed(color(role), color(Role::Surface), share);
}

QColor Theme::ruleColor(const QString &name) const
{
    constexpr struct {
        const char *name;
        QRgb light;
        QRgb dark;
    } kColors[] = {{"red", 0xffc62f3b, 0xfff2777f},    {"orange", 0xffc2570c, 0xfff29a54},
                   {"yellow", 0xffa37a00, 0xffe6c64c}, {"green", 0xff2b8a3e, 0xff6fcf7f},
                   {"blue", 0xff1f6fd6, 0xff6eaef7},   {"purple", 0xff7a4fd0, 0xffb394f5},
                   {"grey", 0xff6b7280, 0xffa0a7b4}};
    for (const auto &one : kColors) {
        if (name == QLatin1StringView(one.name))
            return QColor::fromRgb(isDark() ? one.dark : one.light);
    }
    return name.startsWith(u'#') ? QColor(name) : QColor();
}

QColor Theme::ground(const QColor &color) const
{
    return mixed(color, this->color(Role::Surface), 0.1);
}

QPalette Theme::palette() const
{
    QPalette result;
    const auto set = [&result](QPalette::ColorRole role, const QColor &color) { result.setColor(role, color); };
    set(QPalette::Window, color(Role::Window));
    set(QPalette::WindowText, color(Role::Text));
    set(QPalette::Base, color(Role::Surface));
    set(QPalette::AlternateBase, mixed(color(Role::Hover), color(Role::Surface), 0.5));
    set(QPalette::Text, color(Role::Text));
    set(QPalette::Button, color(Role::Surface));
    set(QPalette::ButtonText, color(Role::Text));
    set(QPalette::BrightText, color(Role::Failed));
    set(QPalette::ToolTipBase, color(Role::Surface));
    set(QPalette::ToolTipText, color(Role::Text));
    set(QPalette::PlaceholderText, color(Role::Muted));
    set(QPalette::Highlight, color(Role::Selection));
    set(QPalette::HighlightedText, color(Role::Text));
    set(QPalette::Link, color(Role::Accent));
    set(QPalette::LinkVisited, color(Role::Accent));
    set(QPalette::Light, color(Role::Surface));
    set(QPalette::Midlight, color(Role::Hover));
    set(QPalette::Mid, color(Role::Border));
    set(QPalette::Dark, color(Role::Border));
    set(QPalette::Shadow, isDark() ? QColor(Qt::black) : color(Role::Muted));
    const QColor faded = mixed(color(Role::Muted), color(Role::Window), 0.65);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        result.setColor(QPalette::Disabled, role, faded);
    return result;
}

QIcon Theme::icon(const QString &name, Role role) const
{
    const QColor faded = mixed(color(Role::Muted), color(Role::Window), 0.55);
    return makeTintedIcon(u":/icons/"_s + name + u".svg"_s, color(role), faded);
}

QIcon Theme::statusIcon(const StatusStyle &style, int size) const
{
    QIcon &icon = m_shapes[(size * 16 + int(style.shape)) * 256 + int(style.role)];
    if (!icon.isNull())
        return icon;
    for (const int scale : {1, 2, 3}) {
        QPixmap pixmap(size * scale, size * scale);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintShape(painter, QRectF(0, 0, size * scale, size * scale), style.shape, color(style.role),
                   size * scale * 0.8);
        painter.end();
        icon.addPixmap(pixmap);
        icon.addPixmap(pixmap, QIcon::Selected); // otherwise the style would tint it with the selection
    }
    return icon;
}

QFont Theme::titleFont(const QFont &base)
{
    QFont font = base;
    if (base.pointSizeF() > 0)
        font.setPointSizeF(base.pointSizeF() * 1.35);
    else
        font.setPixelSize(base.pixelSize() * 135 / 100);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::monoFont(const QFont &base)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setFamilies({font.family(), u"Noto Sans Mono CJK SC"_s, u"Noto Sans CJK SC"_s});
    if (base.pointSizeF() > 0)
        font.setPointSizeF(base.pointSizeF());
    else
        font.setPixelSize(base.pixelSize());
    return font;
}

void Theme::applyTo(QApplication &app) const
{
    if (app.style()->objectName().compare(u"fusion"_s, Qt::CaseInsensitive) != 0)
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // The system's font first; the others keep Chinese in its simplified shapes where the system would guess.
    font.setFamilies({font.family(), u"Noto Sans CJK SC"_s, u"Source Han Sans SC"_s, u"Microsoft YaHei UI"_s,
                      u"PingFang SC"_s, u"WenQuanYi Micro Hei"_s});
    QApplication::setFont(font);
    QApplication::setPalette(palette());
    app.setStyleSheet(styleSheet());
}

} // namespace rookery::ui

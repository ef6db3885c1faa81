// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme.h"

#include <array>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// Every colour is a role in @…@; sizes are on the 4 px grid, radius 6.
constexpr QLatin1StringView kControls(R"(
QPushButton { background: @surface@; color: @text@; border: 1px solid @controlborder@; border-radius: 6px; padding: 4px 12px; min-height: 18px; }
QPushButton:hover { background: @hover@; border-color: @muted@; }
QPushButton:pressed { background: @border@; }
QPushButton:focus { border-color: @accent@; }
QPushButton:disabled { color: @faded@; background: @window@; border-color: @border@; }
QPushButton:checked { background: @selection@; border-color: @accent@; }
QPushButton::menu-indicator { image: url(:/icons/qss-down-@mode@.svg); width: 10px; height: 10px; subcontrol-position: right center; right: 6px; }
QPushButton[kind="primary"] { background: @accent@; color: @onaccent@; border-color: @accent@; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accenthover@; border-color: @accenthover@; }
QPushButton[kind="primary"]:focus { border: 2px solid @text@; padding: 3px 11px; }
QPushButton[kind="primary"]:disabled { background: @border@; border-color: @border@; color: @muted@; }
QPushButton[kind="danger"] { color: @failed@; }
QPushButton[kind="danger"]:hover { background: @failedtint@; border-color: @failed@; }
QPushButton[kind="danger"]:disabled { color: @faded@; }
QPushButton[kind="danger"]:checked { background: @failed@; color: @surface@; border-color: @failed@; font-weight: 600; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; padding: 4px 8px; }
QPushButton[kind="quiet"]:hover { background: @hover@; }
QPushButton[kind="quiet"]:focus { border-color: @accent@; }
QPushButton[kind="quiet"]:checked { background: @selection@; }
QPushButton[kind="icon"] { background: transparent; border-color: transparent; padding: 4px; min-width: 18px; }
QPushButton[kind="icon"]:hover { background: @hover@; }
QPushButton[kind="icon"]:focus { border-color: @accent@; }
QPushButton[kind="icon"]:checked { background: @selection@; }
QPushButton[kind="search"] { background: @window@; color: @muted@; text-align: left; padding: 4px 10px; }
QPushButton[kind="search"]:hover { border-color: @accent@; }
QPushButton[kind="nav"] { background: transparent; border-color: transparent; text-align: left; padding: 7px 10px; color: @muted@; }
QPushButton[kind="nav"]:hover { background: @hover@; color: @text@; }
QPushButton[kind="nav"]:focus { border-color: @accent@; }
QPushButton[kind="nav"]:checked { background: @selection@; color: @text@; font-weight: 600; }
QPushButton[kind="strip"] { background: transparent; border: 0; text-align: left; padding: 4px 8px; min-height: 16px; border-radius: 4px; }
QPushButton[kind="strip"]:hover { background: @hover@; }
QPushButton[kind="strip"]:focus { border: 1px solid @accent@; padding: 3px 7px; }
QToolButton { background: transparent; color: @text@; border: 1px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton:hover { background: @hover@; }
QToolButton:focus { border-color: @accent@; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateTimeEdit {
  background: @surface@; color: @text@; border: 1px solid @controlborder@; border-radius: 6px; padding: 4px 8px; min-height: 18px;
  selection-background-color: @accent@; selection-color: @onaccent@; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover { border-color: @muted@; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: @accent@; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QPlainTextEdit:disabled { background: @window@; color: @faded@; border-color: @border@; }
QLineEdit[bad="true"] { border-color: @failed@; }
QComboBox { padding-right: 24px; }
QComboBox::drop-down { border: 0; width: 22px; subcontrol-position: right center; }
QComboBox::down-arrow { image: url(:/icons/qss-down-@mode@.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @surface@; border: 1px solid @border@; padding: 4px; outline: 0; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 18px; border: 0; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 18px; border: 0; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/qss-up-@mode@.svg); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/qss-down-@mode@.svg); width: 10px; height: 10px; }
QSpinBox, QDoubleSpinBox { padding-right: 20px; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: 14px; height: 14px; border: 1px solid @muted@; background: @surface@; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: @accent@; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: @accent@; border-color: @accent@; image: url(:/icons/qss-check-@mode@.svg); }
QCheckBox::indicator:indeterminate { background: @accent@; border-color: @accent@; image: url(:/icons/qss-dash-@mode@.svg); }
QRadioButton::indicator:checked { background: @accent@; border-color: @accent@; image: url(:/icons/qss-dot-@mode@.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @border@; background: @window@; }
QCheckBox:focus, QRadioButton:focus { color: @accent@; }
)");

constexpr QLatin1StringView kViews(R"(
QTableView, QTreeView, QListView, QTableWidget, QTreeWidget, QListWidget {
  background: @surface@; alternate-background-color: @surface@; color: @text@; border: 1px solid @border@; border-radius: 6px; outline: 0;
  selection-background-color: @selection@; selection-color: @text@; gridline-color: @border@; }
QTableView:focus, QTreeView:focus, QListView:focus { border-color: @accent@; }
QFrame[kind="lines"] { background: @surface@; border: 1px solid @border@; border-radius: 6px; }
QFrame[kind="lines"]:focus { border-color: @accent@; }
QTableView::item, QTreeView::item { padding: 0 3px; border: 0; }
QListView::item { padding: 4px 8px; border: 0; }
QListView::item:hover { background: @hover@; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: @selection@; color: @text@; }
QHeaderView { background: @surface@; border: 0; }
QHeaderView::section { background: @surface@; color: @muted@; border: 0; border-bottom: 1px solid @border@; padding: 3px 6px; font-weight: 600; }
QHeaderView::section:hover { color: @text@; }
QHeaderView::up-arrow { image: url(:/icons/qss-up-@mode@.svg); width: 10px; height: 10px; }
QHeaderView::down-arrow { image: url(:/icons/qss-down-@mode@.svg); width: 10px; height: 10px; }
QTableCornerButton::section { background: @surface@; border: 0; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll@; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QProgressBar { background: @border@; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; text-align: center; color: transparent; }
QProgressBar::chunk { background: @accent@; border-radius: 3px; }
QTabWidget::pane { border: 1px solid @border@; border-radius: 6px; background: @surface@; top: -1px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @muted@; padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text@; }
QTabBar::tab:selected { color: @text@; border-bottom-color: @accent@; font-weight: 600; }
QTabBar::tab:focus { color: @accent@; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @border@; }
)");

constexpr QLatin1StringView kFrames(R"(
QToolTip { background: @surface@; color: @text@; border: 1px solid @border@; padding: 4px 8px; }
QMenu { background: @surface@; color: @text@; border: 1px solid @border@; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @selection@; }
QMenu::item:disabled { color: @faded@; }
QMenu::separator { height: 1px; background: @border@; margin: 4px 8px; }
QDialog, QMessageBox { background: @window@; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget#plain { background: transparent; }
QGroupBox { border: 1px solid @border@; border-radius: 6px; margin-top: 8px; padding: 12px 8px 8px 8px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: @muted@; }

QFrame[kind="card"] { background: @surface@; border: 1px solid @border@; border-radius: 6px; }
QFrame[kind="bar"] { background: @surface@; border: 0; border-bottom: 1px solid @border@; }
QFrame[kind="statusbar"] { background: @surface@; border: 0; border-top: 1px solid @border@; }
QFrame[kind="nav"] { background: @surface@; border: 0; border-right: 1px solid @border@; }
QFrame[kind="setting"] { background: transparent; border: 0; border-left: 3px solid transparent; border-radius: 4px; }
QFrame[kind="setting"][marked="true"] { background: @needshandtint@; border-left-color: @accent@; }
QFrame[kind="separator"] { background: @border@; border: 0; }
QFrame[kind="code"] { background: #FFFFFF; border: 1px solid @border@; border-radius: 6px; }
QFrame[strip="failed"] { background: @failedtint@; border: 0; border-left: 3px solid @failed@; border-radius: 4px; }
QFrame[strip="degraded"] { background: @degradedtint@; border: 0; border-left: 3px solid @degraded@; border-radius: 4px; }
QFrame[strip="needshand"] { background: @needshandtint@; border: 0; border-left: 3px solid @needshand@; border-radius: 4px; }
QFrame[strip="unknown"] { background: @unknowntint@; border: 0; border-left: 3px solid @unknown@; border-radius: 4px; }
QFrame[strip="accent"] { background: @surface@; border: 1px solid @border@; border-left: 3px solid @accent@; border-radius: 4px; }
QFrame[strip="working"] { background: @workingtint@; border: 0; border-left: 3px solid @working@; border-radius: 4px; }
QLabel { background: transparent; }
QLabel[kind="muted"] { color: @muted@; }
QLabel[kind="section"] { color: @muted@; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[role="working"] { color: @working@; }
QLabel[role="degraded"] { color: @degraded@; }
QLabel[role="needshand"] { color: @needshand@; }
QLabel[role="failed"] { color: @failed@; }
QLabel[role="unknown"] { color: @unknown@; }
QLabel[role="accent"] { color: @accent@; }
QLabel[role="muted"] { color: @muted@; }
QLabel[role="text"] { color: @text@; }
QLabel[badge="needshand"] { color: @onaccent@; background: @needshand@; border-radius: 7px; padding: 0 5px; font-weight: 600; }
QLabel[badge="failed"] { color: @onaccent@; background: @failed@; border-radius: 7px; padding: 0 5px; font-weight: 600; }
QLabel[badge="degraded"] { color: @onaccent@; background: @degraded@; border-radius: 7px; padding: 0 5px; font-weight: 600; }
QLabel[badge="unknown"] { color: @onaccent@; background: @unknown@; border-radius: 7px; padding: 0 5px; font-weight: 600; }
QLabel[chip="working"] { color: @working@; background: @workingtint@; border-radius: 4px; padding: 1px 6px; }
QLabel[chip="degraded"] { color: @degraded@; background: @degradedtint@; border-radius: 4px; padding: 1px 6px; }
QLabel[chip="needshand"] { color: @needshand@; background: @needshandtint@; border-radius: 4px; padding: 1px 6px; }
QLabel[chip="failed"] { color: @failed@; background: @failedtint@; border-radius: 4px; padding: 1px 6px; }
QLabel[chip="unknown"] { color: @unknown@; background: @unknowntint@; border-radius: 4px; padding: 1px 6px; }
)");

} // namespace

QString Theme::styleSheet() const
{
    QString sheet = QString(kControls) + QString(kViews) + QString(kFrames);
    const std::array<std::pair<QLatin1StringView, QColor>, 24> values{{
        {"window"_L1, color(Role::Window)},
        {"surface"_L1, color(Role::Surface)},
        {"hover"_L1, color(Role::Hover)},
        {"border"_L1, color(Role::Border)},
        {"controlborder"_L1, color(Role::ControlBorder)},
        {"text"_L1, color(Role::Text)},
        {"muted"_L1, color(Role::Muted)},
        {"faded"_L1, tint(Role::Muted, 0.7)},
        {"scroll"_L1, tint(Role::Muted, 0.35)},
        {"accent"_L1, color(Role::Accent)},
        {"accenthover"_L1, isDark() ? color(Role::Accent).lighter(110) : color(Role::Accent).darker(112)},
        {"onaccent"_L1, color(Role::OnAccent)},
        {"selection"_L1, color(Role::Selection)},
        {"working"_L1, color(Role::Working)},
        {"degraded"_L1, color(Role::Degraded)},
        {"needshand"_L1, color(Role::NeedsHand)},
        {"failed"_L1, color(Role::Failed)},
        {"unknown"_L1, color(Role::Unknown)},
        {"workingtint"_L1, tint(Role::Working, 0.1)},
        {"degradedtint"_L1, tint(Role::Degraded, 0.1)},
        {"needshandtint"_L1, tint(Role::NeedsHand, 0.08)},
        {"failedtint"_L1, tint(Role::Failed, 0.08)},
        {"unknowntint"_L1, tint(Role::Unknown, 0.1)},
        {"row"_L1, color(Role::Surface)},
    }};
    for (const auto &[name, value] : values)
        sheet.replace(u'@' + QString(name) + u'@', value.name());
    sheet.replace(u"@mode@"_s, isDark() ? u"dark"_s : u"light"_s);
    return sheet;
}

} // namespace rookery::ui

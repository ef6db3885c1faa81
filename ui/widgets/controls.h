// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include <QString>

class QBoxLayout;
class QAbstractItemView;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QTreeView;
class QWidget;

namespace rookery::ui {

inline constexpr int kGap = 8; //!< the grid: 4, 8, 16, 24
inline constexpr int kRowHeight = 24;

enum class ButtonKind { Plain, Primary, Quiet, Danger }; //!< Quiet: no frame until hovered

//! The one family of controls. `accessible` is the control's stable name, unique per page; empty: the text.
//! Changes the kind of a button that is on show.
void setButtonKind(QPushButton *button, ButtonKind kind);
[[nodiscard]] QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent,
                                      const QString &accessible = {});
//! A square button that shows an icon alone; `accessible` is also its tooltip.
[[nodiscard]] QPushButton *makeIconButton(const QIcon &icon, const QString &accessible, QWidget *parent);

enum class LabelKind { Body, Title, Section, Muted, Mono, Strong };
//! Always Qt::PlainText: what it shows may come from the network.
[[nodiscard]] QLabel *makeLabel(const QString &text, LabelKind kind, QWidget *parent);
//! Colours a label's text by role.
void setLabelRole(QLabel *label, const Theme &theme, Role role);
//! Makes a label a chip of that role: tinted ground, rounded.
void setChip(QLabel *label, Role role);
//! Makes a frame a strip of that role: tinted ground, a bar to the left.
void setStrip(QFrame *frame, Role role);

//! A filter field with a magnifier and a clear button; Ctrl+F of the page focuses it.
[[nodiscard]] QLineEdit *makeFilter(const QString &placeholder, const Theme &theme, QWidget *parent,
                                    const QString &accessible);
//! A surface with border and radius; its layout is the caller's.
[[nodiscard]] QFrame *makeCard(QWidget *parent);
//! A thin line between blocks.
[[nodiscard]] QFrame *makeSeparator(QWidget *parent);
//! `key` in `view` presses `button`, and the button's tool tip says so.
void pressOn(const QKeySequence &key, QAbstractItemView *view, QPushButton *button);
//! The family's table: 24 px rows, no grid, whole rows selected, sortable, remote text elided.
void styleTable(QTableView *table, const QString &accessible);
void styleTree(QTreeView *tree, const QString &accessible);

} // namespace rookery::ui

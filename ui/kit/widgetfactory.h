// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QString>

class QAbstractItemView;
class QFormLayout;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QTableView;
class QTreeView;
class QVBoxLayout;
class QWidget;

namespace rookery::ui {

inline constexpr int kGap = 8; //!< the grid: 4, 8, 16, 24
inline constexpr int kRowHeight = 24;

enum class ButtonKind { Plain, Primary, Quiet, Danger }; //!< Quiet: no frame until hovered

//! Changes the kind of a button that is already shown. In the functions below, `accessible` is the stable accessible
//! name of a control, unique per page; empty: its text.
void setButtonKind(QPushButton *button, ButtonKind kind);
[[nodiscard]] QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent,
                                      const QString &accessible = {});
//! Makes a square button that shows only an icon; `accessible` is also its tooltip.
[[nodiscard]] QPushButton *makeIconButton(const QIcon &icon, const QString &accessible, QWidget *parent);

enum class LabelKind { Body, Title, Section, Muted, Mono, Strong };
//! Makes a label, always Qt::PlainText: its text may come from the network.
[[nodiscard]] QLabel *makeLabel(const QString &text, LabelKind kind, QWidget *parent);
//! Colours a label's text by role.
void setLabelRole(QLabel *label, const Theme &theme, Role role);
//! Makes a label a chip of that role: tinted background, rounded.
void setChip(QLabel *label, Role role);
//! Makes a label a badge of that role: solid and round, for a count.
void setBadge(QLabel *label, Role role);
//! Makes a frame a strip of that role: tinted background, a bar to the left.
void setStrip(QFrame *frame, Role role);

//! Marks a row of settings that a search has found.
void setMarked(QFrame *row, bool marked);

//! Makes a filter field with a magnifier and a clear button; Ctrl+F of the page focuses it.
[[nodiscard]] QLineEdit *makeFilter(const QString &placeholder, const Theme &theme, QWidget *parent,
                                    const QString &accessible);
//! Makes a strip of that role with one wrapped sentence.
[[nodiscard]] QFrame *makeStrip(const QString &text, Role role, QWidget *parent);
//! Adds a row "name   value" to a form; returns the value's label, which is described by the name.
[[nodiscard]] QLabel *addFact(QFormLayout *form, const QString &name, QWidget *parent);
//! Makes a page's outermost layout: the margins of the window, blocks one grid step apart.
[[nodiscard]] QVBoxLayout *makePageLayout(QWidget *page);
//! Makes an area without a frame in which `content` scrolls up and down; it takes the width that there is.
[[nodiscard]] QScrollArea *makeScrollArea(QWidget *content, QWidget *parent);
//! Makes a surface with border and radius; the caller gives it a layout.
[[nodiscard]] QFrame *makeCard(QWidget *parent);
//! Makes a thin line between blocks.
[[nodiscard]] QFrame *makeSeparator(QWidget *parent);
//! Lets `key` in `view` press `button`, and adds the key to the button's tooltip.
void pressOn(const QKeySequence &key, QAbstractItemView *view, QPushButton *button);
//! Styles a table like all others: 24 px rows, no grid, whole rows selected, sortable, remote text elided.
void styleTable(QTableView *table, const QString &accessible);
void styleTree(QTreeView *tree, const QString &accessible);

} // namespace rookery::ui

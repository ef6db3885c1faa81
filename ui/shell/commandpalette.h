// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/page.h"

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace rookery::ui {

//! Finds accounts, groups, actions and pages with one field (Ctrl+K). Deletes itself when closed.
class CommandPalette final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    CommandPalette(const Theme &theme, QList<PaletteItem> items, QWidget *window);
    //! Adds items that came late, such as the groups of an account.
    void add(const QList<PaletteItem> &items);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void find(const QString &words);
    void runCurrent();

    const Theme &m_theme;
    QList<PaletteItem> m_items;
    QLineEdit *m_field = nullptr;
    QListWidget *m_list = nullptr;
};

//! Scores how well `words` (all must occur) fit `item`; 0: not at all. Starts of the title weigh most.
[[nodiscard]] int paletteScore(const PaletteItem &item, const QStringList &words);

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

#include <QDialog>

class QKeyEvent;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace rookery::ui {

//! Holds what a settings window shows, for the one that replaces it when language or theme change.
struct SettingsView {
    SettingsSection section = SettingsSection::General;
    QString search;
    QString focused; //!< key of the row that has the focus; empty: none
    QByteArray geometry;
};

//! Shows all settings: a list of sections on the left, the rows of one on the right, and a search over both. Not modal:
//! the pages stay usable and follow each change. Deletes itself when closed; what is typed and not applied stays in the
//! editor.
class SettingsWindow final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsWindow)

public:
    SettingsWindow(const SettingsContext &context, QWidget *parent);

    //! Returns a section's name in the window's language.
    [[nodiscard]] static QString titleOf(SettingsSection section);

    void showSection(SettingsSection section);
    [[nodiscard]] SettingsSection section() const;
    //! Shows only this section, without list and search: over a dialog that needs just that.
    void limitTo(SettingsSection section);

    [[nodiscard]] SettingsView view() const;
    void restore(const SettingsView &view);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *leftColumn(const Theme &theme);
    [[nodiscard]] SettingsPage *page(int section) const;
    void search();
    void focusFirstFound();

    QWidget *m_left = nullptr;
    QLineEdit *m_search = nullptr;
    QLabel *m_count = nullptr;
    QListWidget *m_list = nullptr;
    QStackedWidget *m_pages = nullptr;
};

} // namespace rookery::ui

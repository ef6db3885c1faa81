// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/page.h"

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace rookery::ui {

class AccountActions;
class BulkActions;
class ExposureView;
class GatewayDialogs;
class GatewayModel;
class NaturalSorter;
class PortView;
class SelectionBar;
class TagMenu;

//! Shows the list of gateways: add, paste, edit, rename, change token, remove, trust; our own port for those that dial
//! in, with the rejected ones; and what is exposed to others.
class GatewaysPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewaysPage)

public:
    GatewaysPage(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, QWidget *parent);

    [[nodiscard]] QString title() const override { return tr("Gateways"); }
    void settingsChanged() override;
    void refresh() override;
    void focusFilter() override;
    bool escape() override;
    void showItem(const Destination &to) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;
    [[nodiscard]] QList<PaletteItem> paletteItems() override;

private:
    enum Section { Rows, Port, Exposed, Empty };

    void applyAccounts(const engine::SessionChanges &changes);
    void applyListener();
    [[nodiscard]] QWidget *toolRow();
    [[nodiscard]] QWidget *sectionRow();
    [[nodiscard]] QWidget *newcomerStrip();
    [[nodiscard]] QWidget *selectionRow();
    [[nodiscard]] QWidget *tableArea();
    [[nodiscard]] QWidget *emptyArea();
    //! Returns the selected gateway; nullptr: none or several are selected.
    [[nodiscard]] const AccountSnapshot *current() const;
    [[nodiscard]] QList<AccountSnapshot> selected() const;
    //! Shows the column of tags, and the menu of the filter, only where there is something in them.
    void updateTags();
    void update();
    //! Shows or hides the sections for our own port and for exposures, which are not always needed.
    void updateSections();
    void showSection(Section section);
    void showMenu(const QPoint &position);

    AccountActions *m_actions = nullptr;
    BulkActions *m_bulk = nullptr;
    GatewayModel *m_model = nullptr;
    NaturalSorter *m_sorter = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_sections = nullptr;
    QPushButton *m_toRows = nullptr;
    QPushButton *m_toPort = nullptr;
    QPushButton *m_toExposed = nullptr;
    QFrame *m_newcomers = nullptr;
    QLabel *m_newcomerWords = nullptr;
    PortView *m_port = nullptr;
    ExposureView *m_exposed = nullptr;
    QTableView *m_table = nullptr;
    QLineEdit *m_words = nullptr;
    TagMenu *m_tagMenu = nullptr;
    QWidget *m_single = nullptr; //!< what is done to one gateway
    SelectionBar *m_several = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_token = nullptr;
    QPushButton *m_startStop = nullptr;
    QPushButton *m_trust = nullptr;
    QPushButton *m_kind = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/page.h"

#include <array>

class QLabel;
class QLineEdit;
class QModelIndex;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace rookery::ui {

class AccountActions;
class AccountDrawer;
struct AccountDetails;
class AccountFilter;
class AccountModel;
class AgeTicker;
class BulkActions;
class GatewayDialogs;
class SelectionBar;
class TagMenu;

//! Shows every account on one line, those that need the operator first, and one account in depth beside the list.
class OverviewPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OverviewPage)

public:
    OverviewPage(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, QWidget *parent);

    [[nodiscard]] QString title() const override { return tr("Overview"); }
    void settingsChanged() override;
    void refresh() override;
    void focusFilter() override;
    bool escape() override;
    void showItem(const Destination &to) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;
    [[nodiscard]] QList<PaletteItem> paletteItems() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    static constexpr int kGroups = kConditionCount + 1; //!< all, and one per condition, the worst first

    void applyAccounts(const engine::SessionChanges &changes);
    void applyHealth(const engine::HealthChanges &changes);
    [[nodiscard]] QWidget *toolRow();
    [[nodiscard]] QWidget *tableArea();
    [[nodiscard]] QWidget *emptyArea();
    void chooseGroup(int group);
    void countGroups();
    [[nodiscard]] AccountDetails detailsOf(const AccountSnapshot &account) const;
    void openDrawer(const GatewayId &gateway);
    void closeDrawer();
    void updateDrawer();
    void showMenu(const QPoint &position);
    [[nodiscard]] QList<AccountSnapshot> selected() const;
    //! Updates what depends on the selection.
    void updateSelection();
    //! Shows the column of tags, and the menu of the filter, only where there is something in them.
    void updateTags();
    [[nodiscard]] GatewayId gatewayAt(const QModelIndex &index) const;

    AccountActions *m_actions = nullptr;
    BulkActions *m_bulk = nullptr;
    AccountModel *m_model = nullptr;
    AccountFilter *m_filter = nullptr;
    QStackedWidget *m_stack = nullptr;
    QTableView *m_table = nullptr;
    SelectionBar *m_selection = nullptr;
    TagMenu *m_tagMenu = nullptr;
    QSplitter *m_splitter = nullptr;
    AccountDrawer *m_drawer = nullptr;
    QLineEdit *m_words = nullptr;
    QLabel *m_title = nullptr;
    QPushButton *m_mask = nullptr;
    QPushButton *m_add = nullptr;
    std::array<QPushButton *, kGroups> m_groups{};
    int m_group = 0; //!< 0: all
    AgeTicker *m_ticker = nullptr;
};

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bulkdialog.h"
#include "page.h"
#include "tagsdialog.h"

#include "engine/engine.h"

#include <QHash>
#include <QKeySequence>
#include <QObject>

#include <functional>

class QAbstractItemView;
class QMenu;

namespace rookery::ui {

//! Lists what can be done to a selection, in the order of the menus.
enum class BulkAction {
    Connect,
    Disconnect,
    QuickLogin,
    LogInAgain,
    Restart,
    Test,
    Tags,
    Exclude,
    Include,
    Export,
    Remove,
};

//! Performs what is done to many accounts at once, with the same words, question and results wherever it is pressed:
//! menu, buttons, palette, keyboard. Each action works on those of the selection that it fits, and names their number.
//! Belongs to a page.
class BulkActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BulkActions)

public:
    using Accounts = QList<AccountSnapshot>;

    //! Takes what the selection of the page is.
    BulkActions(engine::Engine &engine, const Theme &theme, QWidget *page, std::function<Accounts()> selected);

    [[nodiscard]] Accounts selected() const { return m_selected(); }
    //! Returns those of the accounts that an action can be done to in their present state.
    [[nodiscard]] Accounts fitting(BulkAction action, const Accounts &accounts) const;
    //! Returns "Disconnect 10 accounts".
    [[nodiscard]] static QString words(BulkAction action, int count);
    [[nodiscard]] static QString iconName(BulkAction action);
    //! Returns the key on a list of accounts; empty: none.
    [[nodiscard]] static QKeySequence key(BulkAction action);

    //! Performs an action on the selection; says so where it fits none of it.
    void run(BulkAction action);
    //! Fills the menu with every action that fits some of the selection.
    void fill(QMenu *menu);
    [[nodiscard]] QList<PaletteItem> paletteItems();
    //! Lets the keys of the actions, other than `except`, work on the view.
    void listenTo(QAbstractItemView *view, const QList<BulkAction> &except = {});

Q_SIGNALS:
    void navigate(const rookery::ui::Destination &to);
    void notice(const QString &text);

private:
    //! Starts a job from its words; the rest of it depends on the action.
    [[nodiscard]] BulkJob job(BulkAction action, const Accounts &accounts, int chosen) const;
    [[nodiscard]] BulkCommand command(BulkAction action, const Accounts &accounts);
    //! Reads the profile as it is when its turn comes, and stores what `edit` makes of it.
    [[nodiscard]] BulkCommand profileCommand(std::function<void(GatewayProfile &)> edit);
    [[nodiscard]] BulkCommand testCommand();
    [[nodiscard]] FutureResult<> connectAgain(const GatewayId &gateway);
    void open(BulkAction action, BulkJob job);
    void editTags(const Accounts &accounts);
    void applyTags(const Accounts &accounts, const TagEdit &edit);
    void exportTable(const Accounts &accounts);
    [[nodiscard]] std::optional<AccountSnapshot> find(const GatewayId &gateway) const;
    [[nodiscard]] QHash<GatewayId, AccountId> quickLogins(const Accounts &accounts) const;

    engine::Engine &m_engine;
    const Theme &m_theme;
    QWidget *m_page;
    std::function<Accounts()> m_selected;
};

//! Returns what each of these accounts can be logged in as without a scan: the account that was logged in before, or
//! the only one that its gateway remembers. Nobody is logged in twice: an account that is online at one of `all`, or
//! that another of these takes, is left out.
[[nodiscard]] QHash<GatewayId, AccountId> chooseQuickLogins(const QList<AccountSnapshot> &accounts,
                                                            const QList<AccountSnapshot> &all);

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "kit/accountnames.h"
#include "kit/theme.h"

#include <QHash>
#include <QJsonValue>
#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;
class QVBoxLayout;

namespace rookery::ui {

class ChosenModel;
class ContactModel;
struct ReachableChat;

//! Chooses the targets: the groups and friends of one account, of several or of all, searched, selected by rows, added
//! by buttons. In the list of several accounts a group stands once; those of them that are online share the groups
//! evenly.
class TargetPicker final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TargetPicker)

public:
    TargetPicker(engine::Engine &engine, const Theme &theme, const AccountNames &names, QWidget *parent);

    [[nodiscard]] QList<DraftTarget> targets() const;
    void setTargets(const QList<DraftTarget> &targets);
    void clear();
    void accountsChanged(); //!< names, states or the list of accounts differ
    void selectAccount(const GatewayId &gateway);
    //! Selects a chat in the account's list, as soon as the list is there.
    void selectTarget(const GatewayId &gateway, const Target &target);
    [[nodiscard]] GatewayId account() const; //!< null: several accounts are chosen, or there is none
    [[nodiscard]] QJsonValue saveChoice() const; //!< the account, "*" for all, or an array of several
    void restoreChoice(const QJsonValue &choice);
    void refresh(); //!< requests the gateway's lists again
    void focusSearch();
    bool clearSearch();
    [[nodiscard]] QTableView *contactTable() const { return m_contactTable; }
    [[nodiscard]] QTableView *chosenTable() const { return m_chosenTable; }

Q_SIGNALS:
    void edited();
    void notice(const QString &text);

private:
    void buildContacts(QVBoxLayout *layout);
    void buildChosen(QVBoxLayout *layout);
    void fillAccounts();
    [[nodiscard]] QString choice() const; //!< the chosen item: an account, all, or several
    void choose(const QString &choice);
    void chooseSeveral();
    void useSeveral(const QList<GatewayId> &accounts);
    [[nodiscard]] bool showsMany() const;
    [[nodiscard]] QList<GatewayId> offeredAccounts() const;
    [[nodiscard]] QList<GatewayId> shownAccounts() const;
    void load(Freshness freshness);
    void onContacts(const GatewayId &gateway, const Result<QList<Contact>> &contacts);
    void showContacts();
    [[nodiscard]] QList<ReachableChat> reachable() const;
    void selectWanted();
    void applyLimits();
    [[nodiscard]] QString emptyWords() const;
    void addSelected();
    void addAllShown();
    void addContacts(const QList<int> &rows);
    void openPaste();
    void removeSelected();
    void removeAll();
    void undoRemoval();
    void chosenChanged();
    void updateActions();

    engine::Engine &m_engine;
    const Theme &m_theme;
    const AccountNames &m_names;
    ContactModel *m_contacts = nullptr;
    QSortFilterProxyModel *m_found = nullptr;
    ChosenModel *m_chosen = nullptr;
    QHash<GatewayId, QList<Contact>> m_lists;
    int m_load = 0; //!< counts loads: only the newest answer is shown
    std::optional<DraftTarget> m_wanted; //!< to be selected when its account's list is there
    int m_pending = 0; //!< lists that are being read
    QTimer m_arrivals; //!< shows the lists that have arrived, of many accounts a few times a second
    QList<DraftTarget> m_removed; //!< the list before the last removal, to undo that
    QString m_trouble; //!< why the lists are missing
    bool m_answersOnly = false; //!< the chosen account has no groups and can answer only users who wrote to it
    int m_answerable = -1;
    QList<GatewayId> m_several; //!< that the operator has put together; empty: none yet
    int m_excluded = 0; //!< accounts that are not offered: they never broadcast

    QComboBox *m_account = nullptr;
    QPushButton *m_choose = nullptr;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_search = nullptr;
    QTableView *m_contactTable = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_addSelected = nullptr;
    QPushButton *m_addAll = nullptr;
    QPushButton *m_paste = nullptr;
    QLabel *m_chosenCount = nullptr;
    QTableView *m_chosenTable = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_clear = nullptr;
    QPushButton *m_undo = nullptr;
};

} // namespace rookery::ui

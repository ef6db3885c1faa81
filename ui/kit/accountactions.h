// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"
#include "theme.h"

#include "engine/engine.h"

#include <QObject>

class QMenu;

namespace rookery::ui {

class GatewayDialogs;

//! Offers everything that can be done to an account or gateway, with the same questions and messages wherever it is
//! pressed. Belongs to a page; dialogs open over the page's window.
class AccountActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountActions)

public:
    AccountActions(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, QWidget *page);

    //! Performs the action of the state's one button.
    void primary(const AccountSnapshot &account);
    void start(const GatewayProfile &gateway);
    void stop(const GatewayProfile &gateway);
    void retry(const GatewayProfile &gateway);
    //! Asks first: the gateway restarts and then waits for a scan.
    void logInAgain(const AccountSnapshot &account);
    //! Returns whether broadcasts can be sent through the account now.
    [[nodiscard]] static bool canSend(const AccountSnapshot &account);
    void sendFrom(const GatewayProfile &gateway); //!< leads to the composer with this account
    void probe(const GatewayProfile &gateway); //!< whether its newest picture link still works
    void newCode(const GatewayProfile &gateway);
    void quickLogin(const GatewayProfile &gateway, const QuickLoginEntry &entry);
    void enterTotp(const AccountSnapshot &account);
    void openPage(const GatewayProfile &gateway);
    void changeToken(const GatewayProfile &gateway);
    void edit(const GatewayProfile &gateway);
    //! Offers to change the kind of a gateway that reports another kind than it was added as.
    void changeKind(const AccountSnapshot &account);
    void remove(const GatewayProfile &gateway);
    void reviewCertificate(const AccountSnapshot &account);
    void addGateway();
    //! Adds an account that dialled in and is not on the list.
    void addIncoming(const QString &account);
    void changePort(); //!< of our own listener, in the settings
    void clearIncoming();
    void pasteGateways();

    //! Fills the menu with every action above that fits the account's state.
    void fill(QMenu *menu, const AccountSnapshot &account);
    //! Lists what the search offers to do with the account, which it names in each title.
    [[nodiscard]] QList<PaletteItem> paletteItems(const AccountSnapshot &account, const QString &name);

Q_SIGNALS:
    void navigate(const rookery::ui::Destination &to);
    void notice(const QString &text);

private:
    //! Shows `done` on success; opens a dialog titled `failed`, with the reason, on failure.
    void run(const FutureResult<> &future, const QString &done, const QString &failed);

    engine::Engine &m_engine;
    const Theme &m_theme;
    GatewayDialogs &m_dialogs;
    QWidget *m_page;
};

} // namespace rookery::ui

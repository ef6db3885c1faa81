// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/page.h"

#include <QHash>
#include <QPointer>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace rookery::ui {

class AccountActions;
class AgeTicker;
class BulkActions;
class DemoControl;
class EmptyState;
class FlowLayout;
class GatewayDialogs;
class LoginTile;

//! Shows the login wall: a tile per account that waits for the operator.
class LoginPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoginPage)

public:
    //! `demo`: scans the codes of made-up gateways; nullptr: this is no demo.
    LoginPage(engine::Engine &engine, const Theme &theme, GatewayDialogs &dialogs, DemoControl *demo, QWidget *parent);

    [[nodiscard]] QString title() const override { return tr("Login"); }
    void settingsChanged() override;
    void refresh() override;
    void showItem(const Destination &to) override;
    [[nodiscard]] QList<PaletteItem> paletteItems() override;

    //! Returns whether the state belongs on the wall.
    [[nodiscard]] static bool isWaiting(const SessionState &state);

private:
    void apply(const engine::SessionChanges &changes);
    void take(const AccountSnapshot &account);
    //! Shows for a while that an account is online, then drops its tile.
    void succeed(const AccountSnapshot &account);
    void drop(const GatewayId &gateway);
    //! Puts the tiles in their order, on the wall and for the Tab key.
    void arrange();
    [[nodiscard]] QList<AccountSnapshot> waiting() const;
    [[nodiscard]] LoginTile *makeTile(const GatewayId &gateway, bool popOut, QWidget *parent);
    void offerDemoPhone(LoginTile &tile, const GatewayId &gateway);
    void popOut(const GatewayId &gateway);
    void closePopOut(const GatewayId &gateway);
    void count();
    void mark(const GatewayId &gateway);

    DemoControl *const m_demo;
    AccountActions *m_actions = nullptr;
    BulkActions *m_bulk = nullptr; //!< works on all that wait
    QStackedWidget *m_stack = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_wall = nullptr;
    FlowLayout *m_flow = nullptr;
    QLabel *m_summary = nullptr;
    QPushButton *m_quickAll = nullptr;
    QHash<GatewayId, LoginTile *> m_tiles;
    QList<LoginTile *> m_order; //!< as they stand on the wall
    QHash<GatewayId, QPointer<LoginTile>> m_popOuts;
    GatewayId m_wanted; //!< requested before its tile existed
    AgeTicker *m_ticker = nullptr;
};

} // namespace rookery::ui

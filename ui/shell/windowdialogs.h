// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/gatewaydialogs.h"

namespace rookery::ui {

class Theme;

//! Opens the dialogs of the gateways and settings features for every page of the window.
class WindowDialogs final : public GatewayDialogs
{
    Q_DISABLE_COPY_MOVE(WindowDialogs)

public:
    WindowDialogs(engine::Engine &engine, const Theme &theme) : m_engine(engine), m_theme(theme) {}

    void add(QWidget *over) override;
    void addIncoming(const QString &account, QWidget *over) override;
    void paste(QWidget *over) override;
    void edit(const GatewayProfile &gateway, QWidget *over) override;
    void changeKind(const GatewayProfile &gateway, GatewayKind kind, QWidget *over) override;
    [[nodiscard]] bool hasToken(const GatewayProfile &gateway) const override;
    void changeToken(const GatewayProfile &gateway, QWidget *over) override;
    void enterTotp(const AccountSnapshot &account, QWidget *over) override;
    void reviewCertificate(const AccountSnapshot &account, QWidget *over) override;
    void changePort(QWidget *over) override;
    void network(QWidget *over) override;

private:
    engine::Engine &m_engine;
    const Theme &m_theme;
};

} // namespace rookery::ui

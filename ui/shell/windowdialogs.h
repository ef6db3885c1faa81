// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/gatewaydialogs.h"

#include <functional>

class QDialog;

namespace rookery::ui {

class Theme;

//! Opens the dialogs of the gateways feature for every page of the window.
class WindowDialogs final : public GatewayDialogs
{
    Q_DISABLE_COPY_MOVE(WindowDialogs)

public:
    //! `changePort` shows the settings of our own port over a dialog that is open, and so blocks the main window.
    WindowDialogs(engine::Engine &engine, const Theme &theme, std::function<void(QDialog *over)> changePort = {})
        : m_engine(engine)
        , m_theme(theme)
        , m_changePort(std::move(changePort))
    {}

    void add(QWidget *over) override;
    void addIncoming(const QString &account, QWidget *over) override;
    void paste(QWidget *over) override;
    void edit(const GatewayProfile &gateway, QWidget *over) override;
    void changeKind(const GatewayProfile &gateway, GatewayKind kind, QWidget *over) override;
    [[nodiscard]] bool hasToken(const GatewayProfile &gateway) const override;
    void changeToken(const GatewayProfile &gateway, QWidget *over) override;
    void enterTotp(const AccountSnapshot &account, QWidget *over) override;
    void reviewCertificate(const AccountSnapshot &account, QWidget *over) override;

private:
    //! Shows a dialog that offers to change our own port.
    template <class PortDialog>
    void open(PortDialog *dialog);

    engine::Engine &m_engine;
    const Theme &m_theme;
    std::function<void(QDialog *over)> m_changePort;
};

} // namespace rookery::ui

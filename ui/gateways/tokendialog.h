// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

class QLineEdit;

namespace rookery::ui {

class IncomingBox;

//! Changes the token of a gateway; its history stays.
class TokenDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokenDialog)

public:
    TokenDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway, QWidget *parent);

private:
    engine::Engine &m_engine;
    GatewayProfile m_gateway;
    QLineEdit *m_token = nullptr;
};

//! Makes a new token for a gateway that dials in: shown once, and the old one is no longer valid.
class MadeTokenDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MadeTokenDialog)

public:
    MadeTokenDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway, QWidget *parent);

Q_SIGNALS:
    void changePortWanted();

private:
    void make();

    engine::Engine &m_engine;
    GatewayProfile m_gateway;
    QLabel *m_words = nullptr;
    IncomingBox *m_box = nullptr;
};

//! Asks for the six digits that the gateway's panel wants.
class TotpDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TotpDialog)

public:
    TotpDialog(engine::Engine &engine, const Theme &theme, const AccountSnapshot &account, QWidget *parent);

private:
    engine::Engine &m_engine;
    GatewayId m_gateway;
    QLineEdit *m_code = nullptr;
};

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialog.h"

#include "engine/engine.h"

class QLineEdit;

namespace rookery::ui {

class DialInBox;

//! Where NapCat's operator finds the token, in words.
[[nodiscard]] QString tokenHint(GatewayKind kind);

//! A field for a secret, with an eye to look at it.
[[nodiscard]] QLineEdit *makeSecretField(const Theme &theme, QWidget *parent, const QString &accessible);

//! A new token for a gateway; its history stays.
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

//! A new token for a gateway that dials in: made by us, shown once, and the old one counts no more.
class MadeTokenDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MadeTokenDialog)

public:
    MadeTokenDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway, QWidget *parent);

private:
    void make();

    engine::Engine &m_engine;
    GatewayProfile m_gateway;
    QLabel *m_words = nullptr;
    DialInBox *m_box = nullptr;
};

//! The six digits that the gateway's panel asks for.
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "model/gateway.h"

#include <QScrollArea>

#include <array>

class QLabel;

namespace rookery::ui {

//! Shows "What you need": what to enable, where the token is, what this kind cannot do, and the checked versions.
class SetupGuideCard final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SetupGuideCard)

public:
    explicit SetupGuideCard(QWidget *parent);
    void show(GatewayKind kind, OneBotTransportKind way);

private:
    std::array<QLabel *, 4> m_words{};
};

} // namespace rookery::ui

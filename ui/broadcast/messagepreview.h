// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QScrollArea>

namespace rookery::ui {

//! Shows a message as a chat does: mention of everyone, text, then each picture. What does not fit scrolls.
class MessagePreview final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessagePreview)

public:
    MessagePreview(const Draft &draft, QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;
};

} // namespace rookery::ui

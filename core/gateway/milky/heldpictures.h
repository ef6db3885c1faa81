// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include <QHash>
#include <QString>

#include <optional>

namespace rookery::gateway {

//! Milky has nowhere to put a picture before it is sent: each message carries the bytes. "Staging" keeps them here
//! and gives out a short name, so that nothing large travels through queue and database; the send puts the bytes in.
class HeldPictures final
{
public:
    explicit HeldPictures(Clock &clock) : m_clock(clock), m_sweep(clock, [this] { sweep(); }) {}
    Q_DISABLE_COPY_MOVE(HeldPictures)

    [[nodiscard]] Result<StagedFile> hold(const QByteArray &bytes, const QByteArray &sha256, milliseconds retention);
    [[nodiscard]] static bool isName(const QString &file);
    //! As Milky takes it, base64://…; nullopt: not held any more.
    [[nodiscard]] std::optional<QString> uri(const QString &file) const;

private:
    struct Held {
        QByteArray bytes;
        SteadyTime until{};
    };
    void sweep();

    Clock &m_clock;
    QHash<QString, Held> m_held;
    Timer m_sweep;
};

} // namespace rookery::gateway

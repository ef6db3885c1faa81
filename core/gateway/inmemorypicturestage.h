// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include <QHash>
#include <QString>

#include <optional>

namespace rookery::gateway {

//! Holds the bytes of pictures until they are sent, for gateways that cannot store a picture before the message that
//! carries it. "Staging" returns a short name, so that nothing large travels through queue and database; the send
//! inserts the bytes.
class InMemoryPictureStage final
{
public:
    explicit InMemoryPictureStage(Clock &clock) : m_clock(clock), m_sweep(clock, [this] { sweep(); }) {}
    Q_DISABLE_COPY_MOVE(InMemoryPictureStage)

    [[nodiscard]] Result<StagedFile> hold(const QByteArray &bytes, const QByteArray &sha256, milliseconds retention);
    [[nodiscard]] static bool isName(const QString &file);
    //! nullopt: no longer held.
    [[nodiscard]] std::optional<QByteArray> bytes(const QString &file) const;

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

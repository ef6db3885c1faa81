// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picturecache.h"

#include "base/clock.h"
#include "base/singleflight.h"
#include "gateway/gateway.h"
#include "model/ids.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <utility>

namespace rookery::media {

//! Puts a picture at a gateway once and hands the same staged file to every delivery: one upload per
//! picture and gateway in flight, staged again when its life ends or the gateway lost it. Engine thread.
class Stager final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Stager)

public:
    //! A staged file with less life than this is staged anew before it is used.
    static constexpr milliseconds kMargin = seconds(60);
    //! Asked for on top of the planned duration.
    static constexpr milliseconds kSlack = std::chrono::minutes(10);

    Stager(Clock &clock, PictureCache &cache, QObject *parent = nullptr);

    //! The staged file; errors are the cache's and `Gateway::stage`'s. `planned`: how long it will be used.
    [[nodiscard]] FutureResult<gateway::StagedFile> ensure(const GatewayId &id, gateway::Gateway *gateway,
                                                           const QByteArray &sha256, const QString &fileName,
                                                           milliseconds planned);
    //! The gateway says that the file is gone.
    void invalidate(const GatewayId &id, const QByteArray &sha256);
    //! The gateway restarted, or is another one now.
    void forget(const GatewayId &id);

private:
    using Key = std::pair<GatewayId, QByteArray>;
    [[nodiscard]] FutureResult<gateway::StagedFile> stage(const Key &key, gateway::Gateway *gateway,
                                                          const QString &fileName, milliseconds retention);

    Clock &m_clock;
    PictureCache &m_cache;
    QHash<Key, gateway::StagedFile> m_staged;
    QHash<GatewayId, int> m_epochs; //!< an upload that began before `forget` is not kept
    SingleFlight<Key, gateway::StagedFile> m_flights;
};

} // namespace rookery::media

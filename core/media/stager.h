// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picturecache.h"

#include "base/clock.h"
#include "base/epoch.h"
#include "base/singleflight.h"
#include "gateway/gateway.h"
#include "model/ids.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <map>
#include <utility>

namespace rookery::media {

//! Uploads a picture to a gateway once and gives the same staged file to every delivery: one upload per picture and
//! gateway in flight, repeated when the file expires or the gateway lost it. Engine thread.
class Stager final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Stager)

public:
    //! Sets the remaining lifetime below which a staged file is staged again before use.
    static constexpr milliseconds kMargin = seconds(60);
    //! Is added to the planned duration when a lifetime is requested.
    static constexpr milliseconds kSlack = std::chrono::minutes(10);

    Stager(Clock &clock, PictureCache &cache, QObject *parent = nullptr);

    //! Returns the staged file; errors come from the cache and from `Gateway::stagePicture`. `planned`: how long it
    //! will be used.
    [[nodiscard]] FutureResult<gateway::StagedFile> ensure(const GatewayId &id, gateway::Gateway *gateway,
                                                           const QByteArray &sha256, const QString &fileName,
                                                           milliseconds planned);
    //! Drops a staged file, because the gateway reports that it is gone.
    void invalidate(const GatewayId &id, const QByteArray &sha256);
    //! Drops all staged files of a gateway that restarted or was replaced.
    void forget(const GatewayId &id);

private:
    using Key = std::pair<GatewayId, QByteArray>;
    [[nodiscard]] FutureResult<gateway::StagedFile> stage(const Key &key, gateway::Gateway *gateway,
                                                          const QString &fileName, milliseconds retention);

    Clock &m_clock;
    PictureCache &m_cache;
    QHash<Key, gateway::StagedFile> m_staged;
    std::map<GatewayId, Epoch> m_epochs; //!< advanced by `forget`; an upload that began before it is not kept
    SingleFlight<Key, gateway::StagedFile> m_flights;
};

} // namespace rookery::media

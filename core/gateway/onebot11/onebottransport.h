// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "gateway/gateway.h"

#include <QObject>

namespace rookery::gateway {

//! Carries OneBot 11's actions and events over one transport: sockets that we dial, sockets that the gateway dials, or
//! HTTP. Knows nothing of accounts. Lives on the engine thread.
class OneBotTransport : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotTransport)

public:
    ~OneBotTransport() override = default;

    //! Starts one attempt, which results in `up` or `down`.
    virtual void open(const Redacted<QString> &token) = 0;
    //! Ends the attempt without a signal; calls in flight end as Network/ConnectionLost.
    virtual void close() = 0;
    //! Returns true while connected to a gateway that has accepted our token.
    [[nodiscard]] virtual bool isUp() const = 0;
    //! Calls an action. See Gateway::call for the errors.
    [[nodiscard]] virtual FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) = 0;
    //! Sets the meaning of refusals from now on.
    virtual void setDialect(const Dialect &dialect) = 0;
    //! Reports the latest round-trip times through `connectionChanged`.
    virtual void refreshLatency() {}
    //! Returns true if only requests show that the gateway is still there.
    [[nodiscard]] virtual bool needsProbing() const { return false; }

Q_SIGNALS:
    void up();
    //! Is emitted exactly once per `open` that `close` did not end.
    void down(const rookery::Error &why);
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what);
    void connectionChanged(const rookery::ConnectionInfo &info); //!< "events" carries events, "onebot" only actions
    void arrived(); //!< a gateway dialled in while no attempt runs: `open` will use it
    void certificateRefused(const rookery::CertificateInfo &certificate);

protected:
    explicit OneBotTransport(QObject *parent) : QObject(parent) {}
};

} // namespace rookery::gateway

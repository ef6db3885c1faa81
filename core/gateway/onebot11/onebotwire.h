// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "gateway/gateway.h"

#include <QObject>

namespace rookery::gateway {

//! One way for OneBot 11's actions and events: sockets that we dial, a socket that dials us, or HTTP.
//! Knows nothing of accounts. Lives on the engine thread.
class OneBotWire : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotWire)

public:
    ~OneBotWire() override = default;

    //! One attempt: ends in `up` or `down`.
    virtual void open(const Redacted<QString> &token) = 0;
    //! Ends silently; calls under way end as Network/ConnectionLost.
    virtual void close() = 0;
    //! True while the gateway has shown that our token counts.
    [[nodiscard]] virtual bool isUp() const = 0;
    //! See Gateway::call for the errors.
    [[nodiscard]] virtual FutureResult<Reply> call(const Action &action, milliseconds deadline) = 0;
    //! What refusals mean from now on.
    virtual void setDialect(const Dialect &dialect) = 0;
    //! Takes the round trips measured since into `connectionChanged`.
    virtual void refreshLatency() {}
    //! True where nothing but asking shows that the gateway is still there.
    [[nodiscard]] virtual bool needsProbing() const { return false; }

Q_SIGNALS:
    void up();
    //! Exactly one per `open` that was not ended by `close`.
    void down(const rookery::Error &why);
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what);
    void connectionChanged(const rookery::ConnectionInfo &info); //!< "events" carries events, "onebot" actions alone
    void arrived(); //!< a gateway that dials us is there, and no attempt runs: `open` will find it
    void certificateRefused(const rookery::CertificateInfo &certificate);

protected:
    explicit OneBotWire(QObject *parent) : QObject(parent) {}
};

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "monitoredlink.h"
#include "servicelog.h"
#include "servicewatch.h"

#include "gateway/connectiontracker.h"
#include "gateway/drivercontext.h"

namespace rookery::gateway {

//! Watches a service and never sends through it: GeekAI and similar ones (docs/protocol/geekai.md). It polls two
//! addresses, follows a log, and derives one state with its evidence from both. While the service is away and the
//! driver waits before polling again, it keeps following the log: the log says why, and a login code in it ends the
//! wait.
class MonitoredService final : public Gateway
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MonitoredService)

public:
    MonitoredService(const GatewayProfile &profile, const DriverContext &around);
    ~MonitoredService() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<SentMessage> sendMessage(const Target &target, const Message &message,
                                                        milliseconds deadline) override;
    [[nodiscard]] FutureResult<QList<Contact>> contacts(ChatKind kind, Freshness freshness,
                                                        milliseconds deadline) override;
    [[nodiscard]] FutureResult<SelfInfo> self(milliseconds deadline) override;
    [[nodiscard]] FutureResult<QList<PictureKey>> pictureKeys(milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                        const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &code) override;
    [[nodiscard]] FutureResult<> restart() override;

private:
    [[nodiscard]] MonitoredMoment moment() const;
    //! Takes one step of the link and does what follows from it, until a listener ends the attempt.
    void apply(const MonitoredInput &input);
    void run(const MonitoredEffect &effect);
    void dropAll();

    Clock &m_clock;
    ServiceWatch m_watch;
    ServiceLog m_log;
    ConnectionTracker m_frontConnection;
    ConnectionTracker m_apiConnection;

    MonitoredLink m_link;
};

} // namespace rookery::gateway

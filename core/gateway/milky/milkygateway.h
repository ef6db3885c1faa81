// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "gateway/drivercontext.h"
#include "loginwatch.h"
#include "milkyclient.h"
#include "milkyevents.h"
#include "milkylink.h"
#include "milkysender.h"

namespace rookery::gateway {

//! Drives a Milky gateway (Lagrange v2, LLBot 7 and later): one address and one token. Actions go over HTTP, events
//! come over a WebSocket or a stream. Login codes, quick login and restart are not available: they stay with the
//! gateway's own panel or console, and Capabilities say so. Each
//! link is one epoch: its end drops everything and is reported once, and `connectLink` starts a new one.
class MilkyGateway final : public Gateway
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkyGateway)

public:
    MilkyGateway(const GatewayProfile &profile, const DriverContext &around);
    ~MilkyGateway() override;

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
    void wire();
    //! Takes one step of the link and does what follows from it, until a listener ends the attempt.
    void apply(const MilkyInput &input);
    void run(const MilkyEffect &effect);
    void dropAll();
    void probe();
    void authorise();
    void onCallsFailed(const Error &why);
    void onLoggedIn(const AccountId &account, const QString &nickname);
    void onEvent(const Event &event);
    //! Lets a refused call make the login watch look.
    template <class T>
    [[nodiscard]] FutureResult<T> watched(const FutureResult<T> &called);

    GatewayId m_gateway;
    Clock &m_clock;
    Deadlines m_deadlines;
    MilkyClient m_api;
    MilkyEvents m_events;
    LoginWatch m_login;
    MilkySender m_sender;
    ConnectionTracker m_apiConnection;
    ConnectionTracker m_eventConnection;

    MilkyLink m_link;
};

} // namespace rookery::gateway

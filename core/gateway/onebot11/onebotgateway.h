// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/surroundings.h"
#include "onebotpeer.h"

namespace rookery::gateway {

//! The driver for anything that speaks OneBot 11 and whose own panel, if any, we do not know: events and
//! actions, no login, no log. What is there is recognised and then spoken to in its own dialect.
class OneBotGateway final : public Gateway
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotGateway)

public:
    OneBotGateway(const GatewayProfile &profile, const Surroundings &around);
    ~OneBotGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stage(const QByteArray &bytes, const QByteArray &sha256,
                                                 const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &) override {} // nobody asks for one
    [[nodiscard]] FutureResult<> restart() override;

private:
    void onUp();
    void onDown(const Error &why, bool forGood);
    void onSelf(const AccountId &account, const QString &nickname);

    Clock &m_clock;
    OneBotPeer m_peer;
    quint64 m_epoch = 0;
};

//! Bytes as a message names them where they travel in the message itself. Used once: its life is over as it is
//! made, so that nobody keeps it.
[[nodiscard]] Result<StagedFile> stageInline(const QByteArray &bytes, const Clock &clock);

} // namespace rookery::gateway

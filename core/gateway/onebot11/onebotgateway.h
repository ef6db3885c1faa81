// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/drivercontext.h"
#include "onebotclient.h"
#include "onebotdriver.h"

namespace rookery::gateway {

//! Drives anything that speaks OneBot 11 and whose own panel, if any, we do not know: events and actions, no login, no
//! log. Recognises the program and then uses its dialect.
class OneBotGateway final : public OneBotDriver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotGateway)

public:
    OneBotGateway(const GatewayProfile &profile, const DriverContext &around);
    ~OneBotGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                        const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &) override {} // OneBot never asks for one
    [[nodiscard]] FutureResult<> restart() override;

private:
    [[nodiscard]] const Dialect &dialect() const override;
    void onUp();
    void onDown(const Error &why, bool forGood);
    void onSelf(const AccountId &account, const QString &nickname);

    Clock &m_clock;
    OneBotClient m_peer;
};

//! Encodes bytes for a message that carries them itself. The result expires at once, so that no caller keeps it for a
//! second message.
[[nodiscard]] Result<StagedFile> stageInline(const QByteArray &bytes, const Clock &clock);

} // namespace rookery::gateway

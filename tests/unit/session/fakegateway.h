// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace rookery {

//! A driver that does nothing by itself: the test speaks for the gateway and answers its calls.
class FakeGateway final : public gateway::Gateway
{
public:
    [[nodiscard]] Capabilities capabilities() const override
    {
        return Capabilities{.actions = actions, .qrLogin = true, .ownMessageEcho = true, .ownProgram = ownProgram};
    }
    void connectLink() override
    {
        ++connects;
        if (onConnect)
            onConnect();
    }
    void disconnectLink() override { ++disconnects; }
    void retryRefused() override { ++retries; }
    void checkLogin() override { ++checks; }
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds) override
    {
        calls.append(action.name);
        if (replies.contains(action.name))
            return readyResult<Reply>(Reply{replies.value(action.name)});
        if (failure)
            return failedResult<Reply>(*failure);
        pending.append(Promise<Reply>());
        return pending.last().future();
    }
    [[nodiscard]] FutureResult<gateway::StagedFile> stage(const QByteArray &, const QByteArray &, const QString &,
                                                          milliseconds) override
    {
        return failedResult<gateway::StagedFile>({.kind = ErrorKind::Rejected});
    }
    [[nodiscard]] milliseconds sendDeadline(qint64) const override { return seconds(20); }
    [[nodiscard]] FutureResult<> refreshQr() override { return readyResult<void>(refreshResult); }
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override
    {
        quick = account;
        return readyResult<void>({});
    }
    void submitTotp(const Redacted<QString> &code) override { totp = code; }
    [[nodiscard]] FutureResult<> restart() override
    {
        ++restarts;
        return readyResult<void>(restartResult);
    }

    void report(const gateway::GatewaySignal &signal) { Q_EMIT reported(signal); }
    void goOnline(const QString &account)
    {
        report(gateway::signal::Reached{});
        report(gateway::signal::Authenticated{});
        report(gateway::signal::LoggedIn{AccountId(account), QStringLiteral("Bot")});
        report(gateway::signal::ChannelUp{});
    }

    bool actions = true; //!< false: a service that is only watched
    bool ownProgram = false;
    std::function<void()> onConnect;
    int connects = 0;
    int disconnects = 0;
    int retries = 0;
    int checks = 0;
    int restarts = 0;
    QStringList calls;
    QHash<QString, QJsonValue> replies;
    std::optional<Error> failure;
    QList<Promise<Reply>> pending;
    Result<> refreshResult;
    Result<> restartResult;
    AccountId quick;
    Redacted<QString> totp;
};

} // namespace rookery

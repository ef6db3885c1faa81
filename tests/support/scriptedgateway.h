// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/onebot11/napcatdialect.h"
#include "gateway/onebot11/onebotdriver.h"
#include "protocol/json.h"
#include "protocol/onebot11.h"

#include <QHash>
#include <QStringList>

#include <functional>
#include <optional>
#include <utility>

namespace rookery {

using protocol::Action;
using protocol::Reply;

//! Plays a gateway that speaks OneBot from a script: records what it is asked, and answers as the script says, at once
//! or when the test answers the recorded call. The test also reports for it.
class ScriptedGateway final : public gateway::OneBotDriver
{
public:
    ScriptedGateway() = default;
    Q_DISABLE_COPY_MOVE(ScriptedGateway)

    struct Call {
        Action action;
        milliseconds deadline{0};
        Promise<Reply> answer;
    };
    struct Upload {
        QByteArray bytes;
        QByteArray sha256;
        QString fileName;
        milliseconds retention{0};
        Promise<gateway::StagedFile> answer;
    };
    //! nullopt: stays silent until the test resolves `calls.at(i).answer` itself.
    using Script = std::function<std::optional<Result<Reply>>(const Action &action)>;
    using StageScript = std::function<std::optional<Result<gateway::StagedFile>>(const QByteArray &sha256)>;

    // what was asked
    QList<Call> calls;
    QList<Promise<Reply>> pending; //!< of the calls that neither script nor `replies` nor `failure` answered
    QList<Upload> uploads;
    int connects = 0;
    int disconnects = 0;
    int retries = 0;
    int checks = 0;
    int restarts = 0;
    AccountId quick;
    Redacted<QString> totp;

    // the script
    Capabilities can{.qrLogin = true, .ownMessageEcho = true, .stagedUpload = true};
    Script onCall;
    QHash<QString, QJsonValue> replies; //!< by action, where `onCall` is silent
    std::optional<Error> failure; //!< of what is left
    StageScript onStage;
    std::function<void()> onConnect;
    Result<> refreshResult;
    Result<> restartResult;
    const gateway::Dialect *spoken = &gateway::napcatDialect();

    //! A reply as a send gets it.
    [[nodiscard]] static Result<Reply> sent(qint64 messageId)
    {
        return Reply{QJsonObject{{QStringLiteral("message_id"), messageId}}};
    }
    //! The chat of a recorded send.
    [[nodiscard]] static Target targetOf(const Action &action)
    {
        const bool group = action.name == QLatin1StringView("send_group_msg");
        const QJsonValue id = action.params.value(group ? QLatin1StringView("group_id") : QLatin1StringView("user_id"));
        return {group ? ChatKind::Group : ChatKind::Friend, protocol::idText(id)};
    }
    //! The event that QQ's confirmation of that send would push.
    [[nodiscard]] static Event echoOf(const Action &action, const AccountId &self, qint64 messageId)
    {
        MessageEvent message;
        message.messageId = MessageId(QString::number(messageId));
        message.chat = targetOf(action);
        message.senderId = self.value();
        message.message =
            protocol::decodeMessage(action.params.value(QLatin1StringView("message"))).value_or(Message());
        message.own = true;
        return {.self = self, .time = {}, .body = message};
    }
    [[nodiscard]] QStringList callNames() const
    {
        QStringList names;
        for (const Call &one : calls)
            names.append(one.action.name);
        return names;
    }
    [[nodiscard]] int unanswered() const
    {
        int count = 0;
        for (const Call &call : calls)
            count += call.answer.isResolved() ? 0 : 1;
        return count;
    }

    using OneBotDriver::report; // the test speaks for the gateway
    void goOnline(const QString &account)
    {
        report(gateway::signal::Reached{});
        report(gateway::signal::Authenticated{});
        report(gateway::signal::LoggedIn{AccountId(account), QStringLiteral("Bot")});
        report(gateway::signal::ChannelUp{});
    }

    [[nodiscard]] Capabilities capabilities() const override { return can; }
    void connectLink() override
    {
        ++connects;
        if (onConnect)
            onConnect();
    }
    void disconnectLink() override { ++disconnects; }
    void retryRefused() override { ++retries; }
    void checkLogin() override { ++checks; }
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline) override
    {
        calls.append({action, deadline, {}});
        const Promise<Reply> answer = calls.last().answer;
        if (const auto reply = onCall ? onCall(action) : std::nullopt)
            answer.resolve(*reply);
        else if (replies.contains(action.name))
            answer.resolve(Reply{replies.value(action.name)});
        else if (failure)
            answer.resolve(fail(*failure));
        else
            pending.append(answer);
        return answer.future();
    }
    [[nodiscard]] FutureResult<gateway::StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                                 const QString &fileName,
                                                                 milliseconds retention) override
    {
        uploads.append({bytes, sha256, fileName, retention, {}});
        const Promise<gateway::StagedFile> answer = uploads.last().answer;
        if (const auto staged = onStage ? onStage(sha256) : std::nullopt)
            answer.resolve(*staged);
        return answer.future();
    }
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override
    {
        return seconds(20) + milliseconds(mediaBytes / 256);
    }
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

private:
    [[nodiscard]] const gateway::Dialect &dialect() const override { return *spoken; }
};

} // namespace rookery

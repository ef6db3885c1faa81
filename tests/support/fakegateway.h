// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "protocol/json.h"
#include "protocol/onebot11.h"

#include <functional>
#include <optional>
#include <utility>

namespace rookery {

//! A gateway made of a script: it records what it is asked, and answers as told, at once or when told, or never.
class FakeGateway final : public gateway::Gateway
{
public:
    FakeGateway() = default;
    Q_DISABLE_COPY_MOVE(FakeGateway)

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
    //! Nothing: stays silent until the test answers `calls.at(i).answer` itself.
    using Script = std::function<std::optional<Result<Reply>>(const Action &action)>;
    using StageScript = std::function<std::optional<Result<gateway::StagedFile>>(const QByteArray &sha256)>;

    QList<Call> calls;
    QList<Upload> uploads;
    Script onCall;
    StageScript onStage;

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
    [[nodiscard]] int unanswered() const
    {
        int count = 0;
        for (const Call &call : calls)
            count += call.answer.isResolved() ? 0 : 1;
        return count;
    }

    [[nodiscard]] Capabilities capabilities() const override { return {.ownMessageEcho = true, .stagedUpload = true}; }
    void connectLink() override {}
    void disconnectLink() override {}

    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline) override
    {
        calls.append({action, deadline, {}});
        const Promise<Reply> answer = calls.last().answer;
        if (const auto reply = onCall ? onCall(action) : std::nullopt)
            answer.resolve(*reply);
        return answer.future();
    }
    [[nodiscard]] FutureResult<gateway::StagedFile> stage(const QByteArray &bytes, const QByteArray &sha256,
                                                          const QString &fileName, milliseconds retention) override
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
    [[nodiscard]] FutureResult<> refreshQr() override { return readyResult<void>({}); }
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &) override { return readyResult<void>({}); }
    void submitTotp(const Redacted<QString> &) override {}
    [[nodiscard]] FutureResult<> restart() override { return readyResult<void>({}); }
};

} // namespace rookery

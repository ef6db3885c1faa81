// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilinkclient.h"
#include "replytokencache.h"

#include "gateway/inmemorypicturestage.h"

#include <QObject>

#include <variant>

namespace rookery::gateway {

//! Sends one message to a WeChat user: pictures are uploaded to the content servers first, then every part is
//! sent as a message of its own, in order. Lives on the engine thread; the references outlive it. Errors are those of
//! Gateway. Once a part has arrived, a broken connection leaves the outcome of the whole unknown.
class ILinkSender final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ILinkSender)

public:
    ILinkSender(ILinkClient &api, ReplyTokenCache &replyTokens, Clock &clock)
        : m_api(api)
        , m_replyTokens(replyTokens)
        , m_pictures(clock)
    {}

    [[nodiscard]] FutureResult<SentMessage> send(const QString &user, const Message &message, milliseconds deadline);
    [[nodiscard]] InMemoryPictureStage &pictures() { return m_pictures; }

Q_SIGNALS:
    void bindingLost(const QString &text); //!< the server's words

private:
    using Part = std::variant<QString, QByteArray, protocol::ilink::UploadedPicture>; //!< the last: uploaded
    struct Job;

    [[nodiscard]] Result<QList<Part>> partsOf(const Message &message) const;
    void next(const std::shared_ptr<Job> &job);
    void fail(const std::shared_ptr<Job> &job, const Error &why);

    ILinkClient &m_api;
    ReplyTokenCache &m_replyTokens;
    InMemoryPictureStage m_pictures;
};

} // namespace rookery::gateway

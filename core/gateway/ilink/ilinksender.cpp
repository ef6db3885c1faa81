// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilinksender.h"

#include "base/reasons/access.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"

#include <QUuid>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

struct ILinkSender::Job {
    QString to;
    QList<Part> parts;
    qsizetype prepared = 0; //!< parts that are ready to send
    qsizetype sent = 0;
    milliseconds deadline{0};
    QString lastId;
    Promise<SentMessage> answer;
};

Result<QList<ILinkSender::Part>> ILinkSender::partsOf(const Message &message) const
{
    QList<Part> parts;
    for (const Segment &segment : message) {
        if (const auto *text = std::get_if<TextSegment>(&segment)) {
            auto *before = parts.isEmpty() ? nullptr : std::get_if<QString>(&parts.last());
            if (before)
                *before += text->text;
            else
                parts.append(text->text);
        } else if (const auto *image = std::get_if<ImageSegment>(&segment)) {
            const std::optional<QByteArray> bytes = m_pictures.bytes(image->file);
            if (!bytes)
                return rookery::fail(ErrorKind::Expired, Reason::StagedFileGone);
            parts.append(*bytes);
        } else {
            return rookery::fail(ErrorKind::Rejected, Reason::BadInput, u"only text and pictures"_s);
        }
    }
    if (parts.isEmpty())
        return rookery::fail(ErrorKind::Rejected, Reason::BadInput);
    return parts;
}

FutureResult<SentMessage> ILinkSender::send(const QString &user, const Message &message, milliseconds deadline)
{
    Result<QList<Part>> parts = partsOf(message);
    if (!parts)
        return failedResult<SentMessage>(parts.error());
    const auto job = std::make_shared<Job>();
    job->to = user;
    job->parts = *std::move(parts);
    job->deadline = deadline;
    next(job);
    return job->answer.future();
}

void ILinkSender::next(const std::shared_ptr<Job> &job)
{
    const std::optional<Redacted<QString>> context = m_replyTokens.contextOf(job->to);
    if (!context) {
        fail(job, {ErrorKind::Rejected, Reason::MustWriteFirst, protocol::ilink::kMustWriteFirst, {}, milliseconds(0)});
        return;
    }
    while (job->prepared < job->parts.size() && !std::holds_alternative<QByteArray>(job->parts.at(job->prepared)))
        ++job->prepared;
    if (job->prepared < job->parts.size()) {
        const auto put = m_api.upload(std::get<QByteArray>(job->parts.at(job->prepared)), job->to, job->deadline);
        onResult(this, put, [this, job](const Result<protocol::ilink::UploadedPicture> &picture) {
            if (!picture)
                return fail(job, picture.error());
            job->parts[job->prepared] = *picture;
            next(job);
        });
        return;
    }
    if (job->sent == job->parts.size()) {
        job->answer.resolve(SentMessage{MessageId(job->lastId)});
        return;
    }
    job->lastId = u"rookery-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const protocol::ilink::Envelope envelope{job->to, job->lastId, *context};
    const Part &part = job->parts.at(job->sent);
    const auto *text = std::get_if<QString>(&part);
    const QJsonObject body = text
        ? protocol::ilink::textMessage(envelope, *text)
        : protocol::ilink::pictureMessage(envelope, std::get<protocol::ilink::UploadedPicture>(part));
    onResult(this, m_api.sendMessage(body, job->deadline), [this, job](const Result<> &sent) {
        if (!sent)
            return fail(job, sent.error());
        ++job->sent;
        next(job);
    });
}

void ILinkSender::fail(const std::shared_ptr<Job> &job, const Error &why)
{
    Error told = why;
    if (why.reason == Reason::MustWriteFirst)
        m_replyTokens.forget(job->to); // an earlier message of theirs does not count any more
    const bool lost = why.reason == Reason::CredentialExpired;
    if (lost)
        told = {ErrorKind::Rejected, Reason::AccountOffline, why.code, why.detail, milliseconds(0)};
    // Before the first part was sent nothing has reached the chat, whatever the outcome of an upload.
    const bool sending = job->prepared == job->parts.size();
    if (!sending && (told.kind == ErrorKind::Timeout || told.kind == ErrorKind::Network))
        told.kind = ErrorKind::Offline;
    if (!sending && told.kind == ErrorKind::Protocol)
        told.kind = ErrorKind::Rejected;
    // Part of the message is in the chat: it must not be sent again as if nothing had arrived.
    if (job->sent > 0 && (told.kind == ErrorKind::Offline || lost))
        told.kind = ErrorKind::Network;
    if (job->sent > 0 && told.kind == ErrorKind::Rejected && !std::holds_alternative<QString>(job->parts.at(job->sent)))
        told.reason = Reason::PictureLost;
    job->answer.resolve(rookery::fail(told));
    if (lost)
        Q_EMIT bindingLost(why.detail);
}

} // namespace rookery::gateway

#include "moc_ilinksender.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "uploader.h"

#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "protocol/json.h"

#include <QUuid>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

struct Uploader::Job {
    QByteArray bytes;
    QString sha256; //!< hex
    QString fileName;
    milliseconds retention{0};
    QString stream;
    qsizetype next = 0; //!< index of the next chunk
    qsizetype total = 0;
    Promise<StagedFile> answer;
};

Uploader::Uploader(const Dialect &dialect, Clock &clock, const Deadlines &deadlines, Call call, QObject *parent)
    : QObject(parent)
    , m_dialect(dialect)
    , m_clock(clock)
    , m_deadlines(deadlines)
    , m_call(std::move(call))
    , m_running(this)
{}

FutureResult<StagedFile> Uploader::upload(const QByteArray &bytes, const QByteArray &sha256, const QString &fileName,
                                          milliseconds retention)
{
    if (bytes.isEmpty())
        return failedResult<StagedFile>({ErrorKind::Rejected, Reason::PictureEmpty, 0, {}, milliseconds(0)});
    return m_running.run(sha256, [this, &bytes, &sha256, &fileName, retention] {
        const auto job = std::make_shared<Job>();
        job->bytes = bytes;
        job->sha256 = QString::fromLatin1(sha256.toHex());
        job->fileName = fileName;
        job->retention = retention;
        job->stream = QUuid::createUuid().toString(QUuid::WithoutBraces);
        job->total = static_cast<qsizetype>((bytes.size() + m_dialect.chunkBytes - 1) / m_dialect.chunkBytes);
        sendNext(job);
        return job->answer.future();
    });
}

QJsonObject Uploader::chunkParams(const Job &job) const
{
    const QByteArray chunk = job.bytes.mid(job.next * m_dialect.chunkBytes, m_dialect.chunkBytes);
    QJsonObject params{{u"stream_id"_s, job.stream},
                       {u"chunk_data"_s, QString::fromLatin1(chunk.toBase64())},
                       {u"chunk_index"_s, job.next},
                       {u"total_chunks"_s, job.total}};
    if (job.next == 0) {
        // the first chunk creates the stream and states the properties of the file
        params.insert(u"file_size"_s, job.bytes.size());
        params.insert(u"filename"_s, job.fileName);
        params.insert(u"expected_sha256"_s, job.sha256);
        params.insert(u"file_retention"_s, static_cast<qint64>(job.retention.count()));
    }
    return params;
}

void Uploader::sendNext(const std::shared_ptr<Job> &job)
{
    if (job->next == job->total) {
        complete(job);
        return;
    }
    const protocol::Action action{u"upload_file_stream"_s, chunkParams(*job)};
    onResult(this, m_call(action, m_deadlines.uploadChunk), [this, job](const Result<protocol::Reply> &reply) {
        if (!reply) {
            job->answer.resolve(fail(reply.error()));
            return;
        }
        ++job->next;
        sendNext(job);
    });
}

void Uploader::complete(const std::shared_ptr<Job> &job)
{
    const protocol::Action action{u"upload_file_stream"_s, {{u"stream_id"_s, job->stream}, {u"is_complete"_s, true}}};
    onResult(this, m_call(action, m_deadlines.uploadChunk), [this, job](const Result<protocol::Reply> &reply) {
        if (!reply) {
            job->answer.resolve(fail(reply.error()));
            return;
        }
        const Result<QString> path = uploadedPath(reply->data, job->bytes.size(), job->sha256);
        job->answer.resolve(path ? Result<StagedFile>(StagedFile{*path, m_clock.now() + job->retention})
                                 : Result<StagedFile>(fail(path.error())));
    });
}

Result<QString> uploadedPath(const QJsonValue &data, qint64 size, const QString &sha256)
{
    const QJsonObject file = data.toObject();
    const QString path = file.value(u"file_path"_s).toString();
    const QString held = file.value(u"sha256"_s).toString();
    const bool same = protocol::wholeNumber(file.value(u"file_size"_s), -1) == size
        && (held.isEmpty() || held.compare(sha256, Qt::CaseInsensitive) == 0);
    if (file.value(u"status"_s).toString() != u"file_complete"_s || path.isEmpty() || !same)
        return fail(ErrorKind::Rejected, Reason::UploadMismatch);
    return path;
}

} // namespace rookery::gateway

#include "moc_uploader.cpp"

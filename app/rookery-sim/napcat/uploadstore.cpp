// SPDX-License-Identifier: GPL-3.0-or-later
#include "uploadstore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

constexpr seconds kIdle{600};
constexpr qint64 kDefaultRetention = 300'000;
constexpr qint64 kMemoryFile = 10LL * 1024 * 1024;
constexpr qint64 kMemoryTotal = 100LL * 1024 * 1024;

Outcome streamError(const QString &message)
{
    return {.kind = Outcome::Kind::Failed,
            .data = QJsonObject{{u"type"_s, u"error"_s}, {u"data_type"_s, u"error"_s}},
            .message = message,
            .stream = true};
}

Outcome streamAnswer(const QJsonObject &data)
{
    return {.kind = Outcome::Kind::Ok, .data = data, .message = {}, .stream = true};
}

} // namespace

UploadStore::UploadStore(State &state)
    : m_state(state)
    , m_folder(u"/app/.config/QQ/NapCat/temp/"_s)
    , m_retention(state.clock)
{}

void UploadStore::clean()
{
    for (auto it = m_files.cbegin(); it != m_files.cend(); ++it)
        m_state.log.info(u"已删除文件: "_s + it.key());
    m_files.clear();
    m_state.log.info(u"临时文件夹清理完成: "_s + m_folder.chopped(1));
}

void UploadStore::restart()
{
    m_streams.clear();
    m_retention.clear();
}

void UploadStore::dropIdle()
{
    const SteadyTime now = m_state.clock.now();
    m_streams.removeIf(
        [now](const std::pair<const QString &, Stream &> &item) { return now - item.second.touched > kIdle; });
}

//! Removes the path when an upload's timer ends, even if a later upload has replaced the file.
void UploadStore::endRetention(const QString &path)
{
    if (m_files.remove(path) == 0) {
        m_state.log.error(
            u"Failed to delete retained file %1: Error: ENOENT: no such file or directory, unlink '%1'"_s.arg(path));
    }
}

Outcome UploadStore::progress(const QString &id, const Stream &stream, const QString &status)
{
    return streamAnswer({{u"type"_s, u"stream"_s},
                         {u"stream_id"_s, id},
                         {u"status"_s, status},
                         {u"received_chunks"_s, stream.chunks.size()},
                         {u"total_chunks"_s, stream.total}});
}

Outcome UploadStore::upload(const QJsonObject &params)
{
    dropIdle();
    const QString id = params.value("stream_id"_L1).toString();
    if (params.value("reset"_L1).toBool()) {
        m_streams.remove(id);
        return streamError(u"Stream reset completed"_s);
    }
    if (params.value("verify_only"_L1).toBool()) {
        const auto stream = m_streams.constFind(id);
        return stream == m_streams.constEnd() ? streamError(u"Stream not found"_s)
                                              : progress(id, *stream, u"file_created"_s);
    }
    if (!m_streams.contains(id)) {
        if (Outcome opened = open(id, params); opened.kind != Outcome::Kind::Ok)
            return opened;
    }
    if (params.contains("chunk_data"_L1) && params.contains("chunk_index"_L1))
        return addChunk(id, m_streams[id], params); // even if the call says that this is the last
    const Stream &stream = m_streams[id];
    if (params.value("is_complete"_L1).toBool() || stream.chunks.size() == stream.total)
        return complete(id);
    return progress(id, stream, u"file_created"_s);
}

Outcome UploadStore::open(const QString &id, const QJsonObject &params)
{
    const int total = params.value("total_chunks"_L1).toInt();
    if (total <= 0)
        return streamError(u"total_chunks required for new stream"_s);
    const qint64 size = params.value("file_size"_L1).toInteger();
    qint64 inMemory = 0;
    for (const Stream &stream : std::as_const(m_streams))
        inMemory += stream.fileSize <= kMemoryFile ? stream.fileSize : 0;
    if (size > 0 && size <= kMemoryFile && inMemory + size > kMemoryTotal)
        return streamError(u"Memory limit exceeded"_s);
    const QString name = params.value("filename"_L1).toString();
    m_streams.insert(
        id,
        {.total = total,
         .fileName = name.isEmpty() ? u"upload_"_s + QUuid::createUuid().toString(QUuid::WithoutBraces) : name,
         .fileSize = size,
         .expectedSha256 = params.value("expected_sha256"_L1).toString().toLatin1().toLower(),
         .retention = milliseconds(params.value("file_retention"_L1).toInteger(kDefaultRetention)),
         .chunks = {},
         .touched = m_state.clock.now()});
    return Outcome::done();
}

Outcome UploadStore::addChunk(const QString &id, Stream &stream, const QJsonObject &params)
{
    const int index = params.value("chunk_index"_L1).toInt(-1);
    if (index < 0 || index >= stream.total)
        return streamError(u"Invalid chunk index: %1"_s.arg(index));
    if (stream.chunks.contains(index))
        return progress(id, stream, u"file_created"_s);
    stream.chunks.insert(index, QByteArray::fromBase64(params.value("chunk_data"_L1).toString().toLatin1()));
    stream.touched = m_state.clock.now();
    return progress(id, stream, u"chunk_received"_s);
}

Outcome UploadStore::complete(const QString &id)
{
    const Stream stream = m_streams.value(id); // a copy: the entry is removed before the answer is built
    QByteArray bytes;
    for (int i = 0; i < stream.total; ++i) {
        if (!stream.chunks.contains(i)) {
            const bool inMemory = stream.fileSize > 0 && stream.fileSize <= kMemoryFile;
            return streamError((inMemory ? u"Missing memory chunk %1"_s : u"Missing chunk file %1"_s).arg(i));
        }
        bytes += stream.chunks.value(i);
    }
    const QByteArray actual = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    if (!stream.expectedSha256.isEmpty() && stream.expectedSha256 != actual) {
        return streamError(u"SHA256 mismatch. Expected: %1, Got: %2"_s.arg(QLatin1StringView(stream.expectedSha256),
                                                                           QLatin1StringView(actual)));
    }
    m_streams.remove(id);
    const QString path = QDir::cleanPath(m_folder + stream.fileName); // overwrites a file of that name
    m_files.insert(path, bytes);
    if (stream.retention.count() > 0)
        m_retention.after(stream.retention, [this, path] { endRetention(path); });
    ++m_uploads;
    QJsonObject answer{{u"type"_s, u"response"_s},        {u"stream_id"_s, id},
                       {u"status"_s, u"file_complete"_s}, {u"received_chunks"_s, stream.total},
                       {u"total_chunks"_s, stream.total}, {u"file_path"_s, path},
                       {u"file_size"_s, bytes.size()}};
    if (!stream.expectedSha256.isEmpty())
        answer.insert(u"sha256"_s, QString::fromLatin1(actual));
    return streamAnswer(answer);
}

std::optional<QByteArray> UploadStore::file(const QString &path) const
{
    const auto found = m_files.constFind(path);
    if (found == m_files.constEnd())
        return std::nullopt;
    return *found;
}

} // namespace rookery::sim::napcat

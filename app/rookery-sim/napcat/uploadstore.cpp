// SPDX-License-Identifier: GPL-3.0-or-later
#include "uploadstore.h"

#include <QCryptographicHash>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

constexpr seconds s_idle{600};
constexpr qint64 s_defaultRetention = 300'000;
constexpr qint64 s_memoryFile = 10LL * 1024 * 1024;
constexpr qint64 s_memoryTotal = 100LL * 1024 * 1024;

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

UploadStore::UploadStore(World &world)
    : m_world(world)
    , m_folder(u"/app/.config/QQ/NapCat/temp/%1/"_s.arg(world.options.account))
{}

void UploadStore::clear()
{
    m_streams.clear();
    m_files.clear();
}

void UploadStore::expire()
{
    const SteadyTime now = m_world.clock.now();
    m_files.removeIf([now](const std::pair<const QString &, File &> &item) { return item.second.until <= now; });
    m_streams.removeIf(
        [now](const std::pair<const QString &, Stream &> &item) { return now - item.second.touched > s_idle; });
}

Outcome UploadStore::upload(const QJsonObject &params)
{
    expire();
    const QString id = params.value("stream_id"_L1).toString();
    if (params.value("reset"_L1).toBool()) {
        m_streams.remove(id);
        return streamError(u"Stream reset completed"_s);
    }
    if (params.value("verify_only"_L1).toBool()) {
        const auto stream = m_streams.constFind(id);
        if (stream == m_streams.constEnd())
            return streamError(u"Stream not found"_s);
        return streamAnswer({{u"type"_s, u"stream"_s},
                             {u"stream_id"_s, id},
                             {u"status"_s, u"file_created"_s},
                             {u"received_chunks"_s, stream->chunks.size()},
                             {u"total_chunks"_s, stream->total}});
    }
    if (params.contains("chunk_data"_L1)) {
        if (!m_streams.contains(id)) {
            if (Outcome opened = open(id, params); opened.kind != Outcome::Kind::Ok)
                return opened;
        }
        const Outcome added = addChunk(id, m_streams[id], params);
        if (added.kind != Outcome::Kind::Ok || !params.value("is_complete"_L1).toBool())
            return added;
    }
    if (params.value("is_complete"_L1).toBool())
        return complete(id);
    const auto stream = m_streams.constFind(id);
    if (stream == m_streams.constEnd())
        return streamError(u"Stream not found"_s);
    return streamAnswer({{u"type"_s, u"stream"_s},
                         {u"stream_id"_s, id},
                         {u"status"_s, u"file_created"_s},
                         {u"received_chunks"_s, stream->chunks.size()},
                         {u"total_chunks"_s, stream->total}});
}

Outcome UploadStore::open(const QString &id, const QJsonObject &params)
{
    const int total = params.value("total_chunks"_L1).toInt();
    if (total <= 0)
        return streamError(u"total_chunks required for new stream"_s);
    const qint64 size = params.value("file_size"_L1).toInteger();
    qint64 inMemory = 0;
    for (const Stream &stream : std::as_const(m_streams))
        inMemory += stream.fileSize <= s_memoryFile ? stream.fileSize : 0;
    if (size > 0 && size <= s_memoryFile && inMemory + size > s_memoryTotal)
        return streamError(u"Memory limit exceeded"_s);
    m_streams.insert(id,
                     {.total = total,
                      .fileSize = size,
                      .expectedSha256 = params.value("expected_sha256"_L1).toString().toLatin1().toLower(),
                      .retention = milliseconds(params.value("file_retention"_L1).toInteger(s_defaultRetention)),
                      .chunks = {},
                      .touched = m_world.clock.now()});
    return Outcome::done();
}

Outcome UploadStore::addChunk(const QString &id, Stream &stream, const QJsonObject &params)
{
    const int index = params.value("chunk_index"_L1).toInt(-1);
    if (index < 0 || index >= stream.total)
        return streamError(u"Invalid chunk index: %1"_s.arg(index));
    const QString data = params.value("chunk_data"_L1).toString();
    stream.chunks.insert(index, QByteArray::fromBase64(data.toLatin1()));
    stream.touched = m_world.clock.now();
    return streamAnswer({{u"type"_s, u"stream"_s},
                         {u"stream_id"_s, id},
                         {u"status"_s, u"chunk_received"_s},
                         {u"received_chunks"_s, stream.chunks.size()},
                         {u"total_chunks"_s, stream.total}});
}

Outcome UploadStore::complete(const QString &id)
{
    if (!m_streams.contains(id))
        return streamError(u"Stream not found"_s);
    const Stream stream = m_streams.value(id); // of its own: the entry goes before the answer
    QByteArray bytes;
    for (int i = 0; i < stream.total; ++i) {
        if (!stream.chunks.contains(i)) {
            const bool inMemory = stream.fileSize > 0 && stream.fileSize <= s_memoryFile;
            return streamError((inMemory ? u"Missing memory chunk %1"_s : u"Missing chunk file %1"_s).arg(i));
        }
        bytes += stream.chunks.value(i);
    }
    const QByteArray actual = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    if (!stream.expectedSha256.isEmpty() && stream.expectedSha256 != actual) {
        m_streams.remove(id);
        return streamError(u"SHA256 mismatch. Expected: %1, Got: %2"_s.arg(QLatin1StringView(stream.expectedSha256),
                                                                           QLatin1StringView(actual)));
    }
    m_streams.remove(id);
    const QString path = m_folder + QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_files.insert(path, {.bytes = bytes, .until = m_world.clock.now() + stream.retention});
    ++m_uploads;
    QJsonObject answer{{u"type"_s, u"response"_s},        {u"stream_id"_s, id},
                       {u"status"_s, u"file_complete"_s}, {u"received_chunks"_s, stream.total},
                       {u"total_chunks"_s, stream.total}, {u"file_path"_s, path},
                       {u"file_size"_s, bytes.size()}};
    if (!stream.expectedSha256.isEmpty())
        answer.insert(u"sha256"_s, QString::fromLatin1(actual));
    return streamAnswer(answer);
}

std::optional<QByteArray> UploadStore::file(const QString &path)
{
    expire();
    const auto found = m_files.constFind(path);
    if (found == m_files.constEnd())
        return std::nullopt;
    return found->bytes;
}

} // namespace rookery::sim::napcat

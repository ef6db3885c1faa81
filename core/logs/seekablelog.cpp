// SPDX-License-Identifier: GPL-3.0-or-later
#include "seekablelog.h"

#include "logdevice.h"

#include "base/readat.h"
#include "base/reasons/machine.h"
#include "logrules/logformats.h"

#include <QTemporaryFile>

#include <array>
#include <tuple>

namespace rookery::logs {

namespace {

Result<> write(QIODevice &to, const char *bytes, qint64 size)
{
    if (to.write(bytes, size) == size)
        return {};
    return fail(ErrorKind::Storage, Reason::DiskFull, to.errorString());
}

Result<> copyBytes(QIODevice &from, QIODevice &to, const std::stop_token &stop)
{
    std::array<char, 64UL * 1024> block; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
    for (;;) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        const qint64 got = from.read(block.data(), qint64(block.size()));
        if (got <= 0)
            return {};
        if (const Result<> written = write(to, block.data(), got); !written)
            return written;
    }
}

Result<> copyText(TextLines &from, QIODevice &to, const std::stop_token &stop)
{
    while (!from.atEnd()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        const std::optional<QString> line = from.next(kLongestLine);
        if (!line)
            break; // removed while reading
        const QByteArray bytes = line->toUtf8() + '\n';
        if (const Result<> written = write(to, bytes.constData(), bytes.size()); !written)
            return written;
    }
    return {};
}

//! Copies a log to a file without a name, as UTF-8 if it is UTF-16.
Result<std::unique_ptr<QFile>> unpacked(QIODevice &device, TextLines &text, const std::stop_token &stop)
{
    auto file = std::make_unique<QTemporaryFile>();
    if (!file->open())
        return fail(ErrorKind::Storage, Reason::FileDenied, file->errorString());
    const Result<> copied = text.isWide() ? copyText(text, *file, stop) : copyBytes(device, *file, stop);
    if (!copied)
        return fail(copied.error());
    if (!file->flush())
        return fail(ErrorKind::Storage, Reason::DiskFull, file->errorString());
    if (const Result<> whole = checkWhole(device); !whole)
        return fail(whole.error());
    return std::unique_ptr<QFile>(std::move(file));
}

} // namespace

Result<std::shared_ptr<const SeekableLog>> SeekableLog::open(const QString &path, GatewayKind kind,
                                                             const std::stop_token &stop)
{
    auto device = openLog(path);
    if (!device)
        return fail(device.error());
    TextLines text(**device);
    std::shared_ptr<SeekableLog> log(new SeekableLog);
    log->m_path = path;
    log->m_kind = kind;
    log->m_first = tellingLines(text);
    log->m_misread = misreadEncoding(log->m_first);
    log->m_isWide = text.isWide();
    log->m_isFile = !(*device)->isSequential() && !text.isWide();
    if (!text.rewind(0))
        return fail(ErrorKind::Storage, Reason::FileDenied, (*device)->errorString());
    log->m_decoder = text.decoder(); // which rewinding has settled
    if (auto *const file = log->m_isFile ? qobject_cast<QFile *>(device->get()) : nullptr) {
        log->m_file.reset(file);
        std::ignore = device->release(); // the log has it
    } else {
        auto copy = unpacked(**device, text, stop);
        if (!copy)
            return fail(copy.error());
        log->m_file = std::move(*copy);
    }
    return std::shared_ptr<const SeekableLog>(std::move(log));
}

qint64 SeekableLog::read(ByteOffset at, char *to, qint64 most) const
{
    return readAt(*m_file, at.value, to, most);
}

qint64 SeekableLog::size() const
{
    return m_file->size();
}

std::unique_ptr<logrules::LogParser> SeekableLog::makeParser() const
{
    std::unique_ptr<logrules::LogParser> parser = logrules::makeLogParser(m_kind, writtenAt(m_path));
    for (const QString &line : m_first)
        parser->learn(line);
    return parser;
}

} // namespace rookery::logs

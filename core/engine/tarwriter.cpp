// SPDX-License-Identifier: GPL-3.0-or-later
#include "tarwriter.h"

#include "base/reasons/input.h"
#include "config/filewriter.h"

#include <QFile>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>

namespace rookery::engine {

namespace {

constexpr qint64 kPiece = 1024 * 1024;

la_ssize_t writeTo(archive *, void *out, const void *bytes, size_t size)
{
    const qint64 length = static_cast<qint64>(size);
    return static_cast<QFileDevice *>(out)->write(static_cast<const char *>(bytes), length) == length ? length : -1;
}

} // namespace

void TarWriter::Abandon::operator()(archive *tar) const
{
    archive_write_fail(tar); // otherwise an unfinished archive would be ended as if it were complete
    archive_write_free(tar);
}

TarWriter::TarWriter(QFileDevice &out, WallTime now) : m_out(out), m_now(now), m_tar(archive_write_new())
{
    archive_write_set_format_ustar(m_tar.get());
    archive_write_set_bytes_per_block(m_tar.get(), 0); // unbuffered: QFileDevice has a buffer
    archive_write_open(m_tar.get(), &m_out, nullptr, &writeTo, nullptr);
}

TarWriter::~TarWriter() = default;

Result<> TarWriter::add(const QByteArray &name, const QByteArray &content)
{
    if (Result<> done = header(name, content.size()); !done)
        return done;
    return write(content);
}

Result<> TarWriter::addFile(const QByteArray &name, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(config::fileError(file));
    const qint64 size = file.size(); // the size in the header; bytes appended later are left out
    if (Result<> done = header(name, size); !done)
        return done;
    for (qint64 left = size; left > 0;) {
        const QByteArray piece = file.read(std::min(left, kPiece));
        if (piece.isEmpty())
            return fail(config::fileError(file));
        if (Result<> done = write(piece); !done)
            return done;
        left -= piece.size();
    }
    return {};
}

Result<> TarWriter::finish()
{
    if (archive_write_close(m_tar.get()) != ARCHIVE_OK)
        return fail(config::fileError(m_out));
    return {};
}

Result<> TarWriter::header(const QByteArray &name, qint64 size)
{
    if (name.isEmpty())
        return fail(ErrorKind::Rejected, Reason::BadInput);
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.constData());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600); // owner and group: those of the user who unpacks
    archive_entry_set_size(entry.get(), size);
    archive_entry_set_mtime(entry.get(), std::chrono::duration_cast<seconds>(m_now.time_since_epoch()).count(), 0);
    switch (archive_write_header(m_tar.get(), entry.get())) {
    case ARCHIVE_OK:
        return {};
    case ARCHIVE_FATAL:
        return fail(config::fileError(m_out));
    default: // the format cannot hold this member
        return fail(ErrorKind::Rejected, Reason::BadInput, QString::fromUtf8(name));
    }
}

Result<> TarWriter::write(const QByteArray &bytes)
{
    if (archive_write_data(m_tar.get(), bytes.constData(), static_cast<size_t>(bytes.size())) != bytes.size())
        return fail(config::fileError(m_out));
    return {};
}

} // namespace rookery::engine

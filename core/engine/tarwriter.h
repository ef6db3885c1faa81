// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QFileDevice>
#include <QString>

#include <memory>

struct archive;

namespace rookery::engine {

//! Writes a tar archive (POSIX ustar): plain files, readable by their owner only when unpacked. Any system's own
//! tools read it, so that a backup needs no program of ours. Storage errors of the written file; BadInput for a member
//! that the format cannot hold: without a name, with one of more than 100 bytes, or of 8 GiB or more.
class TarWriter final
{
    Q_DISABLE_COPY_MOVE(TarWriter)

public:
    //! Creates a writer; `out` is open for writing and outlives it.
    TarWriter(QFileDevice &out, WallTime now);
    ~TarWriter();

    [[nodiscard]] Result<> add(const QByteArray &name, const QByteArray &content);
    //! Copies a file in pieces. Storage error: it cannot be read, or shrinks while it is read.
    [[nodiscard]] Result<> addFile(const QByteArray &name, const QString &path);
    //! Writes the end of the archive, without which it is incomplete.
    [[nodiscard]] Result<> finish();

private:
    struct Abandon {
        void operator()(archive *tar) const;
    };

    [[nodiscard]] Result<> header(const QByteArray &name, qint64 size);
    [[nodiscard]] Result<> write(const QByteArray &bytes);

    QFileDevice &m_out;
    const WallTime m_now;
    const std::unique_ptr<archive, Abandon> m_tar;
};

} // namespace rookery::engine

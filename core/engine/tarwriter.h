// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QFileDevice>
#include <QString>

namespace rookery::engine {

//! Writes a tar archive (POSIX ustar): plain files, readable by their owner alone when unpacked. Any system's own
//! tools read it, so that a backup needs no program of ours. Storage errors of the file that is written; BadInput for
//! a name longer than 100 bytes or a member of 8 GiB and more, which the format has no room for.
class TarWriter final
{
    Q_DISABLE_COPY_MOVE(TarWriter)

public:
    //! `out` is open for writing and outlives this.
    TarWriter(QFileDevice &out, WallTime now) : m_out(out), m_now(now) {}

    [[nodiscard]] Result<> add(const QByteArray &name, const QByteArray &content);
    //! Copies in pieces. A file that cannot be read, or is cut while it is read, is a Storage error.
    [[nodiscard]] Result<> addFile(const QByteArray &name, const QString &path);
    //! Without it the archive has no end.
    [[nodiscard]] Result<> finish();

private:
    [[nodiscard]] Result<> header(const QByteArray &name, qint64 size);
    [[nodiscard]] Result<> padding(qint64 size);
    [[nodiscard]] Result<> write(const QByteArray &bytes);

    QFileDevice &m_out;
    const WallTime m_now;
};

} // namespace rookery::engine

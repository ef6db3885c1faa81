// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "textlines.h"

#include "logrules/logparser.h"
#include "model/kind.h"
#include "model/logfilter.h"

#include "base/result.h"

#include <QFile>
#include <QString>
#include <QStringList>

#include <memory>
#include <stop_token>

namespace rookery::logs {

//! Holds an open log whose bytes can be read from anywhere. What is packed or UTF-16 is written to a temporary file as
//! UTF-8, which is removed with this. Any thread.
class SeekableLog final
{
    Q_DISABLE_COPY_MOVE(SeekableLog)

public:
    //! Blocks while a packed file is unpacked; ends with Cancelled soon after `stop` is requested. Errors: as openLog;
    //! DiskFull: no room to unpack it.
    [[nodiscard]] static Result<std::shared_ptr<const SeekableLog>> open(const QString &path, GatewayKind kind,
                                                                         const std::stop_token &stop);
    ~SeekableLog() = default;

    //! Returns how many bytes were read; 0 at the end, -1 if it cannot be read.
    [[nodiscard]] qint64 read(ByteOffset at, char *to, qint64 most) const;
    [[nodiscard]] qint64 size() const;
    //! Returns whether the bytes are those of the file itself, so that they can grow.
    [[nodiscard]] bool isFile() const { return m_isFile; }
    [[nodiscard]] bool isWide() const { return m_isWide; } //!< was UTF-16
    //! Returns the encoding as which UTF-8 was misread before the log was written; empty: nothing was.
    [[nodiscard]] const QString &misread() const { return m_misread; }
    //! Returns a decoder that knows how to read lines that are valid in two encodings.
    [[nodiscard]] LineDecoder decoder() const { return m_decoder; }
    //! Returns a parser that knows the wrappings.
    [[nodiscard]] std::unique_ptr<logrules::LogParser> makeParser() const;

private:
    SeekableLog() = default;

    std::unique_ptr<QFile> m_file;
    QString m_path;
    GatewayKind m_kind = kDefaultKind;
    QStringList m_first; //!< lines that tell the wrappings
    QString m_misread;
    LineDecoder m_decoder;
    bool m_isFile = true;
    bool m_isWide = false;
};

} // namespace rookery::logs

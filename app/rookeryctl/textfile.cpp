// SPDX-License-Identifier: GPL-3.0-or-later
#include "textfile.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QFile>
#include <QStringDecoder>

#include <cstdio>

namespace rookery::ctl {

Result<QString> readTextFile(const QString &path, const QString &option, int mostMiB)
{
    const qint64 most = qint64(mostMiB) * 1024 * 1024;
    QFile file(path);
    const bool standardInput = path == u"-";
    if (!standardInput && !file.exists())
        return fail(ErrorKind::Storage, Reason::FileMissing, path);
    const bool open =
        standardInput ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly | QIODevice::Text);
    if (!open)
        return fail(ErrorKind::Storage, Reason::FileDenied, path);
    QByteArray bytes;
    while (bytes.size() <= most) { // a pipe may return less than requested
        const QByteArray more = file.read(most + 1 - bytes.size());
        if (more.isEmpty())
            break;
        bytes += more;
    }
    if (bytes.size() > most)
        return fail(ErrorKind::Rejected, Reason::BadInput,
                    QStringLiteral("%1: more than %2 MiB").arg(option).arg(mostMiB));
    QStringDecoder decode(QStringDecoder::Utf8);
    QString text = decode(bytes);
    if (decode.hasError())
        return fail(ErrorKind::Rejected, Reason::BadInput, QStringLiteral("%1: %2 is not UTF-8").arg(option, path));
    return text;
}

} // namespace rookery::ctl

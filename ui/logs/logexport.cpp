// SPDX-License-Identifier: GPL-3.0-or-later
#include "logexport.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>
#include <utility>

namespace rookery::ui {

namespace {

constexpr qint64 kExportedAtOnce = 2000; // a few milliseconds

Error exportError(const QFileDevice &file)
{
    const QString folder = QFileInfo(file.fileName()).absolutePath();
    ErrorReason reason = Reason::FileDenied;
    if (!QFileInfo::exists(folder))
        reason = Reason::FileMissing;
    else if (file.error() == QFileDevice::ResourceError || QStorageInfo(folder).bytesAvailable() < (1 << 16))
        reason = Reason::DiskFull;
    return {.kind = ErrorKind::Storage, .reason = reason, .detail = file.errorString()};
}

} // namespace

LogExport::LogExport(engine::LogDocument &document, LineSet lines, const LogWords &words, const QString &path,
                     QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_lines(std::move(lines))
    , m_words(words)
    , m_file(path)
    , m_all(m_lines.size())
{
    connect(&document, &engine::LogDocument::dropped, this, &LogExport::onDropped);
    connect(&document, &engine::LogDocument::replaced, this, [this] { m_next = m_lines.size(); }); // the rest is gone
}

void LogExport::start()
{
    if (!m_file.open(QIODevice::WriteOnly)) {
        giveUp();
        return;
    }
    m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    writeNext();
}

void LogExport::writeNext()
{
    const std::vector<LineNumber> wanted = m_lines.mid(m_next, kExportedAtOnce);
    m_next += qint64(wanted.size());
    onResult(this, m_document.lines(wanted), [this](const Result<QList<LogLine>> &lines) {
        if (lines)
            write(*lines);
        else
            Q_EMIT failed(lines.error());
    });
}

void LogExport::write(const QList<LogLine> &lines)
{
    QByteArray bytes;
    for (const LogLine &line : lines)
        bytes += m_words.copied(line).toUtf8() + '\n';
    if (m_file.write(bytes) != bytes.size()) {
        giveUp();
        return;
    }
    m_written += lines.size();
    if (m_next < m_lines.size()) {
        Q_EMIT progressed();
        writeNext();
    } else if (m_file.flush() && m_file.commit()) {
        Q_EMIT finished();
    } else {
        giveUp();
    }
}

void LogExport::onDropped(qint64 lines)
{
    m_next = std::max<qint64>(0, m_next - m_lines.countBetween({0}, {lines}));
    m_lines.drop(lines);
}

void LogExport::giveUp()
{
    Q_EMIT failed(exportError(m_file));
}

} // namespace rookery::ui

#include "moc_logexport.cpp"

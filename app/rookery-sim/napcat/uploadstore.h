// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/state.h"
#include "scheduler.h"

#include <QMap>

namespace rookery::sim::napcat {

//! Implements `upload_file_stream` (docs/protocol/napcat.md): takes chunks in any order, checks them, and puts the file
//! into the one folder that all temporary files share. The folder is imitated in memory.
class UploadStore final
{
public:
    explicit UploadStore(State &state);
    Q_DISABLE_COPY_MOVE(UploadStore)

    [[nodiscard]] Outcome upload(const QJsonObject &params);
    //! Returns the file's bytes; nullopt: no such file.
    [[nodiscard]] std::optional<QByteArray> file(const QString &path) const;
    //! Handles fault staged-file-gone.
    void remove(const QString &path) { m_files.remove(path); }
    [[nodiscard]] bool isStagedPath(const QString &path) const { return path.startsWith(m_folder); }
    //! Handles `clean_cache`: removes every file of the folder, of any client. Retention timers go on.
    void clean();
    //! Drops unfinished uploads and timers, as the end of the process does. Files in the folder stay.
    void restart();
    [[nodiscard]] qint64 uploads() const { return m_uploads; }

private:
    struct Stream {
        int total = 0;
        QString fileName;
        qint64 fileSize = 0;
        QByteArray expectedSha256;
        milliseconds retention{0};
        QMap<int, QByteArray> chunks;
        SteadyTime touched{};
    };
    [[nodiscard]] Outcome open(const QString &id, const QJsonObject &params);
    [[nodiscard]] Outcome addChunk(const QString &id, Stream &stream, const QJsonObject &params);
    [[nodiscard]] Outcome complete(const QString &id);
    [[nodiscard]] static Outcome progress(const QString &id, const Stream &stream, const QString &status);
    void dropIdle();
    void endRetention(const QString &path);

    State &m_state;
    QString m_folder;
    QMap<QString, Stream> m_streams;
    QMap<QString, QByteArray> m_files; // by path
    Scheduler m_retention;
    qint64 m_uploads = 0;
};

} // namespace rookery::sim::napcat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/world.h"

#include <QMap>

namespace rookery::sim::napcat {

//! `upload_file_stream` (docs/protocol/napcat.md): chunks in any order, checked, kept for a while.
//! Files live in memory under made-up paths.
class UploadStore final
{
public:
    explicit UploadStore(World &world);
    Q_DISABLE_COPY_MOVE(UploadStore)

    [[nodiscard]] Outcome upload(const QJsonObject &params);
    //! nullopt: no such file, or past its retention.
    [[nodiscard]] std::optional<QByteArray> file(const QString &path);
    //! Fault staged-file-gone.
    void remove(const QString &path) { m_files.remove(path); }
    [[nodiscard]] bool isStagedPath(const QString &path) const { return path.startsWith(m_folder); }
    void clear();
    [[nodiscard]] qint64 uploads() const { return m_uploads; }

private:
    struct Stream {
        int total = 0;
        qint64 fileSize = 0;
        QByteArray expectedSha256;
        milliseconds retention{0};
        QMap<int, QByteArray> chunks;
        SteadyTime touched{};
    };
    struct File {
        QByteArray bytes;
        SteadyTime until{};
    };
    [[nodiscard]] Outcome open(const QString &id, const QJsonObject &params);
    [[nodiscard]] Outcome addChunk(const QString &id, Stream &stream, const QJsonObject &params);
    [[nodiscard]] Outcome complete(const QString &id);
    void expire();

    World &m_world;
    QString m_folder;
    QMap<QString, Stream> m_streams;
    QMap<QString, File> m_files;
    qint64 m_uploads = 0;
};

} // namespace rookery::sim::napcat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connection.h"

#include <QByteArray>
#include <QFile>

#include <optional>

namespace rookery::store {

//! Says which database it is and how many claims it has seen. The database holds it, and the record beside it.
struct Provenance {
    QString lineage; //!< random; a database that was not believed gets another one
    qint64 claims = 0;
    bool operator==(const Provenance &) const = default;
};

[[nodiscard]] Result<Provenance> readProvenance(Connection &db);

//! Names the state of a file by what changes when anybody writes to it: its size and its time. One word.
[[nodiscard]] QByteArray fileState(const QString &path);

//! Keeps in a small file (0600) of its own, "<database>-sends", what the database was when it was last sent from, so
//! that one that went back in time (a backup put back, a lost write-ahead log) is recognised.
class SendRecord final
{
public:
    struct Entry {
        Provenance provenance;
        QByteArray file; //!< `fileState` of the database without its log
        bool operator==(const Entry &) const = default;
    };

    explicit SendRecord(const QString &databasePath);
    Q_DISABLE_COPY_MOVE(SendRecord)

    //! Names the record's file.
    [[nodiscard]] static QString pathFor(const QString &databasePath);

    //! Empty when there is no record, or none that can be read.
    [[nodiscard]] std::optional<Entry> read();
    //! True when the record that `read` has found was written to another file than the one it is in now: the profile
    //! is a copy, and what the original has sent since nobody here can know.
    [[nodiscard]] bool isCopy() const { return m_copied; }
    //! Overwrites the record in place; cheap: it outlives the process. It is flushed to the disk only when it is new
    //! or the database's own file has changed, so that after a power cut it may lag behind in claims, never run ahead.
    //! A failure is logged once.
    void write(const Entry &entry);

private:
    [[nodiscard]] bool open();
    [[nodiscard]] QByteArray readIdentity() const;

    QFile m_file;
    QByteArray m_identity; //!< of the open file; it never changes
    QByteArray m_flushed; //!< the database's state that is safely on the disk
    bool m_copied = false;
    bool m_failed = false;
};

} // namespace rookery::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connection.h"

#include <QByteArray>
#include <QFile>

#include <optional>

namespace rookery::store {

//! Identifies a database and counts its claims. Stored in the database and in the record beside it.
struct Provenance {
    QString lineage; //!< random; a database that was not trusted gets a new one
    qint64 claims = 0;
    bool operator==(const Provenance &) const = default;
};

[[nodiscard]] Result<Provenance> readProvenance(Connection &db);

//! Returns a word that changes when the file is written: its size and time.
[[nodiscard]] QByteArray fileState(const QString &path);

//! Keeps the provenance of the database at its last send in a small separate file (0600), "<database>-sends", so that a
//! database that went back in time (a restored backup, a lost write-ahead log) is recognised.
class SendRecord final
{
public:
    //! Holds what the record says about the database.
    struct Entry {
        Provenance provenance;
        QByteArray file; //!< `fileState` of the database, without its log
        bool operator==(const Entry &) const = default;
    };

    explicit SendRecord(const QString &databasePath);
    Q_DISABLE_COPY_MOVE(SendRecord)

    //! Returns the path of the record's file.
    [[nodiscard]] static QString pathFor(const QString &databasePath);

    //! Reads the record; nullopt if there is none or it is not readable.
    [[nodiscard]] std::optional<Entry> read();
    //! Returns whether the record found by `read` was written to another file than its present one: then the profile is
    //! a copy, and what the original has sent since is unknown.
    [[nodiscard]] bool isCopy() const { return m_copied; }
    //! Overwrites the record in place. This is cheap, and the record survives the end of the process. It is flushed to
    //! disk only if it is new or the database file itself has changed, so that after a power cut it may be behind in
    //! claims, but never ahead. A failure is logged once.
    void write(const Entry &entry);

private:
    [[nodiscard]] bool open();
    [[nodiscard]] QByteArray readIdentity() const;

    QFile m_file;
    QByteArray m_identity; //!< of the open file; never changes
    QByteArray m_flushed; //!< the database state that is safely on disk
    bool m_copied = false;
    bool m_failed = false;
};

} // namespace rookery::store

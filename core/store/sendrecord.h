// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connection.h"

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

//! Keeps the provenance in a small file (0600) of its own, "<database>-sends", so that a database that went back in
//! time (a backup put back, a lost write-ahead log) is recognised by its smaller number.
class SendRecord final
{
public:
    explicit SendRecord(const QString &databasePath);
    Q_DISABLE_COPY_MOVE(SendRecord)

    //! Empty when there is no record, or none that can be read.
    [[nodiscard]] std::optional<Provenance> read();
    //! Overwrites the record in place; cheap, not flushed to the disk: it outlives the process, and after a power cut
    //! it may lag behind, never run ahead. A failure is logged once.
    void write(const Provenance &provenance);

private:
    [[nodiscard]] bool open();

    QFile m_file;
    bool m_failed = false;
};

} // namespace rookery::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"
#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <utility>

namespace rookery::ctl {

//! Draws the code as half blocks for a terminal, with its quiet zone. Dark modules are gaps, so that the code scans on
//! a terminal with a dark background.
[[nodiscard]] QString drawQrBlocks(const Redacted<QString> &text);

//! Writes login codes to a picture file, with mode 0600 from its first byte. Never replaces or removes a file that it
//! did not write; the destructor removes its own.
class QrPng final
{
    Q_DISABLE_COPY_MOVE(QrPng)

public:
    explicit QrPng(QString path) : m_path(std::move(path)) {}
    ~QrPng() { remove(); }

    [[nodiscard]] const QString &path() const { return m_path; }
    //! Replaces the previous picture. Fails with Rejected/Duplicate when a file of another origin is there, or with a
    //! Storage error.
    [[nodiscard]] Result<> write(const Redacted<QString> &text);
    void remove();

private:
    [[nodiscard]] bool isOurs() const;

    QString m_path;
    QByteArray m_written;
};

} // namespace rookery::ctl

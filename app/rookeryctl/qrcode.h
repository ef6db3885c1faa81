// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"
#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <utility>

namespace rookery::ctl {

//! The code as half blocks for a terminal, with its quiet zone; dark modules are drawn as gaps, so
//! that it scans on the usual dark terminal.
[[nodiscard]] QString drawQrBlocks(const Redacted<QString> &text);

//! A picture file of login codes, mode 0600 from its first byte. Never replaces or removes a file that it did not
//! write; goes away with the object.
class QrPng final
{
    Q_DISABLE_COPY_MOVE(QrPng)

public:
    explicit QrPng(QString path) : m_path(std::move(path)) {}
    ~QrPng() { remove(); }

    [[nodiscard]] const QString &path() const { return m_path; }
    //! In the place of the one before. Rejected/Duplicate when another file is there, Storage errors.
    [[nodiscard]] Result<> write(const Redacted<QString> &text);
    void remove();

private:
    [[nodiscard]] bool isOurs() const;

    QString m_path;
    QByteArray m_written;
};

} // namespace rookery::ctl

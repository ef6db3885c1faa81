// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace rookery::logrules {

//! What a runner of programs puts around each line that a program writes.
enum class LogWrapping {
    Name, //!< `napcat  | `, of Compose and pm2
    Stamp, //!< a date of its own, of `docker logs -t`, Docker Desktop and containerd
    Journal, //!< date, host and program, of the journal and syslog
    Json //!< `{"log":"…","stream":"stdout","time":"…"}`, of Docker's json-file
};

//! A line, and what is around it, outermost first.
struct UnwrappedLine {
    QString text;
    QList<LogWrapping> wrappings;
    std::optional<WallTime> stamp; //!< the runner's own, where its date has a year
};

//! The line as it stands, then without its outermost wrapping, and so on. Pure.
[[nodiscard]] QList<UnwrappedLine> unwrappings(const QString &line);

//! Takes these wrappings off, each where it is there.
[[nodiscard]] UnwrappedLine unwrapped(const QString &line, const QList<LogWrapping> &wrappings);

//! The wrapping's name in machine-readable output.
[[nodiscard]] QString wrappingName(LogWrapping wrapping);

} // namespace rookery::logrules

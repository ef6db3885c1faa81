// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <string_view>

namespace rookery::logrules {

//! Names what a program runner adds around each line of a program's output.
enum class LogWrapping {
    Name, //!< `napcat  | `, from Compose and pm2; `[pod/napcat-0/napcat] `, from Kubernetes
    Stamp, //!< a date of its own, from `docker logs -t`, Docker Desktop, containerd, pm2 and panels
    Journal, //!< date, host and program, from the journal and syslog
    Json, //!< `{"log":"…","stream":"stdout","time":"…"}`, from Docker's json-file
    Colours //!< `[32m…[39m`: colours whose ESC was lost or spelled out; not only at the start of a line
};

//! Holds a line and its wrappings, outermost first.
struct UnwrappedLine {
    QString text;
    QList<LogWrapping> wrappings;
    std::optional<WallTime> stamp; //!< the runner's own time, if its date has a year
    bool partial = false; //!< the runner cut the line; its rest is the next line
};

//! Returns the line unchanged, then without its outermost wrapping, and so on. Pure.
[[nodiscard]] QList<UnwrappedLine> unwrappings(const QString &line);

//! Removes these wrappings, each if it is present.
[[nodiscard]] UnwrappedLine unwrapped(const QString &line, const QList<LogWrapping> &wrappings);

//! Describes a wrapping that was found in the bytes of a line.
struct ByteWrapping {
    std::size_t length = 0; //!< 0: the line has none
    bool dated = false; //!< with a date that has a year
};

//! Finds what `unwrapped` would remove from the start of a line. nullopt: only `unwrapped` can tell.
[[nodiscard]] std::optional<ByteWrapping> wrappingOf(LogWrapping wrapping, std::string_view line);

//! Returns the wrapping's name in machine-readable output.
[[nodiscard]] QString wrappingName(LogWrapping wrapping);

} // namespace rookery::logrules

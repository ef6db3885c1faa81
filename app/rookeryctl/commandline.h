// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"

#include <functional>

namespace rookery::ctl {

//! Holds what was typed: a command with its options, or, where none is to run, the exit code to end with.
struct CommandLine {
    Context context = {};
    std::function<std::unique_ptr<Command>(Context)> makeCommand = {}; //!< null: none is to run
    int exitCode = ExitOk;
};

//! Parses the arguments, without the program's name. Prints help, the version, or what is wrong with them.
[[nodiscard]] CommandLine readCommandLine(const QStringList &arguments);

} // namespace rookery::ctl

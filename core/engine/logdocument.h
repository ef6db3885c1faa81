// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logs/filteredlog.h"
#include "logs/livelog.h"
#include "logs/logdocument.h"
#include "logs/mergedlog.h"

//! The documents of logs are the façade's too: a window shows them as they are.
namespace rookery::engine {

using logs::FilteredLog;
using logs::LiveLog;
using logs::LogDocument;
using logs::LogSearch;
using logs::LogState;
using logs::MergedLog;
using logs::openLogFile;
using logs::openLogFiles;

} // namespace rookery::engine

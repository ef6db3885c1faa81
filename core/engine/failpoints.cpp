// SPDX-License-Identifier: GPL-3.0-or-later
#include "failpoints.h"

#include <QStringList>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <memory>

namespace rookery::engine {

#ifdef ROOKERY_FAILPOINTS
namespace {

[[noreturn]] void endAtOnce()
{
#ifdef SIGKILL
    std::raise(SIGKILL);
#endif
    std::_Exit(EXIT_FAILURE);
}

} // namespace
#endif

std::function<void(QLatin1StringView)> failpointsFromEnvironment()
{
#ifdef ROOKERY_FAILPOINTS
    const QStringList parts = qEnvironmentVariable("ROOKERY_FAIL_AT").split(u':');
    if (parts.first().isEmpty())
        return {};
    auto left = std::make_shared<int>(std::max(1, parts.value(1).toInt()));
    return [point = parts.first(), left](QLatin1StringView reached) {
        if (point == reached && --*left == 0)
            endAtOnce();
    };
#else
    return {};
#endif
}

} // namespace rookery::engine

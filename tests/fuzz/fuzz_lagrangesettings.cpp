// SPDX-License-Identifier: GPL-3.0-or-later
// Lagrange's configuration is somebody else's file: whatever stands in it, no service may point nowhere, and no
// account number may name a file outside of the folder.
#include "gateway/lagrange/lagrangesettings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace rookery;
using namespace rookery::gateway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto settings =
        readLagrangeSettings(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    if (!settings)
        return 0;
    if (settings->uin.isEmpty()
        || !std::all_of(settings->uin.cbegin(), settings->uin.cend(), [](QChar c) { return c.isDigit(); }))
        std::abort();
    for (const LagrangeService &service : settings->services) {
        if (!service.url.isValid() || service.url.host().isEmpty() || service.url.port() <= 0)
            std::abort();
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway.h"

#include "base/reasons/gateway.h"

namespace rookery::gateway {

FutureResult<> Gateway::submitSignToken(const Redacted<QString> & /*token*/)
{
    return failedResult<void>({ErrorKind::Rejected, Reason::UnknownAction, 0, {}, milliseconds(0)});
}

} // namespace rookery::gateway

#include "moc_gateway.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
// Another program of the user writes to the window's socket: a line is a request that means the same when it is written
// again, or it is refused with a reason. The same holds for what the window answers.
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/transport.h"
#include "engine/control/controlmessages.h"
#include "require.h"

#include <cstddef>
#include <cstdint>

using namespace rookery;
using namespace rookery::engine;
using rookery::fuzz::require;

namespace {

void checkRequest(QByteArrayView line)
{
    const ParsedRequest parsed = parseControlRequest(line);
    require(parsed.id >= 0, "an id is a positive number, or there is none");
    if (!parsed.ask) {
        const ErrorReason reason = parsed.ask.error().reason;
        require(reason == Reason::Garbage || reason == Reason::UnknownAction || reason == Reason::BadInput,
                "what is not understood has a reason");
        require(parsed.ask.error().detail.size() <= 64, "an answer quotes little of the request");
        return;
    }
    const bool isHello = std::holds_alternative<ControlHello>(*parsed.ask);
    require(isHello || parsed.id > 0, "a request has an id");
    const QByteArray written = toLine(ControlRequest{parsed.id, *parsed.ask});
    require(written.size() <= kMaxControlRequest, "what was understood is short");
    require(!written.contains('\n'), "a request is one line");
    const ParsedRequest again = parseControlRequest(written);
    require(again.ask.has_value() && *again.ask == *parsed.ask, "a request means the same when it is written again");
    require(isHello || again.id == parsed.id, "a request keeps its id");
}

void checkReply(QByteArrayView line)
{
    const Result<ControlReply> parsed = parseControlReply(line);
    if (!parsed) {
        require(parsed.error().reason == Reason::Garbage, "what is not understood is garbage");
        return;
    }
    const QByteArray written = toLine(*parsed);
    require(!written.contains('\n'), "a reply is one line");
    // what no text can hold, such as half a surrogate pair, is replaced once
    const Result<ControlReply> again = parseControlReply(written);
    require(again.has_value(), "a reply can be read when it is written again");
    const Result<ControlReply> third = parseControlReply(toLine(*again));
    require(third.has_value() && *third == *again, "a reply means the same when it is written again");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView line(reinterpret_cast<const char *>(data), qsizetype(size));
    checkRequest(line);
    checkReply(line);
    return 0;
}

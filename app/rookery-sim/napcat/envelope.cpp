// SPDX-License-Identifier: GPL-3.0-or-later
#include "envelope.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

int retcodeOf(Outcome::Kind kind, Transport transport)
{
    const bool socket = transport == Transport::WebSocket;
    switch (kind) {
    case Outcome::Kind::Ok:
    case Outcome::Kind::Silent:
        return 0;
    case Outcome::Kind::Failed:
        return socket ? 1200 : 200;
    case Outcome::Kind::BadParams:
        return socket ? 1400 : 400;
    case Outcome::Kind::Unknown:
        return socket ? 1404 : 200;
    }
    return 0;
}

} // namespace

QJsonObject envelope(const Outcome &outcome, Transport transport, const QJsonValue &echo)
{
    QJsonObject reply{{u"status"_s, outcome.kind == Outcome::Kind::Ok ? u"ok"_s : u"failed"_s},
                      {u"retcode"_s, retcodeOf(outcome.kind, transport)},
                      {u"message"_s, outcome.message},
                      {u"wording"_s, outcome.message},
                      {u"echo"_s, echo},
                      {u"stream"_s, outcome.stream ? u"stream-action"_s : u"normal-action"_s}};
    if (!outcome.data.isUndefined())
        reply.insert(u"data"_s, outcome.data);
    return reply;
}

} // namespace rookery::sim::napcat

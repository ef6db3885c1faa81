// SPDX-License-Identifier: GPL-3.0-or-later
#include "contradictions.h"
#include "napcatdialect.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

QList<FaultInfo> knownFaults()
{
    return contradictionFaults()
        + QList<FaultInfo>{
            {u"ids-restart"_s, u"message ids count from 1, and again after every restart"_s},
            {u"qr-expire-soon"_s, u"the code expires after delayMs (3000)"_s},
            {u"qr-refresh-same"_s, u"a refresh is answered with success, but the code stays"_s},
            {u"duplicate-login"_s, u"a confirmed code or quick login is refused: already logged in elsewhere"_s},
            {u"kick"_s, u"the account is kicked now, as POST /kick does"_s},
            {u"status-offline"_s, u"QQ reports the account as offline while on"_s},
            {u"totp"_s, u"the WebUI login wants a code; GET /state shows the right one"_s},
            {u"login-rate-limit"_s, u"every WebUI login is refused by the rate limit"_s},
            {u"half-open"_s, u"nothing is answered or sent any more on any socket; off cuts them"_s},
            {u"mute-handshake"_s, u"WebSocket handshakes are never answered"_s},
            {u"drop-reply"_s, u"the call is carried out, its reply never sent"_s},
            {u"delay-reply"_s, u"replies come delayMs (3000) late"_s},
            {u"duplicate-reply"_s, u"replies come twice"_s},
            {u"reorder-replies"_s, u"a reply waits until the next one has overtaken it, at most 1 s"_s},
            {u"no-reply"_s, u"WebSocket calls are neither carried out nor answered"_s},
            {u"accept-then-close"_s, u"an HTTP call is carried out, then the connection closes without an answer"_s},
            {u"accept-then-reset"_s, u"the same with a reset"_s},
            {u"send-refused"_s, u"QQ refuses a send (muted)"_s},
            {u"send-timeout-lost"_s,
             u"accepted, never confirmed, not delivered; delayMs instead of the real time-out"_s},
            {u"send-timeout-delivered"_s, u"delivered and echoed, but the reply is the time-out; delayMs as above"_s},
            {u"send-silently-lost"_s, u"groups only: answered with a message id, but the group gets nothing"_s},
            {u"rich-media"_s, u"pictures are refused: rich media transfer failed"_s},
            {u"staged-file-gone"_s, u"an uploaded file is gone when it is used"_s},
            {u"packet-down"_s, u"the packet back end is not available"_s},
            {u"rkey-native-failing"_s, u"native rkey fetches fail; eight in a row latch"_s},
            {u"rkey-native-latched"_s, u"native rkey fetches are latched"_s},
            {u"rkey-504"_s, u"native latched, both rkey servers answer 504, and a picture comes every second"_s},
            {u"rkey-stale"_s, u"native latched and both servers disabled: pictures get dead keys"_s},
            {u"rkey-recover"_s, u"all rkey trouble ends, as after a restart a day later"_s},
            {u"port-not-open"_s, u"the OneBot ports never open"_s},
            {u"restart"_s, u"the process restarts now: refused for 3.5 s, then waiting for a scan"_s},
            {u"slow-loris"_s, u"HTTP answers come one byte per delayMs (1000)"_s},
            {u"garbage"_s, u"undecodable frames every second, HTTP answers of broken bytes"_s},
            {u"giant-frame"_s, u"every event socket gets one frame of 60 MB now"_s},
            {u"log-storm"_s, u"a thousand log lines per second"_s},
            {u"wrong-server"_s, u"every HTTP request is answered by a web server's welcome page"_s},
            {u"clock-skew"_s, u"the gateway's clock is delayMs (3600000) ahead"_s},
        };
}

} // namespace rookery::sim::napcat

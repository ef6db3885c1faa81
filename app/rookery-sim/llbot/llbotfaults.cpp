// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/llbotdialect.h"
#include "onebot/commonfaults.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

QList<FaultInfo> knownFaults()
{
    return onebot::commonFaults()
        + QList<FaultInfo>{
            {u"qr-expire-soon"_s, u"the code expires after delayMs (3000)"_s},
            {u"session-dead"_s, u"a quick login finds its saved session useless"_s},
            {u"auth-token-invalid"_s, u"the sign Auth Token is invalid: no code can be had until another is given"_s},
            {u"webui-moves"_s, u"after the login the WebUI leaves for another port"_s},
            {u"muted"_s, u"a send is refused: muted"_s},
            {u"send-refused"_s, u"QQ refuses a send (code=120)"_s},
            {u"silent-refusal"_s, u"QQ takes a send and gives no sequence: refused without a word"_s},
            {u"ntqq-timeout"_s, u"a send is lost in the time-out of generation 4; delayMs instead of 10 s"_s},
            {u"self-echo-timeout"_s, u"groups only: delivered, but QQ's own echo is never seen; delayMs as above"_s},
            {u"rich-media"_s, u"pictures are refused: rich media transfer failed"_s},
            {u"rkey-failing"_s, u"picture keys cannot be fetched"_s},
            {u"restart"_s, u"the process restarts now: refused for 3.5 s, then waiting for a scan"_s},
            {u"log-storm"_s, u"a thousand log lines per second"_s},
        };
}

} // namespace rookery::sim::llbot

// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/commonfaults.h"

#include "contradictions.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

QList<FaultInfo> commonFaults()
{
    return contradictionFaults()
        + QList<FaultInfo>{
            {u"ids-restart"_s, u"message ids count from 1, and again after every restart"_s},
            {u"kick"_s, u"the account is kicked now, as POST /kick does"_s},
            {u"status-offline"_s, u"QQ has lost the account while on"_s},
            {u"half-open"_s, u"nothing is answered or sent any more on any socket; off cuts them"_s},
            {u"mute-handshake"_s, u"WebSocket handshakes are never answered"_s},
            {u"drop-reply"_s, u"the call is carried out, its reply never sent"_s},
            {u"delay-reply"_s, u"replies come delayMs (3000) late"_s},
            {u"duplicate-reply"_s, u"replies come twice"_s},
            {u"reorder-replies"_s, u"a reply waits until the next one has overtaken it, at most 1 s"_s},
            {u"no-reply"_s, u"WebSocket calls are neither carried out nor answered"_s},
            {u"accept-then-close"_s, u"an HTTP call is carried out, then the connection closes without an answer"_s},
            {u"accept-then-reset"_s, u"the same with a reset"_s},
            {u"send-timeout-lost"_s, u"never confirmed, not delivered; delayMs instead of the real time-out"_s},
            {u"send-timeout-delivered"_s, u"delivered and echoed, but the reply is the time-out; delayMs as above"_s},
            {u"port-not-open"_s, u"the OneBot ports never open"_s},
            {u"slow-loris"_s, u"HTTP answers come one byte per delayMs (1000)"_s},
            {u"garbage"_s, u"undecodable frames every second, HTTP answers of broken bytes"_s},
            {u"giant-frame"_s, u"every event socket gets one frame of 60 MB now"_s},
            {u"wrong-server"_s, u"every HTTP request is answered by a web server's welcome page"_s},
            {u"clock-skew"_s, u"the gateway's clock is delayMs (3600000) ahead"_s},
        };
}

bool obeyCommonFault(const QString &name, bool on, State &state, Account &account, Scheduler &scheduler)
{
    if (name == "status-offline"_L1) {
        account.setOffline(on);
    } else if (name == "clock-skew"_L1) {
        state.skew = on ? state.faults.delayOf(name, std::chrono::hours(1)) : milliseconds(0);
    } else if (name == "kick"_L1 && on) {
        static_cast<void>(account.kick());
        state.faults.switchOff(name);
    } else if (name == "qr-expire-soon"_L1 && on) {
        scheduler.after(state.faults.delayOf(name, seconds(3)), [&account] { static_cast<void>(account.expire()); });
        state.faults.switchOff(name);
    } else if (name == "giant-frame"_L1 && on) { // the sockets send it now; then the fault is over
        QMetaObject::invokeMethod(
            &account, [&state] { state.faults.switchOff(u"giant-frame"_s); }, Qt::QueuedConnection);
    } else {
        return false;
    }
    return true;
}

} // namespace rookery::sim::onebot

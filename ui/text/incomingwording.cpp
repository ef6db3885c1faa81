// SPDX-License-Identifier: GPL-3.0-or-later
// The words of OneBot 11's ways and of our own port; wording.h declares them.
#include "wording.h"

#include <QCoreApplication>

namespace rookery::text {

using namespace Qt::Literals::StringLiterals;

QString oneBotWayName(OneBotTransportKind way)
{
    switch (way) {
    case OneBotTransportKind::Socket:
        return QCoreApplication::translate("OneBotWay", "Forward WebSocket");
    case OneBotTransportKind::TwoSockets:
        return QCoreApplication::translate("OneBotWay", "Forward WebSocket, /api and /event");
    case OneBotTransportKind::Reverse:
        return QCoreApplication::translate("OneBotWay", "Reverse WebSocket");
    case OneBotTransportKind::Http:
        return QCoreApplication::translate("OneBotWay", "HTTP, sending only");
    case OneBotTransportKind::HttpPost:
        return QCoreApplication::translate("OneBotWay", "HTTP, events by HTTP POST");
    case OneBotTransportKind::HttpEvents:
        return QCoreApplication::translate("OneBotWay", "HTTP, events as a stream");
    }
    return {};
}

QString oneBotWayWords(OneBotTransportKind way)
{
    switch (way) {
    case OneBotTransportKind::Socket:
        return QCoreApplication::translate("OneBotWay",
                                           "Rookery connects to the gateway. The best choice where the gateway has a "
                                           "WebSocket server that this machine can reach.");
    case OneBotTransportKind::TwoSockets:
        return QCoreApplication::translate(
            "OneBotWay",
            "For gateways that answer actions at /api and send events at /event only. Give the address "
            "without either.");
    case OneBotTransportKind::Reverse:
        return QCoreApplication::translate(
            "OneBotWay",
            "The gateway connects to Rookery. For gateways behind a router or in a container, which this machine "
            "cannot reach. Rookery shows the address and token to paste there.");
    case OneBotTransportKind::Http:
        return QCoreApplication::translate("OneBotWay",
                                           "Messages can be sent, but nothing is received and no send can be verified. "
                                           "Use another connection if the gateway has one.");
    case OneBotTransportKind::HttpPost:
        return QCoreApplication::translate("OneBotWay",
                                           "Actions go to its HTTP server, and it sends its events to Rookery's port. "
                                           "Rookery shows the address and token to paste there.");
    case OneBotTransportKind::HttpEvents:
        return QCoreApplication::translate(
            "OneBotWay", "Actions go to its HTTP server, events come from its /_events (LLBot 5 and later).");
    }
    return {};
}

QString rejectReasonWord(RejectReason trouble)
{
    switch (trouble) {
    case RejectReason::NoToken:
        return QCoreApplication::translate("DialIn", "no token");
    case RejectReason::WrongToken:
        return QCoreApplication::translate("DialIn", "wrong token");
    case RejectReason::NewAccount:
        return QCoreApplication::translate("DialIn", "new, needs confirmation");
    case RejectReason::Collision:
        return QCoreApplication::translate("DialIn", "this account is connected already");
    case RejectReason::BadRequest:
        return QCoreApplication::translate("DialIn", "not a gateway's connection request");
    case RejectReason::TooMany:
        return QCoreApplication::translate("DialIn", "too many attempts");
    }
    return {};
}

QString rejectAdvice(RejectReason trouble)
{
    switch (trouble) {
    case RejectReason::NoToken:
        return QCoreApplication::translate(
            "DialIn", "Enter the token that Rookery showed at the gateway; if it is lost, generate a new one.");
    case RejectReason::WrongToken:
        return QCoreApplication::translate(
            "DialIn",
            "The account is on the list, but its token is wrong. Generate a new one and paste it at the gateway.");
    case RejectReason::NewAccount:
        return QCoreApplication::translate("DialIn",
                                           "If it is yours, press Add this account to get a token for the gateway. If "
                                           "not, ignore it: it cannot connect.");
    case RejectReason::Collision:
        return QCoreApplication::translate(
            "DialIn",
            "Two gateways use the same account, or one gateway connects twice. The first connection is kept.");
    case RejectReason::BadRequest:
        return QCoreApplication::translate("DialIn",
                                           "Something other than a gateway connects to this port. If the port need not "
                                           "be reachable from there, let it listen on another address.");
    case RejectReason::TooMany:
        return QCoreApplication::translate(
            "DialIn",
            "This address was rejected a hundred times within ten seconds, or holds too many connections without a "
            "token. It is ignored for ten seconds at a time. Correct its token, or stop it.");
    }
    return {};
}

QString listenerAddress(const ListenerState &listener, OneBotTransportKind way)
{
    QUrl url = listener.url;
    if (url.isEmpty())
        return {};
    const bool secure = url.scheme() == u"wss"_s;
    if (way == OneBotTransportKind::HttpPost)
        url.setScheme(secure ? u"https"_s : u"http"_s);
    // gateways and the programs for them know this path; our port accepts any path
    url.setPath(way == OneBotTransportKind::HttpPost ? u"/onebot/v11/post"_s : u"/onebot/v11/ws"_s);
    return url.toString();
}

QString listenerWord(const ListenerState &listener)
{
    if (listener.listening)
        return listener.beyondLoopback
            ? QCoreApplication::translate("DialIn", "listening, other machines can reach it")
            : QCoreApplication::translate("DialIn", "listening, for programs on this machine only");
    const QString why = errorClause(listener.why);
    return why.isEmpty() ? QCoreApplication::translate("DialIn", "closed: no gateway on the list uses it")
                         : QCoreApplication::translate("DialIn", "closed: %1").arg(why);
}

} // namespace rookery::text

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
        return QCoreApplication::translate("OneBotWay", "We connect to it: WebSocket");
    case OneBotTransportKind::TwoSockets:
        return QCoreApplication::translate("OneBotWay", "We connect to it: two WebSockets");
    case OneBotTransportKind::Reverse:
        return QCoreApplication::translate("OneBotWay", "It connects to us: reverse WebSocket");
    case OneBotTransportKind::Http:
        return QCoreApplication::translate("OneBotWay", "HTTP: sending only");
    case OneBotTransportKind::HttpPost:
        return QCoreApplication::translate("OneBotWay", "HTTP, and it posts its events to us");
    case OneBotTransportKind::HttpEvents:
        return QCoreApplication::translate("OneBotWay", "HTTP, with its events as a stream");
    }
    return {};
}

QString oneBotWayWords(OneBotTransportKind way)
{
    switch (way) {
    case OneBotTransportKind::Socket:
        return QCoreApplication::translate(
            "OneBotWay", "The best way where the gateway has a WebSocket server that this machine can reach.");
    case OneBotTransportKind::TwoSockets:
        return QCoreApplication::translate(
            "OneBotWay",
            "For gateways that answer actions at /api and send events at /event only. Give the address "
            "without either.");
    case OneBotTransportKind::Reverse:
        return QCoreApplication::translate(
            "OneBotWay",
            "For gateways behind a router or in a container, which can reach us but not the other way "
            "round. We give you the address and token to paste there.");
    case OneBotTransportKind::Http:
        return QCoreApplication::translate(
            "OneBotWay",
            "Messages can be sent, but nothing is received and no send can be proven. Take another way "
            "if the gateway has one.");
    case OneBotTransportKind::HttpPost:
        return QCoreApplication::translate(
            "OneBotWay",
            "Actions go to its HTTP server, and it sends its events to our port. We give you the address "
            "and token to paste there.");
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
        return QCoreApplication::translate("DialIn", "new, waiting for your word");
    case RejectReason::Collision:
        return QCoreApplication::translate("DialIn", "this account is connected already");
    case RejectReason::BadRequest:
        return QCoreApplication::translate("DialIn", "not a gateway's way of dialling in");
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
            "DialIn", "Give the gateway the token that Rookery showed; if it is lost, make a new one.");
    case RejectReason::WrongToken:
        return QCoreApplication::translate(
            "DialIn", "The account is known, its token is not the right one. Make a new one and paste it there.");
    case RejectReason::NewAccount:
        return QCoreApplication::translate(
            "DialIn",
            "If it is yours, press Add this account: you get a token to paste there. If not, leave it: it "
            "does not get in.");
    case RejectReason::Collision:
        return QCoreApplication::translate(
            "DialIn", "Two gateways run the same account, or one dials twice. The one that was first stays.");
    case RejectReason::BadRequest:
        return QCoreApplication::translate(
            "DialIn",
            "Something other than a gateway knocks here. If the port need not be open, choose another "
            "address for it.");
    case RejectReason::TooMany:
        return QCoreApplication::translate(
            "DialIn",
            "This address was refused a hundred times within ten seconds, or holds too many connections without a "
            "token. It is not listened to for ten seconds at a time. Correct its token, or stop it.");
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

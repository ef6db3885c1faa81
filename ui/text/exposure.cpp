// SPDX-License-Identifier: GPL-3.0-or-later
#include "exposure.h"

#include "format.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace rookery::text {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kNamed = 3; //!< at most so many gateways are named, the others counted

QString namesOf(const QStringList &all)
{
    const QString named = visibleControls(all.mid(0, kNamed).join(u", "_s));
    if (all.size() <= kNamed)
        return named;
    return QCoreApplication::translate("Exposure", "%1 and %n more", nullptr, int(all.size() - kNamed)).arg(named);
}

QStringList plainOnes(const QList<GatewayProfile> &gateways)
{
    QStringList names;
    for (const GatewayProfile &gateway : gateways) {
        if (isPlainElsewhere(gateway.webUi) || isPlainElsewhere(gateway.oneBot))
            names += gateway.displayName();
    }
    return names;
}

QStringList withA(QString GatewayProfile::*program, const QList<GatewayProfile> &gateways)
{
    QStringList names;
    for (const GatewayProfile &gateway : gateways) {
        if (!(gateway.*program).isEmpty() && !gateway.commandLeftOut)
            names += gateway.displayName();
    }
    return names;
}

} // namespace

bool isLoopback(const QString &host)
{
    static const QRegularExpression shape(u"\\A(?:localhost|127(?:\\.\\d{1,3}){3}|::1)\\z"_s);
    return shape.match(host).hasMatch(); // "127.example.org" is an ordinary host name
}

bool isPlainElsewhere(const QUrl &url)
{
    return (url.scheme() == u"http" || url.scheme() == u"ws") && !url.host().isEmpty() && !isLoopback(url.host());
}

bool dialsIn(const GatewayProfile &gateway)
{
    const bool way = gateway.way == OneBotTransportKind::Reverse || gateway.way == OneBotTransportKind::HttpPost;
    return way && traitsOf(gateway.kind).speaksOneBot;
}

bool takesMadeToken(const GatewayProfile &gateway)
{
    return dialsIn(gateway) && traitsOf(gateway.kind).token == TokenUse::OneBotPort;
}

Exposure commandLeftOut(const QStringList &gateways)
{
    return {QCoreApplication::translate("Exposure", "A program or log command is not run: %1").arg(namesOf(gateways)),
            QCoreApplication::translate("Exposure",
                                        "There is no proof that it was entered on this machine: it came with settings "
                                        "from another folder or machine, or there was no keyring to remember it. Edit "
                                        "the gateway: saving confirms it; or remove it and save.")};
}

QList<Exposure> exposures(const QList<GatewayProfile> &gateways, const ListenerSettings &port)
{
    QList<Exposure> found;
    if (const QStringList plain = plainOnes(gateways); !plain.isEmpty())
        found.append(
            {QCoreApplication::translate("Exposure", "Plain http to another machine: %1").arg(namesOf(plain)),
             QCoreApplication::translate("Exposure",
                                         "Anyone on the same network can read the tokens and the messages. Give the "
                                         "gateway a certificate and use https, or use a tunnel (VPN, SSH).")});
    const bool used = std::any_of(gateways.cbegin(), gateways.cend(), dialsIn);
    const bool open = !port.host.isEmpty() && !isLoopback(port.host);
    if (used && open && port.certificate.isEmpty())
        found.append(
            {QCoreApplication::translate("Exposure", "Rookery's port is open to other machines, without encryption"),
             QCoreApplication::translate(
                 "Exposure",
                 "Gateways that connect here send their token in plain text. Give the port a certificate, or bind it "
                 "to this machine or to the address of a container network only.")});
    if (const QStringList programs = withA(&GatewayProfile::program, gateways); !programs.isEmpty())
        found.append(
            {QCoreApplication::translate("Exposure", "A gateway's program is started on this machine: %1")
                 .arg(namesOf(programs)),
             QCoreApplication::translate("Exposure",
                                         "It runs with your permissions. Keep it only if you chose the program "
                                         "yourself; without it, the gateway has to be started by other means.")});
    if (const QStringList commands = withA(&GatewayProfile::logCommand, gateways); !commands.isEmpty())
        found.append(
            {QCoreApplication::translate("Exposure", "A log command runs on this machine: %1").arg(namesOf(commands)),
             QCoreApplication::translate("Exposure",
                                         "It runs exactly as entered, with your permissions. Keep it only if you "
                                         "entered it yourself; a log file serves the same purpose with less risk.")});
    QStringList leftOut;
    for (const GatewayProfile &gateway : gateways) {
        if (gateway.commandLeftOut)
            leftOut += gateway.displayName();
    }
    if (!leftOut.isEmpty())
        found.append(commandLeftOut(leftOut));
    return found;
}

} // namespace rookery::text

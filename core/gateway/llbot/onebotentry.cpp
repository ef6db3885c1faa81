// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotentry.h"

#include "base/reasons/gateway.h"

#include <QHostAddress>
#include <QJsonArray>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

QString hostFor(const QString &host, const QUrl &panel)
{
    const QHostAddress address(host);
    const bool isAny = address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6);
    if (host.isEmpty() || host == u"localhost"_s || isAny || address.isLoopback())
        return panel.host();
    return host;
}

} // namespace

Result<OneBotEntry> findOneBot(const QJsonObject &config, const QUrl &panel)
{
    const QJsonObject oneBot = config.value(u"ob11"_s).toObject();
    const QJsonArray servers =
        oneBot.value(u"enable"_s).toBool(true) ? oneBot.value(u"connect"_s).toArray() : QJsonArray();
    for (const bool socket : {true, false}) {
        for (const QJsonValue value : servers) {
            const QJsonObject server = value.toObject();
            const int port = server.value(u"port"_s).toInt();
            if (server.value(u"type"_s) != QJsonValue(socket ? u"ws"_s : u"http"_s)
                || !server.value(u"enable"_s).toBool() || port <= 0 || port > 65535)
                continue;
            OneBotEntry entry;
            entry.url.setScheme(socket ? u"ws"_s : u"http"_s); // neither uses TLS
            entry.url.setHost(hostFor(server.value(u"host"_s).toString(), panel));
            if (!entry.url.isValid())
                continue; // it cannot be dialled
            entry.url.setPort(port);
            entry.way = socket ? OneBotTransportKind::Socket : OneBotTransportKind::HttpEvents;
            entry.token = Redacted<QString>(server.value(u"token"_s).toString());
            return entry;
        }
    }
    return fail(ErrorKind::Rejected, Reason::NoOneBotServer);
}

} // namespace rookery::gateway

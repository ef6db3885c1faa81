// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotconfig.h"

#include "base/reasons/input.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

QJsonObject serverDefaults(const QString &kind)
{
    QJsonObject all{
        {u"enable"_s, false}, {u"debug"_s, false}, {u"messagePostFormat"_s, u"array"_s}, {u"token"_s, QString()}};
    if (kind == "httpServers"_L1 || kind == "httpSseServers"_L1) {
        all.insert(u"host"_s, u"127.0.0.1"_s);
        all.insert(u"port"_s, 3000);
        all.insert(u"enableCors"_s, true);
        all.insert(u"enableWebsocket"_s, false);
    } else if (kind == "websocketServers"_L1) {
        all.insert(u"host"_s, u"127.0.0.1"_s);
        all.insert(u"port"_s, 3001);
        all.insert(u"reportSelfMessage"_s, false);
        all.insert(u"enableForcePushEvent"_s, true);
        all.insert(u"heartInterval"_s, 30000);
    } else if (kind == "httpClients"_L1) {
        all.insert(u"url"_s, u"http://localhost:8080"_s);
        all.insert(u"reportSelfMessage"_s, false);
    } else if (kind == "websocketClients"_L1) {
        all.insert(u"url"_s, u"ws://localhost:8082"_s);
        all.insert(u"reportSelfMessage"_s, false);
        all.insert(u"heartInterval"_s, 30000);
        all.insert(u"reconnectInterval"_s, 5000);
    }
    return all;
}

//! Takes known keys only and converts numbers given as texts; nullopt: a number was expected.
std::optional<QJsonObject> normalised(const QJsonObject &defaults, const QJsonObject &given)
{
    QJsonObject result = defaults;
    for (auto it = defaults.constBegin(); it != defaults.constEnd(); ++it) {
        const QJsonValue value = given.value(it.key());
        if (value.isUndefined())
            continue;
        if (!it.value().isDouble()) {
            result.insert(it.key(), value);
            continue;
        }
        bool isNumber = value.isDouble();
        const double number = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
        if (!isNumber)
            return std::nullopt;
        result.insert(it.key(), number);
    }
    return result;
}

const QStringList &serverKinds()
{
    static const QStringList kinds{u"httpServers"_s, u"httpSseServers"_s, u"httpClients"_s, u"websocketServers"_s,
                                   u"websocketClients"_s};
    return kinds;
}

QJsonObject timeoutDefaults()
{
    return {{u"baseTimeout"_s, 10000},
            {u"uploadSpeedKBps"_s, 256},
            {u"downloadSpeedKBps"_s, 256},
            {u"maxTimeout"_s, 1800000}};
}

QJsonObject emptyNetwork()
{
    QJsonObject network{{u"plugins"_s, QJsonArray()}};
    for (const QString &kind : serverKinds())
        network.insert(kind, QJsonArray());
    return network;
}

QJsonObject wholeDefaults()
{
    return {{u"musicSignUrl"_s, QString()},
            {u"enableLocalFile2Url"_s, false},
            {u"parseMultMsg"_s, false},
            {u"imageDownloadProxy"_s, QString()}};
}

} // namespace

OneBotConfig::OneBotConfig(quint16 wsPort, quint16 httpPort, const QString &token)
{
    QJsonObject ws = serverDefaults(u"websocketServers"_s);
    ws.insert(u"name"_s, u"websocket-server"_s);
    ws.insert(u"enable"_s, true);
    ws.insert(u"port"_s, wsPort);
    ws.insert(u"token"_s, token);
    QJsonObject http = serverDefaults(u"httpServers"_s);
    http.insert(u"name"_s, u"http-server"_s);
    http.insert(u"enable"_s, true);
    http.insert(u"port"_s, httpPort);
    http.insert(u"token"_s, token);
    QJsonObject network = emptyNetwork();
    network.insert(u"websocketServers"_s, QJsonArray{ws});
    network.insert(u"httpServers"_s, QJsonArray{http});
    m_config = wholeDefaults();
    m_config.insert(u"network"_s, network);
    m_config.insert(u"timeout"_s, timeoutDefaults());
}

QList<onebot::Endpoint> OneBotConfig::endpoints() const
{
    using Way = onebot::Endpoint::Way;
    static const QList<std::pair<QLatin1StringView, Way>> lists{{"httpServers"_L1, Way::Http},
                                                                {"websocketServers"_L1, Way::Socket},
                                                                {"websocketClients"_L1, Way::Reverse},
                                                                {"httpClients"_L1, Way::Post}};
    const QJsonObject network = m_config.value("network"_L1).toObject();
    QList<onebot::Endpoint> all;
    for (const auto &[list, way] : lists) {
        const QJsonArray listed = network.value(list).toArray();
        for (const QJsonValue &one : listed) {
            if (!one["enable"_L1].toBool())
                continue;
            all.append({.way = way,
                        .name = one["name"_L1].toString(),
                        .host = one["host"_L1].toString(),
                        .port = static_cast<quint16>(one["port"_L1].toInt()),
                        .url = QUrl(one["url"_L1].toString()),
                        .token = one["token"_L1].toString(),
                        .ownMessages = one["reportSelfMessage"_L1].toBool(),
                        .heartbeat = milliseconds(one["heartInterval"_L1].toInteger()),
                        .reconnect = milliseconds(one["reconnectInterval"_L1].toInteger())});
        }
    }
    return all;
}

Result<> OneBotConfig::replace(const QString &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
    if (!document.isObject())
        return fail(ErrorKind::Rejected, Reason::BadInput, u"Error: SyntaxError: JSON5: "_s + error.errorString());
    const QJsonObject given = document.object();
    const QJsonObject givenNetwork = given.value("network"_L1).toObject();
    QJsonObject network = emptyNetwork();
    for (const QString &kind : serverKinds()) {
        QJsonArray servers;
        const QJsonArray wanted = givenNetwork.value(kind).toArray();
        for (const QJsonValue &server : wanted) {
            QJsonObject defaults = serverDefaults(kind);
            defaults.insert(u"name"_s, kind);
            const std::optional<QJsonObject> one = normalised(defaults, server.toObject());
            if (!one)
                return fail(ErrorKind::Rejected, Reason::BadInput, u"Error: Error: Expected number"_s);
            servers.append(*one);
        }
        network.insert(kind, servers);
    }
    const std::optional<QJsonObject> timeout = normalised(timeoutDefaults(), given.value("timeout"_L1).toObject());
    std::optional<QJsonObject> whole = normalised(wholeDefaults(), given);
    if (!timeout || !whole)
        return fail(ErrorKind::Rejected, Reason::BadInput, u"Error: Error: Expected number"_s);
    whole->insert(u"network"_s, network);
    whole->insert(u"timeout"_s, *timeout);
    m_config = *whole;
    return {};
}

milliseconds OneBotConfig::sendTimeout(qint64 bytes, milliseconds asked) const
{
    const QJsonObject timeout = m_config.value("timeout"_L1).toObject();
    const auto base = timeout.value("baseTimeout"_L1).toInteger();
    const auto most = timeout.value("maxTimeout"_L1).toInteger();
    const auto speed = std::max<qint64>(timeout.value("uploadSpeedKBps"_L1).toInteger(), 1);
    const qint64 formula = base + bytes * 1000 / 1024 / speed;
    return milliseconds(std::min(asked.count() > 0 ? qint64(asked.count()) : formula, most));
}

} // namespace rookery::sim::napcat

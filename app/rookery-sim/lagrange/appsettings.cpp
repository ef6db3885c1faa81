// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrange/appsettings.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::lagrange {

namespace {

constexpr int kInterval = 5000; // milliseconds, of heartbeats and of reconnecting

QUrl withScheme(const QString &host, int port, const QString &suffix, const QString &scheme)
{
    QUrl url(host.contains("://"_L1) ? host : scheme + u"://"_s + host);
    url.setPort(port);
    url.setPath(suffix);
    return url;
}

onebot::Endpoint listener(const QJsonValue &one, onebot::Endpoint::Way way)
{
    const bool beats = one["HeartBeatEnable"_L1].toBool(true) && way == onebot::Endpoint::Way::Socket;
    return {.way = way,
            .host = one["Host"_L1].toString(),
            .port = static_cast<quint16>(one["Port"_L1].toInt()),
            .token = one["AccessToken"_L1].toString(),
            .heartbeat = milliseconds(beats ? one["HeartBeatInterval"_L1].toInteger(kInterval) : 0)};
}

onebot::Endpoint client(const QJsonValue &one, onebot::Endpoint::Way way, const QString &suffix, const QString &role)
{
    const bool post = way == onebot::Endpoint::Way::Post;
    const bool beats = one["HeartBeatEnable"_L1].toBool(true);
    return {.way = way,
            .url = withScheme(one["Host"_L1].toString(), one["Port"_L1].toInt(), suffix, post ? u"http"_s : u"ws"_s),
            .role = role,
            .token = one[post ? "Secret"_L1 : "AccessToken"_L1].toString(),
            .heartbeat = milliseconds(beats ? one["HeartBeatInterval"_L1].toInteger(kInterval) : 0),
            .reconnect = milliseconds(one["ReconnectInterval"_L1].toInteger(kInterval))};
}

QList<onebot::Endpoint> reverse(const QJsonValue &one)
{
    using Way = onebot::Endpoint::Way;
    const QString suffix = one["Suffix"_L1].toString();
    if (one["UseUniversalClient"_L1].toBool(true))
        return {client(one, Way::Reverse, suffix, u"Universal"_s)};
    return {client(one, Way::Reverse, suffix + one["ApiSuffix"_L1].toString(), u"Api"_s),
            client(one, Way::Reverse, suffix + one["EventSuffix"_L1].toString(), u"Event"_s)};
}

} // namespace

QJsonObject reverseImplementation(const QUrl &url, const QString &token, const QString &role)
{
    return {{u"Type"_s, u"ReverseWebSocket"_s},
            {u"Host"_s, QString(url.scheme() + u"://"_s + url.host())},
            {u"Port"_s, url.port(80)},
            {u"Suffix"_s, url.path()},
            {u"ApiSuffix"_s, QString()},
            {u"EventSuffix"_s, QString()},
            {u"UseUniversalClient"_s, role.isEmpty() || role.toLower() == "universal"_L1},
            {u"ReconnectInterval"_s, kInterval},
            {u"HeartBeatInterval"_s, kInterval},
            {u"HeartBeatEnable"_s, true},
            {u"AccessToken"_s, token}};
}

QJsonObject postImplementation(const QUrl &url, const QString &secret)
{
    return {{u"Type"_s, u"HttpPost"_s},
            {u"Host"_s, QString(url.scheme() + u"://"_s + url.host())},
            {u"Port"_s, url.port(80)},
            {u"Suffix"_s, url.path()},
            {u"HeartBeatInterval"_s, kInterval},
            {u"HeartBeatEnable"_s, true},
            {u"Secret"_s, secret}};
}

AppSettings::AppSettings(const GatewayOptions &options, quint16 wsPort, quint16 httpPort)
{
    QJsonArray implementations{QJsonObject{{u"Type"_s, u"ForwardWebSocket"_s},
                                           {u"Host"_s, u"127.0.0.1"_s},
                                           {u"Port"_s, wsPort},
                                           {u"HeartBeatInterval"_s, kInterval},
                                           {u"HeartBeatEnable"_s, true},
                                           {u"AccessToken"_s, options.oneBotToken}},
                               QJsonObject{{u"Type"_s, u"Http"_s},
                                           {u"Host"_s, u"127.0.0.1"_s},
                                           {u"Port"_s, httpPort},
                                           {u"AccessToken"_s, options.oneBotToken}}};
    if (!options.reverseUrl.isEmpty())
        implementations.append(reverseImplementation(QUrl(options.reverseUrl), options.oneBotToken));
    if (!options.postUrl.isEmpty())
        implementations.append(postImplementation(QUrl(options.postUrl), options.oneBotToken));
    m_json = {{u"Logging"_s,
               QJsonObject{{u"LogLevel"_s,
                            QJsonObject{{u"Default"_s, options.trace ? u"Trace"_s : u"Information"_s},
                                        {u"Microsoft"_s, u"Warning"_s},
                                        {u"Microsoft.Hosting.Lifetime"_s, u"Information"_s}}}}},
              {u"SignServerUrl"_s, QString()},
              {u"SignProxyUrl"_s, QString()},
              {u"MusicSignServerUrl"_s, QString()},
              {u"Account"_s,
               QJsonObject{{u"Uin"_s, options.account.toLongLong()},
                           {u"Protocol"_s, u"Linux"_s},
                           {u"AutoReconnect"_s, true},
                           {u"GetOptimumServer"_s, true},
                           {u"AutoReLogin"_s, true}}},
              {u"Message"_s, QJsonObject{{u"IgnoreSelf"_s, !options.reportSelfMessage}, {u"StringPost"_s, false}}},
              {u"QrCode"_s, QJsonObject{{u"ConsoleCompatibilityMode"_s, false}}},
              {u"Implementations"_s, implementations}};
}

Result<> AppSettings::sync(const QString &folder)
{
    if (!QDir().mkpath(folder))
        return fail(ErrorKind::Storage, Reason::FileDenied, folder);
    QFile file(QDir(folder).filePath(u"appsettings.json"_s));
    if (!file.exists()) {
        // readable by the owner only: the gateway's own token is in clear there, as in Lagrange's file
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
            return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
        file.write(QJsonDocument(m_json).toJson());
        return {};
    }
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        return fail(ErrorKind::Rejected, Reason::BadInput, u"appsettings.json: "_s + error.errorString());
    m_json = document.object();
    return {};
}

void AppSettings::addImplementation(const QJsonObject &implementation)
{
    QJsonArray all = m_json.value("Implementations"_L1).toArray();
    all.append(implementation);
    m_json.insert(u"Implementations"_s, all);
}

QString AppSettings::uin() const
{
    return QString::number(m_json.value("Account"_L1)["Uin"_L1].toVariant().toLongLong());
}

bool AppSettings::ignoresSelf() const
{
    return m_json.value("Message"_L1)["IgnoreSelf"_L1].toBool();
}

bool AppSettings::traces() const
{
    return m_json.value("Logging"_L1)["LogLevel"_L1]["Default"_L1] == "Trace"_L1;
}

QList<onebot::Endpoint> AppSettings::endpoints() const
{
    using Way = onebot::Endpoint::Way;
    QList<onebot::Endpoint> endpoints;
    const QJsonArray all = m_json.value("Implementations"_L1).toArray();
    for (const QJsonValue &one : all) {
        const QString type = one["Type"_L1].toString();
        if (one["Enable"_L1].toVariant().toString() == "false"_L1)
            continue;
        if (type == "ForwardWebSocket"_L1)
            endpoints.append(listener(one, Way::Socket));
        else if (type == "Http"_L1)
            endpoints.append(listener(one, Way::Http));
        else if (type == "ReverseWebSocket"_L1)
            endpoints.append(reverse(one));
        else if (type == "HttpPost"_L1)
            endpoints.append(client(one, Way::Post, one["Suffix"_L1].toString(), {}));
    }
    for (onebot::Endpoint &endpoint : endpoints)
        endpoint.ownMessages = !ignoresSelf();
    return endpoints;
}

} // namespace rookery::sim::lagrange

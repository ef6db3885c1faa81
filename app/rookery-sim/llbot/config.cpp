// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/config.h"
#include "base/reasons/input.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

namespace {

constexpr int kHeartbeat = 60000;
constexpr milliseconds kReconnect{3000};

QJsonObject adapter(const QString &type, bool enable, const QString &token)
{
    return {{u"type"_s, type},
            {u"enable"_s, enable},
            {u"token"_s, token},
            {u"reportSelfMessage"_s, false},
            {u"reportOfflineMessage"_s, false},
            {u"messageFormat"_s, u"array"_s},
            {u"debug"_s, false}};
}

QJsonObject server(const QString &type, quint16 port, const GatewayOptions &options)
{
    QJsonObject one = adapter(type, true, options.oneBotToken);
    one.insert(u"host"_s, u"127.0.0.1"_s);
    one.insert(u"port"_s, port);
    one.insert(u"reportSelfMessage"_s, options.reportSelfMessage);
    if (type == "ws"_L1)
        one.insert(u"heartInterval"_s, kHeartbeat);
    return one;
}

QJsonObject client(const QString &type, const QString &url, const QString &token, bool ownMessages)
{
    QJsonObject one = adapter(type, !url.isEmpty(), token);
    one.insert(u"url"_s, url);
    one.insert(u"heartInterval"_s, kHeartbeat);
    one.insert(u"reportSelfMessage"_s, ownMessages);
    if (type == "http-post"_L1)
        one.insert(u"enableHeart"_s, false);
    return one;
}

bool listensEverywhere(const QJsonValue &server)
{
    const QString host = server["host"_L1].toString();
    return host.isEmpty() || host == "0.0.0.0"_L1 || host == "::"_L1;
}

//! Returns why the configuration may not be saved; empty: it may.
QString refusalOf(const QJsonObject &config)
{
    const QJsonValue satori = config.value("satori"_L1);
    if (satori["enable"_L1].toBool() && listensEverywhere(satori) && satori["token"_L1].toString().isEmpty())
        return u"Satori 监听全部地址时必须设置 Token"_s;
    const QJsonValue milky = config.value("milky"_L1);
    if (milky["enable"_L1].toBool() && listensEverywhere(milky["http"_L1])
        && milky["http"_L1]["accessToken"_L1].toString().isEmpty())
        return u"Milky HTTP 监听全部地址时必须设置 Token"_s;
    const QJsonArray connect = config.value("ob11"_L1)["connect"_L1].toArray();
    for (const QJsonValue &one : connect) {
        const QString type = one["type"_L1].toString();
        if ((type != "ws"_L1 && type != "http"_L1) || !one["enable"_L1].toBool())
            continue;
        if (listensEverywhere(one) && one["token"_L1].toString().isEmpty())
            return u"OneBot11 %1 适配器监听全部地址时必须设置 Token"_s.arg(type == "ws"_L1 ? u"WebSocket"_s
                                                                                           : u"HTTP"_s);
    }
    return {};
}

} // namespace

Config::Config(const GatewayOptions &options, quint16 wsPort, quint16 httpPort)
{
    const QJsonArray connect{
        server(u"ws"_s, wsPort, options),
        client(u"ws-reverse"_s, options.reverseUrl, options.oneBotToken, options.reportSelfMessage),
        server(u"http"_s, httpPort, options),
        client(u"http-post"_s, options.postUrl, options.oneBotToken, options.reportSelfMessage)};
    m_config = {
        {u"webui"_s, QJsonObject{{u"enable"_s, true}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 3080}}},
        {u"milky"_s,
         QJsonObject{{u"enable"_s, false},
                     {u"reportSelfMessage"_s, false},
                     {u"http"_s,
                      QJsonObject{{u"host"_s, u"127.0.0.1"_s},
                                  {u"port"_s, 3010},
                                  {u"prefix"_s, QString()},
                                  {u"accessToken"_s, QString()}}},
                     {u"webhook"_s, QJsonObject{{u"urls"_s, QJsonArray()}, {u"accessToken"_s, QString()}}}}},
        {u"satori"_s,
         QJsonObject{{u"enable"_s, false}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 5600}, {u"token"_s, QString()}}},
        {u"ob11"_s, QJsonObject{{u"enable"_s, true}, {u"connect"_s, connect}}},
        {u"enableLocalFile2Url"_s, false},
        {u"log"_s, true},
        {u"logLevel"_s, u"info"_s},
        {u"autoDeleteFile"_s, false},
        {u"autoDeleteFileSecond"_s, 60},
        {u"musicSignUrl"_s, QString()},
        {u"msgCacheExpire"_s, 120},
        {u"ffmpeg"_s, QString()}};
}

Result<> Config::merge(const QJsonObject &changes)
{
    QJsonObject merged = m_config;
    for (auto it = changes.constBegin(); it != changes.constEnd(); ++it) {
        if (m_config.contains(it.key())) // LLBot deletes unknown keys
            merged.insert(it.key(), it.value());
    }
    if (const QString refusal = refusalOf(merged); !refusal.isEmpty())
        return fail(ErrorKind::Rejected, Reason::BadInput, refusal);
    m_config = merged;
    return {};
}

void Config::setPanelPort(quint16 port)
{
    QJsonObject panel = m_config.value("webui"_L1).toObject();
    panel.insert(u"port"_s, port);
    m_config.insert(u"webui"_s, panel);
}

void Config::addAdapter(const QString &type, const QString &url, const QString &token)
{
    QJsonObject ob11 = m_config.value("ob11"_L1).toObject();
    QJsonArray connect = ob11.value("connect"_L1).toArray();
    connect.append(client(type, url, token, false));
    ob11.insert(u"connect"_s, connect);
    m_config.insert(u"ob11"_s, ob11);
}

QList<onebot::Endpoint> Config::endpoints() const
{
    using Way = onebot::Endpoint::Way;
    static const QMap<QString, Way> ways{
        {u"ws"_s, Way::Socket}, {u"http"_s, Way::Http}, {u"ws-reverse"_s, Way::Reverse}, {u"http-post"_s, Way::Post}};
    QList<onebot::Endpoint> all;
    const QJsonObject ob11 = m_config.value("ob11"_L1).toObject();
    const QJsonArray connect = ob11.value("enable"_L1).toBool() ? ob11.value("connect"_L1).toArray() : QJsonArray();
    for (const QJsonValue &one : connect) {
        const auto way = ways.constFind(one["type"_L1].toString());
        if (way == ways.constEnd() || !one["enable"_L1].toBool())
            continue;
        const bool beats = *way != Way::Post || one["enableHeart"_L1].toBool();
        all.append({.way = *way,
                    .host = one["host"_L1].toString(),
                    .port = static_cast<quint16>(one["port"_L1].toInt()),
                    .url = QUrl(one["url"_L1].toString()),
                    .token = one["token"_L1].toString(),
                    .ownMessages = one["reportSelfMessage"_L1].toBool(),
                    .eventStream = *way == Way::Http,
                    .heartbeat = milliseconds(beats ? one["heartInterval"_L1].toInteger() : 0),
                    .reconnect = kReconnect});
    }
    return all;
}

} // namespace rookery::sim::llbot

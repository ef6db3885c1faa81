// SPDX-License-Identifier: GPL-3.0-or-later
#include "settingsjson.h"

#include "commandtrust.h"
#include "profile.h"

#include "base/reasons/machine.h"
#include "model/names.h"
#include "model/tags.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

//! Returns the URL as it is saved: without passwords and query tokens, whatever was typed.
QString withoutSecrets(const QUrl &url)
{
    return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment).toString();
}

//! Returns a time as it is saved, in UTC; empty: not known.
QString timeToJson(WallTime time)
{
    return time == WallTime{} ? QString()
                              : QDateTime::fromMSecsSinceEpoch(toMSecs(time), Qt::UTC).toString(Qt::ISODate);
}

WallTime timeFromJson(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    return time.isValid() ? fromMSecs(time.toMSecsSinceEpoch()) : WallTime{};
}

//! Returns the kind that a gateway of the file has; nullopt: a kind that this version cannot drive, so the file is
//! refused. The first settings stated none.
std::optional<GatewayKind> kindIn(const QJsonObject &gateway)
{
    const QJsonValue kind = gateway.value(u"kind"_s);
    return kind.isString() ? gatewayKind(kind.toString()) : kDefaultKind;
}

//! Returns the tags of a gateway of the file; the first settings had none.
QStringList tagsFromJson(const QJsonValue &json)
{
    QStringList words;
    const QJsonArray array = json.toArray();
    for (const QJsonValue &word : array)
        words.append(word.toString());
    return tagsIn(words.join(u' '));
}

GatewayProfile gatewayFromJson(const QJsonObject &json)
{
    GatewayProfile gateway;
    gateway.id = GatewayId(json.value(u"id"_s).toString());
    gateway.kind = kindIn(json).value_or(kDefaultKind);
    gateway.name = json.value(u"name"_s).toString();
    gateway.tags = tagsFromJson(json.value(u"tags"_s));
    gateway.neverBroadcast = json.value(u"neverBroadcast"_s).toBool();
    gateway.webUi = QUrl(json.value(u"webUi"_s).toString());
    gateway.oneBot = QUrl(json.value(u"oneBot"_s).toString());
    gateway.way = fromName<OneBotTransportKind>(json.value(u"way"_s).toString()).value_or(gateway.way);
    gateway.account = json.value(u"account"_s).toString();
    gateway.front = QUrl(json.value(u"front"_s).toString());
    gateway.folder = json.value(u"folder"_s).toString();
    gateway.program = json.value(u"program"_s).toString();
    gateway.logFile = json.value(u"logFile"_s).toString();
    gateway.logCommand = json.value(u"logCommand"_s).toString();
    gateway.commandSeal = json.value(u"commandSeal"_s).toString().toLatin1();
    // A command without a seal was not typed here, whatever the file states.
    gateway.commandLeftOut =
        json.value(u"commandLeftOut"_s).toBool() || (hasCommand(gateway) && gateway.commandSeal.isEmpty());
    gateway.pinnedSha256 = QByteArray::fromHex(json.value(u"pinnedSha256"_s).toString().toLatin1());
    gateway.pinnedUntil = timeFromJson(json.value(u"pinnedUntil"_s).toString());
    gateway.enabled = json.value(u"enabled"_s).toBool(true);
    return gateway;
}

QJsonObject gatewayToJson(const GatewayProfile &gateway, QJsonObject json)
{
    json.insert(u"id"_s, gateway.id.value());
    json.insert(u"kind"_s, gatewayKindId(gateway.kind));
    json.insert(u"name"_s, gateway.name);
    json.insert(u"tags"_s, QJsonArray::fromStringList(gateway.tags));
    json.insert(u"neverBroadcast"_s, gateway.neverBroadcast);
    json.insert(u"webUi"_s, withoutSecrets(gateway.webUi));
    json.insert(u"oneBot"_s, withoutSecrets(gateway.oneBot));
    json.insert(u"way"_s, nameOf(gateway.way));
    json.insert(u"account"_s, gateway.account);
    json.insert(u"front"_s, withoutSecrets(gateway.front));
    json.insert(u"folder"_s, gateway.folder);
    json.insert(u"program"_s, gateway.program);
    json.insert(u"logFile"_s, gateway.logFile);
    json.insert(u"logCommand"_s, gateway.logCommand);
    json.insert(u"commandLeftOut"_s, gateway.commandLeftOut);
    json.remove(u"commandSeal"_s);
    if (!gateway.commandSeal.isEmpty())
        json.insert(u"commandSeal"_s, QString::fromLatin1(gateway.commandSeal));
    json.insert(u"pinnedSha256"_s, QString::fromLatin1(gateway.pinnedSha256.toHex()));
    json.insert(u"pinnedUntil"_s, timeToJson(gateway.pinnedUntil));
    json.insert(u"enabled"_s, gateway.enabled);
    return json;
}

ProxySettings proxyFromJson(const QJsonObject &json)
{
    ProxySettings proxy;
    proxy.mode = fromName<ProxyMode>(json.value(u"proxyMode"_s).toString()).value_or(proxy.mode);
    proxy.host = json.value(u"proxyHost"_s).toString();
    const int port = json.value(u"proxyPort"_s).toInt();
    proxy.port = port > 0 && port <= 65535 ? static_cast<quint16>(port) : quint16(0);
    proxy.user = json.value(u"proxyUser"_s).toString();
    proxy.hasPassword = json.value(u"proxyHasPassword"_s).toBool();
    return proxy;
}

void proxyToJson(const ProxySettings &proxy, QJsonObject &json)
{
    json.insert(u"proxyMode"_s, nameOf(proxy.mode));
    // whatever was typed: a name and password in front of the host stay out of the file
    json.insert(u"proxyHost"_s, proxy.host.section(u'@', -1));
    json.insert(u"proxyPort"_s, proxy.port);
    json.insert(u"proxyUser"_s, proxy.user);
    json.insert(u"proxyHasPassword"_s, proxy.hasPassword);
}

Pace paceFromJson(const QJsonObject &json)
{
    Pace pace;
    const qint64 interval = json.value(u"paceMs"_s).toInteger(pace.interval.count());
    pace.interval = std::clamp(milliseconds(interval), kShortestPace, kLongestPace);
    pace.jitter = std::clamp(json.value(u"paceJitter"_s).toDouble(pace.jitter), 0.0, kMostJitter);
    pace.rampUp = json.value(u"paceRampUp"_s).toBool(pace.rampUp);
    return pace;
}

NotificationSettings notificationsFromJson(const QJsonObject &json)
{
    NotificationSettings notify;
    notify.failed = json.value(u"notifyFailed"_s).toBool(notify.failed);
    notify.needsAttention = json.value(u"notifyNeedsAttention"_s).toBool(notify.needsAttention);
    notify.degraded = json.value(u"notifyDegraded"_s).toBool(notify.degraded);
    notify.sound = json.value(u"notifySound"_s).toBool(notify.sound);
    return notify;
}

ListenerSettings listenerFromJson(const QJsonObject &json)
{
    ListenerSettings listener;
    listener.host = json.value(u"listenHost"_s).toString();
    const int port = json.value(u"listenPort"_s).toInt(listener.port);
    if (port >= 0 && port <= 65535)
        listener.port = static_cast<quint16>(port);
    listener.certificate = json.value(u"tlsCertificate"_s).toString();
    listener.key = json.value(u"tlsKey"_s).toString();
    return listener;
}

//! Describes what is wrong with the n-th gateway of the file, for the operator; empty: nothing.
QString faultOf(const QJsonValue &entry, qsizetype n, const QSet<QString> &taken)
{
    const QString place = u"gateways[%1]"_s.arg(n);
    if (!entry.isObject())
        return place;
    const QString id = entry[u"id"_s].toString();
    if (!isValidGatewayId(id))
        return u"%1: id \"%2\""_s.arg(place, id);
    if (taken.contains(id))
        return u"%1: id \"%2\" twice"_s.arg(place, id);
    const QJsonObject gateway = entry.toObject();
    return kindIn(gateway) ? QString()
                           : u"%1: id \"%2\", kind \"%3\""_s.arg(place, id, gateway.value(u"kind"_s).toString());
}

} // namespace

QJsonObject withoutSeals(QJsonObject json)
{
    QJsonArray gateways;
    const QJsonArray before = json.value(u"gateways"_s).toArray();
    for (const QJsonValue value : before) {
        QJsonObject gateway = value.toObject();
        gateway.remove(u"commandSeal"_s);
        gateways.append(gateway);
    }
    if (!gateways.isEmpty())
        json.insert(u"gateways"_s, gateways);
    return json;
}

Result<Settings> settingsFromJson(const QJsonObject &json)
{
    Settings settings;
    settings.language = json.value(u"language"_s).toString();
    settings.theme = json.value(u"theme"_s).toString();
    settings.proxy = proxyFromJson(json);
    settings.maskNumbers = json.value(u"maskNumbers"_s).toBool();
    settings.sendingStopped = json.value(u"sendingStopped"_s).toBool();
    settings.closeAction =
        fromName<CloseAction>(json.value(u"closeAction"_s).toString()).value_or(settings.closeAction);
    settings.pace = paceFromJson(json);
    settings.notifications = notificationsFromJson(json);
    settings.liveLogLines =
        std::clamp(json.value(u"liveLogLines"_s).toInt(settings.liveLogLines), kLeastLogLines, kMostLogLines);
    settings.listener = listenerFromJson(json);
    const QJsonArray gateways = json.value(u"gateways"_s).toArray();
    QSet<QString> taken;
    for (qsizetype n = 0; n < gateways.size(); ++n) {
        if (const QString fault = faultOf(gateways.at(n), n, taken); !fault.isEmpty())
            return fail(ErrorKind::Storage, Reason::SettingsRefused, fault);
        settings.gateways.append(gatewayFromJson(gateways.at(n).toObject()));
        taken.insert(settings.gateways.constLast().id.value());
    }
    return settings;
}

QJsonObject settingsToJson(const Settings &settings, const QJsonObject &base)
{
    QJsonObject json = base;
    json.insert(u"language"_s, settings.language);
    json.insert(u"theme"_s, settings.theme);
    proxyToJson(settings.proxy, json);
    json.insert(u"maskNumbers"_s, settings.maskNumbers);
    json.insert(u"sendingStopped"_s, settings.sendingStopped);
    json.insert(u"closeAction"_s, nameOf(settings.closeAction));
    json.insert(u"paceMs"_s, qint64(settings.pace.interval.count()));
    json.insert(u"paceJitter"_s, settings.pace.jitter);
    json.insert(u"paceRampUp"_s, settings.pace.rampUp);
    json.insert(u"notifyFailed"_s, settings.notifications.failed);
    json.insert(u"notifyNeedsAttention"_s, settings.notifications.needsAttention);
    json.insert(u"notifyDegraded"_s, settings.notifications.degraded);
    json.insert(u"notifySound"_s, settings.notifications.sound);
    json.insert(u"liveLogLines"_s, settings.liveLogLines);
    json.insert(u"listenHost"_s, settings.listener.host);
    json.insert(u"listenPort"_s, settings.listener.port);
    json.insert(u"tlsCertificate"_s, settings.listener.certificate);
    json.insert(u"tlsKey"_s, settings.listener.key);

    QHash<QString, QJsonObject> known;
    QJsonArray gateways;
    const QJsonArray before = base.value(u"gateways"_s).toArray();
    for (const QJsonValue value : before) {
        const QJsonObject object = value.toObject();
        known.insert(object.value(u"id"_s).toString(), object);
    }
    for (const GatewayProfile &gateway : settings.gateways)
        gateways.append(gatewayToJson(gateway, known.value(gateway.id.value())));
    json.insert(u"gateways"_s, gateways);
    return json;
}

} // namespace rookery::config

// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangesettings.h"

#include "base/reasons/input.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace rookery::gateway {

namespace {

constexpr qsizetype kMaxServices = 32;

//! Gives the end of the string that starts here, after its closing quote.
qsizetype endOfString(const QByteArray &json, qsizetype at)
{
    for (++at; at < json.size() && json.at(at) != '"'; ++at) {
        if (json.at(at) == '\\')
            ++at;
    }
    return std::min(at + 1, json.size());
}

//! Gives the end of the comment that starts here; `at` itself if none does.
qsizetype endOfComment(const QByteArray &json, qsizetype at)
{
    const QByteArrayView rest = QByteArrayView(json).sliced(at);
    if (rest.startsWith("//")) {
        const qsizetype end = json.indexOf('\n', at);
        return end < 0 ? json.size() : end;
    }
    if (rest.startsWith("/*")) {
        const qsizetype end = json.indexOf("*/", at + 2);
        return end < 0 ? json.size() : end + 2;
    }
    return at;
}

//! Makes standard JSON: .NET also takes comments, and a comma after the last element. Both become blanks, so that
//! every byte and line keeps its place.
QByteArray strict(QByteArray json)
{
    qsizetype last = -1; // the last character that is not blank
    for (qsizetype at = 0; at < json.size();) {
        const qsizetype comment = endOfComment(json, at);
        for (; at < comment; ++at) {
            if (json.at(at) != '\n')
                json[at] = ' ';
        }
        if (at >= json.size())
            break;
        const char c = json.at(at);
        if ((c == '}' || c == ']') && last >= 0 && json.at(last) == ',')
            json[last] = ' ';
        if (!QChar::isSpace(static_cast<unsigned char>(c)))
            last = at;
        at = c == '"' ? endOfString(json, at) : at + 1;
    }
    return json;
}

//! Finds a field by name in any case, as .NET's configuration does.
QJsonValue field(const QJsonValue &object, QLatin1StringView name)
{
    const QJsonObject fields = object.toObject();
    if (const auto exact = fields.constFind(name); exact != fields.constEnd())
        return *exact;
    for (auto it = fields.constBegin(); it != fields.constEnd(); ++it) {
        if (it.key().compare(name, Qt::CaseInsensitive) == 0)
            return *it;
    }
    return {QJsonValue::Undefined};
}

//! Returns true if the entry is switched off; the text "false" does that too.
bool isOff(const QJsonValue &entry)
{
    const QJsonValue enable = field(entry, "Enable"_L1);
    return enable == QJsonValue(false) || enable.toString().compare("false"_L1, Qt::CaseInsensitive) == 0;
}

//! Gives the host to dial; a service bound to every address is dialled at the local one.
QString dialable(const QString &host)
{
    const bool any = host.isEmpty() || host == "*"_L1 || host == "+"_L1 || host == "0.0.0.0"_L1 || host == "::"_L1
        || host == "[::]"_L1;
    return any ? u"127.0.0.1"_s : host;
}

std::optional<LagrangeService> serviceOf(const QJsonValue &entry)
{
    const QString type = field(entry, "Type"_L1).toString();
    const int port = field(entry, "Port"_L1).toVariant().toInt();
    if (isOff(entry) || port <= 0 || port > 65535)
        return std::nullopt;
    LagrangeService service;
    service.token = Redacted<QString>(field(entry, "AccessToken"_L1).toString());
    const QString host = field(entry, "Host"_L1).toString();
    if (type == "ReverseWebSocket"_L1) {
        service.way = OneBotTransportKind::Reverse;
        service.url = QUrl(host.contains("://"_L1) ? host : QString(u"ws://"_s + host));
        service.url.setPath(field(entry, "Suffix"_L1).toString());
    } else if (type == "ForwardWebSocket"_L1 || type == "Http"_L1) {
        const bool http = type == "Http"_L1;
        service.way = http ? OneBotTransportKind::Http : OneBotTransportKind::Socket;
        service.url.setScheme(http ? u"http"_s : u"ws"_s); // neither supports TLS
        service.url.setHost(dialable(host));
    } else {
        return std::nullopt;
    }
    service.url.setPort(port);
    return service.url.isValid() && !service.url.host().isEmpty() ? std::optional(service) : std::nullopt;
}

//! Gives the line of an offset, from 1 as in editors.
qsizetype lineOf(const QByteArray &text, qsizetype offset)
{
    return text.first(std::clamp<qsizetype>(offset, 0, text.size())).count('\n') + 1;
}

int rank(OneBotTransportKind way)
{
    return way == OneBotTransportKind::Socket ? 0 : (way == OneBotTransportKind::Http ? 1 : 2);
}

} // namespace

Result<LagrangeSettings> readLagrangeSettings(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(strict(json), &error);
    if (!document.isObject())
        return fail(ErrorKind::Rejected, Reason::BadInput,
                    u"appsettings.json:%1: %2"_s.arg(QString::number(lineOf(json, error.offset)), error.errorString()));
    const QJsonObject root = document.object();
    LagrangeSettings settings;
    const QVariant uin = field(field(root, "Account"_L1), "Uin"_L1).toVariant();
    settings.uin = QString::number(uin.toULongLong());
    QJsonArray entries = field(root, "Implementations"_L1).toArray();
    if (const QJsonValue old = field(root, "Implementation"_L1); old.isObject())
        entries.append(old);
    for (const QJsonValue &entry : std::as_const(entries)) {
        if (const auto service = serviceOf(entry); service && settings.services.size() < kMaxServices)
            settings.services.append(*service);
    }
    std::stable_sort(settings.services.begin(), settings.services.end(),
                     [](const LagrangeService &a, const LagrangeService &b) { return rank(a.way) < rank(b.way); });
    return settings;
}

QList<LagrangeService> usableServices(const LagrangeSettings &settings,
                                      const std::function<bool(const QUrl &)> &reachesUs)
{
    QList<LagrangeService> usable;
    for (const LagrangeService &service : settings.services) {
        if (service.way != OneBotTransportKind::Reverse || reachesUs(service.url))
            usable.append(service);
    }
    return usable;
}

} // namespace rookery::gateway

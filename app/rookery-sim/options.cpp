// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"

#include "simgateway.h"
#include "tls.h"

#include "base/reasons/input.h"

#include <QCommandLineParser>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim {

namespace {

QStringList stringsOf(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &one : array)
        list.append(one.toVariant().toString());
    return list;
}

using Setter = std::function<void(GatewayOptions &, const QJsonValue &)>;

const QMap<QString, Setter> &setters()
{
    static const QMap<QString, Setter> all{
        {u"kind"_s, [](GatewayOptions &o, const QJsonValue &v) { o.kind = v.toString(); }},
        {u"codes"_s, [](GatewayOptions &o, const QJsonValue &v) { o.codes = v.toString(); }},
        {u"account"_s, [](GatewayOptions &o, const QJsonValue &v) { o.account = v.toVariant().toString(); }},
        {u"nickname"_s, [](GatewayOptions &o, const QJsonValue &v) { o.nickname = v.toString(); }},
        {u"name"_s, [](GatewayOptions &o, const QJsonValue &v) { o.name = v.toString(); }},
        {u"token"_s, [](GatewayOptions &o, const QJsonValue &v) { o.token = v.toString(); }},
        {u"onebotToken"_s, [](GatewayOptions &o, const QJsonValue &v) { o.oneBotToken = v.toString(); }},
        {u"loginRate"_s, [](GatewayOptions &o, const QJsonValue &v) { o.loginRate = v.toInt(); }},
        {u"totpSecret"_s, [](GatewayOptions &o, const QJsonValue &v) { o.totpSecret = v.toString(); }},
        {u"loggedIn"_s, [](GatewayOptions &o, const QJsonValue &v) { o.loggedIn = v.toBool(); }},
        {u"singleProcess"_s, [](GatewayOptions &o, const QJsonValue &v) { o.singleProcess = v.toBool(); }},
        {u"loginServiceMs"_s,
         [](GatewayOptions &o, const QJsonValue &v) { o.loginService = milliseconds(v.toInteger()); }},
        {u"ownPictureNames"_s, [](GatewayOptions &o, const QJsonValue &v) { o.ownPictureNames = v.toString(); }},
        {u"debugLines"_s, [](GatewayOptions &o, const QJsonValue &v) { o.debugLines = v.toBool(); }},
        {u"traffic"_s, [](GatewayOptions &o, const QJsonValue &v) { o.traffic = v.toDouble(); }},
        {u"phrases"_s, [](GatewayOptions &o, const QJsonValue &v) { o.phrases = v.toVariant().toStringList(); }},
        {u"trace"_s, [](GatewayOptions &o, const QJsonValue &v) { o.trace = v.toBool(); }},
        {u"groups"_s, [](GatewayOptions &o, const QJsonValue &v) { o.groups = v.toInt(); }},
        {u"friends"_s, [](GatewayOptions &o, const QJsonValue &v) { o.friends = stringsOf(v); }},
        {u"quickAccounts"_s, [](GatewayOptions &o, const QJsonValue &v) { o.quickAccounts = stringsOf(v); }},
        {u"qrLifeSeconds"_s, [](GatewayOptions &o, const QJsonValue &v) { o.qrLife = seconds(v.toInteger()); }},
        {u"rkeyTtlSeconds"_s, [](GatewayOptions &o, const QJsonValue &v) { o.rkeyTtl = seconds(v.toInteger()); }},
        {u"sendDelayMs"_s, [](GatewayOptions &o, const QJsonValue &v) { o.sendDelay = milliseconds(v.toInteger()); }},
        {u"restartMs"_s, [](GatewayOptions &o, const QJsonValue &v) { o.restartTime = milliseconds(v.toInteger()); }},
        {u"realPictureHosts"_s, [](GatewayOptions &o, const QJsonValue &v) { o.realPictureHosts = v.toBool(); }},
        {u"generation"_s, [](GatewayOptions &o, const QJsonValue &v) { o.generation = v.toInt(); }},
        {u"panelPassword"_s, [](GatewayOptions &o, const QJsonValue &v) { o.panelPassword = v.toBool(); }},
        {u"reportSelfMessage"_s, [](GatewayOptions &o, const QJsonValue &v) { o.reportSelfMessage = v.toBool(); }},
        {u"reverseUrl"_s, [](GatewayOptions &o, const QJsonValue &v) { o.reverseUrl = v.toString(); }},
        {u"postUrl"_s, [](GatewayOptions &o, const QJsonValue &v) { o.postUrl = v.toString(); }},
        {u"folder"_s, [](GatewayOptions &o, const QJsonValue &v) { o.folder = v.toString(); }},
        {u"dialect"_s, [](GatewayOptions &o, const QJsonValue &v) { o.dialect = v.toString(); }},
        {u"prefix"_s, [](GatewayOptions &o, const QJsonValue &v) { o.prefix = v.toString(); }},
        {u"faults"_s, [](GatewayOptions &o, const QJsonValue &v) { o.faults = v.toObject(); }},
    };
    return all;
}

Result<> apply(GatewayOptions &options, const QJsonObject &keys)
{
    for (auto it = keys.constBegin(); it != keys.constEnd(); ++it) {
        if (it.key() == "gateways"_L1)
            continue;
        const auto setter = setters().constFind(it.key());
        if (setter == setters().constEnd())
            return fail(ErrorKind::Rejected, Reason::BadInput, u"unknown scenario key: "_s + it.key());
        (*setter)(options, it.value());
    }
    return {};
}

Result<QJsonObject> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Rejected, Reason::BadInput, u"%1: %2"_s.arg(path, file.errorString()));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        return fail(ErrorKind::Rejected, Reason::BadInput, u"%1: %2"_s.arg(path, error.errorString()));
    return document.object();
}

} // namespace

Result<QList<GatewayOptions>> readScenario(const QJsonObject &scenario, const GatewayOptions &defaults, int count)
{
    const QJsonArray listed = scenario.value("gateways"_L1).toArray();
    QList<GatewayOptions> gateways;
    const int total = std::max(count, static_cast<int>(listed.size()));
    for (int i = 0; i < total; ++i) {
        GatewayOptions one = defaults;
        one.account = QString::number(10001 + i);
        one.nickname = i == 0 ? defaults.nickname : defaults.nickname + QString::number(i + 1);
        one.name.clear();
        one.port = i == 0 ? defaults.port : quint16(0);
        one.alone = total == 1;
        for (const QJsonObject &keys : {scenario, i < listed.size() ? listed.at(i).toObject() : QJsonObject()}) {
            if (const Result<> applied = apply(one, keys); !applied)
                return fail(applied.error());
        }
        if (one.name.isEmpty())
            one.name = u"%1-%2"_s.arg(one.kind, one.account);
        gateways.append(one);
    }
    return gateways;
}

Result<SimOptions> readArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Simulated gateways on loopback, one ready line of JSON per gateway."_s);
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version(u"version"_s, u"Print the version."_s);
    const QCommandLineOption kind(u"kind"_s, u"Which gateway: %1."_s.arg(SimGateway::kinds().join(u", "_s)), u"kind"_s,
                                  u"napcat"_s);
    const QCommandLineOption port(u"port"_s, u"Main port of the first gateway, 0 for any."_s, u"N"_s, u"0"_s);
    const QCommandLineOption scenario(u"scenario"_s, u"A scenario (JSON)."_s, u"FILE"_s);
    const QCommandLineOption tls(u"tls"_s, u"Serve https with a fresh self-signed certificate."_s);
    const QCommandLineOption count(u"count"_s, u"How many gateways, at least those of the scenario."_s, u"N"_s, u"1"_s);
    const QCommandLineOption withParent(u"with-parent"_s, u"End when standard input closes."_s);
    const QCommandLineOption folder(u"folder"_s, u"Working folder of a gateway that is a process (lagrange, geekai)."_s,
                                    u"DIR"_s);
    const QCommandLineOption ready(u"ready"_s, u"Write the ready lines there, not to standard output."_s, u"FILE"_s);
    parser.addOptions({version, kind, port, scenario, tls, count, withParent, folder, ready});
    if (!parser.parse(QStringList(u"rookery-sim"_s) + arguments))
        return fail(ErrorKind::Rejected, Reason::BadInput, parser.errorText());
    if (parser.isSet(help))
        return fail(ErrorKind::Cancelled, Reason::None, parser.helpText());
    if (parser.isSet(version))
        return fail(ErrorKind::Cancelled, Reason::None, QStringLiteral("rookery-sim " ROOKERY_VERSION));
    bool portFits = false;
    bool countFits = false;
    GatewayOptions defaults;
    defaults.kind = parser.value(kind);
    defaults.folder = parser.value(folder);
    defaults.sendDelay = milliseconds(40);
    defaults.port = parser.value(port).toUShort(&portFits);
    const int wanted = parser.value(count).toInt(&countFits);
    if (!SimGateway::kinds().contains(defaults.kind))
        return fail(ErrorKind::Rejected, Reason::BadInput, u"unknown kind: "_s + defaults.kind);
    if (!portFits || !countFits || wanted < 1 || !parser.positionalArguments().isEmpty())
        return fail(ErrorKind::Rejected, Reason::BadInput, u"wrong number or argument; see --help"_s);
    if (parser.isSet(tls)) {
        const Result<QSslConfiguration> made = selfSignedTls();
        if (!made)
            return fail(made.error());
        defaults.tls = *made;
    }
    QJsonObject keys;
    if (parser.isSet(scenario)) {
        const Result<QJsonObject> read = readFile(parser.value(scenario));
        if (!read)
            return fail(read.error());
        keys = *read;
    }
    const Result<QList<GatewayOptions>> gateways = readScenario(keys, defaults, wanted);
    if (!gateways)
        return fail(gateways.error());
    return SimOptions{.gateways = *gateways, .withParent = parser.isSet(withParent), .ready = parser.value(ready)};
}

} // namespace rookery::sim

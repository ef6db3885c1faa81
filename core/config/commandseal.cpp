// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandseal.h"

#include "base/log.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QList>
#include <QSet>
#include <QSysInfo>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr QLatin1StringView kSeal{"commandSeal"};

//! What of a gateway is run on this machine: a log command, or a program in its folder.
QList<QByteArray> commandsOf(const QJsonObject &gateway)
{
    return {gateway.value(u"logCommand"_s).toString().toUtf8(), gateway.value(u"program"_s).toString().toUtf8()};
}

bool runsSomething(const QJsonObject &gateway)
{
    const QList<QByteArray> commands = commandsOf(gateway);
    return std::any_of(commands.cbegin(), commands.cend(), [](const QByteArray &one) { return !one.isEmpty(); });
}

//! Empty where the machine cannot be told from others: then no command outlives the program.
QString sealOf(const QJsonObject &gateway, const QString &profileFolder)
{
    const QByteArray machine = QSysInfo::machineUniqueId();
    if (machine.isEmpty())
        return {};
    QList<QByteArray> parts{"rookery command", machine, QDir(profileFolder).canonicalPath().toUtf8(),
                            gateway.value(u"id"_s).toString().toUtf8(), gateway.value(u"folder"_s).toString().toUtf8()};
    parts += commandsOf(gateway);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &part : std::as_const(parts))
        hash.addData(QByteArray(QByteArray::number(part.size()) + ':' + part));
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

void sealCommands(QJsonObject &settings, const QString &folder)
{
    QJsonArray gateways;
    const QJsonArray before = settings.value(u"gateways"_s).toArray();
    for (const QJsonValue value : before) {
        QJsonObject gateway = value.toObject();
        gateway.remove(kSeal);
        if (runsSomething(gateway))
            gateway.insert(kSeal, sealOf(gateway, folder));
        gateways.append(gateway);
    }
    settings.insert(u"gateways"_s, gateways);
}

void dropForeignCommands(Settings &settings, const QJsonObject &json, const QString &folder)
{
    QSet<QString> typedHere;
    const QJsonArray gateways = json.value(u"gateways"_s).toArray();
    for (const QJsonValue value : gateways) {
        const QString seal = value[kSeal].toString();
        if (!seal.isEmpty() && seal == sealOf(value.toObject(), folder))
            typedHere.insert(value[u"id"_s].toString());
    }
    for (GatewayProfile &gateway : settings.gateways) {
        if ((gateway.logCommand.isEmpty() && gateway.program.isEmpty()) || typedHere.contains(gateway.id.value()))
            continue;
        rkWarn("{}: its command was not typed here and is left out; enter it again", gateway.id.value());
        gateway.logCommand.clear();
        gateway.program.clear();
        gateway.commandLeftOut = true;
    }
}

} // namespace rookery::config

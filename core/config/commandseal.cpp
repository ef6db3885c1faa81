// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandseal.h"

#include "base/log.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QSysInfo>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr QLatin1StringView kSeal{"logCommandSeal"};

//! Empty where the machine cannot be told from others: then no command outlives the program.
QString sealOf(const QString &id, const QString &command, const QString &folder)
{
    const QByteArray machine = QSysInfo::machineUniqueId();
    if (machine.isEmpty())
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &part : {QByteArray("rookery log command"), machine, QDir(folder).canonicalPath().toUtf8(),
                                   id.toUtf8(), command.toUtf8()}) {
        hash.addData(QByteArray(QByteArray::number(part.size()) + ':' + part));
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

void sealCommands(QJsonObject &settings, const QString &folder)
{
    QJsonArray gateways;
    const QJsonArray before = settings.value(u"gateways"_s).toArray();
    for (const QJsonValue value : before) {
        QJsonObject gateway = value.toObject();
        const QString command = gateway.value(u"logCommand"_s).toString();
        gateway.remove(kSeal);
        if (!command.isEmpty())
            gateway.insert(kSeal, sealOf(gateway.value(u"id"_s).toString(), command, folder));
        gateways.append(gateway);
    }
    settings.insert(u"gateways"_s, gateways);
}

void dropForeignCommands(Settings &settings, const QJsonObject &json, const QString &folder)
{
    QHash<QString, QString> seals;
    const QJsonArray gateways = json.value(u"gateways"_s).toArray();
    for (const QJsonValue value : gateways)
        seals.insert(value[u"id"_s].toString(), value[kSeal].toString());
    for (GatewayProfile &gateway : settings.gateways) {
        if (gateway.logCommand.isEmpty())
            continue;
        const QString ours = sealOf(gateway.id.value(), gateway.logCommand, folder);
        if (!ours.isEmpty() && seals.value(gateway.id.value()) == ours)
            continue;
        rkWarn("{}: its log command was not typed here and is left out; enter it again", gateway.id.value());
        gateway.logCommand.clear();
    }
}

} // namespace rookery::config

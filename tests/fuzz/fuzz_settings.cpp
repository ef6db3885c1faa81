// SPDX-License-Identifier: GPL-3.0-or-later
// A settings file may have been edited, copied or imported: what is taken from it can be written and read back, no
// secret stays in it, and no command in it runs unless its seal is ours, made for this very command.
#include "base/reasons/machine.h"
#include "config/commandtrust.h"
#include "config/profile.h"
#include "config/settingsjson.h"
#include "require.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <cstddef>
#include <cstdint>

using namespace rookery;
using namespace rookery::config;
using rookery::fuzz::require;
using namespace Qt::Literals::StringLiterals;

namespace {

const Redacted<QString> &key()
{
    static const Redacted<QString> ours(QString(64, u'k'));
    return ours;
}

//! As a file would hold it.
QJsonObject throughBytes(const QJsonObject &json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson(QJsonDocument::Indented)).object();
}

QUrl withoutSecrets(const QUrl &url)
{
    return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

void requireSoundGateway(const GatewayProfile &gateway)
{
    require(isValidGatewayId(gateway.id.value()), "a gateway has a valid id");
    require(gatewayKind(gatewayKindId(gateway.kind)) == gateway.kind, "a gateway has a kind that can be driven");
    require(!hasCommand(gateway) || !gateway.commandSeal.isEmpty() || gateway.commandLeftOut,
            "a command without a seal is not run");
}

//! What is different about two gateways is different about their seals; else a seal would count for another command.
void requireSealCounts(const GatewayProfile &gateway)
{
    const QString folder = u"/"_s;
    const QByteArray seal = commandSeal(key(), folder, gateway);
    require(gateway.commandSeal != seal, "nobody guesses a seal");
    const auto refused = [&seal, &folder](const GatewayProfile &other) {
        return commandSeal(key(), folder, other) != seal;
    };
    for (QString GatewayProfile::*part :
         {&GatewayProfile::folder, &GatewayProfile::program, &GatewayProfile::logCommand}) {
        GatewayProfile other = gateway;
        (other.*part) += u' ';
        require(refused(other), "a seal counts for what it was made for");
    }
    // what moves from one field to the next is something else as well
    GatewayProfile shifted = gateway;
    shifted.logCommand = gateway.logCommand + gateway.program;
    shifted.program.clear();
    require(gateway.program.isEmpty() || refused(shifted), "a seal knows where one part ends");
    shifted.logCommand.clear();
    shifted.program = gateway.logCommand + gateway.program;
    require(gateway.logCommand.isEmpty() || refused(shifted), "a seal knows where one part ends");
    shifted = gateway;
    shifted.id = GatewayId(gateway.id.value() + u'2');
    require(refused(shifted), "a seal counts for its entry");
    shifted = gateway;
    shifted.kind =
        gateway.kind == GatewayKind::MonitoredService ? GatewayKind::Lagrange : GatewayKind::MonitoredService;
    require(refused(shifted), "a seal counts for its kind");
    require(commandSeal(Redacted<QString>(QString(64, u'l')), folder, gateway) != seal, "a seal needs the key");
    require(commandSeal(key(), u"/tmp"_s, gateway) != seal, "a seal counts in its folder");
}

void requireReadBack(const Settings &settings, const QJsonObject &json)
{
    const QJsonObject written = throughBytes(settingsToJson(settings, json));
    const Result<Settings> again = settingsFromJson(written);
    require(again.has_value(), "what was read can be written");
    Settings expected = settings;
    for (GatewayProfile &gateway : expected.gateways) {
        for (QUrl GatewayProfile::*url : {&GatewayProfile::webUi, &GatewayProfile::oneBot, &GatewayProfile::front})
            (gateway.*url) = withoutSecrets(gateway.*url);
    }
    require(*again == expected, "what was written is read back the same, but for secrets in addresses");
    require(throughBytes(settingsToJson(*again, written)) == written, "writing again changes nothing");
    for (auto it = json.constBegin(); it != json.constEnd(); ++it)
        require(written.contains(it.key()), "what another version wrote stays");
}

void requireUnsealedCopy(const QJsonObject &json)
{
    const QJsonObject copy = withoutSeals(json);
    const QJsonArray gateways = copy.value(u"gateways"_s).toArray();
    for (const QJsonValue gateway : gateways)
        require(!gateway.toObject().contains(u"commandSeal"_s), "a copy carries no seal");
    const Result<Settings> read = settingsFromJson(throughBytes(copy));
    if (!read)
        return;
    for (const GatewayProfile &gateway : read->gateways)
        require(!hasCommand(gateway) || gateway.commandLeftOut, "no command of a copy is run");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!document.isObject())
        return 0;
    const QJsonObject json = document.object();
    requireUnsealedCopy(json);
    const Result<Settings> settings = settingsFromJson(json);
    if (!settings) {
        require(settings.error().reason == Reason::SettingsRefused && !settings.error().detail.isEmpty(),
                "who is refused is told where");
        return 0;
    }
    QSet<QString> ids;
    for (const GatewayProfile &gateway : settings->gateways) {
        requireSoundGateway(gateway);
        requireSealCounts(gateway);
        ids.insert(gateway.id.value());
    }
    require(ids.size() == settings->gateways.size(), "no two gateways share an id");
    requireReadBack(*settings, json);
    return 0;
}

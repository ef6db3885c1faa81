// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo.h"

#include "model/kind.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kDemoPace{1000}; //!< twenty messages in about half a minute

//! One fault of one gateway in the scenario.
struct ScenarioFault {
    QString gateway;
    QString fault;
    QJsonObject body = {};
};

ScenarioFault faultOf(ui::DemoIncident incident)
{
    switch (incident) {
    case ui::DemoIncident::RkeyServersFail:
        return {u"napcat-lab"_s, u"rkey-504"_s, {{u"untilRestart"_s, true}}};
    case ui::DemoIncident::GroupSendsLost:
        return {u"llbot-shop"_s, u"ntqq-timeout"_s, {{u"delayMs"_s, 3000}}};
    case ui::DemoIncident::PortsStayClosed:
        return {u"lagrange-home"_s, u"port-not-open"_s};
    case ui::DemoIncident::PicturesRefused:
        return {u"napcat-flaky"_s, u"rich-media"_s};
    case ui::DemoIncident::BotBlocksService:
        return {u"geekai-pay"_s, u"restart"_s};
    }
    return {};
}

//! Returns the profile for what the simulator announced. Its name for a GeekAI installation is that program's, ours is
//! that of the kind.
GatewayProfile profileOf(const QJsonObject &line)
{
    const auto url = [&line](const QString &key) { return QUrl(line.value(key).toString()); };
    GatewayProfile profile;
    const QString kind = line.value(u"kind"_s).toString();
    profile.kind = gatewayKind(kind == u"geekai" ? u"probe"_s : kind).value_or(kDefaultKind);
    profile.name = line.value(u"name"_s).toString();
    profile.webUi = url(u"webui"_s);
    profile.folder = line.value(u"folder"_s).toString();
    if (profile.webUi.isEmpty() && profile.folder.isEmpty()) // else its settings there say where
        profile.oneBot = url(u"onebotWs"_s);
    profile.front = url(u"front"_s);
    profile.logFile = line.value(u"logFile"_s).toString();
    return profile;
}

QString tokenOf(const QJsonObject &line)
{
    if (line.contains(u"folder"_s))
        return {};
    return line.value(line.contains(u"webuiToken"_s) ? u"webuiToken"_s : u"onebotToken"_s).toString();
}

//! Writes the scenario with a folder for each gateway that wants one, all in `folder`. Returns why it could not; empty:
//! it is there.
QString writeScenario(const QString &path, const QString &folder)
{
    QFile scenario(u":/scenarios/demo.json"_s);
    if (!scenario.open(QIODevice::ReadOnly))
        return scenario.errorString();
    QJsonObject keys = QJsonDocument::fromJson(scenario.readAll()).object();
    QJsonArray gateways = keys.value(u"gateways"_s).toArray();
    for (QJsonValueRef value : gateways) {
        QJsonObject gateway = value.toObject();
        if (!gateway.contains(u"folder"_s))
            continue;
        const QString own = QDir(folder).filePath(gateway.value(u"name"_s).toString());
        if (!QDir().mkpath(own))
            return own;
        gateway.insert(u"folder"_s, own);
        value = gateway;
    }
    keys.insert(u"gateways"_s, gateways);
    QFile file(path);
    const QByteArray text = QJsonDocument(keys).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.flush())
        return file.errorString();
    return {};
}

} // namespace

Demo::Demo()
{
    connect(&m_simulator, &DemoSimulator::failed, this, &Demo::failed);
    connect(&m_simulator, &DemoSimulator::ended, this, &Demo::ended);
}

void Demo::end()
{
    m_simulator.end();
}

void Demo::start(engine::Engine &engine)
{
    Settings settings = engine.profile().settings();
    settings.pace.interval = kDemoPace;
    settings.pace.rampUp = false;
    onResult(this, engine.profile().saveSettings(settings), [this](const Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error().detail);
    });
    const QString path = m_folder.filePath(u"demo.json"_s);
    if (const QString why = writeScenario(path, m_folder.path()); !why.isEmpty()) {
        Q_EMIT failed(why);
        return;
    }
    connect(&m_simulator, &DemoSimulator::announced, this,
            [this, &engine](const QJsonObject &line) { add(engine, line); });
    m_simulator.start({u"--with-parent"_s, u"--scenario"_s, path});
}

void Demo::add(engine::Engine &engine, const QJsonObject &line)
{
    GatewayProfile profile = profileOf(line);
    profile.id = engine.gateways().suggestId(profile.name);
    m_ids.insert(profile.name, profile.id);
    m_controls.insert(profile.id, QUrl(line.value(u"control"_s).toString()));
    onResult(this,
             engine.gateways().add(profile, Redacted<QString>(takesToken(profile.kind) ? tokenOf(line) : QString())),
             [this](const Result<> &result) {
                 if (!result)
                     Q_EMIT failed(result.error().detail);
             });
}

FutureResult<> Demo::post(const GatewayId &gateway, const QString &path, const QJsonObject &body)
{
    return m_simulator.post(m_controls.value(gateway), path, body);
}

FutureResult<> Demo::scanCode(const GatewayId &gateway)
{
    const FutureResult<> confirmed = post(gateway, u"/qr/confirm"_s);
    onResult(this, confirmed, [this, gateway](const Result<> &result) {
        if (result)
            Q_EMIT scanned(gateway);
    });
    return confirmed;
}

FutureResult<> Demo::expireCode(const GatewayId &gateway)
{
    return post(gateway, u"/qr/expire"_s);
}

FutureResult<GatewayId> Demo::bringAbout(ui::DemoIncident incident)
{
    const ScenarioFault wanted = faultOf(incident);
    const GatewayId gateway = m_ids.value(wanted.gateway);
    FutureResult<> broken = switchFault(gateway, wanted.fault, wanted.body);
    if (incident == ui::DemoIncident::PortsStayClosed) { // it shows after a login, so the account loses this one
        broken = andThen(this, broken, [this, gateway] { return post(gateway, u"/kick"_s); });
        broken = andThen(this, broken, [this, gateway] { return post(gateway, u"/fault/restart"_s); });
    }
    return map(this, broken, [gateway] { return gateway; });
}

FutureResult<> Demo::endFaults()
{
    FutureResult<> last = readyResult(Result<>());
    for (const auto &[gateway, fault] : std::as_const(m_switchedOn)) {
        last = andThen(this, last, [this, gateway = gateway, fault = fault] {
            return post(gateway, u"/fault/"_s + fault, {{u"on"_s, false}});
        });
    }
    return map(this, last, [this] { m_switchedOn.clear(); });
}

FutureResult<QList<ui::DemoFault>> Demo::faults(const GatewayId &gateway)
{
    return map(this, m_simulator.list(m_controls.value(gateway), u"/faults"_s), [](const QJsonArray &listed) {
        QList<ui::DemoFault> faults;
        for (const QJsonValue &value : listed) {
            const QJsonObject fault = value.toObject();
            faults.append({.name = fault.value(u"name"_s).toString(),
                           .what = fault.value(u"what"_s).toString(),
                           .on = fault.value(u"on"_s).toBool()});
        }
        return faults;
    });
}

FutureResult<> Demo::setFault(const GatewayId &gateway, const QString &name, bool on)
{
    return switchFault(gateway, name, {{u"on"_s, on}});
}

FutureResult<> Demo::switchFault(const GatewayId &gateway, const QString &name, const QJsonObject &body)
{
    return map(this, post(gateway, u"/fault/"_s + name, body), [this, gateway, name, body] {
        m_switchedOn.removeAll({gateway, name});
        if (body.value(u"on"_s).toBool(true))
            m_switchedOn.append({gateway, name});
    });
}

} // namespace rookery

#include "moc_demo.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo.h"

#include "model/kind.h"

#include <QDir>
#include <QFile>
#include <QTimer>

#include <memory>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kDemoPace{1000}; //!< twenty messages in about half a minute
constexpr seconds kBetweenTries{1};
constexpr int kTries = 20; //!< a restart takes some seconds

//! One fault of one gateway in the scenario.
struct Cause {
    QString gateway;
    QString fault;
    QJsonObject body = {};
};

Cause causeOf(ui::DemoTrouble trouble)
{
    switch (trouble) {
    case ui::DemoTrouble::RkeyServersFail:
        return {u"napcat-lab"_s, u"rkey-504"_s, {{u"untilRestart"_s, true}}};
    case ui::DemoTrouble::GroupSendsLost:
        return {u"llbot-shop"_s, u"ntqq-timeout"_s, {{u"delayMs"_s, 3000}}};
    case ui::DemoTrouble::PortsStayClosed:
        return {u"napcat-office"_s, u"port-not-open"_s};
    case ui::DemoTrouble::PicturesRefused:
        return {u"napcat-flaky"_s, u"rich-media"_s};
    case ui::DemoTrouble::BotBlocksService:
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
    if (profile.webUi.isEmpty())
        profile.oneBot = url(u"onebotWs"_s);
    profile.front = url(u"front"_s);
    profile.logFile = line.value(u"logFile"_s).toString();
    return profile;
}

QString tokenOf(const QJsonObject &line)
{
    return line.value(line.contains(u"webuiToken"_s) ? u"webuiToken"_s : u"onebotToken"_s).toString();
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
    QFile scenario(u":/scenarios/demo.json"_s);
    QFile file(m_folder.filePath(u"demo.json"_s));
    const QString service = m_folder.filePath(u"geekai"_s);
    if (!scenario.open(QIODevice::ReadOnly) || !file.open(QIODevice::WriteOnly) || !QDir().mkpath(service)) {
        Q_EMIT failed(file.errorString());
        return;
    }
    file.write(scenario.readAll().replace("@folder@", service.toUtf8()));
    file.close();
    connect(&m_simulator, &DemoSimulator::announced, this,
            [this, &engine](const QJsonObject &line) { add(engine, line); });
    m_simulator.start({u"--with-parent"_s, u"--scenario"_s, file.fileName()});
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

FutureResult<GatewayId> Demo::cause(ui::DemoTrouble trouble)
{
    const Cause cause = causeOf(trouble);
    const GatewayId gateway = m_ids.value(cause.gateway);
    return map(this, post(gateway, u"/fault/"_s + cause.fault, cause.body), [this, gateway, trouble] {
        if (trouble == ui::DemoTrouble::PortsStayClosed) { // it shows after a login, so there has to be one
            onResult(this, post(gateway, u"/fault/restart"_s), [this, gateway](const Result<> &restarted) {
                if (restarted)
                    confirmSoon(gateway, kTries);
            });
        }
        return gateway;
    });
}

void Demo::confirmSoon(const GatewayId &gateway, int tries)
{
    QTimer::singleShot(kBetweenTries, this, [this, gateway, tries] {
        onResult(this, post(gateway, u"/qr/confirm"_s), [this, gateway, tries](const Result<> &result) {
            if (!result && tries > 1)
                confirmSoon(gateway, tries - 1);
        });
    });
}

FutureResult<> Demo::endTroubles()
{
    //! Resolves when the last call has ended and nothing holds it any more.
    struct Ending {
        Promise<void> answer;
        Result<> result;

        Ending() = default;
        Q_DISABLE_COPY_MOVE(Ending)
        ~Ending() { answer.resolve(result); }
    };
    const auto ending = std::make_shared<Ending>();
    const FutureResult<> ended = ending->answer.future();
    for (const GatewayId &gateway : std::as_const(m_ids)) {
        onResult(this, faults(gateway), [this, ending, gateway](const Result<QList<ui::DemoFault>> &listed) {
            if (!listed) {
                ending->result = fail(listed.error());
                return;
            }
            for (const ui::DemoFault &fault : *listed) {
                if (!fault.on)
                    continue;
                onResult(this, setFault(gateway, fault.name, false), [ending](const Result<> &result) {
                    if (!result)
                        ending->result = result;
                });
            }
        });
    }
    return ended;
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
    return post(gateway, u"/fault/"_s + name, {{u"on"_s, on}});
}

} // namespace rookery

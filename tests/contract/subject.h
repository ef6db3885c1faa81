// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rookery-sim/simgateway.h"
#include "config/secretstore.h"

#include <QTest>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

//! What the suite has to know about a kind beyond its Capabilities.
struct Subject {
    QString simKind;
    GatewayKind kind = GatewayKind::NapCat;
    QString dialect = {}; //!< of the simulated gateway, where it has several
    int generation = 0; //!< of the simulated gateway, where it has several; 0: its own default
    OneBotTransportKind way = OneBotTransportKind::Socket; //!< OneBot11
};

//! Every driver that the suite runs against; a new one adds its row here.
inline QList<Subject> subjects()
{
    return {{QStringLiteral("napcat"), GatewayKind::NapCat},
            {QStringLiteral("llbot"), GatewayKind::LLBot, {}, 8},
            {QStringLiteral("llbot"), GatewayKind::LLBot, {}, 7},
            {QStringLiteral("milky"), GatewayKind::Milky, QStringLiteral("lagrange")},
            {QStringLiteral("milky"), GatewayKind::Milky, QStringLiteral("llbot")},
            {QStringLiteral("ilink"), GatewayKind::ILink},
            {QStringLiteral("onebot11"), GatewayKind::OneBot11},
            {QStringLiteral("onebot11"), GatewayKind::OneBot11, {}, 0, OneBotTransportKind::TwoSockets},
            {QStringLiteral("onebot11"), GatewayKind::OneBot11, {}, 0, OneBotTransportKind::Reverse},
            {QStringLiteral("onebot11"), GatewayKind::OneBot11, {}, 0, OneBotTransportKind::Http},
            {QStringLiteral("onebot11"), GatewayKind::OneBot11, {}, 0, OneBotTransportKind::HttpPost},
            {QStringLiteral("lagrange"), GatewayKind::Lagrange},
            {QStringLiteral("lagrange"), GatewayKind::Lagrange, {}, 0, OneBotTransportKind::Reverse},
            {QStringLiteral("napcat"), GatewayKind::OneBot11},
            {QStringLiteral("lagrange"), GatewayKind::OneBot11},
            {QStringLiteral("lagrange"), GatewayKind::OneBot11, {}, 0, OneBotTransportKind::Reverse},
            {QStringLiteral("llbot"), GatewayKind::OneBot11, {}, 8},
            {QStringLiteral("llbot"), GatewayKind::OneBot11, {}, 7},
            {QStringLiteral("llbot"), GatewayKind::OneBot11, {}, 8, OneBotTransportKind::HttpEvents},
            {QStringLiteral("geekai"), GatewayKind::MonitoredService}};
}

inline QString wayName(OneBotTransportKind way)
{
    switch (way) {
    case OneBotTransportKind::TwoSockets:
        return QStringLiteral(" two sockets");
    case OneBotTransportKind::Reverse:
        return QStringLiteral(" reverse");
    case OneBotTransportKind::Http:
        return QStringLiteral(" http");
    case OneBotTransportKind::HttpPost:
        return QStringLiteral(" http post");
    case OneBotTransportKind::HttpEvents:
        return QStringLiteral(" http events");
    case OneBotTransportKind::Socket:
        break;
    }
    return {};
}

//! "onebot11 of llbot 8 http events": what tells subjects apart.
inline QString subjectName(const Subject &subject)
{
    QString name = subject.dialect.isEmpty() ? subject.simKind : QString(subject.simKind + u' ' + subject.dialect);
    if (subject.generation != 0)
        name += u' ' + QString::number(subject.generation);
    if (subject.kind == GatewayKind::OneBot11)
        name = u"onebot11 of "_s + name;
    return name + wayName(subject.way);
}

inline void addSubjectRow(const Subject &subject)
{
    QTest::newRow(qPrintable(subjectName(subject))) << subject;
}

//! How the operator sets up a simulated gateway: its profile, without an id, and its token.
struct Access {
    GatewayProfile profile = {};
    QString token = {};
};

inline Access accessTo(const sim::SimGateway &sim, const Subject &subject)
{
    Access access;
    access.profile.kind = subject.kind;
    access.profile.way = subject.way;
    if (config::tokenKind(subject.kind) == config::SecretKind::OneBotToken) {
        const bool socket =
            subject.way == OneBotTransportKind::Socket || subject.way == OneBotTransportKind::TwoSockets;
        access.profile.oneBot = socket ? sim.oneBotWsUrl() : sim.oneBotHttpUrl();
        access.token = sim.oneBotToken();
        return access;
    }
    access.profile.webUi = sim.webUiUrl();
    access.token = sim.token();
    if (subject.kind != GatewayKind::MonitoredService)
        return access;
    // the page in front, the log, and what the service writes to standard error
    const QJsonObject ready = sim.readyLine();
    access.profile.front = QUrl(ready.value(u"front"_s).toString());
    access.profile.logFile = ready.value(u"logFile"_s).toString();
    access.profile.logCommand = u"tail -n +1 -F '%1'"_s.arg(ready.value(u"stderrFile"_s).toString());
    return access;
}

} // namespace rookery

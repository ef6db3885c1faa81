// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QJsonObject>
#include <QSslConfiguration>
#include <QStringList>

#include <optional>

namespace rookery::sim {

//! Everything that makes one simulated gateway; the defaults are what tests get.
struct GatewayOptions {
    QString kind = QStringLiteral("napcat");
    QString name = QStringLiteral("napcat-10001"); //!< as the ready line says it
    quint16 port = 0; //!< main port, 0 = any
    QString account = QStringLiteral("10001");
    QString nickname = QStringLiteral("TestBot");
    QString token = {}; //!< WebUI token; empty: made up at start
    QString oneBotToken = {}; //!< likewise
    int loginRate = 10; //!< logins per minute and address
    QString totpSecret = {}; //!< Base32; empty: no second factor
    bool loggedIn = false; //!< as if started with a quick login
    bool singleProcess = false; //!< napcat: there is no master process that could restart the worker
    milliseconds loginService{0}; //!< napcat: how long QQ's login service takes to come up; until then no code, no list
    QString ownPictureNames = QStringLiteral("staged"); //!< napcat: "md5": own pictures are named by it, staged or not
    bool debugLines = true; //!< napcat: the log has the whole text of messages and requests, at level debug
    double traffic = 0; //!< incoming messages per second
    QStringList phrases = {}; //!< what they say, one after the other; empty: small talk
    bool trace = false; //!< its log quotes the events that it passes on
    int groups = 20; //!< 30001, 30002, …
    QStringList friends = {QStringLiteral("20001"), QStringLiteral("20002")};
    QStringList quickAccounts = {}; //!< offered for quick login
    seconds qrLife{0}; //!< 0: a code lives until it is expired by hand
    seconds rkeyTtl{3600};
    milliseconds sendDelay{0}; //!< how long a send takes
    milliseconds restartTime{3500}; //!< how long a restart refuses connections
    bool realPictureHosts = false; //!< picture URLs name QQ's hosts instead of this simulator
    int generation = 8; //!< llbot: 4, 7 or 8
    bool panelPassword = true; //!< llbot: false: nobody has set one yet
    bool reportSelfMessage = false; //!< OneBot: own messages are events too
    QString reverseUrl = {}; //!< OneBot: dialled after login, with oneBotToken
    QString postUrl = {}; //!< OneBot: events are posted there, signed with oneBotToken
    QString folder = {}; //!< lagrange, geekai: the process's working folder; empty: nothing is written
    QString dialect = {}; //!< milky: "llbot"; else Lagrange.Milky. geekai: its version
    QString prefix = {}; //!< milky: in front of every path, with its slash
    QJsonObject faults = {}; //!< switched on at start: name -> body of POST /fault/<name>
    std::optional<QSslConfiguration> tls = {};
};

} // namespace rookery::sim

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QJsonObject>
#include <QSslConfiguration>
#include <QStringList>

#include <optional>

namespace rookery::sim {

//! Holds all options of one simulated gateway. The defaults are what tests get.
struct GatewayOptions {
    QString kind = QStringLiteral("napcat");
    QString name = QStringLiteral("napcat-10001"); //!< name in the ready line
    quint16 port = 0; //!< main port; 0: any
    QString account = QStringLiteral("10001");
    QString nickname = QStringLiteral("TestBot");
    QString token = {}; //!< WebUI token; empty: generated at start
    QString oneBotToken = {}; //!< OneBot token; empty: generated at start
    int loginRate = 10; //!< logins per minute and address
    QString totpSecret = {}; //!< Base32; empty: no second factor
    bool loggedIn = false; //!< as after a quick login at start
    bool singleProcess = false; //!< napcat: no master process can restart the worker
    milliseconds loginService{0}; //!< napcat: start-up time of QQ's login service; until then no code, no list
    QString ownPictureNames = QStringLiteral("staged"); //!< napcat: "md5": own pictures are named by MD5, staged or not
    bool debugLines = true; //!< napcat: the log quotes messages and requests in full, at level debug
    double traffic = 0; //!< incoming messages per second
    QStringList phrases = {}; //!< texts of incoming messages, in turn; empty: small talk
    bool trace = false; //!< the log quotes the events that are passed on
    int groups = 20; //!< number of groups: 30001, 30002, …
    QStringList friends = {QStringLiteral("20001"), QStringLiteral("20002")};
    QStringList quickAccounts = {}; //!< accounts offered for quick login
    seconds qrLife{0}; //!< 0: a code lives until it is expired by hand
    seconds rkeyTtl{3600};
    milliseconds sendDelay{0}; //!< duration of a send
    milliseconds restartTime{3500}; //!< how long a restart refuses connections
    bool realPictureHosts = false; //!< picture URLs name QQ's hosts instead of this simulator
    int generation = 8; //!< llbot: 4, 7 or 8
    bool panelPassword = true; //!< llbot: false: no password has been set yet
    bool reportSelfMessage = false; //!< OneBot: own messages are pushed as events too
    QString reverseUrl = {}; //!< OneBot: dialled after login, with oneBotToken
    QString postUrl = {}; //!< OneBot: URL to which events are posted, signed with oneBotToken
    QString folder = {}; //!< lagrange, geekai: the process's working folder; empty: nothing is written
    QString dialect = {}; //!< milky: "llbot"; else Lagrange.Milky. geekai: its version
    QString prefix = {}; //!< milky: prefix of every path, with its slash
    bool alone = true; //!< the only gateway of this program, which ends as a real process would
    QString codes = {}; //!< beginning of made-up login codes; empty: codes look like the real ones
    QJsonObject faults = {}; //!< faults switched on at start: name -> body of POST /fault/<name>
    std::optional<QSslConfiguration> tls = {};
};

//! Returns the text of a login code: `real`, as the gateway words it, or made-up text with `key` that no phone can take
//! for a login.
[[nodiscard]] inline QString codeText(const GatewayOptions &options, const QString &real, const QString &key)
{
    return options.codes.isEmpty() ? real : options.codes + key.left(10);
}

} // namespace rookery::sim

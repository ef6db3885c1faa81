// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace rookery::sim::milky {

//! Where the gateways that speak Milky differ, as data (docs/protocol/milky.md).
struct Habits {
    QString implName;
    QString implVersion;
    QString qqVersion;
    QString qqType;
    QString milkyVersion;
    bool refusalsHaveBodies = false; //!< 401, 404 and 415 come with an envelope
    bool typeBeforeToken = false; //!< a wrong content type is told before a wrong token
    bool queryTokenOnApi = false; //!< ?access_token= counts for calls too
    bool nullMessage = false; //!< a success carries "message": null
    bool socketOpensFirst = false; //!< a wrong token on the WebSocket: opened, then closed with 1008
    bool infoFromMemory = false; //!< get_login_info is answered whether or not QQ is there
    bool dropsPictures = false; //!< a picture that cannot be used is left out, and the send says ok
    bool readStateCall = false; //!< knows mark_message_as_read
    QByteArray failureBody; //!< of a 500
    int loggedOutCode = -403;
    QString loggedOutText;
    int mutedCode = 0;
    QString mutedText;
    int refusedCode = 0; //!< of a picture that QQ did not take
    QString refusedText;
    int unlistedCode = 0; //!< of a failure that says nothing; 0: a 500 without a word
    QString unlistedText;
    QString unconfirmedText; //!< of a send that QQ did not confirm; empty: a 500 without a word
};

//! "llbot", else Lagrange.Milky.
[[nodiscard]] const Habits &habitsOf(const QString &dialect);

} // namespace rookery::sim::milky

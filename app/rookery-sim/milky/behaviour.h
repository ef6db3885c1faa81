// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace rookery::sim::milky {

//! Describes as data where the gateways that speak Milky differ (docs/protocol/milky.md).
struct Behaviour {
    QString implName;
    QString implVersion;
    QString qqVersion;
    QString qqType;
    QString milkyVersion;
    bool refusalsHaveBodies = false; //!< 401, 404 and 415 come with an envelope
    bool typeBeforeToken = false; //!< a wrong content type is reported before a wrong token
    bool queryTokenOnApi = false; //!< ?access_token= is valid for calls too
    bool nullMessage = false; //!< a success carries "message": null
    bool socketOpensFirst = false; //!< a wrong token on the WebSocket: opened, then closed with 1008
    bool infoFromMemory = false; //!< get_login_info is answered even without QQ
    bool dropsPictures = false; //!< an unusable picture is left out, and the send is answered with ok
    bool readStateCall = false; //!< knows mark_message_as_read
    QByteArray failureBody; //!< of an HTTP 500
    int loggedOutCode = -403;
    QString loggedOutText;
    int mutedCode = 0;
    QString mutedText;
    int refusedCode = 0; //!< of a picture that QQ refused
    QString refusedText;
    int unlistedCode = 0; //!< of a failure with a meaningless text; 0: HTTP 500 without an envelope
    QString unlistedText;
    QString unconfirmedText; //!< of a send that QQ did not confirm; empty: HTTP 500 without an envelope
};

//! Returns LLBot's habits for "llbot", else Lagrange.Milky's.
[[nodiscard]] const Behaviour &behaviourOf(const QString &dialect);

} // namespace rookery::sim::milky

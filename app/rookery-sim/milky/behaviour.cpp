// SPDX-License-Identifier: GPL-3.0-or-later
#include "behaviour.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

Behaviour lagrange()
{
    Behaviour behaviour;
    behaviour.implName = u"Lagrange.Core"_s;
    behaviour.implVersion = u"2.0.0"_s;
    behaviour.qqVersion = u"3.2.19-39038"_s;
    behaviour.qqType = u"linux"_s;
    behaviour.milkyVersion = u"1.2"_s;
    behaviour.queryTokenOnApi = true;
    behaviour.nullMessage = true;
    behaviour.loggedOutText = u"not logged in"_s;
    behaviour.mutedCode = 120;
    behaviour.refusedCode = 120;
    return behaviour;
}

Behaviour llbot()
{
    Behaviour behaviour;
    behaviour.implName = u"LLBot"_s;
    behaviour.implVersion = u"8.1.7"_s;
    behaviour.qqVersion = u"3.2.28-48517"_s;
    behaviour.qqType = u"linux"_s;
    behaviour.milkyVersion = u"1.3"_s;
    behaviour.refusalsHaveBodies = true;
    behaviour.typeBeforeToken = true;
    behaviour.socketOpensFirst = true;
    behaviour.infoFromMemory = true;
    behaviour.dropsPictures = true;
    behaviour.readStateCall = true;
    behaviour.failureBody = "Internal Server Error";
    behaviour.loggedOutCode = 500;
    behaviour.loggedOutText = u"Internal error: Direct client not logged in"_s;
    behaviour.mutedCode = 500;
    behaviour.mutedText = u"Internal error: 当前处于被禁言状态"_s;
    behaviour.refusedCode = 500;
    behaviour.refusedText = u"Internal error: rich media transfer failed"_s;
    behaviour.unlistedCode = 500;
    behaviour.unlistedText = u"Internal error: Cannot read properties of undefined (reading 'msgId')"_s;
    behaviour.unconfirmedText = u"Internal error: waitForSelfEcho timeout"_s;
    return behaviour;
}

} // namespace

const Behaviour &behaviourOf(const QString &dialect)
{
    static const Behaviour first = lagrange();
    static const Behaviour second = llbot();
    return dialect == "llbot"_L1 ? second : first;
}

} // namespace rookery::sim::milky

// SPDX-License-Identifier: GPL-3.0-or-later
#include "habits.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

Habits lagrange()
{
    Habits habits;
    habits.implName = u"Lagrange.Core"_s;
    habits.implVersion = u"2.0.0"_s;
    habits.qqVersion = u"3.2.19-39038"_s;
    habits.qqType = u"linux"_s;
    habits.milkyVersion = u"1.2"_s;
    habits.queryTokenOnApi = true;
    habits.nullMessage = true;
    habits.loggedOutText = u"not logged in"_s;
    habits.mutedCode = 120;
    habits.refusedCode = 120;
    return habits;
}

Habits llbot()
{
    Habits habits;
    habits.implName = u"LLBot"_s;
    habits.implVersion = u"8.1.7"_s;
    habits.qqVersion = u"3.2.28-48517"_s;
    habits.qqType = u"linux"_s;
    habits.milkyVersion = u"1.3"_s;
    habits.refusalsHaveBodies = true;
    habits.typeBeforeToken = true;
    habits.socketOpensFirst = true;
    habits.infoFromMemory = true;
    habits.dropsPictures = true;
    habits.readStateCall = true;
    habits.failureBody = "Internal Server Error";
    habits.loggedOutCode = 500;
    habits.loggedOutText = u"Internal error: Direct client not logged in"_s;
    habits.mutedCode = 500;
    habits.mutedText = u"Internal error: 当前处于被禁言状态"_s;
    habits.refusedCode = 500;
    habits.refusedText = u"Internal error: rich media transfer failed"_s;
    habits.unlistedCode = 500;
    habits.unlistedText = u"Internal error: Cannot read properties of undefined (reading 'msgId')"_s;
    habits.unconfirmedText = u"Internal error: waitForSelfEcho timeout"_s;
    return habits;
}

} // namespace

const Habits &habitsOf(const QString &dialect)
{
    static const Habits first = lagrange();
    static const Habits second = llbot();
    return dialect == "llbot"_L1 ? second : first;
}

} // namespace rookery::sim::milky

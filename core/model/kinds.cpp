// SPDX-License-Identifier: GPL-3.0-or-later
// The list of kinds: what is known about each without its code (core/gateway/<kind>).
#include "kind.h"

#include <algorithm>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

namespace {

using Field = ProfileField;

//! Makes one row per kind, in the order in which they are offered.
QList<KindTraits> makeKinds()
{
    return {
        {.kind = GatewayKind::NapCat,
         .id = "napcat"_L1,
         .token = TokenUse::Panel,
         .address = {.port = 6099, .panel = true}, // docs/protocol/napcat.md, section on listening
         .fields = {{Field::Address, true, "http://127.0.0.1:6099"_L1},
                    {Field::Token, true},
                    {Field::OneBot, false, "ws://127.0.0.1:3001"_L1}},
         .speaksOneBot = true,
         .logFormat = LogFormat::NapCat,
         .rules = "napcat"_L1},
        {.kind = GatewayKind::LLBot,
         .id = "llbot"_L1,
         .token = TokenUse::Panel,
         .address = {.port = 3080, .panel = true},
         .fields = {{Field::Address, true, "http://127.0.0.1:3080"_L1},
                    {Field::Token, true},
                    {Field::OneBot, false, "ws://127.0.0.1:3001"_L1}},
         .speaksOneBot = true,
         .logFormat = LogFormat::LLBot,
         .rules = "llbot"_L1},
        {.kind = GatewayKind::Lagrange,
         .id = "lagrange"_L1,
         .token = TokenUse::OneBotPort,
         .address = {.scheme = "ws"_L1, .port = 3001},
         .fields =
             {{Field::Folder}, {Field::Program}, {Field::Address, false, "ws://127.0.0.1:8081"_L1}, {Field::Token}},
         .speaksOneBot = true,
         .inFolder = true,
         .logFormat = LogFormat::Lagrange,
         .rules = "lagrange"_L1},
        {.kind = GatewayKind::OneBot11,
         .id = "onebot11"_L1,
         .token = TokenUse::OneBotPort,
         .address = {.scheme = "ws"_L1, .port = 3001},
         .choosesWay = true,
         .speaksOneBot = true},
        {.kind = GatewayKind::Milky,
         .id = "milky"_L1,
         .token = TokenUse::Interface,
         .address = {.port = 3000},
         .fields = {{Field::Address, true, "http://127.0.0.1:3000"_L1}, {Field::Token}}},
        {.kind = GatewayKind::ILink,
         .id = "ilink"_L1,
         .token = TokenUse::Login,
         .address = {.scheme = "https"_L1, .usual = "https://ilinkai.weixin.qq.com"_L1},
         .fields = {{Field::Address, false, "https://ilinkai.weixin.qq.com"_L1}},
         .provesSends = false}, // WeChat gives a bot neither its own messages nor a history
        {.kind = GatewayKind::MonitoredService,
         .id = "probe"_L1,
         .fields = {{Field::Address, true, "http://127.0.0.1:5678"_L1},
                    {Field::Front, false, "http://127.0.0.1:8080"_L1},
                    {Field::LogFile},
                    {Field::LogCommand, false, "docker logs -f --tail 200 geekai-api"_L1}},
         .isMonitored = true,
         .logFormat = LogFormat::GeekAi,
         .rules = "geekai"_L1},
    };
}

const QList<KindTraits> &allKinds()
{
    static const QList<KindTraits> kinds = makeKinds();
    return kinds;
}

} // namespace

const KindTraits &traitsOf(GatewayKind kind)
{
    const auto &kinds = allKinds();
    const auto row =
        std::find_if(kinds.begin(), kinds.end(), [kind](const KindTraits &traits) { return traits.kind == kind; });
    Q_ASSERT_X(row != kinds.end(), "traitsOf", "each kind has a row");
    return *row;
}

QList<GatewayKind> gatewayKinds()
{
    QList<GatewayKind> kinds;
    for (const KindTraits &traits : allKinds())
        kinds.append(traits.kind);
    return kinds;
}

QString gatewayKindId(GatewayKind kind)
{
    return traitsOf(kind).id;
}

std::optional<GatewayKind> gatewayKind(const QString &id)
{
    for (const KindTraits &traits : allKinds()) {
        if (id == traits.id)
            return traits.kind;
    }
    return std::nullopt;
}

bool tokenNeeded(GatewayKind kind)
{
    return traitsOf(kind).token == TokenUse::Panel;
}

bool takesToken(GatewayKind kind)
{
    return traitsOf(kind).token != TokenUse::Login;
}

bool sameToken(GatewayKind one, GatewayKind other)
{
    const TokenUse use = traitsOf(one).token;
    return one == other || (use == traitsOf(other).token && (use == TokenUse::Panel || use == TokenUse::OneBotPort));
}

} // namespace rookery

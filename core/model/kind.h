// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QList>
#include <QString>

#include <optional>

namespace rookery {

enum class GatewayKind {
    NapCat,
    LLBot, //!< LLOneBot and LuckyLilliaBot, every generation
    Lagrange, //!< Lagrange.OneBot (v1)
    OneBot11, //!< any other OneBot 11 implementation
    Milky, //!< Lagrange v2, LLBot 7 and later
    ILink, //!< WeChat over Tencent's bot interface
    MonitoredService, //!< a watched service; nothing is sent through it
};

//! Is assumed where nothing states the kind: the one that most operators run, and the only one of the first settings.
inline constexpr GatewayKind kDefaultKind = GatewayKind::NapCat;

//! Says what the token opens that an operator enters for a kind. Kinds with a panel, and those with a OneBot port, keep
//! their token when one is changed for the other.
enum class TokenUse {
    None, //!< nothing is asked for
    Panel, //!< always has one
    OneBotPort, //!< may be open without one
    Interface, //!< of the kind itself; may be open without one
    Login, //!< issued by a login, never entered
};

//! Describes what users usually omit from the address of a kind.
struct AddressHabit {
    QLatin1StringView scheme = QLatin1StringView("http");
    int port = -1; //!< -1: the scheme's default
    bool panel = false; //!< pasted with the panel's own path, which is removed
    QLatin1StringView usual = {}; //!< the address used if none is given; empty: an address is required
};

//! Lists the fields of a profile that an operator enters.
enum class ProfileField { Address, OneBot, Token, Account, Folder, Program, Front, LogFile, LogCommand };

//! Describes one entered field; its words belong to the window (ui/text).
struct FieldTraits {
    ProfileField field = ProfileField::Address;
    bool needed = false;
    QLatin1StringView example = {}; //!< shown while the field is empty
};

//! Names the format of a kind's log; the parsers are in logrules.
enum class LogFormat { Plain, NapCat, LLBot, Lagrange, GeekAi };

//! Holds what is fixed for a kind and needs no code: one row of the list in kinds.cpp. What a driver can do is stated
//! by the driver (`Capabilities`).
struct KindTraits {
    GatewayKind kind = kDefaultKind;
    QLatin1StringView id; //!< its name in settings, scripts and the simulator
    TokenUse token = TokenUse::None;
    AddressHabit address = {};
    QList<FieldTraits> fields = {}; //!< in reading order; empty: they depend on the way (`choosesWay`)
    bool choosesWay = false; //!< the operator chooses how OneBot 11 is transported
    bool speaksOneBot = false; //!< may dial in or post
    bool inFolder = false; //!< a working folder on this machine stands for an address
    bool isMonitored = false; //!< only watched: nothing is sent through it
    bool provesSends = true; //!< can show at all that a message arrived
    LogFormat logFormat = LogFormat::Plain;
    QLatin1StringView rules = {}; //!< of its log, in resources/rules; empty: it provides no log
};

//! Returns the description of a kind. Any thread.
[[nodiscard]] const KindTraits &traitsOf(GatewayKind kind);

//! Returns all kinds, in the order in which they are offered.
[[nodiscard]] QList<GatewayKind> gatewayKinds();

[[nodiscard]] QString gatewayKindId(GatewayKind kind);
//! Returns the kind with that name in settings and scripts ("napcat").
[[nodiscard]] std::optional<GatewayKind> gatewayKind(const QString &id);

//! Returns false if a gateway of this kind may be set up without a token.
[[nodiscard]] bool tokenNeeded(GatewayKind kind);
//! Returns false if the kind takes no token: a login issues what is needed.
[[nodiscard]] bool takesToken(GatewayKind kind);
//! Returns whether the tokens of both kinds open the same thing: the panel, or the OneBot port.
[[nodiscard]] bool sameToken(GatewayKind one, GatewayKind other);

} // namespace rookery

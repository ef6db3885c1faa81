// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayform.h"

#include "tokendialog.h"

#include <QCoreApplication>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

FormLine tokenLine(GatewayKind kind, const QString &label, bool needed)
{
    return {.field = FormField::Token, .label = label, .example = {}, .hint = tokenHint(kind), .needed = needed};
}

GatewayForm napCat()
{
    GatewayForm form;
    form.words = QCoreApplication::translate("GatewayForm", "QQ accounts through NapCatQQ, by its panel.");
    form.lines = {
        {.field = FormField::Address,
         .label = QCoreApplication::translate("GatewayForm", "Panel address"),
         .example = u"http://127.0.0.1:6099"_s,
         .hint = QCoreApplication::translate(
             "GatewayForm", "As printed at start: \"WebUi User Panel Url\". The port is 6099 unless it was taken."),
         .needed = true},
        tokenLine(GatewayKind::NapCat, QCoreApplication::translate("GatewayForm", "Token"), true),
        {.field = FormField::OneBot,
         .label = QCoreApplication::translate("GatewayForm", "OneBot address (optional)"),
         .example = u"ws://127.0.0.1:3001"_s,
         .hint =
             QCoreApplication::translate("GatewayForm", "A second connection for actions; leave it empty if unsure."),
         .needed = false}};
    return form;
}

GatewayForm llBot()
{
    GatewayForm form;
    form.words =
        QCoreApplication::translate("GatewayForm", "QQ accounts through LLBot (LLOneBot) 5 and later, by its panel.");
    form.lines = {{.field = FormField::Address,
                   .label = QCoreApplication::translate("GatewayForm", "Panel address"),
                   .example = u"http://127.0.0.1:3080"_s,
                   .hint = QCoreApplication::translate(
                       "GatewayForm", "The port is 3080, or the next one that was free: LLBot prints it at start."),
                   .needed = true},
                  tokenLine(GatewayKind::LLBot, QCoreApplication::translate("GatewayForm", "Panel password"), true),
                  {.field = FormField::OneBot,
                   .label = QCoreApplication::translate("GatewayForm", "OneBot address (optional)"),
                   .example = u"ws://127.0.0.1:3001"_s,
                   .hint = QCoreApplication::translate("GatewayForm", "If empty, LLBot's own settings apply."),
                   .needed = false}};
    return form;
}

GatewayForm lagrange()
{
    GatewayForm form;
    form.words = QCoreApplication::translate("GatewayForm",
                                             "QQ accounts through Lagrange.OneBot, on this machine or elsewhere.");
    form.lines = {
        {.field = FormField::Folder,
         .label = QCoreApplication::translate("GatewayForm", "Working folder"),
         .example = {},
         .hint = QCoreApplication::translate(
             "GatewayForm",
             "The folder of its appsettings.json: the OneBot address, its token and the login code are read there, and "
             "nothing is changed. Leave it empty if it runs on another machine."),
         .needed = false},
        {.field = FormField::Program,
         .label = QCoreApplication::translate("GatewayForm", "Program (optional)"),
         .example = {},
         .hint = QCoreApplication::translate("GatewayForm",
                                             "If given, Rookery starts it in that folder, shows its log, and restarts "
                                             "it for a new code. If empty, it has to be started by other means."),
         .needed = false},
        {.field = FormField::Address,
         .label = QCoreApplication::translate("GatewayForm", "OneBot address"),
         .example = u"ws://127.0.0.1:8081"_s,
         .hint = QCoreApplication::translate(
             "GatewayForm", "Only needed without a folder, or when its address differs from its settings."),
         .needed = false},
        tokenLine(GatewayKind::Lagrange, QCoreApplication::translate("GatewayForm", "Access token"), false)};
    return form;
}

QString oneBotHint(OneBotTransportKind way)
{
    switch (way) {
    case OneBotTransportKind::TwoSockets:
        return QCoreApplication::translate("GatewayForm", "Without /api or /event at its end.");
    case OneBotTransportKind::Http:
    case OneBotTransportKind::HttpPost:
    case OneBotTransportKind::HttpEvents:
        return QCoreApplication::translate("GatewayForm", "Address of its HTTP server.");
    case OneBotTransportKind::Socket:
    case OneBotTransportKind::Reverse:
        break;
    }
    return QCoreApplication::translate("GatewayForm", "Address of its WebSocket server.");
}

GatewayForm oneBot(OneBotTransportKind way)
{
    GatewayForm form;
    form.words = QCoreApplication::translate("GatewayForm", "Any program that speaks OneBot 11.");
    form.ways = true;
    form.dialsIn = way == OneBotTransportKind::Reverse || way == OneBotTransportKind::HttpPost;
    const bool socket = way == OneBotTransportKind::Socket || way == OneBotTransportKind::TwoSockets;
    if (way != OneBotTransportKind::Reverse)
        form.lines.append({.field = FormField::Address,
                           .label = QCoreApplication::translate("GatewayForm", "OneBot address"),
                           .example = socket ? u"ws://127.0.0.1:3001"_s : u"http://127.0.0.1:3000"_s,
                           .hint = oneBotHint(way),
                           .needed = true});
    if (form.dialsIn)
        form.lines.append(
            {.field = FormField::Account,
             .label = QCoreApplication::translate("GatewayForm", "Account number (optional)"),
             .example = u"10001"_s,
             .hint = QCoreApplication::translate(
                 "GatewayForm", "If given, only this account can connect with the token. If empty, any account can."),
             .needed = false});
    else
        form.lines.append(
            tokenLine(GatewayKind::OneBot11, QCoreApplication::translate("GatewayForm", "Access token"), false));
    return form;
}

GatewayForm milky()
{
    GatewayForm form;
    form.words =
        QCoreApplication::translate("GatewayForm", "QQ accounts through Lagrange 2 or LLBot 7 and later, over Milky.");
    form.lines = {{.field = FormField::Address,
                   .label = QCoreApplication::translate("GatewayForm", "Milky address"),
                   .example = u"http://127.0.0.1:3000"_s,
                   .hint = QCoreApplication::translate(
                       "GatewayForm", "Lagrange listens on 3000, LLBot on 3010; with the prefix, if one is set."),
                   .needed = true},
                  tokenLine(GatewayKind::Milky, QCoreApplication::translate("GatewayForm", "Access token"), false)};
    return form;
}

GatewayForm iLink()
{
    GatewayForm form;
    form.words = QCoreApplication::translate(
        "GatewayForm", "A WeChat bot over Tencent's own bot interface (iLink); log in by scanning a code.");
    form.lines = {{.field = FormField::Address,
                   .label = QCoreApplication::translate("GatewayForm", "Base URL (optional)"),
                   .example = u"https://ilinkai.weixin.qq.com"_s,
                   .hint = QCoreApplication::translate("GatewayForm", "Empty: Tencent's own."),
                   .needed = false}};
    form.warning = QCoreApplication::translate("GatewayForm",
                                               "The scan binds the bot to this console. A program that it is bound to "
                                               "now loses it, and vice versa: one WeChat user has one bound program.");
    return form;
}

GatewayForm probe()
{
    GatewayForm form;
    form.words = QCoreApplication::translate("GatewayForm",
                                             "A service such as GeekAI that is monitored only, nothing is sent through "
                                             "it: is it up, and is its bot logged in?");
    form.lines = {
        {.field = FormField::Address,
         .label = QCoreApplication::translate("GatewayForm", "API address"),
         .example = u"http://127.0.0.1:5678"_s,
         .hint = QCoreApplication::translate("GatewayForm",
                                             "Address of the service itself, not of the web server in front of it."),
         .needed = true},
        {.field = FormField::Front,
         .label = QCoreApplication::translate("GatewayForm", "Page address (optional)"),
         .example = u"http://127.0.0.1:8080"_s,
         .hint = QCoreApplication::translate(
             "GatewayForm",
             "The page that its users open. With both addresses Rookery can tell which of the two is down."),
         .needed = false},
        {.field = FormField::LogFile,
         .label = QCoreApplication::translate("GatewayForm", "Log file (optional)"),
         .example = {},
         .hint = QCoreApplication::translate("GatewayForm",
                                             "Followed through rotation. The bot's login code is read from it."),
         .needed = false},
        {.field = FormField::LogCommand,
         .label = QCoreApplication::translate("GatewayForm", "Or a log command (optional)"),
         .example = u"docker logs -f --tail 200 geekai-api"_s,
         .hint = QCoreApplication::translate("GatewayForm",
                                             "Runs on this machine exactly as entered, with your permissions, while "
                                             "the service is monitored. Enter only commands that you know."),
         .needed = false}};
    return form;
}

} // namespace

bool hasToken(const GatewayProfile &gateway)
{
    const GatewayForm form = gatewayForm(gateway.kind, gateway.way);
    return form.dialsIn || form.line(FormField::Token);
}

const FormLine *GatewayForm::line(FormField field) const
{
    const auto it =
        std::find_if(lines.cbegin(), lines.cend(), [field](const FormLine &line) { return line.field == field; });
    return it == lines.cend() ? nullptr : &*it;
}

GatewayForm gatewayForm(GatewayKind kind, OneBotTransportKind way)
{
    switch (kind) {
    case GatewayKind::NapCat:
        return napCat();
    case GatewayKind::LLBot:
        return llBot();
    case GatewayKind::Lagrange:
        return lagrange();
    case GatewayKind::OneBot11:
        return oneBot(way);
    case GatewayKind::Milky:
        return milky();
    case GatewayKind::ILink:
        return iLink();
    case GatewayKind::MonitoredService:
        return probe();
    }
    return {};
}

} // namespace rookery::ui

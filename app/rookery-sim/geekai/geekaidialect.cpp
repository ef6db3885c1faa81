// SPDX-License-Identifier: GPL-3.0-or-later
#include "geekai/geekaidialect.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace rookery::sim::geekai {

namespace {

constexpr seconds kHeartbeat{25};

QString randomLetters(int count)
{
    static const QString letters = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"_s;
    QString text;
    for (int i = 0; i < count; ++i)
        text += letters.at(QRandomGenerator::system()->bounded(static_cast<int>(letters.size())));
    return text;
}

Result<> refused(const QString &why)
{
    return fail(ErrorKind::Rejected, Reason::None, why);
}

} // namespace

QList<FaultInfo> knownFaults()
{
    return {
        {u"qr-expired"_s, u"the code expires now, as POST /qr/expire does: the service starts without the bot"_s},
        {u"login-failed"_s, u"WeChat refuses the account now (1203): the service starts without the bot"_s},
        {u"session-lost"_s,
         u"the bot's session ends now, as POST /kick does: one line on standard error, else silence"_s},
        {u"heartbeats-stop"_s, u"the bot hangs: no heartbeat any more, and no word about it"_s},
        {u"no-bot"_s, u"WeChatBot = false; switching it restarts the service"_s},
        {u"restart"_s, u"the process starts again now"_s},
        {u"backend-down"_s, u"the process is gone while on, without a word; off starts it"_s},
        {u"packets-dropped"_s, u"requests to the interface are never answered"_s},
        {u"empty-reply"_s,
         u"the interface closes every connection without an answer, as a published port of a "
         "container does whose process does not listen"_s},
        {u"api-failing"_s, u"the interface answers with code 1: its database is gone"_s},
        {u"wrong-server"_s, u"the interface answers every request with a web server's welcome page"_s},
        {u"garbage"_s, u"the interface answers with broken bytes"_s},
        {u"giant-answer"_s, u"the interface answers with 60 MB"_s},
        {u"front-down"_s, u"the web server in front is gone"_s},
        {u"rotate-log"_s, u"the log is renamed now, and a new one begins"_s},
        {u"config-dump"_s, u"an administrator saves the settings now: the log gets all of them, keys included"_s},
    };
}

GeekAiDialect::GeekAiDialect(const DialectContext &context)
    : m_options(context.options)
    , m_faults(context.faults)
    , m_logWriter(context.clock, context.options.folder)
    , m_web(context)
    , m_heartbeat(context.clock, [this] { beat(); })
    , m_codeLife(context.clock, [this] { static_cast<void>(expireQr()); })
    , m_adminKey(u"sk-"_s + randomLetters(32))
{
    connect(&m_faults, &Faults::changed, this, &GeekAiDialect::onFault);
}

Result<> GeekAiDialect::start(const QString & /*pictureBase*/)
{
    if (const Result<> started = m_web.start(); !started)
        return started;
    boot();
    return {};
}

void GeekAiDialect::boot()
{
    m_web.setOpen(false);
    m_heartbeat.stop();
    m_codeLife.stop();
    m_code.clear();
    m_bot = Bot::Off;
    m_logWriter.info(u"geekai/main.go:58"_s, u"Loading config file: config.toml"_s);
    if (m_faults.isOn(u"no-bot"_s)) {
        listen();
        return;
    }
    m_logWriter.info(u"wechat/bot.go:32"_s, u"Starting WeChat Bot..."_s);
    m_bot = Bot::Waiting;
    const QString key = randomLetters(10);
    m_code = codeText(m_options, u"https://login.weixin.qq.com/l/%1=="_s.arg(key), key);
    m_codes.append(m_code);
    m_logWriter.info(u"wechat/bot.go:68"_s, u"请使用微信扫描下面二维码登录"_s);
    m_logWriter.info(u"wechat/bot.go:70"_s, drawCode(m_code));
    if (m_options.loggedIn)
        static_cast<void>(confirmQr());
    else if (m_options.qrLife.count() > 0)
        m_codeLife.start(m_options.qrLife);
}

void GeekAiDialect::listen()
{
    m_logWriter.info(u"core/app_server.go:117"_s, u"http://0.0.0.0:5678"_s);
    m_web.setOpen(true);
}

Result<> GeekAiDialect::scanQr()
{
    if (m_bot != Bot::Waiting)
        return refused(u"no code is shown"_s);
    m_logWriter.library(u"扫码成功,请在手机上确认登录"_s);
    return {};
}

Result<> GeekAiDialect::confirmQr()
{
    if (const Result<> scanned = scanQr(); !scanned)
        return scanned;
    m_codeLife.stop();
    m_code.clear();
    m_bot = Bot::LoggedIn;
    m_logWriter.library(u"登录成功"_s);
    m_logWriter.info(u"wechat/bot.go:49"_s, u"微信登录成功！"_s);
    listen();
    beat();
    return {};
}

Result<> GeekAiDialect::expireQr()
{
    if (m_bot != Bot::Waiting)
        return refused(u"no code is shown"_s);
    failLogin(u"login timeout"_s);
    return {};
}

void GeekAiDialect::failLogin(const QString &why)
{
    m_codeLife.stop();
    m_code.clear();
    m_bot = Bot::Failed;
    m_logWriter.error(u"wechat/bot.go:45"_s, u"微信登录失败："_s + why);
    listen();
}

Result<> GeekAiDialect::kick()
{
    if (m_bot != Bot::LoggedIn)
        return refused(u"not logged in"_s);
    m_bot = Bot::Lost;
    m_heartbeat.stop();
    m_logWriter.library(u"RetCode:1101  Selector:0"_s);
    return {};
}

void GeekAiDialect::beat()
{
    if (m_bot != Bot::LoggedIn)
        return;
    if (!m_faults.isOn(u"heartbeats-stop"_s))
        m_logWriter.library(u"RetCode:0  Selector:0"_s);
    m_heartbeat.start(kHeartbeat);
}

void GeekAiDialect::onFault(const QString &name, bool on)
{
    if (name == "no-bot"_L1)
        boot();
    else if (name == "front-down"_L1)
        m_web.setFrontUp(!on);
    else if (name == "backend-down"_L1 && !on)
        boot();
    else if (name == "backend-down"_L1)
        m_web.setOpen(false);
    static const QMap<QString, void (*)(GeekAiDialect &)> once{
        {u"qr-expired"_s, [](GeekAiDialect &d) { static_cast<void>(d.expireQr()); }},
        {u"session-lost"_s, [](GeekAiDialect &d) { static_cast<void>(d.kick()); }},
        {u"restart"_s, [](GeekAiDialect &d) { d.boot(); }},
        {u"rotate-log"_s, [](GeekAiDialect &d) { d.m_logWriter.rotate(); }},
        {u"login-failed"_s,
         [](GeekAiDialect &d) {
             if (d.m_bot == Bot::Waiting)
                 d.failLogin(u"当前登录环境异常，为了你的帐号安全，暂时不能登录web微信。"_s);
         }},
        {u"config-dump"_s,
         [](GeekAiDialect &d) {
             d.m_logWriter.info(
                 u"handler/config_handler.go:57"_s,
                 u"Update AppServer's config successfully: {ApiKey:%1 Title:GeekAI}"_s.arg(d.m_adminKey));
         }},
    };
    const auto act = once.constFind(name);
    if (!on || act == once.constEnd())
        return;
    (*act)(*this);
    m_faults.switchOff(name);
}

QJsonObject GeekAiDialect::announcement() const
{
    return {{u"webui"_s, m_web.apiUrl()},
            {u"front"_s, m_web.frontUrl()},
            {u"logFile"_s, m_logWriter.logFile()},
            {u"stderrFile"_s, m_logWriter.stderrFile()}};
}

QJsonObject GeekAiDialect::secrets() const
{
    return {{u"loginCode"_s, QJsonArray::fromStringList(m_codes)}, {u"adminKey"_s, QJsonArray{m_adminKey}}};
}

QJsonObject GeekAiDialect::state() const
{
    static const QMap<Bot, QString> words{{Bot::Off, u"off"_s},
                                          {Bot::Waiting, u"waiting"_s},
                                          {Bot::LoggedIn, u"online"_s},
                                          {Bot::Failed, u"failed"_s},
                                          {Bot::Lost, u"lost"_s}};
    QJsonObject asked;
    for (auto it = m_web.asked().constBegin(); it != m_web.asked().constEnd(); ++it)
        asked.insert(it.key(), it.value());
    return {{u"login"_s, words.value(m_bot)}, {u"qr"_s, m_code}, {u"listening"_s, m_web.isOpen()}, {u"asked"_s, asked}};
}

} // namespace rookery::sim::geekai

#include "moc_geekaidialect.cpp"

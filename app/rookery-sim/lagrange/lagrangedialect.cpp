// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrange/lagrangedialect.h"
#include "base/reasons/login.h"

#include "onebot/commonfaults.h"
#include "picture.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace rookery::sim::lagrange {

namespace {

constexpr seconds kQrLife{120};
constexpr seconds kPollEvery{2};
constexpr int kAborted = 134; // exit code after an unhandled .NET exception

QString keystore()
{
    return u"keystore.json"_s;
}

} // namespace

QList<FaultInfo> knownFaults()
{
    return onebot::commonFaults()
        + QList<FaultInfo>{
            {u"qr-expire-soon"_s, u"the code expires after delayMs (3000), and the process ends with it"_s},
            {u"send-refused"_s, u"QQ refuses a send (retcode 120)"_s},
            {u"silent-refusal"_s, u"QQ takes a send and gives no sequence: retcode 9000"_s},
            {u"account-restricted"_s, u"the same, with the grey tip and its unlock_url on standard output"_s},
            {u"ok-but-refused"_s, u"as builds until late 2024: status ok, retcode 120 and a made-up message id"_s},
            {u"rkey-failing"_s, u"picture keys cannot be fetched"_s},
            {u"restart"_s, u"the process restarts now: refused for 3.5 s, then back with its session"_s},
        };
}

LagrangeDialect::LagrangeDialect(const DialectContext &context)
    : m_state{.clock = context.clock, .options = context.options, .faults = context.faults, .ledger = context.ledger}
    , m_scheduler(context.clock)
    , m_console(context.clock)
    , m_logWriter(m_console)
    , m_account(m_state, kQrLife)
    , m_chats(m_state, chatBehaviour())
    , m_keys(m_state)
    , m_wsPort(context.options.port)
    , m_settings(context.options, context.options.port != 0 ? context.options.port : m_wsPort.number(),
                 m_httpPort.number())
    , m_sendBehaviour({.state = m_state, .chats = m_chats, .keys = m_keys, .account = m_account, .console = m_console})
    , m_sender(m_state, m_chats, m_sendBehaviour)
    , m_actions(m_state, m_chats, m_sender, m_keys)
    , m_profile(m_state)
    , m_network({.state = m_state, .actions = m_actions, .profile = m_profile})
    , m_traffic(m_state, m_chats, trafficHooks())
    , m_poll(context.clock, [this] { poll(); })
    , m_hasSession(context.options.loggedIn)
{
    m_state.observeIssued(u"onebotToken"_s, context.options.oneBotToken);
    connectParts();
}

void LagrangeDialect::connectParts()
{
    if (isProcess())
        connect(&m_console, &Console::printed, this, &LagrangeDialect::printed);
    connect(&m_account, &onebot::Account::codeIssued, this, &LagrangeDialect::onCodeIssued);
    connect(&m_account, &onebot::Account::codeExpired, this, &LagrangeDialect::onCodeExpired);
    connect(&m_account, &onebot::Account::loggedIn, this, &LagrangeDialect::onLoggedIn);
    connect(&m_account, &onebot::Account::kicked, this, &LagrangeDialect::onKicked);
    connect(&m_chats, &onebot::Chats::happened, &m_network, &onebot::Network::sendEvent);
    connect(&m_network, &onebot::Network::opened, this,
            [this](const onebot::Endpoint &endpoint, const QString &error) { m_logWriter.opened(endpoint, error); });
    connect(&m_network, &onebot::Network::noted, this,
            [this](const onebot::Endpoint &endpoint, const QString &what, const QString &detail) {
                m_logWriter.noted(endpoint, what, detail);
            });
    connect(&m_actions, &Actions::restartRequested, this, &LagrangeDialect::restart);
    connect(&m_state.faults, &Faults::changed, this, &LagrangeDialect::onFault);
}

LagrangeDialect::~LagrangeDialect()
{
    shutDown();
}

onebot::Chats::Behaviour LagrangeDialect::chatBehaviour()
{
    const auto image = [](QJsonObject data) {
        data.insert(u"filename"_s, data.value("file"_L1));
        data.insert(u"file"_s, data.value("url"_L1));
        data.insert(u"subType"_s, data.take(u"sub_type"_s));
        data.remove(u"file_size"_s);
        return data;
    };
    return {.signedIds = true,
            .dress =
                [](QJsonObject &event) {
                    event.insert(u"post_type"_s, u"message"_s); // for own messages too
                    event.insert(u"font"_s, 0);
                    event.remove(u"group_name"_s);
                    if (event.value("message_type"_L1) != "group"_L1)
                        return;
                    event.remove(u"target_id"_s);
                    event.insert(u"anonymous"_s, QJsonValue());
                },
            .image = image};
}

onebot::Traffic::Hooks LagrangeDialect::trafficHooks()
{
    return {.isOnline = [this] { return m_account.isOnline(); },
            .pictureUrl = [this](bool group, const QString &fileId) { return m_keys.pictureUrl(group, fileId); },
            .received =
                [this](const onebot::Peer &peer, const QString &sender, const QJsonArray &segments) {
                    m_logWriter.received(peer.group ? peer.id : QString(), sender, onebot::Chats::shownAs(segments));
                },
            .passedOn = [this](const QJsonObject &event) { m_logWriter.passedOn(event); }};
}

QString LagrangeDialect::fileName(const QString &name) const
{
    return QDir(m_state.options.folder).filePath(name);
}

void LagrangeDialect::write(const QString &name, const QByteArray &bytes) const
{
    if (!isProcess())
        return;
    QFile file(fileName(name));
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(bytes);
}

Result<> LagrangeDialect::start(const QString &pictureBase)
{
    m_keys.setPictureBase(pictureBase);
    if (!isProcess()) {
        boot();
        return {};
    }
    if (Result<> synced = m_settings.sync(m_state.options.folder); !synced)
        return synced;
    m_console.setTracing(m_settings.traces());
    const QList<onebot::Endpoint> endpoints = m_settings.endpoints();
    for (const onebot::Endpoint &endpoint : endpoints)
        m_state.observeIssued(u"onebotToken"_s, endpoint.token);
    m_hasSession = m_hasSession || QFile::exists(fileName(keystore()));
    // queued, so that the ready line comes first and the log after it
    QMetaObject::invokeMethod(this, &LagrangeDialect::boot, Qt::QueuedConnection);
    return {};
}

void LagrangeDialect::boot()
{
    m_logWriter.started();
    write(u"device.json"_s, "{}\n");
    if (m_hasSession) {
        m_logWriter.usesSession();
        m_account.login();
        return;
    }
    m_logWriter.connectsForQr();
    m_account.start();
    m_poll.start(kPollEvery);
}

void LagrangeDialect::onCodeIssued()
{
    write(u"qr-%1.png"_s.arg(m_settings.uin()), qrPng(m_account.qrUrl()));
    m_logWriter.qrFetched(std::chrono::duration_cast<seconds>(m_account.life()), qrBlocks(m_account.qrUrl()));
}

void LagrangeDialect::poll()
{
    const bool scanned = m_account.state() == onebot::Account::LoginState::Scanned;
    m_logWriter.qrState(scanned ? u"WaitingForConfirm"_s : u"WaitingForScan"_s,
                        scanned ? m_state.options.account : u"0"_s);
    m_poll.start(kPollEvery);
}

// Shuts down, as Lagrange does on purpose: a new code needs a new start.
void LagrangeDialect::onCodeExpired()
{
    m_logWriter.qrState(u"CodeExpired"_s, u"0"_s);
    m_logWriter.qrExpired();
    shutDown();
    if (isProcess() && m_state.options.alone)
        Q_EMIT ended(kAborted);
    else
        m_scheduler.after(m_state.options.restartTime, [this] { boot(); });
}

void LagrangeDialect::onLoggedIn()
{
    m_poll.stop();
    if (!m_hasSession)
        m_logWriter.loggedInByQr(m_state.options.nickname, m_state.options.account);
    m_hasSession = true;
    write(keystore(), onebot::compact({{u"Uin"_s, m_state.self()}}) + '\n');
    const bool servicesMissing = m_state.faults.isOn(u"port-not-open"_s);
    if (servicesMissing)
        m_logWriter.socketLost(); // while the code waited; the login then counts as a reconnect
    m_logWriter.registered();
    if (servicesMissing)
        return;
    m_logWriter.botReady(m_state.options.account);
    apply();
    m_logWriter.running();
    notice(u"bot_online"_s, {{u"reason"_s, u"Login"_s}});
    m_traffic.start();
}

void LagrangeDialect::onKicked()
{
    const QString tag = u"你的帐号当前登录已失效，请重新登录。"_s;
    const QString message = u"下线通知"_s;
    m_hasSession = false;
    if (isProcess())
        QFile::remove(fileName(keystore()));
    m_logWriter.kicked(tag, message);
    notice(u"bot_offline"_s, {{u"tag"_s, tag}, {u"message"_s, message}});
}

void LagrangeDialect::notice(const QString &type, const QJsonObject &more)
{
    QJsonObject event{{u"time"_s, m_state.nowSeconds()},
                      {u"self_id"_s, m_state.self()},
                      {u"post_type"_s, u"notice"_s},
                      {u"notice_type"_s, type}};
    for (auto it = more.constBegin(); it != more.constEnd(); ++it)
        event.insert(it.key(), it.value());
    m_network.sendEvent(event, false);
}

void LagrangeDialect::apply()
{
    m_network.apply(m_settings.endpoints());
}

std::optional<Result<>> LagrangeDialect::command(const QString &path, const QJsonObject &body)
{
    if (path == "/own"_L1 && !m_account.isOnline())
        return fail(ErrorKind::Rejected, Reason::NotLoggedIn, u"not logged in"_s);
    if (path == "/own"_L1)
        return m_sender.sendFromPhone(body);
    if (path != "/dial"_L1 && path != "/post"_L1)
        return std::nullopt;
    const QUrl url(body.value("url"_L1).toString());
    const QString token = body.value("token"_L1).toString();
    m_settings.addImplementation(path == "/dial"_L1
                                     ? reverseImplementation(url, token, body.value("role"_L1).toString())
                                     : postImplementation(url, token));
    if (m_network.isOpen())
        apply();
    return Result<>();
}

void LagrangeDialect::onFault(const QString &name, bool on)
{
    if (name == "status-offline"_L1 && m_account.wasLoggedIn()) {
        if (on) {
            m_logWriter.socketLost();
        } else {
            m_logWriter.reconnected();
            notice(u"bot_online"_s, {{u"reason"_s, u"Reconnect"_s}});
        }
    }
    if (onebot::obeyCommonFault(name, on, m_state, m_account, m_scheduler))
        return;
    if (name == "port-not-open"_L1 && on) {
        m_network.close();
    } else if (name == "restart"_L1 && on) {
        restart();
        m_state.faults.switchOff(name);
    }
}

void LagrangeDialect::restart()
{
    m_scheduler.after(milliseconds(100), [this] {
        shutDown();
        if (m_state.faults.isOn(u"ids-restart"_s)) // else the ids survive in Lagrange's database
            m_chats.forgetIds();
        m_scheduler.after(m_state.options.restartTime, [this] { boot(); });
    });
}

void LagrangeDialect::shutDown()
{
    m_scheduler.clear();
    m_poll.stop();
    m_traffic.stop();
    m_account.stop();
    m_actions.stop();
    m_network.close();
}

QJsonObject LagrangeDialect::announcement() const
{
    QJsonObject keys;
    const QList<onebot::Endpoint> endpoints = m_settings.endpoints();
    for (const onebot::Endpoint &endpoint : endpoints) {
        const QString place = u"%1:%2"_s.arg(endpoint.host, QString::number(endpoint.port));
        if (endpoint.way == onebot::Endpoint::Way::Socket)
            keys.insert(u"onebotWs"_s, QString(u"ws://"_s + place));
        else if (endpoint.way == onebot::Endpoint::Way::Http)
            keys.insert(u"onebotHttp"_s, QString(u"http://"_s + place));
        if (!endpoint.token.isEmpty())
            keys.insert(u"onebotToken"_s, endpoint.token);
    }
    if (isProcess())
        keys.insert(u"folder"_s, m_state.options.folder);
    return keys;
}

QJsonObject LagrangeDialect::state() const
{
    return {{u"account"_s, m_state.options.account},
            {u"login"_s, m_account.stateWord()},
            {u"qr"_s, m_account.qrUrl()},
            {u"qrRemainingMs"_s, qint64(m_account.remaining().count())},
            {u"oneBotOpen"_s, m_network.isOpen()},
            {u"oneBotPeers"_s, m_network.peers()},
            {u"socketsOpened"_s, m_state.sockets},
            {u"bytesIn"_s, m_state.bytesIn},
            {u"framesIn"_s, m_state.frames}};
}

} // namespace rookery::sim::lagrange

#include "moc_lagrangedialect.cpp"

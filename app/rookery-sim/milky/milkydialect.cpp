// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkydialect.h"

#include "contradictions.h"
#include "picture.h"

#include "base/reasons/login.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

constexpr int kPictureEvery = 5;

QString loginWord(const State &state)
{
    if (state.login == Login::Never)
        return u"waiting"_s;
    if (state.login == Login::Kicked)
        return u"kicked"_s;
    return state.isOnline() ? u"online"_s : u"offline"_s;
}

Result<> noCode()
{
    return fail(ErrorKind::Rejected, Reason::None, u"there is no login code over Milky"_s);
}

} // namespace

QList<FaultInfo> knownFaults()
{
    return contradictionFaults()
        + QList<FaultInfo>{
            {u"kick"_s, u"the account is kicked now, as POST /kick does"_s},
            {u"status-offline"_s, u"QQ has cut the account off while on; nobody is told"_s},
            {u"half-open"_s, u"nothing is answered or sent any more on any socket; off cuts them"_s},
            {u"events-stall"_s, u"whoever listens to events now never hears anything again, not even a pong"_s},
            {u"mute-handshake"_s, u"WebSocket handshakes are never answered"_s},
            {u"no-socket"_s, u"the event WebSocket is refused: only the stream is there"_s},
            {u"no-stream"_s, u"the event stream is refused"_s},
            {u"drop-reply"_s, u"the call is carried out, its answer never sent"_s},
            {u"delay-reply"_s, u"answers come delayMs (3000) late"_s},
            {u"no-reply"_s, u"calls are neither carried out nor answered"_s},
            {u"accept-then-close"_s, u"a call is carried out, then the connection closes without an answer"_s},
            {u"accept-then-reset"_s, u"the same with a reset"_s},
            {u"server-error"_s, u"calls are answered with 500, not carried out"_s},
            {u"send-refused"_s, u"QQ refuses a send (muted)"_s},
            {u"send-timeout-lost"_s,
             u"accepted, never confirmed, not delivered; delayMs instead of the real time-out"_s},
            {u"send-timeout-delivered"_s, u"delivered, but the answer is the time-out; delayMs as above"_s},
            {u"send-silently-lost"_s, u"answered with a number, but the chat gets nothing"_s},
            {u"picture-lost"_s, u"pictures are dropped without a word: the rest is delivered, the answer is ok"_s},
            {u"message-not-found"_s, u"get_message finds nothing"_s},
            {u"restart"_s, u"the process restarts now: refused for restartMs, then logged in again by itself"_s},
            {u"slow-loris"_s, u"HTTP answers come one byte per delayMs (1000)"_s},
            {u"garbage"_s, u"undecodable events every second, HTTP answers of broken bytes"_s},
            {u"giant-frame"_s, u"every event listener gets one frame of 60 MB now"_s},
            {u"wrong-server"_s, u"every HTTP request is answered by a web server's welcome page"_s},
            {u"clock-skew"_s, u"the gateway's clock is delayMs (3600000) ahead"_s},
        };
}

MilkyDialect::MilkyDialect(const DialectContext &context)
    : m_state{.clock = context.clock,
              .options = context.options,
              .faults = context.faults,
              .ledger = context.ledger,
              .behaviour = behaviourOf(context.options.dialect)}
    , m_scheduler(context.clock)
    , m_chats(m_state)
    , m_sender(m_state, m_chats)
    , m_api(m_state, m_chats, m_sender)
    , m_events(m_state)
    , m_server(m_state, m_api, m_events)
    , m_tick(context.clock, [this] { onTick(); })
{
    connect(&m_chats, &Chats::happened, this,
            [this](const QJsonObject &message) { m_events.send(u"message_receive"_s, message); });
    connect(&context.faults, &Faults::changed, this, &MilkyDialect::onFault);
}

MilkyDialect::~MilkyDialect()
{
    m_events.close();
    m_server.close();
}

Result<> MilkyDialect::start(const QString &pictureBase)
{
    m_state.pictureBase = pictureBase;
    const Result<quint16> port = m_server.listen(m_state.options.port);
    if (!port)
        return fail(port.error());
    m_port = *port;
    if (m_state.options.loggedIn)
        m_state.login = Login::Online;
    if (m_state.options.traffic > 0)
        m_tick.start(milliseconds(static_cast<qint64>(1000 / m_state.options.traffic)));
    return {};
}

Result<> MilkyDialect::confirmQr()
{
    if (m_state.login == Login::Online)
        return fail(ErrorKind::Rejected, Reason::None, u"already logged in"_s);
    m_state.login = Login::Online;
    return {};
}

Result<> MilkyDialect::expireQr()
{
    return noCode();
}

Result<> MilkyDialect::scanQr()
{
    return noCode();
}

Result<> MilkyDialect::kick()
{
    if (m_state.login != Login::Online)
        return fail(ErrorKind::Rejected, Reason::None, u"not logged in"_s);
    m_state.login = Login::Kicked;
    m_events.send(u"bot_offline"_s, {{u"reason"_s, u"你的帐号在另一地点登录，你已被迫下线。"_s}});
    return {};
}

void MilkyDialect::onFault(const QString &name, bool on)
{
    if (name == "clock-skew"_L1)
        m_state.skew = on ? m_state.faults.delayOf(name, std::chrono::hours(1)) : milliseconds(0);
    if (!on)
        return;
    if (name == "kick"_L1) {
        static_cast<void>(kick());
        m_state.faults.switchOff(name);
    } else if (name == "restart"_L1) {
        restart();
        m_state.faults.switchOff(name);
    } else if (name == "giant-frame"_L1 || name == "events-stall"_L1) {
        QMetaObject::invokeMethod(
            this, [this, name] { m_state.faults.switchOff(name); }, Qt::QueuedConnection);
    }
}

void MilkyDialect::restart()
{
    m_reserved = std::make_unique<ReservedPort>(m_port);
    m_sender.stop();
    m_events.close();
    m_server.close();
    m_scheduler.after(m_state.options.restartTime, [this] {
        m_reserved.reset();
        static_cast<void>(m_server.listen(m_port));
    });
}

void MilkyDialect::onTick()
{
    if (m_state.isOnline())
        receive();
    m_tick.start(milliseconds(static_cast<qint64>(1000 / m_state.options.traffic)));
}

//! Lets a user write to a group, now and then a picture.
void MilkyDialect::receive()
{
    static const QStringList phrases{u"早上好"_s, u"收到"_s, u"周末一起去爬山吧"_s, u"got it, thanks!"_s, u"晚安~"_s};
    const QStringList groups = m_chats.groupIds();
    if (groups.isEmpty())
        return;
    const auto anyOf = [](const QStringList &list) {
        return list.at(QRandomGenerator::global()->bounded(static_cast<int>(list.size())));
    };
    const bool isPicture = ++m_received % kPictureEvery == 0;
    const QJsonObject segment = isPicture
        ? m_chats.picture(QString::number(m_received), {})
        : QJsonObject{{u"type"_s, u"text"_s}, {u"data"_s, QJsonObject{{u"text"_s, anyOf(phrases)}}}};
    const QString sender = m_chats.memberIds().at(QRandomGenerator::global()->bounded(1, 12));
    m_chats.push(m_chats.remember({.group = true, .id = anyOf(groups)}, sender, {segment}));
}

std::optional<Result<>> MilkyDialect::command(const QString &path, const QJsonObject &body)
{
    if (path != "/own"_L1)
        return std::nullopt;
    if (!m_state.isOnline())
        return fail(ErrorKind::Rejected, Reason::NotLoggedIn, u"not logged in"_s);
    return m_sender.sendFromPhone(body);
}

PictureAnswer MilkyDialect::picture(const QString & /*rkey*/, const QString &fileId) const
{
    return {.type = "image/png", .bytes = plainPng(64, 64, static_cast<quint32>(qHash(fileId, 1)))};
}

QJsonObject MilkyDialect::announcement() const
{
    const QString scheme = m_state.options.tls ? u"https"_s : u"http"_s;
    return {{u"webui"_s, u"%1://127.0.0.1:%2%3"_s.arg(scheme, QString::number(m_port), m_state.options.prefix)},
            {u"webuiToken"_s, m_state.options.token}};
}

QJsonObject MilkyDialect::secrets() const
{
    return {{u"webuiToken"_s, QJsonArray{m_state.options.token}}};
}

QJsonObject MilkyDialect::state() const
{
    return {{u"account"_s, m_state.options.account}, {u"login"_s, loginWord(m_state)},
            {u"eventSockets"_s, m_events.sockets()}, {u"eventStreams"_s, m_events.streams()},
            {u"bytesIn"_s, m_state.bytesIn},         {u"requests"_s, m_state.requests}};
}

} // namespace rookery::sim::milky

#include "moc_milkydialect.cpp"

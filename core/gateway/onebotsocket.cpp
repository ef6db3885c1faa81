// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotsocket.h"

#include "answershape.h"

#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"

#include <QRandomGenerator>

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kLongestRefusal = 64 * 1024;

io::WsLimits limitsOf(const Deadlines &deadlines)
{
    io::WsLimits limits;
    limits.handshake = deadlines.connect;
    return limits;
}

} // namespace

OneBotSocket::OneBotSocket(const Dialect &dialect, Clock &clock, const io::NetworkSettings &network,
                           const Deadlines &deadlines, Greeting greeting, QObject *parent)
    : QObject(parent)
    , m_dialect(&dialect)
    , m_clock(clock)
    , m_deadlines(deadlines)
    , m_greeting(greeting)
    , m_channel(clock, network, limitsOf(deadlines))
    , m_http(clock, network)
    , m_greetingDeadline(clock, [this] {
        drop({ErrorKind::Timeout, Reason::HandshakeSilent, 0, {}, milliseconds(0)});
    })
{
    connect(&m_channel, &io::WsChannel::opened, this, &OneBotSocket::onOpened);
    connect(&m_channel, &io::WsChannel::textReceived, this, &OneBotSocket::onText);
    connect(&m_channel, &io::WsChannel::closed, this, &OneBotSocket::onClosed);
    connect(&m_channel, &io::WsChannel::certificateRefused, this, &OneBotSocket::certificateRefused);
}

OneBotSocket::~OneBotSocket()
{
    endAll({ErrorKind::Cancelled, Reason::ShuttingDown, 0, {}, milliseconds(0)});
}

void OneBotSocket::open(const QUrl &url, const io::HttpHeaders &headers)
{
    prepare();
    m_adopted = false;
    m_url = url;
    m_headers = headers;
    m_channel.open(url, headers);
}

void OneBotSocket::adopt(std::unique_ptr<QWebSocket> socket)
{
    prepare();
    m_adopted = true;
    m_channel.adopt(std::move(socket));
}

void OneBotSocket::prepare()
{
    close();
    m_largestFrame = 0;
    m_echoPrefix = QString::number(QRandomGenerator::global()->generate(), 36) + u'-';
}

void OneBotSocket::close()
{
    m_epoch.advance();
    m_greetingDeadline.stop();
    m_up = false;
    m_channel.close();
    endAll({ErrorKind::Network, Reason::ConnectionLost, 0, {}, milliseconds(0)});
}

FutureResult<protocol::Reply> OneBotSocket::call(const protocol::Action &action, milliseconds deadline)
{
    if (!m_up)
        return failedResult<protocol::Reply>({ErrorKind::Offline, Reason::ConnectionLost, 0, {}, milliseconds(0)});
    return write(action, deadline);
}

FutureResult<protocol::Reply> OneBotSocket::write(const protocol::Action &action, milliseconds deadline)
{
    const QString echo = m_echoPrefix + QString::number(++m_lastEcho);
    Promise<protocol::Reply> answer;
    // armed and stored before the write: a socket that fails during it ends this call too
    const Clock::TimerId timer =
        m_clock.arm(deadline, [this, echo] { give(echo, fail(ErrorKind::Timeout, Reason::NoReply)); });
    const QByteArray frame = protocol::encodeAction(action, echo);
    m_largestFrame = std::max(m_largestFrame, frame.size());
    m_pending.insert(echo, Pending{wordsOf(action), frame.size(), answer, timer});
    if (!m_channel.sendText(frame))
        give(echo, fail(ErrorKind::Offline, Reason::ConnectionLost));
    return answer.future();
}

void OneBotSocket::give(const QString &echo, const Result<protocol::Reply> &result)
{
    if (!m_pending.contains(echo))
        return; // too late, repeated, or not ours
    const Pending pending = m_pending.take(echo);
    m_clock.cancel(pending.timer);
    pending.answer.resolve(result);
}

void OneBotSocket::endAll(const Error &error)
{
    const QHash<QString, Pending> ended = std::exchange(m_pending, {});
    for (const Pending &pending : ended) {
        m_clock.cancel(pending.timer);
        pending.answer.resolve(fail(error));
    }
}

void OneBotSocket::refuseLargest(int closeCode)
{
    const auto largest = std::max_element(m_pending.cbegin(), m_pending.cend(),
                                          [](const Pending &a, const Pending &b) { return a.bytes < b.bytes; });
    if (largest != m_pending.cend() && largest->bytes == m_largestFrame)
        give(QString(largest.key()), fail(ErrorKind::Rejected, Reason::MessageTooLarge, {}, closeCode));
}

void OneBotSocket::onOpened()
{
    if (m_adopted && m_greeting == Greeting::Lifecycle) {
        greeted();
        return;
    }
    m_greetingDeadline.start(m_deadlines.connect);
    if (m_greeting == Greeting::Answer) {
        // any answer is the greeting or the refusal
        onResult(this, write({u"get_status"_s, {}}, m_deadlines.connect), [](const Result<protocol::Reply> &) {});
    }
}

void OneBotSocket::greeted()
{
    if (std::exchange(m_up, true))
        return;
    m_greetingDeadline.stop();
    m_channel.setTrusted();
    Q_EMIT up();
}

void OneBotSocket::onText(const QByteArray &utf8)
{
    const Result<protocol::Frame> frame = protocol::decodeFrame(utf8);
    if (!frame) {
        Q_EMIT undecodable(frame.error());
        return;
    }
    if (const auto *reply = std::get_if<protocol::ReplyEnvelope>(&*frame)) {
        onReply(*reply);
        return;
    }
    greeted();
    Q_EMIT eventReceived(std::get<Event>(*frame));
}

void OneBotSocket::onReply(const protocol::ReplyEnvelope &reply)
{
    const auto it = m_pending.constFind(reply.echo);
    const bool ours = it != m_pending.constEnd();
    const Result<protocol::Reply> result = judgeReply(*m_dialect, ours ? it->words : CallWords(), reply);
    // the gateway reports a wrong token in a frame that answers no call (docs/protocol/napcat.md, "OneBot: token")
    if (!result && result.error().kind == ErrorKind::Auth && !ours) {
        drop(result.error());
        return;
    }
    greeted();
    give(reply.echo, result);
}

void OneBotSocket::onClosed(const io::WsClose &close)
{
    m_greetingDeadline.stop();
    m_up = false;
    if (close.error.reason == Reason::MessageTooLarge)
        refuseLargest(close.code);
    endAll({ErrorKind::Network, Reason::ConnectionLost, close.code, {}, milliseconds(0)});
    if (close.httpStatus == 401 || close.httpStatus == 403) {
        askWhoRefused(close);
        return;
    }
    io::WsClose told = close;
    if (close.httpStatus != 0)
        told.error = frontError(close.httpStatus);
    Q_EMIT down(told);
}

void OneBotSocket::askWhoRefused(const io::WsClose &close)
{
    io::HttpRequest plain;
    plain.url = m_url;
    plain.url.setScheme(m_url.scheme() == "wss"_L1 ? u"https"_s : u"http"_s);
    plain.headers = m_headers;
    plain.deadline = m_deadlines.connect;
    plain.maxBody = kLongestRefusal;
    onResult(this, m_epoch, m_http.send(plain), [this, close](const Result<io::HttpResponse> &answer) {
        io::WsClose told = close;
        const Speaker speaker = speakerOfRefusal(close.httpStatus, answer);
        if (speaker != Speaker::Gateway)
            told.error = frontError(close.httpStatus, speaker);
        Q_EMIT down(told);
    });
}

void OneBotSocket::drop(const Error &error)
{
    close();
    io::WsClose closed;
    closed.error = error;
    Q_EMIT down(closed);
}

} // namespace rookery::gateway

#include "moc_onebotsocket.cpp"

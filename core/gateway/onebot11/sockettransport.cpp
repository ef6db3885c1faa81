// SPDX-License-Identifier: GPL-3.0-or-later
#include "sockettransport.h"

#include "base/reasons/access.h"
#include "logrules/masking.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns true for close codes with which a server rejects a connection, as opposed to losing it.
bool isVerdict(int code)
{
    constexpr int kNormal = 1000;
    constexpr int kNoCode = 1005;
    constexpr int kPolicy = 1008;
    constexpr int kUnauthorized = 3000;
    constexpr int kForbidden = 3003;
    return code == kNormal || code == kNoCode || code == kPolicy || code == kUnauthorized || code == kForbidden
        || (code >= 4000 && code < 5000);
}

} // namespace

Error closeMeaning(const io::WsClose &close, bool greeted, bool hasToken)
{
    Error why = close.error;
    why.detail = logrules::maskSecrets(why.detail);
    if (!greeted && why.kind == ErrorKind::Network && close.byPeer && isVerdict(close.code)) {
        why.kind = ErrorKind::Auth;
        why.reason = Reason::TokenWrong;
    }
    if (why.kind == ErrorKind::Auth && !hasToken)
        why.reason = Reason::TokenMissing;
    return why;
}

io::HttpHeaders bearer(const Redacted<QString> &token)
{
    io::HttpHeaders headers;
    if (!token.isEmpty())
        headers.emplaceBack("Authorization", QByteArray("Bearer " + token.reveal().toUtf8()));
    return headers;
}

QUrl below(const QUrl &base, const QString &part)
{
    QString path = base.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    QUrl url = base;
    url.setPath(path + u'/' + part);
    return url;
}

SocketTransport::SocketTransport(const Dialect &dialect, Clock &clock, const io::NetworkSettings &network,
                                 const Deadlines &deadlines, QObject *parent)
    : OneBotTransport(parent)
    , m_main{{dialect, clock, network, deadlines, OneBotSocket::Greeting::Answer},
             {u"onebot"_s, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); }}}
    , m_events{{dialect, clock, network, deadlines, OneBotSocket::Greeting::Lifecycle},
               {u"events"_s, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); }}}
{
    wire(m_main);
    wire(m_events);
    connect(&m_main.socket, &OneBotSocket::eventReceived, this, [this](const Event &event) {
        // events have one source, whatever the action socket sends
        if (m_sockets == Sockets::One)
            Q_EMIT eventReceived(event);
    });
    connect(&m_events.socket, &OneBotSocket::eventReceived, this, &OneBotTransport::eventReceived);
}

void SocketTransport::wire(End &end)
{
    connect(&end.socket, &OneBotSocket::up, this, [this, &end] { onUp(end); });
    connect(&end.socket, &OneBotSocket::down, this, [this, &end](const io::WsClose &close) { onDown(close, end); });
    connect(&end.socket, &OneBotSocket::undecodable, this, &OneBotTransport::undecodable);
    connect(&end.socket, &OneBotSocket::certificateRefused, this, &OneBotTransport::certificateRefused);
}

ConnectionTracker &SocketTransport::connectionOf(End &end)
{
    return m_sockets == Sockets::One ? m_events.connection : end.connection;
}

void SocketTransport::begin(Sockets sockets, bool hasToken)
{
    SocketTransport::close();
    m_sockets = sockets;
    m_hasToken = hasToken;
    m_main.greeted = false;
    m_events.greeted = false;
}

void SocketTransport::close()
{
    m_up = false;
    m_main.socket.close();
    m_events.socket.close();
    m_main.connection.down({});
    m_events.connection.down({});
}

FutureResult<protocol::Reply> SocketTransport::call(const protocol::Action &action, milliseconds deadline)
{
    return m_main.socket.call(action, deadline);
}

void SocketTransport::setDialect(const Dialect &dialect)
{
    m_main.socket.setDialect(dialect);
    m_events.socket.setDialect(dialect);
}

void SocketTransport::refreshLatency()
{
    connectionOf(m_main).setLatency(m_main.socket.channel().latency());
    if (m_sockets == Sockets::Two)
        m_events.connection.setLatency(m_events.socket.channel().latency());
}

void SocketTransport::onUp(End &end)
{
    end.greeted = true;
    connectionOf(end).up();
    if (m_up || !m_main.greeted || (m_sockets == Sockets::Two && !m_events.greeted))
        return;
    m_up = true;
    Q_EMIT up();
}

void SocketTransport::onDown(const io::WsClose &close, End &end)
{
    const Error why = closeMeaning(close, end.greeted, m_hasToken);
    ConnectionTracker &connection = connectionOf(end);
    connection.down(why, close.code, close.byPeer);
    SocketTransport::close();
    Q_EMIT down(why);
}

WebSocketTransport::WebSocketTransport(const QUrl &url, Sockets sockets, const Dialect &dialect, Clock &clock,
                                       const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : SocketTransport(dialect, clock, network, deadlines, parent)
    , m_url(url)
    , m_sockets(sockets)
{}

void WebSocketTransport::open(const Redacted<QString> &token)
{
    begin(m_sockets, !token.isEmpty());
    if (m_sockets == Sockets::One) {
        mainSocket().open(m_url, bearer(token));
        return;
    }
    mainSocket().open(below(m_url, u"api"_s), bearer(token));
    eventSocket().open(below(m_url, u"event"_s), bearer(token));
}

} // namespace rookery::gateway

#include "moc_sockettransport.cpp"

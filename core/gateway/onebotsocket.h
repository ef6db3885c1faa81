// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"
#include "gateway.h"

#include "base/epoch.h"
#include "io/httpclient.h"
#include "io/wschannel.h"
#include "protocol/onebot11.h"

#include <QHash>
#include <QObject>

namespace rookery::gateway {

//! Carries OneBot 11 over a WebSocket: actions, and events where the address provides them. Matches answers to calls in
//! any order, gives every call a deadline and an end, and counts an open socket as up only after the first frame shows
//! that the token is accepted. Lives on the engine thread.
class OneBotSocket final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotSocket)

public:
    //! Says how the gateway shows that it accepts our token.
    enum class Greeting {
        Lifecycle, //!< the gateway sends the first frame by itself
        Answer, //!< the gateway is silent until asked, so we send get_status
    };

    OneBotSocket(const Dialect &dialect, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                 Greeting greeting, QObject *parent = nullptr);
    ~OneBotSocket() override; // ends every call as Cancelled

    void open(const QUrl &url, const io::HttpHeaders &headers = {});
    //! Uses a socket that a gateway opened to us and whose token we have checked ourselves: an event socket is then up
    //! at once, an action socket once it has answered.
    void adopt(std::unique_ptr<QWebSocket> socket);
    //! Sets the meaning of refusals from now on; `dialect` outlives this object.
    void setDialect(const Dialect &dialect) { m_dialect = &dialect; }
    //! Closes without a signal; calls in flight end as Network/ConnectionLost.
    void close();
    //! Returns true once the gateway has greeted.
    [[nodiscard]] bool isUp() const { return m_up; }

    //! Calls an action; only while up. See Gateway::call for the errors.
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline);

    [[nodiscard]] int pendingCalls() const { return static_cast<int>(m_pending.size()); }
    [[nodiscard]] const io::WsChannel &channel() const { return m_channel; }

Q_SIGNALS:
    void up();
    //! Is emitted exactly once per `open` that `close` did not end. Auth/TokenWrong if the token was refused.
    void down(const rookery::io::WsClose &close);
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what);
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    struct Pending {
        CallWords words;
        qsizetype bytes = 0;
        Promise<protocol::Reply> answer;
        Clock::TimerId timer = 0;
    };

    void onOpened();
    void prepare();
    void onText(const QByteArray &utf8);
    void onReply(const protocol::ReplyEnvelope &reply);
    void onClosed(const io::WsClose &close);
    //! Finds out who refused the upgrade, by a plain request to the same address.
    void askWhoRefused(const io::WsClose &close);
    void greeted();
    void give(const QString &echo, const Result<protocol::Reply> &result);
    void endAll(const Error &error);
    //! Ends the call whose frame the gateway rejected unread as too large. Ends none if the largest frame of this
    //! socket is not among those that wait for an answer.
    void refuseLargest(int closeCode);
    //! Closes the socket from our side and reports why.
    void drop(const Error &error);
    [[nodiscard]] FutureResult<protocol::Reply> write(const protocol::Action &action, milliseconds deadline);

    const Dialect *m_dialect;
    Clock &m_clock;
    Deadlines m_deadlines;
    Greeting m_greeting;
    io::WsChannel m_channel;
    io::HttpClient m_http; //!< for one request after a refused upgrade
    QUrl m_url;
    io::HttpHeaders m_headers;
    Epoch m_epoch; //!< of the current socket
    Timer m_greetingDeadline;
    QHash<QString, Pending> m_pending;
    qsizetype m_largestFrame = 0; //!< largest one written to this socket, in bytes
    QString m_echoPrefix; //!< identifies this socket, so that an answer to an earlier one matches no call
    quint64 m_lastEcho = 0;
    bool m_adopted = false;
    bool m_up = false;
};

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"
#include "gateway.h"

#include "io/httpclient.h"
#include "io/wschannel.h"
#include "protocol/onebot11.h"

#include <QHash>
#include <QObject>

namespace rookery::gateway {

//! An OneBot 11 socket with actions, and events where the address gives them: matches answers to calls
//! whatever their order, gives every call a deadline and an end, and takes "open" for nothing until the
//! first frame shows that the token counts. Lives on the engine thread.
class OneBotSocket final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotSocket)

public:
    //! How the gateway shows that we may speak.
    enum class Greeting {
        Lifecycle, //!< it sends the first frame by itself
        Answer, //!< it is silent until asked, so we ask get_status
    };

    OneBotSocket(const Dialect &dialect, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                 Greeting greeting, QObject *parent = nullptr);
    ~OneBotSocket() override; // ends every call as Cancelled

    void open(const QUrl &url, const io::HttpHeaders &headers = {});
    //! The same over a socket that a gateway has opened to us, and whose token we have judged ourselves: one
    //! for events is then up at once, one for actions once it has answered.
    void adopt(std::unique_ptr<QWebSocket> socket);
    //! What refusals mean from now on; `dialect` outlives this object.
    void setDialect(const Dialect &dialect) { m_dialect = &dialect; }
    //! Ends silently; calls under way end as Network/ConnectionLost.
    void close();
    //! True once the gateway has greeted.
    [[nodiscard]] bool isUp() const { return m_up; }

    //! See Gateway::call for the errors. Only while up.
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline);

    [[nodiscard]] int pendingCalls() const { return static_cast<int>(m_pending.size()); }
    [[nodiscard]] const io::WsChannel &channel() const { return m_channel; }

Q_SIGNALS:
    void up();
    //! Exactly one per `open` that was not ended by `close`. Auth/TokenWrong when the token was refused.
    void down(const rookery::io::WsClose &close);
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what);
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    struct Pending {
        CallWords words;
        qsizetype bytes = 0;
        Answer<Reply> answer;
        Clock::TimerId timer = 0;
    };

    void onOpened();
    void prepare();
    void onText(const QByteArray &utf8);
    void onReply(const protocol::ReplyEnvelope &reply);
    void onClosed(const io::WsClose &close);
    //! A refused upgrade does not say who refused: a plain request at the same address may.
    void askWhoRefused(const io::WsClose &close);
    void greeted();
    void give(const QString &echo, const Result<Reply> &result);
    void endAll(const Error &error);
    //! Ends the call whose frame the gateway would not take: it was never looked at. None if the largest frame of this
    //! socket is not among those that wait for their answer.
    void refuseLargest(int closeCode);
    //! Closes on our own account and says why.
    void drop(const Error &error);
    [[nodiscard]] FutureResult<Reply> write(const Action &action, milliseconds deadline);

    const Dialect *m_dialect;
    Clock &m_clock;
    Deadlines m_deadlines;
    Greeting m_greeting;
    io::WsChannel m_channel;
    io::HttpClient m_http; //!< for one question, when an upgrade was refused
    QUrl m_url;
    io::HttpHeaders m_headers;
    quint64 m_epoch = 0; //!< of the socket
    Timer m_greetingDeadline;
    QHash<QString, Pending> m_pending;
    qsizetype m_largestFrame = 0; //!< that was written to this socket
    QString m_echoPrefix; //!< names this socket, so that an answer to an earlier one fits no call
    quint64 m_lastEcho = 0;
    bool m_adopted = false;
    bool m_up = false;
};

} // namespace rookery::gateway

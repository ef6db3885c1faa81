// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/outcome.h"

#include "base/clock.h"
#include "io/httplistener.h"

#include <QUrl>

namespace rookery::sim::onebot {

//! Describes one place where a gateway speaks OneBot: its own server, or a peer that it dials.
struct Endpoint {
    enum class Way { Socket, Http, Reverse, Post };
    Way way = Way::Socket;
    QString name = {};
    QString host = QStringLiteral("127.0.0.1");
    quint16 port = 0;
    QUrl url = {}; //!< Reverse, Post
    QString role = QStringLiteral("Universal"); //!< Reverse: in the gateway's spelling
    QString token = {}; //!< Post: the secret for the signature
    bool ownMessages = false;
    bool eventStream = false; //!< Http: also serves /_events
    milliseconds heartbeat{0}; //!< 0: none
    milliseconds reconnect{3000}; //!< Reverse
    std::optional<QSslConfiguration> tls = {}; //!< Socket, Http

    [[nodiscard]] bool isSamePlace(const Endpoint &other) const
    {
        return way == other.way && name == other.name && host == other.host && port == other.port && url == other.url
            && role == other.role;
    }
};

enum class TokenState { Fits, Missing, Wrong };

//! Says what a WebSocket's peer may do, by the path that it dialled.
struct PathRights {
    bool events = true;
    bool calls = true;
};

struct HttpAnswer {
    int status = 200;
    io::HttpHeaders headers = {};
    QByteArray body = {};
};

//! Describes how the gateway reads an HTTP request: as a call, as a direct answer, or as silence for ever.
struct HttpCall {
    enum class Kind { Call, Answer, Hang };
    Kind kind = Kind::Call;
    QString action = {};
    QJsonObject params = {};
    QJsonValue echo{QJsonValue::Undefined};
    HttpAnswer answer = {};

    [[nodiscard]] static HttpCall answered(int status, const QByteArray &type = {}, const QByteArray &body = {});
    [[nodiscard]] static HttpCall hang() { return {.kind = Kind::Hang}; }
};

//! Describes how a gateway reports a bad token on a WebSocket that is already open.
struct CloseNotice {
    QJsonObject frame;
    int code = 0; //!< 0: a close without a code
    QString reason = {};
};

//! Defines where the gateways differ on OneBot's wire. The defaults are the standard's. One per gateway; outlives its
//! servers.
class WireProfile
{
public:
    virtual ~WireProfile() = default;
    Q_DISABLE_COPY_MOVE(WireProfile)

    //! Returns the reply as it goes over the wire. `echo` Undefined: the call had none.
    [[nodiscard]] virtual QJsonObject envelope(const Outcome &outcome, Transport transport,
                                               const QJsonValue &echo) const = 0;
    //! Returns the JSON as this gateway spells it.
    [[nodiscard]] virtual QByteArray encode(const QJsonObject &json) const;
    //! Returns `status` of a heartbeat.
    [[nodiscard]] virtual QJsonObject heartbeatStatus() const = 0;
    [[nodiscard]] virtual bool firstBeatAtOnce() const { return false; }

    [[nodiscard]] virtual TokenState tokenOf(const io::IncomingRequest &request, const QString &token) const;
    //! Returns status and body of the refusal; nullopt: the socket opens. The standard refuses a bad token here.
    [[nodiscard]] virtual std::optional<std::pair<int, QByteArray>> refuseUpgrade(TokenState token) const;
    //! Returns how the socket is closed. Used only where `refuseUpgrade` lets a bad token pass.
    [[nodiscard]] virtual CloseNotice closeNotice() const { return {}; }
    [[nodiscard]] virtual PathRights rightsOf(const QString &path) const;
    //! Returns the answer to a frame that is not a JSON object; nullopt: no answer.
    [[nodiscard]] virtual std::optional<QJsonObject> answerToBadFrame(const QString &text) const = 0;

    [[nodiscard]] virtual HttpCall readCall(const io::IncomingRequest &request, TokenState token) const = 0;
    [[nodiscard]] virtual HttpAnswer httpAnswer(const Outcome &outcome, const QJsonValue &echo) const;
    //! Returns the answer to a plain request on a WebSocket port.
    [[nodiscard]] virtual HttpAnswer notAnUpgrade() const;

    //! Returns the headers of a dialled WebSocket and of a posted event.
    [[nodiscard]] virtual io::HttpHeaders dialHeaders(const Endpoint &endpoint) const = 0;
    [[nodiscard]] virtual io::HttpHeaders postHeaders(const Endpoint &endpoint, const QByteArray &body) const = 0;
    //! Returns the sub-type of the lifecycle event that is posted at the start; empty: none is posted.
    [[nodiscard]] virtual QString postedLifecycle() const { return {}; }
    [[nodiscard]] virtual bool takesQuickOperations() const { return true; }
    //! Notes for the log that a call came over a WebSocket that this gateway dialled.
    virtual void onReverseCall(const QJsonObject & /*call*/) const {}

protected:
    WireProfile() = default;
};

//! Returns the decoded fields of a form or query, without `access_token`.
[[nodiscard]] QJsonObject formOf(const QByteArray &encoded);
//! Returns the fields of body and query together; nullopt: the body is neither a JSON object nor a form.
[[nodiscard]] std::optional<QJsonObject> paramsOf(const io::IncomingRequest &request);
//! Returns `sha1=<hex HMAC-SHA1 of the body>`.
[[nodiscard]] QByteArray signatureOf(const QByteArray &body, const QString &secret);
[[nodiscard]] QByteArray compact(const QJsonObject &json);

} // namespace rookery::sim::onebot

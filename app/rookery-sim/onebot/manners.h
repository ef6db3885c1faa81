// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/outcome.h"

#include "base/clock.h"
#include "io/httplistener.h"

#include <QUrl>

namespace rookery::sim::onebot {

//! One place where a gateway speaks OneBot: a server of its own or somebody it dials.
struct Endpoint {
    enum class Way { Socket, Http, Reverse, Post };
    Way way = Way::Socket;
    QString name = {};
    QString host = QStringLiteral("127.0.0.1");
    quint16 port = 0;
    QUrl url = {}; //!< Reverse, Post
    QString role = QStringLiteral("Universal"); //!< Reverse: as the gateway spells it
    QString token = {}; //!< Post: the secret of the signature
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

//! What a peer of a WebSocket may do, by the path it dialled.
struct PathRights {
    bool events = true;
    bool calls = true;
};

struct HttpAnswer {
    int status = 200;
    io::HttpHeaders headers = {};
    QByteArray body = {};
};

//! An HTTP request as the gateway reads it: a call, an answer without one, or silence for ever.
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

//! How a socket with a bad token is told so once it has been opened.
struct Farewell {
    QJsonObject frame;
    int code = 0; //!< 0: a close without a code
    QString reason = {};
};

//! Where the gateways differ on OneBot's wire; the defaults are the standard's. One per gateway, outlives its servers.
class Manners
{
public:
    virtual ~Manners() = default;
    Q_DISABLE_COPY_MOVE(Manners)

    //! The reply as it goes over the wire. `echo` Undefined: the call had none.
    [[nodiscard]] virtual QJsonObject envelope(const Outcome &outcome, Transport transport,
                                               const QJsonValue &echo) const = 0;
    //! JSON as this gateway spells it.
    [[nodiscard]] virtual QByteArray encode(const QJsonObject &json) const;
    //! `status` of a heartbeat.
    [[nodiscard]] virtual QJsonObject heartbeatStatus() const = 0;
    [[nodiscard]] virtual bool firstBeatAtOnce() const { return false; }

    [[nodiscard]] virtual TokenState tokenOf(const io::IncomingRequest &request, const QString &token) const;
    //! nullopt: the socket opens. The standard refuses a bad token here.
    [[nodiscard]] virtual std::optional<std::pair<int, QByteArray>> refuseUpgrade(TokenState token) const;
    //! Only asked where `refuseUpgrade` let a bad token pass.
    [[nodiscard]] virtual Farewell farewell() const { return {}; }
    [[nodiscard]] virtual PathRights rightsOf(const QString &path) const;
    //! The answer to a frame that is no JSON object; nullopt: none at all.
    [[nodiscard]] virtual std::optional<QJsonObject> answerToBadFrame(const QString &text) const = 0;

    [[nodiscard]] virtual HttpCall readCall(const io::IncomingRequest &request, TokenState token) const = 0;
    [[nodiscard]] virtual HttpAnswer httpAnswer(const Outcome &outcome, const QJsonValue &echo) const;
    //! What a plain request to a WebSocket port gets.
    [[nodiscard]] virtual HttpAnswer notAnUpgrade() const;

    //! Headers of a dialled WebSocket and of a posted event.
    [[nodiscard]] virtual io::HttpHeaders dialHeaders(const Endpoint &endpoint) const = 0;
    [[nodiscard]] virtual io::HttpHeaders postHeaders(const Endpoint &endpoint, const QByteArray &body) const = 0;
    //! Sub-type of the lifecycle event that is posted at the start; empty: none is.
    [[nodiscard]] virtual QString postedLifecycle() const { return {}; }
    [[nodiscard]] virtual bool takesQuickOperations() const { return true; }
    //! A call came over a WebSocket that this gateway dialled; for the log.
    virtual void noteReverseCall(const QJsonObject & /*call*/) const {}

protected:
    Manners() = default;
};

//! Fields of a form or query, decoded, `access_token` left out.
[[nodiscard]] QJsonObject formOf(const QByteArray &encoded);
//! Body and query together; nullopt: the body is neither a JSON object nor a form.
[[nodiscard]] std::optional<QJsonObject> paramsOf(const io::IncomingRequest &request);
//! `sha1=<hex HMAC-SHA1 of the body>`
[[nodiscard]] QByteArray signatureOf(const QByteArray &body, const QString &secret);
[[nodiscard]] QByteArray compact(const QJsonObject &json);

} // namespace rookery::sim::onebot

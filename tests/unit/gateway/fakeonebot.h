// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/httplistener.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkRequest>
#include <QWebSocket>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace rookery {

//! The OneBot side of a gateway as a test scripts it: sockets that are dialled, or that it dials itself, and HTTP.
class FakeOneBot final : public QObject
{
public:
    explicit FakeOneBot(Clock &clock) : listener(clock)
    {
        listener.setUpgrade(
            [this](const io::IncomingRequest &request) {
                ++upgrades;
                authorization = request.header("authorization");
                return gate ? gate(request) : std::optional<std::pair<int, QByteArray>>();
            },
            [this](const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket) {
                take(request.path, std::move(socket));
            });
        listener.setHandler(
            [this](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder) {
                if (onRequest)
                    onRequest(request, responder);
                else
                    responder->send(426, {}, {});
            });
        port = listener.listen(QHostAddress::LocalHost, 0).value_or(0);
        answers[QStringLiteral("get_version_info")] = data({{QStringLiteral("app_name"), QStringLiteral("Some")},
                                                            {QStringLiteral("app_version"), QStringLiteral("1.0")}});
        answers[QStringLiteral("get_login_info")] =
            data({{QStringLiteral("user_id"), 10001}, {QStringLiteral("nickname"), QStringLiteral("Bot")}});
        answers[QStringLiteral("get_status")] = data({{QStringLiteral("online"), true}});
    }
    ~FakeOneBot() override
    {
        for (const auto &[path, socket] : sockets)
            socket->disconnect(this);
        for (const auto &socket : dialling)
            socket->disconnect(this);
    }
    Q_DISABLE_COPY_MOVE(FakeOneBot)

    static QJsonObject data(const QJsonObject &object)
    {
        return {{QStringLiteral("status"), QStringLiteral("ok")},
                {QStringLiteral("retcode"), 0},
                {QStringLiteral("data"), object}};
    }
    static QJsonObject refusal(int retcode, const QString &wording = {})
    {
        QJsonObject reply{{QStringLiteral("status"), QStringLiteral("failed")},
                          {QStringLiteral("retcode"), retcode},
                          {QStringLiteral("data"), QJsonValue::Null}};
        if (!wording.isEmpty())
            reply.insert(QStringLiteral("wording"), wording);
        return reply;
    }
    static QByteArray bytes(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }
    static QJsonObject lifecycle()
    {
        return {{QStringLiteral("post_type"), QStringLiteral("meta_event")},
                {QStringLiteral("meta_event_type"), QStringLiteral("lifecycle")},
                {QStringLiteral("sub_type"), QStringLiteral("connect")},
                {QStringLiteral("self_id"), 10001}};
    }
    static QJsonObject heartbeat(const QJsonValue &online)
    {
        return {{QStringLiteral("post_type"), QStringLiteral("meta_event")},
                {QStringLiteral("meta_event_type"), QStringLiteral("heartbeat")},
                {QStringLiteral("self_id"), 10001},
                {QStringLiteral("interval"), 5000},
                {QStringLiteral("status"), QJsonObject{{QStringLiteral("online"), online}}}};
    }

    //! A socket of ours, whoever dialled: greets, and answers what is asked.
    void take(const QString &path, std::unique_ptr<QWebSocket> socket)
    {
        QWebSocket *raw = socket.get();
        sockets.emplace_back(path, std::move(socket));
        connect(raw, &QWebSocket::textMessageReceived, this, [this, raw, path](const QString &text) {
            const QJsonObject request = QJsonDocument::fromJson(text.toUtf8()).object();
            asked.append(request.value(QStringLiteral("action")).toString());
            requests.append(request);
            if (!silent && !path.endsWith(QStringLiteral("/event")))
                answer(raw, request);
        });
        if (onOpen)
            onOpen(path, raw);
        else if (greets && !path.endsWith(QStringLiteral("/api")))
            raw->sendTextMessage(QString::fromUtf8(bytes(lifecycle())));
    }
    //! Dials as a gateway does; `role` as it is written, empty: not said. The socket answers like the others.
    QWebSocket *dial(const QUrl &url, const QString &self, const QByteArray &token,
                     const QByteArray &role = "Universal")
    {
        auto owned = std::make_unique<QWebSocket>();
        QWebSocket *socket = owned.get();
        dialling.push_back(std::move(owned));
        connect(socket, &QWebSocket::sslErrors, this, [socket] { socket->ignoreSslErrors(); });
        connect(socket, &QWebSocket::connected, this, [this, socket, role] {
            const auto mine = std::find_if(dialling.begin(), dialling.end(),
                                           [socket](const auto &other) { return other.get() == socket; });
            std::unique_ptr<QWebSocket> taken = std::move(*mine);
            dialling.erase(mine);
            const bool actions = role.compare("api", Qt::CaseInsensitive) == 0;
            const bool events = role.compare("event", Qt::CaseInsensitive) == 0;
            take(actions      ? QStringLiteral("/api")
                     : events ? QStringLiteral("/event")
                              : QStringLiteral("/"),
                 std::move(taken));
        });
        QNetworkRequest request(url);
        if (!self.isEmpty())
            request.setRawHeader("X-Self-ID", self.toUtf8());
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        if (!role.isEmpty())
            request.setRawHeader("X-Client-Role", role);
        request.setRawHeader("User-Agent", "Fake/1.0");
        socket->open(request);
        return socket;
    }
    [[nodiscard]] QJsonObject replyTo(const QString &action) const
    {
        const auto it = answers.find(action);
        return it == answers.end() ? refusal(unknownAction) : it->second;
    }
    void answer(QWebSocket *socket, const QJsonObject &request)
    {
        QJsonObject reply = replyTo(request.value(QStringLiteral("action")).toString());
        reply.insert(QStringLiteral("echo"), request.value(QStringLiteral("echo")));
        socket->sendTextMessage(QString::fromUtf8(bytes(reply)));
    }
    //! To every socket that carries events.
    void push(const QJsonObject &event)
    {
        for (const auto &[path, socket] : sockets) {
            if (!path.endsWith(QStringLiteral("/api")))
                socket->sendTextMessage(QString::fromUtf8(bytes(event)));
        }
    }
    [[nodiscard]] QUrl wsUrl(const QString &path = QStringLiteral("/")) const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1%2").arg(port).arg(path));
    }
    [[nodiscard]] QUrl httpUrl() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port)); }

    io::HttpListener listener;
    quint16 port = 0;
    std::map<QString, QJsonObject> answers;
    int unknownAction = 1404;
    bool silent = false;
    bool greets = true;
    std::function<std::optional<std::pair<int, QByteArray>>(const io::IncomingRequest &)> gate;
    std::function<void(const QString &, QWebSocket *)> onOpen;
    io::HttpListener::Handler onRequest;

    std::vector<std::pair<QString, std::unique_ptr<QWebSocket>>> sockets;
    std::vector<std::unique_ptr<QWebSocket>> dialling;
    QStringList asked;
    QList<QJsonObject> requests;
    QByteArray authorization;
    int upgrades = 0;
};

} // namespace rookery

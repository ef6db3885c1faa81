// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/actions.h"
#include "napcat/credentials.h"
#include "napcat/debugchannel.h"
#include "napcat/onebotconfig.h"
#include "napcat/streams.h"
#include "napcat/wireprofile.h"

#include <QPointer>

namespace rookery::sim::napcat {

//! Serves NapCat's WebUI: every failure under /api is HTTP 200 with code -1.
class WebUi final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebUi)

public:
    struct Parts {
        State &state;
        Credentials &credentials;
        QqLogin &login;
        Actions &actions;
        const WireProfile &profile;
        DebugChannel &debug;
        OneBotConfig &config;
    };
    explicit WebUi(const Parts &parts);

    [[nodiscard]] Result<quint16> listen(quint16 port);
    void close();
    [[nodiscard]] int connections() const { return m_listener.connectionCount(); }
    [[nodiscard]] int logStreams() const { return m_streams.logReaders(); }

Q_SIGNALS:
    void configChanged();
    void restartRequested();

private:
    struct Call {
        const io::IncomingRequest &request;
        ResponderPtr responder;
        QJsonObject body;
        bool hasBody = false;
        QByteArray credential;
    };
    using Handler = std::function<void(const Call &call)>;

    void route(const QByteArray &method, const QString &path, const Handler &handler);
    void routeWithBody(const QString &path, Handler handler);
    void addAuth();
    void addSystem();
    void requestRestart(const Call &call);
    void addLogin();
    void addConfig();
    void addDebug();
    void serve(const io::IncomingRequest &request, const ResponderPtr &responder);
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> gate(const io::IncomingRequest &request);
    void ok(const Call &call, const QJsonValue &data);
    void refuse(const Call &call, const QString &message);
    void debugCall(const Call &call, const QString &adapter);

    Parts m_parts;
    onebot::HttpAnswers m_answers;
    Streams m_streams;
    QHash<QString, Handler> m_routes;
    io::HttpListener m_listener; // last: destroyed first, so that it closes connections that the others still use
};

} // namespace rookery::sim::napcat

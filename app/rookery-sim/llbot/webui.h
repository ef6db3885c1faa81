// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/config.h"
#include "llbot/panel.h"
#include "onebot/httpanswers.h"

namespace rookery::sim::llbot {

//! Serves LLBot's WebUI: {success, data?, message?}. Failures have an HTTP error status.
class WebUi final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebUi)

public:
    struct Parts {
        State &state;
        Panel &panel;
        onebot::Account &account;
        Config &config;
    };
    explicit WebUi(const Parts &parts);

    //! Listens on this port or, if it is busy, the next free one of a hundred. 0: any port.
    [[nodiscard]] Result<quint16> listen(quint16 port);
    void close();
    [[nodiscard]] quint16 port() const { return m_listener.port(); }
    [[nodiscard]] int logStreams() const { return static_cast<int>(m_readers.size()); }
    //! Counts messages for the dashboard.
    void countSent() { ++m_sent; }
    void countReceived() { ++m_received; }

Q_SIGNALS:
    void configChanged();
    void loggedOut();

private:
    struct Call {
        const io::IncomingRequest &request;
        onebot::ResponderPtr responder;
        QJsonObject body;
    };
    using Handler = std::function<void(const Call &call)>;

    void route(const QString &methodAndPath, const Handler &handler);
    void addLogin();
    void addAuthToken();
    void addConfig();
    void addState();
    void serve(const io::IncomingRequest &request, const onebot::ResponderPtr &responder);
    void send(const onebot::ResponderPtr &responder, int status, const QJsonObject &body);
    void ok(const Call &call, const QJsonValue &data);
    void done(const Call &call, const QString &message);
    void refuse(const Call &call, int status, const QString &message);
    void setToken(const Call &call);
    void qrCode(const Call &call);
    void quickLogin(const Call &call);
    void openLog(const Call &call);
    void onRecord(const QJsonObject &record);
    [[nodiscard]] QJsonObject loginInfo() const;
    [[nodiscard]] QJsonObject stats() const;

    Parts m_parts;
    onebot::HttpAnswers m_answers;
    QHash<QString, Handler> m_routes;
    QList<onebot::ResponderPtr> m_readers;
    Scheduler m_scheduler;
    WallTime m_started;
    int m_sent = 0;
    int m_received = 0;
    io::HttpListener m_listener; // last: destroyed first, so that it closes connections that the others still use
};

} // namespace rookery::sim::llbot

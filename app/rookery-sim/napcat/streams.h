// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/state.h"
#include "onebot/httpanswers.h"

namespace rookery::sim::napcat {

using onebot::ResponderPtr;

//! Serves the WebUI's two event streams: log lines with replay, and the machine's status every 3 s.
class Streams final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Streams)

public:
    explicit Streams(State &state);

    void openLog(const io::IncomingRequest &request, const ResponderPtr &responder);
    void openStatus(const io::IncomingRequest &request, const ResponderPtr &responder);
    void close();
    [[nodiscard]] int logReaders() const { return static_cast<int>(m_log.size()); }

private:
    void onLine(const QJsonObject &line);
    void onTick();

    struct StatusReader {
        ResponderPtr responder;
        bool begun = false;
    };
    State &m_state;
    QList<ResponderPtr> m_log;
    QList<StatusReader> m_status;
    Timer m_tick;
};

} // namespace rookery::sim::napcat

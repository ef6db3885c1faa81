// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "controlmessages.h"

#include "base/async.h"
#include "base/clock.h"
#include "io/localchannel.h"

#include <map>
#include <optional>

namespace rookery::engine {

//! Talks to the window that holds a profile. Lives on one thread.
class ControlClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlClient)

public:
    //! Creates a client that is not connected; `program` introduces it.
    ControlClient(Clock &clock, const QString &program, QObject *parent = nullptr);

    //! Connects and introduces itself; call once. Offline/ConnectionRefused: no window listens for this profile.
    //! Rejected/OtherVersionRuns, with its version as detail: it speaks another protocol. Timeout/NoReply: it hangs.
    FutureResult<> open(const QString &profileFolder);
    //! Sends a request, and finishes with its answer: an error of the window, Timeout/NoReply, or Network errors.
    FutureResult<> request(const ControlAsk &ask);

Q_SIGNALS:
    //! Reports a fact: an account, a broadcast or a delivery.
    void told(const rookery::engine::ControlTold &fact);
    //! Reports that an opened connection has ended.
    void lost(const rookery::Error &error);

private:
    struct Pending {
        Promise<void> answer;
        SteadyTime due{};
    };

    void onLine(const QByteArray &line);
    void onHello(const ControlHello &hello);
    void answer(qint64 id, const Result<> &result);
    void expire();
    void end(const Error &error);

    Clock &m_clock;
    const QString m_program;
    Promise<void> m_opened;
    bool m_isOpen = false;
    std::map<qint64, Pending> m_pending; //!< by id, hence by deadline too
    qint64 m_lastId = 0;
    std::optional<Error> m_why; //!< why the connection ends, as far as it was said before the end
    Timer m_helloDeadline;
    Timer m_answerDeadline; //!< of the oldest request
    io::LocalChannel m_channel; // last: its signals use everything above
};

} // namespace rookery::engine

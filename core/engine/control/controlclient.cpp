// SPDX-License-Identifier: GPL-3.0-or-later
#include "controlclient.h"

#include "controlname.h"

#include "base/overloaded.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"

#include <QCoreApplication>

#include <utility>

namespace rookery::engine {

namespace {

constexpr seconds kOpenDeadline{5};
constexpr seconds kAnswerDeadline{15};

} // namespace

ControlClient::ControlClient(Clock &clock, const QString &program, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_program(program)
    , m_helloDeadline(clock, [this] { end({.kind = ErrorKind::Timeout, .reason = Reason::NoReply}); })
    , m_answerDeadline(clock, [this] { expire(); })
    , m_channel(clock, {.maxLine = kMaxControlReply})
{
    connect(&m_channel, &io::LocalChannel::opened, this, [this] {
        m_channel.send(toLine(
            ControlRequest{0, ControlHello{.program = m_program, .version = QCoreApplication::applicationVersion()}}));
    });
    connect(&m_channel, &io::LocalChannel::received, this, &ControlClient::onLine);
    connect(&m_channel, &io::LocalChannel::closed, this, &ControlClient::end);
}

FutureResult<> ControlClient::open(const QString &profileFolder)
{
    m_helloDeadline.start(kOpenDeadline);
    m_channel.connectTo(controlName(profileFolder), kOpenDeadline);
    return m_opened.future();
}

FutureResult<> ControlClient::request(const ControlAsk &ask)
{
    if (!m_isOpen || !m_channel.isOpen())
        return failedResult<void>({.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost});
    const qint64 id = ++m_lastId;
    Pending &pending = m_pending[id];
    pending.due = m_clock.now() + kAnswerDeadline;
    if (!m_answerDeadline.isActive())
        m_answerDeadline.start(kAnswerDeadline);
    m_channel.send(toLine(ControlRequest{id, ask}));
    return pending.answer.future();
}

void ControlClient::onLine(const QByteArray &line)
{
    const Result<ControlReply> reply = parseControlReply(line);
    if (!reply) {
        m_why = reply.error();
        m_channel.finish();
        return;
    }
    const qint64 id = reply->id;
    std::visit(Overloaded{
                   [this](const ControlHello &hello) { onHello(hello); },
                   [this, id](const ControlDone &) { answer(id, {}); },
                   [this, id](const Error &error) {
                       if (id == 0)
                           m_why = error;
                       else
                           answer(id, fail(error));
                   },
                   [this, &reply](const auto &) { Q_EMIT told(reply->told); },
               },
               reply->told);
}

void ControlClient::onHello(const ControlHello &hello)
{
    m_helloDeadline.stop();
    if (hello.protocol == kControlProtocol) {
        m_isOpen = true;
        return m_opened.resolve({});
    }
    m_why = Error{.kind = ErrorKind::Rejected, .reason = Reason::OtherVersionRuns, .detail = hello.version};
    m_channel.finish();
}

void ControlClient::answer(qint64 id, const Result<> &result)
{
    const auto it = m_pending.find(id);
    if (it == m_pending.end())
        return; // its deadline was over
    const Promise<void> promise = it->second.answer;
    m_pending.erase(it);
    if (m_pending.empty())
        m_answerDeadline.stop();
    promise.resolve(result);
}

//! Ends the requests whose deadline is over; a late answer is ignored.
void ControlClient::expire()
{
    while (!m_pending.empty() && m_pending.begin()->second.due <= m_clock.now())
        answer(m_pending.begin()->first, fail(ErrorKind::Timeout, Reason::NoReply));
    if (!m_pending.empty())
        m_answerDeadline.start(m_pending.begin()->second.due - m_clock.now());
}

void ControlClient::end(const Error &error)
{
    m_helloDeadline.stop();
    m_answerDeadline.stop();
    const Error why = m_why.value_or(error);
    m_why = why; // `finish` may report the end at once
    const bool wasOpen = std::exchange(m_isOpen, false);
    m_channel.finish();
    m_opened.resolve(fail(why));
    for (const auto &[id, pending] : std::exchange(m_pending, {}))
        pending.answer.resolve(fail(why));
    if (wasOpen)
        Q_EMIT lost(why);
}

} // namespace rookery::engine

#include "moc_controlclient.cpp"

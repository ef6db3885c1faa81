// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/httpanswers.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

const QByteArray &welcomePage()
{
    static const QByteArray page = "<!DOCTYPE html>\n<html><head><title>Welcome to nginx!</title></head>\n"
                                   "<body><h1>Welcome to nginx!</h1></body></html>\n";
    return page;
}

} // namespace

HttpAnswers::HttpAnswers(State &state) : m_state(state), m_scheduler(state.clock)
{
    connect(&state.faults, &Faults::changed, this, [this](const QString &name, bool on) {
        if (!on && (name == "half-open"_L1 || name == "no-reply"_L1 || name == "drop-reply"_L1))
            m_silent.clear();
    });
}

void HttpAnswers::clear()
{
    m_scheduler.clear();
    m_silent.clear();
}

bool HttpAnswers::intercept(const ResponderPtr &responder)
{
    if (m_state.faults.isOn(u"half-open"_s)) {
        m_silent.append(responder);
        return true;
    }
    if (m_state.faults.isOn(u"wrong-server"_s)) {
        responder->send(200, {{"server", "nginx"}, {"content-type", "text/html"}}, welcomePage());
        return true;
    }
    return false;
}

void HttpAnswers::send(const ResponderPtr &responder, int status, const QByteArray &type, const QByteArray &body)
{
    send(responder, {.status = status, .headers = {{"content-type", type}}, .body = body});
}

void HttpAnswers::send(const ResponderPtr &responder, const HttpAnswer &answer)
{
    if (m_state.faults.isOn(u"garbage"_s)) {
        responder->send(answer.status, answer.headers, QByteArray::fromHex("00ff7b22") + answer.body.left(5));
        return;
    }
    if (m_state.faults.isOn(u"slow-loris"_s)) {
        responder->begin(answer.status, answer.headers);
        drip(responder, answer.body);
        return;
    }
    responder->send(answer.status, answer.headers, answer.body);
}

void HttpAnswers::drip(const ResponderPtr &responder, const QByteArray &rest)
{
    if (!responder->isAlive())
        return;
    if (rest.isEmpty()) {
        responder->end();
        return;
    }
    responder->write(rest.first(1));
    m_scheduler.after(m_state.faults.delayOf(u"slow-loris"_s, seconds(1)),
                      [this, responder, rest] { drip(responder, rest.sliced(1)); });
}

void HttpAnswers::sendReply(const ResponderPtr &responder, const HttpAnswer &reply)
{
    for (const auto &[fault, reset] :
         {std::pair(u"accept-then-close"_s, false), std::pair(u"accept-then-reset"_s, true)}) {
        if (m_state.faults.take(fault)) {
            responder->drop(reset);
            return;
        }
    }
    if (m_state.faults.take(u"drop-reply"_s)) {
        m_silent.append(responder);
        return;
    }
    milliseconds delay{0};
    if (m_state.faults.isOn(u"delay-reply"_s)) {
        delay = m_state.faults.delayOf(u"delay-reply"_s, seconds(3));
        static_cast<void>(m_state.faults.take(u"delay-reply"_s));
    }
    m_scheduler.after(delay, [this, responder, reply] { send(responder, reply); });
}

} // namespace rookery::sim::onebot

#include "moc_httpanswers.cpp"

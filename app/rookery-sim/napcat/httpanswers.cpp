// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpanswers.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

const QByteArray &welcomePage()
{
    static const QByteArray page = "<!DOCTYPE html>\n<html><head><title>Welcome to nginx!</title></head>\n"
                                   "<body><h1>Welcome to nginx!</h1></body></html>\n";
    return page;
}

} // namespace

HttpAnswers::HttpAnswers(World &world) : m_world(world), m_scheduler(world.clock)
{
    connect(&world.faults, &Faults::changed, this, [this](const QString &name, bool on) {
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
    if (m_world.faults.isOn(u"half-open"_s)) {
        m_silent.append(responder);
        return true;
    }
    if (m_world.faults.isOn(u"wrong-server"_s)) {
        responder->send(200, {{"server", "nginx"}, {"content-type", "text/html"}}, welcomePage());
        return true;
    }
    return false;
}

void HttpAnswers::send(const ResponderPtr &responder, int status, const QByteArray &type, const QByteArray &body)
{
    if (m_world.faults.isOn(u"garbage"_s)) {
        responder->send(status, {{"content-type", type}}, QByteArray::fromHex("00ff7b22") + body.left(5));
        return;
    }
    if (m_world.faults.isOn(u"slow-loris"_s)) {
        responder->begin(status, {{"content-type", type}});
        drip(responder, body);
        return;
    }
    responder->send(status, {{"content-type", type}}, body);
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
    m_scheduler.after(m_world.faults.delayOf(u"slow-loris"_s, seconds(1)),
                      [this, responder, rest] { drip(responder, rest.sliced(1)); });
}

void HttpAnswers::sendReply(const ResponderPtr &responder, const QJsonObject &reply)
{
    for (const auto &[fault, reset] :
         {std::pair(u"accept-then-close"_s, false), std::pair(u"accept-then-reset"_s, true)}) {
        if (m_world.faults.take(fault)) {
            responder->drop(reset);
            return;
        }
    }
    if (m_world.faults.take(u"drop-reply"_s)) {
        m_silent.append(responder);
        return;
    }
    milliseconds delay{0};
    if (m_world.faults.isOn(u"delay-reply"_s)) {
        delay = m_world.faults.delayOf(u"delay-reply"_s, seconds(3));
        static_cast<void>(m_world.faults.take(u"delay-reply"_s));
    }
    const QByteArray body = QJsonDocument(reply).toJson(QJsonDocument::Compact);
    m_scheduler.after(delay,
                      [this, responder, body] { send(responder, 200, "application/json; charset=utf-8", body); });
}

} // namespace rookery::sim::napcat

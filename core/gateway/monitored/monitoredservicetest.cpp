// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitoredservicetest.h"

#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = ServiceAnswer::Kind;

} // namespace

MonitoredServiceTest::MonitoredServiceTest(const GatewayProfile &profile, Clock &clock,
                                           const io::NetworkSettings &network, QObject *parent)
    : GatewayTestRun(parent)
    , m_clock(clock)
    , m_logFile(profile.logFile)
    , m_watch(profile, clock, network)
{
    connect(&m_watch, &ServiceWatch::answered, this, &MonitoredServiceTest::onAnswered);
    connect(&m_watch, &ServiceWatch::certificateRefused, this, &MonitoredServiceTest::observeCertificate);
}

MonitoredServiceTest::~MonitoredServiceTest() = default;

void MonitoredServiceTest::begin()
{
    m_watch.start();
}

void MonitoredServiceTest::ended()
{
    m_watch.stop();
    if (m_log)
        m_log->stop();
}

void MonitoredServiceTest::onAnswered(const ServiceAnswer &front, const ServiceAnswer &api)
{
    m_watch.stop();
    const bool hasFront = front.kind != Kind::NotAsked;
    if (hasFront && front.kind != Kind::Works) {
        failed(TestStep::Connect, front.why);
        return;
    }
    if (api.kind == Kind::TimedOut || api.why.kind == ErrorKind::Tls || api.why.reason == Reason::HostNotFound) {
        failed(TestStep::Connect, api.why);
        return;
    }
    passed(TestStep::Connect);
    if (api.kind == Kind::Fails && api.why.reason == Reason::WrongServer) {
        failed(TestStep::Kind, api.why);
        return;
    }
    if (api.kind == Kind::Closed) {
        m_closed = api.why;
        m_closed.reason = hasFront ? Reason::BackendDown : m_closed.reason;
    } else {
        passed(TestStep::Kind, api.kind == Kind::Works ? QString() : api.why.detail);
    }
    readLog();
}

void MonitoredServiceTest::readLog()
{
    const auto end = [this] {
        if (m_closed.reason != Reason::None)
            failed(TestStep::Kind, m_closed);
        else
            give();
    };
    if (m_logFile.isEmpty()) {
        end();
        return;
    }
    m_log.emplace(m_clock, m_logFile);
    connect(&*m_log, &io::FileTail::trouble, this, [this](Error why) {
        why.reason = Reason::LogUnreadable;
        failed(TestStep::Login, why);
    });
    connect(&*m_log, &io::FileTail::opened, this, [this, end] {
        if (m_closed.reason == Reason::None)
            passed(TestStep::Login, m_logFile); // otherwise it would be listed after the failed step
        end();
    });
    m_log->start(0);
}

} // namespace rookery::gateway

#include "moc_monitoredservicetest.cpp"

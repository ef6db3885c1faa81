// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangetest.h"

#include "base/reasons/gateway.h"
#include "gateway/onebot11/onebottest.h"
#include "gateway/onebot11/reverselistener.h"
#include "lagrangeprocess.h"

#include <QFileInfo>
#include <QThreadPool>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

LagrangeTest::LagrangeTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                           const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener,
                           QObject *parent)
    : GatewayTestRun(parent)
    , m_profile(profile)
    , m_token(token)
    , m_clock(clock)
    , m_network(network)
    , m_deadlines(deadlines)
    , m_listener(listener)
    , m_folder(profile.folder, clock)
{}

LagrangeTest::~LagrangeTest() = default;

void LagrangeTest::begin()
{
    if (m_profile.program.isEmpty()) {
        onProgram({});
        return;
    }
    const Promise<void> answer;
    onResult(this, answer.future(), [this](const Result<> &program) { onProgram(program); });
    QThreadPool::globalInstance()->start([answer, path = lagrangeProgram(m_profile)] {
        const QFileInfo program(path);
        answer.resolve(program.isFile() && program.isExecutable()
                           ? Result<>()
                           : Result<>(fail(ErrorKind::Offline, Reason::ProgramNotStarted, path)));
    });
}

void LagrangeTest::onProgram(const Result<> &program)
{
    if (!program) {
        failed(TestStep::Connect, program.error());
        return;
    }
    onResult(this, m_folder.settings(), [this](const Result<LagrangeSettings> &settings) { onSettings(settings); });
}

void LagrangeTest::onSettings(const Result<LagrangeSettings> &settings)
{
    if (!settings) {
        failed(TestStep::Connect, settings.error());
        return;
    }
    if (!m_profile.oneBot.isEmpty()) {
        tryNext();
        return;
    }
    m_services = usableServices(*settings,
                                [this](const QUrl &dialled) { return m_listener && m_listener->isReachedAt(dialled); });
    if (m_services.isEmpty()) {
        passed(TestStep::Connect, m_profile.folder);
        failed(TestStep::Kind, {.kind = ErrorKind::Rejected, .reason = Reason::NoOneBotServer});
        return;
    }
    tryNext();
}

void LagrangeTest::tryNext()
{
    if (!m_services.isEmpty()) {
        const LagrangeService service = m_services.takeFirst();
        m_profile.way = service.way;
        m_profile.oneBot = service.way == OneBotTransportKind::Reverse ? QUrl() : service.url;
        m_token = service.token;
    }
    auto *oneBot = new OneBotTest(m_profile, m_token, m_clock, m_network, m_deadlines, m_listener, this);
    onResult(this, oneBot->run(), [this](const Result<GatewayTestReport> &tried) {
        if (tried)
            onOneBot(*tried);
    });
}

void LagrangeTest::onOneBot(const GatewayTestReport &tried)
{
    const TestStepResult first = tried.steps.value(0);
    if (first.state == StepState::Failed && first.why.kind == ErrorKind::Offline) {
        // Waiting for a reverse connection cannot detect a closed port, so it is tried only when nothing else is
        // left.
        if (!m_services.isEmpty() && m_services.constFirst().way != OneBotTransportKind::Reverse) {
            tryNext();
            return;
        }
        // Only the folder could be read; before a login, or while Lagrange is not running, nothing answers.
        skipped(TestStep::Connect, {.kind = ErrorKind::Offline, .reason = first.why.reason});
        return;
    }
    report() = tried;
    give();
}

} // namespace rookery::gateway

#include "moc_lagrangetest.cpp"

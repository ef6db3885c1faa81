// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangetest.h"

#include "gateway/onebot11/onebottest.h"
#include "gateway/onebot11/reverselistener.h"
#include "lagrangeprocess.h"

#include <QFileInfo>

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
    const QFileInfo program(lagrangeProgram(m_profile));
    if (!m_profile.program.isEmpty() && !(program.isFile() && program.isExecutable())) {
        failed(TestStep::Connect,
               {.kind = ErrorKind::Offline, .reason = Reason::ProgramNotStarted, .detail = program.filePath()});
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
    const auto services = usableServices(*settings, m_listener ? m_listener->state().url : QUrl());
    if (m_profile.oneBot.isEmpty() && services.isEmpty()) {
        passed(TestStep::Connect, m_profile.folder);
        failed(TestStep::Kind, {.kind = ErrorKind::Rejected, .reason = Reason::NoOneBotServer});
        return;
    }
    if (m_profile.oneBot.isEmpty()) {
        m_profile.way = services.constFirst().way;
        m_profile.oneBot = m_profile.way == OneBotWay::Reverse ? QUrl() : services.constFirst().url;
        m_token = services.constFirst().token;
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
        passed(TestStep::Connect, m_profile.folder);
        passed(TestStep::Kind, u"Lagrange.OneBot"_s);
        skipped(TestStep::Token, {.kind = ErrorKind::Rejected, .reason = Reason::NotLoggedIn});
        return;
    }
    report() = tried;
    give();
}

} // namespace rookery::gateway

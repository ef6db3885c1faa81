// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaytestrun.h"

namespace rookery::gateway {

GatewayTestRun::GatewayTestRun(QObject *parent) : QObject(parent), m_secrets(config::makeMemorySecretStore()) {}

FutureResult<GatewayTestReport> GatewayTestRun::run()
{
    begin();
    return m_answer.future();
}

void GatewayTestRun::passed(TestStep step, const QString &found)
{
    if (m_ended)
        return;
    skipTo(step);
    m_report.steps.append({step, StepState::Passed, {}, found});
}

void GatewayTestRun::foundAt(TestStep step, const QString &found)
{
    if (!m_ended && step < nextStep())
        m_report.steps[static_cast<qsizetype>(step)].found = found;
}

void GatewayTestRun::failed(TestStep step, const Error &why)
{
    if (m_ended)
        return;
    skipTo(step);
    m_report.steps.append({step, StepState::Failed, why, {}});
    give();
}

void GatewayTestRun::skipped(TestStep step, const Error &why)
{
    if (m_ended)
        return;
    skipTo(step);
    while (nextStep() <= TestStep::Actions)
        m_report.steps.append({nextStep(), StepState::Skipped, why, {}});
    give();
}

void GatewayTestRun::give()
{
    if (m_ended)
        return;
    m_ended = true;
    while (nextStep() <= TestStep::Actions)
        m_report.steps.append({nextStep(), StepState::Skipped, {}, {}});
    ended();
    m_answer.resolve(m_report);
    deleteLater();
}

void GatewayTestRun::skipTo(TestStep step)
{
    while (nextStep() < step)
        m_report.steps.append({nextStep(), StepState::Skipped, {}, {}});
}

} // namespace rookery::gateway

#include "moc_gatewaytestrun.cpp"

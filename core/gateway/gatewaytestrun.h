// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "config/secretstore.h"
#include "model/settings.h"

#include <memory>

namespace rookery::gateway {

//! Provides what the live tests of all kinds share: the order of the steps, the report, and secrets that last as long
//! as the run. When a step is reported, unreported earlier ones precede it as Skipped. Lives on the engine thread;
//! deletes itself after the report.
class GatewayTestRun : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayTestRun)

public:
    ~GatewayTestRun() override = default;

    //! Starts the run; call it once. The future always yields the report; its only own error is Cancelled, when the
    //! parent is destroyed first.
    [[nodiscard]] FutureResult<GatewayTestReport> run();

protected:
    explicit GatewayTestRun(QObject *parent);

    //! Starts the first step.
    virtual void begin() = 0;
    //! Closes what is still open; nothing more is reported.
    virtual void ended() {}

    void passed(TestStep step, const QString &found = {});
    //! Replaces the finding of a step that has already passed.
    void foundAt(TestStep step, const QString &found);
    //! Ends the run: the steps that follow are Skipped.
    void failed(TestStep step, const Error &why);
    //! Ends the run without a failure: this step and those that follow cannot be tried now.
    void skipped(TestStep step, const Error &why);
    //! Ends the run: unreported steps are Skipped.
    void give();
    void observeCertificate(const CertificateInfo &certificate) { m_report.certificate = certificate; }

    [[nodiscard]] TestStep nextStep() const { return static_cast<TestStep>(m_report.steps.size()); }
    [[nodiscard]] GatewayTestReport &report() { return m_report; }
    [[nodiscard]] config::SecretStore &secrets() { return *m_secrets; }

private:
    void skipTo(TestStep step);

    std::unique_ptr<config::SecretStore> m_secrets;
    GatewayTestReport m_report;
    Promise<GatewayTestReport> m_answer;
    bool m_ended = false;
};

} // namespace rookery::gateway

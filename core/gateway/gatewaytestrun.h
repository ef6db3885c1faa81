// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "config/secretstore.h"
#include "model/settings.h"

#include <memory>

namespace rookery::gateway {

//! What every kind's live test shares: its steps in order, the report, and secrets that live as long as the run.
//! A step that is told while earlier ones were not is preceded by those as Skipped. Engine thread; deletes itself
//! after the report.
class GatewayTestRun : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayTestRun)

public:
    ~GatewayTestRun() override = default;

    //! Once. The report always comes; the future's own error is only Cancelled, when the parent ends first.
    [[nodiscard]] FutureResult<GatewayTestReport> run();

protected:
    explicit GatewayTestRun(QObject *parent);

    //! Takes the first step.
    virtual void begin() = 0;
    //! Nothing more is reported: close what is open.
    virtual void ended() {}

    void passed(TestStep step, const QString &found = {});
    //! Replaces what a step that has already passed has found.
    void foundAt(TestStep step, const QString &found);
    //! Ends the run: what follows is skipped.
    void failed(TestStep step, const Error &why);
    //! Ends the run without a failure: this step and what follows cannot be tried now.
    void skipped(TestStep step, const Error &why);
    //! Ends the run: what was not told is skipped.
    void give();
    void noteCertificate(const CertificateInfo &certificate) { m_report.certificate = certificate; }

    [[nodiscard]] TestStep nextStep() const { return static_cast<TestStep>(m_report.steps.size()); }
    [[nodiscard]] GatewayTestReport &report() { return m_report; }
    [[nodiscard]] config::SecretStore &secrets() { return *m_secrets; }

private:
    void skipTo(TestStep step);

    std::unique_ptr<config::SecretStore> m_secrets;
    GatewayTestReport m_report;
    Answer<GatewayTestReport> m_answer;
    bool m_ended = false;
};

} // namespace rookery::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "servicelog.h"
#include "servicewatch.h"

#include "gateway/connectiontracker.h"
#include "gateway/surroundings.h"

namespace rookery::gateway {

//! A service that is watched and never sent through: GeekAI and its like (docs/protocol/geekai.md). Two addresses are
//! asked, a log is followed, and from both comes one state with its evidence. While the service is away and we wait
//! before asking again, the log is followed on: it is the log that says why, and a code in it ends the waiting.
class ProbeGateway final : public Gateway
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProbeGateway)

public:
    ProbeGateway(const GatewayProfile &profile, const Surroundings &around);
    ~ProbeGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stage(const QByteArray &bytes, const QByteArray &sha256,
                                                 const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &code) override;
    [[nodiscard]] FutureResult<> restart() override;

private:
    enum class Told { Nothing, Waiting, Up };

    void onAnswered(const ServiceAnswer &front, const ServiceAnswer &api);
    void onSaid(bool turn);
    void evaluate();
    void publish(ServiceState state);
    void report(ServiceState state);
    void tellWaiting();
    void tellUp();
    void lose(ServiceState state);

    Clock &m_clock;
    ServiceWatch m_watch;
    ServiceLog m_log;
    ConnectionTracker m_frontConnection;
    ConnectionTracker m_apiConnection;
    ServiceEvidence m_evidence;
    ServiceView m_view;
    Redacted<QString> m_codeTold;
    Told m_told = Told::Nothing;
    bool m_linked = false;
    bool m_lost = false; //!< we ended the link ourselves, and go on reading the log
};

} // namespace rookery::gateway

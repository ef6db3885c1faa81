// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "control.h"

#include <QUrl>

namespace rookery::sim {

//! Runs one simulated gateway with its control API, for the program and, in-process, for tests. Lives on the thread
//! that created it.
class SimGateway final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SimGateway)

public:
    SimGateway(Clock &clock, GatewayOptions options, QObject *parent = nullptr);
    ~SimGateway() override;

    //! Returns the kinds that can be simulated.
    [[nodiscard]] static QStringList kinds();
    //! Returns the faults of that kind of gateway; none for an unknown kind.
    [[nodiscard]] static QList<FaultInfo> knownFaults(const QString &kind);

    //! Opens the ports and switches the wanted faults on. Rejected/BadInput: unknown kind or fault.
    [[nodiscard]] Result<> start();
    [[nodiscard]] QJsonObject readyLine() const;

    [[nodiscard]] QUrl webUiUrl() const;
    [[nodiscard]] QString token() const { return m_options.token; }
    [[nodiscard]] QUrl oneBotWsUrl() const;
    [[nodiscard]] QUrl oneBotHttpUrl() const;
    [[nodiscard]] QString oneBotToken() const { return m_options.oneBotToken; }
    [[nodiscard]] QUrl controlUrl() const { return QUrl(m_control.url()); }

    [[nodiscard]] QJsonObject state() const;
    [[nodiscard]] QString qrUrl() const;
    [[nodiscard]] Result<> confirmQr();
    [[nodiscard]] Result<> expireQr();
    [[nodiscard]] Result<> scanQr();
    [[nodiscard]] Result<> kick();
    //! Makes a call of the control API that only this kind has. Rejected/NotFound: no such call.
    [[nodiscard]] Result<> command(const QString &path, const QJsonObject &body = {});
    [[nodiscard]] Result<> setFault(const QString &name, const QJsonObject &body = {});
    [[nodiscard]] const QList<LedgerEntry> &ledger() const { return m_ledger.entries(); }

Q_SIGNALS:
    //! Passes on `Dialect::printed` and `Dialect::ended` to the program.
    void printed(const QByteArray &text);
    void ended(int exitCode);

private:
    GatewayOptions m_options;
    Ledger m_ledger;
    Faults m_faults;
    Control m_control;
    Clock &m_clock;
    std::unique_ptr<Dialect> m_dialect;
};

} // namespace rookery::sim

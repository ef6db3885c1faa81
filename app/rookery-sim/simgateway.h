// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "control.h"

#include <QUrl>

namespace rookery::sim {

//! One simulated gateway with its control API, for the program and, in-process, for tests.
//! Everything happens on the thread that made it.
class SimGateway final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SimGateway)

public:
    SimGateway(Clock &clock, GatewayOptions options, QObject *parent = nullptr);
    ~SimGateway() override;

    //! The kinds that can be simulated.
    [[nodiscard]] static QStringList kinds();
    //! The faults that a gateway of that kind can be given; none for an unknown kind.
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
    //! A call of the control API that this kind alone has. Rejected/NotFound: it has no such.
    [[nodiscard]] Result<> command(const QString &path, const QJsonObject &body = {});
    [[nodiscard]] Result<> setFault(const QString &name, const QJsonObject &body = {});
    [[nodiscard]] const QList<LedgerEntry> &ledger() const { return m_ledger.entries(); }

Q_SIGNALS:
    //! For the program: text for its standard output, and that the imitated process is over.
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"

#include "io/httplistener.h"

namespace rookery::sim {

//! Serves the control API of one gateway (docs/guide/simulator.md): without a token, on loopback only, never part of
//! the simulated product.
class Control final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Control)

public:
    Control(Clock &clock, Faults &faults, const Ledger &ledger, QObject *parent = nullptr);

    [[nodiscard]] Result<> start();
    //! Sets the dialect, after `start`. Until then every call answers 503.
    void setDialect(Dialect *dialect);
    //! Returns scheme, host and port.
    [[nodiscard]] QString url() const;

private:
    void handle(const io::IncomingRequest &request, io::Responder &responder);
    [[nodiscard]] std::optional<Result<>> command(const QString &path, const QJsonObject &body);
    void setFault(const io::IncomingRequest &request, QJsonObject body, io::Responder &responder);

    Faults &m_faults;
    const Ledger &m_ledger;
    Dialect *m_dialect = nullptr;
    io::HttpListener m_listener;
};

} // namespace rookery::sim

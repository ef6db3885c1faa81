// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milky/server.h"
#include "reservedport.h"

namespace rookery::sim::milky {

//! Returns every fault this dialect can show.
[[nodiscard]] QList<FaultInfo> knownFaults();

//! Imitates Lagrange.Milky or LLBot's Milky (option `dialect`) and its QQ as seen from the network. Milky has no login:
//! "confirm" stands for the operator at the gateway's own panel or console.
class MilkyDialect final : public Dialect
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkyDialect)

public:
    explicit MilkyDialect(const DialectContext &context);
    ~MilkyDialect() override;

    [[nodiscard]] Result<> start(const QString &pictureBase) override;
    [[nodiscard]] QJsonObject announcement() const override;
    [[nodiscard]] QJsonObject state() const override;
    [[nodiscard]] QJsonObject secrets() const override;
    [[nodiscard]] Result<> confirmQr() override;
    [[nodiscard]] Result<> expireQr() override;
    [[nodiscard]] Result<> scanQr() override;
    [[nodiscard]] Result<> kick() override;
    [[nodiscard]] PictureAnswer picture(const QString &rkey, const QString &fileId) const override;
    //! Handles `/own`: the operator's phone sends.
    [[nodiscard]] std::optional<Result<>> command(const QString &path, const QJsonObject &body) override;

private:
    void onFault(const QString &name, bool on);
    void restart();
    void receive();
    void onTick();

    State m_state;
    Scheduler m_scheduler;
    Chats m_chats;
    Sender m_sender;
    Api m_api;
    EventHub m_events;
    Server m_server;
    std::unique_ptr<ReservedPort> m_reserved; //!< reserves the port during a restart
    Timer m_tick;
    quint16 m_port = 0;
    int m_received = 0;
};

} // namespace rookery::sim::milky

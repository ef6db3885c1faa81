// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/server.h"

namespace rookery::sim::ilink {

//! Returns every fault this dialect can show.
[[nodiscard]] QList<FaultInfo> knownFaults();

//! Imitates Tencent's bot interface of WeChat as seen from the network, with its content servers and the phones of the
//! users who write to the bot (`POST /message`). "Kick" stands for another program that takes the binding.
class ILinkDialect final : public Dialect
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ILinkDialect)

public:
    explicit ILinkDialect(const DialectContext &context);
    ~ILinkDialect() override;

    [[nodiscard]] Result<> start(const QString &pictureBase) override;
    [[nodiscard]] QJsonObject announcement() const override;
    [[nodiscard]] QJsonObject state() const override;
    [[nodiscard]] QJsonObject secrets() const override;
    [[nodiscard]] Result<> confirmQr() override { return m_login.confirm(); }
    [[nodiscard]] Result<> expireQr() override { return m_login.expire(); }
    [[nodiscard]] Result<> scanQr() override { return m_login.scan(); }
    [[nodiscard]] Result<> kick() override;
    [[nodiscard]] PictureAnswer picture(const QString &rkey, const QString &fileId) const override;
    [[nodiscard]] std::optional<Result<>> command(const QString &path, const QJsonObject &body) override;

private:
    void onFault(const QString &name, bool on);
    void onTick();

    State m_state;
    ContentServer m_files;
    Mailbox m_mailbox;
    Login m_login;
    Sender m_sender;
    Server m_server;
    Timer m_tick;
    bool m_kicked = false;
    int m_received = 0;
};

} // namespace rookery::sim::ilink

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "geekai/logwriter.h"
#include "geekai/web.h"

namespace rookery::sim::geekai {

//! Returns every fault this dialect can show.
[[nodiscard]] QList<FaultInfo> knownFaults();

//! Imitates a GeekAI installation of 3.1.4 to 4.1.1 (option `dialect`: the version) as seen by its users, its log and
//! its operator. With the bot switched on, the interface opens only after the bot's login has succeeded or failed.
class GeekAiDialect final : public Dialect
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GeekAiDialect)

public:
    explicit GeekAiDialect(const DialectContext &context);

    [[nodiscard]] Result<> start(const QString &pictureBase) override;
    [[nodiscard]] QJsonObject announcement() const override;
    [[nodiscard]] QJsonObject state() const override;
    [[nodiscard]] QJsonObject secrets() const override;
    [[nodiscard]] Result<> confirmQr() override;
    [[nodiscard]] Result<> expireQr() override;
    [[nodiscard]] Result<> scanQr() override;
    //! Ends the session from the phone.
    [[nodiscard]] Result<> kick() override;
    [[nodiscard]] PictureAnswer picture(const QString & /*rkey*/, const QString & /*fileId*/) const override
    {
        return {};
    }

private:
    enum class Bot { Off, Waiting, LoggedIn, Failed, Lost };

    void boot();
    void failLogin(const QString &why);
    void listen();
    void beat();
    void onFault(const QString &name, bool on);

    const GatewayOptions &m_options;
    Faults &m_faults;
    LogWriter m_logWriter;
    Web m_web;
    Timer m_heartbeat;
    Timer m_codeLife;
    Bot m_bot = Bot::Off;
    QString m_code; //!< empty: none is shown
    QStringList m_codes; //!< every code that was ever shown
    QString m_adminKey;
};

} // namespace rookery::sim::geekai

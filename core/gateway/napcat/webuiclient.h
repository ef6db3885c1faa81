// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include "base/redacted.h"
#include "base/singleflight.h"
#include "config/secretstore.h"
#include "io/httpclient.h"
#include "model/gateway.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QObject>

#include <optional>

namespace rookery::gateway {

//! Talks to NapCat's panel: logs in with the token, manages the credential and makes calls with it. Keeps the
//! credential in the SecretStore, so that the next start and the other program need no login of their own; joins
//! logins, and makes at most one per `kLoginEvery`. Lives on the engine thread.
//! Errors: Auth/TokenWrong (then every later call fails at once, until `forgetRefusal`), Auth/TotpNeeded, RateLimited,
//! Auth/AccessDenied, Rejected/OldVersion, Protocol/WrongServer, Expired/CredentialExpired, and those of the HttpClient
//! and the SecretStore.
//! Facts: docs/protocol/napcat.md, "Panel".
class WebUiClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebUiClient)

public:
    //! Minimum interval between logins: successful ones count against the gateway's limit too.
    static constexpr milliseconds kLoginEvery = seconds(20);

    WebUiClient(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    //! Checks whether a NapCat panel is there, without sending the token. The value says whether our credential, if
    //! there is one, is still valid.
    [[nodiscard]] FutureResult<bool> probe();
    //! Provides a credential that was just issued or is believed to be valid.
    [[nodiscard]] FutureResult<> authorise();
    //! Logs in with the second factor; not limited by `kLoginEvery`, since a person typed it.
    [[nodiscard]] FutureResult<> submitTotp(const Redacted<QString> &code);

    //! Returns `data` of a panel call, e.g. get("base/QQVersion"). Logs in if needed, and once more if refused.
    [[nodiscard]] FutureResult<QJsonValue> get(const QString &path);
    //! Makes the call as a POST. A call that changes something is `Once`.
    [[nodiscard]] FutureResult<QJsonValue> post(const QString &path, const QJsonObject &body = {},
                                                io::HttpMode mode = io::HttpMode::Once);

    //! Forgets a refused token, after the operator changed it or asked for a retry.
    void forgetRefusal();
    //! Returns the credential for streams that carry it in a header; empty before `authorise`.
    [[nodiscard]] const Redacted<QString> &credential() const { return m_credential; }
    //! Drops the credential because it is no longer valid, e.g. when a stream was refused.
    void dropCredential();

    //! Returns the address of a panel path, e.g. url("Log/GetLogRealTime").
    [[nodiscard]] QUrl url(const QString &path) const;
    //! Returns the WebSocket address of a panel path.
    [[nodiscard]] QUrl socketUrl(const QString &path) const;
    //! Returns the round trip of the last answered call; -1: none yet.
    [[nodiscard]] milliseconds latency() const { return m_latency; }

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    struct Call {
        QByteArray method;
        QString path;
        QJsonObject body;
        io::HttpMode mode = io::HttpMode::Once;
    };

    [[nodiscard]] FutureResult<QJsonValue> call(const Call &what);
    void attempt(const Call &what, bool again, const Promise<QJsonValue> &answer);
    //! Makes one exchange, without any login.
    [[nodiscard]] FutureResult<QJsonValue> exchange(const Call &what, const Redacted<QString> &credential);

    [[nodiscard]] FutureResult<> storedCredential();
    [[nodiscard]] FutureResult<> loginSoon();
    [[nodiscard]] FutureResult<> login(const Redacted<QString> &totp);
    void sendLogin(const QString &token, const Redacted<QString> &totp, bool again, const Promise<void> &answer);
    void take(const Redacted<QString> &credential, const Promise<void> &answer);

    GatewayProfile m_profile;
    QUrl m_base;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    Deadlines m_deadlines;
    io::HttpClient m_http;
    SingleFlight<int, void> m_logins;
    Timer m_nextSecond;
    std::function<void()> m_afterNextSecond;

    Redacted<QString> m_credential;
    Redacted<QString> m_refusedCredential; //!< the last one that was no longer valid
    bool m_storeAsked = false;
    std::optional<Error> m_refusal; //!< a refused token; nothing is sent while it is set
    std::optional<SteadyTime> m_lastLogin;
    milliseconds m_latency{-1};
};

} // namespace rookery::gateway

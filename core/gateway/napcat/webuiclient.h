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

//! NapCat's panel interface: the login with the token, the life of the credential, and calls with it.
//! The credential is kept in the SecretStore, so that the next start and the other program need no
//! login of their own; logins are joined, and at most one in `kLoginEvery`. Lives on the engine thread.
//! Errors: Auth/TokenWrong (then every later call fails at once, until `forgetRefusal`),
//! Auth/TotpNeeded, RateLimited, Auth/AccessDenied, Rejected/OldVersion, Protocol/WrongServer,
//! Expired/CredentialExpired, and those of the HttpClient and the SecretStore.
//! Facts: docs/protocol/napcat.md, "Panel".
class WebUiClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebUiClient)

public:
    //! Successful logins count against the gateway's limit too, so we are sparing.
    static constexpr milliseconds kLoginEvery = seconds(20);

    WebUiClient(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    //! Is a NapCat panel there, and does our credential (if there is one) still count? Sends no token.
    //! The value says whether the credential counts.
    [[nodiscard]] FutureResult<bool> probe();
    //! Ends with a credential that was just issued or is believed to count.
    [[nodiscard]] FutureResult<> authorise();
    //! A login with the second factor; not held back by `kLoginEvery`, since a person typed it.
    [[nodiscard]] FutureResult<> submitTotp(const Redacted<QString> &code);

    //! `data` of a panel call, e.g. get("base/QQVersion"). Logs in as needed, again once when refused.
    [[nodiscard]] FutureResult<QJsonValue> get(const QString &path);
    //! Everything that changes something is `Once`.
    [[nodiscard]] FutureResult<QJsonValue> post(const QString &path, const QJsonObject &body = {},
                                                io::HttpMode mode = io::HttpMode::Once);

    //! After the operator changed the token or asked to try again.
    void forgetRefusal();
    //! For streams that carry it in a header; empty before `authorise`.
    [[nodiscard]] const Redacted<QString> &credential() const { return m_credential; }
    //! A stream was told that the credential no longer counts.
    void dropCredential();

    //! Address of a panel path: url("Log/GetLogRealTime").
    [[nodiscard]] QUrl url(const QString &path) const;
    //! The same for a WebSocket.
    [[nodiscard]] QUrl socketUrl(const QString &path) const;
    //! Round trip of the last answered call, -1: none yet.
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
    void attempt(const Call &what, bool again, const Answer<QJsonValue> &answer);
    //! One exchange, without any login.
    [[nodiscard]] FutureResult<QJsonValue> exchange(const Call &what, const Redacted<QString> &credential);

    [[nodiscard]] FutureResult<> storedCredential();
    [[nodiscard]] FutureResult<> loginSoon();
    [[nodiscard]] FutureResult<> login(const Redacted<QString> &totp);
    void sendLogin(const QString &token, const Redacted<QString> &totp, bool again, const Answer<void> &answer);
    void take(const Redacted<QString> &credential, const Answer<void> &answer);

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
    Redacted<QString> m_refusedCredential; //!< the last one that no longer counted
    bool m_storeAsked = false;
    std::optional<Error> m_refusal; //!< a refused token; nothing is sent while it stands
    std::optional<SteadyTime> m_lastLogin;
    milliseconds m_latency{-1};
};

} // namespace rookery::gateway

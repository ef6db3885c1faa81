// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include "base/redacted.h"
#include "config/secretstore.h"
#include "io/httpclient.h"
#include "model/gateway.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QObject>

#include <optional>

namespace rookery::gateway {

//! Talks to LLBot's WebUI, which has one password, sent as a hash with every call. The fourth wrong password in a row
//! locks out all clients for an hour, so a rejected one is not sent again before `forgetRefusal`. Lives on the engine
//! thread.
//! Errors: Auth/TokenWrong (detail: how many attempts remain), Auth/PanelLocked (the last wrong password was ours),
//! RateLimited/PanelLocked (it was another client's), Auth/PanelPasswordUnset, Rejected/OldVersion, Rejected with the
//! panel's own text, Protocol/WrongServer, and those of the HttpClient and the SecretStore.
//! Facts: docs/protocol/llbot.md, "Panel".
class LLBotPanel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotPanel)

public:
    //! Number of ports searched beyond the operator's: if a port is busy, the panel takes the next free one.
    static constexpr int kPortsBeyond = 8;
    static constexpr milliseconds kLook = seconds(2);

    LLBotPanel(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
               const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    //! Finds the panel: at the operator's port and, only if that refuses the connection, at the announced port and at
    //! the next ports. Sends no password; accepts a port only if LLBot's own wording comes from it.
    [[nodiscard]] FutureResult<> probe();
    //! Reads the password again and sends it once, to a port that `probe` has found. The value is `data` of login-info.
    [[nodiscard]] FutureResult<QJsonValue> authorise();

    //! Returns `data` of a call, e.g. get("login-info"). A `post` arrives at most once.
    [[nodiscard]] FutureResult<QJsonValue> get(const QString &path);
    [[nodiscard]] FutureResult<QJsonValue> post(const QString &path, const QJsonObject &body = {});

    //! Forgets a refused password, after the operator changed it or asked for a retry.
    void forgetRefusal();
    //! Returns why the panel refused a call or a stream; remembers a refused password.
    [[nodiscard]] Error refusalOf(int status, const QByteArray &body);
    //! Sets the port that the account's own configuration names for the panel.
    void announcePort(quint16 port) { m_announced = port; }

    [[nodiscard]] QUrl url(const QString &path) const;
    [[nodiscard]] io::HttpHeaders authorisation() const;
    //! Returns the address at which the panel was found; the port may differ from the operator's.
    [[nodiscard]] const QUrl &base() const { return m_base; }
    //! Returns the round trip of the last answered call; -1: none yet.
    [[nodiscard]] milliseconds latency() const { return m_latency; }

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    void look(QList<int> ports, const Error &first, const Promise<void> &answer);
    [[nodiscard]] FutureResult<QJsonValue> exchange(const io::HttpRequest &request);

    GatewayProfile m_profile;
    QUrl m_named; //!< as named by the operator
    QUrl m_base;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    Deadlines m_deadlines;
    io::HttpClient m_http;
    Redacted<QString> m_hash; //!< of the password
    std::optional<Error> m_refusal;
    quint16 m_announced = 0;
    bool m_searching = false;
    milliseconds m_latency{-1};
};

} // namespace rookery::gateway

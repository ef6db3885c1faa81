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

//! LLBot's WebUI: one password, sent as a hash with every call. The fourth wrong one in a row locks everybody out for
//! an hour, so a rejected one is not sent again before `forgetRefusal`. Lives on the engine thread.
//! Errors: Auth/TokenWrong (detail: how many attempts remain), Auth/PanelLocked (ours was the last wrong one),
//! RateLimited/PanelLocked (others were), Auth/PanelPasswordUnset, Rejected/OldVersion, Rejected with the panel's own
//! text, Protocol/WrongServer, and those of the HttpClient and the SecretStore.
//! Facts: docs/protocol/llbot.md, "Panel".
class LLBotPanel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotPanel)

public:
    //! A busy port is no error there: the panel takes the next free one. So many beyond the operator's are looked at.
    static constexpr int kPortsBeyond = 8;
    static constexpr milliseconds kLook = seconds(2);

    LLBotPanel(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
               const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    //! Finds the panel: at the operator's port, and only when that refuses, where it said it would go and at the next
    //! ports. Shows no password; a port counts only when LLBot's own words come from it.
    [[nodiscard]] FutureResult<> probe();
    //! Reads the password anew and shows it once, to a port that `probe` has found. The value is `data` of login-info.
    [[nodiscard]] FutureResult<QJsonValue> authorise();

    //! `data` of a call, e.g. get("login-info"); at most once to arrive where it changes something.
    [[nodiscard]] FutureResult<QJsonValue> get(const QString &path);
    [[nodiscard]] FutureResult<QJsonValue> post(const QString &path, const QJsonObject &body = {});

    //! After the operator changed the password or asked to try again.
    void forgetRefusal();
    //! What a stream of the panel's was refused with instead of an answer.
    [[nodiscard]] Error refusalOf(int status, const QByteArray &body);
    //! The account's own configuration names this port for the panel.
    void announcePort(quint16 port) { m_announced = port; }

    [[nodiscard]] QUrl url(const QString &path) const;
    [[nodiscard]] io::HttpHeaders authorisation() const;
    //! Where it was found, which may be another port than the operator named.
    [[nodiscard]] const QUrl &base() const { return m_base; }
    //! Round trip of the last answered call, -1: none yet.
    [[nodiscard]] milliseconds latency() const { return m_latency; }

Q_SIGNALS:
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    void look(QList<int> ports, const Error &first, const Answer<void> &answer);
    [[nodiscard]] FutureResult<QJsonValue> exchange(const io::HttpRequest &request);

    GatewayProfile m_profile;
    QUrl m_named; //!< by the operator
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

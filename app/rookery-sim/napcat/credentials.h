// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/state.h"

#include <QHash>
#include <QSet>

namespace rookery::sim::napcat {

//! Handles WebUI logins: rate limit, second factor, signed credentials valid for 3600 s. Survives a restart of the
//! worker.
class Credentials final
{
public:
    explicit Credentials(State &state);
    Q_DISABLE_COPY_MOVE(Credentials)

    struct Outcome {
        QString error; //!< empty: `data` is the answer
        QJsonObject data;
    };
    [[nodiscard]] Outcome login(const QString &hash, const QString &totpCode, const QString &peer);
    [[nodiscard]] bool isValid(const QByteArray &credential) const;
    void revoke(const QByteArray &credential);
    //! Changes the token. Returns the refusal; empty: done. `credential` is the caller's own and is revoked even if the
    //! old token proves wrong.
    [[nodiscard]] QString updateToken(const QString &oldToken, const QString &newToken, const QByteArray &credential);

    [[nodiscard]] const QString &token() const { return m_token; }
    [[nodiscard]] bool needsTotp() const;
    //! Returns the code that a phone would show now.
    [[nodiscard]] QString totpCode() const;
    [[nodiscard]] int logins() const { return m_logins; }

private:
    struct Window {
        WallTime start{};
        int attempts = 0;
    };
    [[nodiscard]] QString expectedHash() const;
    [[nodiscard]] QByteArray sign(const QByteArray &data) const;
    [[nodiscard]] QByteArray issue() const;
    [[nodiscard]] bool isLimited(const QString &peer);
    [[nodiscard]] QString totpAt(qint64 step) const;

    State &m_state;
    QString m_token;
    QByteArray m_key;
    QHash<QString, Window> m_windows;
    QSet<QByteArray> m_revoked;
    int m_logins = 0;
};

} // namespace rookery::sim::napcat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/state.h"

#include <QHash>

namespace rookery::sim::onebot {

//! Issues the keys in picture addresses: new ones from QQ when the old ones have expired.
class PictureKeys final
{
public:
    explicit PictureKeys(State &state) : m_state(state) {}
    Q_DISABLE_COPY_MOVE(PictureKeys)

    struct Keys {
        QString privateKey;
        QString groupKey;
        qint64 createdAt = 0; //!< unix seconds
        qint64 ttl = 0; //!< seconds
        bool operator==(const Keys &) const = default;
    };
    void setPictureBase(const QString &base) { m_base = base; }
    [[nodiscard]] Keys current();
    //! Returns the address of a received picture.
    [[nodiscard]] QString pictureUrl(bool group, const QString &fileId);
    //! Returns whether the key is valid. False: a download with it answers "expired".
    [[nodiscard]] bool isAlive(const QString &rkey) const;
    [[nodiscard]] PictureAnswer download(const QString &rkey, const QString &fileId) const;

private:
    State &m_state;
    QString m_base;
    Keys m_keys;
    QHash<QString, qint64> m_issued; // key -> expiry, unix seconds
};

} // namespace rookery::sim::onebot

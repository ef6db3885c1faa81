// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "text/broadcastwording.h"

#include <QHash>
#include <QString>

namespace rookery::ui {

//! Identifies the row of an account in a table.
[[nodiscard]] inline const GatewayId &gatewayOf(const AccountSnapshot &account)
{
    return account.profile.id;
}

//! Names accounts on the pages: nickname and number, or the gateway's name before a login. Control characters in
//! remote text are made visible; numbers are masked where the operator wants it.
class AccountNames final
{
public:
    void read(engine::Engine &engine);
    //! Returns whether a name, an online state, the set of reachable chats, a tag or an exclusion has changed.
    bool apply(const engine::SessionChanges &changes);

    //! Returns "TestBot (10001)"; the gateway's name as long as no account was seen.
    [[nodiscard]] QString name(const GatewayId &gateway) const;
    //! Returns "TestBot · NapCat 04", with no number that masking would have to hide; the gateway's name as long as no
    //! account was seen.
    [[nodiscard]] QString title(const GatewayId &gateway) const;
    [[nodiscard]] QString gatewayName(const GatewayId &gateway) const;
    //! Returns `name` in the form that the wording of broadcasts takes. It must not outlive this object.
    [[nodiscard]] text::AccountName namer() const
    {
        return [this](const GatewayId &gateway) { return name(gateway); };
    }
    [[nodiscard]] QString number(const QString &digits) const; //!< masked where the operator wants it
    [[nodiscard]] bool masked() const { return m_mask; }
    [[nodiscard]] bool isOnline(const GatewayId &gateway) const;
    [[nodiscard]] QStringList tags(const GatewayId &gateway) const;

private:
    struct Entry {
        QString gateway;
        QString nickname;
        QString account;
        bool online = false;
        int answerable = -1;
        bool answersOnly = false;
        QStringList tags;
        bool excluded = false;
        bool operator==(const Entry &) const = default;
    };
    bool take(const AccountSnapshot &snapshot);

    QHash<GatewayId, Entry> m_entries;
    bool m_mask = false;
};

} // namespace rookery::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milky/sender.h"

#include <QHash>

namespace rookery::sim::milky {

//! Answers the calls of the HTTP interface.
class Api final
{
public:
    Api(State &state, Chats &chats, Sender &sender);
    Q_DISABLE_COPY_MOVE(Api)

    void call(const QString &name, const QJsonObject &params, const Done &done);

private:
    using Handler = std::function<void(const QJsonObject &, const Done &)>;
    using Reader = std::function<Outcome(const QJsonObject &)>;

    void addAccountCalls();
    void addContactCalls();
    void addMessageCalls();
    //! Adds a call that QQ has to answer, with its required parameters (numbers).
    void add(const QString &name, const QStringList &required, const Reader &reader);
    [[nodiscard]] Outcome loginInfo() const;
    [[nodiscard]] Outcome implInfo() const;
    [[nodiscard]] std::optional<Outcome> missing(const QJsonObject &params, const QStringList &required) const;
    [[nodiscard]] Outcome loggedOut() const;

    State &m_state;
    Chats &m_chats;
    Sender &m_sender;
    QHash<QString, Handler> m_handlers;
};

} // namespace rookery::sim::milky

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/state.h"

#include <QHash>
#include <QJsonArray>

#include <functional>

namespace rookery::sim::onebot {

//! Identifies a group or a friend.
struct Peer {
    bool group = true;
    QString id;
    bool operator==(const Peer &) const = default;
};

//! Keeps groups, friends and messages. Message ids live in memory only.
class Chats final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Chats)

public:
    //! Describes where the gateways differ.
    struct Behaviour {
        bool signedIds = false; //!< message ids are signed 32-bit numbers, negative ones too
        std::function<void(QJsonObject &event)> dress = {}; //!< gives a message event this gateway's form
        std::function<QJsonObject(QJsonObject data)> image = {}; //!< converts a picture's data to this gateway's form
    };
    Chats(State &state, Behaviour behaviour);

    [[nodiscard]] QJsonArray groups() const;
    [[nodiscard]] QJsonObject group(const QString &id) const; //!< empty: unknown
    [[nodiscard]] QJsonArray friends() const;
    [[nodiscard]] QJsonArray members(const QString &group) const;
    [[nodiscard]] QJsonObject stranger(const QString &id) const;
    [[nodiscard]] bool has(const Peer &peer) const;
    [[nodiscard]] QStringList groupIds() const;
    [[nodiscard]] QString groupName(const QString &id) const;
    [[nodiscard]] QString nameOf(const QString &user) const;

    //! Stores a message and returns its event without pushing it.
    [[nodiscard]] QJsonObject remember(const Peer &peer, const QString &sender, const QJsonArray &asked);
    //! Pushes the event to the clients.
    void push(const QJsonObject &event);

    [[nodiscard]] QJsonObject message(qint64 id) const; //!< empty: unknown or recalled
    [[nodiscard]] bool recall(qint64 id);
    //! Returns messages, oldest first, up to or (`forward`) from `anchor`. 0: up to the newest.
    [[nodiscard]] QJsonArray history(const Peer &peer, qint64 anchor, int count, bool forward,
                                     QLatin1StringView anchorKey = QLatin1StringView("message_id")) const;
    //! Returns the data of the newest picture segment with this file name; empty: unknown.
    [[nodiscard]] QJsonObject picture(const QString &file) const;
    //! Forgets all message ids, as a restart of the process does.
    void forgetIds();

    [[nodiscard]] static QString rawOf(const QJsonArray &segments);
    //! Returns a message as the log shows it: text, `[图片]`, …
    [[nodiscard]] static QString shownAs(const QJsonArray &segments);

Q_SIGNALS:
    //! Reports an event. `own`: it is a message of this account, which an endpoint may suppress.
    void happened(const QJsonObject &event, bool own);

private:
    [[nodiscard]] qint64 newId();
    [[nodiscard]] QJsonArray inItsForm(const QJsonArray &segments) const;

    State &m_state;
    Behaviour m_behaviour;
    QHash<QString, QList<QJsonObject>> m_history; // key: g<id> or f<id>
    QHash<qint64, QJsonObject> m_ids;
    QList<qint64> m_idOrder;
    qint64 m_counted = 0; //!< fault ids-restart: the last id
};

} // namespace rookery::sim::onebot

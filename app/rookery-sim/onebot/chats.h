// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/world.h"

#include <QHash>
#include <QJsonArray>

#include <functional>

namespace rookery::sim::onebot {

//! A group or a friend.
struct Peer {
    bool group = true;
    QString id;
    bool operator==(const Peer &) const = default;
};

//! Groups, friends and what was said; message ids live in memory only.
class Chats final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Chats)

public:
    //! Where the gateways differ.
    struct Habits {
        bool signedIds = false; //!< message ids are signed 32-bit numbers, negative ones too
        std::function<void(QJsonObject &event)> dress = {}; //!< adds what this gateway's message events have
        std::function<QJsonObject(QJsonObject data)> image = {}; //!< a received picture's data in its form
    };
    Chats(World &world, Habits habits);

    [[nodiscard]] QJsonArray groups() const;
    [[nodiscard]] QJsonObject group(const QString &id) const; //!< empty: unknown
    [[nodiscard]] QJsonArray friends() const;
    [[nodiscard]] QJsonArray members(const QString &group) const;
    [[nodiscard]] QJsonObject stranger(const QString &id) const;
    [[nodiscard]] bool has(const Peer &peer) const;
    [[nodiscard]] QStringList groupIds() const;
    [[nodiscard]] QString groupName(const QString &id) const;
    [[nodiscard]] QString nameOf(const QString &user) const;

    //! Remembers a message and gives its event; nobody is told yet.
    [[nodiscard]] QJsonObject remember(const Peer &peer, const QString &sender, const QJsonArray &asked);
    //! Tells the sockets.
    void push(const QJsonObject &event);

    [[nodiscard]] QJsonObject message(qint64 id) const; //!< empty: unknown or recalled
    [[nodiscard]] bool recall(qint64 id);
    //! Oldest first; `anchor` 0: the newest.
    [[nodiscard]] QJsonArray history(const Peer &peer, qint64 anchor, int count, bool forward,
                                     QLatin1StringView anchorKey = QLatin1StringView("message_id")) const;
    //! Data of the newest picture segment with this file name; empty: unknown.
    [[nodiscard]] QJsonObject picture(const QString &file) const;
    //! As when the process starts anew: older ids are not known any more.
    void forgetIds();

    [[nodiscard]] static QString rawOf(const QJsonArray &segments);
    //! How the log shows a message: text, `[图片]`, …
    [[nodiscard]] static QString shownAs(const QJsonArray &segments);

Q_SIGNALS:
    //! `own`: a message of this account, which sockets may suppress.
    void happened(const QJsonObject &event, bool own);

private:
    [[nodiscard]] qint64 newId();
    [[nodiscard]] QJsonArray inItsForm(const QJsonArray &segments) const;

    World &m_world;
    Habits m_habits;
    QHash<QString, QList<QJsonObject>> m_history; // key: g<id> or f<id>
    QHash<qint64, QJsonObject> m_ids;
    QList<qint64> m_idOrder;
    qint64 m_counted = 0; //!< fault ids-restart: the last id
};

} // namespace rookery::sim::onebot

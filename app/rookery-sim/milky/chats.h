// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milky/state.h"

#include <QHash>
#include <QJsonArray>
#include <QSize>

namespace rookery::sim::milky {

//! Identifies a group or a friend.
struct Peer {
    bool group = true;
    QString id;
    bool operator==(const Peer &) const = default;
};

//! Imitates groups, friends and the history on QQ's server: every message has the next number of its chat.
class Chats final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Chats)

public:
    explicit Chats(State &state) : m_state(state) {}

    [[nodiscard]] bool has(const Peer &peer) const;
    [[nodiscard]] QStringList groupIds() const;
    [[nodiscard]] QJsonObject group(const QString &id) const;
    [[nodiscard]] QJsonObject person(const QString &id) const;
    [[nodiscard]] QJsonObject profile(const QString &id) const;
    [[nodiscard]] QJsonObject member(const QString &group, const QString &id) const;
    [[nodiscard]] QStringList memberIds() const;
    [[nodiscard]] QJsonArray groups() const;
    [[nodiscard]] QJsonArray friends() const;

    //! Stores the message and returns it as Milky shows it, without pushing it.
    [[nodiscard]] QJsonObject remember(const Peer &peer, const QString &sender, const QJsonArray &segments);
    //! Uses up a number without a message, for a send that was accepted and never kept.
    [[nodiscard]] qint64 skipNumber(const Peer &peer) { return ++m_lastSeq[keyOf(peer)]; }
    void push(const QJsonObject &message) { Q_EMIT happened(message); }

    [[nodiscard]] QJsonObject message(const Peer &peer, qint64 seq) const; //!< empty: unknown or recalled
    [[nodiscard]] bool recall(const Peer &peer, qint64 seq);
    //! Returns messages by rising number, at most `limit`, none above `start` (0: the newest).
    [[nodiscard]] QJsonArray history(const Peer &peer, qint64 start, qint64 limit) const;

    //! Makes an incoming picture segment. `size` is in pixels.
    [[nodiscard]] QJsonObject picture(const QString &resourceId, const QString &summary,
                                      const QSize &size = QSize(64, 64)) const;
    [[nodiscard]] QString pictureUrl(const QString &resourceId) const;

Q_SIGNALS:
    void happened(const QJsonObject &message);

private:
    [[nodiscard]] static QString keyOf(const Peer &peer) { return (peer.group ? u'g' : u'f') + peer.id; }
    [[nodiscard]] QString nameOf(const QString &user) const;

    State &m_state;
    QHash<QString, QMap<qint64, QJsonObject>> m_history;
    QHash<QString, qint64> m_lastSeq;
};

} // namespace rookery::sim::milky

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/contentserver.h"
#include "ilink/world.h"

#include "scheduler.h"

#include <QMap>

namespace rookery::sim::ilink {

//! What users write, kept until a cursor shows that it was taken, and what may be answered to whom.
class Mailbox final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Mailbox)

public:
    Mailbox(World &world, ContentServer &files) : m_world(world), m_files(files), m_scheduler(world.clock) {}

    //! getupdates; held while there is nothing.
    void updates(const Call &call);
    //! A user writes: {"from","text"}, with "picture": true or Base64, "voice": a transcript, "group": an id.
    [[nodiscard]] Result<> receive(const QJsonObject &message);
    //! May an answer with this token go to the user now?
    [[nodiscard]] bool mayAnswer(const QString &user, const QString &contextToken);
    //! Another binding starts with an empty box.
    void clear();
    //! Ends what is held with this answer.
    void endHeld(const QJsonObject &answer);
    void flush() { endHeld(answerSince(0)); }
    //! Questions that somebody still waits for.
    [[nodiscard]] qsizetype held() const;
    void stop();

private:
    struct Held {
        quint64 number = 0;
        Call call;
    };
    struct Context {
        QString token;
        SteadyTime given{};
    };

    [[nodiscard]] QJsonObject answerSince(qint64 cursor) const;
    [[nodiscard]] QJsonArray itemsOf(const QJsonObject &message);
    [[nodiscard]] QString newContext(const QString &user);
    void giveUp(quint64 number);

    World &m_world;
    ContentServer &m_files;
    Scheduler m_scheduler;
    QMap<qint64, QJsonObject> m_messages; //!< by number, which the cursor counts
    qint64 m_last = 0;
    QHash<QString, QList<Context>> m_contexts; //!< by user
    QList<Held> m_held;
    quint64 m_number = 0;
};

} // namespace rookery::sim::ilink

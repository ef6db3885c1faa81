// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/contentserver.h"
#include "ilink/state.h"

#include "scheduler.h"

#include <QMap>

namespace rookery::sim::ilink {

//! Keeps what users write until a client's cursor has passed it, and knows which answers are allowed.
class Mailbox final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Mailbox)

public:
    Mailbox(State &state, ContentServer &files) : m_state(state), m_files(files), m_scheduler(state.clock) {}

    //! Answers getupdates. Holds the call while there is no message.
    void updates(const Call &call);
    //! Lets a user write: {"from","text"}, with "picture": true or Base64, "voice": a transcript, "group": an id.
    [[nodiscard]] Result<> receive(const QJsonObject &message);
    //! Returns whether an answer with this token may go to the user now.
    [[nodiscard]] bool mayAnswer(const QString &user, const QString &contextToken);
    //! Empties the box for a new binding.
    void clear();
    //! Answers all held calls with `answer`.
    void endHeld(const QJsonObject &answer);
    void flush() { endHeld(answerSince(0)); }
    //! Returns the number of held calls whose client is still connected.
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

    State &m_state;
    ContentServer &m_files;
    Scheduler m_scheduler;
    QMap<qint64, QJsonObject> m_messages; //!< by number; a cursor contains such a number
    qint64 m_last = 0;
    QHash<QString, QList<Context>> m_contexts; //!< by user
    QList<Held> m_held;
    quint64 m_number = 0;
};

} // namespace rookery::sim::ilink

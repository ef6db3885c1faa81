// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/world.h"

#include "scheduler.h"

namespace rookery::sim::ilink {

//! Login codes, and what the phone does with the newest of them. A binding that comes of it replaces the one before.
class Login final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Login)

public:
    explicit Login(World &world) : m_world(world), m_scheduler(world.clock) {}

    void newCode(const Call &call);
    //! Held while there is nothing new to say.
    void status(const Call &call);

    //! The phone. Rejected where it makes no sense.
    [[nodiscard]] Result<> scan();
    [[nodiscard]] Result<> confirm();
    [[nodiscard]] Result<> expire() { return end(State::Expired); }
    [[nodiscard]] Result<> cancel() { return end(State::Cancelled); }

    [[nodiscard]] QJsonObject describe() const;
    [[nodiscard]] QJsonArray contents() const; //!< of every code, secrets all
    void stop();
    //! Answers what is held, changed or not.
    void flush();

Q_SIGNALS:
    void bound();

private:
    enum class State { Waiting, Digits, Blocked, Scanned, Confirmed, Expired, Cancelled, AlreadyBound };
    struct Code {
        QString key;
        QString content;
        State state = State::Waiting;
        bool told = true; //!< the state, to somebody
        bool redirected = false;
        QString digits; //!< shown by the phone
        int wrong = 0;
    };
    struct Held {
        quint64 number = 0;
        Call call;
    };

    [[nodiscard]] Code *find(const QString &key);
    [[nodiscard]] Result<> end(State state);
    [[nodiscard]] QJsonObject answerOf(const Code &code, const Call &call) const;
    [[nodiscard]] QJsonObject bindingOf(const Call &call) const;
    void judgeDigits(Code &code, const QString &digits);
    void change(Code &code, State state);
    void giveUp(quint64 number);

    World &m_world;
    Scheduler m_scheduler;
    QList<Code> m_codes; //!< the newest last
    QList<Held> m_held;
    quint64 m_number = 0;
};

} // namespace rookery::sim::ilink

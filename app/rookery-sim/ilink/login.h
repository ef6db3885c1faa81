// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/state.h"

#include "scheduler.h"

namespace rookery::sim::ilink {

//! Issues login codes and imitates the phone, which acts on the newest one. A new binding replaces the previous one.
class Login final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Login)

public:
    explicit Login(State &state) : m_state(state), m_scheduler(state.clock) {}

    void newCode(const Call &call);
    //! Answers get_qrcode_status. Holds the call while there is nothing new to report.
    void status(const Call &call);

    //! Acts as the phone. Rejected: the step makes no sense now.
    [[nodiscard]] Result<> scan();
    [[nodiscard]] Result<> confirm();
    [[nodiscard]] Result<> expire() { return end(CodeState::Expired); }
    [[nodiscard]] Result<> cancel() { return end(CodeState::Cancelled); }

    [[nodiscard]] QJsonObject describe() const;
    [[nodiscard]] QJsonArray contents() const; //!< of every code; all of them secret
    void stop();
    //! Answers all held calls, whether or not the state has changed.
    void flush();

Q_SIGNALS:
    void bound();

private:
    enum class CodeState { Waiting, Digits, Blocked, Scanned, Confirmed, Expired, Cancelled, AlreadyBound };
    struct Code {
        QString key;
        QString content;
        CodeState state = CodeState::Waiting;
        bool told = true; //!< the state has been reported to a client
        bool redirected = false;
        QString digits; //!< shown by the phone
        int wrong = 0;
    };
    struct Held {
        quint64 number = 0;
        Call call;
    };

    [[nodiscard]] Code *find(const QString &key);
    [[nodiscard]] Result<> end(CodeState state);
    [[nodiscard]] QJsonObject answerOf(const Code &code, const Call &call) const;
    [[nodiscard]] QJsonObject bindingOf(const Call &call) const;
    void judgeDigits(Code &code, const QString &digits);
    void change(Code &code, CodeState state);
    void giveUp(quint64 number);

    State &m_state;
    Scheduler m_scheduler;
    QList<Code> m_codes; //!< the newest last
    QList<Held> m_held;
    quint64 m_number = 0;
};

} // namespace rookery::sim::ilink

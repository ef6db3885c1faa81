// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logrules/lagrangelogparser.h"
#include "logrules/ruleset.h"
#include "model/logline.h"
#include "protocol/qrdrawing.h"

#include "base/clock.h"
#include "base/redacted.h"

#include <QObject>

namespace rookery::gateway {

//! Turns what Lagrange.OneBot prints into log lines and login codes. Lives on the engine thread.
class LagrangeConsole final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeConsole)

public:
    //! An entry counts as complete when no further line came for this long.
    static constexpr milliseconds kSettled{200};

    LagrangeConsole(logrules::RuleSet rules, Clock &clock, QObject *parent = nullptr);
    ~LagrangeConsole() override;

    void feed(const QByteArray &bytes);
    //! Ends the run: reports what is still buffered.
    void finish();

Q_SIGNALS:
    void line(const rookery::LogLine &line); //!< without gateway and seq
    void codeDrawn(const rookery::Redacted<QString> &text);

private:
    void settle();
    void tell(const logrules::RawLogEntry &entry);

    logrules::RuleSet m_rules;
    Clock &m_clock;
    logrules::LagrangeLogParser m_parser;
    protocol::QrDrawingReader m_drawing;
    Timer m_settled;
};

} // namespace rookery::gateway

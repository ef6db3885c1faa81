// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangeconsole.h"

#include "gateway/qrreader.h"

#include <utility>

namespace rookery::gateway {

LagrangeConsole::LagrangeConsole(logrules::RuleSet rules, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_rules(std::move(rules))
    , m_clock(clock)
    , m_settled(clock, [this] { settle(); })
{}

LagrangeConsole::~LagrangeConsole() = default;

void LagrangeConsole::feed(const QByteArray &bytes)
{
    const QString text = logrules::stripAnsi(QString::fromUtf8(bytes));
    m_settled.start(kSettled);
    if (const auto entry = m_parser.feed(text))
        tell(*entry);
    if (const auto modules = m_drawing.feed(text)) {
        if (const auto code = readQr(*modules))
            Q_EMIT codeDrawn(*code);
    }
}

void LagrangeConsole::finish()
{
    settle();
    m_drawing.reset();
}

void LagrangeConsole::settle()
{
    m_settled.stop();
    if (const auto entry = m_parser.finish())
        tell(*entry);
}

void LagrangeConsole::tell(const logrules::RawLogEntry &entry)
{
    const QString text = logrules::cutStreamed(entry.text);
    // The late part of an entry that was already reported arrives without its head, and may be anybody's text: no
    // rule applies.
    const bool headless = text.startsWith(u' ');
    LogLine made = m_rules.makeLine(entry.level, text, headless ? text.size() : 0);
    made.time = entry.hasOwnTime ? entry.time : m_clock.wallNow();
    made.timeIsOurs = !entry.hasOwnTime;
    made.hearsay = entry.bare; // on Windows the second line of a chat message starts at the margin too
    Q_EMIT line(made);
}

} // namespace rookery::gateway

#include "moc_lagrangeconsole.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logparser.h"

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

QString stripAnsi(QStringView text)
{
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == QChar(0x1B)) {
            if (i + 1 < text.size() && text[i + 1] == u'[') {
                i += 2;
                while (i < text.size() && !(text[i] >= QChar(0x40) && text[i] <= QChar(0x7E)))
                    ++i;
            }
            continue;
        }
        if (c >= QChar(0x20) ? c != QChar(0x7F) : (c == u'\t' || c == u'\n'))
            plain.append(c);
    }
    return plain;
}

std::optional<RawLogEntry> LogParser::feed(QStringView line)
{
    const QString plain = ownPart(stripAnsi(line));
    if (plain.trimmed().isEmpty()) {
        ++m_blanks;
        return std::nullopt;
    }
    std::optional<RawLogEntry> head = parseHead(plain);
    if (!head && !m_current)
        head = RawLogEntry{.time = {}, .hasOwnTime = false, .level = LogLevel::Info, .nick = {}, .text = plain};
    if (!head) {
        continueEntry(plain);
        return std::nullopt;
    }
    head->text.truncate(kEntryLimit);
    return complete(std::move(head));
}

std::optional<RawLogEntry> LogParser::finish()
{
    return complete(std::nullopt);
}

std::optional<RawLogEntry> LogParser::complete(std::optional<RawLogEntry> next)
{
    m_blanks = 0;
    std::optional<RawLogEntry> done = std::exchange(m_current, std::move(next));
    if (done) {
        finishEntry(*done);
        if (!done->hasOwnTime)
            done->time = m_lastTime;
        m_lastTime = done->time;
    }
    return done;
}

bool LogParser::recognises(QStringView line) const
{
    const std::optional<RawLogEntry> head = parseHead(ownPart(stripAnsi(line)));
    return head && head->hasOwnTime;
}

void LogParser::continueEntry(const QString &line)
{
    // a runaway dump must not grow without end
    QString &text = m_current->text;
    if (text.size() + m_blanks + line.size() < kEntryLimit)
        text += QString(m_blanks + 1, u'\n') + line;
    else if (!text.endsWith(u'…'))
        text += u'…';
    m_blanks = 0;
}

} // namespace rookery::logrules

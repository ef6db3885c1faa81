// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminaltext.h"

namespace rookery::logrules {

namespace {

constexpr QChar kEscape(0x1B);
constexpr QChar kBell(0x07);
constexpr QChar kStringEnd(0x9C); // ST in eight bits

bool isBetween(QChar c, ushort first, ushort last)
{
    return c.unicode() >= first && c.unicode() <= last;
}

//! Returns the first place from `from` on whose character is not in the range.
qsizetype afterRange(QStringView text, qsizetype from, ushort first, ushort last)
{
    while (from < text.size() && isBetween(text[from], first, last))
        ++from;
    return from;
}

//! Returns the end of a control string (a window's title, a link), which BEL, ST or another ESC ends. Without an end on
//! this line it is not skipped: a line that was cut must not lose its text.
qsizetype stringEnd(QStringView text, qsizetype from)
{
    for (qsizetype i = from; i < text.size(); ++i) {
        if (text[i] == kBell || text[i] == kStringEnd)
            return i + 1;
        if (text[i] == kEscape)
            return text.sliced(i + 1).startsWith(u'\\') ? i + 2 : i;
    }
    return from;
}

//! Returns the end of a control sequence: parameters, intermediate bytes and a final byte, if it is there.
qsizetype controlEnd(QStringView text, qsizetype from)
{
    const qsizetype end = afterRange(text, afterRange(text, from, 0x30, 0x3F), 0x20, 0x2F);
    return end < text.size() && isBetween(text[end], 0x40, 0x7E) ? end + 1 : end;
}

//! Returns the end of the terminal sequence that begins at `from`, with ESC or with one of its eight-bit forms.
qsizetype sequenceEnd(QStringView text, qsizetype from)
{
    const bool eightBit = text[from] != kEscape;
    qsizetype i = from + 1;
    if (!eightBit && i >= text.size())
        return i;
    const QChar kind = eightBit ? QChar(text[from].unicode() - 0x40) : text[i++];
    if (kind == u'[')
        return controlEnd(text, i);
    if (QStringView(u"]PX^_k").contains(kind)) // 'k' sets the title of a window of screen
        return stringEnd(text, i);
    if (!eightBit && isBetween(kind, 0x20, 0x2F)) // a character set
        return afterRange(text, i, 0x20, 0x2F) + 1;
    return i;
}

} // namespace

QString stripAnsi(QStringView text)
{
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == kEscape || isBetween(c, 0x80, 0x9F)) {
            i = sequenceEnd(text, i);
            continue;
        }
        if (c == u'\t' || c == u'\n' || (c >= QChar(0x20) && c != QChar(0x7F)))
            plain.append(c);
        ++i;
    }
    return plain;
}

} // namespace rookery::logrules

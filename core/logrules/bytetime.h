// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

//! Reads dates and times from the bytes of a line, for LogParser::byteHead.
namespace rookery::logrules {

//! Returns the number of two digits; -1: something else stands there.
inline int twoDigits(std::string_view text, std::size_t at)
{
    const auto isDigit = [&text](std::size_t place) {
        return place < text.size() && text[place] >= '0' && text[place] <= '9';
    };
    return isDigit(at) && isDigit(at + 1) ? (text[at] - '0') * 10 + (text[at + 1] - '0') : -1;
}

//! Returns whether each month of that number has the day in every year; of others only the calendar tells.
inline bool isPlainDate(int month, int day)
{
    constexpr int kShortest = 28;
    return month >= 1 && month <= 12 && day >= 1 && day <= kShortest + (month == 2 ? 0 : 2);
}

//! Returns whether the text begins with a time as in "23:59:59".
inline bool isClock(std::string_view text)
{
    const int hour = twoDigits(text, 0);
    const int minute = twoDigits(text, 3);
    const int second = twoDigits(text, 6);
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59 && text[2] == ':'
        && text[5] == ':';
}

} // namespace rookery::logrules

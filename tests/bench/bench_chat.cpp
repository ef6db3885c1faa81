// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the rules about a million messages, made of what people and gateways say: none may raise anything, and it may
// take ten seconds of processor time.
#include "unit/logrules/chatmessages.h"

#include <cstdio>
#include <ctime>

int main()
{
    constexpr int kMessages = 1'000'000;
    constexpr double kLimitSeconds = 10;
    const std::clock_t begin = std::clock();
    const auto alarm = rookery::test::firstAlarm(kMessages);
    const double took = double(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("%d messages in %.2f s\n", kMessages, took);
    if (alarm)
        std::printf("raised by: %s\n", alarm->c_str());
    return alarm || took > kLimitSeconds ? 1 : 0;
}

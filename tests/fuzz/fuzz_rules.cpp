// SPDX-License-Identifier: GPL-3.0-or-later
// A rule file may come from anyone, and so may the lines that it is asked about: neither may crash, nor hold us for
// longer than a moment. The input is a rule file; below its first line of "---" come the lines.
#include "logrules/linesieve.h"
#include "logrules/ruleset.h"

#include "require.h"

#include <QElapsedTimer>

#include <cstddef>
#include <cstdint>

using namespace rookery;
using namespace rookery::logrules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype end = input.indexOf("\n---\n");
    QElapsedTimer timer;
    timer.start();
    const Result<RuleSet> rules = RuleSet::load({end < 0 ? input : input.left(end)});
    fuzz::require(timer.elapsed() < 5000, "a rule file is read at once"); // far more than a slow machine needs
    if (!rules) {
        fuzz::require(!rules.error().detail.isEmpty(), "a refusal says why");
        return 0;
    }
    const LineSieve sieve(*rules);
    const QList<QByteArray> lines = input.mid(end < 0 ? 0 : end + 5).split('\n');
    for (const QByteArray &line : lines.first(std::min<qsizetype>(lines.size(), 20))) {
        timer.start();
        const QString text = QString::fromUtf8(line);
        const LogLine made = rules->makeLine(LogLevel::Error, text);
        fuzz::require(timer.elapsed() < 3000, "a line is classified at once");
        // what is decided from bytes is what the rules say
        const QByteArray utf8 = text.toUtf8();
        const bool plain = std::none_of(utf8.cbegin(), utf8.cend(), [](char c) { return c >= 0 && c < ' '; });
        if (plain && !text.isEmpty()) {
            const int rule = sieve.ruleOf(LogLevel::Error, {utf8.constData(), std::size_t(utf8.size())});
            fuzz::require((rule == LineSieve::kNone ? QString() : sieve.id(rule)) == made.ruleId, "bytes decide alike");
        }
    }
    return 0;
}

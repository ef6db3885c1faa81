// SPDX-License-Identifier: GPL-3.0-or-later
// A rule file may come from anyone, and so may the lines that it is asked about: neither may crash, nor hold us for
// longer than a moment. The input is a rule file, read as the program's own and as a user's; below its first line of
// "---" come the lines.
#include "logrules/linesieve.h"
#include "logrules/ruleset.h"

#include "require.h"

#include <QElapsedTimer>

#include <cstddef>
#include <cstdint>

using namespace rookery;
using namespace rookery::logrules;

namespace {

//! Requires that a refusal is worded, and that lines are decided soon and alike.
void askAbout(const Result<RuleSet> &rules, const QList<QByteArray> &lines)
{
    if (!rules) {
        fuzz::require(!rules.error().detail.isEmpty(), "a refusal says why");
        return;
    }
    const LineSieve sieve(*rules);
    QElapsedTimer timer;
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
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const RuleSet builtIn = RuleSet::builtInOrNone(GatewayKind::NapCat);
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype end = input.indexOf("\n---\n");
    const QByteArray file = end < 0 ? input : input.left(end);
    const QList<QByteArray> lines = input.mid(end < 0 ? 0 : end + 5).split('\n');
    QElapsedTimer timer;
    timer.start();
    const Result<RuleSet> own = RuleSet::load({file});
    const Result<RuleSet> users = builtIn.withUserRules(file);
    fuzz::require(timer.elapsed() < 5000, "a rule file is read at once"); // far more than a slow machine needs
    askAbout(own, lines);
    askAbout(users, lines);
    return 0;
}

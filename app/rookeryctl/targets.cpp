// SPDX-License-Identifier: GPL-3.0-or-later
#include "targets.h"

#include "textfile.h"

#include "base/reasons/input.h"

#include <QRegularExpression>

#include <algorithm>

namespace rookery::ctl {

namespace {

tl::unexpected<Error> badInput(const QString &words)
{
    return fail(ErrorKind::Rejected, Reason::BadInput, words);
}

bool parts(QChar c)
{
    return c == u',' || c.isSpace();
}

} // namespace

Result<Target> parseTarget(const QString &word)
{
    const qsizetype colon = word.indexOf(u':');
    const QString kind = word.left(colon).trimmed();
    const QString id = canonicalChatId(word.mid(colon + 1));
    const bool digits =
        !id.isEmpty() && std::all_of(id.begin(), id.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    // the ids of WeChat users are not numbers
    static const QRegularExpression user(QStringLiteral("\\A[A-Za-z0-9._-]{1,64}@im\\.wechat\\z"));
    const bool isUser = !digits && kind == u"friend" && user.match(id).hasMatch();
    if (colon <= 0 || !(digits || isUser) || (kind != u"group" && kind != u"friend"))
        return badInput(word);
    return Target{.kind = kind == u"group" ? ChatKind::Group : ChatKind::Friend, .id = id};
}

Result<QList<Target>> parseTargets(const QString &text)
{
    constexpr qsizetype kShown = 60; // at most so many characters of a wrong word are quoted
    QList<Target> targets;
    int line = 1;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text.at(i);
        if (c == u'#') {
            const qsizetype end = text.indexOf(u'\n', i);
            i = end < 0 ? text.size() : end;
            continue;
        }
        if (parts(c)) {
            line += c == u'\n' ? 1 : 0;
            ++i;
            continue;
        }
        const qsizetype start = i;
        while (i < text.size() && text.at(i) != u'#' && !parts(text.at(i)))
            ++i;
        const QString word = text.mid(start, i - start);
        const auto target = parseTarget(word);
        if (!target)
            return badInput(QStringLiteral("line %1: %2, expected group:ID or friend:ID")
                                .arg(QString::number(line), word.left(kShown)));
        targets.append(*target);
    }
    return targets;
}

Result<QList<Target>> readTargets(const QString &path)
{
    const auto text = readTextFile(path, QStringLiteral("--to-file"), kMaxTargetMiB);
    if (!text)
        return fail(text.error());
    return parseTargets(*text);
}

} // namespace rookery::ctl

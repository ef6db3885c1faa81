// SPDX-License-Identifier: GPL-3.0-or-later
// A pasted list of groups and friends comes out of chats and tables: every row gives a target or a reason.
#include "ui/broadcast/targetlist.h"

#include <QRegularExpression>
#include <QSet>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace rookery;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const GatewayId one(QStringLiteral("one"));
    static const QList<DraftTarget> known = {
        {one, {ChatKind::Group, QStringLiteral("30001")}, QStringLiteral("news")},
        {one, {ChatKind::Friend, QStringLiteral("20001")}, QStringLiteral("Wren")}};
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const ui::PastedTargets pasted = ui::parseTargets(text, known);
    QSet<QString> seen;
    for (const DraftTarget &target : pasted.targets) {
        const QString key = QString::number(int(target.target.kind)) + target.target.id;
        if (target.target.id.isEmpty() || seen.contains(key))
            std::abort(); // a message to nobody, or two to one
        seen.insert(key);
    }
    static const QRegularExpression separators(QStringLiteral("[\\s,;\uFF0C\uFF1B\u3001]+"));
    if (text.split(separators, Qt::SkipEmptyParts).size() != pasted.targets.size() + pasted.bad.size())
        std::abort(); // a row that is lost
    const auto lines = text.count(u'\n') + 1;
    for (const ui::BadTargetRow &row : pasted.bad) {
        if (row.text.isEmpty() || row.line < 1 || row.line > lines)
            std::abort();
    }
    return 0;
}

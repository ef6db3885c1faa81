// SPDX-License-Identifier: GPL-3.0-or-later
#include "logssection.h"

#include <QSpinBox>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

LogsSection::LogsSection(const SettingsContext &context, const QString &title, QWidget *parent)
    : SettingsPage(context, title, u"logs log lines 日志"_s, parent)
{
    auto *box = new QSpinBox(content());
    box->setRange(kLeastLogLines, kMostLogLines);
    box->setSingleStep(1'000);
    box->setGroupSeparatorShown(true);
    addNumber(
        {.key = u"liveLogLines"_s,
         .label = tr("Live lines kept"),
         .hint = tr("The newest lines of all gateways together that the page Logs shows; older ones are dropped. "
                    "A smaller number applies at once; a larger one takes more memory."),
         .synonyms =
             u"live lines kept 实时日志保留行数 limit ring buffer memory lines live history 上限 行数 内存 缓存 实时 保留 条数"_s},
        box, &Settings::liveLogLines);
    body()->addStretch();
}

} // namespace rookery::ui

#include "moc_logssection.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "generalsection.h"

#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

GeneralSection::GeneralSection(const SettingsContext &context, const QString &title, QWidget *parent)
    : SettingsPage(context, title, u"general basic window 通用 常规 基本 窗口"_s, parent)
{
    // each language by its own name, so that it is found by those who cannot read the other one
    addChoice({.key = u"language"_s,
               .label = tr("Language"),
               .synonyms = u"language locale english chinese translation 语言 英文 中文 英语 汉语 界面语言"_s},
              {{tr("Follow the system"), {}}, {u"English"_s, u"en"_s}, {u"中文"_s, u"zh_CN"_s}}, &Settings::language);
    addChoice({.key = u"theme"_s,
               .label = tr("Theme"),
               .synonyms =
                   u"theme appearance colours colors dark light night mode 主题 外观 颜色 深色 浅色 夜间 暗色 亮色"_s},
              {{tr("Follow the system"), {}}, {tr("Light"), u"light"_s}, {tr("Dark"), u"dark"_s}}, &Settings::theme);
    addSwitch(
        {.key = u"maskNumbers"_s,
         .label = tr("Hide account numbers"),
         .hint = tr("For screenshots: hides the numbers of accounts, groups and friends on every page, and every "
                    "number of 5 to 12 digits in log lines and evidence. Names, addresses and exported files stay "
                    "as they are."),
         .synonyms =
             u"隐藏账号号码 hide mask numbers privacy screenshot account group qq 隐藏 号码 账号 隐私 截图 脱敏 遮盖"_s},
        &Settings::maskNumbers);
    // A further switch of the program is one call here: addSwitch({.key = …, .label = …}, &Settings::field). Closing
    // to the tray and starting with the session belong here.
    body()->addStretch();
}

} // namespace rookery::ui

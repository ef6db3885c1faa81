// SPDX-License-Identifier: GPL-3.0-or-later
#include "notificationssection.h"

#include "kit/widgetfactory.h"

#include <QFrame>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

NotificationsSection::NotificationsSection(const SettingsContext &context, const QString &title, QWidget *parent)
    : SettingsPage(context, title, u"notifications alerts messages tray sound 通知 提醒 告警 托盘 声音"_s, parent)
{
    addText(tr("Problems are reported as notifications of the desktop, grouped by cause: at most one message in ten "
               "seconds, and the same cause again only after ten minutes. The pages show all of them in any case."));
    if (!hasTray())
        body()->addWidget(makeStrip(tr("This desktop shows no tray icons. There are messages only if it has a "
                                       "notification service; the sound needs neither."),
                                    Role::Degraded, content()));
    addHeading(tr("Report problems by severity"));
    addSwitch({.key = u"notifyFailed"_s,
               .label = tr("Failed"),
               .hint = tr("An account was kicked, a token was refused."),
               .synonyms = u"failed error severity kicked red 失败 错误 严重 级别 踢下线"_s},
              [](Settings &settings) -> bool & { return settings.notifications.failed; });
    addSwitch({.key = u"notifyNeedsAttention"_s,
               .label = tr("Needs attention"),
               .hint = tr("An account waits for a scan, or a message needs confirmation."),
               .synonyms = u"needs attention severity scan login confirm 需要处理 扫码 登录 待确认 级别"_s},
              [](Settings &settings) -> bool & { return settings.notifications.needsAttention; });
    addSwitch({.key = u"notifyDegraded"_s,
               .label = tr("Degraded"),
               .hint = tr("It works, but not as it should: a fallback key, a failing server."),
               .synonyms = u"degraded warning severity rkey fallback 异常 警告 级别 兜底 回退"_s},
              [](Settings &settings) -> bool & { return settings.notifications.degraded; });
    addHeading(tr("Sound"));
    addSwitch(
        {.key = u"notifySound"_s,
         .label = tr("Beep when somebody has to log in"),
         .hint = tr("The system's own signal, once for each cause: a scan, a code or a check is needed."),
         .synonyms =
             u"beep when somebody has to log in 需要登录时发出提示音 sound bell mute silent login scan 声音 提示音 蜂鸣 静音 登录 扫码"_s},
        [](Settings &settings) -> bool & { return settings.notifications.sound; });
    body()->addStretch();
}

} // namespace rookery::ui

#include "moc_notificationssection.cpp"

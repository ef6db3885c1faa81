// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendingsection.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kRisky{2000}; //!< shorter pauses get a warning

double asSeconds(milliseconds interval)
{
    return double(interval.count()) / 1000;
}

} // namespace

SendingSection::SendingSection(const SettingsContext &context, const QString &title, QWidget *parent)
    : SettingsPage(context, title, u"sending broadcast messages 发送 群发 消息"_s, parent)
{
    addText(tr("The default pace of a broadcast: what the composer offers first, and --pace default of rookeryctl. It "
               "applies to broadcasts that are queued from now on."));
    addInterval();
    addJitter();
    addSwitch({.key = u"paceRampUp"_s,
               .label = tr("Start slowly"),
               .hint = tr("The first five messages after a login or an outage have longer pauses, up to three times as "
                          "long."),
               .synonyms = u"start slowly 慢速起步 ramp warm up pace 渐进 预热 慢启动 缓慢 起步"_s},
              [](Settings &settings) -> bool & { return settings.pace.rampUp; });
    body()->addStretch();
}

void SendingSection::addInterval()
{
    auto *box = new QDoubleSpinBox(content());
    box->setRange(asSeconds(kShortestPace), asSeconds(kLongestPace));
    box->setDecimals(1);
    box->setSingleStep(0.5);
    box->setSuffix(tr(" s", "seconds, behind a number"));
    box->setKeyboardTracking(false);
    SettingRow *row = addRow({.key = u"paceInterval"_s,
                              .label = tr("Pause between messages"),
                              .hint = tr("Between two messages of one account."),
                              .synonyms = u"pause between messages 消息间隔 pace interval pause delay rate speed "
                                          u"seconds throttle 节奏 间隔 停顿 速度 "
                                          "频率 秒 限速"_s},
                             box);
    const auto save =
        bind<milliseconds>(row, [](Settings &settings) -> milliseconds & { return settings.pace.interval; },
                           {.read = [box] { return milliseconds(std::llround(box->value() * 1000)); },
                            .write =
                                [box](const milliseconds &interval) {
                                    const QSignalBlocker quiet(box);
                                    box->setValue(asSeconds(interval));
                                }});
    connect(box, &QDoubleSpinBox::valueChanged, row, [save] { save(); });
    onSettings([row](const Settings &settings) {
        row->setWarning(settings.pace.interval < kRisky ? tr("Pauses below 2 s put the account at risk.") : QString());
    });
}

void SendingSection::addJitter()
{
    auto *box = new QSpinBox(content());
    box->setRange(0, int(std::lround(kMostJitter * 100)));
    box->setSingleStep(5);
    box->setPrefix(u"\u00B1 "_s);
    box->setSuffix(u" %"_s);
    box->setKeyboardTracking(false);
    SettingRow *row =
        addRow({.key = u"paceJitter"_s,
                .label = tr("Variation of the pause"),
                .hint = tr("Each pause is longer or shorter by up to this share, so that the rhythm is not "
                           "that of a machine."),
                .synonyms = u"variation of the pause 间隔浮动 jitter random percent pace 抖动 随机 浮动 波动 百分比"_s},
               box);
    const auto save = bind<double>(row, [](Settings &settings) -> double & { return settings.pace.jitter; },
                                   {.read = [box] { return box->value() / 100.0; },
                                    .write =
                                        [box](const double &share) {
                                            const QSignalBlocker quiet(box);
                                            box->setValue(int(std::lround(share * 100)));
                                        }});
    connect(box, &QSpinBox::valueChanged, row, [save] { save(); });
}

} // namespace rookery::ui

#include "moc_sendingsection.cpp"

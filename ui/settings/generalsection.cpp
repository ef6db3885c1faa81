// SPDX-License-Identifier: GPL-3.0-or-later
#include "generalsection.h"

#include "text/errortext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

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
    addCloseAction();
    addAutostart();
    // A further switch of the program is one call here: addSwitch({.key = …, .label = …}, &Settings::field).
    body()->addStretch();
}

void GeneralSection::addCloseAction()
{
    auto *box = new QComboBox(content());
    box->addItem(tr("Ask"), int(CloseAction::Ask));
    box->addItem(tr("Keep in tray"), int(CloseAction::KeepInTray));
    box->addItem(tr("Quit"), int(CloseAction::Quit));
    const auto show = [box](const CloseAction &action) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(std::max(0, box->findData(int(action))));
    };
    SettingRow *row = addRow({.key = u"closeAction"_s,
                              .label = tr("When the window is closed"),
                              .hint = hasTray() ? tr("In the tray Rookery keeps watching, notifying and sending.")
                                                : tr("This desktop shows no tray icons, so closing the window quits."),
                              .synonyms = u"when the window is closed 关闭窗口时 close tray background minimise quit "
                                          u"exit ask 关闭 托盘 后台 最小化 退出 询问"_s},
                             box);
    if (!hasTray()) {
        show(CloseAction::Quit);
        box->setEnabled(false);
        return;
    }
    const auto save =
        bind<CloseAction>(row, &Settings::closeAction,
                          {.read = [box] { return CloseAction(box->currentData().toInt()); }, .write = show});
    connect(box, &QComboBox::currentIndexChanged, row, [save] { save(); });
}

void GeneralSection::addAutostart()
{
    const QString label = tr("Start with the session");
    m_autostartBox = new QCheckBox(label, content());
    m_autostartBox->setEnabled(false); // until the desktop has answered
    m_autostart =
        addRow({.key = u"autostart"_s,
                .label = label,
                .hint = tr("When you log in to the desktop, Rookery starts in the tray, or minimised where "
                           "there is none. The desktop's own settings can change this too."),
                .synonyms = u"start with the session 登录桌面后自动启动 autostart login startup boot minimised "
                            u"自启 开机 会话"_s},
               m_autostartBox);
    m_autostart->setRestore([this] { setAutostart(AutostartState().on); });
    connect(m_autostartBox, &QCheckBox::toggled, this, &GeneralSection::setAutostart);
}

void GeneralSection::showEvent(QShowEvent *event)
{
    SettingsPage::showEvent(event);
    readAutostart();
}

void GeneralSection::readAutostart()
{
    onResult(this, engine().profile().autostart(), [this](const Result<AutostartState> &state) {
        if (state)
            return showAutostart(*state);
        m_autostart->showError(state.error());
    });
}

void GeneralSection::setAutostart(bool on)
{
    m_autostart->clearProblem();
    onResult(this, engine().profile().setAutostart(on), [this](const Result<> &done) {
        if (!done)
            m_autostart->showProblem(tr("This could not be changed: %1").arg(text::errorText(done.error())),
                                     text::errorAdvice(done.error()));
        readAutostart();
    });
}

void GeneralSection::showAutostart(const AutostartState &state)
{
    const QSignalBlocker quiet(m_autostartBox);
    m_autostartBox->setChecked(state.on);
    m_autostartBox->setEnabled(state.available);
    m_autostart->setIsDefault(!state.available || state.on == AutostartState().on);
    if (!state.available)
        m_autostart->setHint(tr("This is not available in the demo, nor on systems without XDG autostart."));
}

} // namespace rookery::ui

#include "moc_generalsection.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "aboutsection.h"

#include "base/reasons/machine.h"
#include "kit/widgetfactory.h"
#include "supporttext.h"
#include "text/format.h"

#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QSysInfo>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

AboutSection::AboutSection(const SettingsContext &context, const QString &title, QWidget *parent)
    : SettingsPage(context, title, u"about version licence license support help 关于 版本 许可 协议 支持 帮助"_s,
                   parent)
{
    addText(tr("Rookery %1: logs bot accounts in, shows which of them really work, and proves what it sent.")
                .arg(QStringLiteral(ROOKERY_VERSION)));
    QLabel *versions = addText(u"Qt %1 · %2"_s.arg(QString::fromLatin1(qVersion()), QSysInfo::prettyProductName()));
    versions->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addText(tr("Licence: GPL-3.0-or-later. It comes without any warranty."));
    QPushButton *save = makeButton(tr("Save support file …"), ButtonKind::Plain, content(), tr("Save support file"));
    m_support = addRow(
        {.key = u"support"_s,
         .label = tr("For a question to others"),
         .hint = tr("The support file contains versions, states and the latest notable log lines. Tokens, "
                    "codes and account numbers are not included."),
         .synonyms =
             u"for a question to others 向他人求助时 support file report bug question help 支持文件 反馈 问题 报告 日志"_s},
        save);
    connect(save, &QPushButton::clicked, this, &AboutSection::chooseFile);
    body()->addStretch();
}

void AboutSection::chooseFile()
{
    auto *chooser = new QFileDialog(window(), tr("Save support file"), {}, tr("Text (*.txt)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->selectFile(u"rookery-support.txt"_s);
    connect(chooser, &QFileDialog::fileSelected, this, &AboutSection::saveSupport);
    chooser->open();
}

void AboutSection::saveSupport(const QString &path)
{
    QSaveFile file(path);
    const QByteArray bytes = supportText(engine()).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush() || !file.commit()) {
        m_support->showError(
            Error{.kind = ErrorKind::Storage, .reason = Reason::FileDenied, .code = 0, .detail = file.errorString()});
        return;
    }
    m_support->clearProblem();
    m_support->setHint(tr("Saved: %1").arg(text::visibleControls(QDir::toNativeSeparators(path))));
}

} // namespace rookery::ui

#include "moc_aboutsection.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "aboutdialog.h"

#include "base/reasons/machine.h"
#include "kit/widgetfactory.h"
#include "supporttext.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QSysInfo>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

AboutDialog::AboutDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("About Rookery"), parent)
{
    addText(tr("Rookery %1: logs bot accounts in, shows which of them really work, and proves what it sent.")
                .arg(QStringLiteral(ROOKERY_VERSION)));
    addText(u"Qt %1 · %2"_s.arg(QString::fromLatin1(qVersion()), QSysInfo::prettyProductName()), LabelKind::Muted);
    addText(tr("Licence: GPL-3.0-or-later. It comes without any warranty."), LabelKind::Muted);
    addText(tr("The support file contains versions, states and the latest notable log lines. Tokens, codes and account "
               "numbers are not included."),
            LabelKind::Muted);
    setCloseText(tr("Close"));
    setPrimary(tr("Save support file"), [this, &engine] {
        auto *chooser = new QFileDialog(this, tr("Save support file"), {}, tr("Text (*.txt)"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setAcceptMode(QFileDialog::AcceptSave);
        chooser->selectFile(u"rookery-support.txt"_s);
        connect(chooser, &QFileDialog::fileSelected, this, [this, &engine](const QString &path) {
            QSaveFile file(path);
            const QByteArray bytes = supportText(engine).toUtf8();
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush()
                || !file.commit())
                showError(Error{
                    .kind = ErrorKind::Storage, .reason = Reason::FileDenied, .code = 0, .detail = file.errorString()});
            else
                accept();
        });
        chooser->open();
    });
}

} // namespace rookery::ui

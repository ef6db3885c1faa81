// SPDX-License-Identifier: GPL-3.0-or-later
#include "backupdialog.h"

#include "base/reasons/input.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QDate>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

BackupDialog::BackupDialog(engine::Engine &engine, const Theme &theme, QWidget *parent,
                           std::function<void(const QString &)> notice)
    : Dialog(theme, tr("Back up profile"), parent)
    , m_engine(engine)
    , m_notice(std::move(notice))
{
    m_words = addText(tr("One file with the gateways, the settings, the window state with its drafts, and every "
                         "broadcast with its deliveries. Only you can read it."));
    m_words->setAccessibleName(tr("About this backup"));
    addText(tr("Secrets are not included: no tokens, passwords or codes. Logs and cached pictures are not included "
               "either."),
            LabelKind::Strong);
    addText(tr("To restore, unpack it into an empty folder, start Rookery with --profile and that folder, and enter "
               "the tokens again."),
            LabelKind::Muted);
    setCloseText(tr("Close"));
    setPrimary(tr("Choose a place …"), [this] { choose(); });
}

void BackupDialog::choose()
{
    auto *chooser = new QFileDialog(this, tr("Back up profile"),
                                    QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                    tr("Profile backup (*.tar)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(u"tar"_s);
    chooser->selectFile(u"rookery-backup-%1.tar"_s.arg(QDate::currentDate().toString(Qt::ISODate)));
    connect(chooser, &QFileDialog::fileSelected, this, &BackupDialog::write);
    chooser->open();
}

void BackupDialog::write(const QString &path)
{
    clearError();
    setBusy(true);
    // The window waits, not this dialog: a backup that has begun is completed even when the dialog is closed.
    onResult(parent(), m_engine.profile().backup(path),
             [dialog = QPointer<BackupDialog>(this), notice = m_notice, path](const Result<> &result) {
                 if (dialog && dialog->isVisible())
                     dialog->finished(path, result);
                 else
                     notice(result ? tr("Profile backed up, without secrets.")
                                   : tr("The profile was not backed up: %1").arg(text::errorClause(result.error())));
             });
}

void BackupDialog::finished(const QString &path, const Result<> &result)
{
    setBusy(false);
    if (result) {
        const QString size = text::byteSize(QFileInfo(path).size());
        m_words->setText(tr("Done: %1 (%2) contains the gateways, the settings, the window state with its drafts, and "
                            "every broadcast with its deliveries, as of now.")
                             .arg(text::visibleControls(QDir::toNativeSeparators(path)), size));
        primary()->hide();
        closeButton()->setFocus();
        return;
    }
    if (result.error().reason == Reason::BadInput)
        showProblem(tr("A backup cannot be kept there."),
                    tr("Choose a file outside the profile's own folder: a backup beside the originals is lost with "
                       "them."));
    else
        showError(result.error());
}

} // namespace rookery::ui

#include "moc_backupdialog.cpp"

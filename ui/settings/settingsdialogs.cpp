// SPDX-License-Identifier: GPL-3.0-or-later
#include "settingsdialogs.h"

#include "base/reasons/machine.h"
#include "text/wording.h"

#include <QComboBox>
#include <QDateTime>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSpinBox>
#include <QSysInfo>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

ProxyDialog::ProxyDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Network"), parent)
    , m_engine(engine)
{
    const Settings settings = engine.settings();
    m_mode = new QComboBox(this);
    for (const ProxyMode mode : {ProxyMode::System, ProxyMode::None, ProxyMode::Http, ProxyMode::Socks5})
        m_mode->addItem(text::proxyModeWord(mode), int(mode));
    m_mode->setCurrentIndex(m_mode->findData(int(settings.proxyMode)));
    m_host = new QLineEdit(settings.proxyHost, this);
    m_host->setPlaceholderText(u"127.0.0.1"_s);
    m_port = new QSpinBox(this);
    m_port->setRange(1, 65535);
    m_port->setValue(settings.proxyPort == 0 ? 7890 : settings.proxyPort);
    addField(tr("Proxy"), m_mode, tr("Gateways on this machine are always reached directly."));
    addField(tr("Proxy host"), m_host);
    addField(tr("Proxy port"), m_port);
    const auto enable = [this] {
        const bool manual = m_mode->currentData().toInt() >= int(ProxyMode::Http);
        m_host->setEnabled(manual);
        m_port->setEnabled(manual);
    };
    connect(m_mode, &QComboBox::currentIndexChanged, this, enable);
    enable();
    setPrimary(tr("Save"), [this] { save(); });
}

void ProxyDialog::save()
{
    Settings settings = m_engine.settings();
    settings.proxyMode = ProxyMode(m_mode->currentData().toInt());
    settings.proxyHost = m_host->text().trimmed();
    settings.proxyPort = quint16(m_port->value());
    if (settings.proxyMode >= ProxyMode::Http && settings.proxyHost.isEmpty()) {
        showProblem(tr("The proxy's host is missing."), tr("Type its name or address, or choose another way."));
        m_host->setFocus();
        return;
    }
    await(m_engine.saveSettings(settings));
}

AboutDialog::AboutDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("About Rookery"), parent)
{
    addText(tr("Rookery %1: logs bot accounts in, shows which of them really work, and proves what it sent.")
                .arg(QStringLiteral(ROOKERY_VERSION)));
    addText(u"Qt %1 · %2"_s.arg(QString::fromLatin1(qVersion()), QSysInfo::prettyProductName()), LabelKind::Muted);
    addText(tr("Licence: GPL-3.0-or-later. It comes without any warranty."), LabelKind::Muted);
    addText(tr("The support file holds versions, states and the newest remarkable log lines. Tokens, codes and account "
               "numbers "
               "are not in it."),
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

QString supportText(const engine::Engine &engine)
{
    const WallTime now = fromMSecs(QDateTime::currentMSecsSinceEpoch());
    QStringList lines{u"Rookery %1, Qt %2, %3, %4"_s.arg(QStringLiteral(ROOKERY_VERSION),
                                                         QString::fromLatin1(qVersion()), QSysInfo::prettyProductName(),
                                                         QGuiApplication::platformName()),
                      text::localDateTime(now),
                      {}};
    int number = 0;
    const QList<AccountSnapshot> accounts = engine.accounts();
    for (const AccountSnapshot &account : accounts) {
        lines += u"#%1  %2 %3  %4  %5  events %6, skipped %7"_s.arg(++number).arg(
            account.version.app, account.version.version, text::accountWord(account, now),
            text::readinessWord(account, now), QString::number(account.eventCount),
            QString::number(account.undecodable));
    }
    lines += QString();
    const QList<Incident> incidents = engine.incidents();
    for (const Incident &incident : incidents)
        lines += u"%1  %2  x%3"_s.arg(text::localDateTime(incident.startedAt), text::incidentTitle(incident))
                     .arg(incident.count);
    lines += QString();
    const QList<LogLine> log = engine.recentLogLines();
    QStringList remarkable;
    for (auto it = log.crbegin(); it != log.crend() && remarkable.size() < 200; ++it) {
        if (it->category == LogCategory::None)
            continue;
        // Long numbers in a log are accounts, groups and message ids.
        QString masked = it->text;
        masked.replace(QRegularExpression(u"\\d{5,}"_s), u"•••••"_s);
        remarkable.prepend(text::localDateTime(it->time) + u"  "_s + it->ruleId + u"  "_s + masked);
    }
    return (lines + remarkable).join(u'\n') + u'\n';
}

} // namespace rookery::ui

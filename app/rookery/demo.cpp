// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTimer>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

Demo::Demo()
{
    m_process.setProgram(QDir(QCoreApplication::applicationDirPath()).filePath(u"rookery-sim"_s));
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
}

void Demo::end()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning) {
        Q_EMIT ended();
        return;
    }
    connect(&m_process, &QProcess::finished, this, &Demo::ended);
    // With --with-parent the simulator ends when its standard input closes; a hung one is killed after a second.
    m_process.closeWriteChannel();
    QTimer::singleShot(1000, &m_process, &QProcess::kill);
}

void Demo::start(engine::Engine &engine)
{
    QStringList arguments{u"--kind"_s, u"napcat"_s, u"--with-parent"_s};
    const QString scenario = m_folder.filePath(u"demo.json"_s);
    if (QFile::copy(u":/scenarios/demo.json"_s, scenario))
        arguments << u"--scenario"_s << scenario;
    else
        arguments << u"--count"_s << u"6"_s;
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this, &engine] { readLines(engine); });
    connect(&m_process, &QProcess::errorOccurred, this,
            [this] { Q_EMIT failed(m_process.program() + u": "_s + m_process.errorString()); });
    connect(&m_process, &QProcess::finished, this, [this](int code) {
        Q_EMIT failed(m_process.program() + u": "_s + QString::number(code) + u' '
                      + QString::fromUtf8(m_process.readAllStandardError()).trimmed());
    });
    m_process.setArguments(arguments);
    m_process.start();
}

void Demo::readLines(engine::Engine &engine)
{
    while (m_process.canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
        if (!line.value(u"ready"_s).toBool())
            continue;
        GatewayProfile profile;
        profile.name = line.value(u"name"_s).toString();
        profile.id = engine.gateways().suggestId(profile.name);
        profile.webUi = QUrl(line.value(u"webui"_s).toString());
        onResult(this, engine.gateways().add(profile, Redacted<QString>(line.value(u"webuiToken"_s).toString())),
                 [this](const Result<> &result) {
                     if (!result)
                         Q_EMIT failed(result.error().detail);
                 });
    }
}

} // namespace rookery

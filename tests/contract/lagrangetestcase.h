// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/secretstore.h"
#include "support/driverevents.h"

#include "gateway/lagrange/lagrangegateway.h"
#include "io/httpclient.h"
#include "io/processrunner.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <csignal>

namespace rookery {

using namespace gateway;
using namespace Qt::Literals::StringLiterals;

//! Starts the simulated gateway in the folder; its ready line goes to a file, and each start to another.
inline constexpr const char kWrapper[] = R"(#!/bin/sh
echo $$ >> starts
exec "%1" --kind lagrange --folder "$PWD" --ready ready.json $([ -f scenario.json ] && echo --scenario scenario.json)
)";

inline io::NetworkSettings direct()
{
    return {.systemProxy = false};
}

//! The driver over the real program in its working folder.
class LagrangeTestCase : public TestCase
{
    Q_DISABLE_COPY_MOVE(LagrangeTestCase)

public:
    LagrangeTestCase() = default;
    ~LagrangeTestCase() override = default;

protected:
    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<ManualClock>();
        m_http = std::make_unique<io::HttpClient>(m_clock2, direct());
        m_secrets = config::makeMemorySecretStore();
        m_profile = {};
        m_profile.id = GatewayId(u"lag"_s);
        m_profile.kind = GatewayKind::Lagrange;
        m_profile.folder = m_folder->path();
        m_profile.program = u"Lagrange.OneBot"_s;
        writeProgram(QString::fromLatin1(kWrapper).arg(
            QDir(QCoreApplication::applicationDirPath()).absoluteFilePath(u"../bin/rookery-sim"_s)));
        m_said.clear();
        m_codes.clear();
        m_lives.clear();
        m_livingCodes.clear();
        m_lines.clear();
        m_connections.clear();
        keepWall();
    }
    void finish() override
    {
        const QList<qint64> pids = starts();
        m_gateway.reset();
        m_other.reset();
        for (const qint64 pid : pids)
            QVERIFY(becomesTrue([pid] { return ::kill(static_cast<pid_t>(pid), 0) != 0; }));
        m_http.reset();
    }

    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void writeProgram(const QString &script)
    {
        write(u"Lagrange.OneBot"_s, script.toUtf8());
        QFile::setPermissions(m_folder->filePath(u"Lagrange.OneBot"_s),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    [[nodiscard]] QList<qint64> starts() const
    {
        QList<qint64> pids;
        const QList<QByteArray> lines = read(u"starts"_s).split('\n');
        for (const QByteArray &line : lines) {
            if (!line.isEmpty())
                pids.append(line.toLongLong());
        }
        return pids;
    }

    //! Files carry the machine's time: so must the driver's clock.
    void keepWall()
    {
        const WallTime real = fromMSecs(QDateTime::currentMSecsSinceEpoch());
        m_clock->jumpWall(std::chrono::duration_cast<milliseconds>(real - m_clock->wallNow()));
    }
    //! Lets the driver's timers run ten times as fast as everything else.
    template <class Condition>
    bool until(Condition met)
    {
        QElapsedTimer elapsed;
        elapsed.start();
        while (!met()) {
            if (elapsed.elapsed() > kPatience)
                return false;
            QTest::qWait(2);
            m_clock->advance(milliseconds(20));
            keepWall();
        }
        return true;
    }
    void pass(milliseconds span)
    {
        m_clock->advance(span);
        keepWall();
    }

    void make(ReverseListener *listener = nullptr)
    {
        m_gateway = std::make_unique<LagrangeGateway>(m_profile,
                                                      DriverContext{.clock = *m_clock,
                                                                    .secrets = *m_secrets,
                                                                    .children = m_children,
                                                                    .network = direct(),
                                                                    .listener = listener});
        onDriverEvent<ConnectionInfo>(*m_gateway, this,
                                      [this](const ConnectionInfo &info) { m_connections.insert(info.label, info); });
        onDriverEvent<GatewaySignal>(*m_gateway, this, [this](const GatewaySignal &one) { m_said.append(one); });
        onDriverEvent<gateway::driver::QrChanged>(
            *m_gateway, this, [this](const gateway::driver::QrChanged &text) { m_codes.append(text.text.reveal()); });
        onDriverEvent<gateway::driver::QrLifeStated>(*m_gateway, this,
                                                     [this](const gateway::driver::QrLifeStated &left) {
                                                         m_lives.append(left.left);
                                                         m_livingCodes.append(code());
                                                     });
        onDriverEvent<LogLine>(*m_gateway, this, [this](const LogLine &line) { m_lines.append(line); });
    }
    //! As the session does: a loss that the driver tells is answered by dropping the link.
    void connectLink()
    {
        m_said.clear();
        m_gateway->connectLink();
    }
    template <class Signal>
    [[nodiscard]] int count() const
    {
        return static_cast<int>(std::count_if(m_said.cbegin(), m_said.cend(), [](const GatewaySignal &one) {
            return std::holds_alternative<Signal>(one);
        }));
    }
    template <class Signal>
    [[nodiscard]] Signal last() const
    {
        for (auto it = m_said.crbegin(); it != m_said.crend(); ++it) {
            if (const auto *found = std::get_if<Signal>(&*it))
                return *found;
        }
        return {};
    }
    [[nodiscard]] QString code() const { return m_codes.isEmpty() ? QString() : m_codes.constLast(); }
    [[nodiscard]] bool sawRule(const QString &id) const
    {
        return std::any_of(m_lines.cbegin(), m_lines.cend(), [&id](const LogLine &line) { return line.ruleId == id; });
    }

    [[nodiscard]] QJsonObject ready() const { return QJsonDocument::fromJson(read(u"ready.json"_s)).object(); }
    Result<io::HttpResponse> control(const QString &path, const QByteArray &method = "POST")
    {
        const QUrl url(ready().value(u"control"_s).toString() + path);
        const auto future =
            m_http->send({.method = method, .url = url, .body = method == "POST" ? "{}" : QByteArray()});
        if (!until([&future] { return future.isFinished(); }))
            return neverFinished();
        return future.result();
    }
    void act(const QString &path)
    {
        const auto answer = control(path);
        ROOKERY_VERIFY_RESULT(answer);
        QVERIFY2(answer->status / 100 == 2, answer->body.constData());
    }

    bool bringToCode()
    {
        if (!m_gateway)
            make();
        connectLink();
        return until([this] { return !code().isEmpty() && count<gateway::signal::Waiting>() > 0; });
    }
    bool bringUp()
    {
        if (!bringToCode())
            return false;
        act(u"/qr/confirm"_s);
        return until([this] { return count<gateway::signal::ChannelUp>() > 0; });
    }
    //! The same program, started by somebody else.
    bool startElsewhere()
    {
        m_other = std::make_unique<io::ProcessRunner>(m_children, m_clock2);
        m_other->start({.program = m_folder->filePath(u"Lagrange.OneBot"_s), .folder = m_folder->path()});
        return until([this] { return !ready().isEmpty() && QFile::exists(m_folder->filePath(u"appsettings.json"_s)); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    SystemClock m_clock2; // of what is not under test
    io::ChildProcesses m_children;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<io::HttpClient> m_http;
    std::unique_ptr<config::SecretStore> m_secrets;
    std::unique_ptr<io::ProcessRunner> m_other;
    GatewayProfile m_profile;
    std::unique_ptr<LagrangeGateway> m_gateway;
    QList<GatewaySignal> m_said;
    QStringList m_codes;
    QList<milliseconds> m_lives;
    QStringList m_livingCodes; //!< those of m_lives
    QList<LogLine> m_lines;
    QHash<QString, ConnectionInfo> m_connections;
};

} // namespace rookery

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/async.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager> // lint: allow widgets: it asks the simulator that it started
#include <QObject>
#include <QProcess>

#include <optional>

namespace rookery {

//! Runs rookery-sim as a child process that ends with this one, and talks to its control API (docs/guide/simulator.md).
class DemoSimulator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DemoSimulator)

public:
    DemoSimulator();
    ~DemoSimulator() override = default;

    //! Starts the program from the folder of this one.
    void start(const QStringList &arguments);
    //! Stops it; `ended` follows after a second at the latest.
    void end();

    //! Calls the control API of one gateway. Rejected: the simulator says that it makes no sense now.
    [[nodiscard]] FutureResult<> post(const QUrl &control, const QString &path, const QJsonObject &body);
    [[nodiscard]] FutureResult<QJsonArray> list(const QUrl &control, const QString &path);

Q_SIGNALS:
    //! Carries the line that announces one gateway.
    void announced(const QJsonObject &line);
    void failed(const QString &detail);
    void ended();

private:
    void readLines();
    //! Sends a request; with a body it is a POST. Any answer of the simulator is a result.
    [[nodiscard]] FutureResult<QJsonDocument> ask(const QUrl &control, const QString &path,
                                                  const std::optional<QJsonObject> &body);

    QProcess m_process;
    QNetworkAccessManager m_http;
};

} // namespace rookery

// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"
#include "simgateway.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QSocketNotifier>

#include <unistd.h>

#include <array>
#include <cstdio>

using namespace rookery;

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

void print(FILE *to, const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), to);
    std::fflush(to);
}

bool openReady(QFile &ready, const QString &name)
{
    if (name.isEmpty())
        return ready.open(stdout, QIODevice::WriteOnly);
    ready.setFileName(name);
    return ready.open(QIODevice::WriteOnly);
}

//! Quits when standard input ends, because the parent process is gone then.
void endWithParent(QCoreApplication &app)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, [notifier] {
        std::array<char, 256> buffer{};
        if (::read(STDIN_FILENO, buffer.data(), buffer.size()) <= 0) {
            notifier->setEnabled(false);
            QCoreApplication::quit();
        }
    });
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const Result<sim::SimOptions> options = sim::readArguments(QCoreApplication::arguments().mid(1));
    if (!options) {
        const bool wasAsked = options.error().kind == ErrorKind::Cancelled; // for help or the version
        print(wasAsked ? stdout : stderr, options.error().detail.toUtf8() + '\n');
        return wasAsked ? 0 : kUsage;
    }
    QFile ready;
    if (!openReady(ready, options->ready)) {
        print(stderr, options->ready.toUtf8() + ": " + ready.errorString().toUtf8() + '\n');
        return kUsage;
    }
    SystemClock clock;
    std::vector<std::unique_ptr<sim::SimGateway>> gateways;
    for (const sim::GatewayOptions &one : options->gateways) {
        auto gateway = std::make_unique<sim::SimGateway>(clock, one);
        QObject::connect(gateway.get(), &sim::SimGateway::printed, &app,
                         [](const QByteArray &text) { print(stdout, text); });
        QObject::connect(gateway.get(), &sim::SimGateway::ended, &app, &QCoreApplication::exit, Qt::QueuedConnection);
        if (const Result<> started = gateway->start(); !started) {
            print(stderr, one.name.toUtf8() + ": " + started.error().detail.toUtf8() + '\n');
            return started.error().kind == ErrorKind::Rejected ? kUsage : kFailed;
        }
        ready.write(QJsonDocument(gateway->readyLine()).toJson(QJsonDocument::Compact) + '\n');
        ready.flush();
        gateways.push_back(std::move(gateway));
    }
    if (options->withParent)
        endWithParent(app);
    return QCoreApplication::exec();
}

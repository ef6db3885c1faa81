// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine.h"

#include "threadedengine.h"

#include "base/log.h"
#include "config/filewriter.h"
#include "config/profile.h"
#include "logrules/masking.h"
#include "logrules/ruleset.h"
#include "logs/logfilereader.h"
#include "logs/logsummary.h"

#include <QFile>
#include <QMutex>
#include <QRandomGenerator>
#include <QSemaphore>
#include <QThreadPool>

#include <array>
#include <utility>

namespace rookery::engine {

namespace {

//! Returns whose log a file is: as said, or as its first lines tell.
GatewayKind kindOf(const QString &logFile, std::optional<GatewayKind> said)
{
    return said ? *said : logs::kindOfLogFile(logFile).value_or(kDefaultKind);
}

//! Names an object of another thread as long as it is there.
struct Receiver {
    QMutex mutex;
    QObject *object = nullptr; //!< guarded by the mutex

    [[nodiscard]] bool isThere()
    {
        const QMutexLocker locked(&mutex);
        return object != nullptr;
    }
};

} // namespace

QString defaultProfileFolder()
{
    return config::Profile::defaultFolder();
}

Result<std::unique_ptr<Engine>> Engine::start(const Options &options)
{
    auto profile = config::Profile::open(options.profileFolder, true, options.programName);
    if (!profile)
        return fail(profile.error());
    const auto mask = [](std::string_view line) { return logrules::maskSecrets(line); };
    if (const auto logging = startLogging({.folder = (*profile)->logFolder(), .toStderr = true, .mask = mask});
        !logging)
        rkWarn("no log file: {}", logging.error().detail);
    auto database = store::Database::open((*profile)->databasePath(), store::Access::Owner, (*profile)->lockPath());
    if (!database)
        return fail(database.error());
    return std::unique_ptr<Engine>(
        std::make_unique<ThreadedEngine>(options, std::move(*profile), std::move(*database)));
}

Result<QString> restoreSettings(const QString &profileFolder, const QString &programName)
{
    return config::restoreSettings(profileFolder, programName);
}

Result<ParsedAddress> GatewayService::parseAddress(const QString &text, GatewayKind kind)
{
    return config::parseGatewayAddress(text, kind);
}

Result<ParsedAddress> GatewayService::parsePageAddress(const QString &text)
{
    return config::parseAddress(text);
}

Redacted<QString> GatewayService::makeToken()
{
    std::array<quint32, 6> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof(words));
    return Redacted<QString>(QString::fromLatin1(bytes.toHex()));
}

void GatewayService::setAddress(GatewayProfile &profile, const QUrl &url)
{
    config::setAddress(profile, url);
}

QList<RuleExplanation> LogService::rules(GatewayKind kind, const QString &language, const QByteArray &userRules)
{
    const auto rules = logrules::RuleSet::builtIn(kind, userRules);
    return rules ? rules->explanations(language) : QList<RuleExplanation>{};
}

Result<QByteArray> readUserRules(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(config::fileError(file));
    QByteArray content = file.read(logrules::kLargestUserFile + 1); // of which a longer one would be refused too
    if (file.error() != QFileDevice::NoError)
        return fail(config::fileError(file));
    if (const auto rules = logrules::RuleSet().withUserRules(content); !rules)
        return fail(rules.error());
    return content;
}

FutureResult<ScannedLog> scanLogFile(const QString &path, std::optional<GatewayKind> kind, const std::stop_token &stop,
                                     int limit, const QByteArray &userRules)
{
    const Promise<ScannedLog> answer;
    QThreadPool::globalInstance()->start([path, kind, limit, stop, userRules, answer] {
        const GatewayKind whose = kindOf(path, kind);
        const auto rules = logrules::RuleSet::builtIn(whose, userRules);
        if (!rules)
            return answer.resolve(fail(rules.error()));
        auto file = logs::readLogFile(path, whose, *rules, limit, stop);
        if (!file)
            return answer.resolve(fail(file.error()));
        answer.resolve(ScannedLog{.kind = whose, .lines = std::move(file->lines), .reading = std::move(file->reading)});
    });
    return answer.future();
}

FutureResult<LogSummary> summarizeLogFile(const QString &path, std::optional<GatewayKind> kind,
                                          const std::stop_token &stop, std::function<void(qint64, qint64)> progress,
                                          const QByteArray &userRules)
{
    const Promise<LogSummary> answer;
    QThreadPool::globalInstance()->start([path, kind, stop, progress = std::move(progress), userRules, answer] {
        const GatewayKind whose = kindOf(path, kind);
        const auto rules = logrules::RuleSet::builtIn(whose, userRules);
        answer.resolve(rules ? logs::summarizeLog(path, whose, *rules, stop, progress) : fail(rules.error()));
    });
    return answer.future();
}

FutureResult<> streamLogFile(const QString &path, GatewayKind kind, QObject *context,
                             std::function<void(const QList<LogLine> &)> sink, const std::stop_token &stop,
                             const QByteArray &userRules)
{
    constexpr int kOnTheirWay = 8; // pieces that are not yet taken
    constexpr int kLookMs = 50;
    const Promise<void> answer;
    const auto room = std::make_shared<QSemaphore>(kOnTheirWay);
    const auto receiver = std::make_shared<Receiver>();
    receiver->object = context;
    QObject::connect(context, &QObject::destroyed, context, [receiver] {
        const QMutexLocker locked(&receiver->mutex);
        receiver->object = nullptr;
    });
    const auto give = [receiver, sink = std::move(sink), room, stop](const QList<LogLine> &lines) {
        while (!room->tryAcquire(1, kLookMs)) {
            if (stop.stop_requested() || !receiver->isThere())
                return false;
        }
        const auto take = [sink, room, lines] {
            sink(lines);
            room->release();
        };
        const QMutexLocker locked(&receiver->mutex); // it cannot go while something is posted to it
        return receiver->object && QMetaObject::invokeMethod(receiver->object, take, Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start([path, kind, give, stop, userRules, answer] {
        const auto rules = logrules::RuleSet::builtIn(kind, userRules);
        answer.resolve(rules ? logs::streamLogFile(path, kind, *rules, give, stop) : fail(rules.error()));
    });
    return answer.future();
}

} // namespace rookery::engine

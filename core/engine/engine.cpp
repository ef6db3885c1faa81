// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine.h"

#include "engineface.h"

#include "base/log.h"
#include "config/profile.h"
#include "logrules/masking.h"
#include "logrules/ruleset.h"
#include "logs/logfilereader.h"

#include <QThreadPool>

namespace rookery::engine {

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
    auto database = store::Database::open((*profile)->databasePath());
    if (!database)
        return fail(database.error());
    return std::unique_ptr<Engine>(std::make_unique<EngineFace>(options, std::move(*profile), std::move(*database)));
}

Result<ParsedAddress> Engine::parseAddress(const QString &text, GatewayKind kind)
{
    return config::parseGatewayAddress(text, kind);
}

void Engine::setAddress(GatewayProfile &profile, const QUrl &url)
{
    config::setAddress(profile, url);
}

QList<RuleExplanation> Engine::logRules(const QString &language)
{
    const auto rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
    return rules ? rules->explanations(language) : QList<RuleExplanation>{};
}

QList<GatewayKind> gatewayKinds()
{
    return config::drivenKinds();
}

QString gatewayKindId(GatewayKind kind)
{
    return config::gatewayKindId(kind);
}

std::optional<GatewayKind> gatewayKind(const QString &id)
{
    return config::gatewayKind(id);
}

bool tokenNeeded(GatewayKind kind)
{
    return config::tokenNeeded(kind);
}

FutureResult<QList<LogLine>> scanLogFile(const QString &path, GatewayKind kind, const std::stop_token &stop, int limit)
{
    const Answer<QList<LogLine>> answer;
    QThreadPool::globalInstance()->start([path, kind, limit, stop, answer] {
        const auto rules = logrules::RuleSet::builtIn(kind);
        answer.give(rules ? logs::readLogFile(path, *rules, limit, stop) : fail(rules.error()));
    });
    return answer.future();
}

} // namespace rookery::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilewriter.h"

#include "logservice.h"

#include <QFile>

namespace rookery::engine {

FutureResult<QByteArray> ProfileWriter::importLogRules(const QString &path)
{
    return runOn<QByteArray>(this, [this, path]() -> Result<QByteArray> {
        Result<QByteArray> rules = readUserRules(path);
        if (!rules)
            return rules;
        if (const Result<> written = config::writePrivately(m_profile->logRulesPath(), *rules); !written)
            return fail(written.error());
        return rules;
    });
}

FutureResult<> ProfileWriter::removeLogRules()
{
    return runOn<void>(this, [this]() -> Result<> {
        QFile file(m_profile->logRulesPath());
        if (file.exists() && !file.remove())
            return fail(config::fileError(file));
        return {};
    });
}

} // namespace rookery::engine

#include "moc_profilewriter.cpp"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logsource.h"

#include "base/reasons/machine.h"
#include "logrules/logformats.h"

namespace rookery::logs {

LogSource::LogSource(std::unique_ptr<QIODevice> device, std::unique_ptr<logrules::LogParser> parser)
    : m_device(std::move(device))
    , m_text(*m_device)
    , m_parser(std::move(parser))
{}

Result<std::unique_ptr<LogSource>> LogSource::open(const QString &path, GatewayKind kind)
{
    auto device = openLog(path);
    if (!device)
        return fail(device.error());
    std::unique_ptr<LogSource> source(
        new LogSource(std::move(*device), logrules::makeLogParser(kind, writtenAt(path))));
    const QStringList first = tellingLines(source->m_text);
    for (const QString &line : first)
        source->m_parser->learn(line);
    source->m_misread = misreadEncoding(first);
    if (!source->m_text.rewind(0))
        return fail(ErrorKind::Storage, Reason::FileDenied, source->m_device->errorString());
    return source;
}

QStringList LogSource::wrappings() const
{
    QStringList names;
    for (const logrules::LogWrapping wrapping : m_parser->wrappings())
        names.append(logrules::wrappingName(wrapping));
    return names;
}

} // namespace rookery::logs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotlogs.h"

#include "protocol/json.h"

#include <QHash>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

LLBotLogs::LLBotLogs(const GatewayId &gateway, logrules::RuleSet rules, LLBotPanel &panel, Clock &clock,
                     const io::NetworkSettings &network, QObject *parent)
    : LogStream(gateway, std::move(rules), kRemembered, clock, network, parent)
    , m_panel(panel)
{}

void LLBotLogs::open()
{
    begin(m_panel.url(u"logs/stream"_s), m_panel.authorisation());
}

std::optional<LogStream::Record> LLBotLogs::recordOf(const QJsonObject &message)
{
    if (!message.contains(u"content"_s))
        return std::nullopt; // the greeting, and keep-alives
    Record record{.level = logrules::levelFromWord(message.value(u"type"_s).toString()),
                  .text = message.value(u"content"_s).toString()};
    const WallTime stamp = protocol::timeOfMSecs(protocol::wholeNumber(message.value(u"timestamp"_s)));
    if (stamp != WallTime{})
        record.time = stamp;
    return record;
}

//! Identifies a line by its time, level and text; equal lines of one millisecond count separately.
QList<LogStream::Record> LLBotLogs::newOnes(const QList<Record> &burst, const QList<size_t> &reported)
{
    QHash<size_t, int> known;
    for (const size_t key : reported)
        ++known[key];
    QList<Record> fresh;
    for (const Record &record : burst) {
        const auto it = record.time ? known.find(record.key()) : known.end();
        if (it != known.end() && *it > 0)
            --*it;
        else
            fresh.append(record);
    }
    return fresh;
}

Error LLBotLogs::refusal(const Error &error, const QByteArray &body)
{
    // the panel refuses with an ordinary answer; a password that it no longer accepts must not be sent again
    return !body.isEmpty() && error.code != 0 && error.code != 200 ? m_panel.refusalOf(error.code, body) : error;
}

//! Returns false for a refused password: the login polling gets the same refusal and ends the link.
bool LLBotLogs::triesAgainAfter(const Error &why) const
{
    return why.kind != ErrorKind::Auth;
}

} // namespace rookery::gateway

#include "moc_llbotlogs.cpp"

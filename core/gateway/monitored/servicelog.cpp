// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicelog.h"

#include <algorithm>
#include <chrono>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

// a time without a zone that is off by more than this was written in another zone
constexpr milliseconds kPlausible = std::chrono::minutes(10);

//! Gives what a rule of the service itself says about the bot's login.
std::optional<BotWord> serviceWord(const QString &rule)
{
    if (rule == "process.started"_L1)
        return BotWord::None;
    if (rule == "bot.starting"_L1)
        return BotWord::Starting;
    if (rule == "login.code-follows"_L1)
        return BotWord::CodeFollows;
    if (rule == "login.ok"_L1)
        return BotWord::LoggedIn;
    if (rule == "login.expired"_L1 || rule == "login.forbidden"_L1 || rule == "login.failed"_L1)
        return BotWord::LoginFailed;
    return std::nullopt;
}

//! Gives what a rule of its WeChat library says, which prints to standard error only.
std::optional<BotWord> libraryWord(const QString &rule)
{
    if (rule == "login.scanned"_L1)
        return BotWord::Scanned;
    if (rule == "login.confirmed"_L1 || rule == "session.heartbeat"_L1)
        return BotWord::LoggedIn;
    if (rule == "session.lost"_L1)
        return BotWord::SessionLost;
    return std::nullopt;
}

} // namespace

ServiceLog::ServiceLog(const GatewayId &gateway, logrules::RuleSet rules, Sources sources, Clock &clock,
                       QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_rules(std::move(rules))
    , m_clock(clock)
    , m_sources(std::move(sources))
{
    for (const auto &source : m_sources)
        wire(source.get());
}

ServiceLog::Sources ServiceLog::sourcesOf(const GatewayProfile &profile, io::ChildProcesses &children, Clock &clock)
{
    Sources sources;
    if (!profile.logFile.isEmpty())
        sources.push_back(std::make_unique<FileSource>(profile.logFile, clock));
    if (!profile.logCommand.isEmpty())
        sources.push_back(std::make_unique<CommandSource>(profile.logCommand, children, clock));
    return sources;
}

void ServiceLog::wire(LogSource *source)
{
    connect(source, &LogSource::entry, this,
            [this, source](const logrules::RawLogEntry &entry, bool replayed) { onEntry(*source, entry, replayed); });
    connect(source, &LogSource::code, this, &ServiceLog::onCode);
    connect(source, &LogSource::changed, this, [this] { Q_EMIT said(false); });
    connect(source, &LogSource::connectionChanged, this, &ServiceLog::connectionChanged);
}

void ServiceLog::start()
{
    stop();
    m_started = true;
    for (const auto &source : m_sources)
        source->start();
}

void ServiceLog::stop()
{
    m_started = false;
    for (const auto &source : m_sources)
        source->stop();
    forgetBot();
    m_heartbeats = nullptr;
    m_startSeen = false;
    m_bot = BotWord::None;
    m_library = BotWord::None;
    m_known.clear();
    m_knownOrder.clear();
}

//! Forgets the bot, because a new process runs or none is followed: earlier statements no longer count.
void ServiceLog::forgetBot()
{
    m_lastHeartbeat.reset();
    m_lastHeartbeatAt = {};
    m_watchedSince = m_clock.now();
    m_code = {};
    m_codeSince = {};
    m_botText.clear();
}

void ServiceLog::tell(ServiceEvidence &evidence) const
{
    evidence.logFollowed =
        std::any_of(m_sources.begin(), m_sources.end(), [](const auto &source) { return source->isUp(); });
    evidence.startSeen = m_startSeen;
    evidence.bot = botWord();
    evidence.heartbeatsSeen = m_heartbeats && m_heartbeats->isUp();
    if (m_heartbeats)
        evidence.watchedSince = std::max(m_watchedSince, m_heartbeats->liveSince());
    evidence.lastHeartbeat = m_lastHeartbeat;
}

BotWord ServiceLog::botWord() const
{
    switch (m_bot) {
    case BotWord::None:
        return m_startSeen ? BotWord::None : m_library;
    case BotWord::CodeFollows:
        return m_library == BotWord::Scanned ? BotWord::Scanned : m_bot;
    case BotWord::LoggedIn:
        // Every login begins with a line of the library, so its last line belongs to this login.
        return m_library == BotWord::SessionLost ? m_library : m_bot;
    default:
        return m_bot;
    }
}

Error ServiceLog::trouble() const
{
    Error trouble;
    for (const auto &source : m_sources) {
        if (source->isUp())
            return {};
        trouble = source->trouble();
    }
    return trouble;
}

void ServiceLog::onEntry(const LogSource &from, const logrules::RawLogEntry &entry, bool replayed)
{
    LogLine made = m_rules.makeLine(entry.level, logrules::cutStreamed(entry.text), entry.ownFrom);
    made.gateway = m_gateway;
    made.replayed = replayed;
    made.time = entry.time;
    made.timeIsOurs = !entry.hasOwnTime;
    const milliseconds off = m_clock.wallNow() - made.time;
    if (!entry.hasOwnTime || (!replayed && (off > kPlausible || off < -kPlausible))) {
        made.time = m_clock.wallNow();
        made.timeIsOurs = true;
    }
    onWord(made, from);
    report(made, entry);
}

void ServiceLog::onWord(const LogLine &line, const LogSource &from)
{
    const std::optional<BotWord> service = serviceWord(line.ruleId);
    const std::optional<BotWord> library = libraryWord(line.ruleId);
    if (!service && !library) {
        if (line.ruleId == "service.listening"_L1)
            Q_EMIT said(true);
        return;
    }
    if (service) {
        m_bot = *service;
        if (m_bot == BotWord::None) {
            forgetBot();
            m_library = BotWord::None;
        }
        m_startSeen = m_startSeen || m_bot == BotWord::None;
    } else {
        m_library = *library;
        onHeartbeat(line, from);
        // The bot still talks with WeChat, so it no longer waits for a scan.
        if (line.ruleId == "session.heartbeat"_L1 && !line.replayed && m_bot == BotWord::CodeFollows) {
            m_bot = BotWord::LoggedIn;
            m_code = {};
        }
    }
    const BotWord word = service ? *service : *library;
    if (word == BotWord::CodeFollows) {
        m_code = {};
        m_codeSince = line.time;
        m_library = BotWord::None; // it said something about an earlier login
    }
    const bool over = word == BotWord::LoggedIn || word == BotWord::LoginFailed;
    if (over)
        m_code = {};
    if (line.ruleId != "session.heartbeat"_L1)
        m_botText = line.text;
    Q_EMIT said(service && (over || word == BotWord::CodeFollows));
}

void ServiceLog::onHeartbeat(const LogLine &line, const LogSource &from)
{
    if (m_heartbeats != &from || line.ruleId == "login.confirmed"_L1)
        m_watchedSince = m_clock.now();
    m_heartbeats = &from;
    // The time of a replayed heartbeat is unknown: it has no zone.
    if (line.replayed || line.ruleId != "session.heartbeat"_L1)
        return;
    m_lastHeartbeat = m_clock.now();
    m_lastHeartbeatAt = m_clock.wallNow();
}

void ServiceLog::onCode(const Redacted<QString> &text)
{
    // A code that appears while the bot works, or after its service has given up, comes from a chat.
    if (const BotWord word = botWord(); word == BotWord::LoggedIn || word == BotWord::LoginFailed)
        return;
    m_bot = BotWord::CodeFollows;
    m_library = BotWord::None; // it said something about an earlier login
    if (m_codeSince == WallTime{})
        m_codeSince = m_clock.wallNow();
    m_code = text;
    Q_EMIT said(false);
}

void ServiceLog::report(const LogLine &made, const logrules::RawLogEntry &entry)
{
    const size_t key = qHashMulti(0, toMSecs(entry.time), int(entry.level), entry.text);
    // Two sources may show the same line, and a command repeats its lines when it is started again.
    const bool mayRepeat = entry.hasOwnTime && (made.replayed || m_sources.size() > 1);
    if (mayRepeat && m_known.contains(key))
        return;
    if (!m_known.contains(key)) {
        m_known.insert(key);
        m_knownOrder.push_back(key);
        if (m_knownOrder.size() > kRemembered) {
            m_known.remove(m_knownOrder.front());
            m_knownOrder.pop_front();
        }
    }
    Q_EMIT line(made);
}

} // namespace rookery::gateway

#include "moc_servicelog.cpp"

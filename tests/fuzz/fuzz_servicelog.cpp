// SPDX-License-Identifier: GPL-3.0-or-later
// A watched service writes what its users say: whatever its lines hold, none shows a secret, a login code ends with the
// login, and a line that two sources show is reported once.
//
// A line of the input is a line of the log; "!up", "!live", "!down" and "!later" are what happens to the source,
// and what follows "!other " comes from a second one.
#include "base/reasons/gateway.h"
#include "gateway/monitored/servicelog.h"
#include "logrules/masking.h"
#include "require.h"
#include "tests/support/manualclock.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

using namespace rookery;
using namespace rookery::gateway;
using rookery::fuzz::require;
using namespace Qt::Literals::StringLiterals;

namespace {

//! A source in the fuzzer's hand.
class ScriptedSource final : public LogSource
{
public:
    explicit ScriptedSource(Clock &clock) : LogSource(u"input"_s, clock, nullptr) {}

    void happen(const QByteArray &line)
    {
        if (line == "!up")
            up();
        else if (line == "!live")
            live();
        else if (line == "!down")
            down({.kind = ErrorKind::Offline, .reason = Reason::ProgramEnded});
        else
            feed(line);
    }
    [[nodiscard]] bool isLiveNow() const { return isLive(); }

private:
    void open() override {}
    void close() override {}
};

class Bench final
{
public:
    Bench()
    {
        ServiceLog::Sources sources;
        for (ScriptedSource *&source : m_sources) {
            auto made = std::make_unique<ScriptedSource>(m_clock);
            source = made.get();
            sources.push_back(std::move(made));
        }
        m_log = std::make_unique<ServiceLog>(GatewayId(u"one"_s), rules(), std::move(sources), m_clock);
        QObject::connect(m_log.get(), &ServiceLog::line, m_log.get(), [this](const LogLine &line) { onLine(line); });
        m_log->start();
        requireNothingKnown();
    }

    void run(const QByteArray &script)
    {
        const QList<QByteArray> lines = script.split('\n');
        for (const QByteArray &line : lines) {
            if (line == "!later")
                m_clock.advance(LogSource::kPause + milliseconds(1));
            else if (line.startsWith("!other "))
                m_sources[1]->happen(line.mid(7));
            else
                m_sources[0]->happen(line);
            requireSound();
            requireOwnCode(line);
        }
        m_clock.advance(seconds(1));
        requireSound();
        m_log->stop();
        requireNothingKnown();
    }

private:
    static const logrules::RuleSet &rules()
    {
        static const auto built = logrules::RuleSet::builtIn(GatewayKind::MonitoredService);
        require(built.has_value(), "the rules can be read");
        return *built;
    }

    void onLine(const LogLine &line)
    {
        require(line.gateway == GatewayId(u"one"_s), "a line says whose it is");
        require(logrules::maskSecrets(line.text) == line.text, "no line shows a secret");
        require(line.text.size() <= logrules::kStreamedLimit + 64, "a line keeps to its limit");
        require(line.replayed || m_sources[0]->isLiveNow() || m_sources[1]->isLiveNow(), "what was there is marked");
        const milliseconds off = m_clock.wallNow() - line.time;
        require(!line.timeIsOurs || off.count() == 0, "a time of ours is now");
        if (!line.replayed && !line.timeIsOurs)
            require(off <= std::chrono::minutes(10) && off >= -std::chrono::minutes(10), "a line's own time is likely");
        const bool masked = line.text.contains(QStringView(logrules::kMaskText)) || line.text.contains("[QR]"_L1);
        if (line.timeIsOurs || masked)
            return; // two of them that look the same need not be
        const auto same = [&line](const LogLine &other) {
            return other.time == line.time && other.level == line.level && other.text == line.text;
        };
        require(std::none_of(m_reported.cbegin(), m_reported.cend(), same), "a line is reported once");
        m_reported.append(line);
    }

    void requireSound()
    {
        ServiceEvidence evidence;
        m_log->tell(evidence);
        require(evidence.logFollowed == (m_sources[0]->isUp() || m_sources[1]->isUp()),
                "a log that is read is followed");
        require(!evidence.lastHeartbeat || *evidence.lastHeartbeat <= m_clock.now(), "no heartbeat lies ahead");
        require(evidence.watchedSince <= m_clock.now(), "nothing is watched from later on");
        const bool over = evidence.bot == BotWord::LoggedIn || evidence.bot == BotWord::LoginFailed;
        require(!over || m_log->code().isEmpty(), "a login code ends with the login");
        require(m_log->code().isEmpty() || m_log->codeSince() != WallTime{}, "a code is of some time");
        require(logrules::maskSecrets(m_log->botText()) == m_log->botText(), "the bot's word holds no secret");
        evidence.api.kind = ServiceAnswer::Kind::Works;
        const ServiceState state = deriveServiceState(evidence, m_clock.now());
        require(state != ServiceState::Online || evidence.lastHeartbeat, "only a heartbeat shows that a bot is online");
    }

    //! Who may write a line with an address in it need not be the one who logs in.
    void requireOwnCode(const QByteArray &line)
    {
        const QString code = m_log->code().reveal();
        if (std::exchange(m_code, code) == code || code.isEmpty() || !line.contains("weixin.qq.com/"))
            return;
        const QByteArray said = line.startsWith("!other ") ? line.mid(7) : line;
        require(logrules::stripAnsi(QString::fromUtf8(said)).trimmed().startsWith(u"https://"_s),
                "an address that is a code has a line of its own");
    }

    void requireNothingKnown()
    {
        ServiceEvidence evidence;
        m_log->tell(evidence);
        require(evidence.bot == BotWord::None && !evidence.logFollowed && !evidence.startSeen && !evidence.lastHeartbeat
                    && !evidence.heartbeatsSeen,
                "who stops forgets");
        require(m_log->code().isEmpty() && m_log->botText().isEmpty(), "who stops forgets what was said");
    }

    ManualClock m_clock;
    ScriptedSource *m_sources[2] = {};
    std::unique_ptr<ServiceLog> m_log; // after the clock
    QList<LogLine> m_reported; //!< with their own times
    QString m_code; //!< after the last line
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Bench().run(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Measures a storm of live lines: 100,000 a second of twenty gateways, made on a thread as the engine makes them out of
// what a panel sends, and followed on the log page. Counts what arrives, and what a frame of sixty a second costs the
// window's thread: nothing may be lost, and the goal are 16 ms at the 99th percentile; the limit is half as much again,
// for a slower machine. bench_live SECONDS [LINES A SECOND] [LIVE LINES KEPT]
#include "support/sampleengine.h"

#include "engine/deltacollector.h"
#include "logrules/logparser.h"
#include "logrules/ruleset.h"
#include "protocol/json.h"
#include "ui/logs/logview.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <thread>
#include <vector>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;
using std::chrono::steady_clock;

namespace {

constexpr int kSources = 20;
constexpr milliseconds kTick{10}; //!< each makes its lines so often
constexpr std::chrono::microseconds kFrame{16'667};
constexpr double kLimitMs = 24;

struct Wanted {
    int seconds = 5;
    int perSecond = 100'000;
    int kept = Settings().liveLogLines;
};

double threadCpuMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1000 + double(time.tv_nsec) / 1e6;
}

//! What NapCat's panel sends: mostly chat, some of it long, and one line in two hundred that a rule knows.
QList<QByteArray> messages()
{
    QList<QByteArray> made;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray number = QByteArray::number(20'000 + i);
        if (i % 200 == 0)
            made.append("{\"level\":\"warn\",\"message\":\"[Rkey] 服务存在异常, 图片使用FallBack机制\"}");
        else if (i % 10 == 0)
            made.append("{\"level\":\"debug\",\"message\":\"[OneBot] [WebSocket Client] 心跳 " + number + "\"}");
        else
            made.append("{\"level\":\"info\",\"message\":\"接收 <- 群聊 [测试群" + number + "(30001)] [用户" + number
                        + "(20001)] 大家晚上好 the build is green again" + QByteArray(i % 7 == 0 ? 300 : 0, 'x')
                        + "\"}");
    }
    return made;
}

//! Makes lines as the engine does. Lives on a thread of its own.
class Sources final : public QObject
{
public:
    Sources(const Wanted &wanted, std::function<void(const engine::Delta &)> deliver)
        : m_wanted(wanted)
        , m_rules(logrules::RuleSet::builtInOrNone(GatewayKind::NapCat))
        , m_messages(messages())
        , m_collector(m_clock, std::move(deliver))
        , m_timer(m_clock, [this] { tick(); })
    {
        for (int i = 0; i < kSources; ++i)
            m_ids.append(GatewayId(u"source-%1"_s.arg(i)));
    }

    void start()
    {
        m_begun = steady_clock::now();
        tick();
    }

    void logLinesTaken() { m_collector.logLinesTaken(); }
    [[nodiscard]] qint64 sent() const { return m_sent; }
    [[nodiscard]] bool isDone() const { return m_done; }
    [[nodiscard]] double cpuMs() const { return m_cpuMs; } //!< after isDone()
    [[nodiscard]] double seconds() const { return m_seconds; } //!< likewise

private:
    //! Makes the lines that are due.
    void tick()
    {
        const double passed =
            std::min<double>(std::chrono::duration<double>(steady_clock::now() - m_begun).count(), m_wanted.seconds);
        for (const auto due = qint64(passed * m_wanted.perSecond); m_sent < due;)
            m_collector.logLine(make(m_sent++));
        if (m_sent < qint64(m_wanted.seconds) * m_wanted.perSecond) {
            m_timer.start(kTick);
            return;
        }
        m_collector.flush();
        m_cpuMs = threadCpuMs();
        m_seconds = std::chrono::duration<double>(steady_clock::now() - m_begun).count();
        m_done = true;
    }

    [[nodiscard]] LogLine make(qint64 number) const
    {
        const Result<QJsonObject> message = protocol::parseObject(m_messages.at(number / kSources % m_messages.size()));
        LogLine line = m_rules.makeLine(logrules::levelFromWord(message->value("level"_L1).toString()),
                                        logrules::cutStreamed(message->value("message"_L1).toString()));
        line.gateway = m_ids.at(number % kSources);
        line.seq = number / kSources + 1;
        line.time = m_clock.wallNow();
        line.timeIsOurs = true;
        return line;
    }

    const Wanted m_wanted;
    SystemClock m_clock;
    logrules::RuleSet m_rules;
    QList<QByteArray> m_messages;
    QList<GatewayId> m_ids;
    steady_clock::time_point m_begun;
    std::atomic<qint64> m_sent = 0;
    std::atomic<bool> m_done = false;
    double m_cpuMs = 0;
    double m_seconds = 0;
    engine::DeltaCollector m_collector;
    Timer m_timer;
};

//! Counts what arrives, and whether it does in order.
struct Arrivals {
    QHash<GatewayId, qint64> last;
    qint64 lines = 0;
    qint64 missing = 0;
    qint64 said = 0; //!< of those missing

    void take(const QList<LogLine> &fresh)
    {
        for (const LogLine &line : fresh) {
            if (line.leftOut > 0) {
                said += line.leftOut;
                continue;
            }
            ++lines;
            qint64 &seq = last[line.gateway];
            missing += line.seq - seq - 1;
            seq = line.seq;
        }
    }
};

struct Costs {
    std::vector<double> cpu; //!< of each frame that had something to do, in ms
    std::vector<double> wall;
    int late = 0; //!< frames that did not show the end
};

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values.at(std::size_t(share * double(values.size() - 1)));
}

void turn()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

//! Lets the storm pass through the window, frame by frame.
bool run(const Wanted &wanted, const char *name, const QString &filter)
{
    SampleEngine engine;
    auto &live = dynamic_cast<engine::LiveLog &>(engine.logs().live());
    live.setLimit(wanted.kept);
    ui::WindowOptions options;
    options.hasTray = [] { return false; };
    options.language = u"en"_s;
    ui::MainWindow window(engine, options);
    window.resize(1440, 900);
    window.show();
    window.navigateTo({.page = ui::PageId::Logs});
    turn();
    const QWidget *page = window.page(ui::PageId::Logs);
    auto *view = page->findChild<ui::LogView *>();
    view->setFollowing(true);
    if (!filter.isEmpty())
        page->findChild<QLineEdit *>()->setText(filter);
    turn();

    Arrivals arrived;
    QObject::connect(&engine.logs(), &engine::LogService::linesAdded, &window,
                     [&arrived](const QList<LogLine> &lines) { arrived.take(lines); });
    QThread thread;
    thread.setObjectName(u"engine"_s);
    Sources *sources = nullptr;
    const auto deliver = [&engine, &window, &sources](const engine::Delta &delta) {
        const auto take = [&engine, &sources, delta] {
            engine.push(delta);
            if (!delta.logLines.isEmpty())
                QMetaObject::invokeMethod(sources, [&sources] { sources->logLinesTaken(); });
        };
        QMetaObject::invokeMethod(&window, take, Qt::QueuedConnection);
    };
    sources = new Sources(wanted, deliver);
    sources->moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, sources, &QObject::deleteLater);
    thread.start();
    QMetaObject::invokeMethod(sources, [sources] { sources->start(); });

    Costs costs;
    for (steady_clock::time_point next = steady_clock::now();; next = std::max(next + kFrame, steady_clock::now())) {
        std::this_thread::sleep_until(next);
        const bool done = sources->isDone();
        const double cpu = threadCpuMs();
        const auto wall = steady_clock::now();
        turn();
        costs.cpu.push_back(threadCpuMs() - cpu);
        costs.wall.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - wall).count());
        const QScrollBar *bar = view->verticalScrollBar();
        if (!view->isFollowing() || bar->value() != bar->maximum() || view->visibleRows().end.value < view->rowCount())
            ++costs.late;
        if (done && arrived.lines + arrived.said >= sources->sent() && !view->document().state().busy)
            break;
    }
    const qint64 sent = sources->sent();
    const double p99 = percentile(costs.cpu, 0.99);
    std::printf("live, %s: %lld lines in %.1f s (%.0f a second, %.1f us each on the engine's thread), arrived %lld, "
                "missing %lld "
                "(said: %lld); a frame costs %.2f ms (median), %.2f ms (99 %%), %.2f ms at most; by the clock %.2f and "
                "%.2f ms; "
                "%zu frames, %d not at the end; %lld kept, %lld shown\n",
                name, qlonglong(sent), sources->seconds(), double(sent) / sources->seconds(),
                sources->cpuMs() * 1000 / double(sent), qlonglong(arrived.lines), qlonglong(arrived.missing),
                qlonglong(arrived.said), percentile(costs.cpu, 0.5), p99, percentile(costs.cpu, 1),
                percentile(costs.wall, 0.99), percentile(costs.wall, 1), costs.cpu.size(), costs.late,
                qlonglong(live.lineCount()), qlonglong(view->rowCount()));
    std::fflush(stdout);
    thread.quit();
    thread.wait();
    const bool complete = arrived.lines + arrived.said == sent && arrived.missing == arrived.said;
    return complete && (arrived.said == 0 || wanted.perSecond > Wanted().perSecond) && costs.late == 0
        && p99 < kLimitMs;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    Wanted wanted;
    for (auto [i, value] : {std::pair(1, &wanted.seconds), {2, &wanted.perSecond}, {3, &wanted.kept}}) {
        if (i < arguments.size())
            *value = arguments.at(i).toInt();
    }
    const bool all = run(wanted, "all lines", {});
    const bool filtered = run(wanted, "lines with a word", u"green"_s);
    return all && filtered ? 0 : 1;
}

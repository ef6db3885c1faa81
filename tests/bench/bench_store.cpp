// SPDX-License-Identifier: GPL-3.0-or-later
// What a delivery costs in the store, and how long a start takes: with much in the database as a ratio to little in
// it, and to bare commits, in the same run.
#include "store/broadcastrepository.h"
#include "turns.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>
#include <memory>

using namespace rookery;
using namespace rookery::store;

namespace {

constexpr WallTime kNow{seconds(1'795'000'000)};
constexpr int kFew = 400;
constexpr int kMany = 100'000;
constexpr double kMaxDeliveryRatio = 2;
constexpr double kMaxPeerRatio = 4;

constexpr int kOldFew = 1'000;
constexpr int kOldMany = 1'000'000;
constexpr double kMaxStartMs = 500;
constexpr double kMaxStartRatio = 20; //!< reading old rows would be hundreds

const GatewayId kGateway(QStringLiteral("nap-1"));
const AccountId kAccount(QStringLiteral("10001"));

template <class T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s (reason %d)\n", qPrintable(result.error().detail), int(result.error().reason));
        std::exit(1);
    }
    return std::move(*result);
}

std::unique_ptr<Database> open(const QString &path)
{
    return must(Database::open(path));
}

Plan planFor(int groups)
{
    Plan plan;
    plan.draft.text = QStringLiteral("Hello all");
    plan.draft.targets.reserve(groups);
    for (int i = 0; i < groups; ++i)
        plan.draft.targets.append({kGateway, {ChatKind::Group, QString::number(30'001 + i)}, QStringLiteral("Group")});
    plan.accounts = {{kGateway, kAccount, groups, milliseconds(0)}};
    return plan;
}

void deliver(BroadcastRepository &repository)
{
    const NextWork work = must(repository.nextWork(kGateway, kAccount, kNow).result());
    const DeliveryId id = work.candidates.constFirst().delivery.id;
    const MessageId message(QStringLiteral("4711"));
    const bool done = must(repository.claim(id, kNow).result()).has_value()
        && must(repository.toAccepted(id, message, kNow + seconds(90), {}, kNow).result()).has_value()
        && must(repository.toVerified(id, VerifiedBy::Echo, message, QStringLiteral("echo-id=4711\n"), kNow).result())
               .has_value();
    if (!done)
        std::exit(1);
}

//! A broadcast with so many deliveries to send, in a database of its own.
class Queue final
{
public:
    explicit Queue(int queued)
        : m_database(open(m_folder.filePath(QStringLiteral("rookery.db"))))
        , m_repository(*m_database)
        , m_broadcast(must(m_repository.enqueue(planFor(queued), kNow).result()))
    {}

    //! Milliseconds of processor time for one delivery and its share of the summaries, over one round.
    double round()
    {
        constexpr int kDeliveries = 30;
        const double before = bench::cpuMs();
        for (int i = 0; i < kDeliveries; ++i) {
            deliver(m_repository);
            if (i % 5 == 0)
                must(m_repository.summary(m_broadcast).result());
        }
        return (bench::cpuMs() - before) / kDeliveries;
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Database> m_database;
    BroadcastRepository m_repository;
    BroadcastId m_broadcast;
};

//! The peer: as many bare commits as a delivery has, each of one short row, on a database with the same promises.
class BareCommits final
{
public:
    BareCommits()
        : m_database(must(Connection::open(m_folder.filePath(QStringLiteral("bare.db")), Connection::Mode::ReadWrite)))
    {
        for (const char *sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                "CREATE TABLE rows (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT"})
            must(execute(*m_database, QString::fromUtf8(sql)));
    }

    //! Milliseconds of processor time for the commits of one delivery, over one round.
    double round()
    {
        constexpr int kDeliveries = 30;
        constexpr int kCommits = 3; // claimed, accepted, verified
        const double before = bench::cpuMs();
        for (int i = 0; i < kDeliveries * kCommits; ++i) {
            must(inTransaction(*m_database, [this, i] {
                return execute(*m_database,
                               QStringLiteral("INSERT INTO rows VALUES (?, ?)"
                                              " ON CONFLICT DO UPDATE SET state = excluded.state"),
                               {i, QString::number(++m_turn)}); // SQLite would skip a write that changes nothing
            }));
        }
        return (bench::cpuMs() - before) / kDeliveries;
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Connection> m_database;
    int m_turn = 0;
};

bool deliversAtOneCost()
{
    constexpr int kRounds = 12;
    BareCommits bare;
    Queue few(kFew);
    Queue many(kMany);
    bench::Turns fewBesideBare;
    bench::Turns manyBesideFew;
    for (int i = 0; i < kRounds; ++i) {
        const double bareMs = bare.round();
        const double fewMs = few.round();
        fewBesideBare.add(fewMs, bareMs);
        manyBesideFew.add(many.round(), fewMs);
    }
    const double ratio = manyBesideFew.ratio();
    const double toPeer = fewBesideBare.ratio();
    std::printf("store  delivery         %.3f ms of cpu, its three commits alone %.3f ms: %.2f x (limit %.1f)\n",
                fewBesideBare.work(), fewBesideBare.peer(), toPeer, kMaxPeerRatio);
    std::printf("store  delivery         %.3f ms of cpu with %d queued, %.3f ms with %d: %.2f x (limit %.1f)\n",
                manyBesideFew.peer(), kFew, manyBesideFew.work(), kMany, ratio, kMaxDeliveryRatio);
    return ratio <= kMaxDeliveryRatio && toPeer <= kMaxPeerRatio;
}

//! Old, settled broadcasts of a thousand deliveries each. The triggers are set aside meanwhile, word for word.
void fillWithOld(Connection &db, int deliveries)
{
    const auto triggers = must(rows(db, QStringLiteral("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"),
                                    {}, [](const Row &row) { return std::pair(row.text(0), row.text(1)); }));
    const auto run = [&db](const QString &sql) { must(execute(db, sql)); };
    for (const auto &[name, sql] : triggers)
        run(QStringLiteral("DROP TRIGGER ") + name);
    run(QStringLiteral("INSERT INTO broadcasts (id, state, text, at_all, pace_ms, pace_jitter, ramp_up, created_at,"
                       " settled_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
                       " SELECT i, 'settled', 'old', 0, 0, 0, 0, 1, 1 FROM n")
            .arg(deliveries / 1000));
    run(QStringLiteral(
        "INSERT INTO deliveries (broadcast_id, position, gateway, account, chat_kind, chat_id, chat_name,"
        " state, verified_by, attempts, claimed_at, updated_at, finished_at, evidence)"
        " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
        " SELECT b.id, n.i, 'nap-1', '10001', 'group', CAST(30001 + n.i AS TEXT), 'Group', 'verified',"
        " 'echo', 1, 1, 1, 1, 'echo-id=4711' FROM broadcasts b, n"));
    run(QStringLiteral("INSERT INTO delivery_counts SELECT broadcast_id, state, accepted_final, gateway, account,"
                       " COUNT(*), 1 FROM deliveries GROUP BY 1, 2, 3, 4, 5"));
    for (const auto &[name, sql] : triggers)
        run(sql);
}

struct Start {
    double ms = 0; //!< until what the last run left behind is put right
    double checkMs = 0; //!< until the whole file has been looked at
};

Start start(const QString &path, bool clean)
{
    if (!clean)
        QFile::remove(path + QStringLiteral("-clean"));
    QElapsedTimer timer;
    timer.start();
    const auto database = open(path);
    BroadcastRepository repository(*database);
    must(repository.recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result());
    must(repository.summaries().result());
    Start took{.ms = double(timer.nsecsElapsed()) / 1e6};
    if (!database->soundness().result())
        std::exit(1);
    took.checkMs = double(timer.nsecsElapsed()) / 1e6;
    return took;
}

bool startsFast()
{
    Start best[2][2];
    for (const bool many : {false, true}) {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("rookery.db"));
        {
            const auto database = open(path);
            const auto filled = database->run([many](Connection &db) {
                return inTransaction(db, [&db, many] {
                    fillWithOld(db, many ? kOldMany : kOldFew);
                    return Result<int>(0);
                });
            });
            must(filled.result());
        }
        for (const bool clean : {true, false}) {
            for (int round = 0; round < (clean ? 5 : 2); ++round) {
                const Start took = start(path, clean);
                Start &kept = best[many][clean];
                if (round == 0 || took.ms < kept.ms)
                    kept = took;
            }
        }
        if (!many)
            continue;
        QElapsedTimer timer;
        const auto database = open(path);
        BroadcastRepository repository(*database);
        timer.start();
        must(repository.pruneOver(kNow).result());
        std::printf("store  prune, one round of %d    %8.1f ms\n", BroadcastRepository::kPruneBatch,
                    double(timer.nsecsElapsed()) / 1e6);
    }
    bool fast = true;
    for (const bool clean : {true, false}) {
        const Start &few = best[false][clean];
        const Start &many = best[true][clean];
        const double ratio = many.ms / few.ms;
        std::printf("store  start, %-8s %7.1f ms with %d old rows, %7.1f ms with %d (limit %.0f), %.2f x (limit %.1f);"
                    " the check ends after %.0f ms\n",
                    clean ? "clean" : "unclean", few.ms, kOldFew, many.ms, kOldMany, kMaxStartMs, ratio, kMaxStartRatio,
                    many.checkMs);
        fast = fast && many.ms <= kMaxStartMs && ratio <= kMaxStartRatio;
    }
    return fast;
}

} // namespace

int main()
{
    const bool flat = deliversAtOneCost();
    const bool starts = startsFast();
    return flat && starts ? 0 : 1;
}

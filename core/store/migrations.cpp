// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations.h"

#include "connection.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"

#include <QList>
#include <QStringList>

#include <algorithm>
#include <array>
#include <span>

namespace rookery::store {

namespace {

using Step = std::span<const char *const>;

// Step 1: broadcasts. The closed list of delivery states and the transitions between them are part of
// the schema, so that no code path, old or new, can write a state that does not exist.
constexpr std::array kStep1 = {
    R"(CREATE TABLE broadcasts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'settled', 'cancelled')),
        text TEXT NOT NULL,
        at_all INTEGER NOT NULL CHECK (at_all IN (0, 1)),
        pace_ms INTEGER NOT NULL CHECK (pace_ms BETWEEN 0 AND 86400000),
        pace_jitter REAL NOT NULL CHECK (pace_jitter BETWEEN 0 AND 1),
        ramp_up INTEGER NOT NULL CHECK (ramp_up IN (0, 1)),
        priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -10 AND 10),
        interrupted INTEGER NOT NULL DEFAULT 0 CHECK (interrupted IN (0, 1)),
        created_at INTEGER NOT NULL,
        settled_at INTEGER,
        CHECK (state <> 'settled' OR settled_at IS NOT NULL),
        CHECK (state NOT IN ('running', 'paused') OR settled_at IS NULL),
        CHECK (interrupted = 0 OR state = 'paused')
    ) STRICT)",
    R"(CREATE TABLE pictures (
        sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
        bytes INTEGER NOT NULL CHECK (bytes > 0),
        width INTEGER NOT NULL CHECK (width > 0),
        height INTEGER NOT NULL CHECK (height > 0),
        format TEXT NOT NULL
    ) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE broadcast_pictures (
        broadcast_id INTEGER NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
        position INTEGER NOT NULL CHECK (position >= 0),
        sha256 BLOB NOT NULL REFERENCES pictures (sha256),
        file_name TEXT NOT NULL,
        PRIMARY KEY (broadcast_id, position)
    ) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        broadcast_id INTEGER NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
        position INTEGER NOT NULL CHECK (position >= 0),
        gateway TEXT NOT NULL CHECK (gateway <> ''),
        account TEXT NOT NULL CHECK (account <> ''),
        chat_kind TEXT NOT NULL CHECK (chat_kind IN ('group', 'friend')),
        chat_id TEXT NOT NULL CHECK (chat_id <> ''),
        chat_name TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('queued', 'waiting', 'sending', 'accepted', 'unknown', 'verified',
                                             'failed', 'cancelled')),
        accepted_final INTEGER NOT NULL DEFAULT 0 CHECK (accepted_final IN (0, 1)),
        error_kind TEXT,
        error_reason TEXT,
        error_code INTEGER NOT NULL DEFAULT 0,
        error_detail TEXT NOT NULL DEFAULT '',
        verified_by TEXT CHECK (verified_by IN ('echo', 'history', 'witness', 'operator')),
        message_id TEXT,
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 1000),
        retries INTEGER NOT NULL DEFAULT 0 CHECK (retries BETWEEN 0 AND 100),
        restaged INTEGER NOT NULL DEFAULT 0 CHECK (restaged IN (0, 1)),
        due INTEGER NOT NULL DEFAULT 0,
        claimed_at INTEGER,
        verify_by INTEGER,
        updated_at INTEGER NOT NULL,
        finished_at INTEGER,
        evidence TEXT NOT NULL DEFAULT '',
        UNIQUE (broadcast_id, position),
        UNIQUE (broadcast_id, account, chat_kind, chat_id),
        CHECK ((state IN ('verified', 'failed', 'cancelled') OR accepted_final = 1) = (finished_at IS NOT NULL)),
        CHECK (accepted_final = 0 OR state = 'accepted'),
        CHECK (state <> 'accepted' OR accepted_final = 1 OR verify_by IS NOT NULL),
        CHECK (state NOT IN ('sending', 'accepted') OR (claimed_at IS NOT NULL AND attempts > 0)),
        CHECK ((state = 'verified') = (verified_by IS NOT NULL)),
        CHECK (state NOT IN ('waiting', 'unknown', 'failed') OR (error_kind IS NOT NULL AND error_reason IS NOT NULL))
    ) STRICT)",
    "CREATE INDEX deliveries_due ON deliveries (gateway, account, due) WHERE state IN ('queued', 'waiting')",
    "CREATE INDEX deliveries_live ON deliveries (broadcast_id) WHERE finished_at IS NULL AND state <> 'unknown'",
    "CREATE INDEX deliveries_state ON deliveries (broadcast_id, state)",
    R"(CREATE TABLE delivery_transitions (
        from_state TEXT NOT NULL,
        to_state TEXT NOT NULL,
        PRIMARY KEY (from_state, to_state)
    ) STRICT, WITHOUT ROWID)",
    R"(INSERT INTO delivery_transitions VALUES
        ('queued', 'sending'), ('queued', 'waiting'), ('queued', 'failed'), ('queued', 'cancelled'),
        ('waiting', 'waiting'), ('waiting', 'sending'), ('waiting', 'failed'), ('waiting', 'cancelled'),
        ('sending', 'accepted'), ('sending', 'verified'), ('sending', 'unknown'), ('sending', 'failed'),
        ('sending', 'waiting'),
        ('accepted', 'verified'), ('accepted', 'unknown'),
        ('unknown', 'verified'), ('unknown', 'queued'),
        ('failed', 'queued'))",
    "CREATE TABLE write_probe (id INTEGER PRIMARY KEY CHECK (id = 1), turns INTEGER NOT NULL) STRICT",
    R"(CREATE TRIGGER deliveries_begin BEFORE INSERT ON deliveries WHEN NEW.state <> 'queued'
        BEGIN SELECT RAISE(ABORT, 'a delivery begins queued'); END)",
    R"(CREATE TRIGGER deliveries_guard BEFORE UPDATE OF state ON deliveries
        WHEN NOT EXISTS (SELECT 1 FROM delivery_transitions WHERE from_state = OLD.state AND to_state = NEW.state)
            OR OLD.accepted_final = 1
        BEGIN SELECT RAISE(ABORT, 'not a transition of a delivery'); END)",
};

// Step 2: incidents. Lists that are only ever read as a whole are JSON.
constexpr std::array kStep2 = {
    R"(CREATE TABLE incidents (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind <> ''),
        severity TEXT NOT NULL CHECK (severity IN ('info', 'degraded', 'needs_hand', 'failed')),
        cause TEXT NOT NULL,
        gateways TEXT NOT NULL CHECK (json_valid(gateways)),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        updated_at INTEGER NOT NULL,
        count INTEGER NOT NULL CHECK (count > 0),
        evidence TEXT NOT NULL CHECK (json_valid(evidence))
    ) STRICT)",
    "CREATE INDEX incidents_started ON incidents (started_at)",
};

// Step 3: late proof; stored counts instead of counting; a database that knows how old it is.
constexpr std::array kStep3 = {
    R"(INSERT INTO delivery_transitions VALUES
        ('waiting', 'verified'), ('failed', 'verified'), ('queued', 'unknown'), ('waiting', 'unknown'),
        ('cancelled', 'verified'))",
    // QQ names pictures by their MD5, so an echo may be recognised by it; older pictures have none
    "ALTER TABLE pictures ADD COLUMN md5 BLOB CHECK (md5 IS NULL OR length(md5) = 16)",
    // The number of deliveries in each state, maintained by triggers, so that no code path can forget it. The order of
    // the key answers "is anything live" with a look-up. `latest` is the last end (finished_at) of a delivery in that
    // state.
    R"(CREATE TABLE delivery_counts (
        broadcast_id INTEGER NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
        state TEXT NOT NULL,
        accepted_final INTEGER NOT NULL,
        gateway TEXT NOT NULL,
        account TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number >= 0),
        latest INTEGER NOT NULL,
        PRIMARY KEY (broadcast_id, state, accepted_final, gateway, account)
    ) STRICT, WITHOUT ROWID)",
    R"(INSERT INTO delivery_counts
        SELECT broadcast_id, state, accepted_final, gateway, account, COUNT(*), MAX(COALESCE(finished_at, 0))
        FROM deliveries GROUP BY 1, 2, 3, 4, 5)",
    R"(CREATE TRIGGER deliveries_counted AFTER INSERT ON deliveries
        BEGIN
            INSERT INTO delivery_counts VALUES (NEW.broadcast_id, NEW.state, NEW.accepted_final, NEW.gateway,
                NEW.account, 1, COALESCE(NEW.finished_at, 0))
                ON CONFLICT DO UPDATE SET number = number + 1, latest = MAX(latest, excluded.latest);
        END)",
    R"(CREATE TRIGGER deliveries_recounted
        AFTER UPDATE OF broadcast_id, state, accepted_final, gateway, account ON deliveries
        BEGIN
            UPDATE delivery_counts SET number = number - 1 WHERE broadcast_id = OLD.broadcast_id
                AND state = OLD.state AND accepted_final = OLD.accepted_final AND gateway = OLD.gateway
                AND account = OLD.account;
            INSERT INTO delivery_counts VALUES (NEW.broadcast_id, NEW.state, NEW.accepted_final, NEW.gateway,
                NEW.account, 1, COALESCE(NEW.finished_at, 0))
                ON CONFLICT DO UPDATE SET number = number + 1, latest = MAX(latest, excluded.latest);
        END)",
    R"(CREATE TRIGGER deliveries_uncounted AFTER DELETE ON deliveries
        BEGIN
            UPDATE delivery_counts SET number = number - 1 WHERE broadcast_id = OLD.broadcast_id
                AND state = OLD.state AND accepted_final = OLD.accepted_final AND gateway = OLD.gateway
                AND account = OLD.account;
        END)",
    // Partial indexes that contain only open rows: finished rows cost nothing.
    "DROP INDEX deliveries_due",
    "DROP INDEX deliveries_live",
    "DROP INDEX deliveries_state",
    R"(CREATE INDEX deliveries_queued ON deliveries (gateway, account, broadcast_id, position)
        WHERE state = 'queued')",
    R"(CREATE INDEX deliveries_waiting ON deliveries (gateway, account, broadcast_id, due, position)
        WHERE state = 'waiting')",
    R"(CREATE INDEX deliveries_in_flight ON deliveries (claimed_at)
        WHERE accepted_final = 0 AND (state = 'sending' OR state = 'accepted'))",
    "CREATE INDEX deliveries_unknown ON deliveries (claimed_at) WHERE state = 'unknown'",
    "CREATE INDEX broadcasts_open ON broadcasts (state, priority) WHERE settled_at IS NULL",
    "CREATE INDEX broadcasts_over ON broadcasts (settled_at) WHERE settled_at IS NOT NULL",
    "CREATE INDEX broadcast_pictures_picture ON broadcast_pictures (sha256)",
    // Without json_valid(), which an untrusted schema may not call.
    "CREATE TABLE incidents_before AS SELECT * FROM incidents",
    "DROP TABLE incidents",
    R"(CREATE TABLE incidents (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind <> ''),
        severity TEXT NOT NULL CHECK (severity IN ('info', 'degraded', 'needs_hand', 'failed')),
        cause TEXT NOT NULL,
        gateways TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        updated_at INTEGER NOT NULL,
        count INTEGER NOT NULL CHECK (count > 0),
        evidence TEXT NOT NULL
    ) STRICT)",
    R"(INSERT INTO incidents (id, kind, severity, cause, gateways, started_at, ended_at, updated_at, count, evidence)
        SELECT id, kind, severity, cause, gateways, started_at, ended_at, updated_at, count, evidence
        FROM incidents_before)",
    "DROP TABLE incidents_before",
    "CREATE INDEX incidents_started ON incidents (started_at)",
    // Identifies this database and counts its claims, see SendRecord.
    R"(CREATE TABLE sends (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        lineage TEXT NOT NULL CHECK (length(lineage) = 32),
        claims INTEGER NOT NULL CHECK (claims >= 0)
    ) STRICT)",
    "INSERT INTO sends VALUES (1, lower(hex(randomblob(16))), 0)",
    R"(CREATE TRIGGER deliveries_claimed AFTER UPDATE OF state ON deliveries
        WHEN NEW.state = 'sending' AND OLD.state <> 'sending'
        BEGIN UPDATE sends SET claims = claims + 1; END)",
};

// Step 4: one spelling of a name everywhere, with hyphens.
constexpr std::array kStep4 = {
    "CREATE TABLE incidents_before AS SELECT * FROM incidents",
    "DROP TABLE incidents",
    R"(CREATE TABLE incidents (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind <> ''),
        severity TEXT NOT NULL CHECK (severity IN ('info', 'degraded', 'needs-hand', 'failed')),
        cause TEXT NOT NULL,
        gateways TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        updated_at INTEGER NOT NULL,
        count INTEGER NOT NULL CHECK (count > 0),
        evidence TEXT NOT NULL
    ) STRICT)",
    R"(INSERT INTO incidents (id, kind, severity, cause, gateways, started_at, ended_at, updated_at, count, evidence)
        SELECT id, replace(kind, '_', '-'), replace(severity, '_', '-'), cause, gateways, started_at, ended_at,
            updated_at, count, evidence
        FROM incidents_before)",
    "DROP TABLE incidents_before",
    "CREATE INDEX incidents_started ON incidents (started_at)",
};

// Step 5: what the operator calls a broadcast; it is never sent.
constexpr std::array kStep5 = {
    "ALTER TABLE broadcasts ADD COLUMN title TEXT NOT NULL DEFAULT ''",
};

// Later steps are added at the end and never changed once released.
constexpr std::array kSteps = {Step(kStep1), Step(kStep2), Step(kStep3), Step(kStep4), Step(kStep5)};

Error tooNew(int version)
{
    return {.kind = ErrorKind::Storage, .reason = Reason::DatabaseTooNew, .code = version};
}

using Shape = Result<QStringList>;

QString lineFrom(const Row &row)
{
    QStringList words;
    for (int i = 0; i < 4; ++i)
        words.append(row.text(i));
    return words.join(u' ');
}

//! Lists the objects of the schema with their SQL. Omits statistics, which affect only the planning of statements.
Shape objectsOf(Connection &db)
{
    return rows(db,
                QStringLiteral("SELECT type, name, tbl_name, sql FROM sqlite_master"
                               " WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))"
                               " ORDER BY type, name"),
                {}, lineFrom);
}

//! Lists the transitions that the deliveries' trigger allows.
Shape transitionsOf(Connection &db)
{
    return rows(db,
                QStringLiteral("SELECT 'transition', from_state, to_state, '' FROM delivery_transitions ORDER BY 2, 3"),
                {}, lineFrom);
}

QString firstOnlyIn(const QStringList &one, const QStringList &other)
{
    const auto it =
        std::find_if(one.begin(), one.end(), [&other](const QString &line) { return !other.contains(line); });
    return it == one.end() ? QString() : it->section(u' ', 0, 2);
}

Result<> compare(const Shape &found, const Shape &expected)
{
    if (!found)
        return fail(found.error());
    if (!expected)
        return fail(expected.error());
    if (*found == *expected)
        return {};
    const QString strange = firstOnlyIn(*found, *expected);
    return fail(ErrorKind::Storage, Reason::DatabaseForeign,
                strange.isEmpty() ? firstOnlyIn(*expected, *found) : strange);
}

//! Compares the schema with that of a fresh database of the same version: a foreign trigger, view or transition would
//! be code that runs with every send. Reads none of the objects before they are known to be ours.
Result<> checkSchema(Connection &db, int version)
{
    const auto fresh = Connection::open(QStringLiteral(":memory:"), Connection::Mode::ReadWrite);
    if (!fresh)
        return fail(fresh.error());
    if (auto made = applySteps(**fresh, 0, version); !made)
        return made;
    if (auto ours = compare(objectsOf(db), objectsOf(**fresh)); !ours || version == 0)
        return ours;
    return compare(transitionsOf(db), transitionsOf(**fresh));
}

//! Disables untrusted functions in the schema. It is ours at this point, but another program could change it later.
Result<> distrustFunctions(Connection &db)
{
    return forEachRow(db, QStringLiteral("PRAGMA trusted_schema = OFF"), {}, [](const Row &) {});
}

} // namespace

Result<int> readVersion(Connection &db)
{
    int version = 0;
    const auto done = forEachRow(db, QStringLiteral("PRAGMA user_version"), {},
                                 [&version](const Row &row) { version = int(row.integer(0)); });
    if (!done)
        return fail(done.error());
    return version;
}

int schemaVersion()
{
    return static_cast<int>(kSteps.size());
}

Result<> applySteps(Connection &db, int from, int to)
{
    for (int step = from; step < to; ++step) {
        const auto done = inTransaction(db, [&db, step]() -> Result<int> {
            for (const char *sql : kSteps[static_cast<std::size_t>(step)]) {
                if (auto executed = execute(db, QString::fromUtf8(sql)); !executed)
                    return executed;
            }
            return execute(db, QStringLiteral("PRAGMA user_version = %1").arg(step + 1));
        });
        if (!done)
            return fail(done.error());
    }
    return {};
}

Result<> migrate(Connection &db)
{
    const auto version = readVersion(db);
    if (!version)
        return fail(version.error());
    if (*version > schemaVersion())
        return fail(tooNew(*version));
    if (auto ours = checkSchema(db, *version); !ours)
        return ours;
    if (auto done = applySteps(db, *version, schemaVersion()); !done)
        return done;
    return distrustFunctions(db);
}

Result<> checkVersion(Connection &db)
{
    const auto version = readVersion(db);
    if (!version)
        return fail(version.error());
    if (*version > schemaVersion())
        return fail(tooNew(*version));
    if (*version < schemaVersion())
        return fail(Error{.kind = ErrorKind::Storage, .reason = Reason::NotFound, .code = *version});
    if (auto ours = checkSchema(db, *version); !ours)
        return ours;
    return distrustFunctions(db);
}

} // namespace rookery::store

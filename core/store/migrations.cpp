// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations.h"

#include "database.h"

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

// Step 3: proof that comes late, and state that is not believed.
constexpr std::array kStep3 = {
    R"(INSERT INTO delivery_transitions VALUES
        ('waiting', 'verified'), ('failed', 'verified'), ('queued', 'unknown'), ('waiting', 'unknown'))",
    // QQ names pictures by it, so an echo may be recognised by it; pictures of before have none
    "ALTER TABLE pictures ADD COLUMN md5 BLOB CHECK (md5 IS NULL OR length(md5) = 16)",
};

// A later step is added at the end and never changed once it was released.
constexpr std::array kSteps = {Step(kStep1), Step(kStep2), Step(kStep3)};

Result<int> readVersion(QSqlDatabase &db)
{
    int version = 0;
    const auto done = forEachRow(db, QStringLiteral("PRAGMA user_version"), {},
                                 [&version](const QSqlQuery &query) { version = query.value(0).toInt(); });
    if (!done)
        return fail(done.error());
    return version;
}

Error tooNew(int version)
{
    return {.kind = ErrorKind::Storage, .reason = Reason::DatabaseTooNew, .code = version};
}

} // namespace

int schemaVersion()
{
    return static_cast<int>(kSteps.size());
}

Result<> migrate(QSqlDatabase &db)
{
    const auto version = readVersion(db);
    if (!version)
        return fail(version.error());
    if (*version > schemaVersion())
        return fail(tooNew(*version));
    for (int step = *version; step < schemaVersion(); ++step) {
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

Result<> checkVersion(QSqlDatabase &db)
{
    const auto version = readVersion(db);
    if (!version)
        return fail(version.error());
    if (*version > schemaVersion())
        return fail(tooNew(*version));
    if (*version < schemaVersion())
        return fail(Error{.kind = ErrorKind::Storage, .reason = Reason::NotFound, .code = *version});
    return {};
}

} // namespace rookery::store

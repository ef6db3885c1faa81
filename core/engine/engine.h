// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/detection.h"
#include "model/incident.h"
#include "model/listener.h"
#include "model/logline.h"
#include "model/rkey.h"
#include "model/session.h"
#include "model/settings.h"

#include "base/async.h"

#include <QJsonObject>
#include <QObject>

#include <memory>
#include <optional>
#include <stop_token>

namespace rookery::engine {

//! Configures an engine.
struct Options {
    QString profileFolder;
    QString programName = QStringLiteral("rookery"); //!< shown to a program that finds the profile locked
    bool memorySecrets = false; //!< demo and tests: nothing is stored in the keyring
    bool connectAtStart = true; //!< false: read and edit only; no gateway is contacted
};

//! Gives the platform's folder for the profile of this user.
[[nodiscard]] QString defaultProfileFolder();

//! Replaces a settings.json that is refused (Reason::SettingsBroken, SettingsRefused) with the last readable
//! settings, and returns the path of the refused file. Blocks for a moment.
[[nodiscard]] Result<QString> restoreSettings(const QString &profileFolder, const QString &programName);

//! Holds the content of a gateway's log file, and the kind that wrote it.
struct ScannedLog {
    GatewayKind kind = kDefaultKind;
    QList<LogLine> lines;
    LogReading reading;
};

//! Reads a gateway's log file on a worker thread: classified and masked, at most `limit` lines from the end. Without
//! `kind` the file's first lines decide; an unrecognised file is read as one of the default kind. Needs no profile.
//! Resolves as Cancelled soon after `stop` is requested: request it when the lines are no longer needed, because the
//! program does not exit while the worker reads. Storage errors.
[[nodiscard]] FutureResult<ScannedLog> scanLogFile(const QString &path, std::optional<GatewayKind> kind,
                                                   const std::stop_token &stop = {}, int limit = 200'000);

//! Holds everything that changed since the last delta; at most ten a second.
struct Delta {
    QList<AccountSnapshot> accounts; //!< changed or new
    QList<GatewayId> removedAccounts;
    QList<BroadcastSummary> broadcasts;
    QList<BroadcastId> removedBroadcasts; //!< over long ago, and removed with their deliveries
    QList<Delivery> deliveries; //!< changed ones of any broadcast
    QList<RkeyState> rkeys;
    QList<Incident> incidents;
    QList<LogLine> logLines; //!< new ones, in order per gateway
    std::optional<ListenerState> listener = {}; //!< our own port changed, or it rejected a connection
};

//! Provides the façade of the engine: owns the services and the engine and store threads. Abstract, so that tests can
//! show the pages with made-up state. Lives on the caller's (GUI) thread; every command returns at once and its
//! future finishes later; state is passed as values. The cached snapshots (`accounts()` …) are the sum of the deltas
//! so far.
class Engine : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Engine)

public:
    //! Opens the profile (lock, database, migrations) and starts the threads. Storage errors: ProfileInUse,
    //! FileDenied, DiskFull, DatabaseBroken, DatabaseTooNew, DatabaseForeign.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> start(const Options &options);
    //! Stops sending, closes connections, waits for the threads, releases the lock.
    ~Engine() override = default;

    // state
    [[nodiscard]] virtual QList<AccountSnapshot> accounts() const = 0;
    [[nodiscard]] virtual QList<BroadcastSummary> broadcasts() const = 0; //!< newest first
    [[nodiscard]] virtual QList<RkeyState> rkeys() const = 0;
    [[nodiscard]] virtual QList<Incident> incidents() const = 0; //!< open ones first, newest first
    [[nodiscard]] virtual QList<LogLine> recentLogLines() const = 0; //!< at most 20 000, oldest first
    [[nodiscard]] virtual KeyringState keyring() const = 0;
    [[nodiscard]] virtual ListenerState listener() const = 0; //!< our own port, for gateways that dial in
    [[nodiscard]] virtual Settings settings() const = 0;
    [[nodiscard]] virtual bool sendingStopped() const = 0;
    [[nodiscard]] virtual double eventsPerSecond() const = 0; //!< over the last ten seconds

    // gateways
    [[nodiscard]] static Result<ParsedAddress> parseAddress(const QString &text, GatewayKind kind);
    //! Parses the address of a page that is no gateway's.
    [[nodiscard]] static Result<ParsedAddress> parsePageAddress(const QString &text);
    //! Stores the one address that an operator enters in the field that the profile's kind uses.
    static void setAddress(GatewayProfile &profile, const QUrl &url);
    //! Makes a token for a gateway that dials in; shown once, to be pasted there.
    [[nodiscard]] static Redacted<QString> makeToken();
    [[nodiscard]] virtual PasteResult parsePasted(const QString &text) const = 0;
    [[nodiscard]] virtual GatewayId suggestId(const QString &name) const = 0;
    //! Adds a gateway; its future finishes once the list has it. An empty `oneBotToken` is not stored.
    virtual FutureResult<> addGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                                      const Redacted<QString> &oneBotToken = {}) = 0;
    //! Updates a gateway. A given token is stored first, so that the old one is never sent to what the gateway has
    //! become. Without one the old token stays, but it is deleted if it would be a different secret for the new kind.
    virtual FutureResult<> updateGateway(const GatewayProfile &profile, const Redacted<QString> &token = {}) = 0;
    virtual FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                       const Redacted<QString> &oneBotToken = {}) = 0;
    virtual FutureResult<> removeGateway(const GatewayId &gateway) = 0;
    //! Tests a gateway without changing the list; names what is wrong, step by step.
    virtual FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile,
                                                        const Redacted<QString> &token) = 0;
    //! Detects what is at an address as typed or pasted, by a few harmless requests within seconds: sends no token,
    //! logs nothing in and counts as no login attempt. BadInput: not an address.
    virtual FutureResult<Detection> detectGateway(const QString &address) = 0;
    //! Ends a live test that still waits (for its gateway to dial in); its future resolves as Cancelled.
    virtual void cancelTest(const GatewayId &gateway) = 0;
    //! Clears the list of connections that our own port rejected; their count stays.
    virtual FutureResult<> clearIncoming() = 0;
    virtual FutureResult<> pinCertificate(const GatewayId &gateway, const QByteArray &sha256) = 0;

    // sessions
    virtual FutureResult<> startGateway(const GatewayId &gateway) = 0;
    virtual FutureResult<> stopGateway(const GatewayId &gateway) = 0;
    virtual FutureResult<> retryNow(const GatewayId &gateway) = 0;
    virtual FutureResult<> refreshQr(const GatewayId &gateway) = 0;
    virtual FutureResult<> quickLogin(const GatewayId &gateway, const AccountId &account) = 0;
    virtual FutureResult<> submitTotp(const GatewayId &gateway, const Redacted<QString> &code) = 0;
    //! Submits the Auth Token that an LLBot waits for before any login (LoginReason::SignToken); LLBot stores it, we
    //! do not.
    virtual FutureResult<> submitSignToken(const GatewayId &gateway, const Redacted<QString> &token) = 0;
    //! Logs out or logs in again: restarts the gateway, which then waits for a scan.
    virtual FutureResult<> restartGateway(const GatewayId &gateway) = 0;
    virtual FutureResult<QList<Contact>> contacts(const GatewayId &gateway, bool refresh = false) = 0;

    // broadcasts
    virtual FutureResult<Plan> plan(const Draft &draft) = 0;
    //! Queues a broadcast; finishes after the commit, because only then it is queued.
    virtual FutureResult<BroadcastId> enqueue(const Plan &plan) = 0;
    virtual FutureResult<> pause(BroadcastId broadcast) = 0;
    virtual FutureResult<> resume(BroadcastId broadcast) = 0;
    virtual FutureResult<> cancel(BroadcastId broadcast) = 0;
    virtual FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) = 0;
    virtual FutureResult<> confirmArrived(const QList<DeliveryId> &deliveries) = 0;
    virtual FutureResult<> sendAgain(const QList<DeliveryId> &deliveries) = 0;
    virtual FutureResult<> setSendingStopped(bool stopped) = 0;

    // rkey, logs, incidents
    virtual FutureResult<> probeRkey(const GatewayId &gateway) = 0;
    //! Explains the rules for that kind's log; two kinds may use the same rule id for different things.
    [[nodiscard]] static QList<RuleExplanation> logRules(GatewayKind kind, const QString &language);

    // settings and window state
    //! Saves the settings, except the gateways. If our own port cannot be opened as wanted (PortUnavailable, or an
    //! error of address or certificate), nothing changes.
    virtual FutureResult<> saveSettings(const Settings &settings) = 0;
    [[nodiscard]] virtual QJsonObject windowState() const = 0;
    virtual FutureResult<> saveWindowState(const QJsonObject &state) = 0;

    //! Writes settings, window state and the database, as of now, into one new tar file (0600) at `path`, atomically:
    //! an older file there stays until the new one is complete. Secrets are not included, as its `backup.json`
    //! states; nor are logs and cached pictures. Unpacked into an empty folder it is a profile again. Runs off the
    //! caller's thread. Rejected/BadInput for a folder or a path inside the profile itself; Storage errors.
    virtual FutureResult<> backupProfile(const QString &path) = 0;

Q_SIGNALS:
    void changed(const rookery::engine::Delta &delta);
    void keyringChanged(rookery::KeyringState state);
    void sendingStoppedChanged(bool stopped);
    //! Reports trouble with the profile itself: disk full, database errors.
    void storageTrouble(const rookery::Error &error);
    void storageRecovered();
    //! Reports that the profile's database is older than the last send from it, or another one: `deliveries`
    //! (possibly 0) were live in it and are now Unknown(Restored). Emitted once, soon after the start.
    void databaseRestored(int deliveries);

protected:
    explicit Engine(QObject *parent) : QObject(parent) {}
};

} // namespace rookery::engine

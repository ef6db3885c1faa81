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

struct Options {
    QString profileFolder;
    QString programName = QStringLiteral("rookery"); //!< shown to whoever finds the profile locked
    bool memorySecrets = false; //!< demo and tests: nothing reaches the keyring
    bool connectAtStart = true; //!< false: read and edit only; no gateway is contacted
};

//! The platform's place for the profile of this user.
[[nodiscard]] QString defaultProfileFolder();

//! Puts the last settings that could be read back in the place of a settings.json that is refused
//! (Reason::SettingsBroken, SettingsRefused), and answers where that one lies now. Blocks for a moment.
[[nodiscard]] Result<QString> restoreSettings(const QString &profileFolder, const QString &programName);

//! The kinds that can be added, in the order in which they are offered, and their names in scripts ("napcat").
[[nodiscard]] QList<GatewayKind> gatewayKinds();
[[nodiscard]] QString gatewayKindId(GatewayKind kind);
[[nodiscard]] std::optional<GatewayKind> gatewayKind(const QString &id);
//! The names of OneBot 11's ways in scripts: "socket", "two-sockets", "reverse", "http", "http-post", "http-events".
[[nodiscard]] std::optional<OneBotWay> oneBotWay(const QString &id);
//! False where a gateway may be set up without a token.
[[nodiscard]] bool tokenNeeded(GatewayKind kind);
//! Returns whether both kinds ask for the same token: that of the panel, or that of the OneBot port.
[[nodiscard]] bool sameToken(GatewayKind one, GatewayKind other);

//! A gateway's log file: whose it is, and its lines.
struct ScannedLog {
    GatewayKind kind = GatewayKind::NapCat;
    QList<LogLine> lines;
    LogReading reading;
};

//! Reads a gateway's log file on a worker: classified and masked, at most `limit` lines from the end. Without `kind`
//! the file's first lines tell it; a file of nobody's is read as NapCat's.
//! Needs no profile. Ends with Cancelled soon after `stop` is requested: request it when nobody wants the lines any
//! more, for the program does not end while the worker reads. Storage errors.
[[nodiscard]] FutureResult<ScannedLog> scanLogFile(const QString &path, std::optional<GatewayKind> kind,
                                                   const std::stop_token &stop = {}, int limit = 200'000);

//! Everything that changed since the last delta; at most ten a second.
struct Delta {
    QList<AccountSnapshot> accounts; //!< changed or new
    QList<GatewayId> removedAccounts;
    QList<BroadcastSummary> broadcasts;
    QList<BroadcastId> removedBroadcasts; //!< over long ago, and forgotten with their deliveries
    QList<Delivery> deliveries; //!< changed ones of any broadcast
    QList<RkeyState> rkeys;
    QList<Incident> incidents;
    QList<LogLine> logLines; //!< new ones, in order per gateway
    std::optional<ListenerState> listener = {}; //!< our own port changed, or somebody was turned away
};

//! The façade: owns the graph of services and the engine and store threads. Abstract, so that the pages
//! can be shown with made-up state in their tests. Lives on the caller's (GUI) thread; every command returns at once
//! and its future finishes; state leaves as values. The cached snapshots (`accounts()` …) are what the deltas so far
//! add up to.
class Engine : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Engine)

public:
    //! Opens the profile (lock, database, migrations) and starts the threads. Storage errors:
    //! ProfileInUse, FileDenied, DiskFull, DatabaseBroken, DatabaseTooNew, DatabaseForeign.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> start(const Options &options);
    //! Stops sending, closes connections, gives the threads their time, releases the lock.
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
    [[nodiscard]] static Result<ParsedAddress> parseAddress(const QString &text,
                                                            GatewayKind kind = GatewayKind::NapCat);
    //! Puts the one address that an operator gives where the profile's kind keeps it.
    static void setAddress(GatewayProfile &profile, const QUrl &url);
    //! A new token for a gateway that dials in: shown once, to be pasted there.
    [[nodiscard]] static Redacted<QString> makeToken();
    [[nodiscard]] virtual PasteResult parsePasted(const QString &text) const = 0;
    [[nodiscard]] virtual GatewayId suggestId(const QString &name) const = 0;
    //! A null token keeps the stored one (edit).
    virtual FutureResult<> addGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                                      const Redacted<QString> &oneBotToken = {}) = 0;
    //! With a token, that is kept first: the old one is never shown to what the gateway has become. Without one, the
    //! old one stays, but is forgotten where it would be another thing for the new kind.
    virtual FutureResult<> updateGateway(const GatewayProfile &profile, const Redacted<QString> &token = {}) = 0;
    virtual FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                       const Redacted<QString> &oneBotToken = {}) = 0;
    virtual FutureResult<> removeGateway(const GatewayId &gateway) = 0;
    //! Does not touch the list; names what is wrong, step by step.
    virtual FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile,
                                                        const Redacted<QString> &token) = 0;
    //! What stands at an address as an operator types or pastes it, told by a handful of harmless questions within
    //! seconds: no token is shown, nothing is logged in and nothing counts against anybody. BadInput: no address.
    virtual FutureResult<Detection> detectGateway(const QString &address) = 0;
    //! Ends a live test that still waits (for its gateway to dial in); its future ends with Cancelled.
    virtual void cancelTest(const GatewayId &gateway) = 0;
    //! Forgets who was turned away at our own port so far; the count of them stays.
    virtual FutureResult<> clearDialIns() = 0;
    virtual FutureResult<> pinCertificate(const GatewayId &gateway, const QByteArray &sha256) = 0;

    // sessions
    virtual FutureResult<> startGateway(const GatewayId &gateway) = 0;
    virtual FutureResult<> stopGateway(const GatewayId &gateway) = 0;
    virtual FutureResult<> retryNow(const GatewayId &gateway) = 0;
    virtual FutureResult<> refreshQr(const GatewayId &gateway) = 0;
    virtual FutureResult<> quickLogin(const GatewayId &gateway, const AccountId &account) = 0;
    virtual FutureResult<> submitTotp(const GatewayId &gateway, const Redacted<QString> &code) = 0;
    //! The Auth Token that an LLBot waits for before any login (LoginReason::SignToken); kept there, not here.
    virtual FutureResult<> submitSignToken(const GatewayId &gateway, const Redacted<QString> &token) = 0;
    //! Log out or log in again: restarts the gateway, which then waits for a scan.
    virtual FutureResult<> restartGateway(const GatewayId &gateway) = 0;
    virtual FutureResult<QList<Contact>> contacts(const GatewayId &gateway, bool refresh = false) = 0;

    // broadcasts
    virtual FutureResult<Plan> plan(const Draft &draft) = 0;
    //! Finishes after the commit: only then it is queued.
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
    //! What the rules for that kind's log say; two kinds may use the same rule id for different things.
    [[nodiscard]] static QList<RuleExplanation> logRules(GatewayKind kind, const QString &language);

    // the window's own memory
    //! Gateways are ignored here. Where our own port could not be opened as wanted (PortUnavailable, or what is wrong
    //! with address or certificate) nothing is changed.
    virtual FutureResult<> saveSettings(const Settings &settings) = 0;
    [[nodiscard]] virtual QJsonObject windowState() const = 0;
    virtual FutureResult<> saveWindowState(const QJsonObject &state) = 0;

    //! Writes settings, the window's memory and the database, as of now, into one new tar file (0600) at `path`, in
    //! one step: an older file there stays until the new one is whole. Secrets are not in it, which its `backup.json`
    //! says too; nor are logs and cached pictures. Unpacked into an empty folder it is a profile again. Off the
    //! caller's thread. Rejected/BadInput for a folder or a place inside the profile itself; Storage errors.
    virtual FutureResult<> backupProfile(const QString &path) = 0;

Q_SIGNALS:
    void changed(const rookery::engine::Delta &delta);
    void keyringChanged(rookery::KeyringState state);
    void sendingStoppedChanged(bool stopped);
    //! Something about the profile itself: disk full, database trouble.
    void storageTrouble(const rookery::Error &error);
    void storageRecovered();
    //! The profile's database is older than the last send from it, or another one: so many deliveries (may be none)
    //! were live in it and are Unknown(Restored) now. Once, soon after the start.
    void databaseRestored(int deliveries);

protected:
    explicit Engine(QObject *parent) : QObject(parent) {}
};

} // namespace rookery::engine

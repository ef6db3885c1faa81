// SPDX-License-Identifier: GPL-3.0-or-later
#include "healthmonitor.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "model/severity.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::health {

namespace {

bool isConnected(SessionPhase phase)
{
    return phase == SessionPhase::NeedsTotp || phase == SessionPhase::LoginRequired || phase == SessionPhase::Online;
}

// Reasons why an account is not logged in; only one at a time.
constexpr std::array kLoginIncidents{IncidentKind::LoginNeeded,        IncidentKind::AccountKicked,
                                     IncidentKind::AccountOfflineByQq, IncidentKind::SignTokenNeeded,
                                     IncidentKind::TotpNeeded,         IncidentKind::LoginCheckNeeded};

//! Gives name and major version ("LLOneBot 8"); a change of it counts as another gateway.
QString generationOf(const GatewayVersion &version)
{
    return QString(version.app + u' ' + version.version.section(u'.', 0, 0)).trimmed();
}

//! Rules, from the logs of every gateway kind, whose lines report an unconfirmed send.
constexpr std::array kSendTimeoutRules{"send.timeout"_L1,        "timeout.ntqq-send"_L1,   "timeout.send-poll"_L1,
                                       "timeout.invoke-send"_L1, "timeout.direct-send"_L1, "timeout.self-echo"_L1};
constexpr std::array kRichMediaRules{"send.rich-media"_L1, "media.rich"_L1};

template <class Rules>
bool isOneOf(const QString &id, const Rules &rules)
{
    return std::any_of(rules.cbegin(), rules.cend(), [&id](QLatin1StringView one) { return id == one; });
}

Error loginError(ErrorReason reason)
{
    return Error{.kind = ErrorKind::Rejected, .reason = reason};
}

//! Gives what gateways that fail together have in common: the host. A gateway without an address (it dials us, or is
//! in a folder) shares nothing with others.
QString placeOf(const GatewayProfile &profile)
{
    const QString host = profile.address().host();
    return host.isEmpty() ? profile.id.value() : host;
}

//! Finds what is wrong with a watched service although part of it answers; nullopt: nothing known.
std::optional<Observation> observationOf(const ServiceView &view, const GatewayId &gateway)
{
    Observation observation{.severity = Severity::Degraded,
                            .cause = gateway.value(),
                            .gateway = gateway,
                            .what = loginError(Reason::NotLoggedIn),
                            .text = view.botText};
    switch (view.state) {
    case ServiceState::WaitingForScan:
        observation.kind = IncidentKind::ServiceHeldUp;
        observation.severity = Severity::Failed; // no user can use it
        observation.what = view.api;
        return observation;
    case ServiceState::BotWaiting:
        observation.kind = IncidentKind::LoginNeeded;
        observation.severity = Severity::NeedsHand;
        return observation;
    case ServiceState::PaymentsOff:
        observation.kind = IncidentKind::ServiceBotOff;
        return observation;
    case ServiceState::SessionLost:
        observation.kind = IncidentKind::ServiceSessionLost;
        return observation;
    case ServiceState::Failing:
    case ServiceState::FrontDown:
        observation.kind = IncidentKind::ServiceFailing;
        observation.what = view.state == ServiceState::Failing ? view.api : view.front;
        observation.text.clear();
        return observation;
    case ServiceState::Unknown:
    case ServiceState::Online:
    case ServiceState::BotUnproven:
    case ServiceState::BotUnwatched:
    case ServiceState::NoBot:
    case ServiceState::BackendDown:
    case ServiceState::TimedOut:
        break;
    }
    return std::nullopt;
}

} // namespace

HealthMonitor::HealthMonitor(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_timer(clock, [this] { tick(); })
{}

HealthMonitor::~HealthMonitor() = default;

void HealthMonitor::restore(const QList<Incident> &incidents, const QList<GatewayId> &known)
{
    m_tracker.restore(incidents);
    QSet<GatewayId> removed;
    for (const Incident &incident : incidents) {
        if (!incident.isOpen())
            continue;
        for (const GatewayId &gateway : incident.gateways) {
            if (!known.contains(gateway))
                removed.insert(gateway);
            else if (incident.kind == IncidentKind::GatewayChanged)
                m_gateways[gateway].seemsAnother = true;
        }
        resumeExpiring(incident);
    }
    for (const GatewayId &gateway : std::as_const(removed))
        forget(gateway);
    arm();
}

//! Restarts the quiet time of an incident that ends by silence, because nothing was observed while we did not run.
void HealthMonitor::resumeExpiring(const Incident &incident)
{
    seconds quiet{0};
    switch (incident.kind) {
    case IncidentKind::RichMediaFailing:
    case IncidentKind::SendTimeouts:
        quiet = kSendQuiet;
        break;
    case IncidentKind::RkeyServerFailing:
        quiet = kServerQuiet;
        break;
    case IncidentKind::GatewayRestarted:
    case IncidentKind::AccountRestricted:
    case IncidentKind::ProtocolGarbage:
        quiet = kQuiet;
        break;
    case IncidentKind::GatewayChanged:
        if (incident.severity != Severity::Info)
            return; // until the profile names the right gateway
        quiet = kQuiet;
        break;
    default:
        return; // ends by evidence
    }
    for (const GatewayId &gateway : incident.gateways)
        m_expiring.append(
            {.kind = incident.kind, .cause = incident.cause, .gateway = gateway, .until = m_clock.now() + quiet});
}

void HealthMonitor::tell(const Incident &incident)
{
    m_pendingUpdates.remove(incident.id);
    Q_EMIT incidentChanged(incident);
}

void HealthMonitor::observe(const Observation &observation)
{
    const auto before = m_tracker.causeOf(observation.kind, observation.gateway);
    const Incident incident = m_tracker.observe(observation, m_clock.wallNow());
    if (before == observation.cause)
        tellSoon(incident.id);
    else
        tell(incident);
}

void HealthMonitor::tellSoon(IncidentId incident)
{
    m_pendingUpdates.insert(incident);
    if (!m_tellAt)
        m_tellAt = m_clock.now() + kTellEvery;
    arm();
}

void HealthMonitor::observeTransient(const Observation &observation, seconds quiet)
{
    const SteadyTime until = m_clock.now() + quiet;
    const auto it = std::find_if(m_expiring.begin(), m_expiring.end(), [&observation](const Expiring &expiring) {
        return expiring.kind == observation.kind && expiring.cause == observation.cause
            && expiring.gateway == observation.gateway;
    });
    if (it != m_expiring.end())
        it->until = until;
    else
        m_expiring.append(
            {.kind = observation.kind, .cause = observation.cause, .gateway = observation.gateway, .until = until});
    observe(observation);
    arm();
}

void HealthMonitor::raise(const Observation &observation)
{
    if (const auto incident = m_tracker.raise(observation, m_clock.wallNow()))
        tell(*incident);
}

void HealthMonitor::clear(IncidentKind kind, const GatewayId &gateway)
{
    const QList<Incident> changed = m_tracker.clear(kind, gateway, m_clock.wallNow());
    for (const Incident &incident : changed)
        tell(incident);
}

void HealthMonitor::observeSnapshot(const AccountSnapshot &snapshot)
{
    GatewayMemory &memory = m_gateways[snapshot.profile.id];
    const GatewayId &gateway = snapshot.profile.id;
    memory.host = placeOf(snapshot.profile);
    observeConnection(snapshot, memory);
    observeRefusal(snapshot);
    if (snapshot.capabilities.actions)
        observeLogin(snapshot, memory.host);
    else
        observeService(snapshot);
    observeGarbage(snapshot, memory);
    observeVersion(snapshot, memory);
    if (snapshot.login.qr && snapshot.login.qr->refreshUnchanged)
        raise({.kind = IncidentKind::QrRefreshStuck,
               .severity = Severity::NeedsHand,
               .cause = gateway.value(),
               .gateway = gateway,
               .what = Error{.kind = ErrorKind::Expired, .reason = Reason::QrUnchanged},
               .text = {}});
    else
        clear(IncidentKind::QrRefreshStuck, gateway);
    if (snapshot.sameAccountElsewhere)
        raise({.kind = IncidentKind::SameAccountTwice,
               .severity = Severity::Degraded,
               .cause = snapshot.account.value(),
               .gateway = gateway,
               .what = {},
               .text = {}});
    else
        clear(IncidentKind::SameAccountTwice, gateway);
}

void HealthMonitor::observeConnection(const AccountSnapshot &snapshot, GatewayMemory &memory)
{
    const SessionPhase phase = snapshot.session.phase;
    const GatewayId &gateway = snapshot.profile.id;
    if (isConnected(phase) || phase == SessionPhase::Stopped || phase == SessionPhase::Rejected) {
        if (phase != SessionPhase::Rejected)
            clear(IncidentKind::GatewayUnreachable, gateway);
        clear(IncidentKind::PortsSilent, gateway);
        // Only a reconnect ends a restart: its first sign may be seen while the link is still up.
        if (memory.downSince && phase != SessionPhase::Rejected)
            clear(IncidentKind::GatewayRestarted, gateway);
        memory.downSince.reset();
        return;
    }
    // A rate limit is an answer of the gateway and passes; a refused certificate has its own incident.
    if (phase != SessionPhase::Backoff || snapshot.session.why.kind == ErrorKind::RateLimited
        || snapshot.refusedCertificate)
        return;
    if (snapshot.session.why.reason == Reason::PortsSilent) { // it is running, and has its own incident
        raise({.kind = IncidentKind::PortsSilent,
               .severity = Severity::Failed,
               .cause = gateway.value(),
               .gateway = gateway,
               .what = snapshot.session.why,
               .text = {}});
        return;
    }
    memory.downWhy = snapshot.session.why;
    if (!memory.downSince)
        memory.downSince = m_clock.now();
    if (snapshot.session.why.reason == Reason::GatewayRestarting)
        raise({.kind = IncidentKind::GatewayRestarted,
               .severity = Severity::Info,
               .cause = gateway.value(),
               .gateway = gateway,
               .what = snapshot.session.why,
               .text = {}});
    checkDown(m_clock.now());
    arm();
}

void HealthMonitor::observeRefusal(const AccountSnapshot &snapshot)
{
    const GatewayId &gateway = snapshot.profile.id;
    const bool rejected = snapshot.session.phase == SessionPhase::Rejected;
    const Error &why = snapshot.session.why;
    if (snapshot.refusedCertificate)
        raise({.kind = IncidentKind::CertificateRefused,
               .severity = Severity::NeedsHand,
               .cause = placeOf(snapshot.profile),
               .gateway = gateway,
               .what = why,
               .text = snapshot.refusedCertificate->subject});
    else
        clear(IncidentKind::CertificateRefused, gateway);
    if (rejected && why.kind == ErrorKind::Auth)
        raise({.kind = IncidentKind::TokenRefused,
               .severity = Severity::Failed,
               .cause = gateway.value(),
               .gateway = gateway,
               .what = why,
               .text = {}});
    else if (isConnected(snapshot.session.phase) || snapshot.session.phase == SessionPhase::Stopped)
        clear(IncidentKind::TokenRefused, gateway);
    if (!rejected || why.kind == ErrorKind::Auth || snapshot.refusedCertificate)
        return;
    const bool garbage = why.reason == Reason::Garbage || why.reason == Reason::FrameTooLarge;
    if (!garbage)
        raise({.kind = IncidentKind::GatewayUnreachable,
               .severity = Severity::Failed,
               .cause = placeOf(snapshot.profile),
               .gateway = gateway,
               .what = why,
               .text = {}});
    else if (!m_tracker.causeOf(IncidentKind::ProtocolGarbage, gateway))
        observeTransient({.kind = IncidentKind::ProtocolGarbage,
                          .severity = Severity::Failed,
                          .cause = gateway.value(),
                          .gateway = gateway,
                          .what = why,
                          .text = {}},
                         kQuiet);
}

//! Kicks within a minute have one cause, such as a change at QQ, and make one incident; it is known by the gateway that
//! was first, and when.
QString HealthMonitor::causeOfKick(const GatewayId &gateway) const
{
    if (const std::optional<QString> known = m_tracker.causeOf(IncidentKind::AccountKicked, gateway))
        return *known;
    const WallTime now = m_clock.wallNow();
    const QList<Incident> incidents = m_tracker.all();
    for (const Incident &incident : incidents) {
        const milliseconds age = now - incident.startedAt;
        if (incident.kind == IncidentKind::AccountKicked && incident.isOpen() && age >= milliseconds(0)
            && age <= kOneKick)
            return incident.cause;
    }
    // with the time, so that another kick of this account is not taken for this one
    return gateway.value() + u'@' + QString::number(toMSecs(now));
}

void HealthMonitor::observeLogin(const AccountSnapshot &snapshot, const QString &host)
{
    const GatewayId &gateway = snapshot.profile.id;
    const SessionPhase phase = snapshot.session.phase;
    if (phase == SessionPhase::Online || phase == SessionPhase::Stopped) {
        for (const IncidentKind kind : kLoginIncidents)
            clear(kind, gateway);
        return;
    }
    const bool totp = phase == SessionPhase::NeedsTotp;
    if (phase != SessionPhase::LoginRequired && !totp)
        return; // unknown while reconnecting
    const LoginReason login = snapshot.session.login;
    const ErrorReason asked = snapshot.session.why.reason;
    const bool digits = totp && (asked == Reason::PhoneDigitsNeeded || asked == Reason::PhoneDigitsWrong);
    Observation observation{.kind = totp ? IncidentKind::TotpNeeded : IncidentKind::LoginNeeded,
                            .severity = Severity::NeedsHand,
                            .cause = {},
                            .gateway = gateway,
                            .what =
                                digits ? snapshot.session.why : loginError(totp ? Reason::TotpNeeded : reasonOf(login)),
                            .text = snapshot.login.gatewayText};
    if (totp) {
        observation.text.clear(); // it belongs to another login
    } else if (login == LoginReason::Captcha || login == LoginReason::NewDevice || login == LoginReason::Elsewhere) {
        observation.kind = IncidentKind::LoginCheckNeeded;
        observation.cause = gateway.value();
    } else if (login == LoginReason::Kicked) {
        observation.kind = IncidentKind::AccountKicked;
        observation.severity = Severity::Failed;
        observation.cause = causeOfKick(gateway);
    } else if (login == LoginReason::TakenOver) {
        observation.severity = Severity::Failed; // it was working before
        observation.cause = gateway.value(); // not grouped with those that only wait for a scan
    } else if (login == LoginReason::OfflineByQq) {
        observation.kind = IncidentKind::AccountOfflineByQq;
        observation.severity = Severity::Failed;
        observation.cause = host;
    } else if (login == LoginReason::SignToken) {
        observation.kind = IncidentKind::SignTokenNeeded;
        observation.cause = gateway.value();
    }
    for (const IncidentKind kind : kLoginIncidents) {
        if (kind != observation.kind || m_tracker.causeOf(kind, gateway) != observation.cause)
            clear(kind, gateway);
    }
    raise(observation);
}

void HealthMonitor::observeService(const AccountSnapshot &snapshot)
{
    const GatewayId &gateway = snapshot.profile.id;
    const ServiceView view = snapshot.service.value_or(ServiceView());
    const std::optional<Observation> observation = observationOf(view, gateway);
    for (const IncidentKind kind : {IncidentKind::LoginNeeded, IncidentKind::ServiceHeldUp, IncidentKind::ServiceBotOff,
                                    IncidentKind::ServiceSessionLost, IncidentKind::ServiceFailing}) {
        if (!observation || kind != observation->kind)
            clear(kind, gateway);
    }
    if (observation)
        raise(*observation);
}

void HealthMonitor::observeGarbage(const AccountSnapshot &snapshot, GatewayMemory &memory)
{
    const quint64 fresh =
        snapshot.activity.undecodable > memory.undecodable ? snapshot.activity.undecodable - memory.undecodable : 0;
    memory.undecodable = snapshot.activity.undecodable;
    if (fresh == 0)
        return;
    const SteadyTime now = m_clock.now();
    memory.garbage.removeIf([now](SteadyTime at) { return now - at > kQuiet; });
    for (quint64 i = 0; i < std::min<quint64>(fresh, kGarbageThreshold) && memory.garbage.size() < kGarbageThreshold;
         ++i)
        memory.garbage.append(now);
    if (memory.garbage.size() < kGarbageThreshold)
        return;
    observeTransient({.kind = IncidentKind::ProtocolGarbage,
                      .severity = Severity::Degraded,
                      .cause = snapshot.profile.id.value(),
                      .gateway = snapshot.profile.id,
                      .what = Error{.kind = ErrorKind::Protocol, .reason = Reason::Garbage},
                      .text = QString::number(snapshot.activity.undecodable)},
                     kQuiet);
}

void HealthMonitor::observeVersion(const AccountSnapshot &snapshot, GatewayMemory &memory)
{
    const GatewayVersion &version = snapshot.version;
    const QString generation = generationOf(version);
    if (generation.isEmpty())
        return;
    const QString before = std::exchange(memory.generation, generation);
    Observation observation{.kind = IncidentKind::GatewayChanged,
                            .severity = Severity::Info,
                            .cause = snapshot.profile.id.value(),
                            .gateway = snapshot.profile.id,
                            .what = Error{.kind = ErrorKind::Protocol, .reason = Reason::GatewayChanged},
                            .text = QString(version.app + u' ' + version.version).trimmed()};
    const bool seemed = std::exchange(memory.seemsAnother, version.seems.has_value());
    if (version.seems) {
        observation.severity = Severity::Degraded; // until the profile names the right gateway
        raise(observation);
        return;
    }
    if (seemed)
        clear(observation.kind, observation.gateway);
    if (before.isEmpty() || before == generation)
        return;
    observation.text = before + u" → "_s + observation.text;
    observeTransient(observation, kQuiet);
}

namespace {

//! Gives the failing server, which accounts with the same trouble have in common.
QString rkeyCause(const RkeyState &state)
{
    for (const RkeyProvider &entry : state.providers) {
        if (entry.name != "native"_L1 && (entry.disabled || entry.failures > 0))
            return QUrl(entry.name).host();
    }
    return u"native"_s;
}

//! Gives the last status of each failed provider; without any, what the link itself shows.
QString rkeyEvidence(const RkeyState &state)
{
    QStringList words;
    for (const RkeyProvider &entry : state.providers) {
        if (!entry.disabled && entry.failures == 0)
            continue;
        const QString host = QUrl(entry.name).host();
        words.append(QString((host.isEmpty() ? entry.name : host) + u' ' + entry.lastStatus).trimmed());
    }
    return words.isEmpty() && state.source == RkeySource::StaleFallback ? u"spec=0"_s : words.join(u", "_s);
}

} // namespace

void HealthMonitor::observeRkey(const RkeyState &state)
{
    const GatewayId &gateway = state.gateway;
    const bool fallback = state.source == RkeySource::StaleFallback || state.source == RkeySource::None;
    if (fallback) {
        // Keep the first cause, or one trouble would become two incidents.
        const QString cause = m_tracker.causeOf(IncidentKind::RkeyFallback, gateway).value_or(rkeyCause(state));
        raise({.kind = IncidentKind::RkeyFallback,
               .severity = Severity::Degraded,
               .cause = cause,
               .gateway = gateway,
               .what = {},
               .text = rkeyEvidence(state)});
    } else if (state.proven) {
        clear(IncidentKind::RkeyFallback, gateway); // a picture came with a fresh key
    }
    // A latch is reported just before the picture that shows its effect. An account on fallback keys has the
    // RkeyFallback incident until a picture comes with a fresh key.
    const bool shown = state.proven || state.askError;
    const bool nativeDown = conditionOf(state) == Condition::Degraded && !fallback && shown
        && !m_tracker.causeOf(IncidentKind::RkeyFallback, gateway);
    if (nativeDown)
        raise({.kind = IncidentKind::RkeyNativeDown,
               .severity = Severity::Degraded,
               .cause = u"native"_s,
               .gateway = gateway,
               .what = state.nativeLatched ? Error{} : state.askError.value_or(Error{}),
               .text = rkeyEvidence(state)});
    else if (fallback || state.source == RkeySource::Native)
        clear(IncidentKind::RkeyNativeDown, gateway);
    if (state.proven && conditionOf(state) < Condition::Degraded)
        clear(IncidentKind::RkeyServerFailing, gateway); // fresh keys, and no sign that they come from a server
    observeServers(state, m_gateways[gateway]);
}

void HealthMonitor::observeServers(const RkeyState &state, GatewayMemory &memory)
{
    for (const RkeyProvider &entry : state.providers) {
        if (entry.name == "native"_L1)
            continue;
        int &known = memory.serverFailures[entry.name];
        if (entry.failures > known)
            observeTransient({.kind = IncidentKind::RkeyServerFailing,
                              .severity = Severity::Degraded,
                              .cause = entry.name,
                              .gateway = state.gateway,
                              .what = {},
                              .text = entry.lastStatus},
                             kServerQuiet);
        known = entry.failures;
    }
}

void HealthMonitor::observeLogLine(const LogLine &line)
{
    if (line.replayed || line.hearsay)
        return;
    const auto observation = [&line](IncidentKind kind, Severity severity, const QString &cause) {
        return Observation{
            .kind = kind, .severity = severity, .cause = cause, .gateway = line.gateway, .what = {}, .text = line.text};
    };
    if (isOneOf(line.ruleId, kRichMediaRules)) {
        Observation refused = observation(IncidentKind::RichMediaFailing, Severity::Degraded, line.gateway.value());
        refused.what = Error{.kind = ErrorKind::Rejected, .reason = Reason::RichMediaFailed};
        seeSendTrouble(refused);
    } else if (isOneOf(line.ruleId, kSendTimeoutRules)) {
        Observation silent = observation(IncidentKind::SendTimeouts, Severity::Degraded, line.gateway.value());
        silent.what = Error{.kind = ErrorKind::Timeout, .reason = Reason::SendTimeout};
        seeSendTrouble(silent);
    } else if (line.ruleId == "process.crashed"_L1 || line.ruleId == "process.gave-up"_L1) {
        observeTransient(observation(IncidentKind::GatewayRestarted, Severity::Degraded, line.gateway.value()), kQuiet);
    } else if (line.ruleId == "risk.unlock"_L1 || line.ruleId == "risk.restricted"_L1) {
        observeTransient(observation(IncidentKind::AccountRestricted, Severity::Failed, line.gateway.value()), kQuiet);
    } else if (line.category == LogCategory::Fallback) {
        const auto cause = m_tracker.causeOf(IncidentKind::RkeyFallback, line.gateway);
        if (cause) // the state opened it; the line is evidence
            observe(observation(IncidentKind::RkeyFallback, Severity::Degraded, *cause));
    }
}

void HealthMonitor::observeBroadcast(const BroadcastSummary &summary)
{
    if (summary.pictures > 0)
        m_withPictures.insert(summary.id);
    const QString cause = QString::number(summary.id.value());
    if (summary.counts.unknown > 0) {
        raise({.kind = IncidentKind::BroadcastUnknown,
               .severity = Severity::NeedsHand,
               .cause = cause,
               .gateway = {},
               .what = Error{.kind = ErrorKind::Timeout, .reason = Reason::NoProof},
               .text = summary.name()});
        return;
    }
    if (const auto closed = m_tracker.clearCause(IncidentKind::BroadcastUnknown, cause, {}, m_clock.wallNow()))
        tell(*closed);
}

void HealthMonitor::observeBroadcastGone(BroadcastId broadcast)
{
    const QString cause = QString::number(broadcast.value());
    if (const auto closed = m_tracker.clearCause(IncidentKind::BroadcastUnknown, cause, {}, m_clock.wallNow()))
        tell(*closed);
}

void HealthMonitor::seeSendTrouble(const Observation &observation)
{
    const auto proof = std::find_if(m_proofs.cbegin(), m_proofs.cend(), [&observation](const Proof &one) {
        return one.kind == observation.kind && one.gateway == observation.gateway;
    });
    if (proof != m_proofs.cend()) {
        if (proof->until > m_clock.now())
            m_tracker.reopen(proof->incident);
        m_proofs.erase(proof);
    }
    observeTransient(observation, kSendQuiet);
}

void HealthMonitor::observeDelivery(const Delivery &delivery)
{
    GatewayMemory &memory = m_gateways[delivery.gateway];
    const bool toGroup = delivery.target.kind == ChatKind::Group;
    const bool doubted = delivery.state == DeliveryState::Unknown
        || (delivery.state == DeliveryState::Accepted && delivery.why.reason != Reason::None);
    if (toGroup && doubted)
        memory.groupsInDoubt = true;
    // The operator's statement is about one chat, not about the gateway.
    if (delivery.state != DeliveryState::Verified || delivery.verifiedBy == VerifiedBy::Operator)
        return;
    if (toGroup)
        memory.groupsInDoubt = false;
    if (m_withPictures.contains(delivery.broadcast))
        prove(IncidentKind::RichMediaFailing, delivery.gateway);
    // Messages to groups may be lost while friends still get everything.
    if (!memory.groupsInDoubt)
        prove(IncidentKind::SendTimeouts, delivery.gateway);
}

void HealthMonitor::prove(IncidentKind kind, const GatewayId &gateway)
{
    const SteadyTime now = m_clock.now();
    const auto same = [kind, &gateway](const auto &one) { return one.kind == kind && one.gateway == gateway; };
    if (m_tracker.causeOf(kind, gateway)) {
        m_expiring.removeIf(same);
        m_proofs.removeIf(same);
        const QList<Incident> closed = m_tracker.clear(kind, gateway, m_clock.wallNow());
        for (const Incident &incident : closed)
            m_proofs.append({.incident = incident.id, .kind = kind, .gateway = gateway, .refused = incident.count});
    }
    const auto proof = std::find_if(m_proofs.begin(), m_proofs.end(), same);
    if (proof == m_proofs.end() || (proof->arrived > 0 && proof->until <= now))
        return;
    const bool first = ++proof->arrived == 1;
    proof->until = now + kQuiet;
    const Error what{.kind = kind == IncidentKind::SendTimeouts ? ErrorKind::Timeout : ErrorKind::Rejected,
                     .reason = Reason::ArrivedAgain,
                     .code = proof->arrived,
                     .detail = QString::number(proof->refused)};
    const auto incident =
        m_tracker.addEvidence(proof->incident, {.gateway = gateway, .at = m_clock.wallNow(), .what = what, .text = {}});
    if (!incident)
        return;
    if (first)
        tell(*incident);
    else
        tellSoon(incident->id);
}

//! Holds an incident of the profile itself, whose evidence follows what is wrong now.
void HealthMonitor::holdCurrent(const Observation &observation)
{
    const QList<Incident> affected = m_tracker.openAt({});
    const auto open = std::find_if(affected.cbegin(), affected.cend(), [&observation](const Incident &incident) {
        return incident.kind == observation.kind;
    });
    if (open == affected.cend())
        return raise(observation);
    if (!open->evidence.isEmpty() && open->evidence.constLast().what.reason == observation.what.reason)
        return;
    const IncidentEvidence evidence{
        .gateway = {}, .at = m_clock.wallNow(), .what = observation.what, .text = observation.text};
    if (const auto changed = m_tracker.addEvidence(open->id, evidence))
        tell(*changed);
}

void HealthMonitor::observeStorageTrouble(const Error &error)
{
    holdCurrent({.kind = IncidentKind::StorageFull,
                 .severity = Severity::Failed,
                 .cause = {},
                 .gateway = {},
                 .what = error,
                 .text = error.detail});
}

void HealthMonitor::observeStorageRecovered()
{
    clear(IncidentKind::StorageFull, {});
}

void HealthMonitor::observeKeyring(KeyringState state)
{
    const bool locked = state == KeyringState::Locked;
    if (locked || state == KeyringState::None)
        holdCurrent({.kind = IncidentKind::KeyringTrouble,
                     .severity = locked ? Severity::NeedsHand : Severity::Degraded,
                     .cause = {},
                     .gateway = {},
                     .what = Error{.kind = ErrorKind::Storage,
                                   .reason = locked ? Reason::KeyringLocked : Reason::KeyringAbsent},
                     .text = {}});
    else if (state == KeyringState::Works)
        clear(IncidentKind::KeyringTrouble, {});
}

void HealthMonitor::observeListener(const ListenerState &listener)
{
    if (!listener.full) {
        clear(IncidentKind::PortFull, {});
        return;
    }
    const auto crowd = std::find_if(listener.incoming.cbegin(), listener.incoming.cend(),
                                    [](const IncomingConnection &one) { return one.trouble == RejectReason::TooMany; });
    raise({.kind = IncidentKind::PortFull,
           .severity = Severity::Degraded,
           .cause = {},
           .gateway = {},
           .what = Error{.kind = ErrorKind::RateLimited, .reason = Reason::PortFull},
           .text = crowd == listener.incoming.cend() ? QString() : crowd->address});
}

void HealthMonitor::forget(const GatewayId &gateway)
{
    m_gateways.erase(gateway);
    m_expiring.removeIf([&gateway](const Expiring &expiring) { return expiring.gateway == gateway; });
    m_proofs.removeIf([&gateway](const Proof &proof) { return proof.gateway == gateway; });
    const QList<Incident> changed = m_tracker.forget(gateway, m_clock.wallNow());
    for (const Incident &incident : changed)
        tell(incident);
}

void HealthMonitor::checkDown(SteadyTime now)
{
    for (const auto &entry : m_gateways) {
        const GatewayMemory &memory = entry.second;
        if (memory.downSince && now - *memory.downSince >= kUnreachableAfter)
            raise({.kind = IncidentKind::GatewayUnreachable,
                   .severity = Severity::Failed,
                   .cause = memory.host,
                   .gateway = entry.first,
                   .what = memory.downWhy,
                   .text = {}});
    }
}

void HealthMonitor::checkExpiring(SteadyTime now)
{
    const QList<Expiring> expiring = std::exchange(m_expiring, {});
    for (const Expiring &entry : expiring) {
        if (entry.until > now)
            m_expiring.append(entry);
        else if (const auto changed = m_tracker.clearCause(entry.kind, entry.cause, entry.gateway, m_clock.wallNow()))
            tell(*changed);
    }
}

void HealthMonitor::tick()
{
    const SteadyTime now = m_clock.now();
    checkDown(now);
    checkExpiring(now);
    if (m_tellAt && *m_tellAt <= now) {
        m_tellAt.reset();
        const QSet<IncidentId> pending = std::exchange(m_pendingUpdates, {});
        for (const IncidentId id : pending) {
            if (const auto incident = m_tracker.find(id))
                tell(*incident);
        }
    }
    arm();
}

void HealthMonitor::arm()
{
    std::optional<SteadyTime> next = m_tellAt;
    const auto consider = [&next](SteadyTime time) { next = next ? std::min(*next, time) : time; };
    for (const auto &entry : m_gateways) {
        if (entry.second.downSince && !m_tracker.causeOf(IncidentKind::GatewayUnreachable, entry.first))
            consider(*entry.second.downSince + kUnreachableAfter);
    }
    for (const Expiring &expiring : std::as_const(m_expiring))
        consider(expiring.until);
    if (next)
        m_timer.start(std::max(*next - m_clock.now(), milliseconds(0)));
    else
        m_timer.stop();
}

} // namespace rookery::health

#include "moc_healthmonitor.cpp"

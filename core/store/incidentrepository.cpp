// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentrepository.h"

#include "names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::store {

namespace {

template <class T>
struct Word {
    T value;
    QLatin1StringView name;
};

constexpr Word<IncidentKind> kKinds[] = {
    {IncidentKind::GatewayUnreachable, "gateway_unreachable"_L1},
    {IncidentKind::TokenRefused, "token_refused"_L1},
    {IncidentKind::LoginNeeded, "login_needed"_L1},
    {IncidentKind::AccountKicked, "account_kicked"_L1},
    {IncidentKind::AccountOfflineByQq, "account_offline"_L1},
    {IncidentKind::RkeyFallback, "rkey_fallback"_L1},
    {IncidentKind::RkeyServerFailing, "rkey_server_failing"_L1},
    {IncidentKind::RichMediaFailing, "rich_media_failing"_L1},
    {IncidentKind::SendTimeouts, "send_timeouts"_L1},
    {IncidentKind::BroadcastUnknown, "broadcast_unknown"_L1},
    {IncidentKind::StorageFull, "storage_full"_L1},
    {IncidentKind::KeyringTrouble, "keyring_trouble"_L1},
    {IncidentKind::ProtocolGarbage, "protocol_garbage"_L1},
    {IncidentKind::GatewayRestarted, "gateway_restarted"_L1},
    {IncidentKind::CertificateRefused, "certificate_refused"_L1},
    {IncidentKind::SameAccountTwice, "same_account_twice"_L1},
    {IncidentKind::QrRefreshStuck, "qr_refresh_stuck"_L1},
    {IncidentKind::PortsSilent, "ports_silent"_L1},
    {IncidentKind::AccountRestricted, "account_restricted"_L1},
    {IncidentKind::SignTokenNeeded, "sign_token_needed"_L1},
    {IncidentKind::GatewayChanged, "gateway_changed"_L1},
    {IncidentKind::ServiceHeldUp, "service_held_up"_L1},
    {IncidentKind::ServiceBotOff, "service_bot_off"_L1},
    {IncidentKind::ServiceSessionLost, "service_session_lost"_L1},
    {IncidentKind::ServiceFailing, "service_failing"_L1},
    {IncidentKind::PortFull, "port_full"_L1},
    {IncidentKind::RkeyNativeDown, "rkey_native_down"_L1},
    {IncidentKind::TotpNeeded, "totp_needed"_L1},
    {IncidentKind::LoginCheckNeeded, "login_check_needed"_L1},
};

constexpr Word<Severity> kSeverities[] = {
    {Severity::Info, "info"_L1},
    {Severity::Degraded, "degraded"_L1},
    {Severity::NeedsHand, "needs_hand"_L1},
    {Severity::Failed, "failed"_L1},
};

template <class T, std::size_t N>
QString wordFor(const Word<T> (&table)[N], T value)
{
    const auto *const it =
        std::find_if(std::begin(table), std::end(table), [value](const Word<T> &w) { return w.value == value; });
    return it == std::end(table) ? QString() : QString(it->name);
}

template <class T, std::size_t N>
std::optional<T> valueOf(const Word<T> (&table)[N], const QString &name)
{
    const auto *const it =
        std::find_if(std::begin(table), std::end(table), [&name](const Word<T> &w) { return name == w.name; });
    if (it == std::end(table))
        return std::nullopt;
    return it->value;
}

QString gatewaysJson(const QList<GatewayId> &gateways)
{
    QJsonArray array;
    for (const GatewayId &gateway : gateways)
        array.append(gateway.value());
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QString evidenceJson(const QList<IncidentEvidence> &evidence)
{
    QJsonArray array;
    for (const IncidentEvidence &entry : evidence) {
        array.append(QJsonObject{{u"gateway"_s, entry.gateway.value()},
                                 {u"at"_s, toMSecs(entry.at)},
                                 {u"kind"_s, QString(nameOf(entry.what.kind))},
                                 {u"reason"_s, QString(nameOf(entry.what.reason))},
                                 {u"code"_s, entry.what.code},
                                 {u"detail"_s, entry.what.detail},
                                 {u"text"_s, entry.text}});
    }
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QList<GatewayId> gatewaysFrom(const QString &json)
{
    QList<GatewayId> gateways;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const QJsonValue &value : array)
        gateways.append(GatewayId(value.toString()));
    return gateways;
}

QList<IncidentEvidence> evidenceFrom(const QString &json)
{
    QList<IncidentEvidence> evidence;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const QJsonValue &value : array) {
        const QJsonObject entry = value.toObject();
        evidence.append({.gateway = GatewayId(entry.value("gateway"_L1).toString()),
                         .at = fromMSecs(entry.value("at"_L1).toInteger()),
                         .what = Error{.kind = errorKind(entry.value("kind"_L1).toString()),
                                       .reason = reason(entry.value("reason"_L1).toString()),
                                       .code = entry.value("code"_L1).toInt(),
                                       .detail = entry.value("detail"_L1).toString()},
                         .text = entry.value("text"_L1).toString()});
    }
    return evidence;
}

//! Converts a row; nullopt for a kind that a newer program wrote.
std::optional<Incident> incidentFrom(const Row &row)
{
    const auto kind = valueOf(kKinds, row.text(1));
    if (!kind)
        return std::nullopt;
    return Incident{.id = IncidentId(row.integer(0)),
                    .kind = *kind,
                    .severity = valueOf(kSeverities, row.text(2)).value_or(Severity::Degraded),
                    .cause = row.text(3),
                    .gateways = gatewaysFrom(row.text(4)),
                    .startedAt = fromMSecs(row.integer(5)),
                    .endedAt = row.isNull(6) ? WallTime() : fromMSecs(row.integer(6)),
                    .count = int(row.integer(7)),
                    .evidence = evidenceFrom(row.text(8))};
}

} // namespace

FutureResult<> IncidentRepository::save(const Incident &incident, WallTime now)
{
    return m_database.write([incident, now](Connection &db) -> Result<> {
        const Value ended = incident.isOpen() ? Value() : Value(toMSecs(incident.endedAt));
        const auto saved =
            execute(db,
                    u"INSERT OR REPLACE INTO incidents (id, kind, severity, cause, gateways, started_at, "
                    u"ended_at, updated_at, count, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                    {incident.id.value(), wordFor(kKinds, incident.kind), wordFor(kSeverities, incident.severity),
                     incident.cause, gatewaysJson(incident.gateways), toMSecs(incident.startedAt), ended, toMSecs(now),
                     incident.count, evidenceJson(incident.evidence)});
        if (!saved)
            return fail(saved.error());
        const auto pruned = execute(db,
                                    u"DELETE FROM incidents WHERE ended_at IS NOT NULL AND id IN "
                                    u"(SELECT id FROM incidents ORDER BY started_at DESC, id DESC LIMIT -1 OFFSET ?)"_s,
                                    {kKept});
        if (!pruned)
            return fail(pruned.error());
        return {};
    });
}

FutureResult<QList<Incident>> IncidentRepository::newest(int limit)
{
    return m_database.run([limit](Connection &db) -> Result<QList<Incident>> {
        QList<Incident> list;
        const auto done =
            forEachRow(db,
                       u"SELECT id, kind, severity, cause, gateways, started_at, ended_at, count, evidence "
                       u"FROM incidents WHERE ended_at IS NULL OR id IN "
                       u"(SELECT id FROM incidents ORDER BY started_at DESC, id DESC LIMIT ?) "
                       u"ORDER BY started_at DESC, id DESC"_s,
                       {limit}, [&list](const Row &row) {
                           if (auto incident = incidentFrom(row))
                               list.append(std::move(*incident));
                       });
        if (!done)
            return fail(done.error());
        return list;
    });
}

} // namespace rookery::store

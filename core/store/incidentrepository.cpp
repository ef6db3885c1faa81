// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentrepository.h"

#include "base/reasons/machine.h"
#include "model/names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::store {

namespace {

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
        evidence.append(
            {.gateway = GatewayId(entry.value("gateway"_L1).toString()),
             .at = fromMSecs(entry.value("at"_L1).toInteger()),
             .what =
                 Error{.kind = fromName<ErrorKind>(entry.value("kind"_L1).toString()).value_or(ErrorKind::Bug),
                       .reason = fromName<ErrorReason>(entry.value("reason"_L1).toString()).value_or(Reason::Internal),
                       .code = entry.value("code"_L1).toInt(),
                       .detail = entry.value("detail"_L1).toString()},
             .text = entry.value("text"_L1).toString()});
    }
    return evidence;
}

//! Converts a row; nullopt for a kind that a newer program wrote.
std::optional<Incident> incidentFrom(const Row &row)
{
    const auto kind = fromName<IncidentKind>(row.text(1));
    if (!kind)
        return std::nullopt;
    return Incident{.id = IncidentId(row.integer(0)),
                    .kind = *kind,
                    .severity = fromName<Severity>(row.text(2)).value_or(Severity::Degraded),
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
                    {incident.id.value(), nameOf(incident.kind), nameOf(incident.severity), incident.cause,
                     gatewaysJson(incident.gateways), toMSecs(incident.startedAt), ended, toMSecs(now), incident.count,
                     evidenceJson(incident.evidence)});
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

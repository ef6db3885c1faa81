// SPDX-License-Identifier: GPL-3.0-or-later
#include "reader.h"

#include "base/async.h"
#include "base/reasons/picture.h"
#include "config/profile.h"
#include "store/broadcastrepository.h"
#include "store/database.h"
#include "store/deliveryrepository.h"
#include "store/incidentrepository.h"

#include <QFileInfo>

namespace rookery::engine {

namespace {

class ProfileReader final : public Reader
{
public:
    ProfileReader(Settings settings, std::unique_ptr<store::Database> database)
        : m_settings(std::move(settings))
        , m_database(std::move(database))
        , m_broadcasts(*m_database)
        , m_deliveries(*m_database)
        , m_incidents(*m_database)
    {}

    [[nodiscard]] QList<GatewayProfile> gateways() const override { return m_settings.gateways; }
    [[nodiscard]] bool sendingStopped() const override { return m_settings.sendingStopped; }
    [[nodiscard]] Pace pace() const override { return m_settings.pace; }
    [[nodiscard]] FutureResult<QList<BroadcastSummary>> broadcasts() override
    {
        const Promise<QList<BroadcastSummary>> answer;
        onResult(&m_context, m_broadcasts.summaries(), [answer](const Result<QList<store::SummaryRow>> &rows) {
            if (!rows)
                return answer.resolve(fail(rows.error()));
            QList<BroadcastSummary> list;
            for (const store::SummaryRow &row : *rows)
                list.append(row.summary);
            answer.resolve(list);
        });
        return answer.future();
    }
    [[nodiscard]] FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) override
    {
        return m_deliveries.deliveries(broadcast);
    }
    [[nodiscard]] FutureResult<QList<Incident>> incidents() override { return m_incidents.newest(); }

private:
    Settings m_settings;
    std::unique_ptr<store::Database> m_database;
    store::BroadcastRepository m_broadcasts;
    store::DeliveryRepository m_deliveries;
    store::IncidentRepository m_incidents;
    QObject m_context;
};

} // namespace

Result<std::unique_ptr<Reader>> Reader::open(const QString &profileFolder)
{
    if (!QFileInfo::exists(profileFolder))
        return fail(ErrorKind::Storage, Reason::FileMissing, profileFolder);
    const auto profile = config::Profile::open(profileFolder, false, QStringLiteral("rookeryctl"));
    if (!profile)
        return fail(profile.error());
    auto database = store::Database::open((*profile)->databasePath(), store::Access::ReadOnly);
    if (!database)
        return fail(database.error());
    return std::unique_ptr<Reader>(std::make_unique<ProfileReader>((*profile)->settings(), std::move(*database)));
}

} // namespace rookery::engine

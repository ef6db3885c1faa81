// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/reasons/transport.h"
#include "store/broadcastrepository.h"
#include "store/deliveryrepository.h"
#include "store/recovery.h"
#include "store/retention.h"

#include "support/testcase.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QTemporaryDir>

#include <memory>

namespace rookery::store {

inline constexpr WallTime kNow{seconds(1'795'000'000)};
inline constexpr Waits kWaits{.echo = seconds(600), .refusal = seconds(5)};
inline Error why()
{
    return {.kind = ErrorKind::Timeout, .reason = Reason::NoReply, .code = 7, .detail = QStringLiteral("late")};
}

inline Plan planFor(int groups, bool picture = false)
{
    Plan plan;
    plan.draft.text = QStringLiteral("Hello\nall");
    const GatewayId gateway(QStringLiteral("nap-1"));
    for (int i = 0; i < groups; ++i)
        plan.draft.targets.append(
            {gateway, {ChatKind::Group, QString::number(30001 + i)}, QStringLiteral("G%1").arg(i)});
    plan.accounts = {{gateway, AccountId(QStringLiteral("10001")), groups, milliseconds(0)}};
    if (picture)
        plan.pictures = {
            {QStringLiteral("/a/b.png"), QByteArray(32, 'h'), QByteArray(16, 'm'), 12, 3, 4, QStringLiteral("png")}};
    return plan;
}

//! The repositories on a real database file.
class StoreFixture : public TestCase
{
protected:
    QString path() const { return m_folder->filePath(QStringLiteral("rookery.db")); }

    BroadcastId enqueue(int groups) { return m_broadcasts->enqueue(planFor(groups), kNow).result().value(); }
    Delivery first(BroadcastId id) { return m_deliveries->deliveries(id).result().value().first(); }
    BroadcastSummary summary(BroadcastId id) { return m_broadcasts->summary(id).result().value().summary; }
    Result<int> raw(const QString &sql)
    {
        return m_database->run([sql](Connection &db) { return execute(db, sql); }).result();
    }

    static void must(bool ok)
    {
        if (!ok)
            qFatal("the preparation of a test failed");
    }

    //! Brings a fresh delivery to `state` through the named transitions.
    DeliveryId bring(DeliveryState state)
    {
        const DeliveryId id = first(enqueue(1)).id;
        if (state == DeliveryState::Queued)
            return id;
        if (state == DeliveryState::Cancelled) {
            const auto broadcast = BroadcastId(m_broadcasts->summaries(1).result().value().first().summary.id);
            must(m_broadcasts->cancel(broadcast, kNow).result().has_value());
            return id;
        }
        const auto claimed = m_deliveries->claim(id, kNow).result();
        must(claimed && *claimed);
        switch (state) {
        case DeliveryState::Waiting:
            must(m_deliveries->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result()->has_value());
            break;
        case DeliveryState::Accepted:
            must(m_deliveries->toAccepted(id, MessageId(QStringLiteral("m")), kNow + seconds(90), {}, kNow)
                     .result()
                     ->has_value());
            break;
        case DeliveryState::Unknown:
            must(m_deliveries->toUnknown(id, why(), {}, kNow).result()->has_value());
            break;
        case DeliveryState::Verified:
            must(m_deliveries->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result()->has_value());
            break;
        case DeliveryState::Failed:
            must(m_deliveries->toFailed(id, why(), kNow).result()->has_value());
            break;
        default:
            break;
        }
        return id;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<BroadcastRepository> m_broadcasts;
    std::unique_ptr<DeliveryRepository> m_deliveries;

    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void finish() override
    {
        close();
        m_folder.reset();
    }
    void close()
    {
        m_deliveries.reset();
        m_broadcasts.reset();
        m_database.reset();
    }
    //! Another file takes the place of the database while the program does not run; its log is gone.
    void replaceBy(const QString &other)
    {
        close();
        for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
            QFile::remove(path() + suffix);
        QVERIFY(QFile::copy(other, path()));
        reopen();
    }
    static QByteArray bytesOf(const QString &name)
    {
        QFile file(name);
        must(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    //! The file stays the same one, as `cp` over it leaves it; `time` is put back where it is given.
    static void overwrite(const QString &name, const QByteArray &bytes, const QDateTime &time = {})
    {
        QFile file(name);
        must(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        must(file.write(bytes) == bytes.size() && file.flush());
        if (time.isValid())
            must(file.setFileTime(time, QFileDevice::FileModificationTime));
    }
    //! Ends, and leaves the files as a kill at this moment would have left them.
    void kill()
    {
        QMap<QString, QByteArray> left;
        for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-sends")})
            left.insert(path() + suffix, bytesOf(path() + suffix));
        const QDateTime time = QFileInfo(path()).lastModified();
        close();
        QFile::remove(path() + QStringLiteral("-clean"));
        for (auto it = left.cbegin(); it != left.cend(); ++it)
            overwrite(it.key(), it.value(), time);
    }
    std::optional<int> restored() { return recoverQueue(*m_database, kNow, kWaits).result().value().restored; }
    void reopen()
    {
        close();
        auto opened = Database::open(path());
        QVERIFY(opened);
        m_database = std::move(*opened);
        m_broadcasts = std::make_unique<BroadcastRepository>(*m_database);
        m_deliveries = std::make_unique<DeliveryRepository>(*m_database);
    }
};

} // namespace rookery::store

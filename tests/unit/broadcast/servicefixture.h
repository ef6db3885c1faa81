// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "broadcast/broadcastservice.h"
#include "support/manualclock.h"
#include "support/scriptedgateway.h"
#include "support/testcase.h"

#include <QCoreApplication>
#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

namespace rookery::broadcast {

inline const GatewayId kGateway(QStringLiteral("nap-1"));
inline const AccountId kAccount(QStringLiteral("10001"));
inline constexpr Capabilities kProving{.ownMessageEcho = true, .stagedUpload = true};

//! A service on a real database file, one scripted gateway that is online, a clock that stands still.
class ServiceFixture : public TestCase
{
protected:
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<ManualClock> clock;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<ScriptedGateway> gateway;
    std::unique_ptr<BroadcastService> service;
    QStringList points; //!< crash points passed

    void prepare() override
    {
        folder = std::make_unique<QTemporaryDir>();
        clock = std::make_unique<ManualClock>();
        gateway = std::make_unique<ScriptedGateway>();
        points.clear();
        startService();
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
    }
    void finish() override
    {
        failpoint();
        gateway.reset();
        folder.reset();
    }
    //! Everything of the process that is not on disk is gone; nothing is told.
    void failpoint()
    {
        service.reset();
        database.reset();
    }
    void startService()
    {
        auto opened = store::Database::open(databasePath());
        QVERIFY(opened);
        database = std::move(*opened);
        service = std::make_unique<BroadcastService>(
            ServiceSetup{.clock = *clock,
                         .database = *database,
                         .pictureFolder = folder->filePath(QStringLiteral("pictures")),
                         .jitter = [] { return 0.5; },
                         .failpoint = [this](QLatin1StringView point) { points.append(point); }});
        ROOKERY_VERIFY_RESULT(result(service->start()));
    }
    [[nodiscard]] QString databasePath() const { return folder->filePath(QStringLiteral("rookery.db")); }

    //! Waits for an answer that needs this thread's event loop.
    template <class T>
    [[nodiscard]] static Result<T> result(const FutureResult<T> &future)
    {
        const bool done = becomesTrue([&future] { return future.isFinished(); });
        if (!done)
            return neverFinished();
        return future.result();
    }
    //! Until nothing is on its way between this thread and the store any more.
    void settleStore()
    {
        for (int i = 0; i < 8; ++i) {
            static_cast<void>(database->run([](store::Connection &) { return Result<int>(0); }).result());
            QCoreApplication::sendPostedEvents();
        }
    }

    [[nodiscard]] static Draft draftFor(int groups)
    {
        Draft draft;
        draft.text = QStringLiteral("Hello all");
        draft.pace = {milliseconds(0), 0, false};
        for (int i = 0; i < groups; ++i)
            draft.targets.append({kGateway, {ChatKind::Group, QString::number(30001 + i)}, QStringLiteral("G")});
        return draft;
    }
    BroadcastId enqueue(const Draft &draft)
    {
        const auto plan = result(service->plan(draft));
        const auto id = plan ? result(service->enqueue(*plan)) : fail(plan.error());
        return id.value_or(BroadcastId());
    }
    BroadcastId enqueue(int groups) { return enqueue(draftFor(groups)); }
    BroadcastId enqueue(int groups, const Pace &pace)
    {
        Draft draft = draftFor(groups);
        draft.pace = pace;
        return enqueue(draft);
    }
    [[nodiscard]] BroadcastSummary summaryOf(BroadcastId id)
    {
        return store::BroadcastRepository(*database).summary(id).result().value_or(store::SummaryRow()).summary;
    }
    [[nodiscard]] BroadcastCounts countsOf(BroadcastId id) { return summaryOf(id).counts; }
    [[nodiscard]] Delivery deliveryOf(BroadcastId id, int index = 0)
    {
        return service->deliveries(id).result().value().at(index);
    }

    //! Every send is accepted at once; ids count from 1.
    void answerWithIds()
    {
        gateway->onCall = [this](const Action &) {
            return std::optional(ScriptedGateway::sent(gateway->calls.size()));
        };
    }
    void answerAlways(const Error &error)
    {
        gateway->onCall = [error](const Action &) { return std::optional(Result<Reply>(fail(error))); };
    }
    void echo(int call, qint64 messageId)
    {
        service->onEvent(kGateway, ScriptedGateway::echoOf(gateway->calls.at(call).action, kAccount, messageId));
    }
    [[nodiscard]] static QString textOf(const Action &action)
    {
        const QJsonArray message = action.params.value(QStringLiteral("message")).toArray();
        return message.first()
            .toObject()
            .value(QStringLiteral("data"))
            .toObject()
            .value(QStringLiteral("text"))
            .toString();
    }
    [[nodiscard]] QString makePicture(const QString &name) const
    {
        const QString path = folder->filePath(name);
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        return image.save(path, "PNG") ? path : QString();
    }
};

} // namespace rookery::broadcast

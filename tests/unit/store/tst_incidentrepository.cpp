// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/incidentrepository.h"

#include "base/reasons/transport.h"
#include "model/names.h"
#include "store/migrations.h"
#include "support/testcase.h"

#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;

namespace rookery::store {

namespace {

WallTime at(int second)
{
    return WallTime(seconds(second));
}

Incident incident(int id, IncidentKind kind = IncidentKind::GatewayUnreachable)
{
    Incident result;
    result.id = IncidentId(id);
    result.kind = kind;
    result.startedAt = at(id);
    result.count = 1;
    return result;
}

template <class T>
Result<T> wait(const FutureResult<T> &future)
{
    return becomesTrue([&future] { return future.isFinished(); }) ? future.result()
                                                                  : Result<T>(fail(ErrorKind::Timeout, Reason::None));
}

} // namespace

class TestIncidentRepository final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEverything()
    {
        Incident full = incident(3, IncidentKind::RkeyFallback);
        full.severity = Severity::NeedsHand;
        full.cause = u"ss.xingzhige.com"_s;
        full.gateways = {GatewayId(u"a"_s), GatewayId(u"b"_s)};
        full.endedAt = at(90);
        full.count = 7;
        full.evidence = {
            {.gateway = GatewayId(u"a"_s),
             .at = at(5),
             .what = {.kind = ErrorKind::Timeout, .reason = Reason::NoReply, .code = 504, .detail = u"超时 \"x\""_s},
             .text = u"[Rkey] 所有服务均已禁用"_s}};
        ROOKERY_VERIFY_RESULT(wait(m_repository->save(full, at(90))));
        const auto read = wait(m_repository->newest());
        ROOKERY_VERIFY_RESULT(read);
        QCOMPARE(read->size(), 1);
        QVERIFY(read->first() == full);
    }

    void anIncidentWithoutCauseOrGatewayIsKept_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < kIncidentKindCount; ++kind)
            QTest::addRow("%d", kind) << kind;
    }
    void anIncidentWithoutCauseOrGatewayIsKept()
    {
        QFETCH(int, kind);
        ROOKERY_VERIFY_RESULT(wait(m_repository->save(incident(1, IncidentKind(kind)), at(1))));
        QVERIFY(wait(m_repository->newest())->first() == incident(1, IncidentKind(kind)));
    }

    void incidentsOfEarlierVersionsKeepTheirKindAndSeverity_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("2") << 2;
        QTest::newRow("3") << 3;
    }
    void incidentsOfEarlierVersionsKeepTheirKindAndSeverity()
    {
        QFETCH(const int, version);
        const QString path = m_folder->filePath(u"old.db"_s);
        {
            const auto old = Connection::open(path, Connection::Mode::ReadWrite);
            ROOKERY_VERIFY_RESULT(old);
            ROOKERY_VERIFY_RESULT(applySteps(**old, 0, version));
            QString values;
            for (int kind = 0; kind < kIncidentKindCount; ++kind) { // as versions up to 3 spelled them
                const QString name = QString(nameOf(IncidentKind(kind))).replace(u'-', u'_');
                values += u"%1 (%2, '%3', '%4', 'c', '[\"g\"]', %5, NULL, 1, 7, '[{\"text\":\"a_b\"}]')"_s.arg(
                    QLatin1StringView(kind > 0 ? "," : ""), QString::number(kind + 1), name,
                    QLatin1StringView(kind % 2 ? "failed" : "needs_hand"), QString::number(toMSecs(at(kind + 1))));
            }
            ROOKERY_VERIFY_RESULT(execute(**old, u"INSERT INTO incidents VALUES "_s + values));
        }
        const auto database = Database::open(path);
        ROOKERY_VERIFY_RESULT(database);
        IncidentRepository repository(**database);
        const auto read = wait(repository.newest());
        ROOKERY_VERIFY_RESULT(read);
        QCOMPARE(read->size(), kIncidentKindCount);
        for (const Incident &one : *read) {
            const auto id = int(one.id.value());
            QCOMPARE(one.kind, IncidentKind(id - 1));
            QCOMPARE(one.severity, id % 2 ? Severity::NeedsHand : Severity::Failed);
            QCOMPARE(one.startedAt, at(id));
            QCOMPARE(one.gateways, QList<GatewayId>{GatewayId(u"g"_s)});
            QCOMPARE(one.evidence.constFirst().text, u"a_b"_s);
        }
    }

    void savesOverTheOldState()
    {
        Incident one = incident(1);
        ROOKERY_VERIFY_RESULT(wait(m_repository->save(one, at(1))));
        one.count = 9;
        ROOKERY_VERIFY_RESULT(wait(m_repository->save(one, at(2))));
        QCOMPARE(wait(m_repository->newest())->size(), 1);
        QCOMPARE(wait(m_repository->newest())->first().count, 9);
    }

    void whatWasLeftOpenIsReadHoweverOldItIs()
    {
        ROOKERY_VERIFY_RESULT(wait(m_repository->save(incident(1), at(1))));
        for (int i = 2; i <= 5; ++i) {
            Incident ended = incident(i);
            ended.endedAt = at(i + 1);
            ROOKERY_VERIFY_RESULT(wait(m_repository->save(ended, at(i + 1))));
        }
        const auto read = wait(m_repository->newest(2));
        ROOKERY_VERIFY_RESULT(read);
        QCOMPARE(read->size(), 3);
        QCOMPARE(read->last().id, IncidentId(1));
        QVERIFY(read->last().isOpen());
    }

    void theOldestEndedOnesGo()
    {
        ROOKERY_VERIFY_RESULT(wait(m_repository->save(incident(1), at(1)))); // open: stays
        for (int i = 2; i <= IncidentRepository::kKept + 3; ++i) {
            Incident ended = incident(i);
            ended.endedAt = at(i + 1);
            static_cast<void>(m_repository->save(ended, at(i + 1)));
        }
        const auto read = wait(m_repository->newest(10'000));
        ROOKERY_VERIFY_RESULT(read);
        QCOMPARE(read->size(), IncidentRepository::kKept + 1);
        QCOMPARE(read->first().id, IncidentId(IncidentRepository::kKept + 3));
        QCOMPARE(read->last().id, IncidentId(1));
    }

protected:
    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Database::open(m_folder->filePath(u"x.db"_s));
        ROOKERY_VERIFY_RESULT(opened);
        m_database = std::move(*opened);
        m_repository = std::make_unique<IncidentRepository>(*m_database);
    }
    void finish() override
    {
        m_repository.reset();
        m_database.reset();
        m_folder.reset();
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<IncidentRepository> m_repository;
};

} // namespace rookery::store

ROOKERY_TEST(tst_incidentrepository, rookery::store::TestIncidentRepository)
#include "tst_incidentrepository.moc"

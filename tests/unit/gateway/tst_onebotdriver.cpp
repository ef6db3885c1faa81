// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/gateway.h"
#include "gateway/onebot11/dialects.h"
#include "support/scriptedgateway.h"

#include "support/testcase.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

using Speaks = const Dialect &(*)();

const auto kCheck = u"nc_get_packet_status"_s;
const auto kFetch = u"get_rkey"_s;

QJsonArray oneKey()
{
    return {QJsonObject{{u"type"_s, u"group"_s}, {u"rkey"_s, u"&rkey=x"_s}, {u"created_at"_s, 1000}, {u"ttl"_s, 3600}}};
}

} // namespace

Q_DECLARE_METATYPE(Speaks)

//! The calls of the port as OneBot 11 actions.
class TestOneBotDriver final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void onlyNapCatIsAskedForItsPacketBackEnd_data()
    {
        QTest::addColumn<Speaks>("speaks");
        QTest::addColumn<QStringList>("asked");
        QTest::newRow("napcat") << Speaks(&napcatDialect) << QStringList{kCheck, kFetch};
        QTest::newRow("llbot") << Speaks(&llbotDialect) << QStringList{kFetch};
        QTest::newRow("llonebot") << Speaks(&llonebotDialect) << QStringList{kFetch};
        QTest::newRow("lagrange") << Speaks(&lagrangeDialect) << QStringList{kFetch};
        QTest::newRow("the standard") << Speaks(&specDialect) << QStringList{kFetch};
    }
    void onlyNapCatIsAskedForItsPacketBackEnd()
    {
        QFETCH(const Speaks, speaks);
        ScriptedGateway driver;
        driver.spoken = &speaks();
        driver.replies = {{kCheck, QJsonValue()}, {kFetch, oneKey()}};
        const auto keys = driver.pictureKeys(seconds(15));
        QTRY_VERIFY(keys.isFinished());
        ROOKERY_VERIFY_RESULT(keys.result());
        QCOMPARE(keys.result()->size(), 1);
        QTEST(driver.callNames(), "asked");
    }

    void aRefusedCheckIsTheAnswerAndNoKeyIsFetched()
    {
        ScriptedGateway driver;
        driver.failure = Error{.kind = ErrorKind::Rejected, .code = 1400};
        const auto keys = driver.pictureKeys(seconds(15));
        QTRY_VERIFY(keys.isFinished());
        QCOMPARE(keys.result().error().code, 1400);
        QCOMPARE(driver.callNames(), QStringList{kCheck});
    }

    void aVersionWithoutTheCheckIsAskedForKeysAllTheSame()
    {
        ScriptedGateway driver;
        driver.replies = {{kFetch, oneKey()}};
        driver.failure = Error{.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction};
        const auto keys = driver.pictureKeys(seconds(15));
        QTRY_VERIFY(keys.isFinished());
        ROOKERY_VERIFY_RESULT(keys.result());
        QCOMPARE(driver.callNames(), (QStringList{kCheck, kFetch}));
    }
};

ROOKERY_TEST(tst_onebotdriver, TestOneBotDriver)
#include "tst_onebotdriver.moc"

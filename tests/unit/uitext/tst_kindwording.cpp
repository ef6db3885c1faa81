// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcase.h"

#include "ui/text/kindwording.h"
#include "ui/text/wording.h"

#include <QSet>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

namespace {

const QList<OneBotTransportKind> kWays{OneBotTransportKind::Socket,   OneBotTransportKind::TwoSockets,
                                       OneBotTransportKind::Reverse,  OneBotTransportKind::Http,
                                       OneBotTransportKind::HttpPost, OneBotTransportKind::HttpEvents};

} // namespace

//! Every kind in the list of kinds has its words.
class TestKindWording final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsOwnNameAndSummary()
    {
        QSet<QString> names;
        QSet<QString> summaries;
        const QList<GatewayKind> kinds = gatewayKinds();
        for (const GatewayKind kind : kinds) {
            const text::KindWords words = text::kindWords(kind);
            QVERIFY2(!words.name().isEmpty(), qPrintable(gatewayKindId(kind)));
            QVERIFY2(!words.summary().isEmpty(), qPrintable(gatewayKindId(kind)));
            QCOMPARE(text::gatewayKindName(kind), words.name());
            names.insert(words.name());
            summaries.insert(words.summary());
        }
        QCOMPARE(names.size(), kinds.size());
        QCOMPARE(summaries.size(), kinds.size());
    }

    void everyKindSaysWhatToHaveReady()
    {
        const QList<GatewayKind> kinds = gatewayKinds();
        for (const GatewayKind kind : kinds) {
            for (const OneBotTransportKind way : kWays) {
                const text::SetupWords setup = text::kindWords(kind, way).setup();
                for (const QString &words : {setup.switchOn, setup.token, setup.limits, setup.checked})
                    QVERIFY2(words.endsWith(u'.'), qPrintable(gatewayKindId(kind) + u": "_s + words));
            }
        }
    }

    void everyFieldHasALabelAndAHint()
    {
        const QList<GatewayKind> kinds = gatewayKinds();
        for (const GatewayKind kind : kinds) {
            const text::KindWords words = text::kindWords(kind);
            QSet<QString> labels;
            for (const FieldTraits &field : traitsOf(kind).fields) {
                const text::FieldWords line = words.field(field.field);
                QVERIFY2(!line.label.isEmpty(), qPrintable(gatewayKindId(kind)));
                QVERIFY2(line.hint.endsWith(u'.'), qPrintable(gatewayKindId(kind) + u": "_s + line.label));
                labels.insert(line.label);
            }
            QCOMPARE(labels.size(), traitsOf(kind).fields.size());
        }
    }

    void aTokenThatIsEnteredHasAHint()
    {
        const QList<GatewayKind> kinds = gatewayKinds();
        for (const GatewayKind kind : kinds) {
            const KindTraits &traits = traitsOf(kind);
            const text::KindWords words = text::kindWords(kind);
            const bool isEntered = traits.token != TokenUse::None && traits.token != TokenUse::Login;
            QVERIFY2(words.tokenHint().isEmpty() != isEntered, qPrintable(gatewayKindId(kind)));
            QCOMPARE(words.field(ProfileField::Token).hint, words.tokenHint());
        }
    }

    void aChosenWayChangesWhatToSwitchOn()
    {
        for (const GatewayKind kind : gatewayKinds()) {
            QSet<QString> switches;
            for (const OneBotTransportKind way : kWays)
                switches.insert(text::kindWords(kind, way).setup().switchOn);
            QCOMPARE(switches.size(), traitsOf(kind).choosesWay ? 5 : 1); // both kinds of sockets need the same server
        }
        const auto oneBot = [](OneBotTransportKind way) { return text::kindWords(GatewayKind::OneBot11, way); };
        QVERIFY(oneBot(OneBotTransportKind::Socket).setup().switchOn.contains(u"forward WebSocket"));
        QVERIFY(oneBot(OneBotTransportKind::TwoSockets).field(ProfileField::Address).hint.contains(u"/api"));
        QVERIFY(oneBot(OneBotTransportKind::Reverse).setup().switchOn.contains(u"reverse WebSocket"));
        QVERIFY(oneBot(OneBotTransportKind::Reverse).setup().token.contains(u"Rookery generates it"));
        QVERIFY(oneBot(OneBotTransportKind::Http).field(ProfileField::Address).hint.contains(u"HTTP server"));
        QVERIFY(oneBot(OneBotTransportKind::HttpPost).setup().switchOn.contains(u"HTTP POST"));
        QVERIFY(oneBot(OneBotTransportKind::HttpPost).setup().token.contains(u"Rookery generates it"));
        QVERIFY(oneBot(OneBotTransportKind::HttpEvents).setup().switchOn.contains(u"/_events"));
    }

    void onlySomeStepsAndChecksHaveNamesOfTheirOwn()
    {
        for (const GatewayKind kind : gatewayKinds()) {
            const text::KindWords words = text::kindWords(kind);
            for (int i = 0; i <= int(TestStep::Actions); ++i) {
                const QString own = words.stepName(TestStep(i));
                QVERIFY(!text::testStepName(TestStep(i), kind).isEmpty());
                QVERIFY(own.isEmpty() || text::testStepName(TestStep(i), kind) == own);
            }
            for (int i = 0; i < kReadinessCheckCount; ++i) {
                const QString own = words.checkName(ReadinessCheck(i));
                QVERIFY(!text::readinessCheckName(ReadinessCheck(i), kind).isEmpty());
                QVERIFY(own.isEmpty() || text::readinessCheckName(ReadinessCheck(i), kind) == own);
            }
        }
        QVERIFY(text::kindWords(GatewayKind::NapCat).stepName(TestStep::Login).isEmpty());
        QCOMPARE(text::kindWords(GatewayKind::ILink).checkName(ReadinessCheck::LoggedIn), u"WeChat bot bound"_s);
    }
};

ROOKERY_TEST(tst_kindwording, TestKindWording)
#include "tst_kindwording.moc"

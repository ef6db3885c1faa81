// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/kind.h"

#include "support/testcase.h"

#include <QSet>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

class TestKinds final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void eachKindHasOneRowAndOneName()
    {
        const QList<GatewayKind> kinds = gatewayKinds();
        QSet<QString> names;
        for (const GatewayKind kind : kinds) {
            QCOMPARE(traitsOf(kind).kind, kind);
            QCOMPARE(gatewayKind(gatewayKindId(kind)), kind);
            names.insert(gatewayKindId(kind));
        }
        QCOMPARE(names.size(), kinds.size());
        QCOMPARE(kinds.constLast(), GatewayKind::MonitoredService); // the last of the enum: none was forgotten
        QCOMPARE(kinds.size(), qsizetype(kinds.constLast()) + 1);
    }
    void namesOfSettingsAndScriptsStay()
    {
        QStringList names;
        const QList<GatewayKind> kinds = gatewayKinds();
        for (const GatewayKind kind : kinds)
            names.append(gatewayKindId(kind));
        QCOMPARE(names.join(u' '), u"napcat llbot lagrange onebot11 milky ilink probe"_s);
        QCOMPARE(gatewayKind(u"wechat"_s), std::nullopt);
        QCOMPARE(gatewayKind({}), std::nullopt);
    }
    void onlyAPanelAlwaysHasAToken()
    {
        const QList<GatewayKind> kinds = gatewayKinds();
        for (const GatewayKind kind : kinds) {
            const bool panel = kind == GatewayKind::NapCat || kind == GatewayKind::LLBot;
            QCOMPARE(tokenNeeded(kind), panel);
            QCOMPARE(takesToken(kind), kind != GatewayKind::ILink);
        }
    }
    void tokensOpenTheSameThingForPanelsAndForOneBotPorts()
    {
        const QList<GatewayKind> kinds = gatewayKinds();
        QStringList pairs;
        for (const GatewayKind one : kinds) {
            for (const GatewayKind other : kinds) {
                QCOMPARE(sameToken(one, other), sameToken(other, one));
                if (one < other && sameToken(one, other))
                    pairs.append(gatewayKindId(one) + u'+' + gatewayKindId(other));
            }
            QVERIFY(sameToken(one, one));
        }
        QCOMPARE(pairs.join(u' '), u"napcat+llbot lagrange+onebot11"_s);
    }
    //! A field that is asked for where another answer stands for it is not needed.
    void whatCanBeLeftOutIsNotAskedFor()
    {
        const QList<GatewayKind> kinds = gatewayKinds();
        for (const GatewayKind kind : kinds) {
            const KindTraits &traits = traitsOf(kind);
            QCOMPARE(traits.fields.isEmpty(), traits.choosesWay);
            for (const FieldTraits &field : traits.fields) {
                if (field.field == ProfileField::Address)
                    QCOMPARE(field.needed, traits.address.usual.isEmpty() && !traits.inFolder);
                if (field.field == ProfileField::Token)
                    QCOMPARE(field.needed, tokenNeeded(kind));
            }
        }
    }
};

ROOKERY_TEST(tst_kinds, TestKinds)
#include "tst_kinds.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/names.h"

#include "support/testcase.h"

#include <QRegularExpression>
#include <QSet>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

//! The names by which the database, the rule files, settings and scripts know a value.
class TestNames final : public TestCase
{
    Q_OBJECT

    template <NamedEnum E>
    static void isSpelledOneWay()
    {
        static const QRegularExpression spelling(u"^[a-z0-9]+(-[a-z0-9]+)*$"_s);
        QSet<QString> seen;
        for (const auto &[value, name] : namesOf<E>()) {
            QVERIFY2(spelling.match(QLatin1StringView(name)).hasMatch(), name);
            QVERIFY2(!seen.contains(QLatin1StringView(name)), name);
            seen.insert(QLatin1StringView(name));
            QCOMPARE(nameOf(value), QLatin1StringView(name));
            QVERIFY(fromName<E>(QString::fromLatin1(name)) == value);
        }
        QVERIFY(!seen.isEmpty());
        QVERIFY(!fromName<E>(u"from-the-future"_s));
        QVERIFY(!fromName<E>(QString()));
    }
    template <NamedEnum... E>
    static void areSpelledOneWay()
    {
        (isSpelledOneWay<E>(), ...);
    }

private Q_SLOTS:
    void everyNameIsLowerCaseWithHyphensAndItsOwn()
    {
        areSpelledOneWay<ErrorKind, ErrorReason, OneBotTransportKind, ProxyMode, CloseAction, KeyringState, TestStep,
                         StepState, DetectedAs, RejectReason, SessionPhase, LoginReason, ReadinessCheck, ReadinessState,
                         ServiceState, Condition, ConditionCause, ChatKind, DeliveryState, VerifiedBy, BroadcastState,
                         IncidentKind, Severity, RkeySource, RkeyProbeOutcome, LogLevel, LogCategory>();
    }

    void aValueThatDoesNotExistHasNoName() { QVERIFY(nameOf(Severity(99)).isEmpty()); }
};

ROOKERY_TEST(tst_names, TestNames)
#include "tst_names.moc"

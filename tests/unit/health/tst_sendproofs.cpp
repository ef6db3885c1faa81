// SPDX-License-Identifier: GPL-3.0-or-later
#include "health/healthmonitor.h"

#include "base/reasons/sending.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

namespace rookery::health {

namespace {

LogLine logLine(const QString &rule)
{
    LogLine line;
    line.gateway = GatewayId(u"a"_s);
    line.ruleId = rule;
    line.text = u"text of "_s + rule;
    return line;
}

BroadcastSummary broadcast(int id, int pictures)
{
    BroadcastSummary summary;
    summary.id = BroadcastId(id);
    summary.pictures = pictures;
    return summary;
}

Delivery delivery(int broadcast, DeliveryState state, const QString &gateway = u"a"_s, VerifiedBy by = VerifiedBy::Echo)
{
    Delivery result;
    result.broadcast = BroadcastId(broadcast);
    result.gateway = GatewayId(gateway);
    result.target = {ChatKind::Group, u"30001"_s};
    result.state = state;
    if (state == DeliveryState::Verified)
        result.verifiedBy = by;
    return result;
}

} // namespace

//! Incidents about sends: silence proves nothing, a later send that arrived does.
class TestSendProofs final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void refusedPicturesEndWithOneThatArrived()
    {
        m_monitor->observeBroadcast(broadcast(7, 1));
        m_monitor->observeBroadcast(broadcast(8, 0));
        m_monitor->observeLogLine(logLine(u"send.rich-media"_s));
        m_monitor->observeLogLine(logLine(u"send.rich-media"_s));
        QCOMPARE(only(IncidentKind::RichMediaFailing).evidence.first().what.reason, Reason::RichMediaFailed);
        m_clock.advance(HealthMonitor::kQuiet); // silence proves nothing
        QCOMPARE(open().size(), 1);
        m_monitor->observeDelivery(delivery(8, DeliveryState::Verified)); // text alone
        m_monitor->observeDelivery(delivery(7, DeliveryState::Accepted)); // no proof
        m_monitor->observeDelivery(delivery(7, DeliveryState::Verified, u"b"_s)); // elsewhere
        m_monitor->observeDelivery(delivery(7, DeliveryState::Verified, u"a"_s, VerifiedBy::Operator)); // of one chat
        QCOMPARE(open().size(), 1);
        for (int i = 0; i < 15; ++i)
            m_monitor->observeDelivery(delivery(7, DeliveryState::Verified));
        m_clock.advance(HealthMonitor::kTellEvery);
        QCOMPARE(open().size(), 0);
        const Incident closed = m_told->last().first().value<Incident>();
        QVERIFY(!closed.isOpen());
        const Error proof = closed.evidence.last().what;
        QCOMPARE(proof.reason, Reason::ArrivedAgain);
        QCOMPARE(proof.detail, u"2"_s); // refused
        QCOMPARE(proof.code, 15); // then arrived
        QCOMPARE(closed.evidence.size(), 3);
    }

    void theSameTroubleSoonAfterIsTheSameIncident()
    {
        m_monitor->observeBroadcast(broadcast(7, 1));
        m_monitor->observeLogLine(logLine(u"send.rich-media"_s));
        const IncidentId first = only(IncidentKind::RichMediaFailing).id;
        m_monitor->observeDelivery(delivery(7, DeliveryState::Verified));
        QCOMPARE(open().size(), 0);
        m_monitor->observeLogLine(logLine(u"send.rich-media"_s));
        QCOMPARE(only(IncidentKind::RichMediaFailing).id, first);
        QCOMPARE(only(IncidentKind::RichMediaFailing).count, 2);
        m_monitor->observeDelivery(delivery(7, DeliveryState::Verified));
        QCOMPARE(open().size(), 0);
        QCOMPARE(m_monitor->incidents().size(), 1);
        m_clock.advance(HealthMonitor::kQuiet + seconds(1));
        m_monitor->observeLogLine(logLine(u"send.rich-media"_s));
        QVERIFY(!(only(IncidentKind::RichMediaFailing).id == first)); // long after, another one
    }

    void aFriendProvesNothingForGroupsInDoubt()
    {
        m_monitor->observeLogLine(logLine(u"send.timeout"_s));
        m_monitor->observeDelivery(delivery(7, DeliveryState::Unknown));
        Delivery person = delivery(7, DeliveryState::Verified);
        person.target.kind = ChatKind::Friend;
        m_monitor->observeDelivery(person); // private chats work while groups are swallowed
        QCOMPARE(open().size(), 1);
        m_monitor->observeDelivery(delivery(7, DeliveryState::Verified));
        QCOMPARE(open().size(), 0);
        m_monitor->observeLogLine(logLine(u"send.timeout"_s)); // nobody's group
        m_monitor->observeDelivery(person);
        QCOMPARE(open().size(), 0);
    }

protected:
    void prepare() override
    {
        m_monitor = std::make_unique<HealthMonitor>(m_clock);
        m_told = std::make_unique<QSignalSpy>(m_monitor.get(), &HealthMonitor::incidentChanged);
    }
    void finish() override
    {
        m_told.reset();
        m_monitor.reset();
    }

private:
    QList<Incident> open() const
    {
        QList<Incident> list = m_monitor->incidents();
        list.removeIf([](const Incident &incident) { return !incident.isOpen(); });
        return list;
    }
    Incident only(IncidentKind kind) const
    {
        QList<Incident> list = open();
        list.removeIf([kind](const Incident &incident) { return incident.kind != kind; });
        return list.size() == 1 ? list.first() : Incident{};
    }

    ManualClock m_clock;
    std::unique_ptr<HealthMonitor> m_monitor;
    std::unique_ptr<QSignalSpy> m_told;
};

} // namespace rookery::health

ROOKERY_TEST(tst_sendproofs, rookery::health::TestSendProofs)
#include "tst_sendproofs.moc"

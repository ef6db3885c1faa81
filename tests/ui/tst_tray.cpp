// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "kit/accountnames.h"
#include "text/format.h"
#include "text/wording.h"
#include "translations/language.h"
#include "ui/kit/walltime.h"
#include "ui/shell/tray.h"

#include <QAction>
#include <QMenu>
#include <QSignalSpy>

#include <algorithm>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

//! The menu of the tray icon, and what is notified about.
class TestTray final : public TestCase
{
    Q_OBJECT

    Language m_language;
    Theme m_theme{Theme::Mode::Light};

    //! What a person reads in the menu, separators left out.
    static QStringList entries(const Tray &tray)
    {
        QStringList texts;
        const QList<QAction *> actions = tray.menu().actions();
        for (const QAction *action : actions) {
            if (action->isVisible() && !action->isSeparator())
                texts.append(action->text());
        }
        return texts;
    }
    static QAction *entry(const Tray &tray, const QString &begin)
    {
        const QList<QAction *> actions = tray.menu().actions();
        const auto it = std::find_if(actions.cbegin(), actions.cend(), [&begin](const QAction *action) {
            return action->isVisible() && action->text().startsWith(begin);
        });
        return it == actions.cend() ? nullptr : *it;
    }
    static AccountSnapshot account(const QString &id, Condition condition)
    {
        AccountSnapshot account;
        account.profile.id = GatewayId(id);
        account.session.phase = condition == Condition::Working ? SessionPhase::Online : SessionPhase::LoginRequired;
        account.session.login = condition == Condition::Failed ? LoginReason::Kicked : LoginReason::Fresh;
        account.capabilities.qrLogin = true;
        account.condition.condition = condition;
        return account;
    }
    static Incident kick(const QString &gateway)
    {
        return {.id = IncidentId(1),
                .kind = IncidentKind::LoginNeeded, // the window beeps for it
                .severity = Severity::NeedsHand,
                .cause = gateway,
                .gateways = {GatewayId(gateway)},
                .startedAt = wallNow(),
                .endedAt = {},
                .count = 1,
                .evidence = {}};
    }

    void prepare() override { m_language.use(u"en"_s); }

private Q_SLOTS:
    void anIdleMenuHasItsFourEntries()
    {
        Tray tray(m_theme, nullptr);
        tray.show({account(u"one"_s, Condition::Working)}, {});
        QCOMPARE(
            entries(tray),
            (QStringList{u"Open Rookery"_s, u"Stop all sending"_s, u"Mute notifications for 1 hour"_s, u"Quit"_s}));
    }

    void theWorstAccountsAreInTheMenu()
    {
        Tray tray(m_theme, nullptr);
        QList<AccountSnapshot> accounts{account(u"working"_s, Condition::Working)};
        for (int i = 0; i < 4; ++i)
            accounts.append(account(u"waits-%1"_s.arg(i), Condition::NeedsAttention));
        accounts.append(account(u"kicked-1"_s, Condition::Failed));
        accounts.append(account(u"kicked-2"_s, Condition::Failed));
        tray.show(accounts, {});
        QCOMPARE(
            entries(tray).mid(3),
            (QStringList{u"kicked-1: kicked offline"_s, u"kicked-2: kicked offline"_s, u"waits-0: waiting for scan"_s,
                         u"waits-1: waiting for scan"_s, u"waits-2: waiting for scan"_s, u"Quit"_s}));
        QSignalSpy wanted(&tray, &Tray::placeWanted);
        entry(tray, u"kicked-2"_s)->trigger();
        QCOMPARE(wanted.size(), 1);
        QVERIFY(wanted.constFirst().constFirst().value<Destination>()
                == (Destination{.page = PageId::Overview, .gateway = GatewayId(u"kicked-2"_s)}));
        tray.show({account(u"kicked-2"_s, Condition::Failed)}, {});
        QCOMPARE(entries(tray).size(), 5);
        entry(tray, u"kicked-2"_s)->trigger();
        QCOMPARE(wanted.size(), 2);
        tray.show({}, {});
        QCOMPARE(entries(tray).size(), 4);
    }

    void namesFromOutsideAreOnlyNames()
    {
        Tray tray(m_theme, nullptr);
        AccountSnapshot odd = account(u"odd"_s, Condition::Failed);
        odd.profile.name = u"Tom & Jerry"_s;
        odd.nickname = QString(200, u'長') + u"\u202e\n"_s;
        tray.show({odd}, {});
        QVERIFY(entry(tray, u"長"_s)->text().size() <= 60);
        odd.nickname.clear();
        tray.show({odd}, {});
        QVERIFY(entry(tray, u"Tom && Jerry: kicked offline"_s));
    }

    void stoppingAndResumingIsOneEntry()
    {
        Tray tray(m_theme, nullptr);
        QSignalSpy wanted(&tray, &Tray::stopSendingWanted);
        entry(tray, u"Stop all sending"_s)->trigger();
        QCOMPARE(wanted.takeFirst().constFirst().toBool(), true);
        tray.setSendingStopped(true);
        QVERIFY(!entry(tray, u"Stop all sending"_s));
        entry(tray, u"Resume sending"_s)->trigger();
        QCOMPARE(wanted.takeFirst().constFirst().toBool(), false);
    }

    void mutingSaysUntilWhen()
    {
        Tray tray(m_theme, nullptr);
        QSignalSpy wanted(&tray, &Tray::muteWanted);
        entry(tray, u"Mute notifications for 1 hour"_s)->trigger();
        const auto until = wanted.takeFirst().constFirst().value<WallTime>();
        const auto left = until - wallNow();
        QVERIFY(left > std::chrono::minutes(59) && left <= std::chrono::minutes(60));
        tray.muteUntil(until);
        QAction *unmute = entry(tray, u"Unmute notifications"_s);
        QVERIFY(unmute);
        QCOMPARE(unmute->text(), u"Unmute notifications (muted until %1)"_s.arg(text::localTime(until, wallNow())));
        unmute->trigger();
        QVERIFY(wanted.takeFirst().constFirst().value<WallTime>() == WallTime());
        tray.muteUntil({});
        QVERIFY(entry(tray, u"Mute notifications for 1 hour"_s));
    }

    void whatHappensWhileMutedIsReportedOnceAfterwards()
    {
        Tray tray(m_theme, nullptr);
        AccountNames names;
        QSignalSpy beeps(&tray, &Tray::scanNeeded);
        tray.muteUntil(wallNow() + std::chrono::minutes(5));
        Incident over = kick(u"over"_s);
        tray.showIncidents({kick(u"one"_s), over}, names);
        over.endedAt = wallNow();
        tray.showIncidents({kick(u"one"_s), over}, names);
        QCOMPARE(beeps.size(), 0);
        tray.muteUntil({});
        QCOMPARE(beeps.size(), 1); // not for what is over
        tray.showIncidents({kick(u"one"_s)}, names);
        QCOMPARE(beeps.size(), 1);
    }

    void whatIsNotWantedIsNeitherReportedNorKeptAsMissed()
    {
        Tray tray(m_theme, nullptr);
        AccountNames names;
        QSignalSpy beeps(&tray, &Tray::scanNeeded);
        NotificationSettings wanted;
        wanted.needsAttention = false;
        tray.setNotifications(wanted);
        tray.showIncidents({kick(u"one"_s)}, names);
        QCOMPARE(beeps.size(), 1); // the sound is a separate setting
        tray.muteUntil(wallNow() + std::chrono::minutes(5));
        tray.showIncidents({kick(u"two"_s)}, names);
        tray.setNotifications({}); // wanted from now on
        tray.muteUntil({});
        QCOMPARE(beeps.size(), 1);
        tray.muteUntil(wallNow() + std::chrono::minutes(5));
        tray.showIncidents({kick(u"three"_s)}, names);
        tray.setNotifications(wanted); // no longer, while it waits
        tray.setNotifications({});
        tray.muteUntil({});
        QCOMPARE(beeps.size(), 1);
    }

    void theSoundIsMadeOnlyIfItIsWanted()
    {
        Tray tray(m_theme, nullptr);
        AccountNames names;
        QSignalSpy beeps(&tray, &Tray::scanNeeded);
        NotificationSettings wanted;
        wanted.sound = false;
        tray.setNotifications(wanted);
        tray.showIncidents({kick(u"one"_s)}, names);
        tray.muteUntil(wallNow() + std::chrono::minutes(5));
        tray.showIncidents({kick(u"two"_s)}, names);
        tray.muteUntil({});
        QCOMPARE(beeps.size(), 0);
        tray.setNotifications({});
        tray.showIncidents({kick(u"three"_s)}, names);
        QCOMPARE(beeps.size(), 1);
    }

    void aMuteEndsByItself()
    {
        Tray tray(m_theme, nullptr);
        QSignalSpy wanted(&tray, &Tray::muteWanted);
        tray.muteUntil(wallNow() + milliseconds(20));
        QTRY_COMPARE(wanted.size(), 1);
        QVERIFY(wanted.constFirst().constFirst().value<WallTime>() == WallTime());
    }

    void theMenuIsInTheLanguageOfTheWindow()
    {
        m_language.use(u"zh_CN"_s);
        Tray tray(m_theme, nullptr);
        tray.show({account(u"one"_s, Condition::Failed)}, {});
        const QStringList texts = entries(tray);
        QVERIFY(std::none_of(texts.cbegin(), texts.cend(), [](const QString &text) {
            return text.contains(u"sending"_s) || text.contains(u"Mute"_s) || text.contains(u"Quit"_s);
        }));
        QCOMPARE(texts.size(), 5);
    }
};

ROOKERY_WINDOW_TEST(tst_tray, TestTray)
#include "tst_tray.moc"

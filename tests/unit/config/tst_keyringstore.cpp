// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/keyringstore.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <deque>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::config;

namespace {

using Secret = Redacted<QString>;

enum class Mood { Works, LockedSaysDenied, LockedSaysNotFound, Absent, Hangs, OpensAndDenies };

//! A keyring with moods. Entries outlive the backend, as a real keyring's do; jobs that hang are let go later.
struct FakeKeyring {
    Mood mood = Mood::Works;
    QHash<QString, Secret> entries;
    std::deque<std::function<void()>> hanging;
    std::deque<std::function<void()>> denials; //!< the other end that each of `hanging` may come to
    KeyringBackend::Watcher watcher;
    int writes = 0;
    int asked = 0; //!< jobs of any kind

    void letGo()
    {
        mood = Mood::Works;
        while (!hanging.empty()) {
            const auto job = hanging.front();
            hanging.pop_front();
            job();
        }
    }
};

class FakeBackend final : public KeyringBackend
{
public:
    explicit FakeBackend(FakeKeyring &keyring) : m_keyring(keyring) {}

    void read(const QString &key, Callback callback) override
    {
        run(callback, [this, key, callback] {
            const auto found = m_keyring.entries.constFind(key);
            const bool there = found != m_keyring.entries.cend();
            callback(there ? KeyringOutcome::Done : KeyringOutcome::NotFound, there ? *found : Secret());
        });
    }
    void write(const QString &key, const Secret &secret, Callback callback) override
    {
        run(callback, [this, key, secret, callback] {
            ++m_keyring.writes;
            if (m_keyring.mood != Mood::LockedSaysNotFound)
                m_keyring.entries.insert(key, secret);
            callback(KeyringOutcome::Done, {});
        });
    }
    void remove(const QString &key, Callback callback) override
    {
        run(callback, [this, key, callback] {
            callback(m_keyring.entries.remove(key) ? KeyringOutcome::Done : KeyringOutcome::NotFound, {});
        });
    }

    void watch(Watcher watcher) override { m_keyring.watcher = std::move(watcher); }

private:
    void run(const Callback &callback, std::function<void()> job)
    {
        ++m_keyring.asked;
        switch (m_keyring.mood) {
        case Mood::LockedSaysDenied:
            callback(KeyringOutcome::Denied, {});
            return;
        case Mood::OpensAndDenies:
            m_keyring.watcher(News::Unlocked);
            callback(KeyringOutcome::Denied, {});
            return;
        case Mood::Absent:
            callback(KeyringOutcome::Absent, {});
            return;
        case Mood::Hangs:
            m_keyring.hanging.push_back(std::move(job));
            m_keyring.denials.push_back([callback] { callback(KeyringOutcome::Denied, {}); });
            return;
        case Mood::Works:
        case Mood::LockedSaysNotFound:
            job();
        }
    }

    FakeKeyring &m_keyring;
};

GatewayId home()
{
    return GatewayId(u"home-1"_s);
}

} // namespace

class TestKeyringStore final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void workingKeyringKeepsSecretsAcrossRuns();
    void probeLeavesNothingBehind();
    void lockedKeyringIsFoundAndNothingIsForgotten_data();
    void lockedKeyringIsFoundAndNothingIsForgotten();
    void absentKeyringKeepsSecretsForThisRun();
    void silentKeyringCountsAsLockedAfterItsDeadline();
    void unlockingLaterSavesWhatWasGiven();
    void askingBeforeTheVerdictWaits();
    void aRefusedQuestionIsAskedAgainOnlyWhenTheOperatorWants_data();
    void aRefusedQuestionIsAskedAgainOnlyWhenTheOperatorWants();
    void oneStepOfTheOperatorIsOneQuestion();
    void noSecondQuestionWhileOneStands();
    void aKeyringThatAppearsOrIsUnlockedIsAskedAtOnce_data();
    void aKeyringThatAppearsOrIsUnlockedIsAskedAtOnce();
    void newsWhileTheProbeRunsIsNotLost();
    void aWalletThatOpensForEachQuestionIsNotAskedWithoutEnd();
    void newsOfAKeyringThatWorksAsksNothing();
    void noQuestionBesideOneThatStandsWhenAServiceAppears();
    void anOldQuestionDoesNotLockWhatWasUnlockedElsewhere();
    void whatFollowsTheSecondQuestionWaitsForItsVerdict();
    void missingSecretIsToldFromALockedKeyring();
    void removingForgetsEverySecretOfOneGateway();
    void destructionLeavesHangingJobsAlone();
    void environmentComesFirst();
    void credentialsDirectoryComesSecond();
    void credentialsOfAPanelComeFromNowhereOutside();
    void memoryStoreKeepsAndForgets();

private:
    std::unique_ptr<KeyringSecretStore> makeStore()
    {
        return std::make_unique<KeyringSecretStore>(m_clock, std::make_unique<FakeBackend>(m_keyring));
    }
    static Result<Secret> readNow(SecretStore &store, SecretKind kind = SecretKind::WebUiToken)
    {
        const auto future = store.read(home(), kind);
        return future.isFinished() ? future.result() : fail(ErrorKind::Bug, Reason::Internal);
    }
    static bool writeNow(SecretStore &store, const QString &secret, SecretKind kind = SecretKind::WebUiToken)
    {
        const auto future = store.write(home(), kind, Secret(secret));
        return future.isFinished() && future.result().has_value();
    }
    void prepare() override { m_keyring = FakeKeyring(); }

    ManualClock m_clock;
    FakeKeyring m_keyring;
};

void TestKeyringStore::workingKeyringKeepsSecretsAcrossRuns()
{
    QVERIFY(writeNow(*makeStore(), u"t0ken"_s));
    const auto later = makeStore();
    QCOMPARE(later->keyring(), KeyringState::Works);
    const auto read = readNow(*later);
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->reveal(), u"t0ken"_s);
    QCOMPARE(readNow(*later, SecretKind::OneBotToken).error().reason, Reason::TokenMissing);
}

void TestKeyringStore::probeLeavesNothingBehind()
{
    const auto store = makeStore();
    QCOMPARE(store->keyring(), KeyringState::Works);
    QVERIFY(m_keyring.entries.isEmpty());
    QCOMPARE(m_clock.armedTimers(), 0);
}

void TestKeyringStore::lockedKeyringIsFoundAndNothingIsForgotten_data()
{
    QTest::addColumn<Mood>("mood");
    QTest::newRow("denies") << Mood::LockedSaysDenied;
    QTest::newRow("says not found") << Mood::LockedSaysNotFound;
}

void TestKeyringStore::lockedKeyringIsFoundAndNothingIsForgotten()
{
    QFETCH(Mood, mood);
    QVERIFY(writeNow(*makeStore(), u"old"_s));
    const auto before = m_keyring.entries;
    m_keyring.mood = mood;

    const auto store = makeStore();
    QCOMPARE(store->keyring(), KeyringState::Locked);
    QCOMPARE(readNow(*store).error().kind, ErrorKind::Storage);
    QCOMPARE(readNow(*store).error().reason, Reason::KeyringLocked);
    const int writes = m_keyring.writes;
    QVERIFY(writeNow(*store, u"new"_s)); // usable in this run
    QCOMPARE(readNow(*store)->reveal(), u"new"_s);
    const auto removed = store->remove(home());
    QVERIFY(removed.isFinished());
    QCOMPARE(removed.result().error().reason, Reason::KeyringLocked);
    QCOMPARE(m_keyring.writes, writes);
    QCOMPARE(m_keyring.entries, before);
}

void TestKeyringStore::absentKeyringKeepsSecretsForThisRun()
{
    m_keyring.mood = Mood::Absent;
    const auto store = makeStore();
    QCOMPARE(store->keyring(), KeyringState::None);
    QCOMPARE(readNow(*store).error().reason, Reason::KeyringAbsent);
    QVERIFY(writeNow(*store, u"t"_s));
    QCOMPARE(readNow(*store)->reveal(), u"t"_s);
    QVERIFY(store->remove(home()).result());
    QCOMPARE(readNow(*store).error().reason, Reason::KeyringAbsent);
}

void TestKeyringStore::silentKeyringCountsAsLockedAfterItsDeadline()
{
    m_keyring.mood = Mood::Hangs;
    const auto store = makeStore();
    QSignalSpy changed(store.get(), &SecretStore::keyringChanged);
    QCOMPARE(store->keyring(), KeyringState::Probing);
    const auto read = store->read(home(), SecretKind::WebUiToken);
    m_clock.advance(milliseconds(4'999));
    QVERIFY(!read.isFinished());
    m_clock.advance(milliseconds(1));
    QCOMPARE(store->keyring(), KeyringState::Locked);
    QVERIFY(read.isFinished());
    QCOMPARE(read.result().error().reason, Reason::KeyringLocked);
    QCOMPARE(changed.count(), 1);
}

void TestKeyringStore::unlockingLaterSavesWhatWasGiven()
{
    m_keyring.mood = Mood::Hangs;
    const auto store = makeStore();
    QSignalSpy changed(store.get(), &SecretStore::keyringChanged);
    m_clock.advance(seconds(5));
    QVERIFY(writeNow(*store, u"given"_s));
    QVERIFY(m_keyring.entries.isEmpty());
    m_keyring.letGo(); // the operator typed the password at last
    QCOMPARE(store->keyring(), KeyringState::Works);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(m_keyring.entries.size(), 1);
    QCOMPARE(m_keyring.entries.cbegin()->reveal(), u"given"_s);
}

void TestKeyringStore::askingBeforeTheVerdictWaits()
{
    m_keyring.mood = Mood::Hangs;
    const auto store = makeStore();
    const auto write = store->write(home(), SecretKind::WebUiToken, Secret(u"early"_s));
    const auto read = store->read(home(), SecretKind::OneBotToken);
    QVERIFY(!write.isFinished() && !read.isFinished());
    m_keyring.letGo();
    QVERIFY(write.isFinished() && read.isFinished());
    QVERIFY(write.result());
    QCOMPARE(read.result().error().reason, Reason::TokenMissing);
    QCOMPARE(m_keyring.entries.size(), 1);
}

void TestKeyringStore::aRefusedQuestionIsAskedAgainOnlyWhenTheOperatorWants_data()
{
    QTest::addColumn<Mood>("mood");
    QTest::newRow("locked") << Mood::LockedSaysDenied;
    QTest::newRow("absent") << Mood::Absent;
}

void TestKeyringStore::aRefusedQuestionIsAskedAgainOnlyWhenTheOperatorWants()
{
    QFETCH(Mood, mood);
    QVERIFY(writeNow(*makeStore(), u"kept"_s));
    m_keyring.mood = mood;
    const auto store = makeStore();
    const int asked = m_keyring.asked;
    m_clock.advance(std::chrono::hours(1));
    QVERIFY(!readNow(*store));
    QVERIFY(writeNow(*store, u"later"_s, SecretKind::WebUiCredential));
    QCOMPARE(m_keyring.asked, asked); // nothing asks by itself
    m_keyring.mood = Mood::Works;
    store->askAgain();
    QCOMPARE(store->keyring(), KeyringState::Works);
    QCOMPARE(readNow(*store)->reveal(), u"kept"_s);
    QCOMPARE(m_keyring.entries.size(), 2); // what was given meanwhile is kept now
    const int works = m_keyring.asked;
    m_clock.advance(std::chrono::hours(1));
    store->askAgain();
    QCOMPARE(m_keyring.asked, works);
}

void TestKeyringStore::oneStepOfTheOperatorIsOneQuestion()
{
    m_keyring.mood = Mood::LockedSaysDenied;
    const auto store = makeStore();
    m_clock.advance(seconds(60));
    const int asked = m_keyring.asked;
    for (int gateway = 0; gateway < 20; ++gateway)
        store->askAgain(); // refused at once each time
    QCOMPARE(m_keyring.asked, asked + 1);
    m_clock.advance(seconds(3));
    store->askAgain();
    QCOMPARE(m_keyring.asked, asked + 2);
    QCOMPARE(store->keyring(), KeyringState::Locked);
}

void TestKeyringStore::noSecondQuestionWhileOneStands()
{
    m_keyring.mood = Mood::Hangs;
    const auto store = makeStore();
    m_clock.advance(seconds(60));
    QCOMPARE(store->keyring(), KeyringState::Locked);
    store->askAgain();
    QCOMPARE(m_keyring.asked, 1);
    m_keyring.letGo();
    QCOMPARE(store->keyring(), KeyringState::Works);
}

void TestKeyringStore::aKeyringThatAppearsOrIsUnlockedIsAskedAtOnce_data()
{
    QTest::addColumn<Mood>("mood");
    QTest::addColumn<KeyringBackend::News>("news");
    QTest::newRow("appeared") << Mood::Absent << KeyringBackend::News::Appeared;
    QTest::newRow("unlocked") << Mood::LockedSaysDenied << KeyringBackend::News::Unlocked;
    QTest::newRow("unlocked, was silent") << Mood::LockedSaysNotFound << KeyringBackend::News::Unlocked;
}

void TestKeyringStore::aKeyringThatAppearsOrIsUnlockedIsAskedAtOnce()
{
    QFETCH(Mood, mood);
    QFETCH(KeyringBackend::News, news);
    QVERIFY(writeNow(*makeStore(), u"kept"_s));
    m_keyring.mood = mood;
    const auto store = makeStore();
    QSignalSpy changed(store.get(), &SecretStore::keyringChanged);
    QVERIFY(!readNow(*store));
    m_keyring.watcher(news); // of another keyring: this one is as it was
    QVERIFY(changed.isEmpty());
    const int asked = m_keyring.asked;
    m_clock.advance(std::chrono::hours(24));
    QCOMPARE(m_keyring.asked, asked); // without news nothing asks
    m_keyring.mood = Mood::Works;
    m_keyring.watcher(news);
    QCOMPARE(store->keyring(), KeyringState::Works);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(readNow(*store)->reveal(), u"kept"_s);
}

void TestKeyringStore::newsWhileTheProbeRunsIsNotLost()
{
    m_keyring.mood = Mood::Hangs;
    const auto store = makeStore();
    m_keyring.watcher(KeyringBackend::News::Unlocked);
    QCOMPARE(m_keyring.asked, 1);
    m_keyring.mood = Mood::Works;
    m_clock.advance(seconds(5)); // that question never comes back
    QCOMPARE(store->keyring(), KeyringState::Works);
}

void TestKeyringStore::aWalletThatOpensForEachQuestionIsNotAskedWithoutEnd()
{
    m_keyring.mood = Mood::OpensAndDenies;
    const auto store = makeStore();
    QCOMPARE(store->keyring(), KeyringState::Locked);
    QCOMPARE(m_keyring.asked, 2);
}

void TestKeyringStore::newsOfAKeyringThatWorksAsksNothing()
{
    const auto store = makeStore();
    const int asked = m_keyring.asked;
    m_keyring.watcher(KeyringBackend::News::Unlocked);
    m_keyring.watcher(KeyringBackend::News::Appeared);
    QCOMPARE(m_keyring.asked, asked);
}

void TestKeyringStore::noQuestionBesideOneThatStandsWhenAServiceAppears()
{
    m_keyring.mood = Mood::Hangs;
    const auto store = makeStore();
    m_clock.advance(seconds(60));
    m_keyring.watcher(KeyringBackend::News::Appeared);
    QCOMPARE(m_keyring.asked, 1);
    m_keyring.mood = Mood::Works;
    m_keyring.watcher(KeyringBackend::News::Unlocked); // what is open asks for no password
    QCOMPARE(store->keyring(), KeyringState::Works);
}

void TestKeyringStore::anOldQuestionDoesNotLockWhatWasUnlockedElsewhere()
{
    m_keyring.mood = Mood::Hangs;
    const auto store = makeStore();
    m_clock.advance(seconds(60));
    m_keyring.mood = Mood::Works;
    m_keyring.watcher(KeyringBackend::News::Unlocked);
    QCOMPARE(store->keyring(), KeyringState::Works);
    QCOMPARE(m_keyring.denials.size(), 1);
    m_keyring.denials.front()(); // the operator puts the old question away
    QCOMPARE(store->keyring(), KeyringState::Works);
}

void TestKeyringStore::whatFollowsTheSecondQuestionWaitsForItsVerdict()
{
    QVERIFY(writeNow(*makeStore(), u"kept"_s));
    m_keyring.mood = Mood::LockedSaysDenied;
    const auto store = makeStore();
    m_clock.advance(seconds(60));
    m_keyring.mood = Mood::Hangs;
    store->askAgain();
    const auto read = store->read(home(), SecretKind::WebUiToken);
    const auto other = store->read(home(), SecretKind::OneBotToken);
    QVERIFY(!read.isFinished() && !other.isFinished());
    m_keyring.letGo();
    QVERIFY(read.isFinished() && other.isFinished());
    QCOMPARE(read.result()->reveal(), u"kept"_s);
    QCOMPARE(other.result().error().reason, Reason::TokenMissing);
}

void TestKeyringStore::missingSecretIsToldFromALockedKeyring()
{
    QVERIFY(writeNow(*makeStore(), u"kept"_s));
    const auto store = makeStore();
    m_keyring.mood = Mood::LockedSaysNotFound;
    m_keyring.entries.clear(); // what a locked keyring looks like
    QCOMPARE(readNow(*store).error().reason, Reason::KeyringLocked);
    QCOMPARE(store->keyring(), KeyringState::Locked);
}

void TestKeyringStore::removingForgetsEverySecretOfOneGateway()
{
    const auto store = makeStore();
    for (const SecretKind kind :
         {SecretKind::WebUiToken, SecretKind::OneBotToken, SecretKind::WebUiCredential, SecretKind::SyncCursor})
        QVERIFY(writeNow(*store, u"x"_s, kind));
    QVERIFY(store->write(GatewayId(u"other"_s), SecretKind::WebUiToken, Secret(u"y"_s)).isFinished());
    QCOMPARE(m_keyring.entries.size(), 5);
    const auto removed = store->remove(home());
    QVERIFY(removed.isFinished() && removed.result());
    QCOMPARE(m_keyring.entries.size(), 1);
    QCOMPARE(readNow(*store).error().reason, Reason::TokenMissing);
}

void TestKeyringStore::destructionLeavesHangingJobsAlone()
{
    m_keyring.mood = Mood::Hangs;
    auto store = makeStore();
    const auto read = store->read(home(), SecretKind::WebUiToken);
    store.reset();
    QVERIFY(read.isFinished());
    QCOMPARE(read.result().error().kind, ErrorKind::Cancelled);
    QCOMPARE(m_clock.armedTimers(), 0);
}

void TestKeyringStore::environmentComesFirst()
{
    QCOMPARE(secretVariable(home(), SecretKind::WebUiToken), u"ROOKERY_SECRET_HOME_1"_s);
    QCOMPARE(secretVariable(home(), SecretKind::OneBotToken), u"ROOKERY_SECRET_HOME_1_ONEBOT"_s);
    const auto store = makeStore();
    QVERIFY(writeNow(*store, u"kept"_s));
    qputenv("ROOKERY_SECRET_HOME_1", "given");
    const auto read = readNow(*store);
    qunsetenv("ROOKERY_SECRET_HOME_1");
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->reveal(), u"given"_s);
    QCOMPARE(readNow(*store)->reveal(), u"kept"_s);
}

void TestKeyringStore::credentialsDirectoryComesSecond()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"ROOKERY_SECRET_HOME_1_ONEBOT"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("from-systemd\n");
    file.close();
    m_keyring.mood = Mood::Absent;
    const auto store = makeStore();
    qputenv("CREDENTIALS_DIRECTORY", folder.path().toLocal8Bit());
    const auto read = readNow(*store, SecretKind::OneBotToken);
    const auto other = readNow(*store, SecretKind::WebUiToken);
    qunsetenv("CREDENTIALS_DIRECTORY");
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->reveal(), u"from-systemd"_s);
    QCOMPARE(other.error().reason, Reason::KeyringAbsent);
}

void TestKeyringStore::credentialsOfAPanelComeFromNowhereOutside()
{
    QVERIFY(secretVariable(home(), SecretKind::WebUiCredential).isEmpty());
    QVERIFY(secretVariable(home(), SecretKind::SyncCursor).isEmpty());
    const auto store = makeStore();
    QVERIFY(writeNow(*store, u"cred"_s, SecretKind::WebUiCredential));
    QCOMPARE(readNow(*store, SecretKind::WebUiCredential)->reveal(), u"cred"_s);
}

void TestKeyringStore::memoryStoreKeepsAndForgets()
{
    const auto store = makeMemorySecretStore();
    QCOMPARE(store->keyring(), KeyringState::None);
    QCOMPARE(readNow(*store).error().reason, Reason::TokenMissing);
    QVERIFY(writeNow(*store, u"m"_s));
    QCOMPARE(readNow(*store)->reveal(), u"m"_s);
    QVERIFY(store->remove(home()).result());
    QCOMPARE(readNow(*store).error().kind, ErrorKind::Auth);
}

ROOKERY_TEST(tst_keyringstore, TestKeyringStore)
#include "tst_keyringstore.moc"
